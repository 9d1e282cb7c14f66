"""Takes a log apart into the smallest things that can be noted, each under the heading or question that it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.chat import Person
from bot.language.text import sentences
from bot.retros.extraction.columns import column_of, is_done
from bot.retros.extraction.consent import refuses
from bot.retros.extraction.faces import face_of
from bot.retros.extraction.giving import given_in
from bot.retros.extraction.headings import (
    Names,
    bare,
    looks_like_heading,
    names_of,
    opened_by,
    parents_of,
    plain,
)
from bot.retros.extraction.log import Line, Log, Remark, Section
from bot.retros.extraction.moods import OPINIONS
from bot.retros.extraction.notes import PEOPLE
from bot.retros.extraction.opinions import Guess
from bot.retros.extraction.pasted import without_quotes
from bot.retros.extraction.prose import turn_in
from bot.retros.extraction.sections import (
    heading_of,
    mark_of,
    marks_of,
    moods_in,
    signs_in,
    unsigned,
)
from bot.retros.extraction.sieve import is_aside, is_instruction, is_opener, is_small_talk

_ARROW = re.compile(r"^\s*(?:[-*•]\s*)?(?:->|-->|=>|→|➡️?|⇒|»)\s*(?P<rest>\S.*)$")
_BULLET = re.compile(r"^(?P<indent>\s*)(?P<mark>[-*+•–‣▪◦]|\d{1,2}[.)]|\[[ xX]?\])\s+(?P<rest>\S.*)$")
_BOX = re.compile(r"^\[(?P<tick>[ xX✓]?)\]\s*(?P<rest>.*)$")
_HASHES = re.compile(r"^\s{0,3}(?P<level>#{1,6})\s+(?P<rest>\S.*)$")
_BOLD = re.compile(r"^\s*(?:\*\*|__|\*|_)(?P<rest>[^*_]+)(?:\*\*|__|\*|_)\s*:?\s*(?P<after>.*)$")
_STRUCK = re.compile(r"~~?[^~]+~~?")
_RULED = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$|^\s*[-=_*]{3,}\s*$")
_META = re.compile(
    r"^\s*[*_-]*(?:date|datum|apolog(?:y|ies)|absent|sprint|type|tags|time|place|location|when|where|title|author|"
    r"next (?:planning|retro\w*|meeting|sprint\w*))[*_]*\s*:",
    re.IGNORECASE,
)
_LEGEND = re.compile(r"^[\s>*_-]*(?:key|legend|legende|zeichen)[*_]*\s*:", re.IGNORECASE)
_COMING = re.compile(
    r"^\s*[*_-]*next (?:planning|retro\w*|meeting|sprint\w*|refinement|review)[*_]*\s*:", re.IGNORECASE
)
_UNDERLINED = re.compile(r"^\s*(?:={3,}|-{3,})\s*$")
_WRAPPED = 55


@dataclass(slots=True)
class _Page:
    """How far a page of notes was read: the sections that its headings opened, and the table it is in.

    `parents` are the items with items below them, `people` the names of those who may have a list of their own.
    """

    section: Section | None = None
    levels: list[tuple[int, Section | None]] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    names: Names = field(default_factory=dict)
    parents: frozenset[str] = frozenset()
    people: Sequence[Person] = ()

    def named(self, text: str) -> Section | None:
        """The section that a heading opens."""
        return heading_of(text) or face_of(text) or self.names.get(bare(text))

    def open(self, level: int, section: Section | None) -> None:
        """A heading: a deeper one of no known name stays in the section around it."""
        self.levels = [each for each in self.levels if each[0] < level]
        around = self.levels[-1][1] if self.levels else None
        self.levels.append((level, section or around))
        self.section = section or around


def lines_of(log: Log, headings: Guess | None = None) -> list[list[Line]]:
    """The lines of each conversation: the notes as one, or a channel and each of its threads.

    `headings` reads what headings mean whose words aren't known.
    """
    names = names_of(log, headings)
    texts = [row for each in log.remarks if not each.by_bot for row in each.text.split("\n")]
    moods = moods_in(texts)
    if signs_in(texts):
        log = log.model_copy(update={"remarks": tuple(map(unsigned, log.remarks))})
    if log.kind == "notes":
        return [_notes(log, moods, names)]
    threads: dict[str, list[Remark]] = {}
    channel: list[Remark] = []
    ids = {each.id for each in log.remarks}
    for remark in log.remarks:
        if remark.thread and remark.thread in ids:
            threads.setdefault(remark.thread, []).append(remark)
        else:
            channel.append(remark)
    opened: dict[str, Section | None] = {}
    streams = [_conversation(channel, moods, names, None, opened)]
    for root, replies in threads.items():
        streams.append(_conversation(replies, moods, names, opened.get(root), {}, under=root in opened))
    return streams


def _conversation(  # noqa: PLR0913 (what is known of the whole log, and of this part of it)
    remarks: Sequence[Remark],
    moods: Mapping[str, Section],
    names: Names,
    section: Section | None,
    opened: dict[str, Section | None],
    *,
    under: bool = False,
) -> list[Line]:
    """What people say one after the other. A question for all opens a section, until whoever asked moves on."""
    found: list[Line] = []
    asked: str | None = None
    last = section
    for remark in remarks:
        if is_instruction(remark.text):
            continue
        lines = list(_said(remark, moods))
        if remark.by_bot:
            board = any(line.section for line in lines)
            found += [line for line in lines if line.section or (board and line.listed)]
            continue
        prompt = opened_by(remark.text, names)
        if prompt and not (under and section):
            opened[remark.id] = prompt
            section, asked = prompt, remark.author.id if remark.author else ""
            last = section
            continue
        if prompt is None and is_opener(remark.text) and not any(each.marked for each in lines):
            section, asked, last = None, None, None
            continue
        if asked is not None and remark.author and remark.author.id == asked and not is_small_talk(remark.text):
            section, asked = None, None
        if is_aside(remark):
            found += [line.model_copy(update={"inside": False}) for line in lines if not line.section]
            continue
        under_it = None if section in OPINIONS and refuses(remark.text) else section
        kept = [
            line if line.section else line.model_copy(update={"section": under_it, "asked": last}) for line in lines
        ]
        if kept and kept[0].marked and "\n" not in remark.text:
            opened.setdefault(remark.id, None)
        found += kept
    return found


_PASTED = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
"""What somebody pasted isn't what they say."""


def _said(remark: Remark, moods: Mapping[str, Section]) -> Iterator[Line]:
    """The lines of one message: several, with headings of their own, where somebody or a board puts notes into it."""
    rows = [row for row in _PASTED.sub(" ", remark.text).split("\n") if row.strip()]
    if remark.author and not remark.by_bot:
        rows = without_quotes(rows)
    if len(rows) > 1 and any(heading_of(row) for row in rows):
        page = _Page()
        yield from (line for row in rows for line in _row(row, remark, page, moods))
        return
    if remark.by_bot:
        noted = _BOARD.search(remark.text)
        section = heading_of(noted["column"]) if noted else None
        if noted and section:
            yield Line(text=noted["note"].strip(' "“”*_'), remark=remark, section=section, marked=True)
            return
    for row in rows:
        bullet = _BULLET.match(row)
        text = bullet["rest"] if bullet else row
        marks = marks_of(text, moods)
        if marks:
            yield from (Line(text=said, remark=remark, section=part, marked=True) for part, said in marks)
        else:
            yield from (
                Line(text=each, remark=remark, listed=bool(bullet)) for each in sentences(text) if not _is_struck(each)
            )


_BOARD = re.compile(
    r"(?:\b(?:in|to|under|column)\s+)[*_\"“']*(?P<column>[A-Za-z][^*_\"”':\n]{1,30}?)"
    r"[*_\"”']*\s*[:–-]\s*(?P<note>\S.*)$",
    re.DOTALL,
)


def _is_struck(text: str) -> bool:
    return not any(each.isalnum() for each in _STRUCK.sub("", text))


def _notes(log: Log, moods: Mapping[str, Section], names: Names) -> list[Line]:
    """A page of notes, line by line."""
    remarks = log.remarks
    page, found = _Page(names=names, parents=parents_of(remarks), people=log.people), list[Line]()
    in_front = bool(remarks) and remarks[0].id == "1" and remarks[0].text.strip() == "---"
    told_off, before = 0, 0
    for at, remark in enumerate(remarks):
        number = int(remark.id)
        if in_front:
            in_front = at == 0 or remark.text.strip() != "---"
            continue
        if is_instruction(remark.text) or (told_off and number == before + 1 and told_off == before):
            told_off = before = number  # what follows at once belongs to it
            continue
        before = number
        following = remarks[at + 1].text if at + 1 < len(remarks) else ""
        if (
            _UNDERLINED.match(following)
            and not _BULLET.match(remark.text)
            and "|" not in remark.text
            and page.columns == ()
        ):
            page.open(2, page.named(remark.text))
            continue
        joined = _joined(found, remark)
        if joined:
            found[-1:] = joined
            continue
        found += _row(plain(remark.text), remark, page, moods)
    return found


def _joined(found: list[Line], remark: Remark) -> list[Line]:
    """A line that goes on with the sentence before: prose that ran out of room."""
    if (
        not found
        or _BULLET.match(remark.text)
        or _HASHES.match(remark.text)
        or remark.text.lstrip().startswith(("|", ">", "#"))
    ):
        return []
    last = found[-1]
    end = int(last.sources[-1])
    goes_on = re.match(r"\s*(?!and\b|but\b|und\b|aber\b)[a-z(]", remark.text) and not _SPEAKS.match(remark.text)
    if (
        end != int(remark.id) - 1
        or last.text.rstrip()[-1:] in ".!?:;"
        or len(last.remark.text) < _WRAPPED
        or not goes_on
    ):
        return []
    parts = sentences(f"{last.text} {remark.text.strip()}")
    first = last.model_copy(update={"text": parts[0], "also": (*last.also, remark.id)})
    return [first, *(Line(text=each, remark=remark, section=last.section) for each in parts[1:])]


_SPEAKS = re.compile(r"\s*@?[^\W\d_][\w'’.-]{1,15}\s*(?::|->|=>|→|\s[-–]\s)\s*\S")
"""A line that begins with a name is a new one, though it is written small."""


def _row(row: str, remark: Remark, page: _Page, moods: Mapping[str, Section]) -> Iterator[Line]:
    """One row of a page: a heading, a table's row, or something noted."""
    text = row.strip()
    if not text or _RULED.match(row):
        return
    if "|" in text and (text.startswith("|") or text.count("|") > 1):
        yield from _cells(text, remark, page)
        return
    page.columns = ()
    if (
        not (_HASHES.match(row) or _BULLET.match(row))
        and (noted := marks_of(text, moods))
        and not heading_of(noted[0][1])
    ):
        for part, said in noted:
            yield Line(text=said, remark=remark, section="skip" if page.section == "skip" else part, marked=True)
        return
    if _open_heading(row, page, parent=remark.id in page.parents):
        return
    if ((_META.match(text) or PEOPLE.match(text)) and not page.section) or _COMING.match(text) or _LEGEND.match(text):
        return
    arrow = _ARROW.match(row)
    if arrow and page.section not in {"decisions", "skip"}:
        yield Line(text=arrow["rest"], remark=remark, section="actions", listed=True)
        return
    yield from _noted(row, remark, page, moods)


def _noted(row: str, remark: Remark, page: _Page, moods: Mapping[str, Section]) -> Iterator[Line]:
    """Something noted: a list item, a box to tick, sentences."""
    bullet = _BULLET.match(row)
    text = bullet["rest"] if bullet else row.strip().lstrip("> ")
    box = _BOX.match(text)
    if box:
        text = box["rest"]
    if _is_struck(text):
        return
    done = bool((box and box["tick"].strip()) or (bullet and re.search(r"[xX]", bullet["mark"])))
    mark = mark_of(text, moods)
    section: Section | None = page.section
    if mark and section != "skip":
        section, text = mark
    elif box and section in {None, "actions"}:
        section = "actions"
    parts = sentences(text) if bullet and section == "decisions" else []
    told = page.people and all(len(each.split()) > 1 for each in parts)
    if told and any(given_in(each, page.people) for each in parts[1:]):
        yield from (Line(text=each, remark=remark, section=section, listed=True) for each in parts)
        return
    if mark and len(marks := marks_of(bullet["rest"] if bullet else row.strip(), moods)) > 1 and section != "skip":
        yield from (Line(text=said, remark=remark, section=part, marked=True) for part, said in marks)
        return
    if bullet or mark or box:
        yield Line(text=text, remark=remark, section=section, listed=bool(bullet), marked=bool(mark), done=done)
        return
    lead = _LEAD.match(text)
    titled = lead and section != "skip" and given_in(lead["rest"], page.people) is None
    if lead and titled and (opened := page.named(lead["lead"])):
        yield from (Line(text=each, remark=remark, section=opened) for each in sentences(lead["rest"]))
        return
    for sentence in sentences(text):
        turned = turn_in(sentence)
        if turned and not page.levels:
            page.section = turned[0]
            sentence = turned[1]  # noqa: PLW2901 (what is left of it)
        if sentence:
            yield Line(text=sentence, remark=remark, section=page.section)


_LEAD = re.compile(r"^(?P<lead>[^\W\d_][^:|.]{3,45}):\s+(?P<rest>\S.*)$")
"""A heading with its notes in one line: "Things people liked: the session on pricing. The new board."."""


def _open_heading(row: str, page: _Page, *, parent: bool) -> bool:
    """Whether a row is a heading; then the page is in its section."""
    text = row.strip()
    hashes, bold, bullet = _HASHES.match(row), _BOLD.match(row), _BULLET.match(row)
    if hashes:
        page.open(len(hashes["level"]), page.named(hashes["rest"]))
        return True
    if bullet and parent and any(bare(bullet["rest"]) == each.name.casefold() for each in page.people):
        return True  # whose items these are changes nothing
    section = page.named(text)
    if bullet and parent and (opened := page.named(bullet["rest"])):
        page.open(6 + len(bullet["indent"]), opened)
        return True
    if bold and not bold["after"].strip():
        page.open(4, section)
        return True
    if section and bullet and not text.endswith(":") and not re.match(r"\s*\d", bullet["mark"]):
        return False
    if section or (bullet and re.match(r"\d", bullet["mark"]) and heading_of(bullet["rest"])):
        page.open(5 if not bullet else 6, section or heading_of(bullet["rest"] if bullet else text))
        return True
    if looks_like_heading(text, bullet):
        page.open(5, None)
        page.section = None
        return True
    return False


def _cells(text: str, remark: Remark, page: _Page) -> Iterator[Line]:
    """A table: its head says what its columns are."""
    cells = [cell.strip() for cell in text.strip("|").split("|")]
    if not page.columns:
        known = tuple(column_of(cell) for cell in cells)
        parts = sum(1 for cell in cells if page.named(cell))
        page.columns = tuple(cells) if parts > 1 and not {"who", "when", "kind"} & set(known) else known
        return
    row = dict(zip(page.columns, cells, strict=False))
    if "what" in row:
        section = page.section
        if "kind" in row:
            section = page.named(row["kind"]) or section
        elif "who" in row or "when" in row:
            section = section or "actions"
        owner = row.get("who", "").strip(" *_-–—?") or None
        if row["what"] and not _is_struck(row["what"]):
            yield Line(
                text=row["what"], remark=remark, section=section, owner=owner, due=row.get("when") or None, listed=True,
                done=is_done(row.get("done", "")),
            )  # fmt: skip
        return
    for column, cell in zip(page.columns, cells, strict=False):
        section = page.named(column)
        if section and cell and not _is_struck(cell):
            for part in re.split(r"<br\s*/?>|\s*•\s*", cell):
                if part.strip():
                    yield Line(text=part.strip(), remark=remark, section=section, listed=True)
