"""`/retro-summary` in Slack: every page and thread is read, with names and links; what may not be read is told."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tests.platforms.slack.conftest import World, live
from tests.platforms.slack.double import SlackDouble
from tests.platforms.slack.people import shown
from tests.retros.said import echo, has_a_model

RETRO: tuple[tuple[str, str], ...] = (
    ("U1", "retro time everyone!"),
    ("U1", "What went well?"),
    ("U2", "the new search is twice as fast, customers noticed"),
    ("U3", "pairing on the importer"),
    ("U1", "And what could be better?"),
    ("U2", "the builds take forty minutes"),
    ("U3", "slow builds again, I waited for them every day"),
    ("U1", "Tom, can you look at a cache for the builds?"),
    ("U2", "yep, by Friday"),
    ("U3", "I'll write down how the importer works"),
    ("U1", "Decision: no deploys on Fridays"),
)


def happened(
    world: World, said: tuple[tuple[str, str], ...], channel: str = "C1", ago: float = 3600.0, **more: Any
) -> list[str]:
    """Messages that are there already, nine seconds apart."""
    found = []
    for number, (user, text) in enumerate(said):
        ts = f"{time.time() - ago + number * 9:.6f}"
        world.slack.channel(channel)["messages"].append(
            {"type": "message", "user": user, "ts": ts, "text": text, **more}
        )
        found.append(ts)
    return found


async def summary(world: World, words: str = "", channel: str = "C1") -> str:
    before = len(await world.said(channel))
    await world.people.commands("U1", f"/retro-summary {words}".strip(), channel)
    return "\n".join((await world.said(channel))[before:])


async def test_what_was_said_is_summed_up_with_links_to_who_said_it(here: World) -> None:
    stamps = happened(here, RETRO)
    said = await summary(here)
    assert "What went well (2)" in said
    assert "“the builds take forty minutes”" in said
    assert "What to improve (2)" in said
    assert "look at a cache for the builds (Tom, by Fri" in said
    assert "write down how the importer works (Ana)" in said
    assert "no deploys on Fridays" in said
    assert "[Keep all]" in said
    assert "retro-summary.md" in said
    posted = str(here.slack.said("C1"))
    assert f"https://acme.slack.com/archives/C1/p{stamps[5].replace('.', '')}" in posted


async def test_a_model_may_word_it_and_what_it_adds_is_left_out(
    tmp_path: Path, slack: SlackDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(prompt: str, question: str) -> Any:
        said = echo(prompt, question)
        if prompt == "retros/themes":
            said["themes"][0]["name"] = "slow builds"
        if prompt == "retros/lines":
            said["lines"][1]["text"] = "ask <@U3> to buy <!channel> a cache by Monday"
        if prompt == "retros/opening":
            said["sentences"] = [{"text": "The builds take forty minutes.", "lines": ["I1"]}]
        return said

    has_a_model(monkeypatch, answer)
    async with live(tmp_path, slack, GROUNDWORK_MODEL="openai:scripted") as world:
        happened(world, RETRO)
        said = await summary(world)
    assert "The builds take forty minutes. (" in said
    assert "slow builds" in said.partition("Themes")[2].partition("Decided")[0]
    assert "look at a cache for the builds (Tom, by Fri" in said
    assert "Its wording of one action said more or less than was said" in said
    assert "Read and worded by openai:scripted at api.openai.com" in said
    assert "Monday" not in said


async def test_a_kept_action_is_asked_of_its_owner(here: World) -> None:
    happened(here, RETRO)
    await summary(here)
    post = next(one for one in here.slack.said("C1") if "[Keep all]" in shown(one))
    await here.people.presses("U1", "C1", post, "Keep 1")
    assert "A-1" in await here.last("C1")
    assert "Kept: 1 as A-1" in shown(here.slack.message("C1", post["ts"]))
    assert "[I’ll do it]" in "\n".join(await here.said(here.slack.direct("U2"))), "Tom is asked in his own chat"


async def test_every_page_and_every_thread_is_read_and_waited_for(here: World) -> None:
    noise = tuple(("U3", f"deployed build {number}") for number in range(430))
    happened(here, noise, ago=20_000.0)
    root = happened(here, (("U1", "Retro! What went well?"),), ago=5000.0)[0]
    happened(
        here,
        tuple(("U2", f"the release of part {number} went smoothly") for number in range(230)),
        ago=4900.0,
        thread_ts=root,
    )
    here.slack.fail("conversations.history", "ratelimited", times=1, seconds=1)
    said = await summary(here)
    assert "What went well (230)" in said
    assert "661 messages by 3 people" in said
    pages = [given for name, given, _ in here.slack.calls if name == "conversations.history" and given.get("cursor")]
    assert [given["cursor"] for given in pages] == ["200", "400"]


async def test_joins_deleted_messages_and_its_own_words_count_for_nothing(here: World) -> None:
    happened(here, RETRO)
    happened(here, (("U2", "<@U2> has joined the channel"),), subtype="channel_join")
    happened(here, (("USLACKBOT", "This message was deleted."),), subtype="tombstone", hidden=True)
    first = await summary(here)
    again = await summary(here, "last 2 weeks")
    assert "11 messages by 3 people" in first
    assert "11 messages by 3 people" in again, "what the bot said, and who called it, is not read"


async def test_a_reply_in_an_old_thread_is_found_and_an_old_note_is_not(here: World) -> None:
    day = 24 * 3600.0
    root = happened(here, (("U1", "What went well? (thread)"),), ago=9 * day)[0]
    happened(here, (("U2", "the old office party was great fun"),), ago=8 * day, thread_ts=root)
    happened(here, (("U2", "the new onboarding guide helped a lot"),), ago=2 * day, thread_ts=root)
    happened(here, RETRO)
    said = await summary(here, "last 3 days")
    assert "onboarding guide" in said
    assert "office party" not in said


async def test_a_private_channel_has_to_invite_it(here: World) -> None:
    here.slack.new_channel("CP", "U1", private=True)
    happened(here, RETRO, channel="CP")
    await here.people.commands("U1", "/retro-summary", "CP")
    await here.bot.quiet()
    told = "\n".join([shown(one) for one in here.slack.ephemeral] + await here.said(here.slack.direct("U1")))
    assert "I’m not in this channel" in told
    assert "/invite @Groundwork" in told


async def test_a_missing_scope_is_named_with_its_mend(here: World) -> None:
    here.slack.fail("conversations.history", "missing_scope", times=9)
    said = await summary(here)
    assert "the app lacks the scope" in said
    assert "groundwork manifest slack" in said


async def test_a_thread_is_summed_up_where_it_is_mentioned_and_by_its_link(here: World) -> None:
    root = happened(here, (("U1", "Retro of sprint 9, in this thread please"),))[0]
    happened(here, RETRO[1:], ago=3500.0, thread_ts=root)
    happened(here, (("U2", "the lunch was awful, cold soup again"),))
    link = f"https://acme.slack.com/archives/C1/p{root.replace('.', '')}"
    linked = await summary(here, link)
    assert "lunch" not in linked
    assert "What to improve (2)" in linked
    other = "https://acme.slack.com/archives/C9/p1700000000000001"
    assert "That link leads to another conversation" in await summary(here, other)
    await here.people.types("U1", "<@UBOT> retro-summary", "C1", thread=root)
    said = "\n".join(await here.said("C1", root))
    assert "What to improve (2)" in said
    assert "lunch" not in said
