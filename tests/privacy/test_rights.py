"""Everything that can be typed, pressed or filled in, by every role, on every platform: who may not, reads who may."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.access import ACTS, ROLES, Access, Act, Role, Standing
from bot.app import build_features
from bot.chat import Address, Message, Person, Post
from bot.config import load
from bot.durable.ports import Ports
from bot.guard import Guard
from bot.prompts import load_prompts
from bot.rights import RIGHTS, every, right_to
from bot.router import Feature, route
from tests.dialog import MemoryStore

EVERYBODY = None
DECIDED: Mapping[str, Mapping[str, Act | None]] = {
    "interview": {"Faster refunds": "start"},
    "add": {"": EVERYBODY},
    "story": {"a rough idea": "start", "create in jira": "export"},
    "map": {"refunds": "start"},
    "health": {"": EVERYBODY, "gates": EVERYBODY, "usable US-2": EVERYBODY},
    "assess": {"": "start", "close": "start", "results": EVERYBODY},
    "context": {"how often": EVERYBODY, "sprint": EVERYBODY},
    "search": {"parcels": EVERYBODY},
    "index": {"": EVERYBODY},
    "digest": {
        "weekdays 09:00": "schedule",
        "list\tweekdays 09:00": "schedule",
        "list": EVERYBODY,
        "": EVERYBODY,
        "NOW": EVERYBODY,
    },
    "retro": {
        "start": "start",
        "START": "start",
        "export": "export",
        "add stop: alarms": EVERYBODY,
        "vote 1": EVERYBODY,
        "actions": EVERYBODY,
        "anything else": EVERYBODY,
    },
    "retro-note": {"": EVERYBODY},
    "retro-summary": {
        "": "start",
        "since Monday": "start",
        "every 2 weeks on Friday 15:00": "schedule",
        "draft every Friday 15:00": "schedule",
        "draft after the retro": "schedule",
        "stop 1": "schedule",
        "list": EVERYBODY,
        "help": EVERYBODY,
    },
    "ceremony": {
        "add Daily, weekdays 09:00, 15 minutes": "schedule",
        "set members Tom": "schedule",
        "move daily to 10:00": "schedule",
        "skip daily": "schedule",
        "digest weekdays 09:00": "schedule",
        "DIGEST weekdays 09:00": "schedule",
        "digest list\tweekdays 09:00": "schedule",
        "digest list": EVERYBODY,
        "checkin all is well": EVERYBODY,
        "next": EVERYBODY,
        "": EVERYBODY,
        "anything else": EVERYBODY,
    },
    "team-configured": {"": EVERYBODY},  # no person’s words: the settings file says it
    "tracker": {"": EVERYBODY, "create in jira": "export"},
    "forget-me": {"": EVERYBODY},
    "erase": {"abc": EVERYBODY},  # answers people with how it is really done
    "settings": {"": EVERYBODY},
    "usage": {"": EVERYBODY},
}
"""By command and what is typed behind it, the right that it asks for."""

SAID: Mapping[str, Act | None] = {
    "approve US-1": "approve",
    "Regenerate us-1.": "approve",
    "drop US-1": "approve",
    "export stories": "export",
    "stories": EVERYBODY,
    "retro start": "start",
    "retro export json": "export",
    "create US-2 in jira": "export",
    "interview Faster refunds": "start",
    "digest weekdays 09:00": "schedule",
    "ceremony skip daily": "schedule",
    "a refund takes nine days": EVERYBODY,
    "forget-me": EVERYBODY,
}
"""By plain words, the same."""

PRESSED = {f"{feature}:{deed}:x-1": act for feature, deed, act in every()}
"""By what somebody presses or fills in, the same."""

PLACES: Mapping[str, Address] = {
    "terminal": "terminal:team",
    "slack": "slack:T1:C1:1700000000.000100",
    "teams": "teams:def:c:https%3A%2F%2Fsmba.example%2F:19%3Aone%40thread.tacv2%3Bmessageid%3D1700",
}


def _features(folder: Path) -> Sequence[Feature]:
    """Everything that the bot can do, with a tracker set up: its command is there only then."""
    (folder / "config.yaml").write_text("trackers: {jira: {url: https://example.atlassian.net, project: DEL}}\n")
    config = load(None, cwd=folder, environ={"GROUNDWORK_HOME": str(folder / "state")})
    return build_features(config, load_prompts(config.prompts_dir))


@pytest.fixture(scope="module")
def features(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Feature]:
    return _features(tmp_path_factory.mktemp("rights"))


@pytest.fixture(scope="module")
def commands(features: Sequence[Feature]) -> Mapping[str, Feature]:
    return {name: feature for feature in features for name in feature.commands}


def test_every_command_has_a_decided_right(commands: Mapping[str, Feature]) -> None:
    assert set(commands) == set(DECIDED)


def test_every_feature_that_is_pressed_is_in_the_table(features: Sequence[Feature]) -> None:
    assert {one.name for one in features if one.picks} <= set(RIGHTS) <= {one.name for one in features}


@pytest.mark.parametrize("command", DECIDED)
def test_a_command_asks_for_the_right_that_was_decided(commands: Mapping[str, Feature], command: str) -> None:
    feature = commands[command]
    deeds = {words: _deed(feature, _typed(command, words)) for words in DECIDED[command]}
    asked = {words: EVERYBODY if deed is None else right_to(feature.name, deed) for words, deed in deeds.items()}
    assert asked == DECIDED[command]


@given(words=st.text(max_size=30) | st.sampled_from(["digest ", "list ", "stop ", "export ", "Start\n"]).map(str.upper))
def test_whatever_is_typed_asks_for_a_deed_that_was_decided(features: Sequence[Feature], words: str) -> None:
    for feature in features:
        for command in (None, *feature.commands):
            deed = _deed(feature, _typed(command, words))
            assert deed is None or deed in RIGHTS[feature.name], (command, words)


CASES = (
    *((f"/{command} {words}", act) for command, typed in DECIDED.items() for words, act in typed.items()),
    *SAID.items(),
)


@pytest.mark.parametrize(("platform", "role"), list(itertools.product(PLACES, ROLES)))
async def test_everything_by_everybody_everywhere(features: Sequence[Feature], platform: str, role: Role) -> None:
    """Only whoever has the right reaches a feature, by words, a button or a form; the others read who has it."""
    reached: list[str] = []
    handle = route([_noting(feature, reached) for feature in features], guard=_guard(role))
    for said, act in CASES:
        command, _, words = said.removeprefix("/").partition(" ")
        message = _typed(command, words) if said.startswith("/") else _typed(None, said)
        await _expect(handle, message, act, role, reached, PLACES[platform])
    for (picked, act), how in itertools.product(PRESSED.items(), ("choice", "form_id")):
        message = _typed(None, "").model_copy(update={how: picked})
        if any(one.picks and picked.startswith(f"{one.name}:") for one in features):
            await _expect(handle, message, act, role, reached, PLACES[platform])


async def test_what_nobody_decided_about_reaches_no_feature(features: Sequence[Feature]) -> None:
    reached: list[str] = []
    handle = route([_noting(feature, reached) for feature in features])
    deeds = ("Approve:stories-1", "approve ", "", "xyz")
    crafted = [f"{feature.name}:{deed}" for feature in features for deed in deeds]
    both = [{"choice": "interview:resume:interview-1", "form_id": "interview:new"}]
    for update in (*({"choice": one} for one in crafted), *({"form_id": one} for one in crafted), *both):
        said: list[Post] = []
        await handle(_typed(None, "").model_copy(update=update), _ports(said))
        assert (reached, [post.text[:32] for post in said]) == ([], ["That button is from an older ver"]), update


async def _expect(  # noqa: PLR0913, PLR0917 (a row of the table)
    handle: object, message: Message, act: Act | None, role: Role, reached: list[str], place: Address
) -> None:
    reached.clear()
    said: list[Post] = []
    await handle(message.model_copy(update={"address": place}), _ports(said))  # type: ignore[operator]
    told = [post.text for post in said]
    if act is None or role in ALLOWED[act]:
        assert not any("can do it for you" in text for text in told), (message, told)
        assert reached or not (message.choice or message.form_id or message.command), message
    else:
        assert reached == [], message
        assert len(told) == 1, message
        assert f"and you are a {role}. One of them can do it for you." in told[0]


ALLOWED: dict[Act, tuple[Role, ...]] = {
    "start": ("admin", "scrum master", "member"),
    "approve": ("admin", "scrum master"),
    "schedule": ("admin", "scrum master", "member"),
    "export": ("admin",),
}


def _guard(role: Role) -> Guard:
    async def stands(person: Person, address: Address, groups: Collection[str]) -> Standing:
        return Standing(groups=tuple(each for each in groups if each == f"group of {role}s"))

    assert set(ALLOWED) == set(ACTS)
    groups: dict[str, Role] = {f"group of {each}s": each for each in ROLES}
    may: dict[Act, tuple[Role, ...]] = {"approve": ("scrum master",), "export": ()}
    return Guard(access=Access(roles=groups, otherwise="guest", may=may), stands=stands)


def _noting(feature: Feature, reached: list[str]) -> Feature:
    """The same feature, which does nothing but note that it was reached."""

    async def note(message: Message, ports: Ports) -> None:
        reached.append(feature.name)

    async def hears(message: Message, ports: Ports) -> bool:
        if feature.deed is None or feature.deed(message) is None:
            return False
        reached.append(feature.name)
        return True

    return replace(
        feature,
        commands=dict.fromkeys(feature.commands, note),
        picks=note if feature.picks else None,
        claims=hears if feature.claims else None,
        listens=hears if feature.listens else None,
    )


def _ports(said: list[Post]) -> Ports:
    async def say(post: Post, address: Address | None = None) -> str:
        said.append(post)
        return ""

    return Ports(store=MemoryStore(), say=say)


def _deed(feature: Feature, message: Message) -> str | None:
    return feature.deed(message) if feature.deed else None


def _typed(command: str | None, words: str) -> Message:
    author = Person(id="priya", name="Priya")
    at = datetime(2026, 3, 2, tzinfo=UTC)
    return Message(key="terminal:team/1", address="terminal:team", author=author, at=at, text=words, command=command)
