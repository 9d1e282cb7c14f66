"""A team through a sprint and its two retros, with a moved clock: what was agreed on comes back until it is done."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.chat import Person
from bot.retros.home import home
from tests.dialog import visible
from tests.retros.stage import Stage


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


async def passes(stage: Stage, moment: datetime) -> list[str]:
    """Time passes; what was said, with to whom."""
    return [f"{post.private_to or 'all'}: {visible(post)}" for post in await stage.until(moment)]


async def page(stage: Stage, who: str) -> str:
    return str(await home(Person(id=who.lower(), name=who), stage.store))


async def test_from_one_retro_to_the_next(stage: Stage) -> None:  # noqa: PLR0915 (a whole sprint)
    bot = stage.bot
    await bot.says("Priya", "/ceremony add Planning, Monday 08:00, 2 hours, week 1", posts=None)
    for message in ("before", "after"):
        await bot.says("Priya", f"/ceremony set planning {message} off", posts=None)
    await bot.says("Priya", "/ceremony add Retrospective, Thursday 15:00, 1 hour, last week", posts=None)
    bot.now = at(4)
    await bot.says("Ana", "/retro add stop: the build takes 40 minutes", posts=1)
    await bot.says("Tom", "/retro add continue: the demo with the dispatchers", posts=1)

    said = await passes(stage, at(11, 15))
    assert said[0].startswith("all: Coming up: Thu 12 Mar 15:00 **Retrospective**, 1 hour.")
    assert any("Retro 1: 12 March 2026" in each and "Collecting notes" in each for each in said)
    assert "2 notes are in it already, from the sprint." in said[-1]

    bot.now = at(12, 15)
    await bot.says("Priya", "/retro add stop: waiting 40 minutes for the build", posts=None)
    await bot.says("Priya", "/retro next", posts=None)
    bot.shows("Priya revealed 3 notes")
    await bot.says("Priya", "/retro next", posts=None)
    await bot.says("Tom", "/retro vote 1 1", posts=None)
    await bot.says("Priya", "/retro next", posts=None)
    await bot.says("Priya", "/retro topic", posts=None)
    bot.shows("the build takes 40 minutes", "waiting 40 minutes for the build", "2 votes")
    await bot.says(
        "Priya", "/retro action Keep the compiled parts between builds @Ana before next planning", posts=None
    )
    bot.shows("A-1", "the build takes 40 minutes", "by Mon 16 Mar 2026", "waits for a yes")
    await bot.picks("Ana", "Not me", posts=2)
    bot.shows("A-1** Keep the compiled parts between builds — ⚠ nobody yet", "Ana can’t do A-1", "Who can?")
    await bot.picks("Ana", "retro:back:A-1", posts=1)
    bot.shows("so only they can hand it back")
    await bot.says("Tom", "/retro take A-1", posts=None)
    bot.shows("A-1 is yours", "Tom, by Mon 16 Mar 2026 · accepted")
    await bot.says("Priya", "/retro action Ask the dispatchers which demo they want @Priya by 19 March", posts=None)
    await bot.says("Priya", "/retro next", posts=None)
    await bot.says("Priya", "/retro close", posts=None)
    bot.shows("2 actions, 2 still open")
    assert await passes(stage, at(12, 16)) == [], "what came out stands on the board"

    assert "A-1" in await page(stage, "Tom")
    assert "A-1" not in await page(stage, "Ana")
    (soon, *_) = await passes(stage, at(13))
    assert soon.startswith("tom: This is due on Mon 16 Mar 2026.")
    assert any(each.startswith("tom: This is due today.") for each in await passes(stage, at(16)))
    await bot.says("Tom", "/retro snooze A-1 until Friday", posts=None)
    bot.shows("before Fri 20 Mar 2026")
    assert [each[:30] for each in await passes(stage, at(18)) if "A-1" in each] == []
    bot.posts = await stage.until(at(19))
    assert [post.private_to for post in bot.posts] == ["priya"]
    await bot.picks("Priya", "Done", posts=None)
    bot.shows("by Thu 19 Mar 2026 · ✓ done")
    (late,) = [each for each in await passes(stage, at(24)) if "A-1" in each]
    assert late.startswith("tom: This was due on Mon 16 Mar 2026. How is it going?")

    said = await passes(stage, at(25, 15))
    assert "Open actions" in said[0]
    assert "A-1" in said[0]
    assert "A-2" not in said[0]
    assert any("Retro 2: 26 March 2026" in each for each in said)
    (asked,) = [each for each in said if "What became of this?" in each]
    assert "A-1" in asked
    bot.now = at(26, 15)
    await bot.says("Tom", "/retro drop A-1", posts=None)
    bot.shows("Why?")
    await bot.says("Tom", "/retro drop A-1 because the new build farm does it", posts=None)
    bot.shows("Dropped: the new build farm does it")
    await bot.says("Priya", "/retro actions", posts=1)
    bot.shows("No action is open.", "Actions done, of those agreed on", "Retro 1 (1 of 1)")
    assert await page(stage, "Tom") == "()"
    await bot.says("Priya", "/retro close", posts=None)
    assert [each for each in await passes(stage, at(31)) if "A-1" in each or "A-2" in each] == []


async def test_retros_in_chat_and_those_summed_up_are_told_apart(stage: Stage) -> None:
    bot = stage.bot
    notes = "# Retro\n\n## To improve\n- builds\n- meetings\n\n## Actions\n- Tom: buy a lamp\n- Ana: fix the door\n"
    await bot.says("Priya", "/retro-summary", files=[("retro.md", notes)])
    await bot.picks("Priya", "Keep 1", posts=None)
    bot.now = at(4)
    await bot.says("Priya", "/retro start", posts=None)
    await bot.says("Priya", "/retro action Fix the build @Priya by Friday", posts=None)
    await bot.says("Priya", "/retro actions", posts=1)
    bot.shows("2 Mar (0 of 1)", "Retro 1 (0 of 1)")
    assert bot.shown.index("2 Mar (0 of 1)") < bot.shown.index("Retro 1 (0 of 1)")
