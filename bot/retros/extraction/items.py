"""Reads one row of a page of notes: a list item, a box to tick, what somebody says, sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.language.text import sentences
from bot.retros.extraction.arrows import after_arrow
from bot.retros.extraction.carried import carried
from bot.retros.extraction.giving import given_in
from bot.retros.extraction.log import Line, Remark, Section
from bot.retros.extraction.names import CAPITAL
from bot.retros.extraction.page import BULLET, Page
from bot.retros.extraction.prose import turn_in
from bot.retros.extraction.reported import reported_in
from bot.retros.extraction.sections import heading_of, mark_of, marks_of, question_of
from bot.retros.extraction.tables import is_struck, without_struck
from bot.retros.extraction.ticks import is_closed, tick_of

_BOLD_NAME = re.compile(r"^(?:\*{1,2}|_{1,2})(?P<who>@?[^\W\d_][\w'’. -]{0,30}):?(?:\*{1,2}|_{1,2}):?\s+(?=\S)")
"""Whose task it is, in bold before it."""
_BOLD_LEAD = re.compile(r"^(?:\*{1,2}|_{1,2})(?P<who>[^*_]{1,40}?)(?:\*{1,2}|_{1,2})\s*(?P<dash>[–—-])\s+(?=\S)")
_FIRSTLY = re.compile(
    r"^(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth|finally|lastly|next|also|in addition|moreover|erstens|"
    r"zweitens|drittens),\s+(?=\S)",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"\b(?:owners?|assignee|assigned to|responsible|dri|verantwortlich|verantw\.?|zuständig)\s*:\s*@?[^\W\d_]",
    re.IGNORECASE,
)
"""Whose task it is: no other note says that."""
_SPOKEN = re.compile(
    r"^(?:\*{1,2}|_{1,2})@?[A-ZÀ-Þ][\w'’.-]*(?: [A-ZÀ-Þ][\w'’.-]*)?(?::[*_]{1,2}|[*_]{1,2}:)\s+(?P<said>\S.*)$"
)
"""Who said it, in bold: "**Tam:** maybe a lock on the environment?"."""
_POINTER = re.compile(
    r"^(?:\((?:optional|stretch|nice to have|if time|new|neu)\)\s*|"
    r"[\U0001f300-\U0001faff\u2600-\u27bf\u2b00-\u2bff]\ufe0f?\s*)+"
)
"""A picture that only points to a task: "👉 Milo – …"."""
_NOBODY = re.compile(r"^\?+\s*[:–—-]\s")


def is_somebody(text: str, page: Page, *, says: bool = False) -> bool:
    """Whether a line begins with one of the people: whose initials are AP has no action point.

    `says`: they may as well be what a sentence is about.
    """
    lead = re.match(rf"@?(?P<who>[^\W\d_][\w'’.-]*)\s*{'' if says else '[:/–-]'}", text)
    return lead is not None and any(lead["who"] in {each.name, *each.name.split()[:1]} for each in page.people)


class _Note(NamedTuple):
    """A row without its bullet, box and mark, and what these say."""

    text: str
    section: Section | None
    whole: str
    listed: bool
    ticked: bool
    marked: bool
    done: bool


def noted_in(row: str, remark: Remark, page: Page, moods: Mapping[str, Section]) -> Iterator[Line]:
    """What a row notes."""
    note = _read(row, page, moods)
    if note is None:
        return
    if remark.id in page.plain and note.section not in {None, "skip"}:
        note = note._replace(listed=True)
    for lines in (
        _said(note, remark),
        _with_tasks(note, remark, page),
        _one_by_one(note, remark, page, moods),
        _arrowed(note, remark, page),
        _alone(note, remark),
    ):
        if lines:
            yield from lines
            return
    yield from _told(note, remark, page)


def _read(row: str, page: Page, moods: Mapping[str, Section]) -> _Note | None:
    bullet = BULLET.match(row)
    whole = bullet["rest"] if bullet else row.strip()
    task = page.section == "actions"
    text = whole if bullet else whole.lstrip("> ")
    tick = tick_of(text, pictures=task) or (tick_of(row.strip(), pictures=False) if bullet else None)
    text = tick.rest if tick else text
    if is_struck(text):
        return None
    text = _as_task(text, page, moods, owned=bool(bullet or tick)) if task else text
    done = bool((tick and tick.state != "open") or (task and is_closed(text)))
    mark = None if is_somebody(text, page) else mark_of(text, moods)
    section: Section | None = page.section
    if mark and section != "skip":
        section, text = mark
    elif section == "skip" and bullet and (kept := carried(text)):
        section, text = "actions", kept
    elif (tick and section in {None, "actions"}) or (bullet and section != "skip" and _OWNED.search(text)):
        section = "actions"
    return _Note(text, section, whole, bool(bullet), bool(tick), bool(mark), done)


def _as_task(text: str, page: Page, moods: Mapping[str, Section], *, owned: bool) -> str:
    """A row under "actions" with its owner before a colon, however that is written."""
    text = _BOLD_LEAD.sub(r"\g<who> \g<dash> ", without_struck(text))
    text = _BOLD_NAME.sub(r"\g<who>: ", _POINTER.sub("", text))
    text = text.replace(" / ", " – ") if text.count(" / ") == 2 else text  # noqa: PLR2004 (who, what and when)
    return f"{page.owner}: {text}" if page.owner and owned and mark_of(text, moods) is None else text


def _said(note: _Note, remark: Remark) -> Sequence[Line]:
    if note.listed or note.marked or note.ticked or note.section == "skip":
        return ()
    spoken = _SPOKEN.match(note.text)
    return (Line(text=spoken["said"], remark=remark, section=note.section, listed=True),) if spoken else ()


def _with_tasks(note: _Note, remark: Remark, page: Page) -> Sequence[Line]:
    """A decision, and in the sentences after it who does what about it."""
    parts = sentences(note.text) if note.listed and note.section == "decisions" else ()
    told = page.people and all(len(each.split()) > 1 for each in parts)
    if not told or not any(given_in(each, page.people) for each in parts[1:]):
        return ()
    return [Line(text=each, remark=remark, section=note.section, listed=True) for each in parts]


def _one_by_one(note: _Note, remark: Remark, page: Page, moods: Mapping[str, Section]) -> Sequence[Line]:
    """Several marked parts in a row, or what several people say under one mark."""
    if not note.marked or note.section == "skip":
        return ()
    marks = marks_of(note.whole, moods)
    if len(marks) > 1:
        return [Line(text=said, remark=remark, section=part, marked=True) for part, said in marks]
    parts = sentences(note.text)
    if len(parts) > 1 and all(is_somebody(each, page, says=True) for each in parts):
        return [Line(text=each, remark=remark, section=note.section, marked=True) for each in parts]
    return ()


def _arrowed(note: _Note, remark: Remark, page: Page) -> Sequence[Line]:
    if note.section in {"actions", "decisions", "skip"} or not (note.listed or note.section):
        return ()
    pointed = after_arrow(note.text, page.people)
    if pointed is None:
        return ()
    before = Line(text=pointed.before, remark=remark, section=note.section, listed=note.listed)
    after = Line(text=pointed.after, remark=remark, section=pointed.section, listed=True)
    return (before, after) if pointed.before != pointed.after else (after,)


def _alone(note: _Note, remark: Remark) -> Sequence[Line]:
    if not (note.listed or note.marked or note.ticked or (note.section == "actions" and _NOBODY.match(note.text))):
        return ()
    return (
        Line(
            text=note.text, remark=remark, section=note.section, listed=note.listed, marked=note.marked, done=note.done
        ),
    )


def _titled(note: _Note, page: Page) -> tuple[Section, Sequence[str]] | None:
    """A heading or a question with its notes in one line, and these: "Next steps: Bo writes to them; Cy calls"."""
    lead = _LEAD.match(note.text) if note.section != "skip" else None
    if lead and is_somebody(note.text, page):
        return None  # Rose is no column where she is there
    if lead is None:
        asked = _ASKED.match(note.text) if note.section != "skip" else None
        if asked is None or not is_somebody(asked["rest"], page):
            return None
        section = heading_of(asked["asked"]) or question_of(asked["asked"])
        return (section, (asked["rest"],)) if section else None
    tasks = _TASKS.split(lead["rest"])
    if len(tasks) > 1 and heading_of(lead["lead"]) == "actions":
        return "actions", tasks
    opened = page.named(lead["lead"]) if given_in(lead["rest"], page.people) is None else None
    return (opened, (lead["rest"],)) if opened else None


_ASKED = re.compile(r"^(?P<asked>[^?.!]{6,60}\?)\s+(?P<rest>\S.*)$")
_TASKS = re.compile(r";\s+(?=@?[A-ZÀ-Þ])")


def _told(note: _Note, remark: Remark, page: Page) -> Iterator[Line]:
    """Prose, sentence by sentence."""
    if note.done:
        yield Line(text=note.text, remark=remark, section=note.section, done=True)
        return
    if titled := _titled(note, page):
        section, rest = titled
        answers = _LEAD.match(note.text) is None
        parts = [each for part in rest for each in sentences(part)]
        yield from (Line(text=each, remark=remark, section=section, listed=answers) for each in parts)
        return
    for sentence in (_FIRSTLY.sub("", each) for each in sentences(note.text)):
        turned = turn_in(sentence)
        if turned and all(opened is None for _, opened in page.levels):
            page.section, page.turned = turned[0], True
            sentence = turned[1]  # noqa: PLW2901 (what is left of it)
        if sentence:
            parts = _apart(sentence, page)
            yield from (Line(text=each, remark=remark, section=page.section) for each in parts)


def _apart(sentence: str, page: Page) -> list[str]:
    """Two tasks of two people in one sentence: "Noor takes care of the folder and Fil will explain it"."""
    parts = _AND_WHO.split(sentence) if page.people else [sentence]
    if len(parts) == 1 or any(reported_in(each, page.people) is None for each in parts):
        return [sentence]
    return parts


_AND_WHO = re.compile(
    rf"(?:,|;)?\s+(?:and|while|but|und)\s+(?={CAPITAL} (?:will|to|is|has|[a-z]{{3,}}s)\b)|;\s+(?=[A-ZÀ-Þ])"
)
_LEAD = re.compile(r"^(?:\*\*|__)?(?P<lead>[^\W\d_][^:|.?]{3,45}):(?:\*\*|__)?\s+(?P<rest>\S.*)$")
"""A heading with its notes in one line: "Things people liked: the session on pricing. The new board."."""
