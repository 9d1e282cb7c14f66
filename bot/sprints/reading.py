"""Reads a sprint from a document: Markdown with front matter and a table or list of items, or a tracker's CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date

from bot.language.text import sentences
from bot.sprints.rules import Cite, Item, Sprint, references

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^[^\S\n]*+([A-Za-z][A-Za-z \t]*+):(.*)$", re.MULTILINE)
_STATED = re.compile(
    r"^\s*(?:[-*]\s*)?\*\*(goal|start|end|from|to|team|sprint|dates?):?\*\*:?\s*(.+?)(?:\s+\*\*|$)",
    re.IGNORECASE | re.MULTILINE,
)
_ROW = re.compile(r"^\s*\|(.+)\|\s*$")
_BULLET = re.compile(
    r"^\s*[-*]\s+(?:\[[ xX]\]\s*)?(?:\*\*)?(?P<id>[A-Z][A-Z0-9]{1,9}-\d+)(?:\*\*)?[:\s–—-]+(?P<title>.+)$"
)
_SURPRISES = re.compile(
    r"^#{1,4}[^\n]*(?:surpris|learn|went wrong|hurt|unexpected)[^\n]*\n+((?:(?!^#).*\n?)+)",
    re.IGNORECASE | re.MULTILINE,
)
_CARRIED_TO = re.compile(r"carr(?:ied|y)(?:[ -]over)?(?:[ -]over)? (?:to|into) ([\w .-]+?)(?=[.;,)]|$)", re.IGNORECASE)
_CARRIED_FROM = re.compile(r"carr(?:ied|y)(?:[ -]over)? from ([\w .-]+?)(?=[.;,)]|$)", re.IGNORECASE)
_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("item", "id", "key", "issue key", "issue", "ticket"),
    "title": ("title", "summary", "story", "name", "what"),
    "owner": ("owner", "assignee", "who", "assigned to"),
    "status": ("outcome", "status", "state"),
    "criteria": ("criteria", "acceptance criteria", "ac"),
    "note": ("notes", "note", "comment", "comments", "description"),
    "carried_to": ("carried over to", "carried to", "moved to"),
    "sprint": ("sprint", "iteration", "iteration path"),
    "goal": ("sprint goal", "goal"),
    "start": ("start", "start date", "sprint start"),
    "end": ("end", "end date", "sprint end"),
}


def read_sprint(text: str, cite: Cite) -> tuple[Sprint, ...]:
    """The sprints of a document; empty when it holds none. A CSV may hold several."""
    return _from_csv(text, cite) if cite.path.lower().endswith(".csv") else _from_markdown(text, cite)


def _from_markdown(text: str, cite: Cite) -> tuple[Sprint, ...]:
    front = _FRONT.match(text)
    fields = {name.strip().lower(): value.strip("\"' \t") for name, value in _FIELD.findall(front[1])} if front else {}
    body = text[front.end() :] if front else text
    for name, value in _STATED.findall(body):
        fields.setdefault(name.lower(), value.strip())
    goal = re.search(r"^#{1,4}\s*(?:sprint )?goal\s*\n+(.+)", body, re.IGNORECASE | re.MULTILINE)
    items = _table_items(body) or _bullet_items(body)
    heading = re.search(r"^#\s+(.+)$", body, re.MULTILINE)
    name = fields.get("sprint") or (heading[1].strip() if heading else cite.title)
    surprises = tuple(sentence for found in _SURPRISES.findall(body) for sentence in sentences(" ".join(found.split())))
    if not items and not fields.get("sprint"):
        return ()
    return (
        Sprint(
            name=name,
            goal=fields.get("goal", "") or (goal[1].strip() if goal else ""),
            start=_day(fields.get("start") or fields.get("from", "")),
            end=_day(fields.get("end") or fields.get("to", "")),
            team=fields.get("team", ""),
            items=items,
            surprises=surprises,
            cite=cite,
        ),
    )


def _table_items(body: str) -> tuple[Item, ...]:
    rows = [[cell.strip() for cell in found[1].split("|")] for found in map(_ROW.match, body.split("\n")) if found]
    for at, row in enumerate(rows):
        columns = _columns(row)
        if "title" in columns and ("id" in columns or "owner" in columns):
            cells = (dict(zip(columns, _pick(each, columns), strict=True)) for each in rows[at + 2 :])
            return tuple(item for item in map(_item, cells) if item.title)
    return ()


def _bullet_items(body: str) -> tuple[Item, ...]:
    found = [match for match in map(_BULLET.match, body.split("\n")) if match]
    return tuple(_item({"id": each["id"], "title": each["title"]}) for each in found)


def _columns(headers: Sequence[str]) -> dict[str, int]:
    """Which column holds what, by the names that trackers give them."""
    lowered = [header.strip().strip("*").lower() for header in headers]
    columns: dict[str, int] = {}
    for what, names in _NAMES.items():
        at = next((lowered.index(name) for name in names if name in lowered), None)
        if at is not None:
            columns[what] = at
    return columns


def _pick(row: Sequence[str], columns: Mapping[str, int]) -> list[str]:
    return [row[at].strip() if at < len(row) else "" for at in columns.values()]


def _item(cells: Mapping[str, str]) -> Item:
    status, note = cells.get("status", ""), cells.get("note", "")
    to = _CARRIED_TO.search(status) or _CARRIED_TO.search(note)
    since = _CARRIED_FROM.search(status) or _CARRIED_FROM.search(note)
    criteria = re.match(r"\d+", cells.get("criteria", ""))
    return Item(
        id=cells.get("id", ""),
        title=cells.get("title", ""),
        owner=cells.get("owner", "").strip("-– "),
        status=status,
        criteria=int(criteria[0]) if criteria else (0 if cells.get("criteria") == "" else None),
        carried_from=since[1].strip() if since else "",
        carried_to=cells.get("carried_to", "") or (to[1].strip() if to else ""),
        note=note,
    )


def _from_csv(text: str, cite: Cite) -> tuple[Sprint, ...]:
    try:
        rows = [row for row in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in row)]
    except csv.Error:  # it only looks like one
        return ()
    columns = _columns(rows[0]) if rows else {}
    if "title" not in columns or "sprint" not in columns:
        return ()
    by_sprint: dict[str, list[dict[str, str]]] = {}
    for row in rows[1:]:
        cells = dict(zip(columns, _pick(row, columns), strict=True))
        by_sprint.setdefault(cells["sprint"], []).append(cells)
    return tuple(
        Sprint(
            name=name,
            goal=lines[0].get("goal", ""),
            start=_day(lines[0].get("start", "")),
            end=_day(lines[0].get("end", "")),
            items=tuple(map(_item, lines)),
            surprises=tuple(
                f"{line['note']} ({line['id']})." for line in lines if line.get("note") and not references(line["note"])
            ),
            cite=cite,
        )
        for name, lines in by_sprint.items()
        if name
    )


def _day(text: str) -> date | None:
    found = re.search(r"(\d{4})-(\d{2})-(\d{2})", text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
