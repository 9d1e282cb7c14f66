"""Jira, in the cloud or the team's own: the sprints of a board, and items in a project."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from bot.sprints.ports import Told
from bot.sprints.rules import Cite, Item, Sprint
from bot.trackers.port import Created, Finding, Member, NewItem, TrackerTrouble
from bot.trackers.rendering import to_wiki
from bot.trackers.rules import counted_criteria, one_called, with_carries, worth_reading
from bot.trackers.understanding import understood, understood_or_in_doubt
from bot.trackers.web import Answer, Refused, Web

_PAGE = 50
_FIELDS = ("summary", "status", "assignee", "labels", "duedate", "issuelinks", "description")
_FORBIDDEN, _NOT_FOUND = 403, 404
_LOOKS = 6
_RIGHTS = {"BROWSE_PROJECTS": "see items", "CREATE_ISSUES": "make items"}
_ASSIGNS = "ASSIGN_ISSUES"


@dataclass(frozen=True, slots=True, kw_only=True)
class Jira:
    """A board and a project. `cloud`: Atlassian's, whose search is another one and may lag some seconds behind.

    `lag` is how many seconds to wait between two looks for what was made a moment ago.
    """

    web: Web
    cloud: bool
    project: str
    board: int
    types: Mapping[str, str]
    fields: Mapping[str, Any] = field(default_factory=dict)
    lag: float = 3.0
    id: str = "jira"
    name: str = "Jira"

    @property
    def place(self) -> str:
        """See `Tracker.place`."""
        return f"project {self.project}"

    @understood
    async def sprints(self, today: date) -> Told:
        """See `Tracker.sprints`."""
        if not self.board:
            mend = "Set `trackers.jira.board` in config.yaml to the number in its address."
            raise TrackerTrouble(self.name, "needs a board to tell of sprints", mend)
        try:
            points = await self._points()
            heads = [each async for each in self._pages(f"/rest/agile/1.0/board/{self.board}/sprint", "values")]
        except Refused as refused:
            raise self._told(refused.answer, f"board {self.board}", "read it") from refused
        wanted = worth_reading([(str(each["id"]), _day(each.get("endDate"))) for each in heads], today)
        sprints, unread = [], []
        for head in heads:
            if str(head["id"]) not in wanted:
                continue
            try:
                sprints.append(await self._sprint(head, points))
            except Refused as refused:
                unread.append(f"{head['name']} (HTTP {refused.answer.status})")
        return Told(sprints=with_carries(sprints, today), unread=tuple(unread))

    async def _sprint(self, head: Mapping[str, Any], points: str) -> Sprint:
        fields = ",".join((*_FIELDS, points) if points else _FIELDS)
        path = f"/rest/agile/1.0/sprint/{quote(str(head['id']), safe='')}/issue"
        items = [self._item(each, points) async for each in self._pages(path, "issues", fields=fields)]
        return Sprint(
            name=head["name"],
            goal=head.get("goal") or "",
            start=_day(head.get("startDate")),
            end=_day(head.get("endDate")),
            items=tuple(items),
            cite=Cite(
                title=head["name"],
                path=f"Jira, board {self.board}",
                link=f"{self.web.base}/secure/RapidBoard.jspa?rapidView={self.board}",
            ),
        )

    async def _points(self) -> str:
        """The field that this board estimates in; "" where it has none."""
        answer = await self.web.get(f"/rest/agile/1.0/board/{self.board}/configuration")
        if not isinstance(answer.data, dict):
            raise self.web.strange()
        estimation = answer.data.get("estimation")
        return str(((estimation or {}).get("field") or {}).get("fieldId") or "")

    async def _pages(self, path: str, key: str, **params: Any) -> Any:
        """Everything in a list that comes in pages; a page may be shorter than asked for."""
        start = 0
        while True:
            answer = await self.web.get(path, {**params, "startAt": start, "maxResults": _PAGE})
            if not isinstance(answer.data, dict) or not isinstance(answer.data.get(key), list):
                raise self.web.strange()
            found = answer.data[key]
            for each in found:
                yield each
            start += len(found)
            total = answer.data.get("total")
            if not found or answer.data.get("isLast") is True or (total is not None and start >= total):
                return

    def _item(self, issue: Mapping[str, Any], points: str = "") -> Item:
        fields = issue.get("fields") or {}
        estimate = fields.get(points) if points else None
        return Item(
            id=issue["key"],
            title=fields.get("summary") or "",
            owner=(fields.get("assignee") or {}).get("displayName") or "",
            status=(fields.get("status") or {}).get("name") or "",
            closed=_closed(fields.get("status") or {}),
            criteria=counted_criteria(str(fields.get("description") or "")),
            estimate=float(estimate) if isinstance(estimate, int | float) else None,
            labels=tuple(fields.get("labels") or ()),
            link=self._link(issue["key"]),
            links=tuple(_linked(fields.get("issuelinks") or ())),
            due=_day(fields.get("duedate")),
        )

    def _link(self, key: str) -> str:
        return f"{self.web.base}/browse/{key}"

    @understood
    async def find(self, item: NewItem, *, since: datetime, patient: bool) -> Created | None:
        """See `Tracker.find`. Looked for by its label: no field that a search reads is the item's own otherwise."""
        del since
        for look in range(_LOOKS if patient and self.cloud else 1):
            if look:
                await asyncio.sleep(self.lag)
            try:
                found = await self._search(f'project = "{self.project}" AND labels = "{item.mark}"')
            except Refused as refused:
                raise self._told(refused.answer, f"project {self.project}", "look for items in it") from refused
            if found:
                return self._created(found[0], found=True)
        return None

    async def _search(self, jql: str) -> list[Mapping[str, Any]]:
        path = "/rest/api/2/search/jql" if self.cloud else "/rest/api/2/search"
        fields = ",".join(_FIELDS)
        answer = await self.web.get(path, {"jql": jql, "fields": fields, "maxResults": _PAGE})
        if not isinstance(answer.data, dict) or not isinstance(answer.data.get("issues"), list):
            raise self.web.strange()
        return list(answer.data["issues"])

    def _created(self, issue: Mapping[str, Any], *, found: bool = False) -> Created:
        return Created(key=issue["key"], link=self._link(issue["key"]), id=str(int(issue["id"])), found=found)

    @understood_or_in_doubt
    async def create(self, item: NewItem) -> Created:
        """See `Tracker.create`."""
        fields = {
            **self.fields,
            "project": {"key": self.project},
            "issuetype": {"name": self.types[item.kind]},
            "summary": item.title,
            "description": to_wiki(item),
            "labels": [item.mark, *(label.replace(" ", "-") for label in item.labels)],
        }
        if item.due:
            fields["duedate"] = item.due.isoformat()
        if item.owner:
            fields["assignee"] = {"accountId" if self.cloud else "name": item.owner.id}
        try:
            answer = await self.web.make("/rest/api/2/issue", {"fields": fields})
        except Refused as refused:
            raise await self._why_not(refused.answer, item) from refused
        if not isinstance(answer.data, dict) or "key" not in answer.data:
            raise self.web.unclear()
        return self._created(answer.data)

    async def _why_not(self, answer: Answer, item: NewItem) -> TrackerTrouble:
        wrong = answer.data.get("errors") if isinstance(answer.data, dict) else None
        if answer.status in {_FORBIDDEN, _NOT_FOUND} or not wrong:
            return self._told(answer, self.place, f"make items in {self.place}")
        try:
            names = {each["fieldId"]: each["name"] for each in await self._meta(self.types[item.kind])}
        except (Refused, TrackerTrouble):
            names = {}  # the fields' ids have to do
        told = [f"“{names[key]}” ({key})" if key in names else f"`{key}`" for key in wrong]
        reasons = "; ".join(str(reason).rstrip(".") for reason in wrong.values())
        mend = f"Give {'it' if len(told) == 1 else 'them'} a value under `trackers.jira.fields` in config.yaml."
        if "cannot be set" in reasons:
            mend = "Put it on the screen with which items are made in Jira; whoever looks after the project can."
        if set(wrong) & {"issuetype", "project"}:
            mend = "Correct `project` and `story_type` under `trackers.jira` in config.yaml."
        if "assignee" in wrong:
            mend = "Let whoever JIRA_TOKEN belongs to assign items there, or take the owner away here."
        what = f"doesn’t take this {self.types[item.kind]} because of {' and '.join(told)}: {reasons}"
        return TrackerTrouble(self.name, what, mend)

    async def _meta(self, type_name: str) -> list[Mapping[str, Any]]:
        """The fields that an item of this type has; empty when the project has no such type."""
        base = f"/rest/api/2/issue/createmeta/{self.project}/issuetypes"
        keys = ("issueTypes", "fields") if self.cloud else ("values", "values")
        types = [each async for each in self._pages(base, keys[0])]
        type_id = next((each["id"] for each in types if each["name"].casefold() == type_name.casefold()), None)
        if type_id is None:
            have = ", ".join(each["name"] for each in types)
            mend = f"It has {have}; correct `trackers.jira.story_type` or `action_type`."
            raise self.web.missing(f"type “{type_name}” in project {self.project}", mend)
        return [each async for each in self._pages(f"{base}/{quote(str(type_id))}", keys[1])]

    @understood
    async def member(self, name: str) -> Member | None:
        """See `Tracker.member`. A token that may not see people knows nobody."""
        params = {"project": self.project, "query" if self.cloud else "username": name, "maxResults": _PAGE}
        try:
            answer = await self.web.get("/rest/api/2/user/assignable/search", params)
        except Refused:
            return None
        if not isinstance(answer.data, list):
            raise self.web.strange()
        people = [
            Member(id=each["accountId" if self.cloud else "name"], name=each["displayName"])
            for each in answer.data
            if each.get("active", True)
        ]
        return one_called(name, [(each, (each.name,)) for each in people])

    @understood
    async def states(self, created: Sequence[Created]) -> dict[str, Item]:
        """See `Tracker.states`. By what was made, not by key: an item that was moved has another key now."""
        if not created:
            return {}
        found: list[Mapping[str, Any]] = []
        try:
            for at in range(0, len(created), _PAGE):
                ids = ", ".join(each.id for each in created[at : at + _PAGE])
                found += await self._search(f"id in ({ids})")
        except Refused as refused:
            raise self._told(refused.answer, self.place, "look at items in it") from refused
        return {str(issue["id"]): self._item(issue) for issue in found}

    @understood
    async def examine(self) -> list[Finding]:
        """See `Tracker.examine`."""
        try:
            me = (await self.web.get("/rest/api/2/myself")).data or {}
            # One's own Jira tells of all rights at once; the cloud wants to know which.
            wanted = ",".join((*_RIGHTS, _ASSIGNS)) if self.cloud else None
            params = {"projectKey": self.project, "permissions": wanted}
            rights = (await self.web.get("/rest/api/2/mypermissions", params)).data or {}
        except Refused as refused:
            raise self._told(refused.answer, self.place, f"look at {self.place}") from refused
        found = [Finding(state="well", found=f"signed in as {me.get('displayName', 'somebody')}")]
        held = {name for name, each in (rights.get("permissions") or {}).items() if each.get("havePermission")}
        lacks = [words for name, words in _RIGHTS.items() if name not in held]
        if lacks:
            mend = f"Give whoever JIRA_TOKEN belongs to {'that right' if len(lacks) == 1 else 'these rights'} there."
            told = f"the token may not {' or '.join(lacks)} in {self.place}."
            return [*found, Finding(state="wrong", found=told, mend=mend)]
        if _ASSIGNS not in held:
            mend = "Fine if owners needn’t be in Jira; else give whoever JIRA_TOKEN belongs to the right to assign."
            found.append(Finding(state="note", found=f"the token may give nobody an item in {self.place}.", mend=mend))
        for kind in self.types.values():
            found += await self._lacking(kind)
        return [*found, *await self._board()]

    async def _lacking(self, kind: str) -> list[Finding]:
        try:
            fields = await self._meta(kind)
        except Refused:
            return []  # an old Jira tells nothing of its fields
        except TrackerTrouble as trouble:
            return [Finding(state="wrong", found=f"{trouble.what}.", mend=trouble.mend)]
        ours = {"project", "issuetype", "summary", "description", "labels", "reporter", *self.fields}
        wanted = [
            f"“{each['name']}” ({each['fieldId']})"
            for each in fields
            if each["required"] and not each.get("hasDefaultValue") and each["fieldId"] not in ours
        ]
        if not wanted:
            return [Finding(state="well", found=f"can make a {kind} in {self.place}")]
        found = f"every {kind} needs {' and '.join(wanted)}."
        return [Finding(state="wrong", found=found, mend="Give a value for it under `trackers.jira.fields`.")]

    async def _board(self) -> list[Finding]:
        if not self.board:
            mend = "Set `trackers.jira.board` to the number in its address."
            return [Finding(state="note", found="no board is named, so no sprints are read.", mend=mend)]
        try:
            await self._points()
        except Refused as refused:
            trouble = self._told(refused.answer, f"board {self.board}", f"see board {self.board}")
            return [Finding(state="wrong", found=f"{trouble.what}.", mend=trouble.mend)]
        return [Finding(state="well", found=f"reads the sprints of board {self.board}")]

    def _told(self, answer: Answer, what: str, deed: str) -> TrackerTrouble:
        if answer.status == _FORBIDDEN:
            return self.web.forbidden(deed)
        if answer.status == _NOT_FOUND:
            return self.web.missing(what, "Correct `trackers.jira` in config.yaml, or let the token see it.")
        data = answer.data if isinstance(answer.data, dict) else {}
        return self.web.refused(
            answer, [*data.get("errorMessages", ()), *map(str, (data.get("errors") or {}).values())]
        )


def authorization(token: str, email: str) -> Mapping[str, str]:
    """The cloud takes an e-mail address and a token; one's own Jira takes a token alone."""
    if not token:
        return {}
    if not email:
        return {"Authorization": f"Bearer {token}"}
    return {"Authorization": f"Basic {base64.b64encode(f'{email}:{token}'.encode()).decode()}"}


def _linked(links: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """`blocks LP-3`, as the tracker words it."""
    for link in links:
        kind = link.get("type") or {}
        for side in ("outward", "inward"):
            other = link.get(f"{side}Issue")
            if other:
                yield f"{kind.get(side, 'relates to')} {other['key']}"


def _closed(status: Mapping[str, Any]) -> bool | None:
    """What Jira itself says of a state, whatever the team calls it."""
    category = (status.get("statusCategory") or {}).get("key")
    return None if category is None else category == "done"


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10]) if text else None
    except ValueError:
        return None
