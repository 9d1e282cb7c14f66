"""What is worth knowing for a sprint: each line says one thing, and cites where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from bot.chat import Value
from bot.knowledge.values import Document, Hit, Unread
from bot.language.text import one_line, sentences, shorten
from bot.sprints.outlook import Whole
from bot.sprints.rules import Cite, Item, Pack, PastItem, Sprint, coverage, stems

Kind = Literal[
    "superseded", "contradiction", "surprise", "no_criteria", "no_owner", "question", "action", "decision",
    "requirement", "past", "owner", "document", "stale", "dependency", "blocked", "outcome", "left",
    "waiting",
]  # fmt: skip

WEIGHTS: Mapping[Kind, int] = {
    "outcome": 11,
    "left": 9,
    "superseded": 10,
    "contradiction": 9,
    "surprise": 8,
    "blocked": 8,
    "no_criteria": 7,
    "no_owner": 7,
    "dependency": 6,
    "waiting": 6,
    "action": 6,
    "question": 5,
    "decision": 4,
    "requirement": 3,
    "past": 3,
    "owner": 3,
    "document": 2,
    "stale": 2,
}
"""How much each kind of line matters when there is little room."""

RISKS: tuple[Kind, ...] = ("superseded", "contradiction", "surprise", "blocked", "no_criteria", "no_owner")
CONCERNS: tuple[Kind, ...] = (*RISKS, "question", "dependency", "left", "waiting")
"""With none of these, and everything read, all is clear."""
REFINED: tuple[Kind, ...] = ("no_criteria", "no_owner", "question")
"""What a refinement is there to settle."""

_QUOTE = 150
_TOUCHES = 0.3
_RESTS_ON = 0.5
_SAYS_NO = re.compile(
    r"\b(?:never|nobody|no longer|must not|may not|mustn't|can't|cannot|not allowed|forbidden|nobody else|only|don't|"
    r"do not|isn't|not be|can’t)\b",
    re.IGNORECASE,
)
_DEPENDS = re.compile(
    r"\b(?:depends? (?:up)?on|dependent on|blocked (?:by|until)|waits? (?:for|until)|waiting for|prerequisite|"
    r"(?:only|not) (?:before|after|until|once)|before (?:this|it|that) can)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"^#{1,4}\s*(?:open|open questions?|questions)\b[^\n]*\n+((?:(?!^#).*\n?)+)", re.IGNORECASE | re.MULTILINE
)
_BULLETS = re.compile(r"^\s*[-*]\s+(.+(?:\n(?!\s*[-*#\n]).+)*)", re.MULTILINE)
_BLOCKED = re.compile(r"is blocked by\b", re.IGNORECASE)
_ROW = re.compile(r"^\s*\|(.+)\|\s*$", re.MULTILINE)
_OWNS = re.compile(r"^(?:owns?|owner of|responsible for|part|system|component|service)$", re.IGNORECASE)
_TEAM = re.compile(r"^(?:team|owner|people|who|contact)$", re.IGNORECASE)


class Line(Value):
    """One thing worth knowing. `key` stays the same when its words change; `cites` is never empty.

    `item` is the name of the item that it is about, "" for the sprint as a whole.
    """

    key: str
    kind: Kind
    item: str
    text: str
    cites: tuple[Cite, ...]
    state: Literal["new", "changed", "known"] = "new"

    @property
    def weight(self) -> int:
        """How much it matters."""
        return WEIGHTS[self.kind]


class Gathered(Value):
    """What was found for one item; `origins` are the journals of the bot that it seems to come from."""

    item: Item
    hits: tuple[Hit, ...] = ()
    past: tuple[PastItem, ...] = ()
    questions: tuple[tuple[str, Cite], ...] = ()
    actions: tuple[tuple[str, Cite], ...] = ()
    origins: tuple[str, ...] = ()


class Digest(Value):
    """A sprint with all that is worth knowing; `documents` were looked at, `unread` could not be, `notes` say more."""

    sprint: Sprint
    pack: Pack = "digest"
    lines: tuple[Line, ...]
    documents: int
    unread: tuple[Unread, ...] = ()
    notes: tuple[str, ...] = ()
    settled: tuple[Line, ...] = ()

    def of(self, name: str) -> tuple[Line, ...]:
        """The lines about an item, or with "" about the whole, most important first."""
        return tuple(sorted((line for line in self.lines if line.item == name), key=self.order))

    @property
    def risks(self) -> tuple[Line, ...]:
        """What may go wrong, most important first."""
        return tuple(sorted((line for line in self.lines if line.kind in RISKS), key=self.order))

    @property
    def clear(self) -> bool:
        """Whether there is nothing that somebody should see to."""
        return not any(line.kind in CONCERNS for line in self.lines)

    def order(self, line: Line) -> int:
        """What matters most comes first; before a refinement that is what is missing or open."""
        first = self.pack == "refinement" and line.kind in REFINED
        return -(line.weight + (max(WEIGHTS.values()) if first else 0))


def draft_digest(  # noqa: PLR0913 (what was found, and when it is read)
    sprint: Sprint,
    gathered: Sequence[Gathered],
    *,
    pack: Pack = "digest",
    documents: int,
    unread: Sequence[Unread],
    notes: Sequence[str],
    whole: Iterable[Whole] = (),
    today: date,
    stale_days: int,
) -> Digest:
    """Every line that can be drawn from what was found."""
    lines = [_of_the_whole(each) for each in whole]
    lines += [line for each in gathered for line in _lines(each, sprint, today, stale_days)]
    unique = {line.key: line for line in reversed(lines)}
    return Digest(
        sprint=sprint,
        lines=tuple(line for line in lines if unique[line.key] is line),
        pack=pack,
        documents=documents,
        unread=tuple(unread),
        notes=tuple(dict.fromkeys(notes)),
    )


def compared(digest: Digest, before: Iterable[Line]) -> Digest:
    """The digest with each line marked as new, changed or known since `before`, and what is no longer so."""
    earlier = {line.key: line for line in before}

    def state(line: Line) -> Literal["new", "changed", "known"]:
        was = earlier.get(line.key)
        return "new" if was is None else ("known" if was.text == line.text else "changed")

    lines = tuple(line.model_copy(update={"state": state(line)}) for line in digest.lines)
    now = {line.key for line in lines}
    settled = tuple(line for key, line in earlier.items() if key not in now and line.kind in RISKS)
    return digest.model_copy(update={"lines": lines, "settled": settled})


def _of_the_whole(told: Whole) -> Line:
    kind: Kind = told.kind
    return Line(key=f"{told.item}|{kind}|{told.what}", kind=kind, item=told.item, text=told.text, cites=(told.cite,))


def _lines(found: Gathered, sprint: Sprint, today: date, stale_days: int) -> Iterable[Line]:
    item = found.item
    yield from _missing(item, sprint)
    for link in item.links:
        if _BLOCKED.match(link):
            yield _line(item, "blocked", link, link, item.cite or sprint.cite)
    yield from _past(found)
    old = [hit for hit in found.hits if hit.newer and _rests_on(item, hit)]
    successors = {hit.newer for hit in old}
    for hit in old[:1]:
        newer = next((each for each in found.hits if each.document.title == hit.newer), None)
        text = f"rests on a decision that no longer holds: “{hit.document.title}” gave way to “{hit.newer}”"
        cites = (cite(hit), *((cite(newer),) if newer else ()))
        yield _line(item, "superseded", hit.document.id, text, *cites)
    yield from _decisions(found, successors)
    yield from _requirements(found)
    for question, where in found.questions[:2]:
        yield _line(item, "question", question, f"still open: {shorten(one_line(question), _QUOTE)}", where)
    for action, where in found.actions[:1]:
        yield _line(item, "action", action, f"agreed in a retrospective: {shorten(one_line(action), _QUOTE)}", where)
    yield from _dependencies(found, sprint)
    yield from _owners(found)
    yield from _documents(found, today, stale_days)


def _missing(item: Item, sprint: Sprint) -> Iterable[Line]:
    if item.criteria == 0:
        yield _line(item, "no_criteria", "", "has no acceptance criteria", item.cite or sprint.cite)
    if not item.owner:
        yield _line(item, "no_owner", "", "has no owner", item.cite or sprint.cite)


def _past(found: Gathered) -> Iterable[Line]:
    for past in found.past:
        same = bool(past.item.id) and past.item.id == found.item.id
        carried = f"was carried over from {past.sprint}" if same and past.item.carried_to else ""
        surprise = f"surprised us in {past.sprint}: {shorten(past.surprises[0], _QUOTE)}" if past.surprises else ""
        if same and (carried or surprise):
            text = carried + (f"; what surprised us: {shorten(past.surprises[0], _QUOTE)}" if surprise else "")
            yield _line(found.item, "surprise", past.sprint, text or surprise, past.cite)
        elif not same:
            how = f"carried over to {past.item.carried_to}" if past.item.carried_to else (past.item.status or "done")
            more = f"; {shorten(past.surprises[0], _QUOTE)}" if past.surprises else ""
            text = f"is like {past.item.id or 'an item'} “{past.item.title}” of {past.sprint}: {how}{more}"
            yield _line(found.item, "past", f"{past.sprint}{past.item.title}", text, past.cite)


def _rests_on(item: Item, hit: Hit) -> bool:
    named = hit.document.number and re.search(rf"\bADR[ -]?0*{hit.document.number}\b", item.text, re.IGNORECASE)
    return bool(named) or coverage(item.title, f"{hit.document.title} {hit.passage.text}") >= _RESTS_ON


def _decisions(found: Gathered, successors: set[str]) -> Iterable[Line]:
    item, said = found.item, 0
    for hit in found.hits:
        document = hit.document
        if document.kind != "adr" or not document.valid or hit.newer or document.status in {"draft", "proposed"}:
            continue
        against = [
            sentence
            for sentence in statements(hit.passage.text)
            if _SAYS_NO.search(sentence) and len(stems(sentence) & stems(item.title)) >= 2  # noqa: PLR2004 (one shared word is chance)
        ]
        if against and (document.title in successors or coverage(item.title, against[0]) >= _TOUCHES):
            text = f"may contradict “{document.title}”: “{shorten(one_line(against[0]), _QUOTE)}”"
            yield _line(item, "contradiction", document.id, text, cite(hit))
        elif said < 1:
            said += 1
            text = f"“{document.title}” applies: “{best_sentence(hit.passage.text, item.text)}”"
            yield _line(item, "decision", document.id, text, cite(hit))


def _requirements(found: Gathered) -> Iterable[Line]:
    hit = next((hit for hit in found.hits if hit.document.kind in {"prd", "brief"} and hit.document.valid), None)
    if hit:
        text = f"“{hit.document.title}” asks: “{best_sentence(hit.passage.text, found.item.text)}”"
        yield _line(found.item, "requirement", hit.document.id, text, cite(hit))


def _dependencies(found: Gathered, sprint: Sprint) -> Iterable[Line]:
    """What it waits for, as the item itself or a document says."""
    item = found.item
    said = [(sentence, item.cite or sprint.cite) for sentence in sentences(item.note)]
    for hit in found.hits:
        if hit.document.valid and not hit.newer:
            near = (one for one in statements(hit.passage.text) if len(stems(one) & stems(item.title)) >= 2)  # noqa: PLR2004 (one shared word is chance)
            said += [(one, cite(hit)) for one in near if coverage(item.title, one) >= _TOUCHES]
    waits = next(((one, where) for one, where in said if _DEPENDS.search(one)), None)
    if waits:
        text = f"depends on something else: “{shorten(one_line(waits[0]), _QUOTE)}”"
        yield _line(item, "dependency", waits[1].path, text, waits[1])


def _owners(found: Gathered) -> Iterable[Line]:
    """Who owns a part that the item names, out of a table that says so."""
    names = set(re.findall(r"(?<!^)(?<![.!?] )\b[A-Z][a-z]{3,}\b", found.item.title)) | {found.item.title.split(" ")[0]}
    for hit in found.hits:
        rows = [[cell.strip() for cell in row.split("|")] for row in _ROW.findall(hit.passage.text)]
        if len(rows) < 3 or not any(_TEAM.match(cell) for cell in rows[0]):  # noqa: PLR2004 (header, rule, one row)
            continue
        owns = next((at for at, cell in enumerate(rows[0]) if _OWNS.match(cell)), None)
        team = next(at for at, cell in enumerate(rows[0]) if _TEAM.match(cell))
        for row in rows[2:]:
            part = row[owns] if owns is not None and owns < len(row) else ""
            name = next((each for each in names if re.search(rf"\b{re.escape(each)}\b", part)), None)
            if name and team < len(row):
                yield _line(found.item, "owner", name, f"{name} belongs to {row[team]}: tell them early", cite(hit))
                return


def _documents(found: Gathered, today: date, stale_days: int) -> Iterable[Line]:
    kinds = {"document", "runbook"}
    hit = next((hit for hit in found.hits if hit.document.kind in kinds and hit.document.valid), None)
    if hit is None:
        return
    text = f"“{hit.document.title}”: “{best_sentence(hit.passage.text, found.item.text)}”"
    yield _line(found.item, "document", hit.document.id, text, cite(hit))
    day = hit.document.dated
    if day and (today - day).days > stale_days:
        text = f"“{hit.document.title}” hasn’t changed for {(today - day).days} days and may be out of date"
        yield _line(found.item, "stale", hit.document.id, text, cite(hit))


def _line(item: Item, kind: Kind, what: str, text: str, *cites: Cite) -> Line:
    return Line(key=f"{item.id or item.title}|{kind}|{what}", kind=kind, item=item.name, text=text, cites=cites)


def cite(hit: Hit) -> Cite:
    """Where a passage stands."""
    sections = [each for each in hit.passage.headings if each != hit.document.title]
    document = hit.document
    return Cite(title=document.title, path=document.path, section=" › ".join(sections), link=document.link)


def statements(text: str) -> list[str]:
    """The sentences and list items of a passage, without table rows and headings."""
    found: list[str] = []
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.)\s)", text):
        lines = [line for line in block.split("\n") if not line.lstrip().startswith(("|", "#", "```"))]
        plain = re.sub(r"^\s*(?:[-*]|\d+\.)\s+(?:\[[ x]\]\s*)?", "", " ".join(line.strip() for line in lines))
        plain = plain.replace("**", "")  # marks would be shown as such in a quotation
        if plain and not re.match(r"^(?:Status|Date|Deciders|Supersedes|Owner)\b:?", plain):
            found += sentences(plain)
    return found


def best_sentence(text: str, about: str) -> str:
    """The sentence of a passage that has most in common with what it is about; verbatim, cut where it is long."""
    said = [each for each in statements(text) if len(each.split()) > 3] or statements(text) or [one_line(text)]  # noqa: PLR2004 (shorter ones are headings)
    wanted = stems(about)
    best = max(said, key=lambda each: (len(wanted & stems(each)), -said.index(each)))
    return shorten(one_line(best), _QUOTE)


def open_questions(text: str, item: Item) -> list[str]:
    """The bullets under “Open” in a document that share a word with the item."""
    wanted = stems(item.text)
    bullets = [one_line(each) for found in _OPEN.findall(text) for each in _BULLETS.findall(found)]
    return [each for each in bullets if wanted & stems(each)]


def each_question_once(gathered: Sequence[Gathered]) -> list[Gathered]:
    """Each open question stays with the item that it has most in common with."""
    nearest: dict[str, tuple[float, str]] = {}
    for each in gathered:
        for question, _ in each.questions:
            near = coverage(question, each.item.text)
            if near > nearest.get(question, (0.0, ""))[0]:
                nearest[question] = (near, each.item.name)
    return [
        each.model_copy(
            update={
                "questions": tuple(one for one in each.questions if nearest.get(one[0], (0, ""))[1] == each.item.name)
            }
        )
        for each in gathered
    ]


def stands_for(document: Document) -> Cite:
    """A document as a whole."""
    return Cite(title=document.title, path=document.path, link=document.link)
