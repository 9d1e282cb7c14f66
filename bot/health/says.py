"""How a team's numbers and gates read: each with how it was counted, and what is missing where there is too little."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot.chat import Bullets, Chart, Heading, Markdown, Part, Post, Series
from bot.health.facts import Facts, Span
from bot.health.gates import Verdict, next_best, say, verdicts
from bot.health.metrics import BEFORE, FINDINGS, MEASURES, QUESTIONS, THEMES, Measure, months_to, themes_again
from bot.language.markdown import escape
from bot.language.text import shorten
from bot.limits import Limits

_FEWEST_POINTS = 2
_MARKS = {"met": "✓ met", "not met": "✗ not met", "unknown": "? unknown"}


def health_post(facts: Facts, month: date, today: date, zone: ZoneInfo) -> Post:
    """A month in numbers, each with how it was counted and how it went in the months before."""
    months = months_to(month, today)
    now = months[-1]
    over = f"up to {now.last.day} {now.last:%B}" if now.last == today else "the whole month"
    parts: list[Part] = [Heading(text=f"{now.first:%B %Y}", level=1)]
    for measure in MEASURES:
        parts += _measured(measure, facts, months, zone)
    text = (
        f"This is what I know from my own work in this place, {over}. It says something about how the work goes, "
        "nothing about any one person. `/health gates` holds it against your gates; `/health 2026-01` shows a month."
    )
    return Post(text=text.replace("2026-01", f"{months[-2].first:%Y-%m}"), parts=tuple(parts))


def _measured(measure: Measure, facts: Facts, months: Sequence[Span], zone: ZoneInfo) -> list[Part]:
    now, tally = months[-1], measure.over(facts, months[-1], zone)
    parts: list[Part] = [Heading(text=measure.title, level=2)]
    if measure.is_enough(tally):
        told = f"**{say(tally.value, measure.unit)}**, from {measure.counted_from(tally)}"
        if measure is FINDINGS:
            told += f"; before: {say(BEFORE.over(facts, now, zone).value, '')}"
        lines = [f"{told}."]
        if measure is THEMES:
            again = themes_again(facts, now, zone) or ()
            lines += [f"“{escape(shorten(title, 80))}”: {row} retros in a row." for title, row in again]
    else:
        have = f"{measure.counted_from(tally)}, and it takes at least {measure.fewest}"
        lines = [f"Not enough to tell: {have}. {measure.wanted}"]
    parts.append(Markdown(text="\n\n".join((*lines, f"_Counted: {measure.counted}._"))))
    chart = trend(measure, facts, months, zone)
    return [*parts, chart] if chart else parts


def trend(measure: Measure, facts: Facts, months: Sequence[Span], zone: ZoneInfo) -> Chart | None:
    """The months that have enough behind them; None with fewer than two, which are no trend.

    Six months tell themselves apart without their year, and a picture has room for no more.
    """
    counted = [(span, measure.over(facts, span, zone)) for span in months]
    told = [(span, tally) for span, tally in counted if measure.is_enough(tally)]
    if len(told) < _FEWEST_POINTS:
        return None
    series = [
        Series(name="after" if measure is FINDINGS else "", values=tuple(round(each.value, 1) for _, each in told))
    ]
    if measure is FINDINGS:
        before = tuple(round(BEFORE.over(facts, span, zone).value, 1) for span, _ in told)
        series.insert(0, Series(name="before", values=before))
    behind = measure is not QUESTIONS
    labels = tuple(f"{span.first:%b}" + (f" ({tally.behind})" if behind else "") for span, tally in told)
    return Chart(draws="line", title=measure.title, labels=labels, series=tuple(series), unit=measure.unit)


def gates_post(facts: Facts, limits: Limits, today: date, zone: ZoneInfo) -> Post:
    """Every gate with its evidence, what it comes to, and the next best thing to work on."""
    found = verdicts(facts, limits, today, zone)
    if not found:
        return Post(text="No gate is set: each one under `gates:` in config.yaml is switched off. So I can’t tell.")
    lines = tuple(f"**{_MARKS[one.state]}** · {one.name}, {one.asks}: {one.evidence}. _{one.reason}_" for one in found)
    parts: list[Part] = [Heading(text="Gates of the crawl phase", level=1), Bullets(items=lines)]
    best = next_best(found)
    if best is not None:
        parts += [Heading(text="What to work on next", level=2), Markdown(text=f"**{best.name}**. {best.helps}")]
    return Post(text=summed_up(found), parts=tuple(parts))


def summed_up(found: Sequence[Verdict]) -> str:
    """What the gates come to. Missing data is never taken for good data."""
    counts = {state: sum(1 for one in found if one.state == state) for state in _MARKS}
    if counts["met"] == len(found):
        return "All gates are met on the data that I have. Whether you go on is for you to decide, not for me."
    told = [f"{counts[state]} {state}" for state in ("met", "not met", "unknown") if counts[state]]
    rest = " What is unknown counts as not met." if counts["unknown"] else ""
    return f"Not yet: of {len(found)} gates, {', '.join(told)}.{rest}"
