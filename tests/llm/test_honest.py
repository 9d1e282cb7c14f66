"""A model that does what it was asked for: what it makes better is kept, shown and exported, and stays traceable."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from bot.app import build, model_of
from bot.cli.exporting import document as export
from bot.config import Config
from bot.prompts import Prompts
from bot.store.sql import SqlStore
from bot.store.usage import UsageBook
from tests.dialog import Bot, StraightRoad
from tests.llm.conftest import MakeBot
from tests.llm.scripted import NOON, PROMPTS, ScriptedProvider, fences
from tests.llm.talk import echo, hold, outcome


def better(prompt: str, question: str) -> Any:
    """A few good changes, and the echo for all else."""
    said = echo(prompt, question)
    if prompt == "interviews/question" and "by when" in said["question"]:
        said["question"] = "180 calls a week: which number will move, from what to what, and by when?"
    if prompt == "interviews/notice":
        found = [name for name, text in fences(question).items() if "as usual" in text]
        said["unclear"] = [{"statement": name, "phrase": "as usual"} for name in found]
    if prompt == "interviews/split":
        for name, text in fences(question).items():
            if " and it has" in text:
                head, tail = text.split(" and it has", 1)
                said["parts"] = [
                    {"sentence": name, "text": head, "topics": ["problem"]},
                    {"sentence": name, "text": "and it has" + tail, "topics": ["constraints"]},
                ]
    if prompt == "interviews/brief":
        for line in said["lines"]:
            line["text"] = re.sub(
                r"^The customer opens the link in the mail and picks",
                "The customer opens the link in the mail, then picks",
                line["text"],
            )
    if prompt == "stories/story" and "neighbour" not in question:
        said["want"] = said["want"].replace("to see who moved the delivery", "to see who moved a delivery")
    return said


async def test_the_next_question_follows_from_what_was_said_and_asks_the_same(make_bot: MakeBot) -> None:
    bot = await make_bot(ScriptedProvider(better))
    await bot.says("Priya", "/interview Let customers move a delivery themselves.")
    await bot.says("Priya", "Last Monday a customer waited 25 minutes in the phone queue, 180 calls a week.")
    bot.shows("180 calls a week: which number will move, from what to what, and by when?")
    interview = await bot.interview()
    assert interview.pending is not None
    assert interview.pending.text == "If this works, which number will move, from what to what, and by when?"
    await bot.says("Priya", "status")
    bot.shows("180 calls a week: which number will move")


async def test_words_that_the_rules_do_not_know_as_vague_are_asked_about_once(make_bot: MakeBot) -> None:
    bot = await make_bot(ScriptedProvider(better))
    shown = await hold(bot)
    assert sum("“as usual”: what exactly does that mean here" in text for text in shown) == 1
    interview, _ = await outcome(bot)
    (probe,) = [asked for asked in interview.asked if asked.target == "vague:noticed"]
    assert (probe.form, probe.label) == ("probe", "“as usual”")


async def test_a_long_sentence_is_split_and_credited_and_loses_no_word(make_bot: MakeBot) -> None:
    bot = await make_bot(ScriptedProvider(better))
    await hold(bot)
    interview, _ = await outcome(bot)
    first, second = interview.statements[:2]
    assert first.text.endswith("the phone queue is long")
    assert second.text.startswith("and it has to be live by the end of June")
    assert second.weak == ("constraints",)
    assert [one.id for one in interview.statements] == [f"S{n}" for n in range(1, len(interview.statements) + 1)]


async def test_better_lines_and_stories_are_shown_kept_and_exported(
    config: Config, prompts: Prompts, bot_store: SqlStore
) -> None:
    chosen = config.model_copy(update={"model": "openai:scripted"})
    models = model_of(chosen, bot_store, PROMPTS, ScriptedProvider(better))
    bot = Bot(StraightRoad(build(chosen, prompts), bot_store, models))
    shown = await hold(bot)
    line = "The customer opens the link in the mail, then picks another day."
    assert line in shown[-1]
    assert "I want to see who moved a delivery" in shown[-1]
    assert "the rules’ own words" not in shown[-1]
    await bot.says("Priya", "brief")
    bot.shows(line)
    interview, stories = await outcome(bot)
    story = next(one for one in stories if one.want == "to see who moved a delivery")
    assert story.drafted == "to see who moved the delivery"
    assert interview.worded[0].sources
    calls = await UsageBook(bot_store).by_day(NOON.replace(year=2020), config.zone)
    assert {(one.feature, one.without_answer) for one in calls} == {("interviews", 0), ("stories", 0)}
    where = config.model_copy(update={"state": config.state.model_copy(update={"url": str(bot_store._engine.url)})})
    markdown = await export(where, "interview", "latest", "md")
    assert line in markdown
    whole = json.loads(await export(where, "interview", "latest", "json"))
    assert [one["drafted"] for one in whole["stories"] if "drafted" in one] == ["to see who moved the delivery"]
    assert any(
        one["text"].startswith("The customer opens the link in the mail and picks") for one in whole["requirements"]
    )


async def test_a_story_from_a_rough_idea_is_worded_too_and_who_reads_it_is_told(make_bot: MakeBot) -> None:
    def answer(prompt: str, question: str) -> Any:
        said = echo(prompt, question)
        said["criteria"].append(
            {"id": "", "title": "Undo within 5 minutes", "given": [], "when": "I undo the move within 5 minutes",
             "then": ["the delivery stays on its day"], "negative": False, "sources": ["S2"]}
        )  # fmt: skip
        return said

    bot = await make_bot(ScriptedProvider(answer))
    await bot.says(
        "Priya",
        "/story customers should move a delivery. They can undo the move within 5 minutes, "
        "then the delivery stays on its day.",
    )
    bot.shows("Scenario: Undo within 5 minutes", "openai:scripted at api.openai.com reads along")


async def test_a_model_that_is_down_costs_nobody_anything(make_bot: MakeBot) -> None:
    plain = await make_bot(None)
    wanted = await hold(plain)
    provider = ScriptedProvider(better)
    provider.fails("down", times=1000)
    bot = await make_bot(provider)
    shown = await hold(bot)
    assert "The language model gave no usable answer this time" in shown[-1]
    assert shown[1:-1] == wanted[1:-1]
    assert (await outcome(bot))[1] == (await outcome(plain))[1]
    assert len(provider.history) < 10  # it is left alone after a few


async def test_stories_keep_their_numbers_when_the_interview_goes_on(make_bot: MakeBot) -> None:
    bot = await make_bot(ScriptedProvider(better))
    await hold(bot)
    _, before = await outcome(bot)
    await bot.says("Priya", "approve 2", posts=None)
    await bot.says("Priya", "resume", posts=None)
    await bot.says("Priya", "The customer gets a mail with the new day.", posts=None)
    await bot.says("Priya", "finish", posts=None)
    _, after = await outcome(bot)
    assert {one.id: one.want for one in before}.items() <= {one.id: one.want for one in after}.items()
    assert next(one for one in after if one.id == "US-2").status == "approved"


async def test_welcome_and_first_post_tell_who_reads_along(make_bot: MakeBot) -> None:
    bot = await make_bot(ScriptedProvider(echo))
    await bot.says("Priya", "hello")
    bot.shows("openai:scripted at api.openai.com reads along what is said in interviews and stories")
    bot.shows(
        "what a retro summary is made of, and the passages that `/context` finds.",
        "Keys and passwords are hidden from it.",
    )
    await bot.says("Priya", "/interview Let customers move a delivery.")
    bot.shows("openai:scripted at api.openai.com reads along", "Keys and passwords are hidden from it.")
    plain = await make_bot(None)
    await plain.says("Priya", "hello")
    plain.hides("reads along")


@pytest.mark.parametrize("style", ["gherkin", "ears"])
async def test_what_is_let_through_can_be_exported_in_both_styles(
    config: Config, prompts: Prompts, bot_store: SqlStore, style: str
) -> None:
    from gherkin.parser import Parser

    stories = config.stories.model_copy(update={"criteria": style})
    chosen = config.model_copy(update={"model": "openai:scripted", "stories": stories})
    models = model_of(chosen, bot_store, PROMPTS, ScriptedProvider(better))
    bot = Bot(StraightRoad(build(chosen, prompts), bot_store, models))
    await hold(bot)
    where = chosen.model_copy(update={"state": config.state.model_copy(update={"url": str(bot_store._engine.url)})})
    text = await export(where, "stories", "latest", "feature")
    assert Parser().parse(text)["feature"]
