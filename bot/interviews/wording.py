"""Better words for lines of a brief, kept as long as the rules' own line says what it said then."""

from __future__ import annotations

from collections.abc import Iterable

from bot.interviews.brief import Brief
from bot.interviews.moves import Wording


def with_wordings(brief: Brief, wordings: Iterable[Wording]) -> Brief:
    """The brief with the lines worded anew that still say what they said then."""
    better = {(one.section, one.was, one.sources): one.text for one in wordings}
    if not better:
        return brief
    sections = {
        section: tuple(
            line.model_copy(update={"text": better.get((section, line.text, line.sources), line.text)})
            for line in lines
        )
        for section, lines in brief.sections.items()
    }
    return brief.model_copy(update={"sections": sections})
