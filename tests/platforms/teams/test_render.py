"""Whatever the bot says, Teams can show it: within its size, by its schema, and not a word lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat import (
    Attachment,
    Bullets,
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
    Table,
)
from bot.errors import Trouble
from bot.platforms.teams.render import render, render_document
from bot.platforms.teams.render.elements import read
from bot.platforms.teams.render.forms import form_card, values_of
from bot.platforms.teams.used import mark_used
from tests.platforms.charts import charts
from tests.platforms.teams.double import button, buttons
from tests.platforms.teams.strict import problems_of, problems_of_card, walk
from tests.platforms.test_contract import EVERYTHING

WORDS = st.text(max_size=120) | st.sampled_from(
    ["", " ", "**b** _i_ `c`", "<at>Tom</at>", "[x](https://a.example)", "[x](javascript:alert(1))", "# t", "| a |",
     "```\ncode\n```", "- a\n  - b", "\x00\x1b[31m", "🙂" * 40, "x" * 5_000, "a\n" * 40, "“”&<>\"'\\", "\ud800"]
)  # fmt: skip
SHORT = st.text(min_size=1, max_size=20)
PARTS = st.one_of(
    st.builds(Heading, text=WORDS, level=st.integers(1, 3)),
    st.builds(Markdown, text=WORDS),
    st.builds(Fields, items=st.lists(st.tuples(WORDS, WORDS), max_size=5).map(tuple)),
    st.builds(Bullets, items=st.lists(WORDS, max_size=8).map(tuple), numbered=st.booleans()),
    st.integers(0, 7).flatmap(
        lambda columns: st.builds(
            Table,
            headers=st.tuples(*[WORDS] * columns),
            rows=st.lists(st.tuples(*[WORDS] * columns), max_size=12).map(tuple),
            title=WORDS,
        )
    ),
    st.builds(Quote, text=WORDS, author=WORDS, link=st.none() | WORDS),
    st.builds(Code, text=WORDS),
    charts(WORDS),
    st.builds(Progress, label=WORDS, done=st.integers(0, 30), total=st.integers(1, 20)),
    st.builds(
        Choices,
        prompt=WORDS,
        options=st.lists(st.builds(Choice, id=SHORT, label=WORDS), max_size=50).map(tuple),
        stays=st.booleans(),
    ),
    st.builds(Form, id=SHORT, title=WORDS, fields=st.just((FormField(name="a", label="A"),))),
)
POSTS = st.builds(Post, text=WORDS, parts=st.lists(PARTS, max_size=5).map(tuple))


@settings(max_examples=25)
@given(POSTS)
def test_no_post_is_refused(post: Post) -> None:
    for message in render(post, [("29:U1", "Priya <Shah>")]):
        assert problems_of(message.activity()) == []


@settings(max_examples=6)
@given(
    st.lists(st.from_regex(r"[a-z]{3,9}", fullmatch=True), min_size=1, max_size=200).map(lambda words: words * 20),
    st.sampled_from(" \n"),
)
def test_no_word_is_lost_however_many_messages_it_takes(words: list[str], between: str) -> None:
    messages = render(Post(text=between.join(words), parts=(Code(text="\n".join(words)),)))
    said = re.findall(r"[a-z]+", "\n".join(read(message.card["body"]) for message in messages))
    assert said == words * 2


def test_every_part_is_drawn_in_its_own_way() -> None:
    (message,) = render(EVERYTHING)
    assert problems_of(message.activity()) == []
    kinds = {one.get("type") for one in walk(message.card)}
    assert {"RichTextBlock", "Table", "ActionSet", "Container", "TextRun"} <= kinds
    assert button(message.card, "Go on")["style"] == "positive"
    assert button(message.card, "Go on")["fallback"]["type"] == "Action.Submit"
    assert message.card["fallbackText"].startswith("Hello <!channel>")


def test_what_people_typed_cannot_become_markup_or_a_mention() -> None:
    (message,) = render(Post(text=r"\*x\* <at>everyone</at>", parts=(Quote(text="**loud** [a](https://b.example)"),)))
    assert "TextBlock" not in {one.get("type") for one in walk(message.card)}, "runs know no markup"
    assert "entities" not in message.card["msteams"]
    assert "**loud** [a](https://b.example)" in read(message.card["body"])


def test_links_lead_to_the_web_only() -> None:
    (message,) = render(Post(text="[a](https://x.example) [b](javascript:alert(1)) [c](file:///etc/passwd)"))
    urls = [one["url"] for one in walk(message.card) if one.get("type") == "Action.OpenUrl"]
    assert urls == ["https://x.example"]


def test_a_long_text_is_split_and_a_title_goes_with_what_it_is_about() -> None:
    parts: list[Any] = []
    for number in range(60):
        parts += [Heading(text=f"Title {number}"), Markdown(text="word " * 400)]
    messages = render(Post(parts=tuple(parts)))
    assert len(messages) > 1
    for message in messages:
        assert problems_of(message.activity()) == []
        assert not read(message.card["body"][-1:]).startswith("Title")


def test_a_document_is_folded_and_whole() -> None:
    text = "# Brief\n\n" + "\n\n".join(f"Line {number} of it." for number in range(800))
    messages = render_document(Attachment(name="brief.md", text=text))
    assert len(messages) > 1
    assert all(problems_of(message.activity()) == [] for message in messages)
    said = "\n".join(read(message.card["body"]) for message in messages)
    assert all(f"Line {number} of it." in said for number in range(800))
    assert not messages[0].card["body"][2]["isVisible"]


def test_people_who_are_mentioned_are_called() -> None:
    message = render(Post(text="Over to @Tom"), [("29:U2", "Tom Berg")])[0]
    (entity,) = message.card["msteams"]["entities"]
    assert entity == {"type": "mention", "text": "<at>Tom Berg</at>", "mentioned": {"id": "29:U2", "name": "Tom Berg"}}
    assert entity["text"] in message.card["body"][-1]["text"]


def test_a_used_button_gives_way_to_what_was_decided_and_by_whom() -> None:
    options = tuple(Choice(id=f"s:{name}", label=name) for name in ("Approve", "Edit"))
    (once,) = render(Post(text="x", parts=(Choices(options=options),)))
    marked = mark_used(once.card, button(once.card, "Edit")["data"], "Tom")
    assert marked
    assert "✓ Edit — Tom" in read(marked["body"])
    assert buttons(marked) == []
    assert mark_used(marked, button(once.card, "Edit")["data"], "Tom") is None, "it is gone already"
    (stays,) = render(Post(text="x", parts=(Choices(options=options, stays=True),)))
    marked = mark_used(stays.card, button(stays.card, "Edit")["data"], "Tom")
    assert marked
    assert [one["title"] for one in buttons(marked)] == ["Approve"]


def test_one_of_two_rows_of_buttons_is_used_alone() -> None:
    rows = [Choices(prompt=name, options=(Choice(id=f"s:{name}", label=name),)) for name in ("Approve", "Export")]
    (message,) = render(Post(parts=tuple(rows)))
    marked = mark_used(message.card, button(message.card, "Export")["data"], "Tom")
    assert marked
    assert "✓ Export — Tom" in read(marked["body"])
    assert [one["title"] for one in buttons(marked)] == ["Approve"]


def test_many_choices_are_a_list_to_choose_from() -> None:
    options = tuple(Choice(id=f"s:{number}", label=f"Story {number}") for number in range(50))
    (message,) = render(Post(parts=(Choices(prompt="Which?", options=options),)))
    lists = [one for one in walk(message.card) if one.get("type") == "Input.ChoiceSet"]
    assert [len(one["choices"]) for one in lists] == [40, 10]
    data = {**buttons(message.card)[0]["data"], lists[0]["id"]: "s:7"}
    marked = mark_used(message.card, data, "Tom")
    assert marked
    assert "✓ Story 7 — Tom" in read(marked["body"])


FIELDS = st.builds(
    FormField,
    name=st.sampled_from("abc"),
    label=WORDS,
    type=st.sampled_from(["line", "text", "date", "choice"]),
    value=WORDS,
    hint=WORDS,
    options=st.lists(WORDS, max_size=8, unique=True).map(tuple),
    required=st.booleans(),
)


@settings(max_examples=15)
@given(st.lists(FIELDS, max_size=5).map(tuple), st.booleans(), st.dictionaries(st.sampled_from("abz"), WORDS))
def test_no_form_is_refused(fields: tuple[FormField, ...], dialog: bool, errors: dict[str, str]) -> None:
    form = Form(id="x:y", title="Edit it", fields=fields)
    assert problems_of_card(form_card(form, "token", errors=errors, dialog=dialog)) == []


def test_what_is_typed_comes_back_under_its_name() -> None:
    form = Form(
        id="x:y",
        title="Edit",
        fields=(
            FormField(name="role", label="As a"),
            FormField(name="which", label="W", type="choice", options=("a", "b")),
        ),
        carries=(("story", "US-1"),),
    )
    data = {"field0": "clerk", "field1": "1", "do": "submit"}
    assert values_of(form, data) == {"story": "US-1", "role": "clerk", "which": "b"}
    assert values_of(form, {"field1": "9"}) == {"story": "US-1", "role": "", "which": ""}


def test_a_form_that_is_too_long_says_so() -> None:
    form = Form(id="x:y", title="Edit", fields=(FormField(name="a", label="A", type="text", value="x" * 60_000),))
    with pytest.raises(Trouble, match="too long to be edited"):
        form_card(form, "token")


def test_what_is_wrong_stands_under_its_input() -> None:
    form = Form(id="x:y", title="Edit", fields=(FormField(name="a", label="A"), FormField(name="b", label="B")))
    body = form_card(form, "token", values={"a": "1"}, errors={"a": "No.", "z": "Elsewhere."})["body"]
    assert [one.get("label") or read([one]) for one in body[1:5]] == ["A", "⚠ No.", "B", "⚠ Elsewhere."]
    assert body[1]["value"] == "1"


@pytest.mark.parametrize("columns", [2, 6])
def test_a_cell_is_text_wherever_it_would_be_markup(columns: int) -> None:
    lie = "[https://bank.example](https://evil.example/login)"
    table = Table(headers=("**Question**",) * columns, rows=((lie,) * columns,))
    (message,) = render(Post(parts=(table,)))
    runs = [one for one in walk(message.card) if one.get("type") == "TextRun"]
    assert [one["text"] for one in runs].count(lie) == columns
    assert all("selectAction" not in one for one in runs)
    assert "**Question**" in message.words
