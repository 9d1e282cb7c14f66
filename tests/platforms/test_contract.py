"""What every chat platform owes the rest of the bot, from one definition; a new one adds its stage below."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

import pytest

from bot.chat import (
    Address,
    Attachment,
    Bullets,
    Chart,
    Choice,
    Choices,
    Code,
    Fields,
    Form,
    FormField,
    Heading,
    Markdown,
    Post,
    Progress,
    Quote,
    Series,
    Table,
)
from bot.durable import Platform
from bot.platforms.slack import Slack, SlackSettings
from bot.platforms.teams import Teams
from bot.platforms.teams.addresses import Place
from bot.platforms.terminal import Terminal
from bot.platforms.terminal.render import as_text
from tests.platforms.kept import Kept
from tests.platforms.slack.double import BOT_TOKEN, SlackDouble
from tests.platforms.slack.people import shown
from tests.platforms.teams.double import CHANNEL, TENANT, TeamsDouble, give_token, personal
from tests.platforms.teams.double import shown as teams_shown
from tests.platforms.teams.recorder import live_settings

EVERYTHING = Post(
    text="**Hello** <!channel> `code` & [a link](https://x.example)",
    parts=(
        Heading(text="A title", level=1),
        Markdown(text="A paragraph.\n\n1. one\n2. two"),
        Fields(items=(("Owner", "Priya"), ("Due", "Friday"))),
        Bullets(items=("first point", "second point"), numbered=True),
        Table(title="A table", headers=("", "Rule"), rows=(("R1", "A refund needs a parcel"),)),
        Quote(text="word for word", author="Tom", link="https://x.example/1"),
        Code(text="Given a parcel\nWhen it is scanned", language="gherkin"),
        Progress(label="Settled", done=3, total=14),
        Chart(
            draws="bar",
            title="Points per sprint",
            labels=("Sprint 17", "Sprint 18"),
            series=(Series(name="Planned", values=(21, 23)), Series(name="Done", values=(18, 22.5))),
            unit="points",
        ),
        Choices(prompt="What now?", options=(Choice(id="x:go", label="Go on", style="primary"),)),
        Form(id="x:edit", title="Edit it", fields=(FormField(name="role", label="As a"),)),
    ),
    attachments=(Attachment(name="brief.md", text="# Brief"),),
)
WORDS = (
    "Hello", "<!channel>", "code", "a link", "A title", "A paragraph.", "two", "Owner", "Priya", "second point",
    "A table", "A refund needs a parcel", "word for word", "Tom", "When it is scanned", "3 of 14",
    "Points per sprint (points)", "Sprint 18", "Planned",
    "21", "22.5", "What now?", "Go on",
    "Edit it", "brief.md",
)  # fmt: skip


class Stage(Protocol):
    """A platform in a test: where to say something, and what one person reads there."""

    here: Address

    @property
    def platform(self) -> Platform:
        """What says it."""
        ...

    async def read(self, reader: str) -> list[str]:
        """What this person sees, post by post; a file counts to its post."""
        ...


class TerminalStage:
    here = "terminal:here"

    def __init__(self) -> None:
        self.platform = Terminal(Kept())

    async def read(self, reader: str) -> list[str]:
        return [as_text(one.post) for one in await self.platform.history(self.here, reader=reader)]


class SlackStage:
    here = "slack:T1:C1:+U1-1"

    def __init__(self, double: SlackDouble) -> None:
        self.double = double
        self.platform = Slack(Kept(), SlackSettings(bot_token=BOT_TOKEN, api_url=double.api_url))

    async def read(self, reader: str) -> list[str]:
        seen: list[str] = []
        for message in self.double.said("C1"):
            if message.get("subtype") == "file_share":
                seen[-1] += f"\n{shown(message)}"
            else:
                seen.append(shown(message))
        return seen + [shown(one) for one in self.double.ephemeral if one["user"] == reader]


class TeamsStage:
    def __init__(self, double: TeamsDouble) -> None:
        self.double = double
        here = f"{CHANNEL};messageid=7"
        self.here = Place(tenant=TENANT, kind="channel", service=double.service, conversation=here).address
        self.platform = Teams(Kept(), live_settings(double))

    async def read(self, reader: str) -> list[str]:
        seen: list[str] = []
        for conversation, posts in self.double.posts.items():
            if conversation.startswith(CHANNEL) or conversation == personal(reader):
                for post in posts:
                    if "Read it here" in teams_shown(post):
                        seen[-1] += f"\n{teams_shown(post)}"
                    else:
                        seen.append(teams_shown(post))
        return seen


@pytest.fixture(params=["terminal", "slack", "teams"])
async def stage(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    if request.param == "terminal":
        yield TerminalStage()
        return
    if request.param == "teams":
        give_token(monkeypatch)
        async with TeamsDouble() as teams:
            played = TeamsStage(teams)
            yield played
            await played.platform.close()
            assert teams.problems == []
        return
    async with SlackDouble() as double:
        stage = SlackStage(double)
        yield stage
        await stage.platform.close()
        assert double.problems == []


async def test_every_part_of_a_post_is_shown(stage: Stage) -> None:
    await stage.platform.say(stage.here, EVERYTHING, key="turn:1")
    (seen,) = await stage.read("U1")
    assert [word for word in WORDS if word not in seen] == []


async def test_the_same_key_is_the_same_post(stage: Stage) -> None:
    first = await stage.platform.say(stage.here, Post(text="Since when?"), key="turn:1")
    again = await stage.platform.say(stage.here, Post(text="Since when?"), key="turn:1")
    other = await stage.platform.say(stage.here, Post(text="How often?"), key="turn:2")
    assert first == again != other
    assert len(await stage.read("U1")) == 2


async def test_what_is_private_is_seen_by_one_person(stage: Stage) -> None:
    await stage.platform.say(stage.here, Post(text="Just between us", private_to="U2"), key="turn:1")
    assert "Just between us" in "".join(await stage.read("U2"))
    assert await stage.read("U1") == []


@pytest.mark.parametrize(
    "post", [Post(), Post(text=" "), Post(parts=(Table(headers=(), rows=()),)), Post(text="x" * 200_000)]
)
async def test_an_odd_post_never_fails(stage: Stage, post: Post) -> None:
    assert await stage.platform.say(stage.here, post, key="turn:1")


async def test_an_address_of_another_platform_is_refused(stage: Stage) -> None:
    with pytest.raises(ValueError, match="is not an address"):
        await stage.platform.say("pigeon:loft", Post(text="Coo"), key="turn:1")
