"""A document falls into passages where it falls into parts, and nothing of it is lost."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.split import LARGEST, Form, split


def test_each_passage_knows_the_headings_above_it() -> None:
    text = f"# Guide\n\n## Setup\n\n### Linux\n\n{'apt install it now. ' * 10}\n\n## Use\n\n{'run it. ' * 20}"
    assert [passage.headings for passage in split(text)] == [("Guide", "Setup", "Linux"), ("Guide", "Use")]


def test_short_sections_go_together_and_keep_their_names() -> None:
    passages = split("# ADR\n\n## Status\n\nAccepted\n\n## Decision\n\nWe use it, since it is there.\n")
    assert len(passages) == 1
    assert passages[0].text == "Status: Accepted\n\nDecision\n\nWe use it, since it is there."


def test_a_table_and_a_code_block_are_not_cut() -> None:
    table = "| a | b |\n| --- | --- |\n" + "\n".join(f"| row {number} | {'word ' * 5}|" for number in range(60))
    code = "```python\n" + "\n".join(f"x = {number}  # a comment" for number in range(80)) + "\n# not a heading\n```"
    texts = [passage.text for passage in split(f"# T\n\nBefore.\n\n{table}\n\n{code}\n\nAfter.\n")]
    assert any(table in text for text in texts)
    assert any(code in text for text in texts)


def test_a_fence_that_is_never_closed_takes_the_rest() -> None:
    assert "# no heading" in split("# A\n\n```\n# no heading\nrest")[0].text


def test_mermaid_is_kept_as_text() -> None:
    text = "# Flow\n\n```mermaid\nflowchart LR\n  Shop --> Bank\n```\n"
    assert "Shop --> Bank" in split(text)[0].text


def test_long_text_is_cut_at_sentences() -> None:
    sentence = "The planner computes the tours of the next day while everybody sleeps. "
    passages = split(f"# Night\n\n{sentence * 60}")
    assert len(passages) > 1
    assert all(passage.text.endswith("sleeps.") or passage.text.endswith("sleeps. ") for passage in passages)
    assert all(len(passage.text.split()) <= LARGEST for passage in passages)


def test_rst_and_asciidoc_have_headings_too() -> None:
    words = "many words stand here so that it is a section of its own, and a few more of them, then that is it " * 2
    rst = f"Events\n======\n\nFirst\n-----\n\n{words}\n\nSecond\n------\n\n{words}\n"
    adoc = f"= Events\n\n== First\n\n{words}\n\n== Second\n\n{words}\n"
    for text, form in ((rst, "rst"), (adoc, "asciidoc")):
        assert [passage.headings for passage in split(text, form)] == [("Events", "First"), ("Events", "Second")]  # type: ignore[arg-type]


def test_rows_of_a_csv_become_sentences() -> None:
    passages = split("Key,Summary,Status\nLP-1,Calendar,Done\nLP-2,,Open\n", "csv")
    assert passages[0].text == "Key: LP-1 · Summary: Calendar · Status: Done\nKey: LP-2 · Status: Open"


def test_an_empty_text_has_no_passage() -> None:
    for form in ("markdown", "rst", "asciidoc", "text", "csv"):
        assert split("", form) == ()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "# Head one",
                "## Head two",
                "",
                "plain words here",
                "- item one",
                "| a | b |",
                "| --- | --- |",
                "```",
                "====",
            ]
        ),
        max_size=40,
    ),
    st.sampled_from(["markdown", "rst", "asciidoc", "text"]),
)
def test_no_word_is_lost(lines: list[str], form: Form) -> None:
    text = "\n".join(lines)
    passages = split(text, form)
    kept = " ".join(f"{' '.join(passage.headings)} {passage.text}" for passage in passages)
    assert set(re.findall(r"[a-z]+", text.lower())) <= set(re.findall(r"[a-z]+", kept.lower()))
    assert [passage.seq for passage in passages] == list(range(len(passages)))


def test_a_heading_that_is_a_link_reads_as_its_words() -> None:
    text = "# [The [package] section](#the-package-section)\n\nIt names the package.\n\n## [Name](#n)\n\nLetters.\n"
    assert split(text)[-1].headings[0] == "The [package] section"
