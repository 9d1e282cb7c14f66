"""Exactly one feature answers a message, or a sentence says that none could."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.chat import File, Message, Person, Post
from bot.durable import Ports
from bot.router import Feature, route
from tests.dialog import MemoryStore


async def answer(features: tuple[Feature, ...], **what: object) -> list[str]:
    """What is said to a message."""
    said: list[str] = []

    async def say(post: Post, address: str | None = None) -> str:
        said.append(post.text)
        return "1"

    message = Message.model_validate(
        {
            "key": "k",
            "address": "terminal:x",
            "author": Person(id="u", name="U"),
            "at": datetime(2026, 3, 2, tzinfo=UTC),
        }
        | what
    )
    await route(features)(message, Ports(store=MemoryStore(), say=say))
    return said


def feature(name: str, *, listens: bool = False) -> Feature:
    """A feature that says its name and how it was reached."""

    async def command(message: Message, ports: Ports) -> None:
        await ports.say(Post(text=f"{name} command {message.text}"))

    async def picks(message: Message, ports: Ports) -> None:
        await ports.say(Post(text=f"{name} picks {message.choice or message.form_id}"))

    async def listen(message: Message, ports: Ports) -> bool:
        if listens:
            await ports.say(Post(text=f"{name} hears {message.command or ''}{message.text}"))
        return listens

    return Feature(
        name=name, commands={f"go{name}": command}, picks=picks, listens=listen, teaches=(f"`/go{name}` goes {name}",)
    )


FIRST, SECOND, LOUD = feature("file"), feature("stories"), feature("loud", listens=True)


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ({"command": "gofile", "text": "now"}, "file command now"),
        ({"command": "gostories"}, "stories command "),
        ({"choice": "stories:approve:1"}, "stories picks stories:approve:1"),
        ({"form_id": "file:use", "form": {}}, "file picks file:use"),
        ({"text": "hello"}, "loud hears hello"),
        ({"command": "skip"}, "loud hears skip"),
    ],
)
async def test_one_feature_answers(what: dict[str, object], expected: str) -> None:
    assert await answer((FIRST, SECOND, LOUD), **what) == [expected]


async def test_the_first_that_listens_answers_alone() -> None:
    assert await answer((LOUD, feature("late", listens=True)), text="x") == ["loud hears x"]


async def test_an_old_button_is_told_so() -> None:
    for what in ({"choice": "gone:approve"}, {"choice": "filed:x"}, {"form_id": "", "form": {}}):
        (said,) = await answer((FIRST, Feature(name="gone")), **what)
        assert said == "That button is from an older version of me, and I no longer know what it did."


async def test_a_command_may_be_typed_without_its_slash_where_nobody_listens() -> None:
    assert await answer((FIRST,), text="gofile me") == ["file command me"]
    assert await answer((FIRST, LOUD), text="gofile me") == ["loud hears gofile me"]


async def test_silence_is_the_answer_to_an_edit_that_nobody_cares_about() -> None:
    assert await answer((FIRST, LOUD), text="x", change="edited") == []

    async def amend(message: Message, ports: Ports) -> bool:
        await ports.say(Post(text=f"amends what was {message.change}"))
        return True

    cares = Feature(name="cares", amends=amend)
    assert await answer((FIRST, cares, cares), change="deleted") == ["amends what was deleted"]


async def test_a_file_that_nobody_asked_for_is_named() -> None:
    (said,) = await answer((FIRST,), files=(File(name="notes.md", text="x"),))
    assert "I have read “notes.md”" in said


async def test_an_unknown_command_gets_the_nearest_one() -> None:
    (said,) = await answer((FIRST, SECOND), command="gofle")
    assert "Did you mean `/gofile`?" in said
    (said,) = await answer((FIRST, SECOND), command="zzz")
    assert said == "I don’t know the command “/zzz”. `/help` lists what I can do."
    (said,) = await answer((FIRST, SECOND), command="x" * 5000)
    assert len(said) < 200


@pytest.mark.parametrize("what", [{"text": "hello"}, {"command": "help"}, {"command": "groundwork"}, {"text": ""}])
async def test_with_nothing_to_answer_it_says_what_it_can_do(what: dict[str, object]) -> None:
    (said,) = await answer((FIRST, SECOND), **what)
    assert "- `/gofile` goes file\n- `/gostories` goes stories" in said
