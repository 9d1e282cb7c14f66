"""Reads what a tracker answers; what isn't as the tracker promises becomes its trouble, in words for people."""

from __future__ import annotations

import functools
import traceback
from collections.abc import Callable, Coroutine
from pathlib import PurePath
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import structlog

from bot.trackers.port import TrackerTrouble
from bot.trackers.web import Web

_log = structlog.get_logger(__name__)
_NOT_AS_PROMISED = (LookupError, TypeError, AttributeError, ValueError, ArithmeticError)
"""What reading fails with where a name is missing, or a value is of another kind."""


class Reads(Protocol):
    """Whatever asks a tracker."""

    @property
    def web(self) -> Web:
        """Where it asks."""
        ...


P = ParamSpec("P")
R = TypeVar("R", bound=Reads)
T = TypeVar("T")
Method = Callable[Concatenate[R, P], Coroutine[Any, Any, T]]


def understood(method: Method[R, P, T]) -> Method[R, P, T]:
    """A method that reads: TrackerTrouble where the answer isn't as promised."""
    return _with(method, Web.strange)


def understood_or_in_doubt(method: Method[R, P, T]) -> Method[R, P, T]:
    """A method that makes something: InDoubt where the answer isn't as promised, since it may have been made."""
    return _with(method, Web.unclear)


def _with(method: Method[R, P, T], trouble: Callable[[Web], TrackerTrouble]) -> Method[R, P, T]:
    @functools.wraps(method)
    async def reading(self: R, /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await method(self, *args, **kwargs)
        except _NOT_AS_PROMISED as error:
            # Where it stumbled, but not over what: that may hold what people wrote.
            last = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{PurePath(last.filename).name}:{last.lineno}"
            _log.warning("tracker_not_understood", tracker=self.web.name, error=type(error).__name__, where=where)
            raise trouble(self.web) from error

    return reading
