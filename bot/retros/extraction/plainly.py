"""Tells lines with no mark before them that are notes of their own from sentences that run over several lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from bot.retros.extraction.faces import face_of
from bot.retros.extraction.headings import looks_like_heading
from bot.retros.extraction.log import Remark
from bot.retros.extraction.page import BULLET, HASHES
from bot.retros.extraction.sections import heading_of

WRAPPED = 55
"""A row that ran out of room is no shorter."""
_FEWEST, _BLOCKS = 3, 2
_MOSTLY = 0.6
_STOPS = re.compile(r"(?:(?<!\d)\.|[!:;,])\W*$")
_OTHER = re.compile(r"^\s*(?:\||>|->|=>|→|[-=_*]{3,}|<|```)")


def writes_small(remarks: Sequence[Remark]) -> bool:
    """Whether lines begin with a small letter though the line before had room left: none of them goes on with it."""
    return (
        sum(
            each.text.lstrip()[:1].islower() and (_apart(before, each) or len(before.text) < WRAPPED)
            for before, each in pairwise(remarks)
        )
        >= _FEWEST
    )


def plain_in(remarks: Sequence[Remark]) -> frozenset[str]:
    """The lines that are notes by themselves, on a page that has several blocks of such lines."""
    blocks = [block for block in _blocks(remarks) if _is_list(block)]
    if len(blocks) < _BLOCKS:
        return frozenset()
    return frozenset(each.id for each in remarks if not (_is_marked(each) or _STOPS.search(each.text)))


def cards_of(remarks: Sequence[Remark]) -> frozenset[str]:
    """The lines of a word or two that look like headings and open nothing: "Slow builds", right below another line."""
    cards = set[str]()
    for block in _blocks(remarks):
        listed = len(block) > 1 and all(map(_is_short, block))
        for each, after in zip(block, [*block[1:], None], strict=True):
            opens = after is not None and not (_is_short(after) or _is_head(after))
            if _is_short(each) and not opens and (listed or each is not block[0]):
                cards.add(each.id)
    return frozenset(cards)


def _is_short(remark: Remark) -> bool:
    text, bullet = remark.text.strip(), BULLET.match(remark.text)
    return looks_like_heading(text, bullet) and not text.endswith(":") and not text.isupper() and not _is_head(remark)


def _is_head(remark: Remark) -> bool:
    return (heading_of(remark.text) or face_of(remark.text) or HASHES.match(remark.text)) is not None


def _blocks(remarks: Sequence[Remark]) -> Iterator[list[Remark]]:
    """What stands together: rows with nothing between them."""
    block: list[Remark] = []
    for each in remarks:
        if block and _apart(block[-1], each):
            yield block
            block = []
        block.append(each)
    if block:
        yield block


def _is_list(block: Sequence[Remark]) -> bool:
    if len(block) < _FEWEST or any(map(_is_marked, block)):
        return False
    open_ = sum(_STOPS.search(each.text) is None for each in block)
    return open_ >= _MOSTLY * len(block) and median(len(each.text) for each in block) < WRAPPED


def _apart(before: Remark, each: Remark) -> bool:
    return int(each.id) > int(before.id) + 1


def _is_marked(remark: Remark) -> bool:
    return (BULLET.match(remark.text) or HASHES.match(remark.text) or _OTHER.match(remark.text)) is not None
