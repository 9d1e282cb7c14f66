"""The board of a retro as a post: always one message, however many notes there are."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.chat import Bullets, Choice, Choices, Fields, Heading, Markdown, Part, Post, Quote
from bot.language.dates import say_day
from bot.language.markdown import escape, quoted
from bot.language.text import shorten, so_many
from bot.retros.actionable import warning, who_and_when
from bot.retros.actions import Action
from bot.retros.moves import Phase
from bot.retros.names import UNSORTED, form_id
from bot.retros.rules import FEWEST_MOODS, Retro, Theme
from bot.retros.tracked import There, standing

_THEMES = 20
_NOTES = 8
_FACTS = 6
_ACTIONS = 15
_EXACT = 10
_STEPS = ((50, 5), (10_000_000, 10))
_WHAT: dict[Phase, str] = {
    "inbox": "The inbox",
    "collect": "Collecting notes",
    "group": "Grouping into themes",
    "vote": "Voting",
    "discuss": "Talking about the themes",
    "actions": "Agreeing on actions",
    "closed": "Closed",
}


def board_post(retro: Retro, actions: Sequence[Action], zone: ZoneInfo) -> Post:
    """The board as it is in this phase."""
    parts: list[Part] = [Heading(text=f"Retro {retro.number}: {retro.title}", level=2), Markdown(text=_state(retro))]
    match retro.phase:
        case "collect":
            parts += _collecting(retro)
        case "group":
            parts += _themes(retro.shown, retro, how="notes")
        case "vote":
            parts += [*_themes(retro.shown, retro, how="notes"), *[Markdown(text=_voted(retro))] * bool(retro.shown)]
        case "discuss":
            parts += _discussing(retro, zone)
        case "actions":
            parts += _agreeing(actions)
        case "closed":
            parts += [*_themes(retro.ranked, retro, how="votes"), *_agreeing(actions)]
        case _:
            pass
    return Post(parts=(*parts, *_buttons(retro)))


def told_count(count: int) -> str:
    """How many notes there are: exactly while there are few, later in steps, so that a rush isn't an update each."""
    if count <= _EXACT:
        return f"{count}"
    step = next(step for most, step in _STEPS if count <= most)
    return f"{count // step * step}+"


def _state(retro: Retro) -> str:
    lines = [f"**{_WHAT[retro.phase]}**"]
    if retro.phase == "collect" and not retro.revealed:
        lines.append("hidden from everybody until they are revealed")
    if retro.anonymous:
        lines.append("anonymous: nobody’s name is kept")
    if retro.until and retro.phase == "collect":
        lines.append(f"until {say_day(retro.until)}")
    if retro.revealed and retro.average_mood is not None:
        lines.append(f"the sprint was {retro.average_mood} of 5 for {len(retro.feelings)} of us")
    elif retro.revealed and retro.feelings:
        lines.append(f"fewer than {FEWEST_MOODS} said how the sprint was, so it isn’t shown")
    return " · ".join(lines)


def _collecting(retro: Retro) -> list[Part]:
    columns = retro.format.columns if retro.format else ()
    counts: dict[str, int] = {}
    for note in retro.live:
        counts[note.column] = counts.get(note.column, 0) + 1
    items = [(column.name, f"{escape(column.asks)} — {told_count(counts.get(column.name, 0))}") for column in columns]
    rest = len(retro.live) - sum(counts.get(column.name, 0) for column in columns)
    if rest:
        items.append((UNSORTED, told_count(rest)))
    how = (
        f"Add notes by the button or with `/retro add …`; in your own chat with me it is `retro add {retro.number}: …`"
    )
    parts: list[Part] = [Fields(items=tuple(items)), Markdown(text=how)]
    if retro.facts:
        facts = tuple(
            f"{escape(fact.text)}{f' _({escape(fact.source)})_' if fact.source else ''}"
            for fact in retro.facts[:_FACTS]
        )
        parts = [Heading(text="What is known", level=3), Bullets(items=facts), *parts]
    return parts


def _themes(themes: Sequence[Theme], retro: Retro, *, how: str) -> list[Part]:
    if not themes:
        return [Markdown(text="No notes came in.")]
    counts = retro.counts
    items = []
    for theme in themes[:_THEMES]:
        votes = counts.get(theme.number, 0)
        size = so_many(votes, "vote") if how == "votes" else so_many(len(theme.notes), "note")
        items.append(f"**{theme.number}** {escape(shorten(theme.title, 70))} — {size}")
    parts: list[Part] = [Bullets(items=tuple(items))]
    if len(themes) > _THEMES:
        parts.append(Markdown(text=f"… and {len(themes) - _THEMES} more; `/retro list` gives all of them as a file."))
    return parts


def _voted(retro: Retro) -> str:
    people = sum(1 for themes in retro.votes.values() if themes)
    voted = "1 person has voted so far" if people == 1 else f"{people} people have voted so far"
    return f"{so_many(retro.votes_each, 'vote')} each · {voted if people else 'nobody has voted yet'}"


def _discussing(retro: Retro, zone: ZoneInfo) -> list[Part]:
    counts = retro.counts
    theme = retro.theme(retro.topic) if retro.topic else None
    parts: list[Part] = []
    if theme is not None:
        votes = counts.get(theme.number, 0)
        parts.append(Heading(text=f"{theme.number} {shorten(theme.title, 80)}", level=3))
        time = f" · until {retro.timer.astimezone(zone):%H:%M} ({zone.key})" if retro.timer else ""
        parts.append(Markdown(text=f"{so_many(votes, 'vote')}{time}"))
        notes = retro.notes_of(theme)
        parts += [Quote(text=shorten(note.text, 200), author=_author(retro, note.by)) for note in notes[:_NOTES]]
        if len(notes) > _NOTES:
            parts.append(Markdown(text=f"… and {len(notes) - _NOTES} more notes"))
        kept = [remark for remark in retro.remarks if retro.theme(remark.theme) == theme]
        parts += [Bullets(items=tuple(f"Kept: {quoted(shorten(remark.text, 200))}" for remark in kept[-5:]))] * bool(
            kept
        )
    left = [one for one in retro.ranked if one.number not in retro.discussed]
    if left:
        parts += [Markdown(text="**Still to come**"), *_themes(left[:_NOTES], retro, how="votes")]
    return parts if retro.shown else _themes((), retro, how="votes")


def _author(retro: Retro, by: object) -> str:
    name = getattr(by, "name", "")
    return "" if retro.anonymous else str(name)


def _agreeing(actions: Sequence[Action]) -> list[Part]:
    if not actions:
        return [Markdown(text="**Actions**: none yet")]
    items = [action_line(action) for action in actions[:_ACTIONS]]
    if len(actions) > _ACTIONS:
        items.append(f"… and {len(actions) - _ACTIONS} more")
    return [Markdown(text="**Actions**"), Bullets(items=tuple(items))]


_STATUS = {"done": "✓ done", "dropped": "dropped", "proposed": "not agreed yet", "open": ""}


def action_line(action: Action, there: There | None = None) -> str:
    """An action in a line, with what is missing, and where it is in a tracker; `there`: how it stands there."""
    facts = [escape(who_and_when(action.text, action.owner, action.due)), _standing_of(action), standing(action, there)]
    if not action.active and action.owner is None:
        facts[0] = ""  # nobody is looked for any more
    if missing := warning(action.text, action.owner, action.due) if action.active else "":
        facts.append(missing if action.owner is None else f"⚠ {missing}")
    return f"**{action.id}** {escape(shorten(action.text, 140))} — {' · '.join(fact for fact in facts if fact)}"


def _standing_of(action: Action) -> str:
    if action.status != "open" or action.owner is None:
        return _STATUS[action.status]
    return "accepted" if action.accepted else "waits for a yes"


def _buttons(retro: Retro) -> tuple[Choices, ...]:
    """What can be pressed now: what everybody does, then what somebody decides."""
    ask = [Choice(id=form_id("note", retro.id), label="Add a note", style="primary", opens=True)]
    match retro.phase:
        case "collect":
            if retro.mood and not retro.revealed:
                ask.append(Choice(id=form_id("mood", retro.id), label="How was it?", opens=True))
            turns = [_turn(retro, "group", "Reveal and group")]
        case "group":
            ask += [
                Choice(id=form_id(deed, retro.id), label=label, opens=True)
                for deed, label in (("move", "Move notes"), ("rename", "Rename"), ("merge", "Merge"))
            ]
            turns = [_turn(retro, "collect", "Back to collecting"), _turn(retro, "vote", "Vote")]
        case "vote":
            ask.insert(0, Choice(id=form_id("vote", retro.id), label="Vote", style="primary", opens=True))
            turns = [_turn(retro, "group", "Back to grouping"), _turn(retro, "discuss", "Discuss")]
        case "discuss":
            ask = [
                Choice(id=form_id("topic", retro.id), label="Next theme", style="primary"),
                Choice(id=form_id("timer", retro.id), label="5 minutes"),
                Choice(id=form_id("remark", retro.id), label="Write it down", opens=True),
                Choice(id=form_id("act", retro.id), label="Add an action", opens=True),
            ]
            back = [] if retro.sealed else [_turn(retro, "vote", "Back to the votes")]
            turns = [*back, _turn(retro, "actions", "To the actions")]
        case "actions":
            ask = [Choice(id=form_id("act", retro.id), label="Add an action", style="primary", opens=True)]
            turns = [_turn(retro, "discuss", "Back to the themes"), _turn(retro, "closed", "Close the retro")]
        case _:
            ask = [Choice(id=form_id("export", retro.id), label="Export")]
            turns = [_turn(retro, "actions", "Open it again")]
    return (Choices(options=tuple(ask), lasts=True), Choices(options=tuple(turns), lasts=True))


def _turn(retro: Retro, phase: Phase, label: str) -> Choice:
    return Choice(id=f"{form_id('turn', retro.id)}:{phase}", label=label)
