"""A Chroma server that goes while people ask: they read that words alone were looked at, until it is back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import open_app
from bot.config import load
from tests.dialog import Bot, DurableRoad
from tests.knowledge.shelves import write
from tests.knowledge.test_library import a_server
from tests.ports import a_port


@pytest.fixture
def port() -> Iterator[int]:
    with a_port() as port:
        yield port


async def test_what_is_asked_while_the_server_is_away_is_answered_by_words_and_told(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.knowledge.library._LOOK_AGAIN", 0.0)  # seconds
    write(
        tmp_path,
        {
            "knowledge/refunds.md": "# Refunds\n\nA refund takes nine days.\n",
            "config.yaml": f"index: {{chroma: 'http://127.0.0.1:{port}'}}\n",
        },
    )
    config = load(None, cwd=tmp_path, environ={"GROUNDWORK_KNOWLEDGE": str(tmp_path / "knowledge")})
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app, timeout=120))

        async def asks() -> str:
            return await bot.says("Priya", "/context how long does a refund take", posts=None)

        async def until_whole() -> str:
            """Ask until the server has started; it never is, if nothing mends by itself."""
            for _ in range(200):
                if "By words alone" not in (shown := await asks()):
                    return shown
                await asyncio.sleep(0.2)
            raise AssertionError(shown)

        with a_server(tmp_path / "server", port):
            assert "nine days" in await until_whole()
        write(tmp_path, {"knowledge/vouchers.md": "# Vouchers\n\nA voucher lasts three years.\n"})
        shown = await asks()
        assert "nine days" in shown
        assert "By words alone: Chroma can’t be asked" in shown
        await bot.says("Priya", "/context how long does a voucher last", posts=None)
        bot.shows("three years", "By words alone: Chroma can’t be asked")
        with a_server(tmp_path / "server", port):
            assert "nine days" in await until_whole()
            await bot.says("Priya", "/context how long does a voucher last", posts=None)
            bot.shows("three years")
            bot.hides("By words alone")
