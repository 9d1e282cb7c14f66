"""The forms of a retro: what opens when a button is pressed, and what is wrong with what was filled in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from bot.chat import Form, FormField, Message
from bot.language.text import shorten, so_many
from bot.retros.actionable import if_then
from bot.retros.actions import Action
from bot.retros.agreed import find_action
from bot.retros.held import meant, retro_named
from bot.retros.marks import is_veiled, mark_of
from bot.retros.names import NOTE, UNSORTED, form_id
from bot.retros.rules import Retro
from bot.retros.settings import RetroSettings
from bot.retros.typed import NO_THEME, over, read_mood, read_votes, read_wish, theme_meant
from bot.store.journal import Reads

_HINT = 1_500
LONGEST = 2_500
"""How much of a message that was passed on fits into a form."""
_MOODS = ("1 bad", "2 rather bad", "3 so-so", "4 good", "5 very good")
_CLOSED = "This retro is closed. What you write can wait in the next one: `retro add …`."


def note_form(retro: Retro, text: str = "", carries: tuple[tuple[str, str], ...] = ()) -> Form:
    """A note; of an anonymous retro it says so where it is written."""
    hint = "One thought is enough; you can add as many notes as you like."
    if retro.anonymous:
        hint = "Your name isn’t kept anywhere. Nobody can take an anonymous note back."
        if text:
            hint += " The message that it comes from stays where it is, with the name of who wrote it."
    fields = [FormField(name="text", label="Your note", type="text", value=text, hint=hint)]
    if retro.format is not None:
        names = tuple(column.name for column in retro.format.columns)
        asks = "; ".join(f"{column.name}: {column.asks}" for column in retro.format.columns if column.asks)
        fields.insert(
            0,
            FormField(
                name="column", label="Where does it belong?", type="choice", options=(*names, UNSORTED),
                value=names[0] if not text else UNSORTED, hint=shorten(asks, 300),
            ),
        )  # fmt: skip
    return Form(id=form_id("note", retro.id), title="Add a note", fields=tuple(fields), submit="Add", carries=carries)


def vote_form(retro: Retro, voter: str) -> Form:
    """Somebody's votes as they are now, to be changed or taken back."""
    value = ", ".join(str(number) for number in retro.votes_of(voter))
    listed = " · ".join(f"{theme.number} {shorten(theme.title, 40)}" for theme in retro.shown)
    label = f"Your {so_many(retro.votes_each, 'vote')}: the numbers of themes"
    field = FormField(
        name="votes", label=label, value=value, required=False,
        hint=shorten(f"Such as 2, 5, 5. Empty takes them back. {listed}", _HINT),
    )  # fmt: skip
    return Form(id=form_id("vote", retro.id), title="Vote", fields=(field,), submit="Vote")


def mood_form(retro: Retro) -> Form:
    """How the sprint was."""
    hint = "Only the team’s average is ever shown, and only when at least four have answered."
    field = FormField(name="score", label="How was the sprint for you?", type="choice", options=_MOODS, hint=hint)
    return Form(id=form_id("mood", retro.id), title="How was it?", fields=(field,), submit="Answer")


def action_form(retro: Retro) -> Form:
    """A new action."""
    return Form(
        id=form_id("act", retro.id),
        title="Add an action",
        fields=(
            FormField(name="text", label="What will be done?", hint="Begin with a verb: “Fix the flaky tests”."),
            FormField(name="owner", label="Who?", required=False, hint="One name, or “me”. They are asked."),
            FormField(name="due", label="By when?", type="date", required=False),
        ),
        submit="Add",
    )


def _move_form(retro: Retro) -> Form:
    return Form(
        id=form_id("move", retro.id),
        title="Move notes",
        fields=(
            FormField(name="notes", label="Which notes?", hint="Their numbers, such as 12, 14"),
            FormField(name="into", label="Into which theme?", hint="Its number, or a name for a new one"),
        ),
        submit="Move",
    )


def _rename_form(retro: Retro) -> Form:
    return Form(
        id=form_id("rename", retro.id),
        title="Rename a theme",
        fields=(
            FormField(name="theme", label="Which theme?", hint="Its number"),
            FormField(name="title", label="What should it be called?"),
        ),
        submit="Rename",
    )


def _merge_form(retro: Retro) -> Form:
    field = FormField(name="themes", label="Which themes are one?", hint="Their numbers, such as 3, 7; the first stays")
    return Form(id=form_id("merge", retro.id), title="Merge themes", fields=(field,), submit="Merge")


def _remark_form(retro: Retro) -> Form:
    theme = retro.theme(retro.topic) if retro.topic else None
    label = f"What is worth keeping about “{shorten(theme.title, 60)}”?" if theme else "What is worth keeping?"
    field = FormField(name="text", label=label, type="text")
    return Form(id=form_id("remark", retro.id), title="Write it down", fields=(field,), submit="Keep")


_FORMS: Mapping[str, Callable[[Retro], Form]] = {
    "note": note_form,
    "mood": mood_form,
    "act": action_form,
    "move": _move_form,
    "rename": _rename_form,
    "merge": _merge_form,
    "remark": _remark_form,
}


def reword_form(action: Action) -> Form:
    """An action, with the wording that is offered for it to be filled in."""
    offered = if_then(action.text, action.owner)
    hint = (
        f"Better with a moment: “{shorten(offered, 100)}”." if offered else "Begin with a verb: “Fix the flaky tests”."
    )
    return Form(
        id=form_id("reword", action.id),
        title=f"Word {action.id}",
        fields=(
            FormField(name="text", label="Who does what, when?", value=action.text, hint=hint),
            FormField(name="owner", label="Who?", required=False, value=action.owner.name if action.owner else ""),
            FormField(
                name="due", label="By when?", type="date", required=False,
                value=action.due.isoformat() if action.due else "",
            ),
        ),
    )  # fmt: skip


def drop_form(action: Action) -> Form:
    """Why an action won't be done."""
    field = FormField(name="reason", label=f"Why won’t “{shorten(action.text, 80)}” be done?")
    return Form(id=form_id("drop", action.id), title=f"Drop {action.id}", fields=(field,), submit="Drop it")


def snooze_form(action: Action) -> Form:
    """Until when nobody is reminded."""
    field = FormField(name="until", label="No reminder before", type="date")
    return Form(id=form_id("snooze", action.id), title=f"Later: {action.id}", fields=(field,), submit="Later")


_ACTION_FORMS: Mapping[str, Callable[[Action], Form]] = {
    "reword": reword_form,
    "drop": drop_form,
    "snooze": snooze_form,
}


async def opens(message: Message, store: Reads, settings: RetroSettings) -> Form | None:
    """The form behind a button, or behind “Add to the retro”."""
    if message.command == NOTE:
        return await _passed_on(message, store, settings)
    _, deed, about = (*(message.choice or "").split(":"), "", "", "")[:3]
    if deed in _ACTION_FORMS:
        found = await find_action(store, about)
        return _ACTION_FORMS[deed](found[0]) if found and found[0].active else None
    held = await retro_named(store, about)
    retro = held[0] if held else None
    if retro is None or retro.phase == "closed":
        return None
    if deed == "vote" and retro.may_vote:
        return vote_form(retro, await voter_of(message, retro, settings))
    return _FORMS[deed](retro) if deed in _FORMS else None


async def voter_of(message: Message, retro: Retro, settings: RetroSettings) -> str:
    """What stands for somebody beside their votes: their id, or in an anonymous retro a mark; "" where none can."""
    if not retro.anonymous and not is_veiled(message.author):
        return message.author.id
    key = await settings.keys.get(retro.id)
    return mark_of(message.author, key) if key else ""


def mark_of_text(text: str) -> str:
    """What tells whether a note says what the message said that it comes from."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "backslashreplace")).hexdigest()[:16]


async def _passed_on(message: Message, store: Reads, settings: RetroSettings) -> Form | None:
    one = await meant(store, message.address, "", settings)
    held = await retro_named(store, one.retro_id)
    if held is None:
        return None
    retro, text = held[0], message.text[:LONGEST]
    if retro.anonymous:
        return note_form(retro, text)
    carries = (
        ("author", message.author.id),
        ("author_name", message.author.name),
        ("link", message.permalink or ""),
        ("as_said", mark_of_text(text)),
    )
    return note_form(retro, text, carries)


async def checks(message: Message, store: Reads) -> Mapping[str, str]:
    """What is wrong with a filled form, under the field that it is about."""
    _, deed, about = (*(message.form_id or "").split(":"), "", "", "")[:3]
    values = message.form or {}
    # A day that isn't over for everybody on earth isn't over; the team's zone isn't known here.
    today = (message.at - timedelta(hours=12)).date()
    if deed in _ACTION_FORMS:
        found = await find_action(store, about)
        return _wrong_action(deed, values, today, found[0].due if found else None)
    held = await retro_named(store, about)
    if held is None:
        return {}
    retro, closed = held[0], held[0].phase == "closed"
    match deed:
        case "note" | "remark" | "act":
            if closed:
                return {"text": _CLOSED}
            empty = {} if values.get("text", "").strip() else {"text": "A few words are needed."}
            if deed == "remark" and not retro.shown:
                empty = {"text": NO_THEME}
            return empty | (_wrong_day(values, today) if deed == "act" else {})
        case "vote":
            return _sentence("votes", read_votes(retro, values.get("votes", "")))
        case "mood":
            return _sentence("score", read_mood(retro, values.get("score", "")))
        case "move":
            return _sentence("notes", read_wish(retro, values.get("notes", ""), values.get("into", "")))
        case "rename":
            known = theme_meant(retro, values.get("theme", ""))
            return {} if known else {"theme": "There is no such theme. The numbers are on the board."}
        case _:
            return {}


def _sentence(field: str, read: object) -> dict[str, str]:
    return {field: read} if isinstance(read, str) else {}


def _wrong_action(deed: str, values: Mapping[str, str], today: date, was: date | None) -> Mapping[str, str]:
    if deed == "drop":
        return {} if values.get("reason", "").strip() else {"reason": "A short reason helps the next retro."}
    if deed == "snooze":
        until = read_day(values.get("until", ""))
        wrong = "Choose a day." if until is None else f"{over(until)} Choose one to come." if until < today else ""
        return {"until": wrong} if wrong else {}
    empty = {} if values.get("text", "").strip() else {"text": "A few words are needed."}
    return empty | _wrong_day(values, today, was)


def _wrong_day(values: Mapping[str, str], today: date, was: date | None = None) -> dict[str, str]:
    """A day that was set long ago may stay as it was."""
    due = values.get("due", "").strip()
    day = read_day(due)
    if day is None:
        return {"due": "Write the day like 2026-03-31."} if due else {}
    return {"due": f"{over(day)} By when, then?"} if day < today and day != was else {}


def read_day(text: str) -> date | None:
    """A day as forms give it."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
