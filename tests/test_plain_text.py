"""Text files as people's programs save them."""

from __future__ import annotations

import pytest

from bot.plain_text import decoded

_SAID = "Gut lief\r\n- Übergabe fürs Café – “prima”\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_as_it_was_saved(encoding: str) -> None:
    assert decoded(_SAID.encode(encoding)) == _SAID


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"PK\x03\x04 junk",
        b"\xff\xfe\x00",
        b"\xff\xd8\xff\xe0\x10JFIF",
        b"a\x00b",
    ],
)
def test_what_is_no_text_is_refused(raw: bytes) -> None:
    with pytest.raises(UnicodeDecodeError):
        decoded(raw)
