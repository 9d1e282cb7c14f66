"""Which actions of retrospectives touch an item of the sprint."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.text import one_line
from bot.sprints.digest import Gathered
from bot.sprints.outlook import Agreed
from bot.sprints.rules import Item, references, stems

_ACTION = re.compile(r"^\s*[-*]\s+\[ \]\s+(.+)$", re.MULTILINE)


def open_actions(text: str, item: Item, common: frozenset[str]) -> list[str]:
    """Unticked actions of a retrospective that touch the item; `common` words say nothing about one item."""
    wanted = stems(item.text) - common
    ids = set(references(item.text)) | {item.id}
    return [
        each
        for each in map(one_line, _ACTION.findall(text))
        if ids & set(references(each)) or _touches(wanted, re.sub(r"\(owner:.*?\)", "", each))
    ]


def with_agreed(gathered: Sequence[Gathered], agreed: Sequence[Agreed]) -> list[Gathered]:
    """Each item with what was agreed elsewhere and touches it."""
    common = common_stems([each.item for each in gathered])
    found = []
    for each in gathered:
        more = [
            (action, one.cite)
            for one in agreed
            for action in open_actions(f"- [ ] {one_line(one.text)}", each.item, common)
        ]
        found.append(each.model_copy(update={"actions": (*each.actions, *more)}) if more else each)
    return found


def _touches(wanted: frozenset[str], action: str) -> bool:
    """Two words in common, or a name that stands in the middle of the action."""
    names = stems(" ".join(re.findall(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b", action)))
    return len(wanted & stems(action)) >= 2 or bool(wanted & names)  # noqa: PLR2004 (one common word is chance)


def common_stems(items: Sequence[Item]) -> frozenset[str]:
    """Words that many items of a sprint have in common."""
    counts: dict[str, int] = {}
    for item in items:
        for stem in stems(item.title):
            counts[stem] = counts.get(stem, 0) + 1
    return frozenset(stem for stem, count in counts.items() if count > max(2, len(items) // 2))
