"""Whatever somebody hands in as notes: it is read, and what is found stands in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.retros.extraction.notes import read_notes
from bot.retros.extraction.summary import summarise

marks = st.sampled_from(
    [
        "", "- ", "* ", "  - ", "1. ", "> ", "# ", "## ", "h2. ", "-> ", "[ ] ", "- [x] ", "**", "| ", "|| ", "--- ",
        "<h2>", "10:44 ", "[10:45] ", "12:59 - ", "06/03/2026, 10:46 - ", "Ana: ", "<bo> ", "@cy ", "[Ana] ", "Ana\t",
    ]
)  # fmt: skip
words = st.sampled_from(
    [
        "Actions", "Went well", "To improve", "Who", "Who | What", "What", "When", "Ana", "bo", "Cy Park", "",
        "will send the report by Friday", "the builds are slow", "agreed: no deploys on Fridays", "to ask Legal", "yep",
        "I'll do it", "can you look at it?", "there: Ana, Bo, Cy", "WEBVTT", "00:00:01.000 --> 00:00:02.000",
        "|---|---|", "```", "===", "Column,Card,Votes", ",", '"',
    ]
)  # fmt: skip
ends = st.sampled_from(["", ".", ":", " |", " -> bo", " (Ana)", " (bo, 13 March)", " ---", "</h2>", "  ", "**"])
pages = st.lists(st.tuples(marks, words, ends).map("".join), max_size=14)


@given(pages)
def test_any_page_is_read_and_what_is_found_stands_in_it(lines: list[str]) -> None:
    log = read_notes("retro 2026-03-06.md", "\n".join(lines), "Europe/London")
    whole = _bare("".join(lines))
    assert all(_bare(remark.text) in whole for remark in log.remarks), "people's words are read as they stand"
    made = summarise(log)
    ids = {remark.id for remark in log.remarks}
    found = [(each.text, each.sources) for each in made.actions]
    found += [(each.text, each.sources) for each in made.decisions]
    found += [(each.text, each.sources) for each in made.items]
    assert all(text.strip() and set(sources) <= ids for text, sources in found)


def _bare(text: str) -> str:
    return "".join(each for each in text if each.isalnum())
