"""How long one message of 100,000 signs keeps the bot busy, which somebody wrote for that: each attack of the tests."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from bot.app import build
from bot.config import load
from bot.prompts import load_prompts
from bot.retros.extraction.notes import read_notes
from bot.retros.extraction.summary import summarise
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore
from tests.dialog import Bot, StraightRoad
from tests.trust.attacks import ATTACKS

SIGNS = 100_000


def main() -> list[tuple[str, str]]:
    """A row for each way in which a text is read: seconds of processor time, of the median and the worst attack."""
    rows = asyncio.run(_in_talks())
    return [*rows, _row("the notes of a retrospective, in one line", _notes())]


async def _in_talks() -> list[tuple[str, str]]:
    with TemporaryDirectory() as folder:
        config = load(None, cwd=Path(folder), environ={"GROUNDWORK_HOME": folder})
        upgrade(config.database_url)
        async with SqlStore(config.database_url) as store:
            bot = Bot(StraightRoad(build(config, load_prompts(Path("prompts")), store=store), store))
            stories, answers = [], []
            for number, attack in enumerate(
                (ATTACKS[0][:20], *ATTACKS)
            ):  # the first is not counted: it loads what is needed
                at = f"terminal:{number}"
                stories.append(await _takes(bot, f"/story {_long(attack)}", at))
                await bot.says("Priya", "/interview Move a parcel to another day", at=f"{at}i", posts=None)
                answers.append(await _takes(bot, _long(attack), f"{at}i"))
    return [_row("`/story`", stories[1:]), _row("an answer in an interview", answers[1:])]


async def _takes(bot: Bot, text: str, at: str) -> float:
    start = process_time()
    await bot.says("Priya", text, at=at, posts=None)
    return process_time() - start


def _notes() -> Iterator[float]:
    for attack in ATTACKS:
        start = process_time()
        summarise(read_notes("notes.md", _long(attack), "UTC"))
        yield process_time() - start


def _long(attack: str) -> str:
    return (f"{attack} " * (SIGNS // (len(attack) + 1) + 1))[:SIGNS]


def _row(what: str, took: list[float] | Iterator[float]) -> tuple[str, str]:
    seconds = list(took)
    return (
        f"{SIGNS:,} hostile signs: {what}, median, worst",
        f"{statistics.median(seconds):.1f} s, {max(seconds):.1f} s",
    )


if __name__ == "__main__":
    from benchmarks.__main__ import table

    print(table(main()))
