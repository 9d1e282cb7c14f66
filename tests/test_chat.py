"""The shared words cross restarts as JSON, and a slash is a command only where it looks like one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.chat import (
    Attachment,
    Bullets,
    Chart,
    Choice,
    Choices,
    Code,
    Fields,
    File,
    Form,
    FormField,
    Heading,
    Markdown,
    Message,
    Person,
    Post,
    Progress,
    Quote,
    Series,
    Table,
    parse_command,
)

EVERYTHING = Post(
    text="Hello",
    parts=(
        Heading(text="Title", level=1),
        Markdown(text="*text*"),
        Fields(items=(("a", "b"),)),
        Bullets(items=("one", "two"), numbered=True),
        Table(headers=("a",), rows=(("1",),), title="t"),
        Quote(text="said", author="Priya", link="https://chat.example/1"),
        Code(text="x", language="gherkin"),
        Progress(label="p", done=1, total=2),
        Chart(draws="share", title="t", labels=("a", "b"), series=(Series(values=(1, 2.5)),), unit="days"),
        Choices(prompt="?", options=(Choice(id="a:1", label="A", style="danger"),)),
        Choices(options=(Choice(id="a:2", label="B"),)),
        Form(id="f", title="F", fields=(FormField(name="n", label="N", type="choice", options=("x",)),)),
    ),
    attachments=(Attachment(name="a.md", text="a"),),
    private_to="U1",
    replaces="7",
)


def test_a_post_is_the_same_after_a_restart() -> None:
    assert Post.model_validate_json(EVERYTHING.model_dump_json()) == EVERYTHING


def test_a_message_is_the_same_after_a_restart() -> None:
    message = Message(
        key="k",
        address="terminal:local",
        author=Person(id="u", name="U"),
        at=datetime(2026, 3, 2, tzinfo=UTC),
        command="interview",
        form={"a": "b"},
        form_id="f",
        files=(File(name="f.md", text="x"),),
    )
    assert Message.model_validate_json(message.model_dump_json()) == message


def test_a_post_tells_its_choices_and_its_form() -> None:
    assert [choice.id for choice in EVERYTHING.choices] == ["a:1", "a:2"]
    assert EVERYTHING.form is not None
    assert EVERYTHING.form.id == "f"
    assert Post(text="x").choices == ()
    assert Post(text="x").form is None


def test_unknown_keys_and_changes_are_refused() -> None:
    with pytest.raises(ValidationError):
        Post.model_validate({"text": "x", "colour": "blue"})
    with pytest.raises(ValidationError):
        setattr(EVERYTHING, "text", "other")  # noqa: B010 (mypy knows that it is frozen)
    with pytest.raises(ValidationError):
        Progress(label="p", done=0, total=0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/interview Faster refunds", ("interview", "Faster refunds")),
        ("  /Interview   Faster ", ("interview", "Faster")),
        ("/interview\n# Goal\nFaster refunds", ("interview", "# Goal\nFaster refunds")),
        ("/interview Faster\nrefunds", ("interview", "Faster\nrefunds")),
        ("/skip", ("skip", "")),
        ("/well-known_word x", ("well-known_word", "x")),
        ("/", (None, "/")),
        ("/ 2", (None, "/ 2")),
        ("/2", (None, "/2")),
        ("//x", (None, "//x")),
        ("/usr/bin is full", (None, "/usr/bin is full")),
        ("/a.b", (None, "/a.b")),
        ("and /or", (None, "and /or")),
        ("", (None, "")),
        ("  plain  ", (None, "  plain  ")),
    ],
)
def test_a_command_is_a_slash_and_a_word(text: str, expected: tuple[str | None, str]) -> None:
    assert parse_command(text) == expected


@given(st.text(max_size=60))
def test_a_text_is_a_command_or_stays_as_it_is(text: str) -> None:
    command, rest = parse_command(text)
    assert rest == text if command is None else text.strip().lower().startswith(f"/{command}"[:2].lower())
