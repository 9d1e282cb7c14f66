"""Finds the headings of notes by their place on the page, and what each opens by its words or else by its meaning."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import get_args

from bot.chat import Person
from bot.language.text import sentences
from bot.retros.extraction.calling import without_call
from bot.retros.extraction.cards import card_in
from bot.retros.extraction.log import Log, Remark, Section
from bot.retros.extraction.opinions import Guess
from bot.retros.extraction.rounds import round_in
from bot.retros.extraction.sections import LONGEST, heading_of, question_of

Names = Mapping[str, Section]
"""The part that each heading opens, by the heading's bare words."""

_SURE, _DOUBTLESS = 0.55, 0.8
_MOST_WORDS = 7
_SECTIONS: Mapping[str, Section] = {"decision": "decisions", "action": "actions"}
_HASHES = re.compile(r"^\s{0,3}#{1,6}\s+(?P<rest>\S.*)$")
_WIKI = re.compile(r"^\s*h(?P<level>[1-6])\.\s+(?P<rest>\S.*)$")
_BETWEEN_RULES = re.compile(r"^\s*(?P<rule>[-=~])(?P=rule)+\s*(?P<rest>[^\W_].{0,60}?)\s*(?P=rule){2,}\s*$")
_TAGGED = re.compile(r"^\s*<h(?P<level>[1-6])(?: [^>]*)?>(?P<rest>[^<]+)</h[1-6]>\s*$", re.IGNORECASE)
_NESTED = re.compile(r"^\s*(?P<marks>\*{2,5}|-{2,3})\s+(?P<rest>\S.*)$")
"""A wiki's item below an item: "** like this"."""
_ESCAPED = re.compile(r"\\([\[\]*_#()~])")
_MENTION = re.compile(r"<@(?P<id>[A-Z0-9]{5,})(?:\|(?P<name>[^>]+))?>")
_BOLD = re.compile(r"^\s*(?:\*\*|__|\*|_)(?P<rest>[^*_]+)(?:\*\*|__|\*|_)\s*:?\s*$")
_ITEM = re.compile(r"^(?P<indent>\s*)(?:[-*+•–‣▪◦·・●○►▸]|\d{1,2}[.)])\s+(?P<rest>\S.*)$")
_COLON = re.compile(r"^\s*(?P<rest>[^\W\d_][^:|]{2,60}):\s*$")
_LEAD = re.compile(r"^\s*(?P<rest>[^\W\d_][^:|.]{3,45}):\s+\S")
_ASKED = re.compile(r"^[^?.!]*\?(?:\W|:[a-z_]+:)*(?:[^?.!]{0,40})$")
_TITLED = re.compile(r"\bretro|\d", re.IGNORECASE)
_ANSWERS = 2
"""Replies in its thread from which a question was one for all."""
_RULE = re.compile(r"^\s*\|?[\s:|-]{3,}\|?\s*$")


def bare(text: str) -> str:
    """A heading without marks, numbers and pictures."""
    return re.sub(r"^\W+|\W+$", "", re.sub(r"^[\W\d]*|[*_#`]+|:[a-z_]+:", "", text)).casefold()


def plain(text: str) -> str:
    """A wiki's headings, heads of tables and nested items as Markdown has them: `h2. Title`, `|| a || b ||`, `** a`."""
    text = _ESCAPED.sub(r"\1", text)
    wiki = _WIKI.match(text) or _TAGGED.match(text)
    if wiki:
        return f"{'#' * int(wiki['level'])} {wiki['rest']}"
    if ruled := _BETWEEN_RULES.match(text):
        return f"## {ruled['rest']}"
    if nested := _NESTED.match(text):
        return f"{'  ' * len(nested['marks'])}* {nested['rest']}"
    text = _MENTION.sub(lambda found: f"@{found['name'] or found['id']}", text)
    return text.replace("||", "|") if text.lstrip().startswith("||") else text


def without_numbers(lines: Sequence[str]) -> list[str]:
    """A wiki’s numbered items as others have them: where `h2. Title` is a heading, `# like this` is none."""
    if not any(_WIKI.match(line) for line in lines):
        return list(lines)
    return [_NUMBERED_ITEM.sub(lambda found: f"{'  ' * (len(found['marks']) - 1)}- ", line) for line in lines]


_NUMBERED_ITEM = re.compile(r"^\s*(?P<marks>#{1,3})\s+(?=\S)")


def names_of(log: Log, headings: Guess | None) -> Names:
    """What every heading of these notes opens whose words don't say it; empty without a sentence model."""
    if headings is None:
        return {}
    asked = {bare(text): text for text in _headings(log) if heading_of(text) is None}
    asked = {key: text for key, text in asked.items() if key and len(key.split()) <= _MOST_WORDS}
    told = dict(zip(asked, headings(list(asked)), strict=True)) if asked else {}
    found: dict[str, Section] = {}
    for key, likely in told.items():
        best = max(likely, key=lambda kind: likely[kind])
        section = _SECTIONS.get(best) or next((each for each in get_args(Section) if each == best), None)
        if section and likely[best] >= (_DOUBTLESS if _is_question(asked[key]) else _SURE):
            found[key] = section
    return found


def _headings(log: Log) -> Iterator[str]:
    rows = [(plain(row), remark) for remark in log.remarks for row in remark.text.split("\n")]
    notes = log.kind == "notes"
    counted = set(_counted(rows)) if notes else set[int]()
    answered = Counter(remark.thread for remark in log.remarks if remark.thread and not remark.by_bot)
    for at, (row, remark) in enumerate(rows):
        if not notes and "\n" not in remark.text:
            if remark.by_bot and (card := card_in(row)):
                yield card.column
            elif is_title(row) or (answered[remark.id] >= _ANSWERS and _is_question(row)):
                yield row
            continue
        following = rows[at + 1][0] if at + 1 < len(rows) else ""
        found = _HASHES.match(row) or _BOLD.match(row) or _COLON.match(row) or (_LEAD.match(row) if notes else None)
        item = _ITEM.match(row)
        if at == 0 and notes and _TITLED.search(row):
            continue  # the title
        if found:
            yield found["rest"]
        elif item and (at in counted or _deeper(item, following)):
            yield item["rest"]
        elif "|" in row and (_RULE.match(following) or remark.text.lstrip().startswith("||")):
            yield from (cell for cell in row.strip().strip("|").split("|") if cell.strip())
        elif notes and not item and "|" not in row and _stands_alone(at, rows):
            yield row


def _is_question(row: str) -> bool:
    """Whether a message asks something, and says little else."""
    return _ASKED.match(row) is not None


def is_title(row: str) -> bool:
    """Whether a message is set like a heading: bold or behind hashes, and nothing else in it."""
    return (_BOLD.match(row) or _HASHES.match(row)) is not None


def looks_like_heading(text: str, bullet: re.Match[str] | None) -> bool:
    """A short line that ends in a colon, or is written in capitals, opens something that has no place here."""
    if len(text.split()) > 6 or (bullet and not re.match(r"\d", bullet["mark"])):  # noqa: PLR2004 (a title is short)
        return False
    letters = [each for each in text if each.isalpha()]
    capitals = len(letters) > 3 and all(each.isupper() for each in letters)  # noqa: PLR2004 (an acronym is shorter)
    titled = re.fullmatch(r"(?:\d{1,2}[.)]\s+)?[A-Z][\w'’ /&-]{2,40}", text) is not None and len(text.split()) <= 2  # noqa: PLR2004
    return capitals or text.endswith(":") or titled


def _deeper(item: re.Match[str], following: str) -> bool:
    below = _ITEM.match(following)
    return below is not None and len(below["indent"].expandtabs(4)) > len(item["indent"].expandtabs(4))


def _stands_alone(at: int, rows: Sequence[tuple[str, Remark]]) -> bool:
    """Whether a line opens a block: nothing stands right before it, and something right after."""
    return _opens(at, rows) and not rows[at][0].rstrip().endswith((".", "!"))


def _is_apart(at: int, rows: Sequence[tuple[str, Remark]]) -> bool:
    """Whether nothing stands right before a line, and nothing right after it."""
    numbers = [int(rows[each][1].id) if 0 <= each < len(rows) else None for each in (at - 1, at, at + 1)]
    before, here, after = numbers
    apart = (before is None or before < (here or 0) - 1) and (after is None or after > (here or 0) + 1)
    return apart and not rows[at][0].rstrip().endswith((".", "!", ","))


def _opens(at: int, rows: Sequence[tuple[str, Remark]]) -> bool:
    number = int(rows[at][1].id)
    before = int(rows[at - 1][1].id) if at else number - 2
    after = int(rows[at + 1][1].id) if at + 1 < len(rows) else number + 2
    return before < number - 1 and after == number + 1


def parents_of(remarks: Sequence[Remark]) -> frozenset[str]:
    """The items of lists that have items of their own below them, on the page or by what they say."""
    found = set(_levelled(remarks))
    for remark, following in pairwise(remarks):
        item = _ITEM.match(plain(remark.text))
        if item and _deeper(item, plain(following.text)):
            found.add(remark.id)
    return frozenset(found)


def titles_of(remarks: Sequence[Remark]) -> frozenset[str]:
    """The lines that open blocks as the page’s known headings do, over lists or plain lines, by whatever name."""
    rows = [(plain(remark.text), remark) for remark in remarks]
    alone = {at: row for at, (row, _) in enumerate(rows[:-1]) if _stands_alone(at, rows) and _TITLE.match(row)}
    apart = [at for at, (row, _) in enumerate(rows[:-1]) if _is_apart(at, rows) and _TITLE.match(row)]
    if sum(heading_of(rows[at][0]) is not None for at in apart) > 1 and len(apart) * _SPARSE <= len(rows):
        alone |= {at: rows[at][0] for at in apart if at}
    listed = {at for at in alone if _ITEM.match(rows[at + 1][0])}
    known = {at for at, row in alone.items() if heading_of(row)}
    below = {at + 1 for at in set(apart) & set(alone)}
    blocks = sum(1 for at in range(len(rows) - 1) if _opens(at, rows) and at not in below) + len(below)
    over = set(alone) if len(alone) >= max(_BLOCKS, _MOSTLY * blocks) else listed
    found = frozenset(rows[at][1].id for at in over) if known & over else frozenset()
    return found | {rows[at][1].id for at in _counted(rows)}


def _counted(rows: Sequence[tuple[str, Remark]]) -> list[int]:
    """The parts of a page that are numbered from one, each with lines of its own below it."""
    found: list[int] = []
    for at, (row, _) in enumerate(rows[:-1]):
        item = _NUMBERED.match(row)
        if item and int(item["number"]) == len(found) + 1 and (not found or at > found[-1] + 1):
            found.append(at)
        elif item:
            return []
    return found if len(found) >= _BLOCKS and any(heading_of(rows[at][0]) for at in found) else []


_NUMBERED = re.compile(r"^(?P<number>\d{1,2})[.)]\s+(?P<rest>\S.*)$")
_BLOCKS, _MOSTLY, _SPARSE = 3, 0.6, 2
"""A page of blocks most of which begin with a few words has them for headings."""
_TITLE = re.compile(r"^\s{0,3}[^\W_][\w'’&/()?,+-]{0,30}(?: [\w'’&/()?,+-]{1,30}){0,5}$")


def _levelled(remarks: Sequence[Remark]) -> Iterator[str]:
    """The names of parts, where a program has put them and all that stood under them into one list."""
    rows = {remark.id: plain(remark.text) for remark in remarks}
    items = {id_: item for id_, row in rows.items() if (item := _ITEM.match(row))}
    parts = {id_: section for id_, item in items.items() if (section := _part(item["rest"]))}
    elsewhere = any(heading_of(row) for id_, row in rows.items() if id_ not in items)
    if not elsewhere and len(set(parts.values())) > 1 and next(iter(items)) in parts:
        yield from parts


def _part(text: str) -> Section | None:
    return heading_of(text) if len(text.split()) <= _NAMED_IN else None


_NAMED_IN = 4
_ASKS = re.compile(
    r"\?|:\s*(?::[a-z_]+:|\W)*$|^\s*(?:[*_]|\d[.)]|#)|[*_]\s*(?::[a-z_]+:|\W)*$|^:[a-z_]+:", re.IGNORECASE
)
_UNMARKED = re.compile(
    r"^(?:what(?! (?:we|i|they|he|she|works|helps)\b)|was)\b(?!.* (?:about|with)\b)"
    r"(?!.{2,}\b(?<!what )(?<!was )(?:was|were|is|are|war|ist)\b)|"
    r"^any(?:thing|one)? (?:(?:else )?to \w+|(?:that|which|we|you)\b.+|(?:ideas?|suggestions?|wishes|proposals?))$|"
    r"^(?:(?:start )?with |on to |moving to |for )?(?:the |our |your )?(?:glads|sads|mads|goods|bads|highs|lows|"
    r"highlights|lowlights|positives|negatives|ups|downs|up ?sides|down ?sides|improvements|ideas|suggestions|wishes|"
    r"proposals|blockers|problems|issues|pains|actions|(?:good|bad) (?:stuff|things|bits|news)|ideen|vorschläge|"
    r"probleme|maßnahmen)$",
    re.IGNORECASE,
)
"""A question without its mark, or nothing but the name of a part."""
_LEADS = re.compile(
    r"^(?:(?:(?:ok(?:ay)?|right|alright|so|now|and|then|next|first)\b[,.:!]?|\w+[,!]|let['’]?s do)\s+)+", re.IGNORECASE
)
_TRAILS = re.compile(r"\s+(?:first|now|next|then|please|bitte)$", re.IGNORECASE)
_FEW, _LED_UP = 9, 14  # words of the question, and with what leads up to it
_ADVANCE = re.compile(
    r"\b(?:let['’]?s (?:start|begin|move on|go)|(?:now|next|first)[,:]? (?:up|on to|the)?)", re.IGNORECASE
)


def opened_by(text: str, names: Names, people: Sequence[Person] = ()) -> Section | None:
    """The section that a message opens for all: "What went well?", "*Actions* - please with a name!"."""
    line = without_call(text.strip(), people)
    if "\n" in line:
        return None
    if (is_title(line) or _is_question(line)) and (opened := names.get(bare(line))):
        return opened
    moves_on = _ADVANCE.search(line) is not None
    said = sentences(line)[-1] if moves_on else line  # what leads up to it is no part of it
    asks = len(line) <= LONGEST and _ASKS.search(line)  # it takes the square of signs without end
    named = heading_of(said) if moves_on or asks else None
    return named or question_of(line) or _unmarked(line) or round_in(line)


_MOVES_ON = re.compile(
    r"\?|^\W*(?:(?:ok(?:ay)?|right|alright|so|cool|great|thanks|gut|also|dann|danke)\b[\s,.:!]+){1,2}(?:so|then|let|we|"
    r"that|i['’]?ll|enough|now|dann|ich|wir|jetzt)\b",
    re.IGNORECASE,
)


def moves_on(text: str) -> bool:
    """Whether somebody who asked for a part asks something else now, or sums up: no more answers are waited for."""
    return _MOVES_ON.search(text) is not None


def _unmarked(line: str) -> Section | None:
    """What a question without its mark opens, or the bare name of a part: "ok what didn't work", "negatives now"."""
    if len(line.split()) > _LED_UP:
        return None
    said = _TRAILS.sub("", _LEADS.sub("", (sentences(line) or [""])[-1].rstrip(" .!:)")))
    if len(said.split()) > _FEW or not _UNMARKED.search(said):
        return None
    return heading_of(said) or question_of(f"{said}?")
