"""Health in Teams: a dialog for everybody, and numbers on a card."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.platforms.teams.conftest import World
from tests.platforms.teams.double import CHANNEL, NAMES, button, buttons, card_of, personal, shown
from tests.platforms.teams.test_retros import board_of, fills, presses


@pytest.fixture(autouse=True)
def by_words(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("index: {embedder: none}\n", encoding="utf-8")


async def test_an_assessment(world: World) -> None:
    thread = await world.mentions("U1", "assess")
    for count, user in enumerate(("U1", "U2"), 1):
        await fills(world, user, thread, "Answer", **{"10._Decisions": "2 rather not"})
        await world.bot.quiet()
        assert f"{count} ha" in shown(await board_of(world, thread))
    assert "Priya" not in shown(await board_of(world, thread)), "no button says who pressed it"


async def test_closing_an_assessment_shows_the_average_and_its_trend_as_a_picture(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(NAMES, "U4", "Mara Olsen")
    world.teams.members[CHANNEL] |= {"U3", "U4"}
    for score in ("2 rather not", "5 fully"):
        thread = await world.mentions("U1", "assess")
        for user in ("U1", "U2", "U3"):
            await fills(world, user, thread, "Answer", **{"10._Decisions": score})
        await presses(world, "U1", thread, "Close and show")
        assert "With fewer than 4 an average would tell on somebody" in "\n".join(
            shown(post) for posts in world.teams.posts.values() for post in posts
        )
        await fills(world, "U4", thread, "Answer", **{"10._Decisions": score})
        await presses(world, "U1", thread, "Close and show")
    assert "Closed. 4 have answered." in shown(await board_of(world, thread))
    result = (await world.posts(thread))[-1]
    assert "4.5 or more" in shown(result)
    assert "▲ +2.5" in shown(result)
    assert "data:image/png;base64," in str(card_of(result)), "Teams has no charts of its own"


async def test_whoever_builds_a_story_says_how_it_was(world: World) -> None:
    thread = await world.mentions("U1", "story customers should see where their parcel is")
    await world.bot.quiet()
    await world.teams.says("U1", "approve", thread)
    approved = (await world.posts(thread))[-1]
    assert "US-1: whoever builds it, how was it?" in shown(approved)
    await world.teams.presses("U2", thread, approved, "Had to correct, add, clarify")
    await world.bot.quiet()
    everything = "\n".join(shown(post) for posts in world.teams.posts.values() for post in posts)
    assert "Kept for US-1: “Had to correct, add, clarify”." in everything
    left = shown(next(post for post in world.teams.posts[thread] if post["id"] == approved["id"]))
    assert "[Usable as it was]" in left, "others are asked, too"
    await world.teams.says("U2", "health gates", thread, mention=True)
    assert "1 story reported on in the last 8 weeks; it takes at least 5" in await world.last(thread)


async def test_gates(world: World) -> None:
    thread = await world.mentions("U1", "health gates")
    await world.bot.quiet()
    assert "Not yet: of 6 gates" in "\n".join(await world.said(thread))


async def test_somebody_is_asked_about_their_step_of_a_map(world: World) -> None:
    await world.teams.says("U2", "help", personal("U2"))  # whoever was met can be found by name
    await world.posts(personal("U2"))
    thread = await world.mentions("U1", "map Changes of the checkout")
    await world.posts(thread)
    for text in ("From 40 days to 20 by the end of June", "Refinement → coding → release"):
        await world.teams.says("U1", text, thread)
        await world.posts(thread)
    await world.teams.says("U1", "ask @Tom Berg about step 2", thread)
    assert "I asked Tom Berg about “Coding”, in their own chat" in "\n".join(await world.said(thread))
    asked = (await world.posts(personal("U2")))[-1]
    assert "asks you about one step: Coding" in shown(asked)
    data = button(card_of(asked), "Answer")["data"]
    answer = await world.teams.invoke("U2", personal("U2"), "task/fetch", {"data": data}, replyToId=asked["id"])
    card = answer["task"]["value"]["card"]["content"]
    (save,) = buttons(card)
    inputs = {one["label"]: one["id"] for one in card["body"] if one["type"].startswith("Input.")}
    filled = {**save["data"], inputs["Work"]: "2 days", inputs["Wait"]: "a week"}
    await world.teams.invoke("U2", personal("U2"), "task/submit", {"data": filled})
    await world.bot.quiet()
    assert "Tom Berg told of “Coding”: Work “2 days”, Wait “a week”." in "\n".join(await world.said(thread))
    assert "Thank you, that is on the map now" in "\n".join(await world.said(personal("U2")))
    await world.teams.says("U1", "brief", thread)
    await world.bot.quiet()
    assert "2 days (S" in "\n".join(await world.said(thread))
