"""Whether Teams can be reached and lets us post, for the doctor; and which conversations are closed to the bot."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Literal

from bot.errors import StoreTrouble, Trouble
from bot.platforms.port import KeyValue
from bot.platforms.teams.settings import TeamsSettings

Line = tuple[Literal["well", "note", "wrong"], str, str]
"""How it is, what was found, what to do about it."""

_LATELY = timedelta(days=1)
_HOW = "The README says where to find it, under “Install in Teams”."


async def examine(settings: TeamsSettings, kept: KeyValue | None) -> list[Line]:
    """A line for who we are, one for Microsoft's keys, one for the conversations when there is a store already."""
    if settings.mode != "playground" and settings.missing:
        return [("wrong", f"{name} isn’t set.", _HOW) for name in settings.missing]
    try:
        settings.check()
    except Trouble as trouble:
        return [("wrong", trouble.sentence, "")]
    lines: list[Line] = []
    if settings.mode == "playground":
        lines.append(
            ("note", "the Playground on this machine; nobody is verified.", "For others, set the mode to live.")
        )
    else:
        lines += [await _token(settings), await _keys(settings)]
        lines.append(("well", f"people of {_count(len(settings.allowed), 'tenant')} may talk to it", ""))
    return [*lines, *(await _conversations(kept) if kept else [])]


async def _token(settings: TeamsSettings) -> Line:
    import requests

    from bot.platforms.teams.credentials import Credentials

    try:
        await asyncio.to_thread(Credentials(settings).made.get_access_token)
    except PermissionError as error:
        why = str(error).partition("error_description: ")[2].partition("\n")[0][:200] or "no reason given"
        mend = "Check TEAMS_APP_ID, TEAMS_TENANT_ID and the secret; a secret ends after its term."
        return ("wrong", f"Microsoft doesn’t take these credentials ({why}).", mend)
    except (requests.RequestException, ValueError, OSError) as error:
        mend = "Check the network, a proxy (HTTPS_PROXY) and TEAMS_TENANT_ID."
        return ("wrong", f"login.microsoftonline.com can’t be reached ({type(error).__name__}).", mend)
    except Trouble as trouble:
        return ("wrong", trouble.sentence, "")
    return ("well", f"signed in as app {settings.app_id}", "")


async def _keys(settings: TeamsSettings) -> Line:
    from bot.platforms.teams.auth import Keys, Refused

    try:
        await Keys(settings.keys_url).find("")
    except Refused:
        mend = "Check the network, a proxy (HTTPS_PROXY) or `teams.keys_url`."
        return ("wrong", f"Microsoft’s keys can’t be read from {settings.keys_url}.", mend)
    return ("well", "Microsoft’s signing keys can be read; what isn’t signed is refused", "")


async def _conversations(kept: KeyValue) -> list[Line]:
    from bot.platforms.teams.conversations import CONVERSATION, Reference

    try:
        known = [Reference.model_validate(value) for _, value in await kept.scan(CONVERSATION)]
    except StoreTrouble:
        return []  # the database has a line of its own
    closed = [one for one in known if one.closed]
    lines: list[Line] = [("well", f"{_count(len(known) - len(closed), 'conversation')} can be posted to", "")]
    if closed:
        found = (
            f"{_count(len(closed), 'conversation')} closed to it ({', '.join(sorted({one.closed for one in closed}))})."
        )
        lines.append(("note", found, "Nothing is posted there until somebody speaks to it there, or adds it again."))
    busy = [one for one in known if one.busy and datetime.now(UTC) - datetime.fromisoformat(one.busy) < _LATELY]
    if busy:
        found = f"Teams had {_count(len(busy), 'conversation')} wait for minutes in the last day (429)."
        lines.append(("note", found, "What was due there may be missing. Less often, or at other times, helps."))
    return lines


def _count(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"
