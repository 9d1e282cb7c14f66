"""People who talk to a fleet in Slack and Teams, note what they said, and judge what came back."""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

import aiohttp

from benchmarks.fleet import Fleet
from bot.platforms.slack.keys import message_key
from bot.schedule import CLOCK, Due, Schedule, message_of
from bot.store.schedules import ScheduleTable
from bot.times import Rule
from tests.platforms.slack.double import Delivery, SlackDouble
from tests.platforms.slack.people import People, shown
from tests.platforms.teams import double as teams_double
from tests.platforms.teams.double import TeamsDouble, personal
from tests.platforms.teams.double import shown as shown_in_teams

TALKS, DIGESTS = "C1", "C2"  # one for each: what was told in a channel is not told there again
PEOPLE = 40
_TRIES = 0.25  # seconds after which Slack and Teams try again here; the real ones take minutes
_ACK = 3.0


class BalancedSlack(SlackDouble):
    """Slack before a load balancer, or with a socket to each replica: any of them may hear of the next event."""

    fleet: Fleet
    slow = 0

    async def _by_http(self, kind: str, payload: dict[str, Any], path: str, attempt: int) -> tuple[int, Any]:
        self.app_url = await self.fleet.url()
        return await super()._by_http(kind, payload, path, attempt)

    async def _by_socket(self, kind: str, payload: dict[str, Any], attempt: int) -> Any:
        if self._sockets:  # it sends to the last one
            chosen = self._sockets.pop(self.fleet.seed.randrange(len(self._sockets)))
            self._sockets.append(chosen)
        return await super()._by_socket(kind, payload, attempt)

    async def deliver(self, kind: str, payload: dict[str, Any], **more: Any) -> Delivery:
        """Until it is taken: Slack gives up after three times, but here minutes are seconds."""
        while True:
            delivery = await super().deliver(kind, payload, **{**more, "patiently": False})
            if delivery.status == 200:  # noqa: PLR2004 (HTTP's word for it)
                return delivery
            self.slow += 1
            await asyncio.sleep(_TRIES)


class BalancedTeams(TeamsDouble):
    """Teams before the same load balancer."""

    fleet: Fleet

    async def deliver(self, activity: Any, **more: Any) -> tuple[int, Any]:
        """Until it is taken."""
        while True:
            self.bot_url = await self.fleet.url()
            with suppress(aiohttp.ClientError, TimeoutError, ConnectionError):
                async with asyncio.timeout(_ACK):
                    status, body = await super().deliver(activity, **more)
                if status < 500:  # noqa: PLR2004 (HTTP's word for it)
                    return status, body
            await asyncio.sleep(_TRIES)


@dataclass
class Talk:
    """One conversation: what was said in it, in order, each by its key and its code; "" where it has no code."""

    where: str
    said: list[tuple[str, str, float]] = field(default_factory=list)
    ended: bool = False


@dataclass
class Crowd:
    """Everybody who talks. `think` is how long people think, in seconds, at most."""

    slack: BalancedSlack
    teams: BalancedTeams
    seed: random.Random
    think: float = 0.0
    facts: int = 5
    talks: list[Talk] = field(default_factory=list)
    chats: list[Talk] = field(default_factory=list)
    dues: list[str] = field(default_factory=list)
    going: bool = True
    _codes: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.people = People(self.slack)
        for number in range(PEOPLE):
            user = f"U{100 + number}"
            self.slack.people[user] = {"name": f"Person {number}"}
            self.slack.channels[TALKS]["members"].add(user)
            teams_double.NAMES[user] = f"Person {number}"
            self.teams.members[personal(user)] = {user}

    async def talk_in_slack(self, user: str) -> None:
        """Interviews in threads, one after another; sometimes the next thing is said before the last is answered."""
        while self.going:
            talk = Talk("")
            self.talks.append(talk)
            at = f"<@{self.slack.bot_user}>"
            if self.seed.random() < 0.15:  # noqa: PLR2004 (one in seven)
                await self._say(talk, user, f"{at} context how are certificates renewed?")
            else:
                await self._interview(talk, user, at)
            await self._until(partial(self._all_answered, talk))
            talk.ended = True

    async def _interview(self, talk: Talk, user: str, at: str) -> None:
        await self._say(talk, user, f"{at} interview {self._code()} labels at the depot")
        for code in [self._code() for _ in range(self.facts)]:
            await self._say(talk, user, f"Rule {code}: the clerk checks label {code} before loading.", code)
        await self._say(talk, user, "list", "list")

    async def _say(self, talk: Talk, user: str, text: str, code: str = "") -> None:
        if talk.said and self.seed.random() < 0.6:  # noqa: PLR2004 (more often than not)
            await self._until(partial(self._all_answered, talk))
            await asyncio.sleep(self.seed.random() * self.think)
        ts = await self.people.types(user, text, TALKS, thread=talk.where or None)
        talk.where = talk.where or ts
        talk.said.append((message_key(self.slack.team, TALKS, ts), code, float(ts)))

    def _all_answered(self, talk: Talk) -> bool:
        return self._slack_answered(talk) == len(talk.said)

    def _slack_answered(self, talk: Talk) -> int:
        keys = [key for key, _ in self.posts(talk.where)]
        return len({said for said, _, _ in talk.said for key in keys if key.startswith(f"{said}:")})

    async def talk_in_teams(self, user: str) -> None:
        """An interview in somebody's own chat, and then another."""
        while self.going:
            talk = Talk(personal(user))
            self.chats.append(talk)
            before = len(self.teams.posts[talk.where])
            begun = self._code()
            await self._say_in_teams(talk, user, f"interview {begun} labels at the depot", begun, before)
            for code in [self._code() for _ in range(self.facts)]:
                text = f"Rule {code}: the clerk checks label {code} before loading."
                await self._say_in_teams(talk, user, text, code, before)
            await self._say_in_teams(talk, user, "cancel", "", before)
            await self._until(partial(self._cancelled, talk, before))
            talk.ended = True

    async def _say_in_teams(self, talk: Talk, user: str, text: str, code: str, before: int) -> None:
        key = await self.teams.says(user, text, talk.where)
        talk.said.append((key, code or "cancel", time.time()))
        if self.seed.random() < 0.6 and code:  # noqa: PLR2004 (more often than not)
            await self._until(lambda: code in self._teams_said(talk, before))
            await asyncio.sleep(self.seed.random() * self.think)
        elif self.seed.random() < 0.5:  # noqa: PLR2004
            await asyncio.sleep(0.05)

    def _teams_said(self, talk: Talk, before: int) -> list[str]:
        """Which message each post answers, by its code."""
        return [self._answers(talk, shown_in_teams(post)) for post in self.teams.posts[talk.where][before:]]

    def _cancelled(self, talk: Talk, before: int) -> bool:
        return self._teams_said(talk, before)[-1:] == ["cancel"]

    def _answers(self, talk: Talk, text: str) -> str:
        opening = text.split("\n\n", maxsplit=1)[0].casefold()  # a title begins with a capital
        named = [code for _, code, _ in talk.said if code and code in opening]
        return named[-1] if named else "cancel"

    def _code(self) -> str:
        return f"k{next(self._codes):04d}"

    async def _until(self, found: Callable[[], bool]) -> None:
        while not found():  # noqa: ASYNC110 (it is another process)
            await asyncio.sleep(0.03)

    def posts(self, thread: str) -> list[tuple[str, dict[str, Any]]]:
        """What the bot posted there, each with the key of the turn that did."""
        said = self.slack.said(TALKS, thread) if thread else []
        return [(_key(post), post) for post in said]

    async def set_times(self, database: str, begin: datetime, every: timedelta, many: int) -> None:
        """Digests at moments to come, as if somebody had set them."""
        table = ScheduleTable(database)
        for number in range(many):
            at = (begin + every * number).replace(microsecond=0)
            channel = f"{DIGESTS}{number:03d}"
            self.slack.new_channel(channel, "U1", self.slack.bot_user)
            rule = Rule(days=(), at=f"{at:%H:%M}", zone="UTC", once=at)
            schedule = Schedule(
                id=f"scale{number}",
                kind="digest",
                address=f"slack:{self.slack.team}:{channel}",
                what={"pack": "digest"},
                rule=rule,
                by=CLOCK,
                made_at=at - every,
                seen=at - every,
            )
            await table.add(schedule)
            self.dues.append(message_of(Due(schedule=schedule, at=at)).key)
        await table.close()

    def answered(self) -> bool:
        """Whether everything that was said has an answer, as far as can be told while answers may still come."""
        return (
            all(map(self._all_answered, self.talks))
            and all(talk.ended for talk in self.chats)
            and set(self.dues) <= {key.partition("Z:")[0] + "Z" for key in self._digests()}
        )

    def _digests(self) -> list[str]:
        channels = [each for each in self.slack.channels if each.startswith(DIGESTS)]
        return [_key(post) for channel in channels for post in self.slack.said(channel)]

    def seconds(self, since: float = 0.0) -> list[float]:
        """How long each message in Slack waited for its answer."""
        taken = []
        for talk in self.talks:
            posts = self.posts(talk.where)
            for said, _, at in talk.said:
                first = next((float(post["ts"]) for key, post in posts if key.startswith(f"{said}:")), None)
                if first is not None and at >= since:
                    taken.append(first - at)
        return taken

    def wrong(self) -> str:
        """The first message that was lost, doubled or out of order, in a sentence; "" if none was."""
        found = [self._wrong_in(talk) for talk in self.talks] + [self._wrong_in_chat(talk) for talk in self.chats]
        keys = self._digests()
        found += [f"What was due as {key} was said {n} times." for key in self.dues if (n := _times(keys, key)) != 1]
        found += [f"Slack would have refused: {each}" for each in self.slack.problems]
        found += [f"Teams would have refused: {each}" for each in self.teams.problems]
        return next(filter(None, found), "")

    def _wrong_in(self, talk: Talk) -> str:
        posts = self.posts(talk.where)
        keys = [key for key, _ in posts]
        for key in keys:
            if keys.count(key) > 1:
                return f"The post {key} was made {keys.count(key)} times in thread {talk.where}."
        order = []
        for key in keys:
            owner = next((said for said, _, _ in talk.said if key.startswith(f"{said}:")), "")
            if not owner:
                return f"Nobody asked for the post {key} in thread {talk.where}."
            if owner not in order:
                order.append(owner)
        for number, (said, code, _) in enumerate(talk.said):
            if said not in order:
                return f"Message {number + 1} of thread {talk.where} ({said}, {code or 'no code'}) was lost."
            if order[number] != said:
                return f"Message {number + 1} of thread {talk.where} ({said}) was answered out of order: {order}."
        return self._wrong_in_list(talk, [shown(post) for key, post in posts if key.startswith(f"{order[-1]}:")])

    def _wrong_in_list(self, talk: Talk, listed: list[str]) -> str:
        """What the interview holds at its end: each thing once, in the order in which it was said."""
        codes = [code for _, code, _ in talk.said if code and code != "list"]
        lines = [line for line in "\n".join(listed).splitlines() if "Rule k" in line]
        if talk.said[-1][1] != "list":
            return ""
        kept = [next(code for code in codes if code in line) for line in lines if any(code in line for code in codes)]
        return "" if kept == codes else f"Thread {talk.where} holds {kept}, and {codes} was said."

    def _wrong_in_chat(self, talk: Talk) -> str:
        """Teams can't be asked what was posted: after a crash in the moment of posting a post may stand twice."""
        chats = [each for each in self.chats if each.where == talk.where]
        if talk is not chats[0]:
            return ""
        whole = Talk(talk.where, [said for each in chats for said in each.said])
        expected = [code for _, code, _ in whole.said]
        shown_there = [self._answers(whole, shown_in_teams(post)) for post in self.teams.posts[talk.where]]
        once = [code for at, code in enumerate(shown_there) if at == 0 or code != shown_there[at - 1]]
        if once == expected:
            return ""
        at = next((n for n, pair in enumerate(zip(once, expected, strict=False)) if pair[0] != pair[1]), len(once))
        wanted = expected[at] if at < len(expected) else "nothing"
        got = once[at] if at < len(once) else "nothing"
        return f"In {talk.where} answer {at + 1} should be to {wanted} and is to {got}."

    def doubled_in_teams(self) -> int:
        """Posts that stand twice there, side by side."""
        whole = {talk.where for talk in self.chats}
        asked = sum(len(talk.said) for talk in self.chats)
        return sum(len(self.teams.posts[where]) for where in whole) - asked


def _key(post: dict[str, Any]) -> str:
    metadata = post.get("metadata") or {}
    metadata = json.loads(metadata) if isinstance(metadata, str) else metadata
    return str((metadata.get("event_payload") or {}).get("key", ""))


def _times(keys: list[str], due: str) -> int:
    """How many turns' worth of first posts there are; each post of a turn has a number of its own."""
    firsts = [key for key in keys if key.startswith(f"{due}:")]
    return 0 if not firsts else max(firsts.count(key) for key in firsts)


def quantiles(taken: list[float]) -> tuple[float, float]:
    """The middle one, and the one that one in twenty is slower than."""
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def now() -> datetime:
    """By the clock of this machine, as the replicas have it."""
    return datetime.now(UTC)
