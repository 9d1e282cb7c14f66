"""What people type stays what they typed when a Markdown reader shows it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.language.markdown import escape, quoted
from bot.language.text import one_line

PARSER = MarkdownIt("gfm-like", {"linkify": False})
MARKS = st.text(
    st.one_of(
        st.sampled_from(list("*_`~[]()!<>#+-=.1a b\\|:&;/@{}%\"'")),
        st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")),
    ),
    max_size=40,
)


def shown(markdown: str) -> tuple[str, set[str]]:
    """The text that a reader sees, and every kind of markup that was found in it."""
    found: set[str] = set()

    def read(tokens: list[Token]) -> str:
        text = ""
        for token in tokens:
            if token.type == "inline":
                text += read(token.children or [])
            elif token.type in {"text", "text_special"}:
                text += token.content
            elif token.type == "softbreak":
                text += "\n"
            elif token.type not in {"paragraph_open", "paragraph_close"}:
                found.add(token.type)
                text += token.content
        return text

    return read(PARSER.parse(markdown)), found


HOSTILE = [
    "{{7*7}}",
    "{% raw %}",
    "**bold** and *it* and _it_ and __b__",
    "`code` and ``more``",
    "~~gone~~",
    "[link](http://evil.example)",
    "![image](http://evil.example/x.png)",
    "[ref]: http://evil.example",
    "[a][b]",
    "<script>alert(1)</script>",
    "<!-- comment -->",
    "<http://evil.example>",
    "<@U123> <!channel>",
    "# heading",
    "> quote",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "12) item",
    "---",
    "***",
    "___",
    "===",
    "a | b",
    "&amp; &lt; &#35;",
    "\\*not bold\\*",
    "C:\\path\\*",
    "snake_case_name and 2 * 3 * 4",
    "a*b*c",
    "a_b_c",
    "`one tick",
    "* one star",
    "'; DROP TABLE journals; --",
    "🙂 مرحبا [x] (y)",
    "~ ~ ~",
    "~~~",
    "```",
    "+",
    "-",
    "#",
    "1.",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_shown_as_typed(text: str) -> None:
    assert shown(escape(text)) == (text, set())


@settings(max_examples=400, deadline=None)
@given(MARKS)
@example("*a* `*`")
@example("`*` *`*")
@example("\\")
@example("\\`a`")
@example("a ~~b~~")
@example("[[a]](b)")
@example("-")
@example("__init__")
@example("&copy;")
def test_what_was_typed_is_what_is_read(text: str) -> None:
    line = one_line(text)
    assert shown(escape(line)) == (line, set())


@settings(max_examples=200, deadline=None)
@given(MARKS)
def test_a_quote_is_shown_as_typed(text: str) -> None:
    line = one_line(text)
    assert shown(quoted(line)) == (f"“{line}”", set())


@settings(max_examples=200, deadline=None)
@given(MARKS)
def test_a_list_item_is_shown_as_typed(text: str) -> None:
    line = one_line(text)
    assert shown(f"- **S1** x {escape(line)} _(stated)_")[0] == f"S1 x {line} (stated)"


@settings(max_examples=200, deadline=None)
@given(MARKS.filter(str.strip), MARKS.filter(str.strip))
@example("a `", "` b")
@example("a ~~ b", "c")
@example("[https://bank", "[https://bank.example](https://evil.example/login)")
def test_two_texts_in_one_line_leave_each_other_alone(one: str, other: str) -> None:
    one, other = one_line(one), one_line(other)
    if "*" not in one + other:  # a star inside a word stays bare, see `escape`
        assert shown(f"was {quoted(one)}, now {quoted(other)}, `help`")[0] == f"was “{one}”, now “{other}”, help"
        assert shown(f"~~a{escape(one)}b~~") == (f"a{one}b", {"s_open", "s_close"})


def test_a_plain_text_gets_no_backslash() -> None:
    for text in (
        "Refunds over 500 € need a team lead; finance policy 4.2.",
        "2 * 3",
        "a_b",
        "{{7*7}}",
        "(1) [x]",
        "5 < 6",
    ):
        assert escape(text) == text
