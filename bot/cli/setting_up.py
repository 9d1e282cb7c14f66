"""`groundwork init` and `groundwork doctor`: from nothing to something that works."""

from __future__ import annotations

import os
import shlex
from collections import Counter
from functools import partial
from pathlib import Path

from rich.text import Text

from bot import doctor as checks
from bot import places
from bot.cli.printing import print_json
from bot.config import Config
from bot.doctor import people
from bot.logs import no_log
from bot.platforms.terminal.clean import clean
from bot.platforms.terminal.markdown import Hanging
from bot.platforms.terminal.render import Trimmed, console_for

_MARKS = {"well": ("✓", "green"), "note": ("!", "yellow"), "wrong": ("✗", "bold red")}


def init(folder: Path) -> None:
    """Write a first copy of everything that people edit, and say what to do with it."""
    written = places.init(folder)
    console = console_for()
    new = [each for each in written if not each.kept]
    for top, what in (
        (places.CONFIG_NAME, "the settings, every key explained"),
        ("prompts", "what Groundwork asks and writes"),
        ("knowledge", "documents it should know about"),
    ):
        counts = Counter(each.kept for each in written if each.path.relative_to(folder).parts[0] == top)
        if not counts:
            continue
        state = "written" if not counts[True] else "kept as it was" if not counts[False] else "completed"
        files = "" if top == places.CONFIG_NAME else f"  {sum(counts.values())} files"
        console.print(Text.assemble(("  " + top.ljust(13), "bold"), f"{state.ljust(17)}", (what + files, "gw.faint")))
    if not new:
        console.print(Text("Everything was there already. Nothing was changed."))
    go = "" if folder.resolve() == Path.cwd() else f"cd {shlex.quote(os.fspath(folder))} && "
    console.print(
        Text.assemble("\nNext: ", (f"{go}groundwork doctor", "bold"), " and then ", ("groundwork chat", "bold"))
    )


async def chat_platforms(config: Config) -> list[checks.Line]:
    """How each chat platform is."""
    from bot.app import platform_lines

    return [
        checks.Line(subject=subject, state=state, found=found, mend=mend)
        for subject, state, found, mend in await platform_lines(config)
    ]


async def scrum_masters(config: Config) -> list[checks.Line]:
    """Whether each scrum master can be found where the team meets."""
    from bot.app import looking
    from bot.doctor.masters import examine_masters

    return await examine_masters(config, partial(looking, config))


async def trackers(config: Config) -> list[checks.Line]:
    """How each tracker is."""
    from bot.features.trackers import tracker_lines

    return [
        checks.Line(subject=name, state=each.state, found=each.found, mend=each.mend)
        for name, each in await tracker_lines(config)
    ]


async def doctor(config: Path | None, *, as_json: bool) -> bool:
    """Print a line for each check; False when something would fail."""
    from bot.doctor.health import gates
    from bot.doctor.retros import retros

    no_log()
    further = (retros, gates, people.privacy, people.access, chat_platforms, scrum_masters, trackers)
    lines = await checks.examine(config, checks=[*checks.CHECKS, *further])
    if as_json:
        print_json([line.model_dump(mode="json") for line in lines])
    else:
        console = console_for()
        for line in lines:
            mark, style = _MARKS[line.state]
            text = Text.assemble((f"{line.subject}: ", "bold"), clean(line.found))
            if line.mend:
                text.append(f"\n{clean(line.mend)}", style="gw.faint")
            console.print(Trimmed(Hanging(Text(f"{mark} ", style=style), Text("  "), text)), end="")
    return all(line.state != "wrong" for line in lines)
