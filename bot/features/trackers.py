"""Puts together what reaches trackers: `/tracker`, the buttons under an approved story, the sprints that are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from bot.chat import Address, Choice, Command, Message, Post
from bot.config import Config
from bot.durable import Ports
from bot.features.templates import story_template
from bot.prompts import Prompts
from bot.router import Feature, Listen
from bot.trackers.ear import NAMES, read

if TYPE_CHECKING:  # most turns reach no tracker, and needn't wait for what does
    from bot.sprints.ports import SprintSource
    from bot.trackers.flow import TrackerSettings
    from bot.trackers.port import Finding, Tracker


def tracker_features(config: Config, prompts: Prompts) -> Sequence[Feature]:
    """The features that reach trackers; none where no tracker is set up."""
    wanted = wanted_trackers(config)
    if not wanted:
        return ()
    settings = partial(_settings, config, prompts)
    names = " and ".join(wanted.values())
    return (
        Feature(
            name="tracker",
            needs=lambda message: (
                "export" if message.choice or message.form_id else None
            ),  # words only show what would go out
            commands={"tracker": partial(_tracker_command, settings=settings)},
            picks=partial(_pick, settings=settings),
            claims=hear_tracker(config, prompts),
            teaches=(
                f"`create in {next(iter(wanted))}` shows what {names} would get of the approved stories here, then "
                "creates it when you say so; `/tracker` tells how it stands",
            ),
            announces=(Command(name="tracker", does=f"Tell how what came from here stands in {names}"),),
        ),
    )


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


def hear_tracker(config: Config, prompts: Prompts) -> Listen:
    """Answers `create US-2 in jira`; words that name a tracker which isn't set up are somebody else's."""
    wanted = wanted_trackers(config)

    async def hear(message: Message, ports: Ports) -> bool:
        asked = read(f"{message.command} {message.text}" if message.command not in {None, "story"} else message.text)
        if message.choice or message.form_id or asked is None or asked[0] not in wanted:
            return False
        from bot.trackers.flow import show_preview

        await show_preview(message, ports, _settings(config, prompts), *asked)
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


def _settings(config: Config, prompts: Prompts) -> TrackerSettings:
    from bot.trackers.flow import TrackerSettings

    return TrackerSettings(trackers=_open(config), template=story_template(config, prompts))


async def _tracker_command(message: Message, ports: Ports, settings: Callable[[], TrackerSettings]) -> None:
    from bot.trackers.flow import show_preview, tracker_command

    asked = read(message.text)
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
