"""Charts: Slack's own where they fit, otherwise bars of letters."""

from __future__ import annotations

from typing import Any

from bot.chat import Chart, Series
from bot.platforms.bars import written
from bot.platforms.richtext import Rich, text
from bot.platforms.slack.render import limits

KIND = "data_visualization"
_DRAWN = {"bar": "bar", "line": "line", "share": "pie"}


def chart_title(part: Chart) -> str:
    """What stands above it in words, since Slack's own title is short and says no unit of a pie."""
    return str(text(part.table.title)["text"])


def in_letters(part: Chart) -> Rich:
    """The chart as bars of letters."""
    return Rich("preformatted", ((text(written(part)),),))


def chart_block(part: Chart) -> tuple[dict[str, Any], int] | None:
    """Slack's chart block with its size; None where its limits would cost a number or a letter."""
    labels = [str(text(label)["text"]).strip() for label in part.labels]
    names = [str(text(one.name)["text"]).strip() for one in part.series]
    if len(names) == 1:
        names = [limits.shorten(names[0] or part.unit or part.title, limits.CHART_LABEL) or "Number"]
    if not _fits(labels) or not _fits(names):
        return None
    points = [
        [{"label": label, "value": _number(value)} for label, value in zip(labels, one.values, strict=True)]
        for one in part.series
    ]
    chart: dict[str, Any] = {"type": _DRAWN[part.draws]}
    if part.draws == "share":
        if len(labels) > limits.CHART_SEGMENTS or any(not value for value in part.series[0].values):
            return None
        chart["segments"] = points[0]
    else:
        if len(labels) > limits.CHART_POINTS or len(names) > limits.CHART_SERIES:
            return None
        chart["series"] = [{"name": name, "data": data} for name, data in zip(names, points, strict=True)]
        chart["axis_config"] = {"categories": labels}
        if part.unit.strip():
            chart["axis_config"]["y_label"] = limits.shorten(str(text(part.unit)["text"]), limits.CHART_TITLE)
    title = limits.shorten(chart_title(part), limits.CHART_TITLE) or "Chart"
    block = {"type": KIND, "title": title, "chart": chart}
    return block, sum(map(limits.size, (title, *labels * (len(names) + 1), *names))) + 12 * len(labels) * len(names)


def _fits(names: list[str]) -> bool:
    within = all(name and limits.size(name) <= limits.CHART_LABEL for name in names)
    return within and len(set(names)) == len(names)


def _number(value: float) -> float:
    return int(value) if value == int(value) else value


def chart_of(block: dict[str, Any]) -> Chart:
    """The chart that a block shows."""
    chart = block["chart"]
    kind = next(name for name, drawn in _DRAWN.items() if drawn == chart["type"])
    series = chart.get("series") or [{"name": "", "data": chart["segments"]}]
    return Chart(
        draws=kind,
        title=block["title"],
        labels=tuple(point["label"] for point in series[0]["data"]),
        series=tuple(Series(name=one["name"], values=tuple(point["value"] for point in one["data"])) for one in series),
    )
