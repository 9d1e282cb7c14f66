"""Linear: a team's cycles as sprints, and issues in it."""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.sprints.ports import Told
from bot.sprints.rules import Cite, Item, Sprint
from bot.trackers.graphql import NotRead, ask, code_of, next_page
from bot.trackers.port import Created, Finding, Member, NewItem, TrackerTrouble
from bot.trackers.rendering import to_markdown
from bot.trackers.rules import counted_criteria, one_called, with_carries, worth_reading
from bot.trackers.understanding import understood, understood_or_in_doubt
from bot.trackers.web import Answer, Web, told_to_wait

_FIRST = 50
_PATH = "/graphql"
_ENDED = frozenset({"completed", "canceled", "duplicate"})
_FROM_THERE = {"blocks": "is blocked by", "duplicate": "is duplicated by", "related": "is related to"}
_ITEM = """
fragment item on Issue {
  id identifier title description url estimate dueDate
  state { name type }
  assignee { displayName }
  labels(first: 20) { nodes { name } }
  relations(first: 10) { nodes { type relatedIssue { identifier } } }
  inverseRelations(first: 10) { nodes { type issue { identifier } } }
}
"""

TEAM = """
query Team($key: String!) {
  viewer { displayName }
  teams(filter: { key: { eq: $key } }, first: 1) { nodes { id key name } }
}
"""

CYCLES = """
query Cycles($team: String!, $first: Int!, $after: String) {
  team(id: $team) {
    cycles(first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { id number name description startsAt endsAt completedAt }
    }
  }
}
"""

ISSUES = (
    """
query Issues($cycle: String!, $first: Int!, $after: String) {
  cycle(id: $cycle) {
    issues(first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { ...item }
    }
  }
}
"""
    + _ITEM
)

LEFT_OVER = (
    """
query LeftOver($cycle: String!, $first: Int!, $after: String) {
  cycle(id: $cycle) {
    uncompletedIssuesUponClose(first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { ...item }
    }
  }
}
"""
    + _ITEM
)

BY_ID = (
    """
query ById($ids: [ID!]!, $first: Int!) {
  issues(filter: { id: { in: $ids } }, first: $first, includeArchived: true) { nodes { ...item } }
}
"""
    + _ITEM
)

MEMBERS = """
query Members($team: String!, $first: Int!, $after: String) {
  team(id: $team) {
    members(first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { id name displayName active }
    }
  }
}
"""

CREATE = """
mutation Create($input: IssueCreateInput!) {
  issueCreate(input: $input) { success issue { id identifier url } }
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """A team by its key. What is made gets an id that follows from its mark, so the same can't be made twice."""

    web: Web
    team: str
    id: str = "linear"
    name: str = "Linear"

    @property
    def place(self) -> str:
        """See `Tracker.place`."""
        return f"team {self.team}"

    @understood
    async def sprints(self, today: date) -> Told:
        """See `Tracker.sprints`."""
        team = (await self._team())["id"]
        unread: list[str] = []
        heads = [each async for each in self._pages(CYCLES, ("team", "cycles"), unread, team=team)]
        wanted = worth_reading([(each["id"], _last_day(each["endsAt"])) for each in heads], today)
        sprints = []
        for head in heads:
            if head["id"] not in wanted:
                continue
            try:
                sprints.append(await self._sprint(head, unread))
            except NotRead as trouble:
                unread.append(f"cycle {head['number']} ({trouble.what})")
        return Told(sprints=with_carries(sprints, today), unread=tuple(dict.fromkeys(unread)))

    async def _sprint(self, head: Mapping[str, Any], unread: list[str]) -> Sprint:
        found: dict[str, Item] = {}
        queries = [(ISSUES, "issues"), *([(LEFT_OVER, "uncompletedIssuesUponClose")] if head["completedAt"] else [])]
        for query, name in queries:
            async for node in self._pages(query, ("cycle", name), unread, cycle=head["id"]):
                item = _item(node)
                found.setdefault(item.id, item)
        name = head["name"] or f"Cycle {head['number']}"
        return Sprint(
            name=name,
            goal=head["description"] or "",
            start=_day(head["startsAt"]),
            end=_last_day(head["endsAt"]),
            items=tuple(found.values()),
            cite=Cite(title=name, path=f"Linear, team {self.team}, cycle {head['number']}"),
        )

    async def _pages(
        self, query: str, path: tuple[str, str], unread: list[str], **variables: Any
    ) -> AsyncIterator[Mapping[str, Any]]:
        """Every node of a list that comes in pages; what of it could not be read is added to `unread`."""
        after: str | None = None
        turned = set[str]()
        while True:
            reply = await ask(self.web, _PATH, query, first=_FIRST, after=after, **variables)
            unread += reply.said
            page = (reply.data.get(path[0]) or {}).get(path[1])
            if page is None:
                if not reply.errors:
                    raise self.web.strange()
                return
            for node in page["nodes"]:
                if node is not None:
                    yield node
            if not page["pageInfo"]["hasNextPage"]:
                return
            after = next_page(page["pageInfo"], turned)

    async def _team(self) -> Mapping[str, Any]:
        reply = await ask(self.web, _PATH, TEAM, key=self.team)
        nodes = (reply.data.get("teams") or {}).get("nodes") or ()
        if not nodes:
            raise self.web.missing(
                self.place, "Correct `trackers.linear.team` in config.yaml, or let the token see it."
            )
        return {"me": (reply.data.get("viewer") or {}).get("displayName", ""), **nodes[0]}

    @understood
    async def find(self, item: NewItem, *, since: datetime, patient: bool) -> Created | None:
        """See `Tracker.find`. Looked up by its id, so nothing lags."""
        del since, patient
        reply = await ask(self.web, _PATH, BY_ID, ids=[identity(item.mark)], first=1)
        nodes = (reply.data.get("issues") or {}).get("nodes") or ()
        return _created(nodes[0], found=True) if nodes else None

    @understood_or_in_doubt
    async def create(self, item: NewItem) -> Created:
        """See `Tracker.create`."""
        given: dict[str, Any] = {
            "id": identity(item.mark),
            "teamId": (await self._team())["id"],
            "title": item.title,
            "description": to_markdown(item),
        }
        if item.due:
            given["dueDate"] = item.due.isoformat()
        if item.owner:
            given["assigneeId"] = item.owner.id
        reply = await ask(self.web, _PATH, CREATE, makes=True, input=given)
        made = reply.data["issueCreate"]
        if not made["success"] or made["issue"] is None:
            raise self.web.refused(Answer(200, None), reply.said)
        return _created(made["issue"])

    @understood
    async def member(self, name: str) -> Member | None:
        """See `Tracker.member`. Who isn't in the team is known by nobody here."""
        team, unread = (await self._team())["id"], list[str]()
        nodes = [each async for each in self._pages(MEMBERS, ("team", "members"), unread, team=team)]
        people = [(Member(id=each["id"], name=each["name"]), each["displayName"]) for each in nodes if each["active"]]
        return one_called(name, [(each, (each.name, display)) for each, display in people])

    @understood
    async def states(self, created: Sequence[Created]) -> dict[str, Item]:
        """See `Tracker.states`."""
        found: dict[str, Item] = {}
        for at in range(0, len(created), _FIRST):
            ids = [each.id for each in created[at : at + _FIRST]]
            reply = await ask(self.web, _PATH, BY_ID, ids=ids, first=_FIRST)
            found |= {node["id"]: _item(node) for node in (reply.data.get("issues") or {}).get("nodes") or ()}
        return found

    @understood
    async def examine(self) -> list[Finding]:
        """See `Tracker.examine`."""
        try:
            team = await self._team()
        except TrackerTrouble as trouble:
            return [Finding(state="wrong", found=f"{trouble.what}.", mend=trouble.mend)]
        return [
            Finding(state="well", found=f"signed in as {team['me']}, reads team {team['key']} ({team['name']})"),
            Finding(state="well", found="whether the token may make issues shows with the first one"),
        ]


def identity(mark: str) -> str:
    """The id of what is made of a mark: always the same, and a valid UUID of version 4 as Linear asks for."""
    return str(uuid.UUID(bytes=hashlib.sha256(mark.encode()).digest()[:16], version=4))


def authorization(token: str) -> Mapping[str, str]:
    """A personal key goes as it is, any other token as a bearer's."""
    if not token:
        return {}
    return {"Authorization": token if token.startswith("lin_api_") else f"Bearer {token}"}


def limited(answer: Answer) -> float | None:
    """Linear says 400 with the word RATELIMITED, and when there may be more, in milliseconds."""
    errors = answer.data.get("errors") if isinstance(answer.data, dict) else None
    if not any(isinstance(error, dict) and code_of(error) == "RATELIMITED" for error in errors or ()):
        return told_to_wait(answer)
    if "retry-after" in answer.headers:
        return told_to_wait(Answer(429, None, answer.headers))
    resets = [
        float(answer.headers[name])
        for name in ("x-ratelimit-requests-reset", "x-ratelimit-complexity-reset")
        if answer.headers.get(name, "").isdecimal()
        and answer.headers.get(name.replace("reset", "remaining"), "0").partition(".")[0] == "0"
    ]
    return max(1.0, max(resets) / 1000 - time.time()) if resets else 60.0


def _item(node: Mapping[str, Any]) -> Item:
    return Item(
        id=node["identifier"],
        title=node["title"],
        owner=(node["assignee"] or {}).get("displayName", ""),
        status=(node["state"] or {}).get("name", ""),
        closed=node["state"]["type"] in _ENDED if node["state"] else None,
        criteria=counted_criteria(node["description"] or ""),
        estimate=node["estimate"],
        labels=tuple(each["name"] for each in node["labels"]["nodes"]),
        link=node["url"],
        links=tuple(_related(node)),
        due=date.fromisoformat(node["dueDate"]) if node["dueDate"] else None,
    )


def _related(node: Mapping[str, Any]) -> Iterator[str]:
    for each in node["inverseRelations"]["nodes"]:
        yield f"{_FROM_THERE.get(each['type'], each['type'])} {each['issue']['identifier']}"
    for each in node["relations"]["nodes"]:
        yield f"{each['type']} {each['relatedIssue']['identifier']}"


def _created(node: Mapping[str, Any], *, found: bool = False) -> Created:
    return Created(key=node["identifier"], link=node["url"], id=node["id"], found=found)


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).date()


def _last_day(moment: str) -> date:
    """A cycle ends in the first moment of the day after it."""
    return (datetime.fromisoformat(moment) - timedelta(seconds=1)).date()
