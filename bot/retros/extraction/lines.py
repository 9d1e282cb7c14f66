"""Takes a log apart into the smallest things that can be noted, each under the heading or question that it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.chat import Person
from bot.language.text import sentences
from bot.retros.extraction.arrows import closes
from bot.retros.extraction.calling import calls_on
from bot.retros.extraction.cards import card_in
from bot.retros.extraction.consent import accepts, refuses
from bot.retros.extraction.dates import MONTH, WEEKDAY
from bot.retros.extraction.faces import face_of
from bot.retros.extraction.giving import given_in
from bot.retros.extraction.headings import (
    Names,
    bare,
    moves_on,
    names_of,
    opened_by,
    parents_of,
    plain,
    titles_of,
)
from bot.retros.extraction.items import is_somebody, noted_in
from bot.retros.extraction.legend import legend_in, read_by
from bot.retros.extraction.log import Line, Log, Remark, Section
from bot.retros.extraction.moods import OPINIONS
from bot.retros.extraction.opinions import OWN_VIEW, Guess
from bot.retros.extraction.page import BULLET, HASHES, Page, open_heading
from bot.retros.extraction.pasted import without_quotes
from bot.retros.extraction.people import is_roster
from bot.retros.extraction.plainly import WRAPPED, cards_of, plain_in, writes_small
from bot.retros.extraction.promises import promise_in
from bot.retros.extraction.prose import TOPIC
from bot.retros.extraction.sections import (
    heading_of,
    marks_of,
    moods_in,
)
from bot.retros.extraction.sieve import is_aside, is_instruction, is_opener, is_small_talk
from bot.retros.extraction.signs import signs_in, unsigned
from bot.retros.extraction.tables import cells_of, is_separated, is_struck, separated

_ARROW = re.compile(r"^\s*(?:[-*•]\s*)?(?:->|-->|=>|→|➡️?|⇒|»)\s*(?P<rest>\S.*)$")
_RULED = re.compile(
    r"^\s*\+[-=+]{3,}\s*$|^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$|"
    r"^\s*(?!\*\*[-–]\*\*\s*$|__[-–]__\s*$)[-=_*]{3,}\s*$"
)
"""A line between parts; a minus in bold is a heading."""
_META = re.compile(
    r"^\s*[*_-]*(?:date|datum|apolog(?:y|ies)|absent|sprint|type|tags|time|place|location|when|where|title|author|"
    r"next (?:planning|retro\w*|meeting|sprint\w*))[*_]*\s*:",
    re.IGNORECASE,
)
_LEGEND = re.compile(r"^[\s>*_-]*(?:key|legend|legende|zeichen)[*_]*\s*:", re.IGNORECASE)
_COMING = re.compile(
    rf"^\W*(?:(?:the|our) )?next (?:planning|retro\w*|meeting|sprint\w*|refinement|review|time|one|session)"
    rf"(?:[*_]*\s*:|,? (?:(?:is|will be|takes place|on|at|am) )*(?:the )?(?:\d|(?:{WEEKDAY}|{MONTH})\w*\b))",
    re.IGNORECASE,
)
_UNDERLINED = re.compile(r"^\s*(?:={3,}|-{3,})\s*$")


def lines_of(log: Log, headings: Guess | None = None) -> list[list[Line]]:
    """The lines of each conversation: the notes as one, or a channel and each of its threads.

    `headings` reads what headings mean whose words aren't known.
    """
    names = names_of(log, headings)
    texts = [row for each in log.remarks if not each.by_bot for row in each.text.split("\n")]
    moods = moods_in(texts)
    legend = legend_in(texts) if log.kind == "notes" else {}
    if legend:
        log = log.model_copy(update={"remarks": read_by(legend, log.remarks)})
    elif signs_in(texts):
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
    streams = [_conversation(channel, moods, names, None, opened, people=log.people)]
    opened |= _faces_over(threads, channel)
    for root, replies in threads.items():
        part, under = opened.get(root), root in opened
        streams.append(_conversation(replies, moods, names, part, {}, people=log.people, under=under))
    return streams


def _faces_over(threads: Mapping[str, Sequence[Remark]], channel: Sequence[Remark]) -> dict[str, Section]:
    """The parts that faces open which somebody posted to be answered in threads; one alone is only a face."""
    faces = {each.id: face for each in channel if each.id in threads and (face := face_of(each.text))}
    return faces if len(set(faces.values())) > 1 else {}


def _conversation(  # noqa: PLR0913 (what is known of the whole log, and of this part of it)
    remarks: Sequence[Remark],
    moods: Mapping[str, Section],
    names: Names,
    section: Section | None,
    opened: dict[str, Section | None],
    *,
    people: Sequence[Person],
    under: bool = False,
) -> list[Line]:
    """What people say one after the other. A question for all opens a section, until whoever asked moves on."""
    found: list[Line] = []
    asked: str | None = None
    last, asker = section, ""
    for remark in remarks:
        if is_instruction(remark.text):
            continue
        lines = list(_said(remark, moods, names))
        if remark.by_bot:
            board = any(line.section for line in lines)
            found += [line for line in lines if line.section or (board and line.listed)]
            continue
        called_on = calls_on(remark.text, people)
        whole = called_on and calls_on(remark.text, people, whole=True)  # Rose is called; “mad?” isn’t Madeleine
        prompt = None if whole else opened_by(remark.text, names, people)
        if prompt and not (under and section):
            opened[remark.id] = prompt
            section, asked = prompt, remark.author.id if remark.author else ""
            last, asker = section, asked
            continue
        if called_on:
            found += lines  # whose turn it is changes nothing of what was asked
            continue
        if prompt is None and is_opener(remark.text) and not any(each.marked for each in lines):
            section, asked, last = None, None, None
            continue
        if (
            remark.author
            and remark.author.id == asked
            and not (is_small_talk(remark.text) or OWN_VIEW.match(remark.text))
        ):
            section, asked = None, None
        if remark.author and remark.author.id == asker and moves_on(remark.text):
            last = None
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


def _said(remark: Remark, moods: Mapping[str, Section], names: Names) -> Iterator[Line]:
    """The lines of one message: several, with headings of their own, where somebody or a board puts notes into it."""
    rows = [row for row in _PASTED.sub(" ", remark.text).split("\n") if row.strip()]
    if remark.author and not remark.by_bot:
        rows = without_quotes(rows)
    if len(rows) > 1 and (any(heading_of(row) for row in rows) or len({face_of(row) for row in rows} - {None}) > 1):
        page = Page()
        for line in (line for row in rows for line in _row(row, remark, page, moods)):
            yield line.model_copy(update={"listed": True}) if line.section else line  # a row is a note of its own
        return
    if remark.by_bot:
        card = card_in(remark.text)
        section = (heading_of(card.column) or names.get(bare(card.column))) if card else None
        if card and section:
            yield Line(text=card.note, remark=remark, section=section, votes=card.votes, marked=True)
            return
        noted = _BOARD.search(remark.text)
        section = heading_of(noted["column"]) if noted else None
        if noted and section:
            yield Line(text=noted["note"].strip(' "“”*_'), remark=remark, section=section, marked=True)
            return
    for row in rows:
        bullet = BULLET.match(row)
        text = bullet["rest"] if bullet else row
        marks = marks_of(text, moods)
        if marks:
            yield from (Line(text=said, remark=remark, section=part, marked=True) for part, said in marks)
        else:
            yield from (
                Line(text=each, remark=remark, listed=bool(bullet))
                for each in sentences(text)
                if not is_struck(each) or accepts(each) or refuses(each)  # a thumb alone is an answer
            )


_BOARD = re.compile(
    r"(?:\b(?:in|to|under|column)\s+)[*_\"“']*(?P<column>[A-Za-z][^*_\"”':\n]{1,30}?)"
    r"[*_\"”']*\s*[:–-]\s*(?P<note>\S.*)$",
    re.DOTALL,
)


def _notes(log: Log, moods: Mapping[str, Section], names: Names) -> list[Line]:
    """A page of notes, line by line."""
    remarks = log.remarks
    page = Page(
        names=names, parents=parents_of(remarks), titles=titles_of(remarks), people=log.people, plain=plain_in(remarks),
        cards=cards_of(remarks),
    )  # fmt: skip
    wrapped = not writes_small(remarks)
    found = list[Line]()
    in_front = bool(remarks) and remarks[0].id == "1" and remarks[0].text.strip() == "---"
    told_off, before = 0, 0
    listed_in_cells = is_separated([remark.text for remark in remarks])
    quoted = sum(_QUOTED.match(remark.text) is not None for remark in remarks) >= _FEWEST
    outlined = sum(_OUTLINE.match(remark.text) is not None for remark in remarks) >= _FEWEST
    for at, remark in enumerate(remarks):
        number = int(remark.id)
        if in_front:
            in_front = at == 0 or remark.text.strip() != "---"
            continue
        if is_instruction(remark.text) or (told_off and number == before + 1 and told_off == before):
            told_off = before = number  # what follows at once belongs to it
            continue
        if remark.author and not (at and remarks[at - 1].author):
            page.open(1, None)
            page.section = None
        if page.turned and TOPIC.match(remark.text):
            page.section, page.turned = None, False
        if page.section in _LISTS and _is_after(remark, found, page.section):
            page.section = None  # a paragraph below a list is none of its items
        before = number
        following = remarks[at + 1].text if at + 1 < len(remarks) else ""
        if (
            _UNDERLINED.match(following)
            and not BULLET.match(remark.text)
            and "|" not in remark.text
            and page.columns == ()
        ):
            page.open(2, page.named(remark.text))
            continue
        joined = _joined(found, remark) if wrapped else []
        if joined:
            found[-1:] = joined
            continue
        if (_RULED.match(following) and not following.startswith("+")) or remark.text.lstrip().startswith("||"):
            page.columns = ()  # the head of another table
        row = plain(separated(remark.text) if listed_in_cells else remark.text)
        row = _QUOTED.sub(r"\g<indent>- ", row) if quoted else row
        found += _row(_OUTLINE.sub(r"\g<indent>- ", row) if outlined else row, remark, page, moods)
    return found


_LISTS = frozenset({"went_well", "to_improve", "ideas", "decisions"})


def _is_after(remark: Remark, found: Sequence[Line], section: Section | None) -> bool:
    """Whether a paragraph stands below a list, apart from it."""
    if not found or (found[-1].listed, found[-1].section) != (True, section) or _is_next(remark, found[-1]):
        return False
    text = remark.text.rstrip()
    return (
        not (BULLET.match(text) or _OUTLINE.match(text))
        and text[:1].isalnum()
        and text.endswith((".", "!", "?"))
        and len(text) >= WRAPPED
    )


def _is_next(remark: Remark, line: Line) -> bool:
    return int(remark.id) == int(line.sources[-1]) + 1


_QUOTED = re.compile(r"^(?P<indent>\s*)>\s+(?=\S)")
"""Some write their lists so."""
_OUTLINE = re.compile(r"^(?P<indent>\s*)\d{1,2}(?:\.\d{1,2}){1,2}[.)]?\s+(?=\D)")
"""The numbers of minutes: "2.1 Go-live on schedule"."""
_FEWEST = 3


def _joined(found: list[Line], remark: Remark) -> list[Line]:
    """A line that goes on with the sentence before: prose that ran out of room."""
    if (
        not found
        or BULLET.match(remark.text)
        or HASHES.match(remark.text)
        or remark.text.lstrip().startswith(("|", ">", "#"))
    ):
        return []
    last = found[-1]
    end = int(last.sources[-1])
    goes_on = re.match(r"\s*(?!and\b|but\b|und\b|aber\b)[a-z(]", remark.text) and not _SPEAKS.match(remark.text)
    if (
        end != int(remark.id) - 1
        or last.text.rstrip()[-1:] in ".!?:;"
        or len(last.remark.text) < WRAPPED
        or not goes_on
    ):
        return []
    parts = sentences(f"{last.text} {remark.text.strip()}")
    first = last.model_copy(update={"text": parts[0], "also": (*last.also, remark.id)})
    return [first, *(Line(text=each, remark=remark, section=last.section) for each in parts[1:])]


_SPEAKS = re.compile(r"\s*@?[^\W\d_][\w'’.-]{1,15}\s*(?::|->|=>|→|\s[-–]\s)\s*\S")
"""A line that begins with a name is a new one, though it is written small."""


def _row(row: str, remark: Remark, page: Page, moods: Mapping[str, Section]) -> Iterator[Line]:
    """One row of a page: a heading, a table's row, or something noted."""
    text = row.strip()
    if not text or _RULED.match(row):
        return
    if "|" in text and (text.startswith("|") or text.count("|") > 1):
        yield from cells_of(text, remark, page)
        return
    page.columns = ()
    if (
        not (HASHES.match(row) or BULLET.match(row))
        and not is_somebody(text, page)
        and (noted := marks_of(text, moods))
        and not heading_of(noted[0][1])
    ):
        yield from _marked(noted, remark, page)
        return
    if open_heading(row, page, remark):
        return
    page.leave(row)
    if ((_META.match(text) or is_roster(text)) and not page.section) or _COMING.match(text) or _LEGEND.match(text):
        return
    arrow = _ARROW.match(row)
    if arrow and (opened := heading_of(arrow["rest"])):
        page.open(5, opened)
        return
    if arrow and page.section not in {"decisions", "skip"}:
        section: Section = "decisions" if closes(arrow["rest"]) else "actions"
        yield Line(text=arrow["rest"], remark=remark, section=section, listed=True)
        return
    yield from noted_in(row, remark, page, moods)


_SEVERAL = re.compile(
    r"\W*(?:decisions|agreements|beschlüsse|entscheidungen|actions|tasks|to-?dos|aufgaben)\b", re.IGNORECASE
)


def _marked(noted: Sequence[tuple[Section, str]], remark: Remark, page: Page) -> Iterator[Line]:
    """What prose says with a mark before it; a task that the sentences after it give to somebody is no part of it."""
    for part, said in noted:
        section: Section = "skip" if page.section == "skip" else part
        if _SEVERAL.match(remark.text) and section in {"decisions", "actions"}:
            yield from (Line(text=each, remark=remark, section=section, marked=True) for each in sentences(said))
            continue
        first, *rest = sentences(said) or (said,)
        if section in OPINIONS and any(given_in(each, page.people) or promise_in(each) for each in rest):
            yield Line(text=first, remark=remark, section=section, marked=True)
            yield from (Line(text=each, remark=remark, section=page.section) for each in rest)
        else:
            yield Line(text=said, remark=remark, section=section, marked=True)
