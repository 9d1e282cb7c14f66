"""Reminds owners of their actions, and a team of a retro that waits for it: each working day, of what is due."""

from __future__ import annotations

from datetime import date, timedelta

from bot.chat import Address, Choice, Choices, Markdown, Post
from bot.durable.ports import Ports
from bot.errors import Trouble
from bot.language.dates import say_day
from bot.language.markdown import escape, quoted
from bot.language.text import so_many
from bot.retros.acting import own_choices
from bot.retros.actions import Action, Nudge, Reminded, SeenThere
from bot.retros.agreed import actions_of, add_moves
from bot.retros.board import action_line
from bot.retros.held import entries_of, retro_named, running
from bot.retros.moves import Move, Nudged
from bot.retros.names import form_id
from bot.retros.rules import Retro
from bot.retros.settings import RetroSettings
from bot.retros.tracked import There, place, tracker_choices
from bot.schedule import Due, next_due

_WEEK = timedelta(days=7)
_WAITS = 1  # days without anybody's decision, after which a retro is spoken of
_NUDGES = 5  # of one phase
_UNANSWERED = 2  # where nobody has noted anything and no day was named: they have heard it
_ASKS = {"collect": "is open for notes", "vote": "waits for votes"}


def nudge_for(action: Action, today: date, then: date) -> Nudge | None:
    """Whether its owner is reminded on this working day: before it is due, when it is, and every week from then on.

    `then` is the next day on which this is asked: what is due on the free days before it is spoken of today.
    """
    if action.status != "open" or action.due is None or (action.snoozed_until and today < action.snoozed_until):
        return None
    last = max(action.reminded, default=None)
    if today >= action.due:
        since_due = [day for day in action.reminded if day >= action.due]
        if not since_due:
            return "today" if today == action.due else "late"
        return "late" if today - since_due[-1] >= _WEEK else None
    return "soon" if action.due <= then and last is None else None


def awaits_answer(action: Action, today: date) -> bool:
    """Whether an owner who hasn't said yes is asked again: after a day, then weekly."""
    if not action.active or action.accepted or action.owner is None or action.due is not None:
        return False
    if action.snoozed_until and today < action.snoozed_until:
        return False
    last = max(action.reminded, default=action.made_at.date())
    return today - last >= (_WEEK if action.reminded else timedelta(days=1))


async def remind(due: Due, ports: Ports, settings: RetroSettings) -> None:
    """The day’s reminders of one team."""
    today = due.at.astimezone(settings.zone).date()
    team, rule = due.schedule.address, due.schedule.rule
    following = next_due(rule, due.at, settings.free(rule.calendar))
    then = following.astimezone(settings.zone).date() if following else today
    actions = await actions_of(ports.store, team)
    there = await settings.trackers.standing(actions, ports)
    for action in actions:
        stands = there.get(action.id, There())
        if stands.closed is not None and stands.closed != action.closed_there:
            await add_moves(ports.store, action, [SeenThere(closed=stands.closed)], by=None, at=due.at)
            if stands.closed:
                await _say(action, _closed_there(action, stands), team, ports)
                continue  # one question about it is enough for today
        why = nudge_for(action, today, then) or ("soon" if awaits_answer(action, today) else None)
        if why is not None:
            # Written down before it is said: a crash in between may leave one out, and never says it twice a day.
            await add_moves(ports.store, action, [Reminded(day=today, nudge=why)], by=None, at=due.at)
            await _say(action, _reminder(action, why, today, stands, settings), team, ports)
    await _nudge_team(due, team, today, ports, settings)


async def _say(action: Action, post: Post, team: Address, ports: Ports) -> None:
    """To its owner in their own chat; where there is none, the team hears it: the action is theirs, too."""
    text = f"{escape(f'@{action.owner.name}')}: {post.text}" if action.owner else post.text
    for_all = post.model_copy(update={"text": text})
    if action.owner is None or not action.owner.id:
        await ports.say(for_all, team)
        return
    try:
        await ports.say(post.model_copy(update={"private_to": action.owner.id, "apart": True}), team)
    except Trouble:  # they have left, or let nobody write to them
        await ports.say(for_all, team)


def _closed_there(action: Action, there: There) -> Post:
    """The tracker says that it is closed; whether it is done, only its owner can say."""
    choices = (
        Choice(id=form_id("done", action.id), label="Done", style="primary"),
        Choice(id=form_id("still", action.id), label="Not yet"),
        Choice(id=form_id("drop", action.id), label="Drop it", opens=True),
    )
    text = f"{place(action)} was closed there: {escape(there.status)}. Is this done?"
    return Post(text=text, parts=(Markdown(text=action_line(action)), Choices(options=choices)))


def _reminder(action: Action, why: Nudge, today: date, there: There, settings: RetroSettings) -> Post:
    if action.due is None:
        text = "Is this one yours?"
    elif why == "late":
        text = f"This was due on {say_day(action.due)}. {'How is it going?' if action.owner else 'Who takes it?'}"
    else:
        text = "This is due today." if action.due <= today else f"This is due on {say_day(action.due)}."
        text += "" if action.owner else " Who takes it?"
    choices = own_choices(action)
    if not action.accepted:
        answers = (
            Choice(id=form_id("accept", action.id), label="I’ll do it", style="primary"),
            Choice(id=form_id("back", action.id), label="Not me"),
        )
        choices = Choices(options=(*answers, *choices.options[1:]))
    line = action_line(action, there if there.status or there.gone else None)
    return Post(text=text, parts=(Markdown(text=line), choices, *tracker_choices(action, settings.trackers.offers)))


async def _nudge_team(due: Due, team: Address, today: date, ports: Ports, settings: RetroSettings) -> None:
    """A retro that goes on over days says each working day what it waits for, a few times."""
    held = await running(ports.store, team, settings)
    if held is None or held[0].format is None or held[0].turned_at is None:
        return
    retro = held[0]
    told = [day for day, phase in retro.nudged if phase == retro.phase]
    begun = retro.turned_at
    most = _NUDGES if retro.live or retro.until else _UNANSWERED
    if retro.phase not in _ASKS or today in told or len(told) >= most or begun is None:
        return
    if (today - begun.astimezone(settings.zone).date()).days < _WAITS:
        return
    moves: list[Move] = [Nudged(day=today, phase=retro.phase)]
    await ports.store.append(retro.id, entries_of(moves, None, due.at), at=due.at)
    await ports.say(Post(text=_waiting(retro, today), parts=(_board_buttons(retro, today),)), retro.board or team)


def _waiting(retro: Retro, today: date) -> str:
    named = f"Retro {retro.number}, {quoted(retro.title)},"
    if retro.phase not in _ASKS:
        return f"{named} is open."
    if retro.phase != "collect":
        return f"{named} {_ASKS[retro.phase]}."
    count = so_many(len(retro.live), "note") if retro.live else "no notes"
    if retro.until and retro.until < today:
        how = "“Reveal and group” goes on with it; late notes still count."
        return f"{named} took notes until {say_day(retro.until)}: {count} so far. {how}"
    text = f"{named} {_ASKS[retro.phase]}: {count} so far"
    if retro.until:
        text += ", today is the last day" if retro.until == today else f", until {say_day(retro.until)}"
    return f"{text}."


def _board_buttons(retro: Retro, today: date) -> Choices:
    if retro.phase == "vote":
        return Choices(options=(_button(retro, "vote", "Vote"),), lasts=True)
    options = [_button(retro, "note", "Add a note")]
    if retro.until and retro.until < today:
        options.append(Choice(id=f"{form_id('turn', retro.id)}:group", label="Reveal and group"))
    return Choices(options=tuple(options), lasts=True)


def _button(retro: Retro, deed: str, label: str) -> Choice:
    return Choice(id=form_id(deed, retro.id), label=label, style="primary", opens=True)


def open_post(retro: Retro, today: date) -> Post:
    """That a retro is open, where another would begin: people are on it already, or have left it behind."""
    how = "`/retro board` shows it here; `/retro close` ends it, and then `/retro start` begins another."
    parts = (_board_buttons(retro, today),) if retro.phase in _ASKS else ()
    return Post(text=f"{_waiting(retro, today)} {how}", parts=parts)


async def time_is_up(due: Due, ports: Ports) -> None:
    """The timer of a theme has run out, unless the team has gone on."""
    found = await retro_named(ports.store, str(due.schedule.what["retro"]))
    if found is None or due.late:
        return
    retro = found[0]
    theme = retro.theme(retro.topic) if retro.topic else None
    if theme is None or retro.timer != due.at or retro.phase != "discuss":
        return
    await ports.say(Post(text=f"Time is up for {quoted(theme.title)}."), due.schedule.address)
