"""Makes anybody's text safe to print: control characters become visible and can't steer the terminal."""

from __future__ import annotations

import re
import unicodedata

# Embedding and override characters reorder what stands around them, so that a text can pretend to be another.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufff9-\ufffb]")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_TAB = 4


def clean(text: str) -> str:
    """The text with its line breaks as newlines and every other control character as a visible sign, `␛[31m`."""
    text = _BREAKS.sub("\n", text)
    return _UNSAFE.sub(_sign, _BIDI.sub("", text)).expandtabs(_TAB)


def clean_line(text: str) -> str:
    """The same on one line."""
    return " ".join(clean(text).split())


def readable(text: str) -> str:
    """What was typed or read, as text that can be stored: bytes that aren't UTF-8 become `�`; accents are composed."""
    return unicodedata.normalize("NFC", text.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def _sign(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:  # noqa: PLR2004  (Unicode has a picture for each of the first 32)
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"  # noqa: PLR2004  (0x7F is DEL)
