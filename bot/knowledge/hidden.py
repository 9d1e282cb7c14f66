"""Takes out of a document what nobody sees who reads it: it would be quoted to people as if it stood there."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0*)?\s*(?:;|$)"
    r"|font-size\s*:\s*0(?:\.0*)?\s*(?:[a-z%]+\s*)?(?:;|$)",
    re.IGNORECASE,
)
_UNSEEN = frozenset({"script", "style", "template", "noscript"})
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD_HIDES = (b"vanish", b"webHidden")
_OFF = frozenset({"0", "false", "off", "none"})
_PARTS = re.compile(r"word/(?:document|footnotes|endnotes|header\d*|footer\d*)\.xml")
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def seen_in_html(raw: bytes) -> bytes:
    """The page without what isn't shown: marked as hidden, or by its own style."""
    from bs4 import BeautifulSoup

    page = BeautifulSoup(raw, "html.parser")
    for node in page.find_all(_is_hidden):
        node.decompose()
    return page.encode("utf-8")


def _is_hidden(node: Any) -> bool:
    attributes = node.attrs or {}
    return (
        node.name in _UNSEEN
        or "hidden" in attributes
        or (node.name == "input" and str(attributes.get("type", "")).lower() == "hidden")
        or bool(_STYLE.search(str(attributes.get("style", ""))))
    )


def seen_in_word(raw: bytes) -> bytes:
    """The document without text that Word hides."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as seen:
        for item in source.infolist():
            part = source.read(item)
            seen.writestr(item, _without_hidden_runs(part) if _PARTS.fullmatch(item.filename) else part)
    return target.getvalue()


def _without_hidden_runs(part: bytes) -> bytes:
    if not any(each in part for each in _WORD_HIDES) or _DECLARES.search(part):
        return part
    from xml.dom import minidom  # it keeps the names of what else stands there

    page = minidom.parseString(part)  # noqa: S318 (it declares no entities)
    for run in page.getElementsByTagNameNS(_WORD, "r"):
        marks = [mark for each in _WORD_HIDES for mark in run.getElementsByTagNameNS(_WORD, each.decode())]
        if run.parentNode is not None and any(
            (mark.getAttributeNS(_WORD, "val") or "true").lower() not in _OFF for mark in marks
        ):
            run.parentNode.removeChild(run)
    return bytes(page.toxml(encoding="utf-8"))
