"""Takes off what stands before every line of a page and says nothing of it: the mark of a quotation, the clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_QUOTED = re.compile(r"^\s{0,3}>[ \t]?")
_ALL = 0.8
_CLOCK = re.compile(
    r"^(?P<indent>\s*(?:[-*•]\s+)?)(?:um |at )?[\[(]?"
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?"
    r"(?:\s?(?:h|uhr)\b)?(?:\s*(?:-|–|to|bis)\s*\d{1,2}[:.h]\d\d(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:h|uhr)\b)?)?[\])]?"
    r"(?:\s*[-–—:|>]+\s+|\s+)(?=\S)",
    re.IGNORECASE,
)
_LISTED = re.compile(r"^\s*(?:[-*+•–]|\d{1,2}[.)])\s")
_FEWEST, _SHARE = 3, 0.3
_MINUTES, _DAY, _NOON, _ONE = 60, 24 * 60, 12 * 60, 13 * 60


def without_leads(lines: Sequence[str]) -> list[str]:
    """The lines without `> ` where all of a page is quoted: somebody passed it on."""
    left = list(lines)
    while (written := [line for line in left if line.strip()]) and (
        sum(_QUOTED.match(line) is not None for line in written) >= max(_FEWEST, _ALL * len(written))
    ):
        left = [_QUOTED.sub("", line) for line in left]
    return left


def without_clock(lines: Sequence[str]) -> list[str]:
    """The lines of minutes without the time that each was said at: "10:44 Gillian will ask".

    Times that are a part of what is said don't run on from line to line, or stand before a few lines only.
    """
    found = [_CLOCK.match(line) for line in lines]
    told = [_MINUTES * int(each["hour"]) + int(each["minute"]) for each in found if each]
    written = sum(1 for line in lines if line.strip() and not _LISTED.match(line))
    real = all(at < _DAY for at in told) and all(int(each["minute"]) < _MINUTES for each in found if each)
    on = all(later >= earlier or _NOON <= earlier < _ONE for earlier, later in pairwise(told))  # 12:50, then 1:10
    if not (real and on and len(set(told)) >= _FEWEST and len(told) >= _SHARE * written):
        return list(lines)
    return [each["indent"] + line[each.end() :] if each else line for each, line in zip(found, lines, strict=True)]
