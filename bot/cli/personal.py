"""`groundwork erase`, `export person` and `audit`: what is done with the data of a person, and what was done."""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import typer
from rich.table import Table

from bot.app import open_app
from bot.cli.printing import print_json
from bot.cli.talking import user_name
from bot.config import Config
from bot.platforms.terminal import address_of
from bot.platforms.terminal.render import console_for
from bot.privacy.flow import erase_message
from bot.store.audit import Audit
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore

_PATIENCE = 600.0
_OURS = "groundwork"
_ELSEWHERE = (
    "What I can’t reach: back-ups, and what a restore moved aside. Delete those, or erase again after a restore.\n"
)
_UNKNOWN = (
    "I know nobody by the id “{}”, so nothing of their own is in this. An interview exported as JSON shows ids beside "
    "names; in the terminal an id is the name in small letters."
)


async def erase(config: Config, person: str, names: Sequence[str], *, sure: bool) -> bool:
    """Erase what this person said; False when nobody is known by the id. A running Groundwork does the work."""
    if not sure:
        sys.stdout.write(
            f"This erases what {person} said, and their name, everywhere it is kept here. It can’t be undone.\n"
        )
        if not typer.confirm("Erase it?"):
            sys.stdout.write("Nothing was changed.\n")
            return True
    token = secrets.token_hex(8)
    async with open_app(config) as app:
        await app.erasing.wish(person, names, token, by=operator())
        turn = await app.submit(erase_message(token, datetime.now(UTC), address_of(_OURS)))
        posts = await app.result(turn, timeout=_PATIENCE)
    for post in posts:
        sys.stdout.write(f"{post.text}\n")
    known = not any(post.text.startswith("I know nobody") for post in posts)
    if known:
        sys.stdout.write(_ELSEWHERE)
    return known


async def person_document(config: Config, person: str) -> str:
    """Everything that is kept about a person, as JSON; that it was asked for is written down."""
    from bot.durable.forgetting import records
    from bot.log_files import files_of, lines_of
    from bot.store.telling import everything_about, whose

    upgrade(config.database_url)
    async with SqlStore(config.database_url) as store:
        who = await whose(store, person)

        def theirs(value: object) -> bool:
            message = _message_in(value)
            return any((message.get(one) or {}).get("id") in who.ids for one in ("author", "via"))

        turns = [_message_in(each) for each in await records(config.turns_url, theirs)]
        found = {"person": person, **await everything_about(store, who, [str(each.get("key")) for each in turns])}
        found["turns"] = turns
        if not (found["names"] or found["said_and_done"] or found["turns"]):
            sys.stderr.write(f"{_UNKNOWN.format(person)}\n")
        lines = (line for file in files_of(config.log_file) for line in lines_of(file))
        found["log"] = [line for line in lines if who.unnamed(line) != line]
        effect = f"export:{secrets.token_hex(8)}"
        count = len(found["said_and_done"])
        await Audit(store).add("export person", by=operator(), effect=effect, about=person, statements=count)
    return json.dumps(found, ensure_ascii=False, indent=2)


def _message_in(value: object) -> dict[str, dict[str, str]]:
    """The message that a turn began with."""
    arguments = value.get("args") if isinstance(value, dict) else None
    return arguments[0] if isinstance(arguments, list) and arguments and isinstance(arguments[0], dict) else {}


async def audit(config: Config, *, as_json: bool) -> None:
    """What was done with people's data and rights, newest first."""
    upgrade(config.database_url)
    async with SqlStore(config.database_url) as store:
        acts = await Audit(store).acts()
    if as_json:
        print_json([each.model_dump(mode="json") for each in acts])
        return
    console = console_for()
    if not acts:
        console.print("Nothing is written down yet: nobody was erased, exported or refused.")
        return
    table = Table("when", "who", "what", "figures")
    for each in acts:
        figures = ", ".join(f"{name} {value}" for name, value in each.facts.items())
        table.add_row(f"{each.at.astimezone(config.zone):%Y-%m-%d %H:%M}", each.by, each.act, figures)
    console.print(table)


def operator() -> str:
    """Who works on the command line, as the list of acts calls them."""
    return f"command line: {user_name()}"
