"""Posts as they are read in a terminal."""

from __future__ import annotations

import io
import re
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.text import Text

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
    Part,
    Post,
    Progress,
    Quote,
    Table,
)
from bot.platforms.terminal.clean import clean
from bot.platforms.terminal.render import Drawn, as_text, console_for
from tests.platforms.charts import charts

HELL = st.text(
    alphabet=st.one_of(
        st.sampled_from("\x1b\x07\x00\r\t\u202e\u2066\u200d\U0001f469אבجد漢字[]()*_`#>|~-=+!<&\\:/\n 0123."),
        st.characters(blacklist_categories=["Cs"]),
    ),
    max_size=60,
)
HELLS = st.lists(HELL, max_size=4).map(tuple)
PARTS: st.SearchStrategy[Part] = st.one_of(
    st.builds(Heading, text=HELL, level=st.integers(1, 3)),
    st.builds(Markdown, text=HELL),
    st.builds(Fields, items=st.lists(st.tuples(HELL, HELL), max_size=4).map(tuple)),
    st.builds(Bullets, items=HELLS, numbered=st.booleans()),
    st.builds(Table, headers=HELLS, rows=st.lists(HELLS, max_size=4).map(tuple), title=HELL),
    st.builds(Quote, text=HELL, author=HELL, link=st.none() | HELL),
    st.builds(Code, text=HELL, language=st.sampled_from(["", "gherkin", "json", "nonsense"])),
    charts(HELL),
    st.builds(Progress, label=HELL, done=st.integers(0, 10**6), total=st.integers(1, 10**6)),
    st.builds(
        Choices,
        prompt=HELL,
        options=st.lists(st.builds(Choice, id=HELL, label=HELL), max_size=4).map(tuple),
    ),
    st.builds(
        Form,
        id=HELL,
        title=HELL,
        fields=st.lists(
            st.builds(FormField, name=HELL, label=HELL, value=HELL, hint=HELL, options=HELLS, required=st.booleans()),
            max_size=3,
        ).map(tuple),
    ),
)
POSTS = st.builds(
    Post,
    text=HELL,
    parts=st.lists(PARTS, max_size=4).map(tuple),
    attachments=st.lists(st.builds(Attachment, name=HELL, text=HELL), max_size=2).map(tuple),
    private_to=st.none() | st.just("priya"),
)


def drawn(post: Post, width: int = 80) -> str:
    return as_text(post, width)


def coloured(post: Post, width: int = 80) -> str:
    file = io.StringIO()
    console = console_for(file, width=width)
    console._force_terminal = True
    console._color_system = ColorSystem.STANDARD
    console.print(Drawn(post), end="")
    return file.getvalue()


def test_every_kind_of_part_is_tried_here() -> None:
    union = get_args(Part)[0]
    assert {part.__name__ for part in get_args(union)} == {
        "Heading", "Markdown", "Fields", "Bullets", "Table", "Quote", "Code", "Progress", "Chart", "Choices", "Form",
    }  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(POSTS, st.integers(20, 140))
def test_any_post_is_drawn_at_any_width(post: Post, width: int) -> None:
    text = drawn(post, width)
    for line in text.split("\n"):
        assert Text(line).cell_len <= width
        assert line == line.rstrip(" ")


@settings(max_examples=150, deadline=None)
@given(POSTS)
def test_nothing_that_people_wrote_can_steer_a_terminal(post: Post) -> None:
    ours = re.compile(r"\x1b\[[0-9;]*m")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", drawn(post))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", ours.sub("", coloured(post)))


WORDY = st.text(alphabet="abcdefgh *_`#>-+.!1234567890\n<>&|~=\t[]", max_size=200)


@settings(max_examples=150, deadline=None)
@given(WORDY, st.integers(20, 100))
def test_markdown_loses_no_letter(text: str, width: int) -> None:
    letters = [letter for letter in text if letter.isalpha()]
    assert [letter for letter in drawn(Post(text=text), width) if letter.isalpha()] == letters


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.text(alphabet="abcdefgh ", max_size=30), max_size=5), max_size=5), st.integers(20, 100))
def test_a_table_loses_no_letter(rows: list[list[str]], width: int) -> None:
    table = Table(headers=("1", "2", "3"), rows=tuple(tuple(row) for row in rows))
    wanted = sorted(letter for row in rows for cell in row for letter in cell if letter.isalpha())
    assert sorted(letter for letter in drawn(Post(parts=(table,)), width) if letter.isalpha()) == wanted


def test_a_question_reads_like_one() -> None:
    post = Post(
        text="**What goes wrong today?**\nThink of the last time.",
        parts=(
            Quote(text="It takes *forever*.", author="Priya", link="https://example.com/m/1"),
            Progress(label="Coverage", done=7, total=14),
            Choices(options=(Choice(id="skip", label="Skip this"), Choice(id="dunno", label="I don’t know"))),
        ),
    )
    assert drawn(post) == (
        "What goes wrong today?\n"
        "Think of the last time.\n"
        "\n"
        "│ It takes *forever*.\n"
        "│ — Priya  https://example.com/m/1\n"
        "\n"
        "Coverage  ████████████░░░░░░░░░░░░  7 of 14\n"
        "\n"
        " 1  Skip this\n"
        " 2  I don’t know\n"
    )


def test_a_document_reads_like_one() -> None:
    post = Post(
        parts=(
            Heading(text="Faster refunds", level=1),
            Fields(items=(("Outcome", "from **40 min** to 5 min"), ("Decider", "Priya Sharma"))),
            Bullets(items=("one", "two\nlines"), numbered=True),
            Code(text="Given an order\n  And more\n", language="gherkin"),
        )
    )
    assert drawn(post) == (
        "Faster refunds\n"
        "Outcome  from 40 min to 5 min\n"
        "Decider  Priya Sharma\n"
        "\n"
        "1. one\n"
        "2. two\n"
        "   lines\n"
        "\n"
        "  Given an order\n"
        "    And more\n"
    )


def test_a_table_is_a_table_where_there_is_room_and_records_where_there_is_none() -> None:
    table = Table(
        title="Coverage",
        headers=("Topic", "Answers", "Known so far"),
        rows=(("Problem", "3", "Agents retype order numbers"), ("Outcome", "12", "40 min to 5 min")),
    )
    wide = drawn(Post(parts=(table,)))
    assert wide.splitlines()[1] == "Topic     Answers   Known so far"
    assert wide.splitlines()[3] == "Problem         3   Agents retype order numbers"
    narrow = drawn(Post(parts=(table,)), 24)
    assert "Topic: Problem\nAnswers: 3\nKnown so far: Agents\n  retype order numbers\n" in narrow


@pytest.mark.parametrize(
    "text",
    ["[red]alert[/red]", ":smile:", "<b>bold</b> <script>", "[1]: http://example.com", "&lt;", "{{7*7}}", "a | b"],
)
def test_what_looks_like_markup_of_another_kind_stays_itself(text: str) -> None:
    assert drawn(Post(text=text)) == text + "\n"
    assert drawn(Post(parts=(Bullets(items=(text,)),))) == f"• {text}\n"
    assert text in drawn(Post(parts=(Quote(text=text),)))


def test_a_link_shows_where_it_leads() -> None:
    assert drawn(Post(text="See [the brief](https://example.com/b).")) == "See the brief (https://example.com/b).\n"
    assert drawn(Post(text="See <https://example.com/b>.")) == "See https://example.com/b.\n"


def test_escape_codes_become_visible() -> None:
    assert clean("\x1b[31mred\x07\x7f\x9b\u202eabc") == "␛[31mred␇␡�abc"


def test_line_breaks_of_every_system_are_line_breaks() -> None:
    assert clean("a\r\nb\rc\u2028d") == "a\nb\nc\nd"


def test_choices_of_two_parts_are_counted_through() -> None:
    yes, no = Choice(id="y", label="Yes"), Choice(id="n", label="No")
    text = drawn(Post(parts=(Choices(options=(yes,)), Choices(prompt="Or", options=(no,)))))
    assert text == " 1  Yes\n\nOr\n 2  No\n"


def test_a_form_shows_what_it_asks_and_how_a_script_fills_it() -> None:
    form = Form(
        id="note",
        title="Change an answer",
        fields=(
            FormField(name="text", label="Answer", hint="one sentence"),
            FormField(name="sure", label="How sure", type="choice", options=("stated", "assumed"), required=False),
        ),
    )
    file = io.StringIO()
    console_for(file, width=80).print(Drawn(Post(parts=(form,)), command="groundwork say"), end="")
    assert file.getvalue() == (
        "Change an answer\n"
        "• Answer  one sentence\n"
        "• How sure  stated / assumed; optional\n"
        "\n"
        "Fill it with: groundwork say --form note text=… sure=…\n"
    )


def test_a_file_that_came_along_is_named_with_its_size() -> None:
    post = Post(text="Done.", attachments=(Attachment(name="brief.md", text="x" * 3200),))
    assert drawn(post) == "Done.\n\nAttached: brief.md (3 kB)\n"


def test_there_is_no_escape_code_where_there_is_no_terminal() -> None:
    file = io.StringIO()
    console_for(file, width=80).print(Drawn(Post(text="**bold**", parts=(Heading(text="h"),))))
    assert "\x1b" not in file.getvalue()


def test_there_is_colour_where_there_is_a_terminal() -> None:
    assert "\x1b[1m" in coloured(Post(text="**bold**"))


def test_deep_nesting_keeps_its_text() -> None:
    assert "bottom" in drawn(Post(text=">" * 300 + " bottom"), 20)
    assert "bottom" in drawn(Post(text="\n".join(" " * (2 * n) + "- x" for n in range(30)) + " bottom"), 20)


def test_a_very_long_answer_is_drawn_whole() -> None:
    text = drawn(Post(text="word " * 20_000))
    assert text.count("word") == 20_000


def test_coloured_code_loses_nothing_in_a_narrow_window() -> None:
    text = "When I approve a refund above 100 euros and a_word_that_is_wider_than_the_window_itself"
    console = Console(file=io.StringIO(), width=30, force_terminal=True, color_system="standard", legacy_windows=False)
    console.print(Drawn(Post(parts=(Code(text=text, language="gherkin"),))))
    drawn = console.file.getvalue()  # type: ignore[attr-defined]
    plain = re.sub(r"\x1b\[[0-9;]*m", "", drawn)
    assert "".join(plain.split()) == "".join(text.split())
