"""Hides secrets before a text leaves the machine, and puts them back into what returns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bot.llm.strings import in_strings, strings

SHAPES: Mapping[str, str] = {
    "private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)",
    "AWS key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "GitHub token": r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})",
    "GitLab token": r"\bglpat-[A-Za-z0-9_-]{16,}",
    "chat token": r"\bxox[abeprs]-[A-Za-z0-9-]{10,}",
    "model key": r"\bsk-[A-Za-z0-9_-]{16,}",
    "Google key": r"\bAIza[0-9A-Za-z_-]{30,}",
    "payment key": r"\b[rs]k_(?:live|test)_[0-9A-Za-z]{16,}",
    "web token": r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*",
    "bearer": r"(?<=[Bb]earer )[A-Za-z0-9._~+/=-]{12,}",
    "address with a password": r"\b[a-z][a-z0-9+.-]*://[^\s/:@]+:[^\s/@]+@\S+",
    "password": (
        r"(?i:(?<=password is )|(?<=password: )|(?<=password=)|(?<=passwd=)|(?<=pwd=)|(?<=secret=)|(?<=secret: )"
        r"|(?<=token=)|(?<=token: )|(?<=api_key=)|(?<=api key: )|(?<=apikey=)|(?<=passphrase: ))[^\s,;\"'“”]{4,}"
    ),
    "card number": r"\b(?:\d[ -]?){12,18}\d\b",
    "bank account": r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b",
}
"""Secrets that can be told by their shape. Card and account numbers also have to pass their check digits."""

_MARK = re.compile(r"\[hidden-\d+\]")
_IBAN_SHORTEST = 15


@dataclass(frozen=True)
class Redactor:
    """`patterns` are regular expressions of the team's own, beside the known shapes."""

    patterns: tuple[re.Pattern[str], ...] = ()
    _shapes: tuple[tuple[str, re.Pattern[str]], ...] = field(
        default=tuple((name, re.compile(shape, re.DOTALL)) for name, shape in SHAPES.items()), repr=False
    )

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

        def mark(secret: str) -> str:
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
            is_one = _CHECKED.get(name, _always)
            text = shape.sub(partial(_marked, mark, is_one), text)
        return text


def _marked(mark: Callable[[str], str], is_one: Callable[[str], bool], found: re.Match[str]) -> str:
    return mark(found.group()) if is_one(found.group()) else found.group()


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


def _always(_: str) -> bool:
    return True


def _is_card(text: str) -> bool:
    digits = [int(char) for char in text if char.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) if index % 2 else digit for index, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0 and len(set(digits)) > 1


def _is_account(text: str) -> bool:
    joined = "".join(text.split())
    if len(joined) < _IBAN_SHORTEST:
        return False
    return int("".join(str(int(char, 36)) for char in joined[4:] + joined[:4])) % 97 == 1


_CHECKED: Mapping[str, Callable[[str], bool]] = {"card number": _is_card, "bank account": _is_account}
