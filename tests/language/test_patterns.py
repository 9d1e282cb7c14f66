"""No pattern of ours hangs on a text as long as one that reaches it: patterns that a blank each would double do."""

from __future__ import annotations

import functools
import importlib
import pkgutil
import re
import signal
from collections.abc import Iterable, Iterator

import pytest

import bot

pytestmark = pytest.mark.usefixtures("hangs")
LONG = 1_000  # characters; a sentence is read in pieces of 2,000, and blanks in runs of 100
_HANGS_AFTER = 20.0  # seconds of work; the slowest takes a fraction of one
_RUNS = (
    "9",
    "a",
    " ",
    "-",
    ",",
    "'",
    '"',
    "“",
    "`",
    "a ",
    "a, ",
    "a-",
    "if ",
    "the ",
    "and ",
    "3 ",
    "1, ",
    "x: ",
    "\n",
)


@functools.cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Every compiled pattern that a module of the package holds, also in tables and lists, by where it stands."""
    found: dict[str, re.Pattern[str]] = {}
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            for name, value in list(vars(importlib.import_module(module.name)).items()):
                for number, pattern in enumerate(_in(value)):
                    found.setdefault(f"{module.name}.{name}[{number}]", pattern)
    return found


def _in(value: object, depth: int = 3) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth and isinstance(value, dict | list | tuple | set | frozenset):
        inner: Iterable[object] = [*value, *value.values()] if isinstance(value, dict) else value
        for each in inner:
            yield from _in(each, depth - 1)


@pytest.mark.parametrize("run", _RUNS)
def test_no_pattern_hangs_on_a_long_run(run: str) -> None:
    told, known = (run * LONG)[:LONG], set[tuple[str, int]]()
    for where, pattern in patterns().items():
        if (pattern.pattern, pattern.flags) in known:
            continue
        known.add((pattern.pattern, pattern.flags))
        signal.setitimer(signal.ITIMER_VIRTUAL, _HANGS_AFTER)
        try:
            assert sum(1 for _ in pattern.finditer(told)) <= LONG + 1
        except AssertionError as error:
            raise AssertionError(f"{where} hangs on {run!r}.") from error
    assert len(known) > 500


_SHORT = 60
_MARKS = (
    *_RUNS,
    "!",
    "?",
    ".",
    ":",
    "*",
    "_",
    "^",
    "+",
    "\x1b",
    "😀",
    "ok ",
    "no ",
    "ha",
    ". ",
    "! ",
    "(",
    "[",
    "|",
    "#",
    ">",
)


@pytest.mark.parametrize("end", ["zq", " zq ", "\nzq", "7"])
def test_no_pattern_takes_twice_as_long_for_each_mark(end: str) -> None:
    """What comes after a run that a pattern takes in several ways makes it try them all."""
    for where, pattern in patterns().items():
        for mark in _MARKS:
            signal.setitimer(signal.ITIMER_VIRTUAL, _HANGS_AFTER)
            try:
                list(pattern.finditer((mark * _SHORT)[:_SHORT] + end))
            except AssertionError as error:
                raise AssertionError(f"{where} hangs on {mark!r} and {end!r}.") from error
