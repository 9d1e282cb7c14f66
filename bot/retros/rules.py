"""A retro as it stands: notes, themes, votes, and what the team agreed on. Nothing that anybody presses breaks it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from pydantic import AwareDatetime, Field

from bot.chat import ERASED, Address, Person, Value
from bot.language.text import shorten
from bot.retros import moves as m
from bot.retros.formats import Format, sorted_note
from bot.retros.moves import PHASES, Fact, Move, Phase

FEWEST_MOODS = 4
"""With fewer answers a team's mood would tell on somebody."""

_TITLE = 60
_REVEALED = PHASES.index("group")


class Note(Value):
    """One note; `number` counts from 1. `late`: it came after the notes were revealed. `by` is None where nobody is.

    `permalink`: the message that it was typed as, where it was one and somebody’s.
    """

    number: int
    text: str
    column: str = ""
    by: Person | None = None
    link: str | None = None
    permalink: str | None = None
    late: bool = False
    gone: bool = False


class Theme(Value):
    """Notes about one thing. `into` is the theme that took it in."""

    number: int
    title: str
    notes: tuple[int, ...] = ()
    into: int | None = None


class Remark(Value):
    """Something that was said about a theme and written down."""

    theme: int
    text: str
    by: Person | None = None


class Retro(Value):
    """See the moves for what each of these is. `format` is None as long as it is only the inbox.

    `revealed`: the notes have been seen. `sealed`: it was closed once, so nobody can vote or answer any more.
    """

    id: str
    phase: Phase = "inbox"
    title: str = ""
    format: Format | None = None
    anonymous: bool = False
    votes_each: int = 3
    mood: bool = False
    until: date | None = None
    facts: tuple[Fact, ...] = ()
    board: Address = ""
    post: str = ""
    notes: tuple[Note, ...] = ()
    themes: tuple[Theme, ...] = ()
    votes: dict[str, tuple[int, ...]] = Field(default_factory=dict)
    feelings: dict[str, int] = Field(default_factory=dict)
    topic: int | None = None
    discussed: tuple[int, ...] = ()
    timer: AwareDatetime | None = None
    remarks: tuple[Remark, ...] = ()
    agreed: tuple[tuple[str, int | None], ...] = ()
    asked: tuple[str, ...] = ()
    nudged: tuple[tuple[date, Phase], ...] = ()
    revealed: bool = False
    sealed: bool = False
    started_by: Person | None = None
    started_at: AwareDatetime | None = None
    turned_at: AwareDatetime | None = None
    closed_at: AwareDatetime | None = None

    @property
    def number(self) -> str:
        """What people call it: the 7 of `retro-7`."""
        return self.id.rpartition("-")[2]

    @property
    def live(self) -> tuple[Note, ...]:
        """The notes that count."""
        return tuple(note for note in self.notes if not note.gone)

    @property
    def shown(self) -> tuple[Theme, ...]:
        """The themes that have notes, in the order in which they came up; none of which everything was erased."""
        return tuple(
            theme for theme in self.themes if theme.into is None and theme.notes and not self._is_erased(theme)
        )

    def _is_erased(self, theme: Theme) -> bool:
        texts = [note.text for note in self.live if note.number in theme.notes]
        texts += [remark.text for remark in self.remarks if self.theme(remark.theme) == theme]
        return theme.title == ERASED and all(text == ERASED for text in texts)

    @property
    def ranked(self) -> tuple[Theme, ...]:
        """The themes with most votes first; of those with as many, the one with more notes."""
        counts = self.counts
        return tuple(sorted(self.shown, key=lambda one: (-counts.get(one.number, 0), -len(one.notes), one.number)))

    @property
    def counts(self) -> dict[int, int]:
        """How many votes each theme has."""
        found: dict[int, int] = {}
        for themes in self.votes.values():
            for number in themes:
                theme = self.theme(number)
                if theme is not None:
                    found[theme.number] = found.get(theme.number, 0) + 1
        return found

    @property
    def homeless_votes(self) -> int:
        """How many votes are for themes whose notes were all put elsewhere since."""
        return sum(
            1
            for themes in self.votes.values()
            for number in themes
            if (theme := self.theme(number)) is None or not theme.notes
        )

    @property
    def average_mood(self) -> float | None:
        """How the sprint was for the team; None with too few answers to keep anybody's own to themselves."""
        if len(self.feelings) < FEWEST_MOODS:
            return None
        return round(sum(self.feelings.values()) / len(self.feelings), 1)

    def note(self, number: int) -> Note | None:
        """The note with this number, unless it was taken back."""
        return next((note for note in self.live if note.number == number), None)

    def theme(self, number: int) -> Theme | None:
        """The theme with this number, or the one that took it in."""
        found = next((theme for theme in self.themes if theme.number == number), None)
        return found if found is None or found.into is None else self.theme(found.into)

    def notes_of(self, theme: Theme) -> tuple[Note, ...]:
        """What was noted about a theme."""
        return tuple(note for note in self.live if note.number in theme.notes)

    def votes_of(self, voter: str) -> tuple[int, ...]:
        """The themes that somebody votes for now, one number for each vote."""
        found = (self.theme(number) for number in self.votes.get(voter, ()))
        return tuple(theme.number for theme in found if theme is not None)

    @property
    def loose(self) -> tuple[Note, ...]:
        """Notes that lie in no theme yet."""
        placed = {number for theme in self.themes for number in theme.notes}
        return tuple(note for note in self.live if note.number not in placed)

    @property
    def may_vote(self) -> bool:
        """Whether votes count now: also a phase late."""
        return self.phase in {"vote", "discuss"} and not self.sealed


def replay(retro_id: str, moves: Iterable[tuple[Move, Person | None, datetime]]) -> Retro:
    """The retro that these moves add up to."""
    retro = Retro(id=retro_id)
    for move, by, at in moves:
        retro = apply(retro, move, by, at)
    return retro


def apply(retro: Retro, move: Move, by: Person | None, at: datetime) -> Retro:
    """The retro after one more move. A move that doesn't fit any more changes nothing."""
    match move:
        case m.Opened(anonymous=anonymous):
            return _with(retro, anonymous=retro.anonymous or anonymous)
        case m.Started() if retro.format is None:
            changes = move.model_dump(exclude={"kind", "format", "facts", "votes", "anonymous"})
            changes |= {"format": move.format, "facts": move.facts, "votes_each": move.votes, "phase": "collect"}
            changes |= {"anonymous": retro.anonymous or move.anonymous, "started_by": by}
            notes = (_sorted(note, move.format) for note in retro.notes)
            changes["notes"] = tuple(map(_unnamed, notes) if changes["anonymous"] else notes)
            return _with(retro, **changes, started_at=at, turned_at=at)
        case m.Boarded(address=address, post=post):
            return _with(retro, board=address, post=post)
        case m.Asked(actions=actions):
            return _with(retro, asked=tuple(dict.fromkeys((*retro.asked, *actions))))
        case m.Nudged(day=day, phase=phase):
            return _with(retro, nudged=(*retro.nudged, (day, phase)))
        case m.Turned(phase=phase):
            return _turned(retro, phase, at)
        case m.Noted() | m.TakenBack() | m.Reworded() | m.Removed() | m.Felt():
            return _noted(retro, move, by)
        case m.Themed() | m.Moved() | m.Named() | m.Merged():
            return _grouped(retro, move)
        case m.Voted() | m.Taken() | m.Timed() | m.Remarked() | m.Agreed():
            return _talked(retro, move, by)
        case _:
            return retro


def _unnamed(note: Note) -> Note:
    """A note from before its retro was anonymous: neither who wrote it nor a message that would say so."""
    return note.model_copy(update={"by": None, "link": None, "permalink": None})


def _sorted(note: Note, form: Format) -> Note:
    """A note of the inbox, which was written before there were columns."""
    column, text = sorted_note(note.text, form)
    return note.model_copy(update={"column": column, "text": text}) if column else note


def may_turn(retro: Retro, phase: Phase) -> bool:
    """Whether this phase can begin now: forwards and back as people like, but a closed vote stays closed."""
    if retro.format is None or phase in {"inbox", retro.phase}:
        return False
    return not retro.sealed or phase in {"discuss", "actions", "closed"}


def _turned(retro: Retro, phase: Phase, at: datetime) -> Retro:
    if not may_turn(retro, phase):
        return retro
    changes: dict[str, object] = {"phase": phase, "turned_at": at, "timer": None}
    if PHASES.index(phase) >= _REVEALED:
        retro = _alone(retro, retro.loose)
        changes["revealed"] = True
    if phase == "closed":
        changes |= {"sealed": True, "closed_at": at}
    return _with(retro, **changes)


def _noted(retro: Retro, move: Move, by: Person | None) -> Retro:
    match move:
        case m.Noted() if retro.phase != "closed":
            late = PHASES.index(retro.phase) >= _REVEALED
            note = Note(number=len(retro.notes) + 1, by=by, late=late, **move.model_dump(exclude={"kind"}))
            retro = _with(retro, notes=(*retro.notes, note))
            return _alone(retro, (note,)) if late else retro
        case m.TakenBack(note=number) if not retro.revealed and (found := retro.note(number)):
            return _swapped(retro, found.model_copy(update={"gone": True}))
        case m.Reworded(note=number, text=text, column=column) if retro.phase != "closed" and text.strip():
            return _reworded(retro, number, text, column)
        case m.Removed(note=number) if retro.phase != "closed" and (found := retro.note(number)):
            return _removed(retro, found)
        case m.Felt(voter=voter, score=score) if retro.mood and not retro.revealed:
            return _with(retro, feelings={**retro.feelings, voter: score})
        case _:
            return retro


def _reworded(retro: Retro, number: int, text: str, column: str) -> Retro:
    """A theme that is called by this note is called by its new words."""
    was = retro.note(number)
    if was is None:
        return retro
    retro = _swapped(retro, was.model_copy(update={"text": text, "column": column}))
    theme = next((theme for theme in retro.themes if number in theme.notes), None)
    if theme is None or theme.title != shorten(was.text, _TITLE):
        return retro
    return _rethemed(retro, theme.model_copy(update={"title": shorten(text, _TITLE)}))


def _removed(retro: Retro, gone: Note) -> Retro:
    """Its theme goes on without it, called by the first of the others if it was called by this one."""
    retro = _swapped(retro, gone.model_copy(update={"gone": True}))
    theme = next((theme for theme in retro.themes if gone.number in theme.notes), None)
    if theme is None:
        return retro
    left = tuple(number for number in theme.notes if number != gone.number)
    first = retro.note(left[0]) if left else None
    called = theme.title == shorten(gone.text, _TITLE) and first is not None
    title = shorten(first.text, _TITLE) if first and called else theme.title
    if not left and retro.topic == theme.number:
        retro = _with(retro, topic=None, timer=None)
    return _rethemed(retro, theme.model_copy(update={"notes": left, "title": title}))


def _grouped(retro: Retro, move: Move) -> Retro:
    if retro.phase == "closed" or retro.format is None:
        return retro
    match move:
        case m.Themed(themes=themes):
            for numbers in themes:
                loose = {note.number for note in retro.loose}
                retro = _new_theme(retro, tuple(number for number in numbers if number in loose))
            return retro
        case m.Moved(notes=numbers, theme=number, title=title):
            return _moved(retro, numbers, retro.theme(number) if number is not None else None, title)
        case m.Named(title=title) if title == ERASED:
            return retro  # it is called by its first note again
        case m.Named(theme=number, title=title) if (theme := retro.theme(number)) and title.strip():
            return _rethemed(retro, theme.model_copy(update={"title": title.strip()}))
        case m.Merged(themes=numbers):
            found = [theme for number in dict.fromkeys(numbers) if (theme := retro.theme(number)) and theme.notes]
            found = list({theme.number: theme for theme in found}.values())
            for theme in found[1:]:
                first = retro.theme(found[0].number) or found[0]
                retro = _rethemed(retro, first.model_copy(update={"notes": (*first.notes, *theme.notes)}))
                retro = _rethemed(retro, theme.model_copy(update={"notes": (), "into": first.number}))
            return retro
        case _:
            return retro


def _talked(retro: Retro, move: Move, by: Person | None) -> Retro:
    match move:
        case m.Voted(voter=voter, themes=numbers) if retro.may_vote:
            found = [theme.number for number in numbers if (theme := retro.theme(number)) and theme.notes]
            return _with(retro, votes={**retro.votes, voter: tuple(found[: retro.votes_each])})
        case m.Taken(theme=number) if retro.phase == "discuss" and (theme := retro.theme(number)):
            discussed = tuple(dict.fromkeys((*retro.discussed, theme.number)))
            return _with(retro, topic=theme.number, discussed=discussed, timer=None)
        case m.Timed(until=until) if retro.phase == "discuss":
            return _with(retro, timer=until)
        case m.Remarked(theme=number, text=text) if retro.phase != "closed" and (theme := retro.theme(number)):
            return _with(retro, remarks=(*retro.remarks, Remark(theme=theme.number, text=text, by=by)))
        case m.Agreed(action=action, theme=about) if retro.format is not None:
            return _with(retro, agreed=(*retro.agreed, (action, about)))
        case _:
            return retro


def _moved(retro: Retro, numbers: tuple[int, ...], into: Theme | None, title: str) -> Retro:
    placed = {number for theme in retro.themes if theme.into is None for number in theme.notes}
    wanted = tuple(number for number in dict.fromkeys(numbers) if number in placed)
    if not wanted or (into is None and not title.strip()):
        return retro
    kept = tuple(
        theme.model_copy(update={"notes": tuple(number for number in theme.notes if number not in wanted)})
        for theme in retro.themes
    )
    retro = _with(retro, themes=kept)
    if into is None:
        return _new_theme(retro, wanted, title.strip())
    target = next(theme for theme in retro.themes if theme.number == into.number)
    return _rethemed(retro, target.model_copy(update={"notes": (*target.notes, *wanted)}))


def _alone(retro: Retro, notes: Iterable[Note]) -> Retro:
    """Each of these notes as a theme of its own."""
    for note in notes:
        retro = _new_theme(retro, (note.number,))
    return retro


def _new_theme(retro: Retro, numbers: tuple[int, ...], title: str = "") -> Retro:
    """Called by the words of its first note that has any, unless somebody named it."""
    first = retro.note(numbers[0]) if numbers else None
    if first is None:
        return retro
    there = (note for number in numbers if (note := retro.note(number)) and note.text != ERASED)
    named = (title if title != ERASED else "") or shorten(next(there, first).text, _TITLE)
    theme = Theme(number=len(retro.themes) + 1, title=named, notes=numbers)
    return _with(retro, themes=(*retro.themes, theme))


def _rethemed(retro: Retro, new: Theme) -> Retro:
    return _with(retro, themes=tuple(new if theme.number == new.number else theme for theme in retro.themes))


def _swapped(retro: Retro, new: Note) -> Retro:
    return _with(retro, notes=tuple(new if note.number == new.number else note for note in retro.notes))


def _with(retro: Retro, **changes: object) -> Retro:
    return retro.model_copy(update=changes)
