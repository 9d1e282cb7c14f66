"""A chart in letters, for wherever no picture can be shown: every number, and a bar that is as long as it is large."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat import Chart, plain_number


@dataclass(frozen=True, slots=True)
class Bar:
    """One number: `full` says how much of the room its bar takes, from 0 to 1; of per cent, 100 take all of it."""

    label: str
    name: str
    number: str
    full: float


def bars(chart: Chart) -> list[Bar]:
    """Every number of a chart, label by label."""
    most = max([abs(value) for one in chart.series for value in one.values] + [100] * (chart.unit == "%")) or 1.0
    whole = sum(chart.series[0].values)
    found = []
    for at, label in enumerate(chart.labels):
        for one in chart.series:
            value = one.values[at]
            number = plain_number(value) + (f" ({value / whole:.0%})" if chart.draws == "share" else "")
            found.append(Bar(" ".join(label.split()) or "–", " ".join(one.name.split()), number, abs(value) / most))
    return found


def drawn(bar: Bar, width: int) -> str:
    """`██████` of `width` letters; whatever isn't nothing is seen, and what is below it is lighter."""
    return ("▒" if bar.number.startswith("-") else "█") * max(round(bar.full * width), 1 if bar.full else 0)


def written(chart: Chart, *, width: int = 12, longest: int = 20) -> str:
    """A chart as lines of even width. Labels longer than `longest`, and those of several numbers, stand above them."""
    found = bars(chart)
    above = len(chart.series) > 1 or any(len(bar.label) > longest for bar in found)
    heads = [bar.name if above else bar.label for bar in found]
    column = min(max(len(head) for head in heads), longest)
    lines: list[str] = []
    for number, (bar, head) in enumerate(zip(found, heads, strict=True)):
        if above and not number % len(chart.series):
            lines.append(bar.label)
        indent = "  " if above else ""
        lines.append(f"{indent}{head.ljust(column)}  {drawn(bar, width)} {bar.number}".rstrip())
    return "\n".join(lines)
