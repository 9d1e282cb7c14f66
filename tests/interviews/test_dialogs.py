"""The interview as people have it, line by line of what it promises."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import build
from bot.config import Config
from bot.prompts import Prompts
from bot.store.sql import SqlStore
from tests.dialog import Bot, StraightRoad

OPENING = (
    "/interview Let clerks refund web orders in one step. The problem is that customers lose the receipt. "
    "Gift cards are out of scope."
)
ELSEWHERE = "terminal:elsewhere"


async def test_an_interview_asks_one_plain_question_after_another(bot: Bot) -> None:
    await bot.verify_dialog(
        [
            ("/interview Faster refunds", "What happened, and to whom?"),
            ("Last Monday Jo typed 40 refunds twice, as every week.", "which number will move"),
            ("Tom: From 9 days to 2 by the end of June.", "Who will use it"),
            ("Returns clerks at a desk.", "Tell me the main path"),
            ("The clerk scans the parcel and sees the order.", "What else must someone be able to do?"),
            ("no", "What can go wrong"),
        ]
    )
    interview = await bot.interview()
    assert [(one.author.name, one.topics[0]) for one in interview.statements if one.topics] == [
        ("Priya", "problem"),
        ("Tom", "outcome"),
        ("Priya", "users"),
        ("Priya", "behaviour"),
    ]
    assert [person.name for person in interview.people] == ["Priya", "Tom"]


async def test_without_a_topic_it_asks_what_it_is_about_and_takes_the_title_from_the_answer(bot: Bot) -> None:
    await bot.says("Priya", "/interview")
    bot.shows("what would you like to change or build?")
    await bot.says(
        "Priya", "Nurses swap shifts by phone, and it takes forever. They should be able to do it in an app."
    )
    bot.shows("This is what I took from it")
    assert (await bot.journal()).title.startswith("Nurses swap shifts by phone")


async def test_the_opening_text_is_split_credited_and_shown_and_only_gaps_are_asked(bot: Bot) -> None:
    await bot.says("Priya", OPENING)
    bot.shows("This is what I took from your text", "**Problem**: 2 “The problem is that customers lose", "**Scope**")
    interview = await bot.interview()
    assert [one.id for one in interview.statements] == ["S1", "S2", "S3"]
    assert interview.statements[1].topics[0] == "problem"
    assert interview.statements[2].topics == ("scope",)
    gaps: set[str] = set()
    for _ in range(40):
        pending = (await bot.interview()).pending
        if pending is None:
            break
        assert pending.form == "gap" or pending.topic not in {"problem", "scope"}
        gaps |= {pending.text} if pending.form == "gap" else set()
        await bot.says("Priya", "skip", posts=None)
    assert gaps == {"How often does that happen, roughly?"}


async def test_a_pasted_document_is_credited_by_its_headings(bot: Bot) -> None:
    document = (
        "# Goal\nRefunds within 2 days by June.\n\n# Users\n- returns clerks\n- managers\n\n# Colours\nIt is blue."
    )
    await bot.says("Priya", "/interview Faster refunds", files=[("prd.md", document)])
    interview = await bot.interview()
    by_text = {one.text: one for one in interview.statements}
    assert by_text["Refunds within 2 days by June."].topics[0] == "outcome"
    assert by_text["returns clerks"].topics[0] == "users"
    assert by_text["returns clerks"].file == "prd.md"
    assert "# Colours" in by_text
    bot.shows("Not placed, but kept")
    await bot.says("Tom", "Our rules:", files=[("rules.md", "# Rules\nRefunds over 500 € need a team lead.")])
    rule = (await bot.interview()).statements[-1]
    assert (rule.topics[0], rule.author.name) == ("rules", "Tom")


async def test_an_answer_about_two_things_is_credited_to_both(bot: Bot) -> None:
    await bot.says("Priya", "/interview Faster refunds")
    await bot.says("Priya", "Last week Jo waited 2 hours because the payment system was offline and the API times out.")
    topics = (await bot.interview()).statements[-1].topics
    assert topics[0] == "problem"
    assert "exceptions" in topics


@pytest.mark.parametrize(
    ("first", "correction", "now"),
    [
        ("Refunds over 200 € need a team lead.", "make that 300", "Refunds over 300 € need a team lead."),
        ("Refunds over 200 € need a team lead.", "Sorry, 300 €", "Refunds over 300 € need a team lead."),
        ("The clerk waits 3 days for the money.", "no, 5 days", "The clerk waits 5 days for the money."),
        (
            "Refunds over 200 € need a team lead.",
            "Actually, refunds over 300 € need a team lead and a manager.",
            "Refunds over 300 € need a team lead and a manager.",
        ),
        (
            "Refunds need a team lead within 24 hours.",
            "I misspoke: refunds need a team lead within 48 hours",
            "Refunds need a team lead within 48 hours.",
        ),
    ],
)
async def test_a_correction_replaces_and_keeps_the_trail(bot: Bot, first: str, correction: str, now: str) -> None:
    await bot.says("Priya", "/interview Something new")
    await bot.says("Priya", first)
    await bot.says("Tom", correction)
    bot.shows("Changed 2, which Priya said: was “", ", now “")
    statement = (await bot.interview()).statement(2)
    assert statement is not None
    assert statement.text.rstrip(".") == now.rstrip(".")
    assert [(change.was, change.by.name) for change in statement.trail] == [(first, "Tom")]
    await bot.says("Priya", "finish", posts=None)
    document = bot.document()
    assert f"was “{first}”, changed by Tom at 2026-03-02 09:03" in document
    assert f"2 changed: was “{first}”" in document


async def test_a_statement_can_be_taken_back(bot: Bot) -> None:
    await bot.says("Priya", "/interview Something new")
    await bot.says("Priya", "Refunds over 200 € need a team lead.")
    await bot.says("Priya", "scratch that")
    bot.shows("Taken back: 2", "The decision log keeps it.")
    assert [one.id for one in (await bot.interview()).active] == ["S1"]


@pytest.mark.parametrize(
    "answer",
    [
        "No customer ever gets a receipt.",
        "Actually, the weather matters a lot to drivers.",
        "No, the printers are fine on most days of the week.",
        "We never send mails on Sunday, not even to managers.",
        "Wait times grow in December.",
        "Sorry notes go out with every late parcel.",
        "It should not cost more than 3 € per case.",
    ],
)
async def test_a_new_statement_is_no_correction(bot: Bot, answer: str) -> None:
    await bot.says("Priya", "/interview Something new")
    await bot.says("Priya", "Refunds over 200 € need a team lead.")
    await bot.says("Priya", answer)
    bot.hides("Changed 2", "Taken back")
    interview = await bot.interview()
    assert [one.text for one in interview.active][1:] == ["Refunds over 200 € need a team lead.", answer]


async def test_a_vague_word_is_probed_at_most_twice_then_left_open_with_owner_and_date(bot: Bot) -> None:
    await bot.says("Priya", "/interview Something new")
    await bot.says("Priya", "The clerks are slow, and it must be faster.")
    bot.shows("“faster”: what is it today")
    await bot.says("Priya", "just faster, you know")
    bot.shows("A rough guess is fine.", "“faster”")
    await bot.says("Priya", "much faster")
    bot.shows("Left open; Priya answers by Mon 9 Mar 2026.", "- Q1 “faster”", "- Q2 How often")
    interview = await bot.interview()
    assert interview.pending is not None
    assert interview.pending.topic == "outcome"
    question = interview.questions[0]
    assert (question.owner, question.due.isoformat()) == ("Priya", "2026-03-09")
    assert "faster" in question.text


async def test_a_number_answers_a_probe_at_once(bot: Bot) -> None:
    await bot.says("Priya", "/interview Something new")
    await bot.says("Priya", "Every day the clerks wait, and it must be faster.")
    bot.shows("“faster”")
    await bot.says("Priya", "Today 9 days, 2 would do.")
    bot.hides("A rough guess", "“faster”: ")
    assert not (await bot.interview()).questions


async def test_skip_moves_on_and_the_brief_says_so(bot: Bot) -> None:
    await bot.verify_dialog([("/interview Faster refunds", "What happened"), ("skip", "which number will move")])
    await bot.says("Priya", "finish", posts=None)
    assert "- Problem: skipped" in bot.document()
    assert "Skipped: Problem." in bot.document()


async def test_back_asks_the_one_before_again_and_keeps_what_was_said(bot: Bot) -> None:
    await bot.says("Priya", "/interview Faster refunds")
    await bot.says("Priya", "back")
    bot.shows("This is the first question")
    await bot.says("Priya", "Last Monday Jo typed 40 refunds twice, as every week.")
    await bot.says("Priya", "back")
    bot.shows("Back to **Problem**", "2: “Last Monday Jo typed", "`change 2 …`", "What happened, and to whom?")
    await bot.says("Priya", "It cost two hours.")
    bot.shows("which number will move")
    assert len((await bot.interview()).about("problem")) == 2


async def test_dont_know_is_a_good_answer(bot: Bot) -> None:
    await bot.says("Priya", "/interview Faster refunds")
    await bot.says("Priya", "don't know")
    bot.shows("That’s fine.", "Left open as Q1: Priya answers by Mon 9 Mar 2026", "which number will move")
    await bot.says("Priya", "I don’t know, ask @priya by Friday")
    bot.shows("Left open as Q2: @priya answers by Fri 6 Mar 2026")
    await bot.says("Tom", "ask @finance by the end of the month")
    bot.shows("Q3", "@finance answers by Tue 31 Mar 2026")
    await bot.says("Tom", "ask @finance by whenever it suits")
    bot.shows("I couldn’t read “whenever it suits” as a day, so I took a week.")
    await bot.verify_dialog(
        [
            ("assign Q1 @tom by Thursday", "Q1 is with “@tom” now, by Thu 5 Mar 2026"),
            ("assign Q1 @ana", "Q1 is with “@ana” now, by Thu 5 Mar 2026"),
            ("assign Q1 @ana by 1 March", "Sun 1 Mar 2026 has passed"),
            ("assign Q9 @ana", "There is no open question Q9; they go from Q1 to Q4"),
            ("answer Q1 Jo typed 40 refunds twice.", "Q1 is answered"),
        ]
    )
    interview = await bot.interview()
    assert interview.questions[0].answer == "S2"
    assert interview.about("problem")[0].text == "Jo typed 40 refunds twice."
    await bot.says("Priya", "finish", posts=None)
    row = next(line for line in bot.document().splitlines() if line.startswith("| Q1 |"))
    assert "[S2]" in row
    assert "@ana" in row


async def test_statements_are_changed_dropped_and_moved_by_their_number(bot: Bot) -> None:
    await bot.says("Priya", OPENING)
    await bot.verify_dialog(
        [
            ("list", "3 · Scope · Priya: “Gift cards are out of scope.”"),
            ("change 3 Gift cards and vouchers are out of scope.", "Changed 3: was “Gift cards are out of scope”"),
            ("change 3 Gift cards and vouchers are out of scope.", "3 says exactly that already."),
            ("change 3", "Type `change 3` and its new words."),
            ("change 7 The clerk waits.", "There is no statement 7; they go from 1 to 3."),
            ("move 3 rules", "3 stands under **Rules and permissions** now."),
            ("move 3 banana", "I know no topic “banana”"),
            ("move 8 rules", "There is no statement 8"),
            ("drop 3", "Taken back: 3"),
            ("drop 3", "There is no statement 3"),
        ]
    )
    statement = (await bot.interview()).statement(3)
    assert statement is not None
    assert statement.withdrawn
    assert statement.topics == ("rules",)
    assert [change.was for change in statement.trail] == [
        "Gift cards are out of scope.",
        "Gift cards and vouchers are out of scope.",
    ]


async def test_status_list_and_help_change_nothing_and_ask_again(bot: Bot) -> None:
    await bot.says("Priya", OPENING)
    before = await bot.journal()
    question = bot.posts[0].text.rsplit("\n\n", 1)[1]
    for word, shown in (
        ("status", "of 14 topics are settled; this is a standard interview."),
        ("list", "1 · Scope · Priya: “Let clerks refund web orders in one step.”"),
        ("help", "A good answer holds"),
        ("/status", "Topics settled"),
        ("?", "`ask @priya by Friday`"),
    ):
        await bot.says("Tom", word)
        bot.shows(shown, question)
    assert (await bot.journal()).entries == before.entries


async def test_depth_sets_how_long_it_gets(bot: Bot) -> None:
    await bot.verify_dialog(
        [
            ("/interview --depth quick Faster refunds", "0 of 8 topics settled"),
            ("depth deep", "From here on it is a deep interview: 21 topics."),
            ("depth deep", "It is a deep interview already."),
            ("depth endless", "The depths are `quick`, `standard` and `deep`."),
            ("status", "0 of 21 topics are settled"),
        ]
    )
    await bot.says("Priya", "/interview --depth=deep\nA first line.\nA second line.")
    bot.shows("of 21 topics settled")
    await bot.says("Priya", "/interview --depth quick\nA first line.\nA second line.")
    bot.shows("of 8 topics settled")


async def test_pause_and_resume_days_later(bot: Bot) -> None:
    await bot.says("Priya", OPENING)
    await bot.says("Priya", "pause")
    bot.shows("is paused at", "`resume` picks it up here, any day.")
    await bot.says("Priya", "hello there")
    bot.shows("I’m Groundwork")
    bot.now += timedelta(days=12)
    await bot.says("Tom", "resume")
    bot.shows("Back to “Let clerks refund", "Where we are", "which number will move")
    await bot.says("Tom", "Every day.")
    assert (await bot.interview()).statements[-1].at.day == 14


async def test_it_is_picked_up_after_a_restart(
    bot: Bot, config: Config, prompts: Prompts, tmp_path: Path, bot_store: SqlStore
) -> None:
    await bot.says("Priya", OPENING)
    await bot.says("Priya", "Every day.")
    before = await bot.interview()
    question = bot.posts[0].text.rsplit("\n\n", 1)[1]
    await bot_store.close()
    async with SqlStore(f"sqlite:///{tmp_path}/groundwork.db") as store:
        again = Bot(StraightRoad(build(config, prompts), store), now=bot.now, sent=bot.sent)
        assert await again.interview() == before
        await again.says("Priya", "status")
        again.shows(question)
        await again.says("Priya", "From 9 days to 2 by June.")
        assert (await again.interview()).statements[-1].topics[0] == "outcome"


async def test_a_new_interview_pauses_the_old_one_and_resume_brings_it_back(bot: Bot) -> None:
    await bot.says("Priya", "/interview Faster refunds")
    await bot.says("Tom", "/interview Quieter printers")
    bot.shows("Tom, I have paused “Faster refunds”", "Let’s look at “Quieter printers”")
    await bot.says("Tom", "finish", posts=None)
    await bot.says("Priya", "resume")
    bot.shows("Back to “Faster refunds”.")


async def test_conversations_do_not_mix(bot: Bot) -> None:
    await bot.says("Priya", "/interview Faster refunds")
    await bot.says("Ana", "/interview Quieter printers", at=ELSEWHERE)
    await bot.says("Priya", "Last Monday Jo typed 40 refunds twice, as every week.")
    await bot.says("Ana", "Last Monday the printer howled, as every week.", at=ELSEWHERE)
    here, there = await bot.interview(), await bot.interview(ELSEWHERE)
    assert [one.author.name for one in here.statements] == ["Priya", "Priya"]
    assert [one.author.name for one in there.statements] == ["Ana", "Ana"]
    await bot.says("Priya", "cancel")
    await bot.says("Ana", "status", at=ELSEWHERE)
    bot.shows("topics are settled")


async def test_finish_writes_the_brief_at_any_time(bot: Bot) -> None:
    await bot.says("Priya", OPENING)
    await bot.says("Priya", "finish", posts=2)
    bot.shows("Finished. Here is what we have.", "Let clerks refund web orders in one step")
    assert (await bot.journal()).status == "finished"
    await bot.says("Priya", "and another thing")
    bot.shows("I’m Groundwork")
    await bot.says("Priya", "resume")
    bot.shows("Back to “Let clerks refund web orders")


async def test_finish_with_nothing_said_says_so(bot: Bot) -> None:
    await bot.verify_dialog(
        [("/interview", "what would you like"), ("finish", "Nothing was said, so there is no brief")]
    )


async def test_cancel_keeps_what_was_said(bot: Bot) -> None:
    await bot.verify_dialog(
        [
            (OPENING, "what I took from your text"),
            ("cancel", "is cancelled. What was said is kept; `resume` brings it back."),
            ("resume", "Back to “Let clerks"),
        ]
    )
    assert len((await bot.interview()).active) == 3


async def test_a_summary_comes_about_every_eight_turns(bot: Bot) -> None:
    await bot.says("Priya", "/interview --depth deep Something new")
    asked = []
    for turn in range(30):
        if (await bot.interview()).finished:
            break
        await bot.says("Priya", f"Thing number {turn} is what it is.", posts=None)
        asked.append("Where we are" in bot.shown)
    checkpoints = [number for number, summed in enumerate(asked, 1) if summed]
    assert checkpoints
    assert all(7 <= later - earlier <= 9 for earlier, later in zip([0, *checkpoints], checkpoints, strict=False))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            "/interview --framework nonsense Faster refunds",
            "There is no framework “nonsense”. There is `requirements`, `value-stream`.",
        ),
        ("/interview --framework", "There is no framework “”"),
        ("/interview --colour blue Faster refunds", "I don’t know the option “--colour”"),
        ("/interview --depth abyss Faster", "The depths are `quick`"),
        ("/intervew Faster refunds", "Did you mean `/interview`?"),
        ("/frobnicate", "I don’t know the command “/frobnicate”. `/help` lists what I can do."),
        ("hello", "`/interview what it is about`"),
        ("/help", "`/story a rough idea`"),
        ("resume", "I’m Groundwork"),
        ("skip", "I’m Groundwork"),
    ],
)
async def test_what_cannot_be_done_gets_a_sentence(bot: Bot, text: str, answer: str) -> None:
    await bot.says("Priya", text)
    bot.shows(answer)


async def test_unknown_commands_do_not_answer_an_open_question(bot: Bot) -> None:
    await bot.says("Priya", OPENING)
    before = await bot.journal()
    await bot.says("Priya", "/frobnicate now")
    bot.shows("I don’t know the command “/frobnicate”")
    assert (await bot.journal()).entries == before.entries


async def test_an_empty_message_is_told_so_and_the_question_stays(bot: Bot) -> None:
    await bot.says("Priya", OPENING)
    for text in ("", "  \n ", "\u200b", "\u202e"):
        await bot.says("Priya", text)
        bot.shows("Your message came without words.", "which number will move")


async def test_two_answers_in_the_same_second_both_count(bot: Bot) -> None:
    await bot.says("Priya", "/interview Faster refunds")
    bot.tick = timedelta(0)
    await bot.says("Priya", "Last Monday Jo typed 40 refunds twice, as every week.")
    await bot.says("Tom", "Last Tuesday Ana typed 30 refunds twice.")
    interview = await bot.interview()
    assert [one.text for one in interview.statements[1:]] == [
        "Last Monday Jo typed 40 refunds twice, as every week.",
        "Last Tuesday Ana typed 30 refunds twice.",
    ]
    assert interview.statements[1].at == interview.statements[2].at


async def test_an_answer_of_a_hundred_kilobytes_is_kept_whole(bot: Bot) -> None:
    await bot.says("Priya", "/interview Faster refunds")
    long = " ".join(f"The clerk number {number} waits for the printer." for number in range(400))
    assert len(long) > 16_000
    await bot.says("Priya", long)
    assert " ".join(one.text for one in (await bot.interview()).statements[1:]) == long
    bot.shows("more\n")
    before = len((await bot.interview()).statements)
    await bot.says("Priya", "word " * 20_000)  # nobody says that in one breath, so it is several statements
    assert " ".join(one.text for one in (await bot.interview()).statements[before:]) == ("word " * 20_000).strip()
    assert len(bot.shown) < 5_000


async def test_a_question_mark_in_an_answer_is_not_thrown_back(bot: Bot) -> None:
    await bot.says("Priya", "/interview Why do refunds take 9 days? Who knows?")
    assert re.sub("“[^”]*”", "", bot.posts[0].text).count("?") == 1
    await bot.says("Priya", "Is it the bank? Or us? Last week it took 3 days.")
    assert bot.posts[0].text.count("?") == 1
