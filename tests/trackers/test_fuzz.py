"""Whatever a tracker answers, it is used or becomes a trouble that people can read; what may be made is in doubt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trackers.linear import limited as limited_by_linear
from bot.trackers.port import InDoubt, Tracker, TrackerTrouble
from bot.trackers.web import Answer, Web
from tests.bending import bent
from tests.trackers.test_vendors import SINCE, TODAY, an_item
from tests.trackers.worlds import NAMES, world

_HANGS_AFTER = 60  # seconds; each takes a fraction of one


async def _makes(tracker: Tracker) -> None:
    owner = await tracker.member("Tom Berg")
    made = await tracker.create(an_item(owner=owner))
    await tracker.find(an_item(), since=SINCE, patient=False)
    await tracker.states([made])


async def _reads(tracker: Tracker) -> None:
    await tracker.sprints(TODAY)


async def _looks(tracker: Tracker) -> None:
    await tracker.examine()


_DEEDS: tuple[Callable[[Tracker], Coroutine[Any, Any, None]], ...] = (_makes, _reads, _looks)


@given(st.sampled_from(NAMES), st.sampled_from(_DEEDS), st.data())
async def test_an_answer_with_odd_values_is_used_or_told(
    name: str, deed: Callable[[Tracker], Coroutine[Any, Any, None]], data: st.DataObject
) -> None:
    with world(name) as found:
        await deed(found.tracker())
        told = [(number, each.body) for number, each in enumerate(found.double.replies) if each.body]
    with world(name) as found:
        number, body = data.draw(st.sampled_from(told))
        found.double.instead[number] = data.draw(bent(body))
        try:
            async with asyncio.timeout(_HANGS_AFTER):
                await deed(found.tracker())
        except TrackerTrouble as trouble:
            assert trouble.sentence  # noqa: PT017 (whether there is one is left to the values)
        found.double.problems.clear()  # it is asked about what it never said


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "answer", [{}, {"data": {}}, {"data": {"issueCreate": {"success": True}}}, {"id": {}, "number": {}}, []]
)
async def test_what_was_asked_for_is_in_doubt_when_the_answer_says_nothing_of_it(name: str, answer: Any) -> None:
    with world(name) as found:
        await found.tracker().create(an_item())
        number = len(found.double.replies) - 1
    with world(name) as found:
        found.double.instead[number] = answer
        with pytest.raises(InDoubt, match="may be made or not"):
            await found.tracker().create(an_item())
        assert found.made() == ["Pick another day"]


async def test_pages_that_never_end_are_told() -> None:
    with world("linear") as found:
        await found.tracker().sprints(TODAY)
        pages = [
            (number, each.body)
            for number, each in enumerate(found.double.replies)
            if "cycles" in (each.body["data"].get("team") or {})
        ]
    with world("linear") as found:
        first, again = pages[0][0], pages[0][1]
        found.double.instead = dict.fromkeys(range(first, first + 50), again)
        with pytest.raises(TrackerTrouble, match="don’t understand"):
            await found.tracker().sprints(TODAY)


@pytest.mark.parametrize("wait", ["inf", "1e300", "9" * 400])
async def test_a_wait_that_nobody_can_keep_is_told_without_a_number(wait: str) -> None:
    with world("github") as found:
        found.double.fails("milestones", 429, {}, times=9, retry_after=wait)
        with pytest.raises(TrackerTrouble) as caught:
            await found.tracker().sprints(TODAY)
    assert caught.value.what == "asks me to wait for a while"


def test_a_moment_of_any_length_is_read() -> None:
    headers = {"x-ratelimit-requests-reset": "9" * 5000, "x-ratelimit-requests-remaining": "0"}
    told = {"errors": [{"extensions": {"code": "RATELIMITED"}}]}
    assert limited_by_linear(Answer(400, told, headers)) == float("inf")


@pytest.mark.parametrize("odd", ["\x00", "../../../rest/api/2/myself?", "a/b#c"])
async def test_a_number_of_a_sprint_that_is_none_leads_nowhere_else(odd: str) -> None:
    with world("jira") as found:
        await found.tracker().sprints(TODAY)
        number, body = next(
            (number, each.body) for number, each in enumerate(found.double.replies) if "values" in (each.body or {})
        )
    with world("jira") as found:
        body["values"][0]["id"] = odd
        found.double.instead[number] = body
        found.double.fails("/issue", 404)
        told = await found.tracker().sprints(TODAY)
        asked = [each.path for each in found.double.requests if each.path.endswith("/issue")]
        found.double.problems.clear()
    assert told.unread == (f"{body['values'][0]['name']} (HTTP 404)",)
    assert len(set(asked)) == 3
    assert all(path.startswith("/rest/agile/1.0/sprint/") for path in asked)


async def test_an_address_that_cannot_be_is_told() -> None:
    web = Web(name="GitHub", base="http://127.0.0.1:9/\x00", variable="X", setting="trackers.github.url", headers={})
    with pytest.raises(TrackerTrouble) as caught:
        await web.get("/x")
    assert "Check `trackers.github.url`" in caught.value.sentence
