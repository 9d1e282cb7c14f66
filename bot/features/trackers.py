"""Puts together what reaches trackers: `/tracker`, the buttons under an approved story, the sprints that are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from bot.chat import Address, Choice, Command, Message, Post
from bot.config import Config
from bot.durable import Platform, Ports
from bot.durable.ports import Links
from bot.features.templates import story_template
from bot.platforms.whereabouts import are_together, team_of
from bot.prompts import Prompts
from bot.retros.agreed import KIND as ACTION
from bot.retros.agreed import journal_id
from bot.router import Feature, Listen
from bot.store.journal import Reads
from bot.trackers.ear import NAMES, is_action, read

if TYPE_CHECKING:  # most turns reach no tracker, and needn't wait for what does
    from bot.retros.actions import Action
    from bot.retros.tracked import There
    from bot.sprints.ports import SprintSource
    from bot.trackers.port import Finding, Tracker
    from bot.trackers.settings import TrackerSettings


def tracker_features(
    config: Config, prompts: Prompts, platforms: Mapping[str, Platform] | None = None
) -> Sequence[Feature]:
    """The features that reach trackers; none where no tracker is set up. `platforms` tell where a post is."""
    wanted = wanted_trackers(config)
    if not wanted:
        return ()
    settings = partial(_settings, config, prompts, platforms)
    names = " and ".join(wanted.values())
    return (
        Feature(
            name="tracker",
            takes=lambda message: asked_of(message) is not None,
            deed=_deed,
            commands={"tracker": partial(_tracker_command, settings=settings)},
            picks=partial(_pick, settings=settings),
            claims=hear_tracker(config, prompts, platforms),
            belongs=_belongs,
            teaches=(
                f"`create in {next(iter(wanted))}` shows what {names} would get of the approved stories here, then "
                "creates it when you say so; `create A-12 in …` does the same with an action; `/tracker` tells how it "
                "stands",
            ),
            announces=(Command(name="tracker", does=f"Tell how what came from here stands in {names}"),),
        ),
    )


def _deed(message: Message) -> str | None:
    """Words ask how it stands, or what would go out."""
    return "preview" if asked_of(message) else "state" if message.command == "tracker" else None


def asked_of(message: Message) -> tuple[str, str] | None:
    """The tracker that a whole message names, and the stories; see `bot.trackers.ear.read`."""
    whole = message.command in {None, "story", "tracker"}
    return read(message.text if whole else f"{message.command} {message.text}")


def wanted_trackers(config: Config) -> Mapping[str, str]:
    """The trackers that are set up: their names in the settings, and what people call them."""
    return {name: told for name, told in NAMES.items() if getattr(config.trackers, name).wanted}


def story_offers(config: Config) -> Callable[[str], tuple[Choice, ...]]:
    """The buttons under an approved story, given the journal of its set."""
    wanted = wanted_trackers(config)

    def offers(journal_id: str) -> tuple[Choice, ...]:
        return tuple(
            Choice(id=f"tracker:preview:{each}:{journal_id}", label=f"Create in {name}…")
            for each, name in wanted.items()
        )

    return offers


def hear_tracker(config: Config, prompts: Prompts, platforms: Mapping[str, Platform] | None = None) -> Listen:
    """Answers `create US-2 in jira`; words that name a tracker which isn't set up are somebody else's."""
    wanted = wanted_trackers(config)

    async def hear(message: Message, ports: Ports) -> bool:
        asked = asked_of(message)
        if message.choice or message.form_id or asked is None or asked[0] not in wanted:
            return False
        if message.command == "story" and is_action(asked[1]):
            return False
        from bot.trackers.flow import show_preview

        await show_preview(message, ports, _settings(config, prompts, platforms), *asked)
        return True

    return hear


def sprint_sources(config: Config) -> Callable[[Address], Sequence[SprintSource]]:
    """The trackers that a conversation may see: `index.audience` holds for their names, too."""

    def sources(asking: Address) -> Sequence[SprintSource]:
        if not wanted_trackers(config):
            return ()
        from bot.knowledge.library import Settings

        seen = Settings(folder=config.index_dir, audience=config.index.audience, groups=config.index.groups)
        return [tracker for name, tracker in _open(config).items() if seen.may_see(name, asking)]

    return sources


async def tracker_lines(config: Config) -> list[tuple[str, Finding]]:
    """What the doctor should know."""
    if not wanted_trackers(config):
        return []
    from bot.trackers.checks import examine

    return await examine(_open(config).values())


def _open(config: Config) -> dict[str, Tracker]:
    from bot.trackers.opening import open_trackers

    return open_trackers(config)


class ActionsInTrackers:
    """What an action of a retro has to do with trackers; see `bot.retros.tracked.InTrackers`."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._wanted = wanted_trackers(config) if config.retros.tracker else {}

    def offers(self, action: Action) -> tuple[Choice, ...]:
        """A button for each tracker, under what was agreed and is in none yet."""
        if action.status != "open" or action.tracked is not None:
            return ()
        name = journal_id(action.id)
        return tuple(
            Choice(id=f"tracker:preview:{each}:{name}", label=f"Create in {told}…")
            for each, told in self._wanted.items()
        )

    async def standing(self, actions: Sequence[Action], ports: Ports) -> Mapping[str, There]:
        """As the trackers tell it now."""
        if not any(action.tracked for action in actions):
            return {}
        from bot.trackers.actions import standing_of

        return await standing_of(actions, _open(self._config), ports)


def _near(here: Address, team: Address) -> bool:
    """Whether a team's actions may be worked with from here: from its own conversation, or somebody's own chat."""
    return are_together(team, here) and team_of(here) in {None, team}


async def _belongs(message: Message, store: Reads) -> Address | None:
    """An action is made in its team's conversation, whoever pressed where, so that two who press don't make two."""
    _, verb, _, name, *_ = [*(message.choice or "").split(":"), *[""] * 4]
    if verb != "create" or not name.startswith(f"{ACTION}-"):
        return None
    journal = await store.journal(name)
    return journal.address if journal is not None and _near(message.address, journal.address) else None


def _settings(config: Config, prompts: Prompts, platforms: Mapping[str, Platform] | None) -> TrackerSettings:
    from bot.trackers.settings import TrackerSettings

    return TrackerSettings(
        trackers=_open(config),
        template=story_template(config, prompts),
        near=_near,
        team_of=team_of,
        link=partial(_link, platforms or {}),
        offers=ActionsInTrackers(config).offers,
        actions=config.retros.tracker,
    )


async def _link(platforms: Mapping[str, Platform], address: Address, post: str) -> str | None:
    platform = platforms.get(address.partition(":")[0])
    return await platform.link(address, post) if isinstance(platform, Links) else None


async def _tracker_command(message: Message, ports: Ports, settings: Callable[[], TrackerSettings]) -> None:
    from bot.trackers.flow import show_preview, tracker_command

    asked = asked_of(message)
    if asked is None:
        await tracker_command(message, ports, settings())
        return
    chosen = settings()
    if asked[0] not in chosen.trackers:
        have = " and ".join(each.name for each in chosen.trackers.values())
        await ports.say(
            Post(text=f"{NAMES[asked[0]]} isn’t set up here; {have} is. `config.yaml` says which there are.")
        )
        return
    await show_preview(message, ports, chosen, *asked)


async def _pick(message: Message, ports: Ports, settings: Callable[[], TrackerSettings]) -> None:
    from bot.trackers.flow import pick

    await pick(message, ports, settings())
