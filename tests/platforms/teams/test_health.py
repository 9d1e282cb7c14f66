"""Health in Teams: a dialog for everybody, and numbers on a card."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.platforms.teams.conftest import World
from tests.platforms.teams.double import shown
from tests.platforms.teams.test_retros import board_of, fills


@pytest.fixture(autouse=True)
def by_words(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("index: {embedder: none}\n", encoding="utf-8")


async def test_an_assessment(world: World) -> None:
    thread = await world.mentions("U1", "assess")
    for count, user in enumerate(("U1", "U2"), 1):
        await fills(world, user, thread, "Answer", **{"10._Decisions": "2 rather not"})
        await world.bot.quiet()
        assert f"{count} ha" in shown(await board_of(world, thread))
    assert "Priya" not in shown(await board_of(world, thread)), "no button says who pressed it"


async def test_gates(world: World) -> None:
    thread = await world.mentions("U1", "health gates")
    await world.bot.quiet()
    assert "Not yet: of 6 gates" in "\n".join(await world.said(thread))
