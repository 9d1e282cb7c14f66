"""A retro as a file: to read as Markdown, to compute with as JSON, for a sheet as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from bot.errors import Trouble
from bot.language.markdown import escape
from bot.language.text import one_line, so_many
from bot.retros.actions import Action
from bot.retros.rules import Note, Retro, Theme
from bot.retros.tracked import place
from bot.stories.exports import safe_cell

_CELLS = ("kind", "number", "text", "column", "theme", "votes", "author")
FORMATS = {"md": "text/markdown", "json": "application/json", "csv": "text/csv"}


def export_retro(retro: Retro, actions: Sequence[Action], form: str) -> str:
    """The retro as a document; Trouble as long as its notes are hidden."""
    if not retro.revealed:
        raise Trouble(f"The notes of retro {retro.number} are hidden until somebody reveals them.")
    if form == "csv":
        return as_csv(retro, actions)
    return as_json(retro, actions) if form == "json" else as_markdown(retro, actions)


def as_markdown(retro: Retro, actions: Sequence[Action], *, numbered: bool = False) -> str:
    """Themes with their notes, what was said about them, and the actions; `numbered`: for moving notes about."""
    counts = retro.counts
    lines = [f"# Retro {retro.number}: {escape(retro.title)}", ""]
    if not numbered:
        lines += [_head(retro), ""]
        lines += [line for fact in retro.facts for line in (f"- {escape(fact.text)} _({escape(fact.source)})_",)]
        lines += [""] * bool(retro.facts)
    for theme in retro.shown if numbered else retro.ranked:
        votes = counts.get(theme.number, 0)
        size = "" if numbered else f" ({so_many(votes, 'vote')})"
        lines += [f"## {theme.number}. {escape(one_line(theme.title))}{size}", ""]
        lines += [_note_line(retro, note, numbered=numbered) for note in retro.notes_of(theme)]
        said = [remark for remark in retro.remarks if retro.theme(remark.theme) == theme]
        lines += [f"- Kept: {escape(one_line(remark.text))}{_by(retro, remark.by)}" for remark in said]
        lines.append("")
    if actions:
        lines += ["## Actions", "", *(f"- {_action(action)}" for action in actions), ""]
    return "\n".join(lines)


def open_actions_markdown(actions: Sequence[Action]) -> str:
    """What a team still has to do, as a list to tick off."""
    lines = ["# Open actions of our retros", "", "## Actions", ""]
    return "\n".join([*lines, *(f"- [ ] {_action(action, status=False)}" for action in actions), ""])


def _head(retro: Retro) -> str:
    day = f"{retro.started_at:%Y-%m-%d}" if retro.started_at else ""
    mood = retro.average_mood
    told = [day, escape(retro.format.title) if retro.format else "", "anonymous" if retro.anonymous else ""]
    told.append(f"mood {mood} of 5 ({len(retro.feelings)} answers)" if mood is not None else "")
    return " · ".join(each for each in told if each)


def _note_line(retro: Retro, note: Note, *, numbered: bool) -> str:
    column = f" _[{escape(note.column)}]_" if note.column else ""
    link = f" ([source]({note.link}))" if note.link else ""
    number = f"**{note.number}** " if numbered else ""
    return f"- {number}{escape(one_line(note.text))}{column}{_by(retro, note.by)}{link}"


def _by(retro: Retro, by: Any) -> str:
    return "" if retro.anonymous or by is None else f" — {escape(by.name)}"


def _action(action: Action, *, status: bool = True) -> str:
    told = [f"owner: {action.owner.name}" if action.owner else "owner: nobody yet"]
    told.append(f"due {action.due.isoformat()}" if action.due else "")
    told.append(action.status if status else "")
    told.append(place(action))
    told.append(action.reason if status and action.status == "dropped" else "")
    return f"{action.id} {escape(one_line(action.text))} ({', '.join(each for each in told if each)})"


def as_json(retro: Retro, actions: Sequence[Action]) -> str:
    """Everything but whose the votes are."""
    counts = retro.counts
    whole: dict[str, Any] = {
        "id": retro.id,
        "title": retro.title,
        "phase": retro.phase,
        "anonymous": retro.anonymous,
        "columns": [column.name for column in retro.format.columns] if retro.format else [],
        "started_at": retro.started_at.isoformat() if retro.started_at else None,
        "closed_at": retro.closed_at.isoformat() if retro.closed_at else None,
        "mood": retro.average_mood,
        "facts": [fact.model_dump(mode="json") for fact in retro.facts],
        "themes": [_theme(retro, theme, counts.get(theme.number, 0)) for theme in retro.ranked],
        "actions": [_action_json(action) for action in actions],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _theme(retro: Retro, theme: Theme, votes: int) -> dict[str, Any]:
    return {
        "number": theme.number,
        "title": theme.title,
        "votes": votes,
        "notes": [
            {
                "number": note.number,
                "text": note.text,
                "column": note.column,
                "late": note.late,
                "link": note.link,
                "author": None if retro.anonymous or note.by is None else note.by.name,
            }
            for note in retro.notes_of(theme)
        ],
        "remarks": [remark.text for remark in retro.remarks if retro.theme(remark.theme) == theme],
    }


def _action_json(action: Action) -> dict[str, Any]:
    return {
        "id": action.id,
        "text": action.text,
        "owner": action.owner.name if action.owner else None,
        "due": action.due.isoformat() if action.due else None,
        "status": action.status,
        "reason": action.reason,
        "tracked": action.tracked.model_dump(mode="json", exclude={"kind"}) if action.tracked else None,
        "source": [source.model_dump(mode="json") for source in action.source],
    }


def as_csv(retro: Retro, actions: Sequence[Action]) -> str:
    """A row for each note, each remark and each action. What a sheet would take for a formula is marked as text."""
    target = io.StringIO()
    writer = csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow((*_CELLS, "owner", "due", "status", "reason"))
    counts = retro.counts
    rows: list[tuple[object, ...]] = []
    for theme in retro.ranked:
        votes = counts.get(theme.number, 0)
        for note in retro.notes_of(theme):
            author = "" if retro.anonymous or note.by is None else note.by.name
            rows.append(("note", note.number, note.text, note.column, theme.title, votes, author, *[""] * 4))
        for remark in retro.remarks:
            if retro.theme(remark.theme) == theme:
                author = "" if retro.anonymous or remark.by is None else remark.by.name
                rows.append(("remark", "", remark.text, "", theme.title, votes, author, *[""] * 4))
    for action in actions:
        owner, due = action.owner.name if action.owner else "", action.due.isoformat() if action.due else ""
        reason = action.reason if action.status == "dropped" else ""
        rows.append(("action", action.id, action.text, *[""] * 4, owner, due, action.status, reason))
    for row in rows:
        writer.writerow([safe_cell(str(each)) for each in row])
    return target.getvalue()
