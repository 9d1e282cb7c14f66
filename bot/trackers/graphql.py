"""Asks a tracker that speaks GraphQL: what came is used even where a part of it could not be read, and that is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.trackers.port import TrackerTrouble
from bot.trackers.web import Refused, Web

_NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class Reply:
    """`data` as far as it could be read, and what the tracker said of the rest, in its own words."""

    data: Mapping[str, Any]
    errors: tuple[Mapping[str, Any], ...] = ()

    @property
    def said(self) -> tuple[str, ...]:
        """What could not be read, a few words each."""
        return tuple(dict.fromkeys(str(error.get("message", "")) for error in self.errors))


class NotRead(TrackerTrouble):
    """This could not be read, other things may be."""


async def ask(web: Web, path: str, query: str, *, makes: bool = False, **variables: Any) -> Reply:
    """Send a query; with `makes` it is one that makes something, and isn't repeated in doubt.

    TrackerTrouble when there is no data at all.
    """
    body = {"query": query, "variables": variables}
    try:
        answer = await (web.make(path, body) if makes else web.ask(path, body))
    except Refused as refused:
        answer = refused.answer
        if not isinstance(answer.data, dict) or not answer.data.get("errors"):
            raise (web.strange() if answer.status == _NOT_FOUND else web.refused(answer)) from refused
    unclear = web.unclear if makes else web.strange
    if not isinstance(answer.data, dict):
        raise unclear()
    errors = tuple(error for error in answer.data.get("errors") or () if isinstance(error, dict))
    data = answer.data.get("data")
    if not isinstance(data, dict) or all(value is None for value in data.values()):
        if not errors:
            raise unclear()
        no = web.refused(answer, [_words(error) for error in errors])
        raise _trouble(web, errors) or NotRead(web.name, no.what, no.mend)
    return Reply(data, errors)


def _trouble(web: Web, errors: Sequence[Mapping[str, Any]]) -> Exception | None:
    """What the first error is about, where the tracker has a word for it."""
    word = code_of(errors[0])
    if word in {"AUTHENTICATION_ERROR", "UNAUTHENTICATED"}:
        return web.token_trouble()
    if word in {"FORBIDDEN", "INSUFFICIENT_SCOPES"}:
        return web.forbidden(f"do this ({_words(errors[0]).rstrip('.')})")
    return None


def code_of(error: Mapping[str, Any]) -> str:
    """The tracker's own word for an error: GitHub gives a `type`, others `extensions.code`."""
    extensions = error.get("extensions")
    code = extensions.get("code", "") if isinstance(extensions, dict) else ""
    return str(error.get("type") or code or "").upper()


def next_page(info: Mapping[str, Any], turned: set[str]) -> str:
    """Where the next page begins; ValueError where `turned` has it already, as reading on would never end."""
    cursor = info["endCursor"]
    if not isinstance(cursor, str) or cursor in turned:
        raise ValueError("the same page again")
    turned.add(cursor)
    return cursor


def _words(error: Mapping[str, Any]) -> str:
    extensions = error.get("extensions")
    told = extensions.get("userPresentableMessage", "") if isinstance(extensions, dict) else ""
    return str(told or error.get("message", ""))
