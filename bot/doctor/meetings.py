"""What the doctor says of the teams that meet: which there are, and what keeps one from being reminded."""

from __future__ import annotations

import asyncio
from collections import Counter

from bot.config import Config
from bot.doctor import Line

_SUBJECT = "Ceremonies"
_OURS = "groundwork:"  # what is done at set times for nobody to read


async def examine_teams(config: Config) -> list[Line]:
    """A line for all teams, and one for everything that is amiss with one; nothing where nobody meets."""
    from bot.store.migrate import is_up_to_date

    lines = _settings(config)
    if await asyncio.to_thread(is_up_to_date, config.database_url):
        lines += await _kept(config)
    return lines


def _settings(config: Config) -> list[Line]:
    """What of the settings file can't be used: an unknown zone, an unknown country, a line that reads as nothing."""
    if not config.ceremonies:
        return []
    from bot.features.ceremonies import configured_problems

    lines = [
        _wrong(f"`ceremonies.{name}`, {field}: {sentence}", "Correct it in config.yaml.")
        for name, field, sentence in configured_problems(config)
    ]
    for name, team in config.ceremonies.items():
        platform = team.conversation.partition(":")[0]
        if platform not in config.spoken_in:
            found = f"`ceremonies.{name}` is for a conversation in {platform}, which isn’t set up."
            lines.append(_wrong(found, "Set its tokens, or correct the conversation."))
    return lines or [Line(subject=_SUBJECT, state="well", found=f"{_count(len(config.ceremonies))} in config.yaml")]


async def _kept(config: Config) -> list[Line]:
    from bot.ceremonies.journal import KIND, replay
    from bot.ceremonies.timetable import KIND as DUE
    from bot.store.schedules import ScheduleTable
    from bot.store.sql import SqlStore

    table = ScheduleTable(config.database_url)
    try:
        active = [each for each in await table.active() if not each.address.startswith(_OURS)]
    finally:
        await table.close()
    async with SqlStore(config.database_url) as store:
        heads = await store.heads(kind=KIND)
        journals = [journal for head in heads if (journal := await store.journal(head.id))]
    teams = [state for journal in journals if (state := replay(journal)).team is not None]
    silent = Counter(each.address.partition(":")[0] for each in active)
    lines = [
        _wrong(
            f"{number} of the times that are set {'is' if number == 1 else 'are'} for {platform}, which isn’t set up.",
            "Set its tokens, or say `/ceremony` and `/digest` where people are.",
        )
        for platform, number in sorted(silent.items())
        if platform not in config.spoken_in
    ]
    known = {state.id for state in teams}
    lost = [each for each in active if each.kind == DUE and each.what.get("team") not in known]
    if lost and not any(each.rule.until for each in lost):
        are = "is" if len(lost) == 1 else "are"
        found = f"{len(lost)} of the times that are set {are} for a team that isn’t there."
        lines.append(_wrong(found, "`/ceremony setup` sets it up anew."))
    if teams:
        names = ", ".join(state.team.name for state in teams if state.team)
        found = f"{_count(len(teams))} set up in conversations: {names}"
        lines.append(Line(subject=_SUBJECT, state="well", found=found))
    return lines


def _wrong(found: str, mend: str) -> Line:
    return Line(subject=_SUBJECT, state="wrong", found=found, mend=mend)


def _count(number: int) -> str:
    return f"{number} team{'' if number == 1 else 's'}"
