"""A value stream as it was told: its steps, how long each works and waits, and what comes out right the first time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from bot.chat import Person, Value
from bot.interviews.framework import Framework
from bot.interviews.growing import doers, things
from bot.interviews.rules import Interview, Statement, need_target
from bot.language.amounts import DAY, HOUR, Kind, amounts
from bot.language.dates import say_day

_ENOUGH = 0.9
"""What is usable at once, above which the last few per cent cost more than they bring."""

_LEAST = 0.05
"""Of a step that gets nothing right at once we reckon with one in twenty; with none nothing would ever come through."""

_BACK = re.compile(r"\bback (?:in)?to (?:the |our )?(?P<name>[^,.;:!?()]+)", re.IGNORECASE)


class Told(Value):
    """An amount, the statement that it stands in, and who said that."""

    low: float
    high: float
    rough: bool
    words: str
    source: str
    by: Person


class Back(Value):
    """Where work goes that wasn't right, by the name of that step, and the statement that says so."""

    to: str
    source: str


class Step(Value):
    """A step from the idea to its users. Each amount may have been told by several people.

    `who` does it, in the words of whoever named the steps; `back`: the earlier steps that its work goes back to.
    """

    name: str
    source: str
    who: str = ""
    back: tuple[Back, ...] = ()
    work: tuple[Told, ...] = ()
    wait: tuple[Told, ...] = ()
    usable: tuple[Told, ...] = ()

    def told(self, kind: Kind) -> tuple[Told, ...]:
        """What was told of this kind."""
        return {"work": self.work, "wait": self.wait, "usable": self.usable}[kind]

    def range(self, kind: Kind) -> tuple[float, float] | None:
        """From the least to the most that anybody told; None when nobody did."""
        found = self.told(kind)
        return (min(one.low for one in found), max(one.high for one in found)) if found else None

    def differs(self, kind: Kind) -> bool:
        """Whether two people told amounts that can't both be right."""
        found = self.told(kind)
        return any(
            one.by.id != other.by.id and (one.high < other.low or other.high < one.low)
            for index, one in enumerate(found)
            for other in found[index + 1 :]
        )


class Line(Value):
    """Something that was said, word for word, and its statement."""

    text: str
    source: str


class Stream(Value):
    """The whole map. `left` was said about a step that isn't among the steps any more, `asked` names who was asked."""

    title: str
    outcome: tuple[Line, ...] = ()
    steps: tuple[Step, ...] = ()
    left: tuple[Line, ...] = ()
    asked: tuple[str, ...] = ()


class Totals(Value):
    """What the steps add up to, as ranges; minutes of work, shares from 0 to 1.

    `missing` names what nobody told; None where nothing was told. `whole`: every step has its work and its wait;
    otherwise the times are "at least", and there is no efficiency. `all_usable`: every step has its share; otherwise
    what comes right all the way is "at most". `hand_offs`: how often it passes to somebody else, None where it wasn't
    told who does each step.
    """

    work: tuple[float, float] | None
    wait: tuple[float, float] | None
    lead: tuple[float, float] | None
    efficiency: tuple[float, float] | None
    usable: tuple[float, float] | None
    missing: tuple[str, ...] = ()
    whole: bool = False
    all_usable: bool = False
    hand_offs: int | None = None


class Lever(Value):
    """The change of one step that saves most of the lead time, in minutes, with its arithmetic.

    `index` is the step's place from 0. `back_to` is the earlier step at which what comes back begins again.
    """

    index: int
    step: str
    what: Literal["wait", "usable"]
    saves: float
    lead: float
    arithmetic: str
    back_to: str = ""


def stream_of(title: str, interview: Interview, framework: Framework) -> Stream:
    """The map that an interview adds up to: every amount with the statement that it stands in."""
    each = framework.each
    if each is None:
        return Stream(title=title)
    named: dict[str, tuple[str, str]] = {}
    who: dict[str, str] = {}
    for said in interview.about(each.of):
        if said.topics[:1] == (each.of,):
            who |= doers(said.text)
            for name in things(said.text):
                named.setdefault(each.topic_id(name), (name, said.id))
    outcome = [Line(text=one.text, source=one.id) for one in interview.about("outcome")]
    by_topic = {topic: [one for one in interview.active if one.topics[:1] == (topic,)] for topic in named}
    gone = [
        Line(text=one.text, source=one.id)
        for one in interview.active
        if one.topics and one.topics[0].startswith(each.prefix) and one.topics[0] not in named
    ]
    names = [name for name, _ in named.values()]
    steps = tuple(
        _step(name, source, by_topic[topic], names[: index + 1]).model_copy(update={"who": who.get(name, "")})
        for index, (topic, (name, source)) in enumerate(named.items())
    )
    waits = dict.fromkeys(
        f"{named[one.topic][0]}: {one.owner}, by {say_day(one.due)}"
        for one in interview.questions
        if one.answer is None and one.topic in named
    )
    return Stream(title=title, outcome=tuple(outcome), steps=steps, left=tuple(gone), asked=tuple(waits))


def _step(name: str, source: str, said: Sequence[Statement], until: Sequence[str]) -> Step:
    found: dict[Kind, list[Told]] = {"work": [], "wait": [], "usable": []}
    for one in said:
        wanted = next((kind for kind in found if one.target == need_target(kind)), None)
        for amount in amounts(one.text, wanted):
            # Somebody who says it again corrects themselves; what others said stands beside it.
            found[amount.kind] = [
                told for told in found[amount.kind] if told.by.id != one.author.id or told.source == one.id
            ]
            told = Told(
                low=amount.low,
                high=amount.high,
                rough=amount.rough,
                words=amount.words,
                source=one.id,
                by=one.author,
            )
            found[amount.kind].append(told)
    work, wait, usable = (tuple(found[kind]) for kind in ("work", "wait", "usable"))
    back = {to: one.id for one in said for to in goes_back(one.text, until)}
    loops = tuple(Back(to=to, source=source) for to, source in back.items())
    return Step(name=name, source=source, back=loops, work=work, wait=wait, usable=usable)


def goes_back(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """The steps among these that something is said to go back to: "one in three goes back to refinement"."""
    places = [found["name"].casefold() for found in _BACK.finditer(text)]
    return tuple(name for name in names if any(place.startswith(name.casefold()) for place in places))


def totals(stream: Stream) -> Totals:
    """Lead time, its two halves, how much of it is work, and what comes through all steps without a correction."""
    work, wait = _sum(stream, "work"), _sum(stream, "wait")
    shares = [share for step in stream.steps if (share := step.range("usable"))]
    usable = None
    if shares:
        low = high = 1.0
        for one in shares:
            low, high = low * one[0], high * one[1]
        usable = (low, high)
    names: dict[Kind, str] = {"work": "the work", "wait": "the wait", "usable": "how much is usable as it comes"}
    missing = tuple(f"{step.name}: {names[kind]}" for step in stream.steps for kind in names if not step.told(kind))
    whole = bool(stream.steps) and all(step.told("work") and step.told("wait") for step in stream.steps)
    lead = efficiency = None
    if work or wait:
        parts = (work or (0.0, 0.0), wait or (0.0, 0.0))
        lead = (parts[0][0] + parts[1][0], parts[0][1] + parts[1][1])
    if whole and work and wait and lead and lead[1] > 0:
        efficiency = (work[0] / max(work[0] + wait[1], 1e-9), work[1] / max(work[1] + wait[0], 1e-9))
    all_usable = bool(stream.steps) and all(step.told("usable") for step in stream.steps)
    return Totals(
        work=work,
        wait=wait,
        lead=lead,
        efficiency=efficiency,
        usable=usable,
        missing=missing,
        whole=whole,
        all_usable=all_usable,
        hand_offs=_hand_offs(stream),
    )


def _hand_offs(stream: Stream) -> int | None:
    who = [step.who.casefold() for step in stream.steps]
    return sum(1 for one, other in pairwise(who) if one != other) if who and all(who) else None


def _sum(stream: Stream, kind: Kind) -> tuple[float, float] | None:
    ranges = [one for step in stream.steps if (one := step.range(kind))]
    return (sum(one[0] for one in ranges), sum(one[1] for one in ranges)) if ranges else None


def lever(stream: Stream) -> Lever | None:
    """The one step whose improvement helps most: its wait cut by half, or what it gets wrong brought to 90 % right.

    What comes back passes the step once more, 1 / share times on average; where it was told to go back to an earlier
    step, all from there on. Of a range the middle counts. None where nothing can be said.
    """
    lead = totals(stream).lead
    if lead is None:
        return None
    whole = _middle(lead)
    found: list[Lever] = []
    for index, step in enumerate(stream.steps):
        wait, usable = step.range("wait"), step.range("usable")
        if wait and _middle(wait) > 0:
            half = _middle(wait) / 2
            sum_ = (
                f"{_exactly(_middle(wait))} ÷ 2 = {_exactly(half)}, {half / whole:.0%} of the lead time of "
                f"{_exactly(whole)}"
            )
            found.append(Lever(index=index, step=step.name, what="wait", saves=half, lead=whole, arithmetic=sum_))
        share = max(_middle(usable), _LEAST) if usable else 1.0
        again = _passed_again(stream, index)
        once = sum(_middle(one.range(kind) or (0, 0)) for one in again for kind in _TIMES)
        if share < _ENOUGH and once > 0:
            saves = once * (1 / share - 1 / _ENOUGH)
            sum_ = (
                f"{_exactly(once)} × (1 ÷ {_share(share)} − 1 ÷ {_ENOUGH:.0%}) = {_exactly(saves)}, "
                f"beside {_exactly(whole)} for a piece of work that never comes back"
            )
            came = again[0].name if len(again) > 1 else ""
            found.append(
                Lever(
                    index=index, step=step.name, what="usable", saves=saves, lead=whole, arithmetic=sum_, back_to=came
                )
            )
    return max(found, key=lambda one: one.saves, default=None)


_TIMES: tuple[Kind, ...] = ("work", "wait")


def _passed_again(stream: Stream, index: int) -> tuple[Step, ...]:
    """The steps that a piece of work passes once more when it comes back from this one."""
    step = stream.steps[index]
    names = [one.name for one in stream.steps[: index + 1]]
    first = min((names.index(one.to) for one in step.back if one.to in names), default=index)
    return stream.steps[first : index + 1]


def _middle(span: tuple[float, float]) -> float:
    return (span[0] + span[1]) / 2


def say_time(minutes: float) -> str:
    """Minutes of work as people say them: `40 min`, `3 h`, `2.5 days`, `15 days`."""
    number, unit = _told(minutes)
    return f"{number} {unit}"


def say_span(span: tuple[float, float] | None) -> str:
    """A range of minutes, `2 to 3 days`; one number where both ends read the same."""
    if span is None:
        return "unknown"
    (low, unit), (high, other) = _told(span[0]), _told(span[1])
    if (low, unit) == (high, other):
        return f"{low} {unit}"
    shared = unit == other or {unit, other} == {"day", "days"}
    return f"{low} to {high} {other}" if shared else f"{low} {unit} to {high} {other}"


def say_share(span: tuple[float, float] | None) -> str:
    """A range of shares in per cent."""
    if span is None:
        return "unknown"
    low, high = f"{span[0]:.0%}", f"{span[1]:.0%}"
    return low if low == high else f"{low.removesuffix('%')} to {high}"


def _told(minutes: float) -> tuple[str, str]:
    if minutes < HOUR:
        return f"{minutes:.0f}", "min"
    if minutes < DAY:
        return _short(minutes / HOUR), "h"
    days = _short(minutes / DAY)
    return days, "day" if days == "1" else "days"


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0") if number < 10 else f"{number:.0f}"  # noqa: PLR2004 (a tenth matters to 10)


def _exactly(minutes: float) -> str:
    """As far as it takes to do the sum again by hand: `3.25 days`."""
    if minutes < HOUR:
        return f"{_trimmed(minutes)} min"
    if minutes < DAY:
        return f"{_trimmed(minutes / HOUR)} h"
    return f"{_trimmed(minutes / DAY)} day{'' if _trimmed(minutes / DAY) == '1' else 's'}"


def _share(share: float) -> str:
    return f"{_trimmed(100 * share)}%"


def _trimmed(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
