"""Somebody is forgotten where several replicas run beside a Chroma server: by all, in memory and in every file."""

from __future__ import annotations

import asyncio
import random
import sys
from asyncio.subprocess import PIPE, STDOUT
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from benchmarks.fleet import ROOT, a_fleet
from bot.config import load
from bot.durable.owner import take_ownership
from bot.features.context import library_of
from bot.features.interviews import interview_settings
from bot.forgetting.replicas import ASKED, Replicas
from bot.knowledge.threads import InThreads
from bot.platforms.slack import Slack, SlackSettings
from bot.prompts import Prompts
from bot.store.audit import Audit
from bot.store.sql import SqlStore
from bot.store.urls import database_url
from tests.patience import PATIENCE
from tests.platforms.slack.double import BOT_TOKEN, SECRET, SlackDouble
from tests.platforms.slack.people import People, shown
from tests.privacy.test_forgetting import _files, _of_server, found_in

WORDS = ("warbling", "quokka", "mauve", "priya")


async def nobody(_: str) -> bool:
    return False


async def talk(people: People, slack: SlackDouble) -> None:
    """Two people are interviewed in a channel, up to the brief."""
    said = (
        ("U1", f"<@{slack.bot_user}> interview Faster refunds. The warbling clerk scans the quokka parcel."),
        ("U1", "Customers lose the mauve receipt every week."),
        ("U2", "A refund takes nine days and should take two by June."),
        ("U2", "finish"),
    )
    thread: str | None = None
    for count, (user, words) in enumerate(said, 1):
        ts = await people.types(user, words, "C1", thread=thread)
        thread = thread or ts
        await people.until(partial(answered, slack, thread, count))


def answered(slack: SlackDouble, thread: str, count: int) -> bool:
    return len(slack.said("C1", thread)) >= count


async def forget_me(people: People, slack: SlackDouble) -> None:
    await people.commands("U1", "/groundwork forget-me", "C1")
    await people.until(lambda: slack.ephemeral)
    await people.presses("U1", "C1", slack.ephemeral[-1], "Forget me")
    await people.until(lambda: "I begin now" in shown(slack.ephemeral[-1]))


async def until_erased(url: str) -> None:
    """The turn that does it has ended: the database is written anew at the end of it."""
    engine = create_engine(database_url(url), poolclass=NullPool)
    ended = text("SELECT count(*) FROM dbos.workflow_status WHERE workflow_uuid LIKE 'erase:%' AND status = 'SUCCESS'")
    for _ in range(600):
        with engine.connect() as connection:
            if connection.execute(ended).scalar_one():
                return
        await asyncio.sleep(0.1)
    raise AssertionError("It was never erased.")


async def complete(library: InThreads) -> None:
    """Bring the index up to date, until nothing waits for its vector."""
    for _ in range(300):
        report = await library.index()
        if not (report.waiting or report.notes):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(report)


async def command(environment: dict[str, str], *words: str) -> str:
    """What a command without a name prints, in a place of its own."""
    environment = {key: value for key, value in environment.items() if key != "DBOS__VMID"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, cwd=ROOT, env=environment, stdout=PIPE, stderr=STDOUT
    )
    out, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    return out.decode()


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "parcels.md").write_text("# Parcels\n\nA parcel is moved by its customer, at most twice.\n")
    return folder


async def test_what_one_replica_forgets_the_others_forget_too(
    tmp_path: Path, slack: SlackDouble, prompts: Prompts, documents: Path
) -> None:
    environment = {
        "GROUNDWORK_KNOWLEDGE": str(documents),
        "GROUNDWORK_SLACK_MODE": "http",
        "GROUNDWORK_SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
    }
    seed = random.Random(1)  # noqa: S311 (it chooses among one)
    async with a_fleet(1, environment, seed) as fleet, AsyncExitStack() as stack:
        (first,) = fleet.replicas
        slack.app_url = first.url
        people = People(slack)
        await talk(people, slack)
        # The second replica is in this process, and takes no turns, so that it is the first one that erases.
        home = tmp_path / "second"
        home.mkdir()
        config = load(None, cwd=tmp_path, environ={**first.environment, "GROUNDWORK_HOME": str(home)})
        locks = take_ownership(config.turns_url, "second", "1.0")
        assert locks is not None
        stack.callback(locks.release)
        store = await stack.enter_async_context(SqlStore(config.database_url))
        second = Slack(store, SlackSettings(bot_token=BOT_TOKEN, api_url=slack.api_url))
        stack.push_async_callback(second.close)
        library = library_of(config, store, lambda: interview_settings(config, prompts), nobody, nobody)
        stack.push_async_callback(library.close)
        await stack.enter_async_context(Replicas(config, store, library, (second.forget,)).listening(every=0.1))

        names = second._reached().people
        assert (await names.look_up("U1")).name == "Priya"
        await complete(library)
        found = await library.search("what does the quokka scan?", 5, asking=None)
        assert found.notes == (), "by meaning, too: from the server"
        assert any("quokka" in hit.passage.text for hit in found.hits)
        logs = [folder / "groundwork.log" for folder in (first.folder, home)]
        for log in logs:
            with log.open("a") as lines:
                lines.write("2026 turn_failed user=U1 who=Priya\n2026 all is well\n")

        await forget_me(people, slack)
        await until_erased(config.turns_url)
        assert [each.act for each in await Audit(store).acts()] == ["erase"]
        assert await store.get(ASKED) is None
        held = library._library
        assert held is not None
        assert (names._known, held._corpus) == ({}, None), "nothing is held in memory"
        for log in logs:
            assert "all is well" in log.read_text()
            assert "Priya" not in log.read_text()
        for asked in ("what does the quokka scan?", "how often is a parcel moved by its customer?"):
            found = await library.search(asked, 5, asking=None)
            assert not any("quokka" in hit.passage.text for hit in found.hits)
        assert found.hits, "everything else is found as before"
        vectors, embedder = held._open_vectors(), held._embedder("minilm")
        assert vectors is not None
        assert embedder is not None
        assert vectors.collection(embedder.id).keys().keys() == held.shelf.keys(), "no vector of what is gone is kept"
        files = [*_of_server(config.turns_url), *_files(first.folder.parent), *_files(home)]
        assert found_in(files, WORDS) == []

        told = await command(first.environment | {"GROUNDWORK_HOME": str(tmp_path)}, "erase", "--person", "U2", "--yes")
        assert told.startswith("Erased: ")
        assert [each.act for each in await Audit(store).acts()] == ["erase", "erase"]
        slack.app_url = None
