"""`groundwork export`: an interview, its stories, a retro, or a map as a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import Config
from bot.errors import Trouble
from bot.features.interviews import interview_settings
from bot.interviews import flow as interviews
from bot.interviews.rules import replay
from bot.prompts import load_prompts
from bot.retros.held import retro_of
from bot.retros.names import KIND as RETRO
from bot.store.journal import Journal
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore
from bot.stories.set import KIND as STORIES

if TYPE_CHECKING:
    from bot.health.stream import Stream

_MOST = 500
_FORMATS = {
    "interview": ("md", "json"),
    "stories": ("md", "json", "feature", "csv"),
    "retro": ("md", "json", "csv"),
}


async def export(config: Config, what: str, which: str, form: str, out: Path | None) -> None:
    """Write it to `out`, or to standard output."""
    if what == "map":
        from bot.cli import mapping

        mapping.write(mapping.rendered(await _map(config, which), form), out)
        return
    formats = _FORMATS.get(what)
    if formats is None and what != "person":
        raise Trouble(f"“{what}” can’t be exported. Ask for `interview`, `stories`, `retro`, `map` or `person`.")
    if formats is not None and form not in formats:
        raise Trouble(f"{what.capitalize()} can’t be written as “{form}”. Use {', '.join(formats)}.")
    text = await (document(config, what, which, form) if formats else _person(config, which))
    if out is None:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        # newline="": a CSV brings its own line ends
        with out.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
        raise Trouble(f"{out} can’t be written: {error.strerror}.") from error
    sys.stderr.write(f"Wrote {out}\n")


async def _person(config: Config, which: str) -> str:
    if which == "latest":
        raise Trouble("Say whose: `groundwork export person ID`. An interview exported as JSON shows ids beside names.")
    from bot.cli.personal import person_document

    return await person_document(config, which)


async def _map(config: Config, which: str) -> Stream:
    from bot.health.mapping import FRAMEWORK
    from bot.health.stream import stream_of
    from bot.interviews.growing import grown

    settings = interview_settings(config, load_prompts(config.prompts_dir))
    framework = settings.frameworks.get(FRAMEWORK)
    if framework is None:
        raise Trouble(f"prompts/interviews/{FRAMEWORK}.yaml isn’t there, so no map can be read. Put it back.")
    upgrade(config.database_url)
    async with SqlStore(config.database_url) as store:
        heads = await store.heads(kind="interview", limit=_MOST)
        wanted = {which, f"interview-{which}"}
        for head in heads:
            if which != "latest" and head.id not in wanted:
                continue
            journal = await store.journal(head.id)
            interview = replay(interviews.events_of(journal)) if journal else None
            if journal is None or interview is None or interview.framework != FRAMEWORK:
                continue
            return stream_of(journal.title, interview, grown(framework, interview))
    there = "There is no map yet" if which == "latest" else f"There is no map {which}"
    raise Trouble(f"{there}. `groundwork chat` and `/map` begin one.")


async def document(config: Config, what: str, which: str, form: str) -> str:
    """An interview, a set of stories or a retro as a document; `which` is an id, its number, or `latest`."""
    from bot.interviews.exports import export_interview
    from bot.stories.flow import export_set, set_of

    prompts = load_prompts(config.prompts_dir)
    settings = interview_settings(config, prompts)
    upgrade(config.database_url)
    store = SqlStore(config.database_url)
    try:
        journal = await _find(store, what, which)
        if what == RETRO:
            return await _retro(store, journal, form)
        if what == STORIES:
            return export_set(set_of(journal), journal, form, settings.stories)
        drafted = await _stories_of(store, journal)
        return export_interview(journal, drafted, form, settings)
    finally:
        await store.close()


async def _find(store: SqlStore, what: str, which: str) -> Journal:
    if which == "latest":
        journal = await store.latest(kind=what)
        if journal is None:
            begins = "retro start" if what == RETRO else "interview"
            there = "There are no stories" if what == STORIES else f"There is no {what}"
            raise Trouble(f"{there} yet. `groundwork chat` and `/{begins}` begin one.")
        return journal
    journal = await store.journal(which if which.startswith(f"{what}-") else f"{what}-{which}")
    if journal is None:
        heads = await store.heads(kind=what)
        have = ", ".join(head.id for head in heads) or "none"
        raise Trouble(f"There is no {what} {which}. There is {have}.")
    return journal


async def _retro(store: SqlStore, journal: Journal, form: str) -> str:
    from bot.retros.agreed import find_action
    from bot.retros.exports import export_retro

    retro = retro_of(journal)
    found = [await find_action(store, name) for name, _ in retro.agreed]
    return export_retro(retro, [one[0] for one in found if one is not None], form)


async def _stories_of(store: SqlStore, journal: Journal) -> Journal | None:
    stories_id = replay(interviews.events_of(journal)).stories
    return await store.journal(stories_id) if stories_id else None
