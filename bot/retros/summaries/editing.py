"""Before a summary is sent, its title and themes may be renamed and lines left out; quotes stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.chat import Form, FormField, Message
from bot.language.text import one_line
from bot.retros.summaries.says import NAME
from bot.retros.summaries.summed import KIND, Held, held_of, names_in
from bot.store.journal import Reads

_TITLE, _THEME = 120, 60


async def opens(message: Message, store: Reads) -> Form | None:
    """The form behind “Edit”."""
    if not message.choice or not message.choice.startswith(f"{NAME}:edit:"):
        return None
    journal = await store.journal(message.choice.rsplit(":", 1)[1])
    return form_of(held_of(journal)) if journal is not None and journal.kind == KIND else None


def form_of(held: Held) -> Form:
    """All that may be changed."""
    themes = (
        FormField(
            name="themes", label="Themes", type="text", value="\n".join(held.names), required=False,
            hint="One name in each line, in the same order.",
        ),
    )  # fmt: skip
    return Form(
        id=f"{NAME}:edited:{held.id}",
        title="Before it is sent",
        submit="Show it again",
        fields=(
            FormField(name="title", label="Title", value=held.title, required=False),
            FormField(
                name="note", label="Some words of your own, on top", type="text", value=held.note, required=False
            ),
            *(themes if held.names else ()),
            FormField(
                name="out", label="Leave out", value=" ".join(held.out), required=False,
                hint="As numbered in the file: W2 I1 D1 A3. What people said stays in their words.",
            ),
        ),
    )  # fmt: skip


async def checks(message: Message, store: Reads) -> Mapping[str, str]:
    """What is wrong with the form, by its field."""
    form_id = message.form_id or ""
    themes = _lines((message.form or {}).get("themes", ""))
    journal = await store.journal(form_id.rsplit(":", 1)[1]) if form_id.startswith(f"{NAME}:edited:") else None
    if journal is None or journal.kind != KIND or not themes:
        return {}
    there = len(held_of(journal).names)
    return (
        {}
        if len(themes) == there
        else {"themes": f"{_so_many(there)}, and these are {len(themes)} line{'s' * (len(themes) != 1)}."}
    )


def edits_of(held: Held, form: Mapping[str, str]) -> dict[str, Any]:
    """What somebody changed, as the journal keeps it; where the form doesn’t say, it stays."""
    themes = _lines(form.get("themes", ""))
    title = one_line(form.get("title", ""))[:_TITLE]
    return {
        "out": list(names_in(form.get("out", ""))),
        "note": form.get("note", "").strip(),
        "title": title if title and title != held.found.title else "",
        "themes": [theme[:_THEME] for theme in themes] if len(themes) == len(held.names) else list(held.renamed),
    }


def _lines(text: str) -> list[str]:
    return [line for each in text.splitlines() if (line := one_line(each))]


def _so_many(themes: int) -> str:
    return f"There is {themes} theme" if themes == 1 else f"There are {themes} themes"
