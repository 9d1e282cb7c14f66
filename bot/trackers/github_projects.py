"""The iterations of a GitHub project as sprints, with the items that stand in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.sprints.ports import Told
from bot.sprints.rules import Cite, Item, Sprint
from bot.trackers.graphql import Reply, ask, next_page
from bot.trackers.port import Finding, TrackerTrouble
from bot.trackers.rules import counted_criteria, with_carries, worth_reading
from bot.trackers.web import Web

_FIRST = 50
_STATES = {"OPEN": "Open", "CLOSED": "Closed"}

FIELDS = """
query Iterations($owner: String!, $number: Int!, $iteration: String!) {
  repositoryOwner(login: $owner) {
    ... on ProjectV2Owner {
      projectV2(number: $number) {
        title
        url
        field(name: $iteration) {
          ... on ProjectV2IterationField {
            configuration {
              iterations { id title startDate duration }
              completedIterations { id title startDate duration }
            }
          }
        }
      }
    }
  }
}
"""

ITEMS = """
query Items($owner: String!, $number: Int!, $iteration: String!, $estimate: String!, $first: Int!, $after: String) {
  repositoryOwner(login: $owner) {
    ... on ProjectV2Owner {
      projectV2(number: $number) {
        items(first: $first, after: $after) {
          pageInfo { hasNextPage endCursor }
          nodes {
            isArchived
            sprint: fieldValueByName(name: $iteration) { ... on ProjectV2ItemFieldIterationValue { iterationId } }
            status: fieldValueByName(name: "Status") { ... on ProjectV2ItemFieldSingleSelectValue { name } }
            estimate: fieldValueByName(name: $estimate) { ... on ProjectV2ItemFieldNumberValue { number } }
            content {
              __typename
              ... on DraftIssue { title body assignees(first: 10) { nodes { login } } }
              ... on Issue {
                number title body url state
                assignees(first: 10) { nodes { login } }
                labels(first: 20) { nodes { name } }
              }
            }
          }
        }
      }
    }
  }
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project by its owner and number. Drafts have no number yet, so they go by their title."""

    web: Web
    owner: str
    number: int
    iteration_field: str
    estimate_field: str
    path: str = "/graphql"

    async def sprints(self, today: date) -> Told:
        """See `Tracker.sprints`. What one answer could not read is told, and the rest is used."""
        project, unread = await self._project()
        heads = self._heads(project)
        wanted = worth_reading([(each["id"], _end(each)) for each in heads], today)
        items: dict[str, list[Item]] = {each["id"]: [] for each in heads if each["id"] in wanted}
        after: str | None = None
        turned = set[str]()
        hidden = 0
        while True:
            reply = await self._ask(ITEMS, estimate=self.estimate_field, first=_FIRST, after=after)
            unread += reply.said
            page = ((reply.data.get("repositoryOwner") or {}).get("projectV2") or {}).get("items")
            if page is None:
                break
            for node in page["nodes"]:
                where = str(((node or {}).get("sprint") or {}).get("iterationId"))
                hidden += where in items and not node.get("content")
                item = _item(node) if where in items else None
                if item is not None and not node["isArchived"]:
                    items[where].append(item)
            if not page["pageInfo"]["hasNextPage"]:
                break
            after = next_page(page["pageInfo"], turned)
        unread += [f"{hidden} item{'s' if hidden > 1 else ''} that the token may not see"] if hidden else []
        cite = Cite(title=project["title"], path=f"GitHub, project {self.number}", link=project["url"])
        sprints = [
            Sprint(
                name=each["title"],
                start=date.fromisoformat(each["startDate"]),
                end=_end(each),
                items=tuple(items[each["id"]]),
                cite=cite,
            )
            for each in heads
            if each["id"] in items
        ]
        return Told(sprints=with_carries(sprints, today), unread=tuple(dict.fromkeys(unread)))

    async def _ask(self, query: str, **variables: Any) -> Reply:
        given = {"owner": self.owner, "number": self.number, "iteration": self.iteration_field, **variables}
        return await ask(self.web, self.path, query, **given)

    async def _project(self) -> tuple[Mapping[str, Any], list[str]]:
        reply = await self._ask(FIELDS)
        project = (reply.data.get("repositoryOwner") or {}).get("projectV2")
        if project is None:
            mend = "Correct `trackers.github.project_number`, or give the token the right to read projects."
            raise self.web.missing(f"project {self.number} of {self.owner}", mend)
        return project, list(reply.said)

    def _heads(self, project: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        told = (project.get("field") or {}).get("configuration")
        if told is None:
            mend = "Correct `trackers.github.iteration_field` in config.yaml."
            raise self.web.missing(f"iteration field “{self.iteration_field}” in project {self.number}", mend)
        heads = [*told["completedIterations"], *told["iterations"]]
        return sorted(heads, key=lambda each: str(each["startDate"]))

    async def examine(self) -> list[Finding]:
        """See `Tracker.examine`."""
        try:
            project, unread = await self._project()
            count = len(self._heads(project))
        except TrackerTrouble as trouble:
            return [Finding(state="wrong", found=f"{trouble.what}.", mend=trouble.mend)]
        if unread:
            return [Finding(state="note", found=f"could not read all of project {self.number}: {'; '.join(unread)}.")]
        return [Finding(state="well", found=f"reads {count} iterations of project {self.number}")]


def _end(head: Mapping[str, Any]) -> date:
    """The last day; a duration counts days."""
    return date.fromisoformat(head["startDate"]) + timedelta(days=head["duration"] - 1)


def _item(node: Mapping[str, Any]) -> Item | None:
    """None for what is no work to plan, and for what the token may not see."""
    content = node.get("content") or {}
    kind = content.get("__typename")
    if kind not in {"Issue", "DraftIssue"}:
        return None
    state = (node.get("status") or {}).get("name") or _STATES.get(str(content.get("state")), "")
    return Item(
        id=f"#{content['number']}" if kind == "Issue" else content["title"],
        title=content["title"],
        owner=", ".join(each["login"] for each in (content.get("assignees") or {}).get("nodes") or () if each),
        status=state,
        criteria=counted_criteria(content.get("body") or ""),
        estimate=(node.get("estimate") or {}).get("number"),
        labels=tuple(each["name"] for each in (content.get("labels") or {}).get("nodes") or () if each),
        link=content.get("url") or "",
    )
