"""Whole interviews and stories in Teams, through the real adapter over HTTP."""

from __future__ import annotations

from bot.platforms.teams.render.elements import read
from tests.platforms.talks import ASKED, REMARKS
from tests.platforms.teams.conftest import World
from tests.platforms.teams.double import CHANNEL, GROUP, buttons, card_of, personal, shown

OPENING = (
    "interview Faster refunds. The problem is that customers lose the receipt. "
    "The clerk should be able to scan the parcel. A refund over 100 euros must be approved by a supervisor."
)


async def test_an_interview_from_a_mention_to_its_brief(world: World) -> None:
    thread = await world.mentions("U1", OPENING)
    assert "Faster refunds" in await world.last(thread)
    await world.teams.says("U1", "From 9 days to 2 by the end of June.", thread)
    await world.teams.says("U2", "Returns clerks at a desk.", thread)
    assert len(await world.said(thread)) == 3, "replies in its thread need no mention"
    await world.teams.says("U1", "finish", thread)
    said = "\n".join(await world.said(thread))
    assert "Here is what we have" in said
    assert "brief.md" in said
    assert "[Approve all]" in said
    assert "Tom Berg" in said
    assert list(world.teams.posts) == [thread]
    brief = next(post for post in await world.posts(thread) if "Read it here" in shown(post))
    assert "https://teams.microsoft.com/l/message/" in str(brief)


async def test_a_story_is_edited_in_a_card_and_approved_by_a_button(world: World) -> None:
    teams = world.teams
    thread = await world.mentions("U1", "story customers should see where their parcel is")
    assert "As a" in await world.last(thread)
    story = (await world.posts(thread))[0]

    form = (await teams.presses("U1", thread, story, "Edit one"))["value"]
    assert "Edit US-1" in read(form["body"])
    inputs = {one["label"]: one["id"] for one in form["body"] if one["type"].startswith("Input.")}
    wrong = (await teams.presses("U1", thread, story, "Save", form, **dict.fromkeys(inputs.values(), "")))["value"]
    assert "A story needs a role." in read(wrong["body"])
    values = {one["id"]: str(one.get("value", "")) for one in form["body"] if one["type"].startswith("Input.")}
    values[inputs["As a"]] = "hurried customer"
    await teams.presses("U1", thread, story, "Save", wrong, **values)
    assert "hurried customer" in await world.last(thread)

    await world.until(lambda: "✓ Edit one — Priya Shah" in shown(teams.posts[thread][0]))
    left = [one["title"] for one in buttons(card_of(teams.posts[thread][0]))]
    assert "Edit one" not in left
    assert "Approve all" in left, "the other buttons stay"

    changed = (await world.posts(thread))[-1]
    answer = await teams.presses("U2", thread, changed, "Approve all")
    assert "✓ Approve all — Tom Berg" in read(answer["value"]["body"]), "whoever pressed sees it at once"
    assert "approved by Tom Berg" in await world.last(thread)
    await world.until(lambda: any("✓ Approve all — Tom Berg" in shown(one) for one in teams.posts[thread]))


async def test_a_form_that_is_cancelled_changes_nothing(world: World) -> None:
    thread = await world.mentions("U1", "story customers should see where their parcel is")
    story = (await world.posts(thread))[0]
    form = (await world.teams.presses("U1", thread, story, "Edit one"))["value"]
    back = (await world.teams.presses("U1", thread, story, "Cancel", form))["value"]
    assert read(back["body"]) == shown(story)
    assert len(await world.said(thread)) == 1


async def test_a_client_that_knows_no_execute_submits_the_same(world: World) -> None:
    teams = world.teams
    thread = await world.mentions("U1", "story customers should see where their parcel is")
    story = (await world.posts(thread))[0]
    data = next(one for one in buttons(card_of(story)) if one["title"] == "Edit one")["fallback"]["data"]
    await teams.deliver(teams.activity("U1", thread, value=data, replyToId=story["id"]))
    form = (await world.posts(thread))[-1]
    assert "Edit US-1" in shown(form)
    save = next(one for one in buttons(card_of(form)) if one["title"] == "Save")["fallback"]["data"]
    inputs = [one for one in card_of(form)["body"] if one["type"].startswith("Input.")]
    await teams.deliver(
        teams.activity("U1", thread, value={**save, **{one["id"]: "" for one in inputs}}, replyToId=form["id"])
    )
    assert "A story needs a role." in shown(teams.posts[thread][-1])
    values = {one["id"]: "hurried customer" if one["label"] == "As a" else str(one.get("value", "")) for one in inputs}
    await teams.deliver(teams.activity("U1", thread, value={**save, **values}, replyToId=form["id"]))
    said = await world.said(thread)
    assert said[1] == "Done."
    assert "hurried customer" in said[-1]


async def test_in_a_personal_chat_plain_words_are_enough(world: World) -> None:
    chat = personal("U1")
    await world.teams.says("U1", "hello", chat)
    assert "I’m Groundwork" in await world.last(chat)
    await world.teams.says("U1", "interview Faster refunds", chat)
    assert "Faster refunds" in await world.last(chat)
    await world.teams.says("U1", "Last Monday a customer waited 25 minutes & <left>.", chat)
    await world.teams.says("U1", "list", chat)
    assert "a customer waited 25 minutes & <left>" in await world.last(chat)


async def test_in_a_group_chat_only_mentions_count(world: World) -> None:
    await world.teams.says("U1", "interview Faster refunds", GROUP, mention=True)
    assert "Faster refunds" in await world.last(GROUP)
    await world.teams.says("U2", "Lunch?", GROUP)
    assert len(await world.said(GROUP)) == 1
    await world.teams.says("U2", "Customers lose the receipt.", GROUP, mention=True)
    assert len(await world.said(GROUP)) == 2


async def test_who_talks_under_a_finished_interview_reads_no_list_of_commands_unless_they_ask(world: World) -> None:
    thread = await world.mentions("U1", OPENING)
    await world.teams.says("U1", "finish", thread)
    said = await world.said(thread)
    await world.teams.says("U2", "Nice, thanks Priya", thread)
    assert await world.said(thread) == said
    await world.teams.says("U2", "help", thread)
    assert "I’m Groundwork" in await world.last(thread)
    await world.teams.says("U2", "and now?", thread, mention=True)
    assert len(await world.said(thread)) == len(said) + 2, "it answers by name"


async def test_who_talks_in_a_thread_begins_a_sentence_with_any_word_and_asks_for_nothing_by_it(world: World) -> None:
    thread = await world.mentions("U1", "/interview Faster refunds")
    await world.teams.says("U1", "finish", thread)
    before = await _everything(world)
    for remark in REMARKS:
        await world.teams.says("U2", remark, thread)
        assert await _everything(world) == before, remark
    await world.teams.says("U2", "status is green", thread, mention=True)
    assert "I’m Groundwork" in await world.last(thread), "it answers by name"
    await world.teams.says("U2", "usage went up a lot", thread, mention=True)
    assert "No language model is set up" in (await _everything(world))[-1]
    for asked, answer in ASKED:
        seen = await _everything(world)
        await world.teams.says("U2", asked, thread)
        assert answer in "\n".join((await _everything(world))[len(seen) :]), asked


async def _everything(world: World) -> list[str]:
    """All that the bot said anywhere, in the order in which it said it."""
    await world.bot.quiet()
    posts = sorted((post for posts in world.teams.posts.values() for post in posts), key=lambda post: int(post["id"]))
    return [shown(post) for post in posts]


async def test_other_peoples_talk_in_a_channel_is_theirs(world: World) -> None:
    await world.teams.says("U1", "Did anybody see the match?", CHANNEL)
    await world.teams.says("U1", "", f"{CHANNEL};messageid=5", mention=True)
    assert "I’m Groundwork" in await world.last(f"{CHANNEL};messageid=5")
    assert list(world.teams.posts) == [f"{CHANNEL};messageid=5"]


async def test_the_same_button_counts_once_however_often_it_is_pressed(world: World) -> None:
    thread = await world.mentions("U1", "story customers should see where their parcel is")
    story = (await world.posts(thread))[0]
    await world.teams.presses("U1", thread, story, "Approve all")
    await world.teams.presses("U1", thread, story, "Approve all")
    assert sum("approved by Priya" in one for one in await world.said(thread)) == 1


async def test_the_same_message_twice_is_answered_once(world: World) -> None:
    made = world.teams.activity("U1", personal("U1"), text="interview Faster refunds")
    await world.teams.deliver(made)
    await world.teams.deliver(made)
    assert len(await world.said(personal("U1"))) == 1
