"""Somebody is found by a name in a large channel, too, and without asking after everybody one at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bot.chat import Person
from bot.platforms.slack.finding import Finder
from bot.platforms.slack.people import People
from tests.platforms.kept import Kept

PLACE = "slack:T1:C1"
PAGE = 200


@dataclass
class Company:
    """A workspace with one channel: what it is asked for, as `bot.platforms.slack.api.Api` asks."""

    names: dict[str, str]
    members: list[str]
    asked: Counter[str] = field(default_factory=Counter)

    async def call(self, method: str, **given: Any) -> dict[str, Any]:
        self.asked[method] += 1
        if method == "users.info":
            return {"user": self._user(given["user"])}
        found: list[Any] = self.members if method == "conversations.members" else [*map(self._user, self.names)]
        start = int(given.get("cursor") or 0)
        more = str(start + PAGE) if start + PAGE < len(found) else ""
        return {"members": found[start : start + PAGE], "response_metadata": {"next_cursor": more}}

    def _user(self, user: str) -> dict[str, Any]:
        return {"id": user, "real_name": self.names[user], "tz": "Europe/Berlin"}


def company(size: int) -> Company:
    names = {f"U{number:08}": f"Person {number}" for number in range(size)}
    return Company(names, list(names))


async def called(slack: Company, name: str) -> Person | None:
    api: Any = slack
    return await Finder(api, People(api, Kept())).called(PLACE, name)


async def test_the_last_of_many_is_found() -> None:
    slack = company(650)
    assert await called(slack, "Person 649") == Person(id="U00000649", name="Person 649")
    assert slack.asked == Counter({"conversations.members": 4, "users.list": 4})


async def test_one_of_two_with_the_same_name_is_nobody_wherever_they_stand() -> None:
    slack = company(300)
    slack.names["U00000003"] = slack.names["U00000299"] = "Ana Lima"
    assert await called(slack, "Ana Lima") is None
    slack.names["U00000003"] = "Bo Lima"
    assert await called(slack, "ana") == Person(id="U00000299", name="Ana Lima")


async def test_who_is_in_another_channel_only_is_not_learnt() -> None:
    slack = company(300)
    slack.members = slack.members[:250]
    api: Any = slack
    people = People(api, Kept())
    assert await Finder(api, people).called(PLACE, "Person 299") is None
    assert await people.known("U00000299") is None
    assert await people.known("U00000249") is not None


async def test_a_few_are_asked_after_one_at_a_time() -> None:
    slack = company(3)
    assert await called(slack, "Person 2") == Person(id="U00000002", name="Person 2")
    assert slack.asked == Counter({"conversations.members": 1, "users.info": 3})
