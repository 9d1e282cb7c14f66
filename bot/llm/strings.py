"""Changes every text inside a JSON value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any


def in_strings(value: Any, change: Callable[[str], str]) -> Any:
    """The same value with each of its texts changed; keys stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: in_strings(one, change) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [in_strings(one, change) for one in value]
    return value


def strings(value: Any) -> Iterator[str]:
    """Every text in the value, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)
