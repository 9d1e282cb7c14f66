"""Whether a team can leave the crawl phase, gate by gate: met, not met, or unknown, each with its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.health.facts import Facts, Span
from bot.health.metrics import ACTIONS, COVERAGE, QUESTIONS, READY, USABLE, Measure, weeks_to, weeks_with
from bot.language.dates import say_day
from bot.limits import Limits

State = Literal["met", "not met", "unknown"]

WINDOW = 8
"""Weeks that are looked back over where `gates.weeks` is switched off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One gate: what it asks for, how it stands and on what evidence, why it is there, and what would help.

    `gap`: how far from its limit, as a share of it.
    """

    name: str
    asks: str
    state: State
    evidence: str
    reason: str
    helps: str
    gap: float = 0.0


_GATES: tuple[tuple[Measure, str, str], ...] = (
    (
        COVERAGE,
        "What an interview never asked comes back as a question while somebody builds.",
        "Take interviews to their end; “don’t know” counts, as an open question with an owner.",
    ),
    (
        READY,
        "A story without criteria can’t be finished, only stopped; whoever builds it faster only guesses sooner.",
        "Write criteria before planning: `/context refinement` names the items that have none.",
    ),
    (
        USABLE,
        "Where one story in four has to be mended first, whatever makes building faster makes more to mend.",
        "Look at the stories that had to be corrected, and ask in the next interview what was missing there.",
    ),
    (
        ACTIONS,
        "A team that doesn’t do what it agreed on can’t steer a larger change.",
        "Agree on fewer actions, each with one owner and a day: `/retro actions` shows what is open.",
    ),
    (
        QUESTIONS,
        "A question that waits for weeks is being answered by whoever builds, without anybody noticing.",
        "Answer or hand over the oldest open questions: `status` in an interview lists them.",
    ),
)
REASONS: Mapping[str, str] = {
    "weeks": "A good fortnight proves nothing; two months hold holidays, a bad release and somebody’s leave.",
    **{measure.id: reason for measure, reason, _ in _GATES},
}


def verdicts(facts: Facts, limits: Limits, today: date, zone: ZoneInfo) -> tuple[Verdict, ...]:
    """Every gate that is switched on, judged over the last weeks."""
    weeks = limits.weeks or WINDOW
    span = Span(today - timedelta(weeks=weeks) + timedelta(days=1), today)
    found = [_data(facts, limits.weeks, today)] if limits.weeks is not None else []
    for measure, reason, helps in _GATES:
        limit = getattr(limits, measure.id)
        if limit is not None:
            found.append(_verdict(measure, limit, reason, helps, facts, span, zone, weeks))
    return tuple(found)


def _data(facts: Facts, weeks: int, today: date) -> Verdict:
    """Data of so many weeks: something was written down in as many calendar weeks, the first of it that long ago."""
    seen = weeks_with(facts, weeks_to(today, 2 * weeks))
    first = min((day for day in facts.days if day <= today), default=None)
    since = f", the first time on {say_day(first)}" if first else ""
    old = 0 if first is None else (today - first).days // 7
    return Verdict(
        name="Weeks of data",
        asks=f"at least {weeks}",
        state="met" if min(seen, old) >= weeks else "not met",
        evidence=f"something was written down in {seen} of the last {2 * weeks} calendar weeks{since}",
        reason=REASONS["weeks"],
        helps="Keep working with me here; time does the rest.",
        gap=max(0.0, 1 - min(seen, old) / weeks),
    )


def _verdict(  # noqa: PLR0913, PLR0917 (one gate, and what it is held against)
    measure: Measure, limit: int, reason: str, helps: str, facts: Facts, span: Span, zone: ZoneInfo, weeks: int
) -> Verdict:
    tally, most = measure.over(facts, span, zone), measure.better == "less"
    asks = f"at {'most' if most else 'least'} {limit}{'' if measure.unit != '%' else ' %'}"
    over = "" if measure is QUESTIONS else f" in the last {weeks} weeks"
    fewest = max(measure.fewest, measure.sure)
    met = tally.value <= limit if most else tally.value >= limit
    # What there is too much of is there, however little else is known.
    if tally.behind < fewest and (met or not most):
        evidence = f"{measure.counted_from(tally)}{over}; it takes at least {fewest}"
        return Verdict(
            name=measure.title, asks=asks, state="unknown", evidence=evidence, reason=reason, helps=measure.wanted
        )
    return Verdict(
        name=measure.title,
        asks=asks,
        state="met" if met else "not met",
        evidence=f"{say(tally.value, measure.unit)}, from {measure.counted_from(tally)}{over}",
        reason=reason,
        helps=helps,
        gap=abs(tally.value - limit) / max(limit, 1) if not met else 0.0,
    )


def next_best(found: Sequence[Verdict]) -> Verdict | None:
    """What to work on next: the gate farthest from its limit, then what nobody can tell yet; None when all are met.

    Time alone brings weeks of data, so that comes last.
    """
    missed = [one for one in found if one.state == "not met" and one.name != "Weeks of data"]
    unknown = [one for one in found if one.state == "unknown"]
    if missed:
        return max(missed, key=lambda one: one.gap)
    return next(iter(unknown), None) or next((one for one in found if one.state != "met"), None)


def say(value: float, unit: str) -> str:
    """`75.4` → `75 %`: shares without decimals, means with one, as far as it says anything."""
    if unit == "%":  # never rounded up over a limit
        return f"{int(value)} %"
    number = f"{value:.1f}".removesuffix(".0")
    return f"{number} {unit}".strip()
