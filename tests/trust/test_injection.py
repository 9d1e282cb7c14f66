"""No attack, wherever it stands, changes what happens next, pings anybody, shows a false link, or is believed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from bot.retros.extraction.summary import Summary
from bot.retros.summaries.summed import held_of
from bot.stories.flow import set_of
from bot.stories.set import KIND as STORIES
from tests.dialog import HERE, Bot, StraightRoad
from tests.llm.conftest import MakeBot, make_bot  # noqa: F401 (a fixture)
from tests.llm.scripted import ScriptedProvider
from tests.retros.said import TALK, reads_back
from tests.trust.attacks import ATTACKS, EVIL
from tests.trust.looking import harm

OPENING = "/interview Faster refunds"
CALM = (
    "Last Monday Jo typed 40 refunds twice, as every week.",
    "From 9 days to 2 by the end of June.",
    "Returns clerks at a desk.",
    "The clerk scans the parcel and sees the order.",
)


def test_there_are_enough() -> None:
    assert len(set(ATTACKS)) == len(ATTACKS) >= 60


async def held(bot: Bot, attack: str) -> list[str]:
    """An interview with the attack as an answer in its middle; what was shown after each line."""
    lines = (OPENING, *CALM[:3], attack, CALM[3])
    return [await look(bot, partial(bot.says, "Priya", line, posts=None)) for line in lines]


async def look(bot: Bot, say: Callable[[], Any]) -> str:
    """Let something be said; nothing that comes back may do any harm."""
    shown = await say()
    assert [one for post in bot.posts for one in harm(post)] == []
    return str(shown)


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
async def test_said_in_an_interview_and_by_a_model(make_bot: MakeBot, attack: str) -> None:  # noqa: F811
    """By rules alone; then with a model every string of which is the attack, wherever it is asked."""
    floor = await make_bot(None)
    wanted = await held(floor, attack)
    journal = await floor.journal()
    assert journal.status == "open"
    interview = await floor.interview()
    assert {one.author.name for one in interview.statements} == {"Priya"}
    before = [one.text for one in interview.active]
    await look(floor, partial(floor.says, "Priya", "finish", posts=None))
    ended = await floor.interview()
    assert [one.text for one in ended.active] == before
    stories = await _stories(floor)
    assert all(story.status == "draft" for story in stories)
    known = {one.id for one in ended.statements}
    for story in stories:
        assert set(story.sources) <= known
        assert all(set(one.sources) <= known for one in story.criteria)
    bot = await make_bot(ScriptedProvider(lambda prompt, _question: _everywhere(prompt, attack)))
    shown = await held(bot, attack)
    assert shown[1:] == wanted[1:]  # the first says which model reads along
    await look(bot, partial(bot.says, "Priya", "finish", posts=None))
    assert [one.text for one in (await bot.interview()).active] == before
    assert [story.model_dump() for story in await _stories(bot)] == [story.model_dump() for story in stories]
    if EVIL not in attack:
        bot.hides(EVIL)


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
async def test_pasted_as_a_document_with_a_name_to_match(bot: Bot, attack: str) -> None:
    name = "".join(char for char in attack if char.isprintable())[:80] or "x"
    files = ((f"{name}.md", f"# Refunds\n\n{attack}\n\nThe clerk scans the parcel and sees the order.\n"),)
    await look(bot, partial(bot.says, "Priya", OPENING, files=files, posts=None))
    await look(bot, partial(bot.says, "Priya", "list", posts=None))
    await look(bot, partial(bot.says, "Priya", "finish", posts=None))
    assert all(story.status == "draft" for story in await _stories(bot))


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
async def test_as_a_story_a_title_and_a_name(bot: Bot, attack: str) -> None:
    name = " ".join(attack.split())[:80]
    await look(bot, partial(bot.says, name, f"/interview {attack}", posts=None))
    await look(bot, partial(bot.says, name, CALM[0], posts=None))
    await look(bot, partial(bot.says, name, f"ask {name} by Friday", posts=None))
    await look(bot, partial(bot.says, name, "finish", posts=None))
    await look(bot, partial(bot.says, name, f"/story {attack}", posts=None, at="terminal:there"))


async def test_as_a_question_a_map_and_a_command(bot: Bot) -> None:
    """Each in a conversation of its own, with one bot: opening the index takes longer than asking it."""
    harmed: dict[int, list[str]] = {}
    for number, attack in enumerate(ATTACKS):
        name = " ".join(attack.split())[:80]
        for line in (f"/context {attack}", f"/map {attack}", f"/{attack}"):
            await bot.says(name, line, posts=None, at=f"terminal:{number}")
            harmed.setdefault(number, []).extend(one for post in bot.posts for one in harm(post))
    assert {number: found for number, found in harmed.items() if found} == {}


def _everywhere(prompt: str, attack: str) -> Any:
    words = attack[:250]
    if prompt == "interviews/question":
        return {"question": f"{words}?"}
    if prompt == "interviews/notice":
        return {"unclear": [{"statement": "S1", "phrase": words}]}
    if prompt == "interviews/split":
        return {"parts": [{"sentence": f"S{number}", "text": words, "topics": ["problem"]} for number in range(1, 9)]}
    if prompt == "interviews/brief":
        return {"lines": [{"line": f"L{number}", "text": words, "sources": ["S1"]} for number in range(1, 9)]}
    criterion = {
        "id": "AC-1.1", "title": words[:100], "given": [words], "when": words, "then": [words], "negative": False,
        "sources": ["S1"],
    }  # fmt: skip
    return {"role": words[:70], "want": words, "benefit": words, "sources": ["S1"], "criteria": [criterion]}


async def _stories(bot: Bot) -> Any:
    assert isinstance(bot.road, StraightRoad)
    journal = await bot.road.store.latest(address=HERE, kind=STORIES)
    return set_of(journal).stories if journal else ()


async def test_said_in_a_retro_and_by_the_model_that_sums_it_up(
    make_bot: MakeBot,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each attack stands in the chat, and is all that a model says: what is summed up is what the rules find."""
    answers: list[str] = []
    floor, bot = (
        await make_bot(None),
        await make_bot(ScriptedProvider(lambda prompt, _: _of_a_retro(prompt, answers[-1]))),
    )
    for number, attack in enumerate(ATTACKS):
        answers.append(attack[:100])
        reads_back(monkeypatch, (*TALK, ("Mallory", attack)))
        at = f"terminal:{number}"
        for one in (floor, bot):
            await look(one, partial(one.says, "Priya", "/retro-summary", posts=None, at=at))
        found, wanted = await _summary(bot, at), await _summary(floor, at)
        assert _unworded(found) == _unworded(wanted), attack
        worded = [each.worded for some in (found.actions, found.decisions) for each in some]
        worded += [each.worded for each in found.themes]
        assert all(each.lower() in attack.lower() for each in worded), "what it words is what was said, word for word"
        assert found.words is not None
        assert found.words.opening == (), attack


def _of_a_retro(prompt: str, attack: str) -> dict[str, Any]:
    names = [f"{letter}{number}" for letter in "ADT" for number in range(1, 4)]
    answers: dict[str, dict[str, Any]] = {
        "retros/lines": {"lines": [{"line": name, "text": attack} for name in names]},
        "retros/themes": {"themes": [{"theme": name, "name": attack} for name in names]},
        "retros/opening": {"sentences": [{"text": attack, "lines": ["I1"]}, {"text": attack, "lines": ["D1"]}]},
    }
    return answers[prompt]


def _unworded(summary: Summary) -> dict[str, Any]:
    worded = {name: {"__all__": {"worded"}} for name in ("actions", "decisions", "themes")}
    return summary.model_dump(exclude={"words": True, **worded})


async def _summary(bot: Bot, at: str) -> Summary:
    assert isinstance(bot.road, StraightRoad)
    journal = await bot.road.store.latest(address=at, kind="retro-summary")
    assert journal is not None
    return held_of(journal).found.summary
