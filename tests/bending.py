"""Payloads that are nearly right: what platforms and services send, with a few values lost or of another kind."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

ODD_TEXTS = st.sampled_from(
    ["", " ", "\x00", "\ud800", "\u202eabc", "<!channel>", "1e999", "nan", "-1", "0", "9" * 400, "٣", "½", "💥" * 90]
)
ODD: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | ODD_TEXTS
    | st.text(max_size=20)
    | st.builds(list)
    | st.builds(dict),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)
"""Any value that JSON can hold, and the texts that have hurt others."""

FEW = settings(max_examples=8) if settings.default and settings.default.derandomize else settings()
"""For what takes long: a few examples, and as many as for the others where new ones are looked for."""

_Path = tuple[str | int, ...]


@st.composite
def bent(draw: Callable[[st.SearchStrategy[Any]], Any], whole: Any) -> Any:
    """`whole` with one to three of its values gone, or odd ones in their place."""
    made = copy.deepcopy(whole)
    for _ in range(draw(st.integers(1, 3))):
        places = [path for path in _paths(made) if path]
        if not places:
            break
        *way, last = draw(st.sampled_from(places))
        holder = made
        for step in way:
            holder = holder[step]
        if draw(st.booleans()):
            holder[last] = draw(ODD)
        else:
            del holder[last]
    return made


def _paths(value: Any, way: _Path = ()) -> Iterator[_Path]:
    yield way
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, each in inner:
        yield from _paths(each, (*way, step))
