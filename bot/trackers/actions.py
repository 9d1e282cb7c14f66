"""From an agreed action of a retro to an item in a tracker, and how it stands there: shown first, made when pressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.chat import Address, Message, Post
from bot.durable.ports import Ports
from bot.language.dates import say_day
from bot.language.markdown import escape
from bot.retros.acting import write
from bot.retros.actions import Action, Tracked
from bot.retros.agreed import find_action, journal_id
from bot.retros.held import retro_of
from bot.retros.summaries.summed import KIND as SUMMARY
from bot.retros.summaries.summed import held_of
from bot.retros.tracked import There, place
from bot.sprints.rules import Item
from bot.trackers.creating import create_item
from bot.trackers.items import Origin, action_item
from bot.trackers.port import Created, Member, NewItem, Tracker, TrackerTrouble
from bot.trackers.says import created_post, not_there_post, preview_post
from bot.trackers.settings import TrackerSettings

_GONE = "I can’t find that action any more, so nothing was created."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """Somebody wants an action in a tracker. `team` is whose it is; what everybody should read is said at `where`."""

    action: Action
    team: Address
    tracker: Tracker
    message: Message
    ports: Ports
    settings: TrackerSettings

    @property
    def where(self) -> Address:
        return self.action.card[0] if self.action.card else self.team

    @property
    def used(self) -> str:
        """What a button has to remember."""
        return f"{journal_id(self.action.id)}:"


async def pick_action(  # noqa: PLR0913, PLR0917 (a button, and what it remembers)
    verb: str, tracker: Tracker, name: str, shown: str, message: Message, ports: Ports, settings: TrackerSettings
) -> None:
    """A button about an action was pressed: `tracker:preview:jira:action-12`, `tracker:create:jira:action-12::…`."""
    found = await find_action(ports.store, name)
    if found is None or not settings.near(message.address, found[1]):
        await ports.say(Post(text=_GONE))
        return
    turn = _Turn(
        action=found[0], team=found[1], tracker=tracker, message=message, ports=ports, settings=settings
    )  # fmt: skip
    if not settings.actions and turn.action.tracked is None:
        off = f"Actions stay here, as `retros.tracker` in config.yaml says, so {tracker.name} got nothing."
        await ports.say(Post(text=off))
    elif verb == "leave":
        await ports.say(Post(text=f"Left as it is: nothing was created in {tracker.name}."))
    elif turn.action.tracked is not None:
        await _tell_standing(turn)
    elif turn.action.status != "open":
        await ports.say(Post(text=_not_open(turn.action, tracker)))
    elif verb == "create":
        await _create(turn, shown)
    else:
        await _preview(turn)


def _not_open(action: Action, tracker: Tracker) -> str:
    if action.status == "proposed":
        return f"{action.id} isn’t agreed yet. Once somebody has said yes to it, {tracker.name} can have it."
    return f"{action.id} is {action.status} already, so {tracker.name} got nothing."


async def _tell_standing(turn: _Turn) -> None:
    """What was made of it earlier, as it is there now."""
    trackers = turn.settings.trackers
    there = (await standing_of([turn.action], trackers, turn.ports)).get(turn.action.id, There())
    said = f"{turn.action.id} is {place(turn.action)} already"
    if there.gone:
        said = f"{turn.action.id} was {place(turn.action)}; it is gone, or hidden from my token"
    elif there.trouble:
        said = f"{said}; its state could not be read. {escape(there.trouble.rstrip('.'))}"
    elif there.status:
        said = f"{said}: {escape(there.status)}"
    await turn.ports.say(Post(text=f"{said}."))


async def _preview(turn: _Turn, *, again: bool = False) -> None:
    """What the tracker would get. `again`: it has changed since somebody saw it, so everybody sees it anew."""
    where = turn.where if again else turn.message.address
    item = await _item(turn)
    if isinstance(item, str):
        await turn.ports.say(not_there_post(turn.action.id, item, turn.tracker, f"preview:{turn.used}"), where)
        return
    note = "What comes of it I say where your team talks." if turn.settings.team_of(where) is None else ""
    post = preview_post(
        [(turn.action.id, item)], turn.tracker, f"{turn.used}:{item.print}", again=again, facts=_facts(turn, item),
        note=note,
    )  # fmt: skip
    await turn.ports.say(post, where)


def _facts(turn: _Turn, item: NewItem) -> tuple[tuple[str, str], ...]:
    """What stands in fields of the tracker's own."""
    owner, name = turn.action.owner, turn.tracker.name
    if item.owner is not None:
        whose = f"{escape(item.owner.name)}, as {name} calls them"
    elif owner is not None:
        whose = f"nobody: {name} lets me give it to no one person called {escape(owner.name)}. The text names them"
    else:
        whose = "nobody yet"
    return (("Given to", whose), ("Due", say_day(item.due) if item.due else "no day"))


async def _create(turn: _Turn, shown: str) -> None:
    item = await _item(turn)
    used = f"{turn.used}:{shown}"
    if isinstance(item, str):
        post = not_there_post(turn.action.id, item, turn.tracker, f"create:{used}")
        await turn.ports.say(post, turn.where)
        return
    if item.print != shown:
        await _preview(turn, again=True)
        return
    message, ports, tracker = turn.message, turn.ports, turn.tracker
    outcome = await create_item(
        item, tracker, ports, address=turn.team, at=message.at, by=message.author, what=turn.action.id
    )
    await ports.say(created_post([(turn.action.id, outcome)], tracker, used), turn.where)
    if outcome.created is not None:
        made = outcome.created
        tracked = Tracked(tracker=tracker.id, name=tracker.name, key=made.key, link=made.link, ref=made.id)
        # Nobody's words: the link stays beside the action also when whoever pressed is forgotten.
        await write(turn.action, [tracked], message, ports, turn.settings.offers, by=None)


async def _item(turn: _Turn) -> NewItem | str:
    """The action as an item; the sentence why not, when the tracker can't tell who is there."""
    action, ports = turn.action, turn.ports
    owner = None
    if action.owner is not None:
        name = action.owner.name

        async def look() -> object:
            try:
                found = await turn.tracker.member(name)
            except TrackerTrouble as trouble:
                return {"trouble": trouble.sentence}
            return {"member": found.model_dump(mode="json") if found else None}

        told = await ports.look("tracker.member", look)
        if "trouble" in told:
            return str(told["trouble"])
        owner = Member.model_validate(told["member"]) if told["member"] else None
    journal = await ports.store.journal(journal_id(action.id))
    began = journal.started_at.isoformat() if journal else ""
    return action_item(action, owner, await _origin(turn), began)


async def _origin(turn: _Turn) -> Origin | None:
    """The retro that it came out of, or its summary, with a link to where that stands."""
    journal = await turn.ports.store.journal(turn.action.retro) if turn.action.retro else None
    if journal is None:
        return None
    if journal.kind == SUMMARY:
        held = held_of(journal)
        return Origin(label="Retro summary", title=held.title, link=await _link(turn, held.where, held.post))
    retro = retro_of(journal)
    link = await _link(turn, retro.board, retro.post)
    return Origin(label=f"Retro {retro.number}", title=retro.title, link=link, anonymous=retro.anonymous)


async def _link(turn: _Turn, address: Address, post: str) -> str | None:
    if not address or not post:
        return None
    found = await turn.ports.look("tracker.link", lambda: turn.settings.link(address, post))
    return str(found) if found else None


async def standing_of(actions: Sequence[Action], trackers: Mapping[str, Tracker], ports: Ports) -> dict[str, There]:
    """How those of the actions stand that are in a tracker, by their ids; each tracker is asked once for all."""
    found: dict[str, There] = {}
    for name in dict.fromkeys(action.tracked.tracker for action in actions if action.tracked):
        own = {action.id: made for action in actions if (made := action.tracked) and made.tracker == name}
        tracker = trackers.get(name)
        if tracker is None:
            trouble = f"{next(iter(own.values())).name} isn’t set up any more."
            found |= dict.fromkeys(own, There(trouble=trouble))
            continue
        found |= await _standing_in(tracker, own, ports)
    return found


async def _standing_in(tracker: Tracker, own: Mapping[str, Tracked], ports: Ports) -> dict[str, There]:
    created = [Created(key=each.key, link=each.link, id=each.ref) for each in own.values()]

    async def look() -> object:
        try:
            found = await tracker.states(created)
        except TrackerTrouble as trouble:
            return {"trouble": trouble.sentence}
        return {"items": {name: each.model_dump(mode="json") for name, each in found.items()}}

    told = await ports.look("tracker.states", look)
    if "trouble" in told:
        return dict.fromkeys(own, There(trouble=str(told["trouble"])))
    items = {name: Item.model_validate(each) for name, each in told["items"].items()}
    return {
        action: There(status=items[made.ref].status, closed=items[made.ref].closed)
        if made.ref in items
        else There(gone=True)
        for action, made in own.items()
    }
