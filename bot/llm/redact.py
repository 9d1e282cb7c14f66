"""Hides secrets before a text leaves the machine, and puts them back into what returns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bot.llm.shapes import SHAPES, passes_its_check
from bot.llm.strings import in_strings, strings

_MARK = re.compile(r"\[hidden-\d+\]")
_COMPILED = tuple((name, re.compile(shape, re.DOTALL)) for name, shape in SHAPES.items())


@dataclass(frozen=True)
class Redactor:
    """`patterns` are regular expressions of the team's own, beside the known shapes."""

    patterns: tuple[re.Pattern[str], ...] = ()
    _shapes: tuple[tuple[str, re.Pattern[str]], ...] = field(default=_COMPILED, repr=False)

    @classmethod
    def of(cls, patterns: Iterable[str]) -> Redactor:
        """From the `redact:` list of config.yaml."""
        return cls(tuple(re.compile(pattern) for pattern in patterns))

    def hide(self, value: Any) -> tuple[Any, Mapping[str, str]]:
        """A JSON value with a mark such as `[hidden-1]` for each secret, and what the marks stand for.

        The same secret has the same mark; a mark that somebody typed is left alone and never used.
        """
        taken = set(_MARK.findall(_everything(value)))
        secrets: dict[str, str] = {}

        def mark(found: str) -> str:
            """A mark for what was found, whole: an earlier pattern may have put one inside it."""
            stands_for = {each: secret for secret, each in secrets.items()}
            secret = _MARK.sub(lambda inner: stands_for.get(inner.group(), inner.group()), found)
            if secret not in secrets:
                number = len(secrets) + 1
                while f"[hidden-{number}]" in taken:
                    number += 1
                secrets[secret] = f"[hidden-{number}]"
                taken.add(secrets[secret])
            return secrets[secret]

        hidden = in_strings(value, lambda text: self._hide_in(text, mark))
        return hidden, {mark: secret for secret, mark in secrets.items()}

    def _hide_in(self, text: str, mark: Callable[[str], str]) -> str:
        for pattern in self.patterns:
            text = pattern.sub(lambda found: mark(found.group()) if found.group() else "", text)
        for name, shape in self._shapes:
            text = shape.sub(partial(_marked, mark, name), text)
        return text

    def kinds(self, value: Any) -> Counter[str]:
        """How many secrets of each kind a JSON value holds."""
        found: Counter[str] = Counter()

        def count(text: str) -> str:
            for pattern in self.patterns:
                text = pattern.sub(partial(counted, "what your team hides"), text)
            for name, shape in self._shapes:
                text = shape.sub(partial(counted, name), text)
            return text

        def counted(name: str, match: re.Match[str]) -> str:
            if not match.group() or not passes_its_check(name, match.group()):
                return match.group()
            found[name] += 1
            return "\n"  # nothing else is found in the same place

        in_strings(value, count)
        return found


def without_secrets(text: str) -> str:
    """A text for a log: the kind of each secret stands in its place."""
    for name, shape in _COMPILED:
        text = shape.sub(partial(_named, name), text)
    return text


def _named(name: str, found: re.Match[str]) -> str:
    return f"[withheld: {name}]" if passes_its_check(name, found.group()) else found.group()


def _marked(mark: Callable[[str], str], name: str, found: re.Match[str]) -> str:
    return mark(found.group()) if passes_its_check(name, found.group()) else found.group()


def put_back(value: Any, marks: Mapping[str, str]) -> Any:
    """A JSON value with what the marks stand for in their place."""
    if not marks:
        return value
    return in_strings(value, lambda text: _MARK.sub(lambda found: marks.get(found.group(), found.group()), text))


def unknown_mark(value: Any, marks: Mapping[str, str], given: Any) -> str | None:
    """A mark that stands for nothing, which a model made up; None when there is none."""
    known = {*marks, *_MARK.findall(_everything(given))}
    return next((mark for mark in _MARK.findall(_everything(value)) if mark not in known), None)


def _everything(value: Any) -> str:
    return "\n".join(strings(value))
