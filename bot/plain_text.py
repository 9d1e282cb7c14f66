"""Reads the bytes of a text file as the programs that people use have saved it."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SELDOM = re.compile("[ƒˆ‰†‡˜Ÿ]")
"""Signs of Windows-1252 that a picture begins with, and texts of people hardly ever have."""


def decoded(raw: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 that says so, or Windows-1252; UnicodeDecodeError for what is no text."""
    text = raw.decode("utf-16") if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else _utf_8_or_windows(raw)
    if found := _CONTROL.search(text):
        raise UnicodeDecodeError("utf-8", raw, 0, len(raw), f"{found[0]!r} is no character of a text")
    return text


def _utf_8_or_windows(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
        if found := _SELDOM.search(text):
            raise UnicodeDecodeError("utf-8", raw, 0, len(raw), f"{found[0]!r} is hardly text") from None
        return text
