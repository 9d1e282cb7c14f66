"""Puts together what people say they need, and what is made of it: interviews, briefs, stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from bot.chat import Command, Form, Message, Shortcut
from bot.config import Config
from bot.durable import Ports
from bot.errors import ConfigTrouble
from bot.features.ceremonies import ceremony_month_first
from bot.features.templates import story_template
from bot.features.trackers import asked_of, hear_tracker, story_offers, wanted_trackers
from bot.health.mapping import MapEnding
from bot.health.reporting import ask_developers
from bot.interviews import amending, elsewhere
from bot.interviews import flow as interviews
from bot.interviews.settings import InterviewSettings
from bot.language.remarks import is_remark
from bot.llm.words import reads_along
from bot.platforms.rooms import room_of
from bot.prompts import Prompts
from bot.router import Feature, Listen
from bot.store.journal import Reads
from bot.stories import ear
from bot.stories.settings import StorySettings


def interview_features(config: Config, prompts: Prompts) -> Sequence[Feature]:
    """Interviews and stories."""
    settings = interview_settings(config, prompts)
    return (
        Feature(
            name="interview",
            takes=_is_about,
            deed=_interview_deed,
            commands={
                "interview": partial(interviews.interview_command, settings=settings),
                elsewhere.ADD: partial(elsewhere.add_command, settings=settings),
            },
            picks=partial(elsewhere.pick, settings=settings),
            listens=partial(interviews.hear, settings=settings),
            amends=partial(amending.amend, settings=settings),
            teaches=(
                "`/interview what it is about` asks you about a requirement, one plain question at a time, "
                "and writes the brief, the user stories and their acceptance criteria",
                "`brief`, `list`, `change 7 …` and `resume` work on the last interview here",
            ),
            announces=(
                Command(
                    name="interview",
                    does="Be interviewed about a requirement; get the brief, the stories and the criteria",
                    takes="what it is about",
                ),
            ),
            shortcuts=(Shortcut(command=elsewhere.ADD, label="Add to the interview"),),
            openers=("interview Let customers move a delivery themselves", "help"),
            opens=elsewhere.opens,
            checks=elsewhere.checks,
            belongs=elsewhere.belongs,
            home=partial(elsewhere.home, frameworks=prompts.frameworks),
        ),
        Feature(
            name="stories",
            takes=_is_about,
            deed=partial(_story_deed, trackers=wanted_trackers(config)),
            commands={
                "story": partial(_story_command, settings=settings.stories, trackers=hear_tracker(config, prompts))
            },
            picks=partial(_pick_story, settings=settings.stories),
            claims=partial(ear.hear_named, settings=settings.stories),
            listens=partial(ear.hear, settings=settings.stories),
            teaches=(
                "`/story a rough idea` makes one standard user story of it",
                "`stories` shows the stories of this conversation; `approve`, `edit US-2`, `regenerate US-2`, "
                "`drop US-2` and `export` work on them",
            ),
            announces=(
                Command(name="story", does="Make one standard user story of a rough idea", takes="your rough idea"),
            ),
            shortcuts=(Shortcut(command="story", label="Turn into a story"),),
            openers=("story customers should see where their parcel is",),
            opens=_opens_story,
            checks=_checks_story,
            home=ear.home,
        ),
    )


def _is_about(message: Message) -> bool:
    """What an interview or a story is about can be anything but what people say of one."""
    return message.command != elsewhere.ADD and not is_remark(message.command or "", message.text)


def _interview_deed(message: Message) -> str | None:
    return {"interview": "new", elsewhere.ADD: "add"}.get(message.command or "")


def _story_deed(message: Message, trackers: Mapping[str, str]) -> str | None:
    if message.command == "story":
        asked = asked_of(message)
        return "export" if asked and asked[0] in trackers else "new"
    read = ear.read(f"{message.command} {message.text}" if message.command else message.text)
    return read[0] if read else None


async def _opens_story(message: Message, store: Reads) -> Form | None:
    if not message.choice:
        return None
    from bot.stories.forms import opens

    return await opens(message, store)


async def _checks_story(message: Message, store: Reads) -> Mapping[str, str]:
    from bot.stories.forms import checks

    return await checks(message, store)


# Drafting stories takes a while to import, and most turns draft none.
async def _story_command(message: Message, ports: Ports, settings: StorySettings, trackers: Listen) -> None:
    if await trackers(message, ports):
        return
    from bot.stories.flow import story_command

    await story_command(message, ports, settings)


async def _pick_story(message: Message, ports: Ports, settings: StorySettings) -> None:
    from bot.stories.flow import pick
    from bot.stories.forms import pick_new

    answer = pick_new if ear.NEW in {message.choice, message.form_id} else pick
    await answer(message, ports, settings)


def interview_settings(config: Config, prompts: Prompts) -> InterviewSettings:
    """The team's choices for interviews and their stories; ConfigTrouble when the framework isn't there."""
    if config.interviews.framework not in prompts.frameworks:
        have = ", ".join(prompts.frameworks)
        raise ConfigTrouble(
            config.file or "config.yaml",
            None,
            f"`interviews.framework` is `{config.interviews.framework}`, which isn't in prompts/interviews.",
            f"Use one of {have}.",
        )
    return InterviewSettings(
        frameworks=prompts.frameworks,
        vague=prompts.vague,
        framework=config.interviews.framework,
        depth=config.interviews.depth,
        zone=config.zone,
        brief_template=prompts.documents["brief.md.jinja"],
        stories=story_settings(config, prompts),
        reads_along=reads_along(config.model, config.base_url),
        endings={"map": MapEnding(room=room_of, zone=config.zone)},
        month_first=ceremony_month_first,
    )


def story_settings(config: Config, prompts: Prompts) -> StorySettings:
    """The team's choices for stories."""
    told = reads_along(config.model, config.base_url)
    return StorySettings(
        style=config.stories.criteria,
        template=story_template(config, prompts),
        reads_along=told,
        offers=story_offers(config),
        asks=ask_developers,
    )
