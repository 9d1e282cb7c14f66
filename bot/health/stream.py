"""A value stream as it was told: its steps, how long each works and waits, and what comes out right the first time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from bot.chat import Person, Value
from bot.interviews.framework import Framework
from bot.interviews.growing import things
from bot.interviews.rules import Interview, Statement, need_target
from bot.language.amounts import DAY, HOUR, Kind, amounts
from bot.language.dates import say_day

_ENOUGH = 0.9
"""What is usable at once, above which the last few per cent cost more than they bring."""


class Told(Value):
    """An amount, the statement that it stands in, and who said that."""

    low: float
    high: float
    rough: bool
    words: str
    source: str
    by: Person


class Step(Value):
    """A step from the idea to its users. Each amount may have been told by several people."""

    name: str
    source: str
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

    `missing` names what nobody told, so that a total is "at least"; None where nothing was told.
    """

    work: tuple[float, float] | None
    wait: tuple[float, float] | None
    lead: tuple[float, float] | None
    efficiency: tuple[float, float] | None
    usable: tuple[float, float] | None
    missing: tuple[str, ...] = ()


class Lever(Value):
    """The change of one step that saves most of the lead time, in minutes, with its arithmetic."""

    step: str
    what: Literal["wait", "usable"]
    saves: float
    lead: float
    arithmetic: str


def stream_of(title: str, interview: Interview, framework: Framework) -> Stream:
    """The map that an interview adds up to: every amount with the statement that it stands in."""
    each = framework.each
    if each is None:
        return Stream(title=title)
    named: dict[str, tuple[str, str]] = {}
    for said in interview.about(each.of):
        if said.topics[:1] == (each.of,):
            for name in things(said.text):
                named.setdefault(each.topic_id(name), (name, said.id))
    outcome = [Line(text=one.text, source=one.id) for one in interview.about("outcome")]
    by_topic = {topic: [one for one in interview.active if one.topics[:1] == (topic,)] for topic in named}
    gone = [
        Line(text=one.text, source=one.id)
        for one in interview.active
        if one.topics and one.topics[0].startswith(each.prefix) and one.topics[0] not in named
    ]
    steps = tuple(_step(name, source, by_topic[topic]) for topic, (name, source) in named.items())
    waits = dict.fromkeys(
        f"{named[one.topic][0]}: {one.owner}, by {say_day(one.due)}"
        for one in interview.questions
        if one.answer is None and one.topic in named
    )
    return Stream(title=title, outcome=tuple(outcome), steps=steps, left=tuple(gone), asked=tuple(waits))


def _step(name: str, source: str, said: Iterable[Statement]) -> Step:
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
    return Step(name=name, source=source, work=work, wait=wait, usable=usable)


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
    lead = efficiency = None
    if work and wait:
        lead = (work[0] + wait[0], work[1] + wait[1])
        if lead[0] > 0:
            efficiency = (work[0] / max(work[0] + wait[1], 1e-9), work[1] / max(work[1] + wait[0], 1e-9))
    return Totals(work=work, wait=wait, lead=lead, efficiency=efficiency, usable=usable, missing=missing)


def _sum(stream: Stream, kind: Kind) -> tuple[float, float] | None:
    ranges = [one for step in stream.steps if (one := step.range(kind))]
    return (sum(one[0] for one in ranges), sum(one[1] for one in ranges)) if ranges else None


def lever(stream: Stream) -> Lever | None:
    """The one step whose improvement helps most: its wait cut by half, or what it gets wrong brought to 90 % right.

    What comes back passes the step once more, 1 / share times on average. None where nothing can be said.
    """
    lead = totals(stream).lead
    if lead is None:
        return None
    whole = _middle(lead)
    found: list[Lever] = []
    for step in stream.steps:
        wait, work, usable = step.range("wait"), step.range("work"), step.range("usable")
        if wait and _middle(wait) > 0:
            half = _middle(wait) / 2
            sum_ = f"{say_time(_middle(wait))} ÷ 2 = {say_time(half)} of {say_time(whole)} ({half / whole:.0%})"
            found.append(Lever(step=step.name, what="wait", saves=half, lead=whole, arithmetic=sum_))
        share = _middle(usable) if usable else 1.0
        once = _middle(work or (0, 0)) + _middle(wait or (0, 0))
        if 0 < share < _ENOUGH and once > 0:
            saves = once * (1 / share - 1 / _ENOUGH)
            sum_ = (
                f"{say_time(once)} × (1 ÷ {share:.0%} − 1 ÷ {_ENOUGH:.0%}) = {say_time(saves)}, "
                f"beside {say_time(whole)} for a piece of work that never comes back"
            )
            found.append(Lever(step=step.name, what="usable", saves=saves, lead=whole, arithmetic=sum_))
    return max(found, key=lambda one: one.saves, default=None)


def _middle(span: tuple[float, float]) -> float:
    return (span[0] + span[1]) / 2


def say_time(minutes: float) -> str:
    """Minutes of work as people say them: `40 min`, `3 h`, `2.5 days`, `15 days`."""
    if minutes < HOUR:
        return f"{minutes:.0f} min"
    if minutes < DAY:
        return f"{_short(minutes / HOUR)} h"
    days = minutes / DAY
    return f"{_short(days)} day{'' if _short(days) == '1' else 's'}"


def say_span(span: tuple[float, float] | None) -> str:
    """A range of minutes; one number where both ends read the same."""
    if span is None:
        return "unknown"
    low, high = say_time(span[0]), say_time(span[1])
    return low if low == high else f"{low} to {high}"


def say_share(span: tuple[float, float] | None) -> str:
    """A range of shares in per cent."""
    if span is None:
        return "unknown"
    low, high = f"{span[0]:.0%}", f"{span[1]:.0%}"
    return low if low == high else f"{low} to {high}"


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0") if number < 10 else f"{number:.0f}"  # noqa: PLR2004 (a tenth matters to 10)
