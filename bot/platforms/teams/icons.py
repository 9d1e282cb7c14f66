"""The app's two icons, drawn here so that no picture has to be kept: a footing, and a wall begun on it."""

from __future__ import annotations

import struct
import zlib

Pixel = tuple[int, int, int, int]
_BACK: Pixel = (44, 62, 80, 255)
_WHITE: Pixel = (255, 255, 255, 255)
_CLEAR: Pixel = (255, 255, 255, 0)

_BRICKS = ((3, 22, 29, 27), (6, 15, 15, 20), (17, 15, 26, 20), (6, 8, 15, 13))
"""Left, top, right and bottom on a field of 32."""


def colour() -> bytes:
    """192 by 192, on the app's own colour."""
    return _png(192, _WHITE, _BACK)


def outline() -> bytes:
    """32 by 32, white on nothing, as Teams wants it."""
    return _png(32, _WHITE, _CLEAR)


def _png(side: int, ink: Pixel, paper: Pixel) -> bytes:
    scale = side / 32
    rows = bytearray()
    for y in range(side):
        rows.append(0)
        for x in range(side):
            inside = any(
                left * scale <= x < right * scale and top * scale <= y < bottom * scale
                for left, top, right, bottom in _BRICKS
            )
            rows += bytes(ink if inside else paper)
    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(name, data)
        for name, data in ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
