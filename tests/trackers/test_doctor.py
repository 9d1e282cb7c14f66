"""What `groundwork doctor` says of a tracker that doesn't do as asked: one sentence, and the mend, word for word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.trackers.checks import examine
from tests.trackers.azure_double import AzureDouble
from tests.trackers.github_double import GitHubDouble
from tests.trackers.jira_double import JiraDouble
from tests.trackers.worlds import NAMES, World, world

EXPIRED = "a token that was good last year"
SPOKEN = {"jira": "Jira", "github": "GitHub", "linear": "Linear", "azure": "Azure Boards"}
TOKENS = {"jira": "JIRA_TOKEN", "github": "GITHUB_TOKEN", "linear": "LINEAR_TOKEN", "azure": "AZURE_DEVOPS_TOKEN"}


async def lines(found: World, state: str = "wrong", **keys: Any) -> list[str]:
    """What the doctor prints in this state."""
    every = await examine([found.tracker(**keys)])
    return [f"{name}: {each.found} {each.mend}".strip() for name, each in every if each.state == state]


@pytest.mark.parametrize("name", NAMES)
async def test_a_token_that_is_missing_or_has_expired(name: str) -> None:
    with world(name) as found:
        told, variable = SPOKEN[found.id], TOKENS[found.id]
        assert await lines(found, token="") == [f"{told}: wants a token. Put one into the variable {variable}."]
        assert await lines(found, token=EXPIRED) == [
            f"{told}: doesn’t accept my token (any more). Make a new one, and put it into {variable}."
        ]


@pytest.mark.parametrize("name", NAMES)
async def test_too_many_requests(name: str) -> None:
    with world(name) as found:
        limit = {"errors": [{"message": "Rate limit exceeded", "extensions": {"code": "RATELIMITED"}}]}
        status, body = (400, limit) if found.id == "linear" else (429, None)
        found.double.fails("", status, body, times=9, retry_after="120")
        assert await lines(found) == [
            f"{SPOKEN[found.id]}: asks me to wait for 2 minutes. Nothing is lost; please try again then."
        ]


FORBIDDEN = {
    "jira": "look at project LP",
    "github": "look at repository acme/parcels",
    "linear": "do this (Not your team)",
    "azure": "read the iterations of team Parcels Team",
}


@pytest.mark.parametrize("name", NAMES)
async def test_a_right_that_the_token_lacks(name: str) -> None:
    with world(name) as found:
        told = SPOKEN[found.id]
        error = {"errors": [{"message": "Not your team", "extensions": {"code": "FORBIDDEN"}}]}
        found.double.fails("", 403, error if found.id == "linear" else {}, times=9)
        assert await lines(found) == [
            f"{told}: doesn’t let me {FORBIDDEN[found.id]}. Give the token in {TOKENS[found.id]} that right, or ask "
            f"whoever looks after {told}."
        ]


MISSING = {
    "jira": "has no project LP that my token can see. Correct `trackers.jira` in config.yaml, or let the token see it.",
    "github": "has no repository acme/parcels that my token can see. Correct `trackers.github.repository` in "
    "config.yaml, or let the token see it.",
    "linear": "answered in a way that I don’t understand. Check `trackers.linear.url`: something else may be "
    "answering there.",
    "azure": "has no team Parcels Team that my token can see. Correct `trackers.azure` in config.yaml, or let the "
    "token see it.",
}


@pytest.mark.parametrize("name", NAMES)
async def test_a_place_that_is_not_there(name: str) -> None:
    with world(name) as found:
        found.double.fails("", 404, {"message": "Not Found"}, times=9)
        assert await lines(found) == [f"{SPOKEN[found.id]}: {MISSING[found.id]}"]


def _jira_may_make_nothing(double: Any) -> None:
    assert isinstance(double, JiraDouble)
    double.rights = {"BROWSE_PROJECTS": True, "CREATE_ISSUES": False, "ASSIGN_ISSUES": True}


def _jira_wants_a_team(double: Any) -> None:
    assert isinstance(double, JiraDouble)
    double.required = {"customfield_10010": "Team"}


def _azure_may_make_nothing(double: Any) -> None:
    assert isinstance(double, AzureDouble)
    double.may_write = False


def _azure_wants_a_team(double: Any) -> None:
    assert isinstance(double, AzureDouble)
    double.required = ["Custom.Team"]


_NO_ITEMS = (
    "Azure Boards: doesn’t let me make items in project Parcels. Give the token in AZURE_DEVOPS_TOKEN that right, or "
    "ask whoever looks after Azure Boards."
)


@pytest.mark.parametrize(
    ("name", "breaks", "told"),
    [
        (
            "jira cloud",
            _jira_may_make_nothing,
            ["Jira: the token may not make items in project LP. Give whoever JIRA_TOKEN belongs to that right there."],
        ),
        (
            "jira data center",
            _jira_wants_a_team,
            [
                f"Jira: every {kind} needs “Team” (customfield_10010). "
                "Give a value for it under `trackers.jira.fields`."
                for kind in ("Story", "Task")
            ],
        ),
        ("azure", _azure_may_make_nothing, [_NO_ITEMS, _NO_ITEMS]),
        (
            "azure",
            _azure_wants_a_team,
            [
                f"Azure Boards: doesn’t take this {kind} because of `Custom.Team`: TF401320: Rule Error for field Team."
                " Error code: Required, InvalidEmpty. Give it a value under `trackers.azure.fields` in config.yaml."
                for kind in ("User Story", "Task")
            ],
        ),
    ],
)
async def test_what_new_items_lack(name: str, breaks: Callable[[Any], None], told: list[str]) -> None:
    with world(name) as found:
        breaks(found.double)
        assert await lines(found) == told
        assert found.made() == [], "looking makes nothing"


async def test_who_may_give_nobody_an_item_is_told_so_and_can_still_make_them() -> None:
    with world("jira cloud") as found:
        assert isinstance(found.double, JiraDouble)
        found.double.rights["ASSIGN_ISSUES"] = False
        assert await lines(found) == []
        assert await lines(found, "note") == [
            "Jira: the token may give nobody an item in project LP. Fine if owners needn’t be in Jira; else give "
            "whoever JIRA_TOKEN belongs to the right to assign."
        ]
    with world("github") as found:
        assert isinstance(found.double, GitHubDouble)
        found.double.permissions = {"push": False, "triage": False, "pull": True}
        assert await lines(found, "note") == [
            "GitHub: the token may not label or assign issues, perhaps not make any. Fine if it should only read; else "
            "give the token of GITHUB_TOKEN “Issues: read and write”."
        ]
        assert await found.tracker().member("tom") is None, "GitHub would leave out the owner without a word"
        found.double.permissions["push"] = True
        known = await found.tracker().member("tom")
        assert known is not None
        assert known.id == "tom"


@pytest.mark.parametrize("name", NAMES)
async def test_who_an_item_can_be_given_to(name: str) -> None:
    with world(name) as found:
        tracker = found.tracker()
        ana = await tracker.member("@Ana")
        assert ana is not None
        assert ana.name in {"Ana", "Ana Ruiz"}
        assert await tracker.member("Nobody Here") is None
        assert await tracker.member("") is None
        if found.id == "jira":
            assert await tracker.member("Tom") is None, "two are called Tom"
