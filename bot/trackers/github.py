"""GitHub: a repository's milestones, or a project's iterations, as sprints; issues as items."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import index
from typing import Any, Protocol

from bot.sprints.ports import Told
from bot.sprints.rules import Cite, Item, Sprint
from bot.trackers.port import Created, Finding, Member, NewItem, TrackerTrouble
from bot.trackers.rendering import to_markdown
from bot.trackers.rules import counted_criteria, one_called, with_carries, worth_reading
from bot.trackers.understanding import understood, understood_or_in_doubt
from bot.trackers.web import Answer, Refused, Web, told_to_wait

_PAGE = 100
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _GONE = 401, 403, 404, 410
_LOOKS = 3
_CLOCKS = timedelta(minutes=10)
"""How far GitHub's clock and ours may be apart."""


class Iterations(Protocol):
    """The iterations of a project."""

    async def sprints(self, today: date) -> Told:
        """See `Tracker.sprints`."""
        ...

    async def examine(self) -> list[Finding]:
        """See `Tracker.examine`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class GitHub:
    """A repository; its milestones are its sprints unless there are `iterations`."""

    web: Web
    repository: str
    iterations: Iterations | None = None
    lag: float = 2.0
    id: str = "github"
    name: str = "GitHub"

    @property
    def place(self) -> str:
        """See `Tracker.place`."""
        return f"repository {self.repository}"

    @property
    def _path(self) -> str:
        return f"/repos/{self.repository}"

    @understood
    async def sprints(self, today: date) -> Told:
        """See `Tracker.sprints`.

        A milestone has no first day: the day after the one before it is due is taken.
        """
        if self.iterations is not None:
            return await self.iterations.sprints(today)
        try:
            params = {"state": "all", "sort": "due_on", "direction": "asc"}
            stones = [each async for each in self._pages(f"{self._path}/milestones", params) if each.get("due_on")]
        except Refused as refused:
            raise self._told(refused.answer, "read the milestones of") from refused
        wanted = worth_reading([(str(each["number"]), _day(each["due_on"])) for each in stones], today)
        sprints, unread = [], []
        before: date | None = None
        for stone in stones:
            start, before = (before + timedelta(days=1) if before else None), _day(stone["due_on"])
            if str(stone["number"]) not in wanted:
                continue
            try:
                sprints.append(await self._sprint(stone, start))
            except Refused as refused:
                unread.append(f"{stone['title']} (HTTP {refused.answer.status})")
        return Told(sprints=with_carries(sprints, today), unread=tuple(unread))

    async def _sprint(self, stone: Mapping[str, Any], start: date | None) -> Sprint:
        params = {"milestone": str(stone["number"]), "state": "all", "sort": "created", "direction": "asc"}
        issues = [each async for each in self._pages(f"{self._path}/issues", params) if "pull_request" not in each]
        return Sprint(
            name=stone["title"],
            goal=stone.get("description") or "",
            start=start,
            end=_day(stone["due_on"]),
            items=tuple(map(item_of, issues)),
            cite=Cite(title=stone["title"], path=f"GitHub, {self.repository}", link=stone["html_url"]),
        )

    async def _pages(self, path: str, params: Mapping[str, Any]) -> AsyncIterator[Any]:
        """Everything in a list that comes in pages. The next page is counted, not taken from the address it names."""
        page = 1
        while True:
            answer = await self.web.get(path, {**params, "per_page": _PAGE, "page": page})
            if not isinstance(answer.data, list):
                raise self.web.strange()
            for each in answer.data:
                yield each
            if not answer.data or 'rel="next"' not in answer.headers.get("link", ""):
                return
            page += 1

    @understood
    async def find(self, item: NewItem, *, since: datetime, patient: bool) -> Created | None:
        """See `Tracker.find`. The list of issues is read, newest first, since GitHub's search lags behind it."""
        mark, earliest = f"<!-- {item.mark} -->", since - _CLOCKS
        params = {"state": "all", "sort": "created", "direction": "desc"}
        for look in range(_LOOKS if patient else 1):
            if look:
                await asyncio.sleep(self.lag)
            try:
                async for issue in self._pages(f"{self._path}/issues", params):
                    if datetime.fromisoformat(issue["created_at"]) < earliest:
                        break
                    if mark in (issue.get("body") or ""):
                        return _created(issue, found=True)
            except Refused as refused:
                raise self._told(refused.answer, "read the issues of") from refused
        return None

    @understood_or_in_doubt
    async def create(self, item: NewItem) -> Created:
        """See `Tracker.create`."""
        body: dict[str, Any] = {"title": item.title, "body": to_markdown(item, hidden=item.mark)}
        if item.labels:
            body["labels"] = list(item.labels)
        if item.owner:
            body["assignees"] = [item.owner.id]
        try:
            answer = await self.web.make(f"{self._path}/issues", body)
        except Refused as refused:
            raise self._told(refused.answer, "make issues in") from refused
        if not isinstance(answer.data, dict) or "number" not in answer.data:
            raise self.web.unclear()
        return _created(answer.data)

    @understood
    async def member(self, name: str) -> Member | None:
        """See `Tracker.member`. GitHub tells no more of people here than what they call themselves.

        From a token that may not push it would take the issue and leave out whose it is, without a word.
        """
        try:
            rights = ((await self.web.get(self._path)).data or {}).get("permissions") or {}
            if not rights.get("push"):
                return None
            logins = [each["login"] async for each in self._pages(f"{self._path}/assignees", {})]
        except Refused:
            return None
        return one_called(name, [(Member(id=each, name=each), (each,)) for each in logins])

    @understood
    async def states(self, created: Sequence[Created]) -> dict[str, Item]:
        """See `Tracker.states`."""
        found = {}
        for each in created:
            try:
                answer = await self.web.get(f"{self._path}/issues/{each.id}")
            except Refused as refused:
                if refused.answer.status in {_NOT_FOUND, _GONE}:
                    continue
                raise self._told(refused.answer, "look at the issues of") from refused
            if not isinstance(answer.data, dict) or "number" not in answer.data:
                raise self.web.strange()
            found[each.id] = item_of(answer.data)
        return found

    @understood
    async def examine(self) -> list[Finding]:
        """See `Tracker.examine`."""
        try:
            answer = await self.web.get(self._path)
        except Refused as refused:
            raise self._told(refused.answer, "look at") from refused
        data = answer.data if isinstance(answer.data, dict) else {}
        found = [Finding(state="well", found=f"reaches {data.get('full_name', self.repository)}")]
        if data.get("archived") or not data.get("has_issues", True):
            mend = "Name another repository, or open its issues."
            found.append(Finding(state="wrong", found="its issues are closed to everybody.", mend=mend))
        elif not (data.get("permissions") or {}).get("triage", (data.get("permissions") or {}).get("push")):
            mend = "Fine if it should only read; else give the token of GITHUB_TOKEN “Issues: read and write”."
            told = "the token may not label or assign issues, perhaps not make any."
            found.append(Finding(state="note", found=told, mend=mend))
        ends = answer.headers.get("github-authentication-token-expiration", "")
        if ends:
            found.append(Finding(state="well", found=f"the token is good until {ends[:10]}"))
        return [*found, *(await self.iterations.examine() if self.iterations is not None else [])]

    def _told(self, answer: Answer, deed: str) -> TrackerTrouble:
        if answer.status == _FORBIDDEN:
            return self.web.forbidden(f"{deed} {self.place}")
        if answer.status in {_NOT_FOUND, _GONE}:
            mend = "Correct `trackers.github.repository` in config.yaml, or let the token see it."
            return self.web.missing(self.place, mend)
        data = answer.data if isinstance(answer.data, dict) else {}
        return self.web.refused(
            answer, [*map(_field_error, data.get("errors") or ())] or [str(data.get("message", ""))]
        )


def limited(answer: Answer) -> float | None:
    """GitHub says 403 or 429 when there were too many requests, and when there may be more."""
    if answer.status not in {_FORBIDDEN, 429}:
        return None
    if "retry-after" in answer.headers:
        return told_to_wait(Answer(429, None, answer.headers))
    if answer.headers.get("x-ratelimit-remaining") == "0":
        reset = answer.headers.get("x-ratelimit-reset", "")
        return max(1.0, float(reset) - time.time()) if reset.isdecimal() else 60.0
    return 60.0 if answer.status != _FORBIDDEN else None


def item_of(issue: Mapping[str, Any]) -> Item:
    """An issue as the REST API gives it."""
    closed = issue["state"] == "closed"
    reason = {"completed": "Done", "not_planned": "Not planned", "duplicate": "Duplicate"}
    return Item(
        id=f"#{issue['number']}",
        title=issue["title"],
        owner=", ".join(each["login"] for each in issue.get("assignees") or ()),
        status=reason.get(issue.get("state_reason") or "", "Closed") if closed else "Open",
        criteria=counted_criteria(issue.get("body") or ""),
        labels=tuple(each if isinstance(each, str) else each.get("name") or "" for each in issue.get("labels") or ()),
        link=issue["html_url"],
        closed=closed,
    )


def _created(issue: Mapping[str, Any], *, found: bool = False) -> Created:
    number = index(issue["number"])  # TypeError where it is none
    return Created(key=f"#{number}", link=issue["html_url"], id=str(number), found=found)


def _field_error(error: object) -> str:
    if not isinstance(error, dict):
        return str(error)
    code = {"missing_field": "is missing", "invalid": "isn’t valid", "missing": "doesn’t exist"}
    word = str(error.get("code", ""))
    return str(error.get("message") or f"`{error.get('field', '?')}` {code.get(word, word)}")


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])
