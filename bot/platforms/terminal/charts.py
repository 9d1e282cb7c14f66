"""Charts as bars of letters, as wide as the window allows, with every number beside its bar."""

from __future__ import annotations

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from bot.chat import Chart
from bot.platforms.bars import bars, drawn
from bot.platforms.terminal.clean import clean_line
from bot.platforms.terminal.markdown import Hanging

_BAR = 40
_LEAST = 8


class Charted:
    """A chart: where its labels are long, or stand for several numbers each, they stand above their bars."""

    def __init__(self, part: Chart) -> None:
        self.part = part

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        part = self.part
        if part.table.title.strip():
            yield Text(clean_line(part.table.title), style="gw.label")
        several = len(part.series)
        found = [(Text(clean_line(bar.label)), Text(clean_line(bar.name)), bar) for bar in bars(part)]
        above = several > 1 or any(label.cell_len > options.max_width // 3 for label, _, _ in found)
        heads = [name if above else label for label, name, _ in found]
        column = max(head.cell_len for head in heads)
        room = options.max_width - column - max(len(bar.number) for _, _, bar in found) - (6 if above else 4)
        for number, ((label, _, bar), head) in enumerate(zip(found, heads, strict=True)):
            if above and not number % several:
                yield label
            indent = Text("  " if above else "")
            line = indent + head + Text(" " * (column - head.cell_len + 2 if column else 0))
            if room >= _LEAST:
                line += Text(drawn(bar, min(room, _BAR)), style="green") + Text(" ")
            yield Hanging(Text(), Text("  "), line + Text(bar.number))
