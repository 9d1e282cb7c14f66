"""What holds in every interview, whoever answers whatever."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.interviews.brief import Brief, draft_brief
from bot.interviews.commands import is_nothing, points_elsewhere, steer
from bot.interviews.flow import events_of
from bot.interviews.moves import Asked, Declined, Opened, Reopened, Replaced, Resumed, Said, Skipped, Withdrawn
from bot.interviews.rules import Interview, apply, coverage, replay
from bot.language.text import content_words, is_empty, one_line, sentences, strip_filler
from bot.prompts import Prompts
from tests.dialog import Bot

NewBot = Callable[[], Bot]

ANSWERS = (
    "Last Monday two clerks typed the same refund. It took an hour and happens every week.",
    "The clerk opens the case, picks the items and confirms the amount.",
    "It must be fast and easy to use.",
    "Many customers complain, sometimes they call twice.",
    "About 300 a day, kept for ten years because of the law.",
    "from 60 % to 95 % by the end of June",
    "Returns clerks at a desk; store managers on their phone.",
    "Gift cards are out. Store orders come later, but web orders are in.",
    "If the payment provider is down the clerk sees “queued”.",
    "Actually, 400 a day.",
    "make that 300",
    "scratch that",
    "no, the manager approves it instead of the clerk",
    "Refunds over 500 € need a team lead. Nobody may refund their own order.",
    "It should be approved. Everything is checked, etc.",
    "dashboard",
    "twice a week",
    "Is that even legal? Who knows?",
    "Do you mean “today”? Yes?",
    "tbd",
    "Mara decides",
    "# Problem\nIt is slow.\n## Users\n- clerks\n- managers\n# Something else\nIt needs a name.",
    "I guess we assume that every store has a scanner",
    "{{7*7}} <b>*bold*</b> [x](y) `code`",
    "'; DROP TABLE journals; --",
    "🙂🙂",
    "مرحبا بالعالم",
    "They should be able to book a room, and it must answer within 2 seconds, and the guard sees who is in.",
    "We don't need the export any more",
)
WORDS = (
    "skip",
    "back",
    "don't know",
    "ask @priya by Friday",
    "change 1 The clerk waits for 3 days",
    "change 99 nothing",
    "drop 1",
    "drop 2",
    "move 1 rules",
    "move 2 nowhere",
    "assign Q1 @tom by Monday",
    "answer Q1 It is the finance team",
    "status",
    "list",
    "help",
    "depth quick",
    "depth deep",
    "depth standard",
    "no",
    "nothing else",
    "",
    "pause",
    "resume",
    "cancel",
    "finish",
    "/interview Another thing that is slow",
    "/nonsense",
)
TEXT = st.text(
    st.one_of(
        st.sampled_from(list("abc ABC.,?!\n#-*_`0123456789")), st.characters(codec="utf-8", exclude_characters="“”")
    ),
    max_size=80,
)
OPENINGS = st.one_of(
    st.just(""),
    st.sampled_from(
        (
            "Faster refunds",
            "Let clerks refund orders. Today they type everything twice and customers wait 9 days.",
            "A purple umbrella of the kind that Aunt Agatha of the northern moors carries in her battered handbag",
            "# Goal\nRefunds within a day.\n# Users\n- returns clerks\n# Nice\nIt is blue.",
            "--depth quick Shift swaps for nurses",
        )
    ),
)
# Hypothesis writes each talk down, and warns, which is an error here, where that takes more than 30,000 signs.
TALK = st.lists(
    st.one_of(st.sampled_from(ANSWERS), st.sampled_from(ANSWERS), st.sampled_from(WORDS), TEXT), max_size=25
).filter(lambda lines: len(repr(lines)) < 29_000)


async def play(bot: Bot, opening: str, lines: list[str]) -> None:
    """One interview in one conversation; checks every turn."""
    bot.tick = timedelta(seconds=40)
    await bot.says("Priya", f"/interview {opening}")
    asks_one_question(bot)
    for number, line in enumerate([*lines, "resume", "finish"]):
        if line.lstrip().startswith("/") and line not in WORDS:
            continue
        before = await bot.interview()
        kept = len((await bot.journal()).entries)
        await bot.says("Tom" if number % 3 == 2 else "Priya", line, posts=None)
        asks_one_question(bot)
        journal = await bot.journal()
        if steer(line) is None and not line.startswith("/") and before.pending and not before.paused:
            nothing_is_lost(line, before, [event.move for event in events_of(journal)][kept:])


def asks_one_question(bot: Bot) -> None:
    for post in bot.posts:
        own = re.sub(r"“[^”]*”", "", post.text)
        assert own.count("?") <= 1, post.text


def nothing_is_lost(line: str, before: Interview, moves: Sequence[object]) -> None:
    """Every sentence became a statement, a correction, or the end of a list."""
    said = [move for move in moves if isinstance(move, Said)]
    changed = [move for move in moves if isinstance(move, Replaced | Withdrawn)]
    declined = [move for move in moves if isinstance(move, Declined)]
    if declined or is_empty(line):
        assert is_nothing(line) or is_empty(line) or points_elsewhere(line)
        return
    headings = {"# Problem", "## Users"}
    wanted = Counter(sentence for sentence in sentences(line) if sentence not in headings)
    missing = wanted - Counter(move.text for move in said)
    assert missing.total() <= len(changed), (missing, moves)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(opening=OPENINGS, lines=TALK)
@example(opening="", lines=["back", "back", "skip", "don't know", "finish"])
@example(opening="Faster refunds", lines=["tbd", "tbd", "tbd", "skip", "back", "back", "back"])
def test_every_turn_asks_at_most_one_question_and_loses_nothing(
    new_bot: NewBot, prompts: Prompts, opening: str, lines: list[str]
) -> None:
    bot = new_bot()

    async def talk() -> tuple[Interview, str]:
        await play(bot, opening, lines)
        journal = await bot.journal()
        return replay(events_of(journal)), journal.title

    interview, title = asyncio.run(talk())
    framework = prompts.frameworks["requirements"]
    brief = draft_brief(title, interview, framework, bot.now.date())
    every_statement_stands_once(brief, interview)
    assert coverage(interview, framework).settled <= coverage(interview, framework).total


def every_statement_stands_once(brief: Brief, interview: Interview) -> None:
    sections = [line for lines in brief.sections.values() for line in lines]
    placed = {source for line in sections for source in line.sources}
    nowhere = [source for line in brief.not_placed for source in line.sources]
    for statement in interview.active:
        text = one_line(strip_filler(statement.text.lstrip("# ")))
        if statement.id not in placed | set(nowhere):
            assert text.rstrip(".").lower() == brief.title.lower(), f"{statement.id} is nowhere: {statement.text!r}"
            continue
        lines = [line.text for line in (*sections, *brief.not_placed) if statement.id in line.sources]
        if not is_nothing(statement.text):
            assert content_words(text) <= content_words(" ".join(lines)), (text, lines)
    for withdrawn in {one.id for one in interview.statements} - {one.id for one in interview.active}:
        assert withdrawn not in placed | set(nowhere)
    assert len(brief.statements) == len(interview.statements)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.sampled_from([*ANSWERS, "skip", "don't know", "no", "status", "back", ""]), max_size=40))
def test_no_question_comes_twice_unless_it_was_not_answered(new_bot: NewBot, lines: list[str]) -> None:
    bot = new_bot()

    async def talk() -> Sequence[object]:
        await play(bot, "Faster refunds for web orders", lines)
        return [event.move for event in events_of(await bot.journal())]

    answered: set[str] = set()
    pending = Asked(form="opening", text="")
    for move in asyncio.run(talk()):
        if isinstance(move, Asked):
            assert move.text not in answered, f"{move.text!r} was asked again though it was answered"
            pending = move
        elif isinstance(move, Reopened | Resumed | Withdrawn):
            answered.clear()  # whoever goes back, or takes the answer back, may hear the question again
        elif isinstance(move, Said | Declined | Skipped | Opened) and _about(move, pending):
            answered.add(pending.text)


def _about(move: Said | Declined | Skipped | Opened, pending: Asked) -> bool:
    if isinstance(move, Said):
        return pending.topic is None or pending.topic in {move.asked, *move.topics}
    return pending.topic in {move.topic, None}


@pytest.mark.parametrize("answer", ["It is what it is", "skip", "don't know", "no", "fast and easy, many times, tbd"])
@pytest.mark.parametrize("depth", ["quick", "standard", "deep"])
async def test_an_interview_ends_by_itself(new_bot: NewBot, depth: str, answer: str) -> None:
    bot = new_bot()
    await bot.says("Priya", f"/interview --depth {depth} Refunds take too long")
    for turn in range(70):
        if (await bot.journal()).status == "finished":
            break
        await bot.says("Priya", f"{answer} {turn}" if answer[0] in "If" else answer, posts=None)
    assert (await bot.journal()).status == "finished"
    assert (await bot.interview()).finished
    bot.shows("That’s all I need")


def test_replay_is_what_apply_adds_up_to(new_bot: NewBot) -> None:
    bot = new_bot()
    asyncio.run(play(bot, "Faster refunds", list(ANSWERS[:12])))
    events = events_of(asyncio.run(bot.journal()))
    interview = Interview()
    for event in events:
        interview = apply(interview, event)
    assert interview == replay(events)
