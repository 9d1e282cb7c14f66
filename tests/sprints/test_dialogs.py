"""`/context sprint` and `/digest` on the sample documents, in conversations."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import build
from bot.chat import Message
from bot.config import Config, load
from bot.durable import Handle
from bot.features.context import library_of
from bot.features.interviews import interview_settings
from bot.knowledge.opening import open_library
from bot.knowledge.threads import InThreads
from bot.prompts import Prompts
from bot.schedule import Clock
from bot.store.migrate import upgrade
from bot.store.schedules import ScheduleTable
from bot.store.sql import SqlStore
from tests.dialog import HERE, Bot, StraightRoad, visible

ROOT = Path(__file__).parent.parent.parent
THURSDAY = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Config:
    shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")
    (tmp_path / "config.yaml").write_text(
        "index: {embedder: none}\nteam: {timezone: Europe/Berlin}\n", encoding="utf-8"
    )
    config = load(None, cwd=tmp_path, environ={})
    upgrade(config.database_url)
    return config


@pytest.fixture
async def library(settings: Config, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[InThreads]:
    monkeypatch.setattr("bot.knowledge.library._LOOK_AGAIN", 0.0)
    library = InThreads(lambda: open_library(settings))
    yield library
    await library.close()


@pytest.fixture
def handle(settings: Config, prompts: Prompts, library: InThreads) -> Handle:
    return build(settings, prompts, library)


@pytest.fixture
async def bot(settings: Config, handle: Handle) -> AsyncIterator[Bot]:
    async with SqlStore(settings.database_url) as store:
        yield Bot(StraightRoad(handle, store), now=THURSDAY)


async def test_the_coming_sprint_is_held_against_the_documents(bot: Bot) -> None:
    await bot.says("Priya", "/context sprint")
    bot.shows(
        "**Sprint 20** · 30 November to 11 December · 6 items (sprints/sprint-20.md)",
        "Goal: “A consignee can leave a parcel with a neighbour",
        "**LP-453** rests on a decision that no longer holds",
        "**LP-453** may contradict",
        "“Nobody polls Planner any more",
        "**LP-447** was carried over from Sprint 19; what surprised us: Drivers with no signal",
        "**LP-451** has no acceptance criteria",
        "**LP-452** has no owner",
        "**LP-453** agreed in a retrospective: If a story touches Planner",
    )
    bot.hides("All clear")
    assert len([line for line in bot.shown.splitlines() if line.strip()]) <= 24
    assert "## LP-450" in bot.document("sprint-20.md")


async def test_another_sprint_by_its_name_and_one_that_is_not_there(bot: Bot) -> None:
    await bot.verify_dialog(
        [("/context sprint 17", "**Sprint 17**"), ("/context sprint 99", "There is no sprint “99”")]
    )
    bot.shows("Sprint 14, Sprint 15")


async def test_a_question_that_begins_with_sprint_is_a_question(bot: Bot) -> None:
    await bot.says("Priya", "/context sprint goals that were reached too late in October")
    bot.shows("nearest to")


async def test_the_second_digest_holds_only_what_is_new(bot: Bot, settings: Config) -> None:
    await bot.says("Priya", "/digest now")
    bot.shows("**LP-452** has no owner")
    await bot.says("Priya", "/digest now")
    bot.shows("Nothing is new since last time.")
    bot.hides("**LP-452** has no owner")
    file = settings.knowledge_dir / "sprints" / "sprint-20.md"
    text = file.read_text(encoding="utf-8").replace("who has the parcel | |", "who has the parcel | Marek |")
    file.write_text(text.replace("| Luis | 5 |", "| | 5 |"), encoding="utf-8")
    await bot.says("Priya", "/digest now")
    bot.shows("**LP-447** has no owner", "LP-452 has no owner: no longer so")
    bot.hides("LP-453")


async def test_a_source_that_cannot_be_read_has_a_line_of_its_own(bot: Bot, settings: Config) -> None:
    (settings.knowledge_dir / "architecture" / "new.md").write_bytes(b"\x00\xff\x00")
    await bot.says("Priya", "/context sprint")
    bot.shows("Not read: architecture/new.md, it isn’t text.")


async def test_without_a_sprint_the_approved_stories_are_looked_ahead_to(bot: Bot, settings: Config) -> None:
    shutil.rmtree(settings.knowledge_dir / "sprints")
    await bot.says("Priya", "/context sprint")
    bot.shows("I know no sprint yet")
    await bot.says("Priya", "/story consignees should be able to leave a parcel with a neighbour")
    await bot.says("Priya", "approve all")
    await bot.says("Priya", "/context sprint")
    bot.shows("stories approved here", "**US-1**", "prd/neighbour-drop-off.md")


async def test_before_a_refinement_what_is_missing_comes_first(bot: Bot) -> None:
    await bot.says("Priya", "/context sprint refinement")
    bot.shows("Before the refinement: **Sprint 20**")
    first = bot.shown.index("LP-451** has no acceptance criteria")
    assert first < bot.shown.index("LP-453** rests on")
    await bot.says("Priya", "/context sprint review")
    bot.shows("Before the review: **Sprint 19**")


async def test_times_are_set_shown_and_ended(bot: Bot) -> None:
    await bot.verify_dialog(
        [
            ("/digest list", "Nothing is set here."),
            ("/digest whenever you like", "I don’t know when “whenever you like” is."),
            (
                "/digest weekdays 09:00",
                "Set: a digest weekdays at 09:00 (Europe/Berlin). The first is on Friday 27 November",
            ),
            ("/ceremony digest Mondays 14:00 in #team", ("Priya has set for here: a digest Mondays", "in #team.")),
            ("/digest refinement every Tuesday at 2pm", "a preparation for refinement Tuesdays at 14:00"),
            (
                "/digest list",
                "1. a digest weekdays at 09:00 (Europe/Berlin), set by Priya\n2. a preparation for refinement",
            ),
            ("/digest stop 7", "Which one?"),
            ("/digest stop 1", "Ended: weekdays at 09:00"),
            ("/digest list", "2. a preparation for refinement Tuesdays"),
            ("/ceremony retro Mondays 14:00", "I don’t know what “retro Mondays 14:00” asks for."),
            ("/due {}", "`/due` is for the clock"),
        ]
    )
    await bot.says("Priya", "/digest list", at="terminal:team")
    bot.shows("1. a digest Mondays at 14:00")


async def test_a_cron_line_is_read_back_before_it_counts(bot: Bot, settings: Config, handle: Handle) -> None:
    await bot.says("Priya", "/digest refinement cron 0 16 * * 5 in #team")
    bot.shows(
        "`0 16 * * 5` means a preparation for refinement Fridays at 16:00 (Europe/Berlin). The next three: "
        "Fri 27 Nov 16:00, Fri 4 Dec 16:00, Fri 11 Dec 16:00. It comes in #team, if there is anything new."
    )
    asked = bot.posts
    await bot.says("Priya", "/digest list", at="terminal:team")
    bot.shows("Nothing is set here.")
    for answer in ("Priya has set for here: a preparation for refinement Fridays at 16:00", "It is set already"):
        bot.posts = asked
        await bot.picks("Priya", "Yes, set it", posts=None)
        bot.shows(answer)
    await bot.says("Priya", "/digest list", at="terminal:team")
    bot.shows("1. a preparation for refinement Fridays at 16:00 (Europe/Berlin), set by Priya")
    bot.hides("2.")
    await bot.says("Priya", "/digest 30 8 * * MON-FRI")
    bot.shows("`30 8 * * MON-FRI` means a digest Mondays to Fridays at 08:30", "It comes here, if there is anything")
    await bot.picks("Priya", "No, leave it")
    bot.shows("Left as it is.")
    await bot.says("Priya", "/digest cron 0 16 * FRI")
    bot.shows("A cron line has five parts")
    await bot.says("Priya", "/digest cron 0 16 * * FRI to me")
    bot.shows("It comes to whoever says yes, if there is anything new.")
    await bot.picks("Priya", "Yes, set it")
    bot.shows("Set: a digest Fridays at 16:00 (Europe/Berlin). The first is on Friday 27 November at 16:00")
    await bot.says("Priya", f"/digest cron 0 16 * * FRI in #{'x' * 200}")
    bot.shows("Nothing is set. A conversation's name has 1 to 100 letters.")


async def test_a_cron_line_is_set_for_the_place_that_was_read_back_however_long_its_name_is(bot: Bot) -> None:
    name = "delivery-team-of-parcels-and-letters-in-the-north"
    await bot.says("Priya", f"/digest cron 0 16 * * FRI in #{name}")
    bot.shows(f"It comes in #{name}, if there is anything new.")
    await bot.picks("Priya", "Yes, set it", posts=None)
    await bot.says("Priya", "/digest list", at=f"terminal:{name}")
    bot.shows("1. a digest Fridays at 16:00")


async def test_two_that_were_set_at_the_same_moment_can_both_be_ended(bot: Bot, settings: Config) -> None:
    await bot.says("Priya", "/digest weekdays 09:00")
    table = ScheduleTable(settings.database_url)
    (first,) = await table.active(HERE, "digest")
    await table.add(first.model_copy(update={"id": "z", "made_at": first.made_at + timedelta(seconds=1)}))
    await table.close()
    await bot.says("Priya", "/digest list")
    bot.shows("1. a digest weekdays", "2. a digest weekdays")
    await bot.says("Priya", "/digest stop 2")
    await bot.says("Priya", "/digest list")
    bot.shows("1. a digest weekdays")
    bot.hides("2. a digest")


async def test_what_is_due_is_sent_once_and_nothing_new_is_not_sent(bot: Bot, settings: Config, handle: Handle) -> None:
    await bot.says("Priya", "/digest daily 09:00")
    table, moment = ScheduleTable(settings.database_url), THURSDAY
    handed_in: list[Message] = []

    async def submit(message: Message) -> None:
        handed_in.append(message)

    clock = Clock(schedules=table, submit=submit, now=lambda: moment)
    moment = datetime(2026, 11, 27, 8, 0, 5, tzinfo=UTC)  # 09:00:05 in Berlin
    assert (await clock.look(), await clock.look()) == (1, 0)
    posts = await bot.road.take(handed_in[0])
    assert "**Sprint 20**" in visible(posts[0])
    moment += timedelta(days=1)
    assert await clock.look() == 1
    assert await bot.road.take(handed_in[1]) == []  # nothing has changed since yesterday
    moment += timedelta(days=3, hours=5)
    assert await clock.look() == 1
    (post,) = await bot.road.take(handed_in[2])
    assert post.text.startswith("I wasn’t running when a digest was due 3 times, last on Tuesday 1 December at 09:00")
    await table.close()


async def test_what_an_interview_left_open_is_told_with_who_answers_it(bot: Bot, settings: Config) -> None:
    shutil.rmtree(settings.knowledge_dir / "sprints")
    await bot.says("Priya", "/interview Faster refunds. The clerk should be able to scan the parcel.", posts=None)
    await bot.says("Priya", "Customers lose the receipt and wait nine days.", posts=None)
    await bot.says("Priya", "don't know, ask @tom by Friday", posts=None)
    await bot.says("Priya", "finish", posts=None)
    await bot.says("Priya", "approve all", posts=None)
    await bot.says("Priya", "/context sprint")
    bot.shows(
        "stories approved here: Faster refunds", "**US-1** still open: “", "(@tom, by ", "https://chat.example/here/"
    )
    await bot.says("Priya", "/context sprint", at="terminal:elsewhere")
    bot.shows("I know no sprint yet")


async def test_stories_of_several_interviews_are_kept_apart_and_wait_for_a_planning(bot: Bot) -> None:
    for idea in ("consignees should be able to leave a parcel with a neighbour", "clerks should print a label twice"):
        await bot.says("Priya", f"/story {idea}", posts=None)
        await bot.says("Priya", "approve all", posts=None)
    await bot.says("Priya", "/context sprint stories")
    bot.shows("and 1 more", "2/US-1", "1/US-1")
    await bot.says("Priya", "/context planning")
    bot.shows("Before the planning: **Sprint 20**", "Sprint 19: 3 of 4 items done; not done: LP-447")
    assert "was approved here and isn’t planned" in bot.document("sprint-20.md")


async def _nobody(address: str) -> bool:
    assert address
    return False


async def test_an_item_of_a_tracker_finds_the_interview_that_it_came_from(
    settings: Config, prompts: Prompts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.knowledge.library._LOOK_AGAIN", 0.0)
    async with SqlStore(settings.database_url) as store:
        library = library_of(settings, store, lambda: interview_settings(settings, prompts), _nobody, _nobody)
        bot = Bot(StraightRoad(build(settings, prompts, library), store), now=THURSDAY)
        await bot.says("Priya", "/interview Faster refunds. The clerk should be able to scan the parcel.", posts=None)
        await bot.says("Priya", "don't know, ask @tom by Friday", posts=None)
        await bot.says("Priya", "finish", posts=None)
        (settings.knowledge_dir / "sprints" / "sprint-20.md").write_text(
            "---\nsprint: Sprint 20\nstart: 2026-11-30\nend: 2026-12-11\n---\n# Sprint 20\n\n"
            "| item | title | owner |\n| --- | --- | --- |\n| LP-500 | The clerk scans the parcel | Ana |\n",
            encoding="utf-8",
        )
        await bot.says("Priya", "/context sprint", at="terminal:elsewhere")
        bot.shows("**LP-500** still open: “", "(@tom, by ")
        await library.close()


async def test_what_was_left_open_in_a_private_place_is_told_nowhere_else(
    settings: Config, prompts: Prompts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.knowledge.library._LOOK_AGAIN", 0.0)
    own = "terminal:own"

    async def private(address: str) -> bool:
        return address == own

    (settings.knowledge_dir / "sprints" / "sprint-20.md").write_text(
        "---\nsprint: Sprint 20\nstart: 2026-11-30\nend: 2026-12-11\n---\n# Sprint 20\n\n"
        "| item | title | owner |\n| --- | --- | --- |\n| LP-500 | The clerk scans the parcel | Ana |\n",
        encoding="utf-8",
    )
    async with SqlStore(settings.database_url) as store:
        library = library_of(settings, store, lambda: interview_settings(settings, prompts), _nobody, private)
        road = StraightRoad(build(settings, prompts, library), store)
        monkeypatch.setattr(road.platform, "private", private)
        bot, asked = Bot(road, now=THURSDAY), "**LP-500** still open: “"
        opening = "/interview Faster refunds. The clerk should be able to scan the parcel."
        await bot.says("Priya", opening, at=own, posts=None)
        await bot.says("Priya", "don't know, ask @tom by Friday", at=own, posts=None)
        await bot.says("Priya", "finish", at=own, posts=None)
        bot.shows("Let everybody find it")
        brief = bot.posts
        await bot.says("Priya", "approve all", at=own, posts=None)
        await bot.picks("Priya", "Let everybody find it", at=own)
        await bot.says("Tom", "/context sprint", at="terminal:elsewhere")
        bot.hides(asked)  # the stories may be found, and what the interview left open is not theirs
        await bot.says("Priya", "/context sprint", at=own)
        bot.shows(asked)
        bot.posts = brief
        await bot.picks("Tom", "Let everybody find it", at=own)
        bot.shows("That is for somebody who took part: Priya.")
        bot.posts = brief
        await bot.picks("Priya", "Let everybody find it", at=own)
        await bot.says("Tom", "/context sprint", at="terminal:elsewhere")
        bot.shows(asked)
        await library.close()


async def test_a_digest_that_cannot_be_said_there_is_not_set(bot: Bot) -> None:
    await bot.says("Priya", f"/digest weekdays 09:00 in #{'x' * 200}")
    bot.shows("Nothing is set. A conversation's name has 1 to 100 letters.")
    await bot.says("Priya", "/digest list")
    bot.shows("Nothing is set here.")
