"""Calls a tracker: waits where it says so, tries again where that is safe, and never takes the token elsewhere."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx
import stamina
import structlog

from bot.json_text import NotJson, load
from bot.trackers.port import InDoubt, TrackerTrouble

_log = structlog.get_logger(__name__)
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})
_ATTEMPTS = 5
_REDIRECT, _CLIENT_ERROR, _NO_TOKEN, _FORBIDDEN, _TOO_MANY, _SERVER_ERROR = 300, 400, 401, 403, 429, 500
_A_MINUTE = 60
_A_DAY = 86_400
LATER = "Nothing is lost; please try again in a minute."
_AGAIN = "Ask me again: I look whether it is there before I make another."


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `data` is its JSON, None when it holds none."""

    status: int
    data: Any
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):  # noqa: N818 (the tracker's word, before it is put into ours)
    """The tracker said no; `answer` says why."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(str(answer.status))  # what it said may hold what people said
        self.answer = answer


class _Passing(Exception):  # noqa: N818 (it will be gone)
    """Something that may be gone when it is tried again, in `wait` seconds where the tracker said so."""

    def __init__(self, wait: float | None = None) -> None:
        super().__init__("passing")
        self.wait = wait


Limited = Callable[[Answer], float | None]
"""For how many seconds nothing will be answered, where an answer says so."""


def told_to_wait(answer: Answer) -> float | None:
    """Retry-After, which most of them send."""
    if answer.status != _TOO_MANY:
        return None
    return _seconds(answer.headers.get("retry-after", "")) or 1.0


def _seconds(text: str) -> float | None:
    try:
        return max(0.0, float(text))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """A tracker's address with everything that goes with each request.

    `variable` is where the token comes from, `setting` where the address does. `patience` is how many seconds one
    request may take with all its repetitions. The token is part of `headers`, which nothing prints.
    """

    name: str
    base: str
    variable: str
    setting: str
    headers: Mapping[str, str] = field(repr=False)
    limited: Limited = told_to_wait
    patience: float = 20.0
    pause: float = 0.2

    async def get(self, path: str, params: Mapping[str, Any] | None = None) -> Answer:
        """Read something."""
        return await self._call("GET", path, params=params, again=True)

    async def ask(self, path: str, body: Any, params: Mapping[str, Any] | None = None) -> Answer:
        """Read something that takes a body to ask for."""
        return await self._call("POST", path, params=params, body=body, again=True)

    async def make(
        self, path: str, body: Any, params: Mapping[str, Any] | None = None, *, kind: str = "application/json"
    ) -> Answer:
        """Make something: repeated only where it surely did not come through, else InDoubt."""
        return await self._call("POST", path, params=params, body=body, kind=kind, again=False)

    async def _call(  # noqa: PLR0913 (a request)
        self,
        verb: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        body: Any = None,
        kind: str = "application/json",
        again: bool,
    ) -> Answer:
        parts = urlsplit(self.base)
        if parts.scheme != "https" and parts.hostname not in _HERE:
            raise TrackerTrouble(self.name, "isn’t reached by https", f"Correct `{self.setting}`.")
        ends = time.monotonic() + self.patience

        def whether_again(error: Exception) -> bool | float:
            if not isinstance(error, _Passing):
                return False
            left = ends - time.monotonic()
            return left > 0 if error.wait is None else (error.wait if error.wait < left else False)

        try:
            async for attempt in stamina.retry_context(
                on=whether_again,
                attempts=_ATTEMPTS,
                timeout=self.patience,
                wait_initial=self.pause,
                wait_jitter=self.pause,
                wait_max=self.pause * 10,
            ):
                with attempt:
                    return await self._once(verb, path, params, body, kind, again=again)
        except _Passing as passing:
            if passing.wait is not None:
                what = f"asks me to wait for {_told(passing.wait)}"
                raise TrackerTrouble(self.name, what, "Nothing is lost; please try again then.") from passing
        raise TrackerTrouble(self.name, "doesn’t answer right now", LATER)

    async def _once(  # noqa: PLR0913 (a request)
        self, verb: str, path: str, params: Mapping[str, Any] | None, body: Any, kind: str, *, again: bool
    ) -> Answer:
        given = {name: value for name, value in (params or {}).items() if value is not None}
        headers = {"Accept": "application/json", **self.headers}
        if body is not None:
            headers["Content-Type"] = kind
        limit = httpx.Timeout(self.patience / 2)
        try:
            async with httpx.AsyncClient(verify=_trusted(), timeout=limit, follow_redirects=False) as client:
                response = await client.request(
                    verb, f"{self.base}{path}", params=given or None, json=body, headers=headers
                )
        except httpx.InvalidURL as error:  # made of what is set and of what it answered before
            raise self.strange() from error
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise _Passing from error
        except httpx.TransportError as error:
            if again:
                raise _Passing from error
            raise self._doubt() from error
        return self._read(response, again=again)

    def _read(self, response: httpx.Response, *, again: bool) -> Answer:
        answer = Answer(response.status_code, _json(response), dict(response.headers))
        wait = self.limited(answer)
        if wait is not None:
            _log.info("tracker_told_to_wait", tracker=self.name, seconds=wait)
            raise _Passing(wait)
        if answer.status >= _SERVER_ERROR:
            _log.warning("tracker_failed", tracker=self.name, status=answer.status)
            if again:
                raise _Passing
            raise self._doubt()
        if answer.status == _NO_TOKEN:
            raise self.token_trouble()
        if _REDIRECT <= answer.status < _CLIENT_ERROR:
            what = "sends me on to another address, and I don’t take the token there"
            raise TrackerTrouble(self.name, what, f"Correct `{self.setting}` in config.yaml.")
        if answer.status >= _CLIENT_ERROR:
            _log.warning("tracker_refused", tracker=self.name, status=answer.status)
            raise Refused(answer)
        return answer

    def token_trouble(self) -> TrackerTrouble:
        """The token isn't accepted, or there is none."""
        if not any(name.lower() == "authorization" for name in self.headers):
            return TrackerTrouble(self.name, "wants a token", f"Put one into the variable {self.variable}.")
        return TrackerTrouble(
            self.name, "doesn’t accept my token (any more)", f"Make a new one, and put it into {self.variable}."
        )

    def forbidden(self, what: str) -> TrackerTrouble:
        """The token may not do this."""
        mend = f"Give the token in {self.variable} that right, or ask whoever looks after {self.name}."
        return TrackerTrouble(self.name, f"doesn’t let me {what}", mend)

    def missing(self, what: str, mend: str) -> TrackerTrouble:
        """What was asked for isn't there, or hidden from the token."""
        return TrackerTrouble(self.name, f"has no {what} that my token can see", mend)

    def refused(self, answer: Answer, said: Sequence[str] = ()) -> TrackerTrouble:
        """It said no, in its own words."""
        words = "; ".join(" ".join(each.split()).rstrip(".") for each in said if each.strip())
        what = f"said no: {words}" if words else f"said no (HTTP {answer.status})"
        return TrackerTrouble(self.name, what, "Nothing was made.")

    def strange(self) -> TrackerTrouble:
        """The answer isn't what the tracker promises."""
        mend = f"Check `{self.setting}`: something else may be answering there."
        return TrackerTrouble(self.name, "answered in a way that I don’t understand", mend)

    def unclear(self) -> InDoubt:
        """The answer to a request that makes something isn't what the tracker promises."""
        return InDoubt(self.name, "answered in a way that I don’t understand, so the item may be made or not", _AGAIN)

    def _doubt(self) -> InDoubt:
        return InDoubt(self.name, "broke off before it said whether the item was made", _AGAIN)


@cache
def _trusted() -> ssl.SSLContext:
    """Whom to believe that they are who they say; read once, since it takes a moment."""
    return httpx.create_ssl_context()


def _json(response: httpx.Response) -> Any:
    try:
        return load(response.content)
    except NotJson:
        return None


def _told(seconds: float) -> str:
    if seconds < _A_MINUTE:
        return "a moment"
    if seconds >= _A_DAY:  # nobody does; such an answer is broken, and may be no number at all
        return "a while"
    minutes = round(seconds / _A_MINUTE)
    return "a minute" if minutes == 1 else f"{minutes} minutes"
