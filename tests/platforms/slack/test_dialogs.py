"""Whole interviews and stories in Slack, through a real Bolt app, by Socket Mode and by HTTP."""

from __future__ import annotations

from tests.platforms.slack.conftest import World
from tests.platforms.slack.people import shown
from tests.platforms.talks import ASKED, REMARKS

OPENING = (
    "/interview Faster refunds. The problem is that customers lose the receipt. "
    "The clerk should be able to scan the parcel. A refund over 100 euros must be approved by a supervisor."
)


async def test_an_interview_from_a_slash_command_to_its_brief(world: World) -> None:
    people = world.people
    await people.commands("U1", OPENING, "C1")
    first = await world.last("C1")
    assert "Faster refunds" in first
    assert "began this. Answer in the thread." in first
    thread = world.root("C1")
    await people.types("U1", "From 9 days to 2 by the end of June.", "C1", thread=thread)
    await people.types("U2", "Returns clerks at a desk.", "C1", thread=thread)
    assert len(await world.said("C1", thread)) == 3
    await people.types("U1", "finish", "C1", thread=thread)
    said = await world.said("C1", thread)
    assert "Here is what we have" in "\n".join(said)
    assert any("(brief.md)" in one for one in said)
    assert "[Approve all]" in said[-1]
    roots = [one["ts"] for one in world.slack.channels["C1"]["messages"] if not one.get("thread_ts")]
    assert roots == [thread], "everything else is in the thread"
    brief = next(file["data"] for file in world.slack.files.values() if file["name"] == "brief.md").decode()
    assert brief.startswith("# Faster refunds")
    assert "https://acme.slack.com/archives/C1/p" in brief
    assert "Tom" in brief


async def test_a_story_is_edited_in_a_modal_and_approved_by_a_button(world: World) -> None:
    people, slack = world.people, world.slack
    await people.commands("U1", "/story customers should see where their parcel is", "C1")
    assert "As a" in await world.last("C1")
    thread = world.root("C1")
    story = slack.said("C1", thread)[0]

    await people.presses("U1", "C1", story, "Edit one")
    assert slack.modals["U1"]["title"]["text"] == "Edit US-1"
    errors = await people.submits("U1", As_a="", I_want="")
    assert errors == {"As a": "A story needs a role.", "I want": "A story needs a want."}
    assert await people.submits("U1", As_a="hurried customer") is None
    assert "hurried customer" in await world.last("C1", thread)

    await people.until(lambda: "✓ Edit one — Priya" in shown(slack.said("C1", thread)[0]))
    assert "[Edit one]" not in shown(slack.said("C1", thread)[0])
    assert "[Approve all]" in shown(slack.said("C1", thread)[0]), "the other buttons stay"

    changed = slack.said("C1", thread)[-1]
    await people.presses("U2", "C1", changed, "Approve all")
    assert "approved by Tom" in await world.last("C1", thread)
    await people.until(lambda: "✓ Approve all — Tom" in shown(slack.message("C1", changed["ts"])))

    await people.presses("U2", "C1", slack.message("C1", changed["ts"]), "Export")
    last = await world.last("C1", thread)
    for ending in (".md)", ".json)", ".feature)", ".csv)"):
        assert ending in last


async def test_in_a_direct_conversation_plain_words_are_enough(world: World) -> None:
    people, direct = world.people, world.slack.direct("U1")
    await people.types("U1", "hello", direct)
    assert "I’m Groundwork" in await world.last(direct)
    await people.types("U1", "interview Faster refunds", direct)
    assert "Faster refunds" in await world.last(direct)
    await people.types("U1", "Last Monday a customer waited 25 minutes.", direct)
    await people.types("U1", "status", direct)
    assert "Topics" in await world.last(direct) or "topics" in await world.last(direct)
    assert all(not one.get("thread_ts") for one in world.slack.said(direct))


async def test_a_mention_begins_a_thread_and_replies_need_none(world: World) -> None:
    people = world.people
    ts = await people.types("U1", "<@UBOT> interview Faster refunds", "C1")
    assert "Faster refunds" in await world.last("C1", ts)
    await people.types("U2", "Last Monday a customer waited 25 minutes & <left>.", "C1", thread=ts)
    assert len(await world.said("C1", ts)) == 2
    await people.types("U2", "list", "C1", thread=ts)
    assert "a customer waited 25 minutes & <left>" in await world.last("C1", ts)
    await people.types("U2", "Did anybody see the match?", "C1")
    other = await people.types("U3", "Lunch?", "C1")
    await people.types("U2", "Yes!", "C1", thread=other)
    assert len(await world.said("C1")) == 3, "other people's talk is theirs"


async def test_who_talks_under_a_finished_interview_reads_no_list_of_commands_unless_they_ask(world: World) -> None:
    people = world.people
    ts = await people.types("U1", "<@UBOT> interview Faster refunds", "C1")
    await people.types("U1", "finish", "C1", thread=ts)
    said = await world.said("C1", ts)
    await people.types("U2", "Nice, thanks Priya", "C1", thread=ts)
    assert await world.said("C1", ts) == said
    await people.types("U2", "help", "C1", thread=ts)
    assert "I help a team to say what it needs" in await world.last("C1", ts)
    await people.types("U2", "<@UBOT> and now?", "C1", thread=ts)
    assert len(await world.said("C1", ts)) == len(said) + 2, "it answers by name"


async def test_who_talks_in_a_thread_begins_a_sentence_with_any_word_and_asks_for_nothing_by_it(here: World) -> None:
    people = here.people
    thread = await people.types("U1", "<@UBOT> interview Faster refunds", "C1")
    await people.types("U1", "finish", "C1", thread=thread)
    before = await here.said("C1")
    for remark in REMARKS:
        await people.types("U2", remark, "C1", thread=thread)
        assert (await here.said("C1"), here.slack.ephemeral) == (before, []), remark
    await people.types("U2", "<@UBOT> status is green", "C1", thread=thread)
    assert "I help a team to say what it needs" in await here.last("C1", thread), "it answers by name"
    await people.types("U2", "<@UBOT> usage went up a lot", "C1", thread=thread)
    await here.bot.quiet()
    assert "No language model is set up" in shown(here.slack.ephemeral[-1])
    for asked, answer in ASKED:
        seen = len(await here.said("C1")), len(here.slack.ephemeral)
        await people.types("U2", asked, "C1", thread=thread)
        told = [*(await here.said("C1"))[seen[0] :], *map(shown, here.slack.ephemeral[seen[1] :])]
        assert answer in "\n".join(told), asked


async def test_documents_are_asked_and_a_digest_is_sent_at_set_times(world: World) -> None:
    people = world.people
    await people.commands("U1", "/context how long are addresses kept", "C1")
    said = await world.last("C1")
    assert "nearest to “how long are addresses kept”" in said
    (asked,) = [one for one in world.slack.said("C1") if "nearest to" in shown(one)]
    await people.presses("U2", "C1", asked, "👍 1")
    await world.bot.quiet()
    assert "Good to know, thank you." in shown(world.slack.ephemeral[-1])
    await people.commands("U1", "/context sprint", "C1")
    assert "sprint-20.md" in await world.last("C1")
    await people.commands("U1", "/digest weekdays 09:00", "C1")
    assert "09:00" in await world.last("C1")
    await people.types("U1", "digest list", "C1", thread=world.root("C1"))
    assert "09:00" in await world.last("C1", world.root("C1"))
