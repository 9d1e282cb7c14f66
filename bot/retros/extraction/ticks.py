"""The ticks, crosses and boxes that people put before or after a task, by hand or as their wiki writes them."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

State = Literal["open", "done", "refused"]

_BOX = re.compile(r"^\[(?P<tick>[ xX✓✔~-]?)\]\s*(?P<rest>.*)$", re.DOTALL)
_WIKI = re.compile(r"^\((?P<tick>/|x|X|✓|✔)\)\s*(?P<rest>\S.*)$", re.DOTALL)
_PICTURE = re.compile(
    r"^(?P<tick>[☐⬜◻▢✅☑✔✓❌✖✗✘]|:(?:white_check_mark|heavy_check_mark|ballot_box_with_check|x|"
    r"negative_squared_cross_mark|white_large_square|white_square):)\ufe0f?\s*(?P<rest>\S.*)$",
    re.DOTALL,
)
_EMPTY = frozenset("☐ ⬜ ◻ ▢ :white_large_square: :white_square:".split())
_CROSSES = frozenset("❌ ✖ ✗ ✘ x X :x: :negative_squared_cross_mark:".split())
_CLOSED = re.compile(
    r"(?<!\s)\s*(?:[([–—:,-]\s*(?:is |all |already |schon )?(?:done|closed|finished|completed|erledigt|dropped|"
    r"cancelled|canceled|obsolete|hinfällig)\b[^()\]]{0,40}[)\]]?|\s(?:DONE|✅|☑|✔|✓|:white_check_mark:|"
    r":heavy_check_mark:)\ufe0f?)\s*[.!]?$"
)


class Tick(NamedTuple):
    """How it stands with a task, and its words without the mark."""

    state: State
    rest: str


def tick_of(text: str, *, pictures: bool) -> Tick | None:
    """The mark before a task: "[x] …", "(/) …", "(x) …"; with `pictures` also "✅ …", which elsewhere only praises."""
    if box := _BOX.match(text):
        state: State = "open" if not box["tick"].strip() else "refused" if box["tick"] in "~-" else "done"
        return Tick(state, box["rest"])
    if wiki := _WIKI.match(text):
        return Tick("refused" if wiki["tick"] in _CROSSES else "done", wiki["rest"])
    if pictures and (picture := _PICTURE.match(text)):
        tick = picture["tick"]
        return Tick("open" if tick in _EMPTY else "refused" if tick in _CROSSES else "done", picture["rest"])
    return None


def is_closed(text: str) -> bool:
    """Whether a task ends by saying that it is done: "… (done)", "… – erledigt", "… ✅"."""
    return _CLOSED.search(text) is not None
