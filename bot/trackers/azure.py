"""Azure Boards: a team's iterations as sprints, and work items in its project."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import index
from typing import Any
from urllib.parse import quote

from bot.sprints.ports import Told
from bot.sprints.rules import Cite, Item, Sprint
from bot.trackers.port import Created, Finding, Member, NewItem, TrackerTrouble
from bot.trackers.rendering import code_html, plain, to_html
from bot.trackers.rules import counted_criteria, mark_of, one_called, with_carries, worth_reading
from bot.trackers.understanding import understood, understood_or_in_doubt
from bot.trackers.web import Answer, Refused, Web

_VERSION = {"api-version": "7.1"}
_BATCH = 200
_SIGN_IN, _FORBIDDEN, _NOT_FOUND = 203, 403, 404
_CRITERIA = "Microsoft.VSTS.Common.AcceptanceCriteria"
_ESTIMATES = (
    "Microsoft.VSTS.Scheduling.StoryPoints",
    "Microsoft.VSTS.Scheduling.Effort",
    "Microsoft.VSTS.Scheduling.Size",
)
_DUE = "Microsoft.VSTS.Scheduling.DueDate"
_FIELDS = (
    "System.Id", "System.Title", "System.State", "System.AssignedTo", "System.Tags", "System.Description",
    "System.WorkItemType", _CRITERIA, *_ESTIMATES, _DUE,
)  # fmt: skip
_PAGE = 100
_ENDED = frozenset({"Completed", "Removed"})
_HAS_CRITERIA = frozenset({"User Story", "Product Backlog Item"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Azure:
    """A project and a team in it; the address of `web` ends with the organisation."""

    web: Web
    project: str
    team: str
    types: Mapping[str, str]
    fields: Mapping[str, Any] = field(default_factory=dict)
    id: str = "azure"
    name: str = "Azure Boards"

    @property
    def place(self) -> str:
        """See `Tracker.place`."""
        return f"project {self.project}"

    @property
    def _team(self) -> str:
        """A project has a team of its own name from the beginning."""
        return self.team or f"{self.project} Team"

    @property
    def _work(self) -> str:
        return f"/{quote(self.project)}/{quote(self._team)}/_apis/work/teamsettings/iterations"

    @property
    def _items(self) -> str:
        return f"/{quote(self.project)}/_apis/wit"

    @understood
    async def sprints(self, today: date) -> Told:
        """See `Tracker.sprints`."""
        try:
            heads = [each for each in self._values(await self.web.get(self._work, _VERSION)) if _dated(each)]
        except Refused as refused:
            team = f"team {self._team}"
            raise self._told(refused.answer, team, f"read the iterations of {team}") from refused
        wanted = worth_reading([(each["id"], _day(each["attributes"]["finishDate"])) for each in heads], today)
        sprints, unread = [], []
        for head in heads:
            if head["id"] not in wanted:
                continue
            try:
                sprint, missing = await self._sprint(head)
            except Refused as refused:
                unread.append(f"{head['name']} (HTTP {refused.answer.status})")
                continue
            sprints.append(sprint)
            unread += [f"item {each}" for each in missing]
        return Told(sprints=with_carries(sprints, today), unread=tuple(unread))

    def _values(self, answer: Answer) -> list[Any]:
        if answer.status == _SIGN_IN:  # that is how a bad token is answered: with a page to sign in
            raise self.web.token_trouble()
        if not isinstance(answer.data, dict) or not isinstance(answer.data.get("value"), list):
            raise self.web.strange()
        return list(answer.data["value"])

    async def _sprint(self, head: Mapping[str, Any]) -> tuple[Sprint, list[int]]:
        answer = await self.web.get(f"{self._work}/{quote(head['id'])}/workitems", _VERSION)
        if not isinstance(answer.data, dict) or "workItemRelations" not in answer.data:
            raise self.web.strange()
        relations = answer.data["workItemRelations"] or ()
        ids = [each["target"]["id"] for each in relations if not each.get("rel") and each.get("target")]
        found = await self._read(ids)
        board = f"{self.web.base}/{quote(self.project)}/_sprints/backlog/{quote(self._team)}"
        return Sprint(
            name=head["name"],
            start=_day(head["attributes"]["startDate"]),
            end=_day(head["attributes"]["finishDate"]),
            team=self.team,
            items=tuple(self._item(each) for each in found),
            cite=Cite(title=head["name"], path=f"Azure Boards, {self.project}", link=f"{board}/{_path(head['path'])}"),
        ), [each for each in ids if each not in {one["id"] for one in found}]

    async def _read(self, ids: Sequence[int]) -> list[Mapping[str, Any]]:
        """These work items; those that the token may not see are left out."""
        found: list[Mapping[str, Any]] = []
        for at in range(0, len(ids), _BATCH):
            body = {"ids": list(ids[at : at + _BATCH]), "fields": list(_FIELDS), "errorPolicy": "omit"}
            values = self._values(await self.web.ask(f"{self._items}/workitemsbatch", body, _VERSION))
            found += [each for each in values if each is not None]
        return found

    def _item(self, found: Mapping[str, Any]) -> Item:
        fields = found["fields"]
        owner = fields.get("System.AssignedTo") or {}
        estimate = next((fields[name] for name in _ESTIMATES if fields.get(name) is not None), None)
        return Item(
            id=str(found["id"]),
            title=fields.get("System.Title", ""),
            owner=owner.get("displayName", "") if isinstance(owner, dict) else str(owner),
            status=fields.get("System.State", ""),
            criteria=_criteria(fields),
            estimate=float(estimate) if estimate is not None else None,
            labels=tuple(each.strip() for each in str(fields.get("System.Tags") or "").split(";") if each.strip()),
            link=self._link(found["id"]),
            due=_day(fields.get(_DUE)),
        )

    def _link(self, number: int) -> str:
        return f"{self.web.base}/{quote(self.project)}/_workitems/edit/{number}"

    @understood
    async def find(self, item: NewItem, *, since: datetime, patient: bool) -> Created | None:
        """See `Tracker.find`. Looked for by its tag, in a query that doesn’t lag."""
        del since, patient
        # A mark is letters and digits, so that nothing can end the text early.
        query = (
            "SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project "  # noqa: S608 (no SQL, and see above)
            f"AND [System.Tags] CONTAINS '{item.mark}'"
        )
        try:
            answer = await self.web.ask(f"{self._items}/wiql", {"query": query}, {**_VERSION, "$top": 1})
        except Refused as refused:
            raise self._told(refused.answer, self.place, "look for items in it") from refused
        if answer.status == _SIGN_IN:
            raise self.web.token_trouble()
        if not isinstance(answer.data, dict) or not isinstance(answer.data.get("workItems"), list):
            raise self.web.strange()
        found = answer.data["workItems"]
        return self._created(found[0]["id"], found=True) if found else None

    def _created(self, number: int, *, found: bool = False) -> Created:
        told = str(index(number))  # TypeError where it is no number
        return Created(key=told, link=self._link(number), id=told, found=found)

    @understood_or_in_doubt
    async def create(self, item: NewItem) -> Created:
        """See `Tracker.create`."""
        try:
            answer = await self._make(item)
        except Refused as refused:
            raise self._why_not(refused.answer, self.types[item.kind]) from refused
        if not isinstance(answer.data, dict) or "id" not in answer.data:
            raise self.web.unclear()
        return self._created(answer.data["id"])

    async def _make(self, item: NewItem, *, only_try: bool = False) -> Answer:
        kind = self.types[item.kind]
        own = kind in _HAS_CRITERIA
        values = {
            **self.fields,
            "System.Title": item.title,
            "System.Description": to_html(item, code=not own),
            "System.Tags": "; ".join((item.mark, *item.labels)),
        }
        if own and item.code:
            values[_CRITERIA] = code_html(item)
        if item.due:
            values[_DUE] = item.due.isoformat()
        if item.owner:
            values["System.AssignedTo"] = item.owner.id
        patch = [{"op": "add", "path": f"/fields/{name}", "value": value} for name, value in values.items()]
        params = {**_VERSION, **({"validateOnly": "true"} if only_try else {})}
        path = f"{self._items}/workitems/${quote(kind)}"
        answer = await self.web.make(path, patch, params, kind="application/json-patch+json")
        if answer.status == _SIGN_IN:
            raise self.web.token_trouble()
        return answer

    def _why_not(self, answer: Answer, kind: str) -> TrackerTrouble:
        data = answer.data if isinstance(answer.data, dict) else {}
        rules = (data.get("customProperties") or {}).get("RuleValidationErrors") or ()
        names = [f"`{each['fieldReferenceName']}`" for each in rules]
        if not names:
            return self._told(answer, f"type “{kind}” in {self.place}", f"make items in {self.place}")
        mend = f"Give {'it' if len(names) == 1 else 'them'} a value under `trackers.azure.fields` in config.yaml."
        said = str(data.get("message", "")).rstrip(".")
        what = f"doesn’t take this {kind} because of {' and '.join(names)}: {said}"
        return TrackerTrouble(self.name, what, mend)

    @understood
    async def member(self, name: str) -> Member | None:
        """See `Tracker.member`. Those who are in the team; a token that may not see them knows nobody."""
        path = f"/_apis/projects/{quote(self.project)}/teams/{quote(self._team)}/members"
        found: list[Member] = []
        while True:
            try:
                values = self._values(await self.web.get(path, {**_VERSION, "$top": _PAGE, "$skip": len(found)}))
            except Refused:
                return None
            people = [each["identity"] for each in values]
            found += [Member(id=each["uniqueName"], name=each["displayName"]) for each in people]
            if len(values) < _PAGE:
                return one_called(name, [(each, (each.name,)) for each in found])

    @understood
    async def states(self, created: Sequence[Created]) -> dict[str, Item]:
        """See `Tracker.states`. Which states count as closed is asked of each type that is among them."""
        try:
            found = await self._read([int(each.id) for each in created])
            kinds = dict.fromkeys(map(_kind, found))
            closed = {kind: await self._closing(kind) for kind in kinds if kind}
        except Refused as refused:
            raise self._told(refused.answer, self.place, "look at items in it") from refused
        items = {str(each["id"]): (self._item(each), closed.get(_kind(each))) for each in found}
        return {
            name: item if ends is None else item.model_copy(update={"closed": item.status in ends})
            for name, (item, ends) in items.items()
        }

    async def _closing(self, kind: str) -> frozenset[str] | None:
        """The states of a type in which nothing is left to do; None where that can't be told."""
        try:
            values = self._values(await self.web.get(f"{self._items}/workitemtypes/{quote(kind)}/states", _VERSION))
        except Refused as refused:
            if refused.answer.status == _NOT_FOUND:  # the type was taken out of the process
                return None
            raise
        return frozenset(each["name"] for each in values if each["category"] in _ENDED)

    @understood
    async def examine(self) -> list[Finding]:
        """See `Tracker.examine`. What can be made is tried without being kept, which Azure offers."""
        try:
            count = len(self._values(await self.web.get(self._work, _VERSION)))
        except Refused as refused:
            team = f"team {self._team}"
            raise self._told(refused.answer, team, f"read the iterations of {team}") from refused
        found = [Finding(state="well", found=f"reads {count} iterations of {self.place}")]
        for kind, name in self.types.items():
            item = NewItem.model_validate({"mark": mark_of("try"), "kind": kind, "title": "Try", "text": "Try."})
            try:
                await self._make(item, only_try=True)
            except Refused as refused:
                trouble = self._why_not(refused.answer, name)
                found.append(Finding(state="wrong", found=f"{trouble.what}.", mend=trouble.mend))
            else:
                found.append(Finding(state="well", found=f"can make a {name} in {self.place}"))
        return found

    def _told(self, answer: Answer, what: str, deed: str) -> TrackerTrouble:
        if answer.status == _FORBIDDEN:
            return self.web.forbidden(deed)
        if answer.status == _NOT_FOUND:
            return self.web.missing(what, "Correct `trackers.azure` in config.yaml, or let the token see it.")
        data = answer.data if isinstance(answer.data, dict) else {}
        return self.web.refused(answer, [str(data.get("message", ""))])


def authorization(token: str) -> Mapping[str, str]:
    """A personal access token goes as a password without a name."""
    return {"Authorization": f"Basic {base64.b64encode(f':{token}'.encode()).decode()}"} if token else {}


def _criteria(fields: Mapping[str, Any]) -> int | None:
    """What stands in the field for it; none at all is only said of types that have such a field."""
    text = plain(str(fields.get(_CRITERIA) or ""))
    if text:
        return counted_criteria(text) or len([line for line in text.split("\n") if line.strip()])
    counted = counted_criteria(plain(str(fields.get("System.Description") or "")))
    return 0 if counted is None and fields.get("System.WorkItemType") in _HAS_CRITERIA else counted


def _kind(found: Mapping[str, Any]) -> str:
    return str(found["fields"].get("System.WorkItemType", ""))


def _dated(head: Mapping[str, Any]) -> bool:
    attributes = head.get("attributes") or {}
    return bool(attributes.get("startDate") and attributes.get("finishDate"))


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)[:10]) if text else None


def _path(path: str) -> str:
    return quote(path.replace("\\", "/"))
