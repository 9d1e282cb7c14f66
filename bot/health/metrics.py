"""What can be measured of a team's work: each number with how it was counted, and when it says anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from bot.health.facts import Facts, Span
from bot.retros.extraction.recurring import streaks

OLD = timedelta(days=14)
"""A question that waits longer than this has been forgotten rather than left for later."""

MONTHS = 6
_DECEMBER = 12


class Tally(NamedTuple):
    """A number, and how many things it was counted from."""

    value: float
    behind: int


Count = Callable[[Facts, Span, ZoneInfo], Tally | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing that can be measured.

    `fewest`: with fewer `things` than these behind it, the number would say more about chance than about the team.
    `wanted` says what brings them about. `better`: whether more or less of it is better. `thing` is one of `things`.
    `sure`: what a gate takes at least, where that is more than it takes to show the number.
    """

    id: str
    title: str
    counted: str
    count: Count
    fewest: int
    thing: str
    things: str
    wanted: str
    unit: str = "%"
    better: Literal["more", "less"] = "more"
    sure: int = 0

    def over(self, facts: Facts, span: Span, zone: ZoneInfo) -> Tally:
        """The number over a span, enough behind it or not."""
        return self.count(facts, span, zone) or Tally(0, 0)

    def is_enough(self, tally: Tally) -> bool:
        """Whether enough is behind it to say anything."""
        return tally.behind >= self.fewest

    def counted_from(self, tally: Tally) -> str:
        """`no reports`, `1 report`, `5 reports`."""
        return f"{tally.behind or 'no'} {self.thing if tally.behind == 1 else self.things}"


def _share(good: Sequence[bool]) -> Tally | None:
    return Tally(100 * sum(good) / len(good), len(good)) if good else None


def _mean(numbers: Sequence[float]) -> Tally | None:
    # Rounded where no computer's error is left: 80 % are 80 %, not 79.99999999.
    return Tally(round(sum(numbers) / len(numbers), 6), len(numbers)) if numbers else None


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def _coverage(facts: Facts, span: Span, zone: ZoneInfo) -> Tally | None:
    ended = [one for one in facts.interviews if span.holds(_day(one.at, zone)) and one.total]
    return _mean([100 * one.settled / one.total for one in ended])


def _old_questions(facts: Facts, span: Span, zone: ZoneInfo) -> Tally | None:
    """How many were open and old at the end of the span; counted from all interviews that had begun by then."""
    begun = sum(1 for at in facts.begun if _day(at, zone) <= span.last)
    asked = [one for one in facts.questions if _day(one.at, zone) <= span.last]
    still = [one for one in asked if one.answered is None or _day(one.answered, zone) > span.last]
    old = [one for one in still if span.last - _day(one.at, zone) > OLD]
    return Tally(len(old), begun) if begun else None


def _findings(facts: Facts, span: Span, zone: ZoneInfo) -> Tally | None:
    return _mean([one.after for one in facts.stories if span.holds(_day(one.at, zone))])


def _findings_before(facts: Facts, span: Span, zone: ZoneInfo) -> Tally | None:
    return _mean([one.before for one in facts.stories if span.holds(_day(one.at, zone))])


def _ready(facts: Facts, span: Span, zone: ZoneInfo) -> Tally | None:
    del zone  # sprints begin on days
    seen = [one for one in facts.sprints if span.holds(one.begins)]
    items = sum(one.items for one in seen)
    return Tally(100 * sum(one.ready for one in seen) / items, items) if items else None


def _usable(facts: Facts, span: Span, zone: ZoneInfo) -> Tally | None:
    """Each story once, however many report on it: as the share of those who could use it as it was."""
    told: dict[str, list[bool]] = {}
    for one in facts.reports:
        if span.holds(_day(one.at, zone)):
            told.setdefault(one.story, []).append(one.usable)
    return _mean([100 * sum(each) / len(each) for each in told.values()])


def _people(facts: Facts, span: Span, zone: ZoneInfo) -> Tally | None:
    """Guests may take part, too: more than everybody is everybody."""
    held = [one for one in facts.retros if span.holds(_day(one.at, zone))]
    return _mean([100 * min(one.people / one.members, 1) for one in held if one.people is not None and one.members])


def _in_time(facts: Facts, span: Span, zone: ZoneInfo) -> Tally | None:
    del zone  # actions are due on days
    due = [one for one in facts.actions if span.holds(one.due)]
    return _share([one.done is not None and one.done <= one.due for one in due])


def _helped(facts: Facts, span: Span, zone: ZoneInfo) -> Tally | None:
    return _share([one.helped for one in facts.passages if span.holds(_day(one.at, zone))])


def _come_back(facts: Facts, span: Span, zone: ZoneInfo) -> Tally | None:
    """How many themes of the span's last retro had come up in the one before, too; counted from the retros by then."""
    found = themes_again(facts, span, zone)
    return None if found is None else Tally(len(found), _held_by(facts, span, zone))


def _held_by(facts: Facts, span: Span, zone: ZoneInfo) -> int:
    return sum(1 for one in facts.retros if one.themes and _day(one.at, zone) <= span.last)


def themes_again(facts: Facts, span: Span, zone: ZoneInfo) -> tuple[tuple[str, int], ...] | None:
    """The themes of the span's last retro that come back, each with how many retros in a row; None with no retro."""
    held = sorted(
        (one for one in facts.retros if one.themes and _day(one.at, zone) <= span.last), key=lambda one: one.at
    )
    if not held or not span.holds(_day(held[-1].at, zone)):
        return None
    last, *earlier = [one.themes for one in reversed(held)]
    rows = streaks(last, earlier)
    titles = (theme.partition("\n")[0] for theme in last)
    return tuple((title, row) for title, row in zip(titles, rows, strict=True) if row > 1)


COVERAGE = Measure(
    id="coverage",
    title="Interview coverage at the end",
    counted="topics answered or left as an open question, of those that the interview’s depth asks; what was skipped "
    "doesn’t count; mean of the interviews finished",
    count=_coverage,
    fewest=3,
    thing="finished interview",
    things="finished interviews",
    wanted="Finish interviews here: `/interview …`, then `finish`.",
)
QUESTIONS = Measure(
    id="questions",
    title="Open questions older than two weeks",
    counted="questions that interviews left open, more than 14 days ago and still without an answer at the end of the "
    "time shown",
    count=_old_questions,
    fewest=1,
    sure=3,
    thing="interview",
    things="interviews",
    wanted="Interview somebody here: `/interview …`; “don’t know” leaves a question with an owner and a date.",
    unit="",
    better="less",
)
FINDINGS = Measure(
    id="findings",
    title="Lint findings per story",
    counted="what the story linter finds in each approved story; before: in its first draft, or in the rough words of "
    "`/story`",
    count=_findings,
    fewest=5,
    thing="approved story",
    things="approved stories",
    wanted="Approve stories here: `approve all`.",
    unit="",
    better="less",
)
BEFORE = Measure(
    id="before",
    title="Lint findings per story, before",
    counted=FINDINGS.counted,
    count=_findings_before,
    fewest=FINDINGS.fewest,
    thing=FINDINGS.thing,
    things=FINDINGS.things,
    wanted=FINDINGS.wanted,
    unit="",
    better="less",
)
READY = Measure(
    id="ready",
    title="Stories with criteria before planning",
    counted="items of a sprint that have acceptance criteria, of those that tell, as I last saw them on or before its "
    "first day",
    count=_ready,
    fewest=5,
    thing="planned item",
    things="planned items",
    wanted="Let me look before a sprint begins: `/context planning`, or `/digest weekdays 09:00`.",
)
USABLE = Measure(
    id="usable",
    title="Stories usable as they were (%C/A)",
    counted="stories reported as “Usable as it was”, of all that somebody reported on, by when that was first; where "
    "several did, their share; each person’s last word counts",
    count=_usable,
    fewest=5,
    thing="story reported on",
    things="stories reported on",
    wanted="Whoever builds a story presses one of the two buttons under it, or types `/health usable US-2` or "
    "`/health corrected US-2`.",
)
PEOPLE = Measure(
    id="people",
    title="The team’s part in its retros",
    counted="people who noted by name, voted or said how the sprint was, of the team’s members then; mean of the "
    "retros closed",
    count=_people,
    fewest=1,
    thing="closed retro of a team whose members I know",
    things="closed retros of a team whose members I know",
    wanted="Hold a retro here, `/retro start`, and say who is in the team: `/ceremony setup`.",
)
ACTIONS = Measure(
    id="actions",
    title="Actions done in time",
    counted="actions done by the day agreed on, of those due. A day that is moved after it has passed was missed, and "
    "so is one that is dropped then; what is dropped before its day, or has none, doesn’t count",
    count=_in_time,
    fewest=5,
    thing="action that was due",
    things="actions that were due",
    wanted="Give the actions of a retro a day: `/retro action … by Friday`.",
)
PASSAGES = Measure(
    id="passages",
    title="Passages that helped",
    counted="👍 of all 👍 and 👎 under what `/context` found; one a person and passage, the last counts",
    count=_helped,
    fewest=5,
    thing="vote",
    things="votes",
    wanted="Press 👍 or 👎 under what `/context` finds.",
)
THEMES = Measure(
    id="themes",
    title="Themes that come back",
    counted="themes of the last retro that the one before had, too, told by their words; what comes back again and "
    "again is often nothing that the team can change alone",
    count=_come_back,
    fewest=2,
    thing="closed retro with themes",
    things="closed retros with themes",
    wanted="Hold two retros here: `/retro start`.",
    unit="",
    better="less",
)
MEASURES: tuple[Measure, ...] = (COVERAGE, QUESTIONS, FINDINGS, READY, USABLE, PEOPLE, ACTIONS, PASSAGES, THEMES)
"""In the order in which work flows."""


def months_to(month: date, today: date, count: int = MONTHS) -> list[Span]:
    """The last `count` months up to this one, oldest first; the month that isn't over ends today."""
    year, number = month.year, month.month
    found: list[Span] = []
    for _ in range(count):
        first = date(year, number, 1)
        following = date(year + number // _DECEMBER, number % _DECEMBER + 1, 1)
        found.insert(0, Span(first, min(following - timedelta(days=1), max(today, first))))
        year, number = (year - 1, _DECEMBER) if number == 1 else (year, number - 1)
    return found


def weeks_to(today: date, count: int) -> Span:
    """The last `count` calendar weeks, Monday to Sunday, with the one that isn't over."""
    return Span(today - timedelta(days=today.weekday(), weeks=count - 1), today)


def weeks_with(facts: Facts, span: Span) -> int:
    """In how many calendar weeks of the span something was written down."""
    return len({day.isocalendar()[:2] for day in facts.days if span.holds(day)})
