"""Texts are taken apart without losing a visible character."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.language.text import (
    clean,
    content_words,
    is_empty,
    lower_first,
    one_line,
    overlap,
    sentence_case,
    sentences,
    shorten,
    stem,
    strip_filler,
    without_gaps,
    words,
)

PROSE = st.text(
    st.one_of(
        st.sampled_from(list("abcDE .,!?…;:-*•#>|`'\"()[]\n\t\r1239_~/\\&%€")),
        st.characters(codec="utf-8"),
    ),
    max_size=200,
)


def seen(text: str) -> str:
    """The visible characters of a text."""
    return "".join(clean(text).split())


@given(PROSE)
@example("1. one\n2) two\n- three\n+ four\n(a) five")
@example("```\ncode. More code!\n```\nAfter.")
@example("a\x00b\u202ec\ufeffd")
@example("No end\r\nno end\rno end")
def test_sentences_lose_no_visible_character_but_bullets(text: str) -> None:
    left = seen(text)
    for sentence in sentences(text):
        for char in seen(sentence):
            before, found, left = left.partition(char)
            assert found, f"{char!r} of {sentence!r} is not in the text"
            assert _is_bullet(before), f"{before!r} was lost"
    assert _is_bullet(left), f"{left!r} was lost at the end"


@pytest.mark.parametrize("gap", [" " * 150 + "\n", "\n" + " " * 150, " " * 99 + "\n" + " " * 99, " \n" * 80])
def test_a_line_that_ends_in_a_long_gap_still_ends(gap: str) -> None:
    assert sentences(without_gaps(f"- the map{gap}- the field")) == ("the map", "the field")
    assert len(without_gaps(f"a{gap}b")) <= 102


def _is_bullet(lost: str) -> bool:
    """Whether only bullets are in it: "-", "2.", "(a)", "[x]"; several where list items were empty."""
    while lost:
        for bullet in ("-", "*", "+", "•", "–", "‣", "▪", "[]", "[x]", "[X]"):
            if lost.startswith(bullet):
                lost = lost[len(bullet) :]
                break
        else:
            number = lost.lstrip("0123456789(abcdefghijklmnopqrstuvwxyz")
            if number[:1] not in {".", ")"} or len(lost) - len(number) > 2:
                return False
            lost = number[1:]
    return True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four… Five", ["One.", "Two!", "Three?", "Four…", "Five"]),
        ("It costs 3.50 € a day. That is a lot.", ["It costs 3.50 € a day.", "That is a lot."]),
        ("We use e.g. Excel. Nobody likes it.", ["We use e.g. Excel.", "Nobody likes it."]),
        ("Dr. Miller decides. She says no.", ["Dr. Miller decides.", "She says no."]),
        ("Orders, returns, etc. are in. Gifts are out.", ["Orders, returns, etc. are in.", "Gifts are out."]),
        ("Orders, returns, etc. Gifts are out.", ["Orders, returns, etc.", "Gifts are out."]),
        (
            "It opens at 9 a.m. and closes at 5 p.m. Then it waits.",
            ["It opens at 9 a.m. and closes at 5 p.m.", "Then it waits."],
        ),
        ("See www.example.com/a.b for more. Or ask.", ["See www.example.com/a.b for more.", "Or ask."]),
        ("She said “stop.” He went on.", ["She said “stop.”", "He went on."]),
        ("(This is in brackets.) This is not.", ["(This is in brackets.)", "This is not."]),
        ("Why?! Because.", ["Why?!", "Because."]),
        ("- first\n- second\n* third", ["first", "second", "third"]),
        ("1. first\n2) second", ["first", "second"]),
        ("[ ] open\n[x] done", ["open", "done"]),
        ("# Problem\nIt is slow", ["# Problem", "It is slow"]),
        ("short line\nnext line", ["short line", "next line"]),
        (
            "A paragraph that was wrapped by an editor at around seventy or so\ncharacters goes on here.",
            ["A paragraph that was wrapped by an editor at around seventy or so characters goes on here."],
        ),
        ("- an item\n  that goes on\n- another", ["an item that goes on", "another"]),
        ("```\nx = 1. y = 2.\n\nz\n```\nAfter it.", ["```\nx = 1. y = 2.\n\nz\n```", "After it."]),
        ("| a | b |\n| --- | --- |\n| 1. | 2. |", ["| a | b |", "| --- | --- |", "| 1. | 2. |"]),
        ("", []),
        (" \n\t\n ", []),
        ("...", ["..."]),
        ("👍", ["👍"]),
        ("مرحبا. كيف الحال؟", ["مرحبا.", "كيف الحال؟"]),
    ],
)
def test_a_text_falls_into_its_sentences(text: str, expected: list[str]) -> None:
    assert list(sentences(text)) == expected


def test_a_hundred_kilobytes_are_split_in_a_moment() -> None:
    assert len(sentences("The clerk waits for the printer. " * 3000)) == 3000
    assert "".join(sentences("a" * 100_000)) == "a" * 100_000
    assert max(map(len, sentences("a" * 100_000))) == 2_000
    told = sentences("the clerk waits and " * 5_000)
    assert " ".join(told) == " ".join(["the clerk waits and"] * 5_000)
    assert all(1_900 < len(each) <= 2_000 for each in told[:-1])
    assert len(sentences("- item\n" * 15_000)) == 15_000


@given(PROSE)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert "\r" not in clean(text)


def test_control_and_direction_characters_go_and_everything_visible_stays() -> None:
    assert clean("a\x00\x9bb\x1b[31mc\u202ed\u2066e\ufefff") == "ab[31mcdef"
    assert clean("tab\tline\nמילה 🙂 e\u0301") == "tab\tline\nמילה 🙂 e\u0301"
    assert clean("family 👨\u200d👩\u200d👧") == "family 👨\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Well, so basically I think the clerk waits.", "the clerk waits."),
        ("um, it is slow", "it is slow"),
        ("Honestly it is slow, you know.", "it is slow."),
        ("I guess about 300 a day", "about 300 a day"),
        ("So that we can plan", "So that we can plan"),
        ("Right now they call us", "Right now they call us"),
        ("Right after lunch", "Right after lunch"),
        ("Well-known customers only", "Well-known customers only"),
        ("Also known as case", "Also known as case"),
        ("Yes or no is enough", "Yes or no is enough"),
        ("Look up the order", "Look up the order"),
        ("Listen to the tape", "Listen to the tape"),
        ("Plus VAT", "Plus VAT"),
        ("And/or both", "And/or both"),
        ("well", "well"),
        ("So,", "So,"),
        ("The well is dry", "The well is dry"),
        ("OK button is grey", "OK button is grey"),
        ("Sure that works", "Sure that works"),
    ],
)
def test_thinking_aloud_is_left_out_and_meaning_is_not(said: str, kept: str) -> None:
    assert strip_filler(said) == kept


@given(PROSE)
def test_stripping_filler_never_empties_a_text(text: str) -> None:
    assert bool(strip_filler(text)) == bool(text.strip())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the clerk waits", "The clerk waits."),
        ("The clerk waits.", "The clerk waits."),
        ("is it fast?", "Is it fast?"),
        ("iPhone users only", "iPhone users only."),
        ("a.b@example.com gets it", "a.b@example.com gets it."),
        ("@priya decides", "@priya decides."),
        ("3 days", "3 days."),
        ("about 5 %", "About 5 %."),
        ("500 €", "500 €."),
        ("first, second,", "First, second."),
        ("one\n  two", "One two."),
        ("{{7*7}}", "{{7*7}}"),
        ("", ""),
        ("👍", "👍"),
        ("“quoted”", "“quoted”."),
        ("élan vital", "Élan vital."),
    ],
)
def test_a_line_of_a_document_begins_and_ends_like_a_sentence(text: str, expected: str) -> None:
    assert sentence_case(text) == expected


@given(PROSE)
def test_a_sentence_stays_a_sentence(text: str) -> None:
    assert sentence_case(sentence_case(text)) == sentence_case(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The clerk", "the clerk"),
        ("I wait", "I wait"),
        ("I'm waiting", "I'm waiting"),
        ("I’ll wait", "I’ll wait"),
        ("SAP is down", "SAP is down"),
        ("Customer Care calls", "Customer Care calls"),
        ("iPhone", "iPhone"),
        ("“Quoted” it is", "“quoted” it is"),
        ("", ""),
        ("3 days", "3 days"),
    ],
)
def test_a_sentence_goes_on_in_small_letters_unless_it_is_a_name(text: str, expected: str) -> None:
    assert lower_first(text) == expected


def test_words_keep_apostrophes_and_hyphens() -> None:
    assert words("The clerk’s re-typed A/B list, 3.50 €!") == ("the", "clerk's", "re-typed", "a/b", "list", "3", "50")


def test_content_words_are_stems_without_small_words() -> None:
    assert content_words("The refunds were refunded to the customers") == {stem("refund"), stem("customer")}
    assert content_words("the of and") == frozenset()
    assert content_words("the clerk's sign-off") == {stem("clerk"), stem("sign")}


def test_overlap_is_what_the_shorter_text_shares() -> None:
    assert overlap("refund an order", "the clerk refunds orders on Monday") == 1.0
    assert overlap("refund an order", "close the shop") == 0.0
    assert overlap("", "close the shop") == 0.0
    assert overlap("clerk refunds", "clerk sells") == 0.5


@given(PROSE, st.integers(min_value=2, max_value=120))
def test_a_shortened_text_fits_and_tells_that_it_was_cut(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert short == one_line(text) or short.endswith("…")


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200b", "\u202e\u2069", "\x00\x07", "\ufeff"])
def test_nothing_to_see_is_empty(text: str) -> None:
    assert is_empty(text)


@pytest.mark.parametrize("text", ["a", "?", "👍", "\u200ba", "🙂", "。"])
def test_a_single_visible_character_is_not_empty(text: str) -> None:
    assert not is_empty(text)
