"""Recognises what a document is: a decision and its status, product requirements, a sprint, a retrospective."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

import yaml

from bot import yaml_text
from bot.knowledge.split import Form
from bot.knowledge.values import NO_LONGER_VALID, Document, Kind

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:\*\*|__)?([A-Za-z][A-Za-z -]{2,24}?)(?:\*\*|__)?\s*:(?:\*\*|__)?[ \t]*(\S.*)$"
)
_STATUS_SECTION = re.compile(r"^#{1,4}\s*(?:\d+\.\s*)?status\s*\n+((?:(?!#).+\n?|\n)+)", re.IGNORECASE | re.MULTILINE)
_ADR_FOLDER = re.compile(r"^(?:adrs?|decisions?|decision[-_]records?|architecture[-_]decisions?)$", re.IGNORECASE)
_ADR_NUMBER = re.compile(r"^(?:adr[-_ ]?)?0*(\d{1,5})(?:[-_. ]|$)", re.IGNORECASE)
_STATUSES = (
    "superseded",
    "deprecated",
    "rejected",
    "accepted",
    "proposed",
    "draft",
    "obsolete",
    "replaced",
    "withdrawn",
    "retired",
    "approved",
    "implemented",
    "in progress",
)
_BY = re.compile(r"(?:superseded|replaced|obsoleted|deprecated)\s+(?:by|in favou?r of)\s*:?\s*(.+)", re.IGNORECASE)
_OVER = re.compile(r"(?<!d )\b(?:supersedes|replaces|obsoletes)\b\s*:?\s*(.+)", re.IGNORECASE)
_REFERENCE = re.compile(
    r"\[[^\]]*\]\((?P<file>[^)\s#]+)[^)]*\)|(?<![\w#])(?:adr[-_ #]*)?0*(?P<number>\d{1,5})\b", re.IGNORECASE
)
_OLD = re.compile(
    r"^\W*(?:this \w+ (?:is|was|has been) )?(?:now )?"
    r"(deprecated|superseded|obsolete|retired|withdrawn|replaced)\b(?!\s+(?:by )?(?:old|earlier|previous))",
    re.IGNORECASE,
)
_DATE = re.compile(r"\b(\d{4})[-/](\d{2})[-/](\d{2})\b")
_ANY_FIELD_UNTIL, _FIELDS_UNTIL = 15, 40  # lines
_FOLDERS: tuple[tuple[Kind, frozenset[str]], ...] = (
    ("prd", frozenset({"prd", "prds", "requirements", "product"})),
    ("sprint", frozenset({"sprint", "sprints", "iterations"})),
    ("retro", frozenset({"retro", "retros", "retrospective", "retrospectives"})),
    ("runbook", frozenset({"runbook", "runbooks", "playbooks"})),
)
_TYPES: Mapping[str, Kind] = {
    "adr": "adr",
    "decision": "adr",
    "prd": "prd",
    "sprint": "sprint",
    "retro": "retro",
    "retrospective": "retro",
    "runbook": "runbook",
}


class _Flat(yaml.SafeLoader):
    """Front matter says a few facts: what refers to itself to become very large isn't read."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("an alias")
        return super().compose_node(parent, index)


def form_of(path: str) -> Form:
    """How to split a file, by its name."""
    suffix = PurePosixPath(path).suffix.lower()
    forms: dict[str, Form] = {
        ".rst": "rst",
        ".adoc": "asciidoc",
        ".asciidoc": "asciidoc",
        ".csv": "csv",
        ".txt": "text",
    }
    return forms.get(suffix, "markdown")


def front_matter(text: str) -> tuple[dict[str, Any], str, str]:
    """The fields between the `---` lines, the text below them, and what is wrong with them, "" if nothing."""
    found = _FRONT.match(text)
    if not found:
        return {}, text, ""
    rest = text[found.end() :]
    try:
        fields = yaml_text.load(found[1], _Flat)
    except yaml.YAMLError:
        return {}, rest, "the front matter isn’t YAML and was passed over"
    return ({str(key).lower(): value for key, value in fields.items()} if isinstance(fields, dict) else {}), rest, ""


def recognise(source: str, path: str, text: str) -> tuple[Document, str]:
    """What the document is, and its text without front matter."""
    fields, body, wrong = front_matter(text)
    head = body[:4000]
    stated = _stated(head) | {key: _plain(value) for key, value in fields.items() if not isinstance(value, dict)}
    where = PurePosixPath(path)
    title, heading = _title(stated, body, where)
    number = _number(where, heading)
    kind = _kind(stated, where, number)
    status_text = stated.get("status", "") or _section(head) or stated.get("state", "")
    status = _status(status_text) or _marked_old(body)
    every = f"{status_text}\n{_section(head)}"
    by = _references(_BY, every) or _references(_BY, f"superseded by {stated.get('superseded by', '')}")
    if not by and status in NO_LONGER_VALID:
        by = _references(_BY, head)
    over = _references(_OVER, f"{every}\nSupersedes: {stated.get('supersedes') or stated.get('replaces') or ''}")
    if kind != "adr":
        number = ""
    return Document(
        source=source,
        path=path,
        title=title,
        kind=kind,
        status="superseded" if by and not status else status,
        number=number,
        day=_day(stated, where),
        supersedes=over,
        superseded_by=by,
        owner=stated.get("owner")
        or stated.get("owners")
        or stated.get("deciders")
        or stated.get("decider")
        or stated.get("decided by", ""),
        author=stated.get("author") or stated.get("authors", ""),
        link=stated.get("link") or stated.get("url", ""),
        note=wrong,
    ), body


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_plain(each) for each in value)
    return "" if value is None else str(value).strip()


def _stated(head: str) -> dict[str, str]:
    """Lines such as `- Status: Accepted` before the text begins, and a few names further down."""
    stated: dict[str, str] = {}
    for number, line in enumerate(head.split("\n")[:_FIELDS_UNTIL]):
        found = _FIELD.match(line)
        if found and (number < _ANY_FIELD_UNTIL or found[1].lower() in {"status", "date", "owner", "deciders"}):
            stated.setdefault(found[1].strip().lower(), found[2].strip().strip("*_").strip())
    return stated


def _title(stated: Mapping[str, str], body: str, where: PurePosixPath) -> tuple[str, str]:
    heading = re.search(
        r"^\s{0,3}#{1,2}[ \t]+(.+?)[ \t]*#*$|^=[ \t]+(\S.*)$|^(\S.*)\n[=]{3,}[ \t]*$", body, re.MULTILINE
    )
    first = next((group for group in heading.groups() if group), "") if heading else ""
    if not first and where.suffix == ".txt":
        line = next((line.strip() for line in body.split("\n") if line.strip()), "")
        first = line if len(line) <= 80 else ""  # noqa: PLR2004 (a longer line is a paragraph)
    first = re.sub(r"(\*\*|__|`)", "", re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", first)).strip()
    return stated.get("title") or first or where.stem.replace("-", " ").replace("_", " "), first


def _number(where: PurePosixPath, heading: str) -> str:
    found = _ADR_NUMBER.match(where.stem) or re.match(r"^(?:adr[-_ #]*)0*(\d{1,5})\b", heading, re.IGNORECASE)
    if found is None:
        found = re.match(r"^0*(\d{1,5})\.\s", heading)
    return found[1] if found and not _DATE.match(where.stem) else ""


def _kind(stated: Mapping[str, str], where: PurePosixPath, number: str) -> Kind:
    declared = _TYPES.get(stated.get("type", "").lower())
    if declared:
        return declared
    folders = {part.lower() for part in where.parts[:-1]}
    if number and ("status" in stated or any(_ADR_FOLDER.match(part) for part in folders)):
        return "adr"
    if where.stem.lower() == "readme":
        return "document"
    if any(_ADR_FOLDER.match(part) for part in folders) and "status" in stated:
        return "adr"
    for kind, names in _FOLDERS:
        if folders & names:
            return kind
    if re.match(r"^sprint[-_ ]?\d", where.stem, re.IGNORECASE):
        return "sprint"
    return "document"


def _section(head: str) -> str:
    found = _STATUS_SECTION.search(head)
    return found[1].strip() if found else ""


def _status(text: str) -> str:
    """The first status named in it; `~~proposed~~ accepted` was proposed once."""
    words = re.sub(r"~~.*?~~", " ", text).lower()
    found = [(words.find(each), each) for each in _STATUSES if re.search(rf"\b{each}\b", words)]
    old = [each for _, each in found if each == "superseded"]
    return old[0] if old else min(found, default=(0, ""))[1]


def _marked_old(body: str) -> str:
    """`**Deprecated.** …` or `Replaced on …` as one of the first lines of a document without a status."""
    lines = [line for line in body.split("\n") if line.strip() and not line.lstrip().startswith(("#", "---", "==="))]
    for line in lines[:2]:
        found = _OLD.match(line)
        if found:
            return found[1].lower()
    return ""


def _references(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    references: list[str] = []
    for line in text.split("\n"):
        for match in pattern.finditer(line):
            for found in _REFERENCE.finditer(match[1]):
                if found["file"]:
                    references.append(PurePosixPath(found["file"]).name)
                elif not re.match(r"\d{4}-\d\d", match[1][found.start() :]):
                    references.append(str(int(found["number"])))
    return tuple(dict.fromkeys(references))


def _day(stated: Mapping[str, str], where: PurePosixPath) -> date | None:
    for text in (stated.get("date", ""), stated.get("end", ""), stated.get("decided", ""), where.stem):
        found = _DATE.search(text) or re.search(r"\b(\d{4})(\d{2})(\d{2})\b", text)
        if found:
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                continue
    reviewed = stated.get("reviewed") or stated.get("last reviewed") or stated.get("updated", "")
    try:
        return datetime.fromisoformat(reviewed).date() if reviewed else None
    except ValueError:
        return None
