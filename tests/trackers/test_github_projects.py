"""A GitHub project's iterations are sprints, and what one answer lacks is told beside what it has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from bot.trackers.port import TrackerTrouble
from tests.trackers.github_double import GitHubDouble
from tests.trackers.graph import Refusal, pages
from tests.trackers.worlds import World, world

TODAY = date(2026, 11, 28)
OLD = [
    {"id": f"old{number}", "title": f"Sprint {number}", "startDate": f"2026-0{number}-01", "duration": 14}
    for number in range(1, 9)
]


def item(number: int, title: str, iteration: str | None, **fields: Any) -> dict[str, Any]:
    def value(_info: object, name: str) -> Any:
        if name == "Iteration" and iteration:
            return {"__typename": "ProjectV2ItemFieldIterationValue", "iterationId": iteration, "title": ""}
        if name == "Status":
            return {"__typename": "ProjectV2ItemFieldSingleSelectValue", "name": "In progress"}
        if name == "Estimate":
            return {"__typename": "ProjectV2ItemFieldNumberValue", "number": 3.0}
        return None

    content = {
        "__typename": "Issue", "number": number, "title": title, "body": "", "state": "OPEN",
        "url": f"https://github.com/acme/parcels/issues/{number}",
        "assignees": {"nodes": [{"login": "ana"}]}, "labels": {"nodes": [{"name": "notify"}]},
    }  # fmt: skip
    return {"id": f"i{number}", "isArchived": False, "fieldValueByName": value, "content": {**content, **fields}}


@pytest.fixture
def project() -> Iterator[World]:
    with world("github") as found:
        assert isinstance(found.double, GitHubDouble)
        items = [
            item(1, "Scan a parcel", "old8"),
            item(2, "Print the label", "next"),
            item(3, "Fix the printer", "next", __typename="PullRequest"),
            {**item(4, "Lift it", "next"), "isArchived": True},
            item(5, "Weigh it", None),
            {**item(6, "", "next"), "content": None},
            item(7, "Think of a name", "next", __typename="DraftIssue", body="Scenario: One"),
        ]
        field = {
            "__typename": "ProjectV2IterationField",
            "configuration": {
                "iterations": [{"id": "next", "title": "Sprint 20", "startDate": "2026-11-30", "duration": 12}],
                "completedIterations": OLD,
            },
        }
        known = {
            "title": "Parcels",
            "url": "https://github.com/orgs/acme/projects/3",
            "field": lambda _info, name: field if name == "Iteration" else None,
            "items": pages(items, 2),
        }
        owner = {
            "__typename": "Organization",
            "id": "O",
            "login": "acme",
            "projectV2": lambda _info, number: known if number == 3 else None,
        }
        found.double.graph.root = {"repositoryOwner": lambda _info, **_given: owner, "known": known}
        found.keys["project_number"] = 3
        yield found


async def test_iterations_are_sprints_with_their_items(project: World) -> None:
    told = await project.tracker().sprints(TODAY)
    assert told.unread == ("1 item that the token may not see",)
    assert [sprint.name for sprint in told.sprints] == [f"Sprint {number}" for number in (3, 4, 5, 6, 7, 8, 20)]
    coming = told.sprints[-1]
    assert (coming.start, coming.end) == (date(2026, 11, 30), date(2026, 12, 11))
    first, draft = coming.items
    assert (first.id, first.owner, first.status, first.estimate) == ("#2", "ana", "In progress", 3.0)
    assert (first.labels, first.link) == (("notify",), "https://github.com/acme/parcels/issues/2")
    assert (draft.title, draft.criteria, draft.link) == ("Think of a name", 1, "")


async def test_what_one_answer_lacks_is_told(project: World) -> None:
    assert isinstance(project.double, GitHubDouble)
    known = project.double.graph.root["known"]
    whole = known["items"]

    def partly(info: object, **given: Any) -> Any:
        if given.get("after"):
            raise Refusal("Something went wrong while executing your query", "SERVICE_UNAVAILABLE")
        return whole(info, **given)

    known["items"] = partly
    told = await project.tracker().sprints(TODAY)
    assert told.unread == ("Something went wrong while executing your query",)
    assert [item.title for item in told.sprints[-1].items] == ["Print the label"]


async def test_a_project_or_field_that_is_not_there_is_told(project: World) -> None:
    with pytest.raises(TrackerTrouble, match="has no project 4 of acme"):
        await project.tracker(project_number=4).sprints(TODAY)
    with pytest.raises(TrackerTrouble, match="has no iteration field “Sprint” in project 3"):
        await project.tracker(iteration_field="Sprint").sprints(TODAY)
    (wrong,) = [each for each in await project.tracker(iteration_field="X").examine() if each.state == "wrong"]
    assert "iteration_field" in wrong.mend
    assert "reads 9 iterations of project 3" in [each.found for each in await project.tracker().examine()]


async def test_a_right_that_graphql_misses_is_told(project: World) -> None:
    error = {"type": "INSUFFICIENT_SCOPES", "message": "Your token has not been granted the required scopes."}
    project.double.fails("graphql", 200, {"data": None, "errors": [error]})
    with pytest.raises(TrackerTrouble, match=r"doesn’t let me do this \(Your token has not been granted"):
        await project.tracker().sprints(TODAY)
