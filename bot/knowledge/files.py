"""Finds the files of a source and reads each as text; what can't be read is told by name and stops nothing."""

from __future__ import annotations

import io
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from stat import S_ISREG
from typing import Any

from bot.errors import how_to_add
from bot.knowledge.hidden import seen_in_html, seen_in_word
from bot.language.text import without_gaps

PLAIN = frozenset({".md", ".markdown", ".mdx", ".txt", ".rst", ".adoc", ".asciidoc", ".csv"})
CONVERTED = frozenset({".html", ".htm", ".pdf", ".docx", ".pptx"})
_SEEN = {".html": seen_in_html, ".htm": seen_in_html, ".docx": seen_in_word}
LARGEST = 25_000_000
LARGEST_TEXT = 2_000_000
"""Characters of text that are read of one file; a log or a dump says nothing more after that."""

_EMBEDDED = re.compile(r"data:[\w.+/-]+;base64,[A-Za-z0-9+/=\s]{200,}")
"""A picture inside a text, which says nothing to whoever searches."""
_UNSHOWN = frozenset({"Cc", "Cf", "Zl", "Zp"})
_JOINER = "\u200d"  # which holds some emoji together
_ENOUGH, _MOSTLY = 8, 0.4  # characters, and the share of them that begin or end with a zero
_PASSED_OVER = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
_GET_DOCUMENTS = f"reading this kind needs the extra `documents`: {how_to_add('documents')}"


class Unreadable(Exception):  # noqa: N818 (it says what the file is)
    """A file can't be read; its words say why, as the end of “handbook.pdf: …”."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file that is there, or a place that can't be looked into (`wrong` says why)."""

    path: str
    file: Path
    size: int = 0
    mtime: int = 0
    wrong: str = ""


def walk(root: Path) -> Iterator[Seen]:
    """Each file that can be a document, in the order of their paths; `root` may be a file. Links that loop are told."""
    try:
        if root.is_file():
            yield _seen(_one_line(root.name), root)
            return
        above = {_identity(root)}
    except OSError as error:  # it was there a moment ago
        yield Seen("", root, wrong=f"it can’t be opened ({error.strerror})")
        return
    yield from _walk(root, root, above)


def _walk(root: Path, folder: Path, above: set[tuple[int, int]]) -> Iterator[Seen]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Seen(_relative(root, folder), folder, wrong=f"the folder can’t be opened ({error.strerror})")
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith(".") or entry.name in _PASSED_OVER:
            continue
        try:
            if entry.is_dir():
                identity = _identity(path)
                if identity in above:
                    yield Seen(_relative(root, path), path, wrong="the link leads back to a folder that it lies in")
                elif entry.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
                    yield Seen(
                        _relative(root, path), path, wrong="the link leads out of the source, name it as a source"
                    )
                elif not entry.is_symlink():
                    yield from _walk(root, path, above | {identity})
            elif path.suffix.lower() in PLAIN | CONVERTED:
                if entry.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
                    yield Seen(_relative(root, path), path, wrong="the link leads out of the source")
                elif S_ISREG(path.stat().st_mode):
                    yield _seen(_relative(root, path), path)
                else:
                    yield Seen(_relative(root, path), path, wrong="it isn’t a file that holds anything")
        except (OSError, RuntimeError) as error:  # RuntimeError: a link that leads to itself
            why = getattr(error, "strerror", None) or "its link leads nowhere"
            yield Seen(_relative(root, path), path, wrong=f"it can’t be read ({why})")


def _seen(path: str, file: Path) -> Seen:
    found = file.stat()
    return Seen(path, file, found.st_size, found.st_mtime_ns)


def _relative(root: Path, path: Path) -> str:
    return _one_line(path.relative_to(root).as_posix())


def _one_line(name: str) -> str:
    """A name as people can be shown it: whatever would break the line or turn it around has a mark in its place."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join("�" if unicodedata.category(char) in _UNSHOWN and char != _JOINER else char for char in text)


def _identity(folder: Path) -> tuple[int, int]:
    found = folder.stat()
    return found.st_dev, found.st_ino


def read(file: Path) -> tuple[str, str]:
    """The text of a file, as Markdown where it was converted, and what people should know of it ("" if nothing)."""
    try:
        size = file.stat().st_size
        if size > LARGEST:
            raise Unreadable(f"it is larger than {LARGEST // 1_000_000} MB ({size // 1_000_000} MB)")
        if file.suffix.lower() in CONVERTED:
            text, note = _convert(file)
        else:
            text, note = _decode(file.read_bytes())
    except OSError as error:
        raise Unreadable(f"it can’t be read ({error.strerror or error})") from error
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""))
    text = without_gaps(_EMBEDDED.sub("data:…", text))
    if not text.strip():
        raise Unreadable("there is no text in it")
    if len(text) > LARGEST_TEXT:
        cut = f"only the first {LARGEST_TEXT // 1_000_000} million characters were read"
        text, note = text[:LARGEST_TEXT], "; ".join(each for each in (cut, note) if each)
    return text, note


def _decode(raw: bytes) -> tuple[str, str]:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if raw.startswith(mark):
            try:
                return raw.decode(encoding), ""
            except UnicodeDecodeError as error:
                raise Unreadable(f"it says that it is {encoding} and isn’t") from error
    sample = raw[:4096]
    for zeros, encoding in ((sample[1::2], "utf-16-le"), (sample[::2], "utf-16-be")):
        if len(zeros) >= _ENOUGH and zeros.count(0) > _MOSTLY * len(zeros) > sample.count(0) - zeros.count(0):
            return raw.decode(encoding, "replace"), f"it doesn’t say its encoding and was read as {encoding.upper()}"
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        if b"\x00" in raw[:4096]:
            raise Unreadable("it isn’t text") from None
        return raw.decode("cp1252", "replace"), "it isn’t UTF-8 and was read as Windows-1252"
    if "\x00" in text[:4096]:
        raise Unreadable("it isn’t text")
    return text, ""


def _convert(file: Path) -> tuple[str, str]:
    """By the converter for this kind of file only: others would take a broken one for plain text."""
    if not find_spec("markitdown"):
        raise Unreadable(_GET_DOCUMENTS)
    import logging
    import warnings

    for noisy in ("pdfminer", "pdfplumber"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    suffix = file.suffix.lower()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from markitdown import StreamInfo, converters

        converter = {
            ".pdf": converters.PdfConverter,
            ".docx": converters.DocxConverter,
            ".pptx": converters.PptxConverter,
        }.get(suffix, converters.HtmlConverter)
        try:
            made: Any = converter
            seen, text, note = _SEEN.get(suffix, bytes)(file.read_bytes()), None, ""
            if suffix == ".pdf":
                from bot.knowledge.seen_in_pdf import seen_in_pdf

                text, note = seen_in_pdf(seen)
            if text is None:
                text = str(made().convert(io.BytesIO(seen), StreamInfo(extension=suffix)).markdown)
        except Exception as error:
            kind = suffix.lstrip(".").upper()
            raise Unreadable(f"it can’t be read as {kind} ({type(error).__name__})") from error
        return text, note
