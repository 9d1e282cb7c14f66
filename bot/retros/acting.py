"""Actions in chat: written down, offered to their owners, taken, handed back, done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.chat import Address, Choice, Choices, Heading, Markdown, Message, Part, Person, Post, Quote
from bot.durable.ports import Ports
from bot.errors import Trouble
from bot.language.dates import passed_day, say_day
from bot.language.markdown import escape, quoted
from bot.language.numeric import american_at, read_back
from bot.language.text import one_line
from bot.retros import actions as a
from bot.retros.actionable import if_then
from bot.retros.actions import Action
from bot.retros.agreed import actions_of, add_moves, find_action, open_action
from bot.retros.board import action_line
from bot.retros.completion import completion
from bot.retros.daily import remind_daily
from bot.retros.dating import ask_day
from bot.retros.forms import read_day
from bot.retros.marks import known
from bot.retros.moves import Agreed
from bot.retros.names import form_id
from bot.retros.owners import named_owner, person_meant
from bot.retros.settings import RetroSettings
from bot.retros.tracked import Offers, There, no_offers, tracker_choices
from bot.retros.turning import Turn, save, show_board, tell, under_board
from bot.retros.typed import Task, over, read_due, read_task

_OF_OPEN = frozenset("accept take assign back done still use later".split())
_SHOWN = 15
_LATER = 3  # days


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Somebody does something with an action."""

    message: Message
    ports: Ports
    settings: RetroSettings
    action: Action
    address: Address

    @property
    def country(self) -> str:
        """As in which country days in numbers are read."""
        return self.settings.country

    async def now(self) -> datetime:
        """When they did it, by the clock that their days are read by."""
        return await self.settings.now(self.message, self.ports.store, self.address)

    async def write(self, *moves: a.Move) -> Action:
        """Write it down, and show the action as it is then where it was shown before."""
        offers = self.settings.trackers.offers
        return await write(self.action, moves, self.message, self.ports, offers, by=known(self.message.author))


async def write(  # noqa: PLR0913 (what is written, where it shows, by whom)
    action: Action, moves: Sequence[a.Move], message: Message, ports: Ports, offers: Offers, *, by: Person | None
) -> Action:
    """Write down what happened to an action, and show it as it is then where it was shown before."""
    after = await add_moves(ports.store, action, moves, by=by, at=message.at)
    if after.card is not None and card(after, offers) != card(action, offers):
        address, post = after.card
        try:
            await ports.say(card(after, offers).model_copy(update={"replaces": post}), address)
        except Trouble:  # somebody deleted it; the action itself is as it should be
            return after
    return after


async def agree(turn: Turn, task: Task) -> None:
    """A new action comes out of the retro."""
    if not task.text:
        await turn.private("What will be done? `/retro action Fix the flaky tests @tom by Friday`")
        return
    owner = await person_meant(task.owner, turn.message, turn.ports, turn.settings)
    owner = owner or await named_owner(task.text, turn.message, turn.ports, turn.settings)
    team = turn.settings.team_of(turn.message.address) or turn.message.address
    store, message, retro = turn.ports.store, turn.message, turn.retro
    theme = retro.theme(retro.topic) if retro.topic else None
    said = tuple(
        a.Source(text=note.text, author="" if retro.anonymous or not note.by else note.by.name, link=note.link)
        for note in (retro.notes_of(theme)[:2] if theme else ())
    )
    action = await open_action(
        store, address=team, text=task.text, by=message.author, at=message.at, owner=owner, due=read_day(task.due),
        source=said, retro=retro.id, confirmed=True,
    )  # fmt: skip
    if owner is not None and owner.id == message.author.id:
        action = await add_moves(store, action, [a.Accepted()], by=message.author, at=message.at)
    if retro.format is not None:
        turn = await save(turn, [Agreed(action=action.id, theme=theme.number if theme else None)])
    await remind_daily(team, message, turn.ports, turn.settings)
    if retro.phase in {"actions", "closed"}:
        await show_board(turn)
    await show_card(action, under_board(turn), message, turn.ports, turn.settings.trackers.offers)
    await ask_day(action.id, task, message, turn.ports)
    if task.passed:
        await turn.private(
            f"{over(date.fromisoformat(task.passed))} By when, then? `/retro reword {action.id} by Friday`"
        )
    if task.slip:
        asked = f"I don’t know the day {quoted(task.slip)}. Did you mean {task.meant}?"
        await turn.private(f"{asked} `/retro reword {action.id} by {task.meant}`")


async def show_card(
    action: Action, address: Address, message: Message, ports: Ports, offers: Offers = no_offers
) -> None:
    """The action for everybody, with what can be done about it; and for its owner, who is asked."""
    made = await ports.say(card(action, offers), address)
    action = await add_moves(ports.store, action, [a.Shown(address=address, post=made)], by=None, at=message.at)
    await ask_owner(action, address, message, ports)


async def ask_owner(action: Action, address: Address, message: Message, ports: Ports) -> None:
    """Whoever got an action from somebody else is asked whether they take it."""
    if action.owner and action.owner.id and action.owner.id != message.author.id and not action.accepted:
        ask = Post(
            text=f"{escape(message.author.name)} wrote down an action for you:",
            parts=(
                Markdown(text=action_line(action)),
                Choices(
                    options=(
                        Choice(id=form_id("accept", action.id), label="I’ll do it", style="primary"),
                        Choice(id=form_id("back", action.id), label="Not me"),
                    )
                ),
            ),
            private_to=action.owner.id,
            apart=True,
        )
        try:
            await ports.say(ask, address)
        except Trouble:  # they have left, or let nobody write to them; the card says that it waits for a yes
            text = f"I can’t reach {escape(action.owner.name)}. Who else can do it? `/retro take {action.id}`"
            await ports.say(Post(text=text), address)


def card(action: Action, offers: Offers = no_offers) -> Post:
    """One action: as it stands, where it comes from, what is missing, what can be done."""
    parts: list[Part] = [Markdown(text=action_line(action))]
    parts += [Quote(text=one.text, author=one.author, link=one.link) for one in action.source[:2]]
    if not action.active:
        ended = f"Done. {escape(action.note)}" if action.status == "done" else f"Dropped: {escape(action.reason)}"
        again = Choice(id=form_id("reopen", action.id), label="Open it again")
        return Post(parts=(*parts, Markdown(text=ended.strip()), Choices(options=(again,), lasts=True)))
    options: list[Choice] = []
    if not action.accepted:
        options.append(Choice(id=form_id("accept", action.id), label="I’ll do it", style="primary"))
    if action.owner is not None:
        options.append(Choice(id=form_id("back", action.id), label="Not me"))
    offered = if_then(action.text, action.owner)
    if offered:
        what = "a moment" if action.owner else "a name and a moment"
        parts.append(Markdown(text=f"Plans with {what} get done more often: {quoted(offered)}"))
    options += [
        Choice(id=form_id("reword", action.id), label="Edit", opens=True),
        Choice(id=form_id("done", action.id), label="Done"),
        Choice(id=form_id("drop", action.id), label="Drop it", opens=True),
    ]
    return Post(parts=(*parts, Choices(options=tuple(options), lasts=True), *tracker_choices(action, offers)))


async def do(deed: Deed, verb: str) -> bool:
    """A button of an action; False when it is none that needs no more words."""
    action, me = deed.action, deed.message.author
    if verb in _OF_OPEN and not action.active:
        await _tell_ended(deed)
        return True
    match verb:
        case "accept" | "take" | "assign":
            moves: list[a.Move] = [] if action.owned_by(me) and action.owner == me else [a.Assigned(owner=me)]
            after = await deed.write(*moves, a.Accepted())
            was = f" It was {escape(action.owner.name)}’s." if action.owner and not action.owned_by(me) else ""
            then = (
                "I’ll remind you before it is due."
                if action.due
                else f"Give it a day, and I’ll remind you: `/retro reword {after.id} by Friday`."
            )
            await tell(deed.message, deed.ports, f"{after.id} is yours.{was} {then}")
        case "back":
            if not action.owned_by(me):
                whose = f"{escape(action.owner.name)}’s" if action.owner else "nobody’s"
                await tell(deed.message, deed.ports, f"{action.id} is {whose}, so only they can hand it back.")
                return True
            after = await deed.write(a.HandedBack())
            text = f"{escape(me.name)} can’t do {after.id}: {quoted(after.text)}. Who can? `/retro take {after.id}`"
            await deed.ports.say(Post(text=text), action.card[0] if action.card else deed.address)
        case "done":
            await _close(deed, a.Done(), "done")
        case "still":
            await deed.write(a.Confirmed())
            await tell(deed.message, deed.ports, f"{action.id} stays open.")
        case "use":
            text = f"At which moment? `/retro reword {action.id} When the sprint begins, …`"  # a card of older releases
            await tell(deed.message, deed.ports, text)
        case "reopen":
            how = "is open already" if action.active else "is open again"
            after = await deed.write(a.Reopened())
            await tell(deed.message, deed.ports, f"{after.id} {how}: {quoted(after.text)}.")
        case "later":
            await snooze(deed, (await deed.now()).date() + timedelta(days=_LATER))
        case _:
            return False
    return True


async def _tell_ended(deed: Deed) -> None:
    name, how = deed.action.id, deed.action.status
    await tell(deed.message, deed.ports, f"{name} is {how} already. `/retro reopen {name}` opens it again.")


async def _close(deed: Deed, move: a.Done | a.Dropped, how: str) -> None:
    """Who pressed a button of its card sees there what became of it; all others are told."""
    after = await deed.write(move)
    card_at, here, team_of = deed.action.card, deed.message.address, deed.settings.team_of
    if deed.message.command is not None or card_at is None or team_of(card_at[0]) != team_of(here):
        await tell(deed.message, deed.ports, f"{after.id} is {how}: {quoted(after.text)}.")


async def drop(deed: Deed, reason: str) -> None:
    """It won’t be done, and why."""
    if not deed.action.active:
        await _tell_ended(deed)
    elif reason.strip():
        await _close(deed, a.Dropped(reason=one_line(reason)), "dropped")
    else:
        await tell(deed.message, deed.ports, f"Why? `/retro drop {deed.action.id} because …` helps the next retro.")


async def snooze(deed: Deed, until: date | None, passed: date | None = None, told: str = "") -> None:
    """No reminder before a day; `passed` is one that was named and is over, `told` how it was read."""
    if not deed.action.active:
        await _tell_ended(deed)
        return
    if until is None:
        first = f"{over(passed)} " if passed else ""
        await tell(deed.message, deed.ports, f"{first}Until when? `/retro snooze {deed.action.id} Friday`")
        return
    await deed.write(a.Snoozed(until=until))
    owner = deed.action.owner
    whom = "you" if deed.action.owned_by(deed.message.author) else escape(owner.name) if owner else "anybody"
    said = f"I won’t remind {whom} of {deed.action.id} before {say_day(until)}. {told}".strip()
    await tell(deed.message, deed.ports, said)


async def reword(deed: Deed, values: Mapping[str, str]) -> Action:
    """Other words, another owner, another day: only what changed is written down."""
    action = deed.action
    moves: list[a.Move] = [a.Reworded(text=one_line(values.get("text", "")) or action.text)]
    name = values.get("owner", "").strip()
    if name.lstrip("@").casefold() != (action.owner.name.casefold() if action.owner else ""):
        moves.append(a.Assigned(owner=await person_meant(name, deed.message, deed.ports, deed.settings)))
    day = read_day(values.get("due", ""))
    if day != action.due:
        moves.append(a.Dated(due=day))
    owner = next((move.owner for move in moves if isinstance(move, a.Assigned)), None)
    if owner is not None and owner == deed.message.author:
        moves.append(a.Accepted())
    after = await deed.write(*moves)
    if owner is not None:
        await ask_owner(after, after.card[0] if after.card else deed.address, deed.message, deed.ports)
    return after


async def by_word(verb: str, rest: str, message: Message, ports: Ports, settings: RetroSettings) -> None:
    """`/retro done A-12`, `drop A-12 because …`, `snooze A-12 Friday`, `take A-12`, `assign A-12 @ana`."""
    name, _, more = rest.partition(" ")
    deed = await deed_of(name, message, ports, settings)
    if deed is None:
        await tell(message, ports, f"Which action? `/retro {verb} A-12`; `/retro actions` shows them.")
    elif verb == "drop":
        await drop(deed, more.removeprefix("because "))
    elif verb == "snooze":
        now, events, country = await deed.now(), await meetings(message, ports, settings, deed.address), deed.country
        american = american_at(now, country)
        passed = passed_day(more, now, american=american)
        told = read_back(more, now.date(), american=american)
        await snooze(deed, read_due(more, now, events, country), passed, told)
    elif verb == "done" and deed.action.active:
        await _close(deed, a.Done(note=one_line(more)), "done")
    elif verb == "reword":
        await _reword_typed(deed, more)
    elif verb == "assign" and more.strip():
        await _reword_typed(deed, f"@{more.strip().removeprefix('to ').removeprefix('@')}")
    else:
        await do(deed, verb)


async def _reword_typed(deed: Deed, words: str) -> None:
    now, events = await deed.now(), await meetings(deed.message, deed.ports, deed.settings, deed.address)
    task, action = read_task(words, now, events, deed.country), deed.action
    if not action.active:
        await _tell_ended(deed)
    elif task.passed:
        text = f"{over(date.fromisoformat(task.passed))} By when, then? `/retro reword {action.id} by Friday`"
        await tell(deed.message, deed.ports, text)
    elif not words.strip():
        await tell(
            deed.message, deed.ports, f"How should it read? `/retro reword {action.id} Fix the tests @tom by Friday`"
        )
    else:
        owner = task.owner or (action.owner.name if action.owner else "")
        if not owner and (named := await named_owner(task.text, deed.message, deed.ports, deed.settings)):
            owner = named.name
        due = task.due or (action.due.isoformat() if action.due else "")
        after = await reword(deed, {"text": task.text, "owner": owner, "due": due})
        await tell(deed.message, deed.ports, f"It reads now: {escape(after.line)}.")
        await ask_day(action.id, task, deed.message, deed.ports)


async def meetings(
    message: Message, ports: Ports, settings: RetroSettings, team: Address | None = None
) -> Sequence[tuple[str, date]]:
    """On which days the team meets from now on, so that “before next planning” is one of them."""
    return await settings.events(ports.store, team or message.address, message.at, message.at)


async def deed_of(name: str, message: Message, ports: Ports, settings: RetroSettings) -> Deed | None:
    """What somebody does with the action of this name: of the team here, or from their own chat theirs or their team’s.

    Names of actions are counted, so anybody could guess one: it takes its owner, or one of its team’s conversation.
    """
    found = await find_action(ports.store, name)
    if found is None or not settings.are_together(found[1], message.address):
        return None
    team = settings.team_of(message.address)
    if team is not None and team != found[1]:
        return None
    owner = found[0].owner
    if team is None and not (owner and owner.id == message.author.id) and not await ports.includes(found[1]):
        return None
    settings = await settings.about(ports.store, found[1])
    return Deed(message=message, ports=ports, settings=settings, action=found[0], address=found[1])


async def show_actions(message: Message, ports: Ports, settings: RetroSettings) -> None:
    """Mine first, then the team’s; in somebody’s own chat only theirs."""
    team = settings.team_of(message.address)
    every = await actions_of(ports.store, team, ("proposed", "open", "done", "dropped"))
    found = [action for action in every if action.active]
    if team is None:
        found = [action for action in found if action.owner and action.owner.id == message.author.id]
    mine = [action for action in found if action.owned_by(message.author)]
    others = [action for action in found if action not in mine]
    chart = completion(every) if team is not None else None
    there = await settings.trackers.standing([*mine[:_SHOWN], *others[:_SHOWN]], ports)
    unread = tuple(dict.fromkeys(each.trouble for each in there.values() if each.trouble))
    text = "" if found else "No action is open. `/retro action Fix the flaky tests @tom by Friday` adds one."
    parts: list[Part] = [*_mine(mine, settings.trackers.offers, there), *_others(others, there)]
    parts += [*(Markdown(text=escape(each)) for each in unread), *([chart] if chart else [])]
    await ports.say(Post(text=text, parts=tuple(parts), private_to=message.author.id))


def _mine(actions: Sequence[Action], offers: Offers, there: Mapping[str, There]) -> list[Part]:
    parts: list[Part] = [Heading(text="My actions", level=3)] if actions else []
    for action in actions[:_SHOWN]:
        line = action_line(action, there.get(action.id))
        parts += [Markdown(text=line), own_choices(action), *tracker_choices(action, offers)]
    return parts


def own_choices(action: Action) -> Choices:
    """What its owner can do about an action."""
    return Choices(
        options=(
            Choice(id=form_id("done", action.id), label="Done", style="primary"),
            Choice(id=form_id("snooze", action.id), label="Later", opens=True),
            Choice(id=form_id("drop", action.id), label="Drop it", opens=True),
        )
    )


def _others(actions: Sequence[Action], there: Mapping[str, There]) -> list[Part]:
    if not actions:
        return []
    lines = "\n".join(f"- {action_line(action, there.get(action.id))}" for action in actions[:_SHOWN])
    more = f"\n- … and {len(actions) - _SHOWN} more" if len(actions) > _SHOWN else ""
    return [Heading(text="The team’s actions", level=3), Markdown(text=lines + more)]
