"""One turn about a tracker: show what would be created, create it when somebody presses, tell how it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import jinja2

from bot.chat import Message, Post
from bot.durable.ports import Ports
from bot.language.markdown import escape
from bot.retros.agreed import KIND as ACTION
from bot.sprints.rules import Item
from bot.store.journal import Journal
from bot.stories.flow import set_of
from bot.stories.set import KIND as STORIES
from bot.stories.set import StorySet
from bot.trackers.actions import pick_action
from bot.trackers.creating import KIND, Asked, asked_of, create_item
from bot.trackers.ear import is_action
from bot.trackers.items import story_item
from bot.trackers.port import NewItem, Tracker, TrackerTrouble
from bot.trackers.rules import mark_of
from bot.trackers.says import created_post, preview_post, standing, standing_post
from bot.trackers.settings import TrackerSettings

_NO_STORIES = "There are no stories here yet. `/interview` or `/story` makes some."


async def show_preview(message: Message, ports: Ports, settings: TrackerSettings, tracker_id: str, which: str) -> None:
    """Show what a tracker would get: what `which` names, else all stories that are approved and not there yet."""
    if is_action(which):
        await pick_action("preview", settings.trackers[tracker_id], which, "", message, ports, settings)
        return
    journal = await ports.store.latest(address=message.address, kind=STORIES)
    if journal is None:
        await ports.say(Post(text=_NO_STORIES))
        return
    await _preview(journal, settings.trackers[tracker_id], re.findall(r"\d+", which), ports, settings)


async def pick(message: Message, ports: Ports, settings: TrackerSettings) -> None:
    """A button about a tracker was pressed: `tracker:preview:jira:stories-3`, `tracker:create:jira:stories-3:1+2:…`."""
    _, verb, tracker_id, journal_id, which, shown, *_ = [*(message.choice or "").split(":"), *[""] * 5]
    tracker = settings.trackers.get(tracker_id)
    if tracker is None:
        await ports.say(Post(text="That tracker isn’t set up any more, so nothing was created."))
        return
    if journal_id.startswith(f"{ACTION}-"):
        await pick_action(verb, tracker, journal_id.removeprefix(f"{ACTION}-"), shown, message, ports, settings)
        return
    journal = await ports.store.journal(journal_id)
    if journal is None or journal.kind != STORIES:
        await ports.say(Post(text="I can’t find those stories any more, so nothing was created."))
        return
    ids = [each for each in which.split("+") if each]
    if verb == "create":
        await _create(journal, tracker, ids, shown, message, ports, settings)
    elif verb == "leave":
        await ports.say(Post(text=f"Left as it is: nothing was created in {tracker.name}."))
    else:
        await _preview(journal, tracker, ids, ports, settings)


async def tracker_command(message: Message, ports: Ports, settings: TrackerSettings) -> None:
    """`/tracker`: how everything stands that was created from this conversation, as the trackers tell it now.

    Actions are the whole team's, whatever thread of it they came up in.
    """
    team = settings.team_of(message.address)
    places = dict.fromkeys(each for each in (message.address, team) if each)
    journals = [await ports.store.latest(address=each, kind=KIND) for each in places]
    asked = [each for journal in journals for each in asked_of(journal).values()]
    lines: list[str] = []
    for tracker in settings.trackers.values():
        own = [each for each in asked if each.tracker == tracker.id]
        if own:
            lines += await _standing(own, tracker, ports)
    await ports.say(standing_post(lines))


async def _standing(
    asked: Sequence[Asked], tracker: Tracker, ports: Ports, now: Mapping[str, str] | None = None
) -> list[str]:
    """A line for each. `now` is the sum of what each would say today, by its mark."""
    made = [each.made for each in asked if each.made is not None]

    async def look() -> object:
        try:
            found = await tracker.states(made)
        except TrackerTrouble as trouble:
            return {"trouble": trouble.sentence}
        return {"items": {name: each.model_dump(mode="json") for name, each in found.items()}}

    told = await ports.look("tracker.states", look) if made else {}
    items = {name: Item.model_validate(each) for name, each in told.get("items", {}).items()}
    trouble = str(told.get("trouble", ""))
    changed = {each.mark for each in asked if now and now[each.mark] != each.print}
    return [
        standing(
            each,
            tracker.name,
            items.get(each.made.id) if each.made else None,
            trouble,
            changed=each.mark in changed,
        )
        for each in asked
    ]


def _items(journal: Journal, found: StorySet, which: Sequence[str], template: jinja2.Template) -> dict[str, NewItem]:
    stories = [story for story in found.stories if story.status == "approved"]
    wanted = {f"US-{each}" for each in which}
    return {
        story.id: story_item(story, found, template, journal_id=journal.id, started_at=journal.started_at)
        for story in stories
        if not wanted or story.id in wanted
    }


async def _preview(
    journal: Journal, tracker: Tracker, which: Sequence[str], ports: Ports, settings: TrackerSettings
) -> None:
    found = set_of(journal)
    drafts = [each for each in which if (story := found.story(each)) is None or story.status != "approved"]
    if drafts or not any(story.status == "approved" for story in found.stories):
        await ports.say(Post(text=_not_approved(drafts, found, tracker)))
        return
    items = _items(journal, found, which, settings.template)
    asked = asked_of(await ports.store.latest(address=journal.address, kind=KIND))
    there = {
        what: asked[tracker.id, item.mark]
        for what, item in items.items()
        if (tracker.id, item.mark) in asked and asked[tracker.id, item.mark].made is not None
    }
    new = [(what, item) for what, item in items.items() if what not in there]
    if new:
        await ports.say(preview_post(new, tracker, _used(journal, new)))
        return
    now = {item.mark: item.print for item in items.values()}
    await ports.say(standing_post(await _standing(list(there.values()), tracker, ports, now)))


def _not_approved(drafts: Sequence[str], found: StorySet, tracker: Tracker) -> str:
    unknown = [each for each in drafts if found.story(each) is None]
    if unknown:
        return f"There is no story US-{escape(unknown[0])} here. There is {', '.join(one.id for one in found.stories)}."
    what = " and ".join(f"US-{each}" for each in drafts) or "None of these stories"
    verb = "is" if len(drafts) == 1 else "are" if drafts else "is"
    state = (
        f"{what} {verb} still {'a draft' if len(drafts) == 1 else 'drafts'}" if drafts else f"{what} {verb} approved"
    )
    return f"{state}. `approve` first, then {tracker.name} can have it."


def _used(journal: Journal, items: Sequence[tuple[str, NewItem]]) -> str:
    """What a button has to remember: the stories, and a sum of what was shown of them."""
    ids = "+".join(what.removeprefix("US-") for what, _ in items)
    return f"{journal.id}:{ids}:{_sum(items)}"


def _sum(items: Sequence[tuple[str, NewItem]]) -> str:
    return mark_of(*(item.print for _, item in items))[-8:]


async def _create(  # noqa: PLR0913, PLR0917 (a turn, and what was shown)
    journal: Journal,
    tracker: Tracker,
    which: Sequence[str],
    shown: str,
    message: Message,
    ports: Ports,
    settings: TrackerSettings,
) -> None:
    items = list(_items(journal, set_of(journal), which, settings.template).items())
    if _sum(items) != shown:
        if items:
            await ports.say(preview_post(items, tracker, _used(journal, items), again=True))
        else:
            await ports.say(Post(text=f"What I showed you isn’t approved any more, so {tracker.name} got nothing."))
        return
    outcomes = []
    for what, item in items:
        outcome = await create_item(
            item, tracker, ports, address=journal.address, at=message.at, by=message.author, what=what
        )
        outcomes.append((what, outcome))
    await ports.say(created_post(outcomes, tracker, _used(journal, items)))
