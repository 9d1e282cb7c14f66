"""A retro in Teams: dialogs for everybody, so that nobody's words are lost when the board is drawn anew."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.platforms.teams.render.elements import read
from tests.platforms.slack.test_retros import four_hundred, text_of
from tests.platforms.teams.conftest import World
from tests.platforms.teams.double import CHANNEL, button, buttons, card_of, personal, shown


@pytest.fixture(autouse=True)
def by_words(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("index: {embedder: none}\n", encoding="utf-8")


async def board_of(world: World, thread: str) -> dict[str, Any]:
    return (await world.posts(thread))[0]


async def fills(world: World, user: str, thread: str, title: str, **values: str) -> str:
    """Press a button of the board that opens a dialog, fill it by its labels, and read what it says."""
    post = await board_of(world, thread)
    data = button(card_of(post), title)["data"]
    assert data["msteams"] == {"type": "task/fetch"}
    answer = await world.teams.invoke(user, thread, "task/fetch", {"data": data}, replyToId=post["id"])
    card = answer["task"]["value"]["card"]["content"]
    (save,) = buttons(card)
    inputs = {one["label"]: one for one in card["body"] if one["type"].startswith("Input.")}
    filled = {one["id"]: str(one.get("value", "")) for one in inputs.values()}
    for name, value in values.items():
        one = next(one for label, one in inputs.items() if label.replace(" ", "_").startswith(name))
        options = {choice["title"]: choice["value"] for choice in one.get("choices", ())}
        filled[one["id"]] = options.get(value, value)
    answer = await world.teams.invoke(user, thread, "task/submit", {"data": {**save["data"], **filled}})
    await world.bot.quiet()  # so that what follows from somebody's own chat comes after it
    told = answer["task"]["value"]
    return told if isinstance(told, str) else read(told["card"]["content"]["body"])


async def presses(world: World, user: str, thread: str, title: str) -> None:
    await world.teams.presses(user, thread, await board_of(world, thread), title)
    await world.bot.quiet()


async def test_a_whole_retro(world: World) -> None:
    thread = await world.mentions("U1", "retro start Sprint 19")
    await fills(world, "U1", thread, "Add a note", Where="Start", Your_note="pairing")
    await fills(world, "U2", thread, "Add a note", Where="Stop", Your_note="Friday deploys")
    await world.teams.says("U3", "retro add stop: deploys on Fridays", personal("U3"))
    assert "Noted for retro 1" in await world.last(personal("U3"))
    await world.teams.says("U2", "retro add the build takes 40 minutes", thread, mention=True)
    board = shown(await board_of(world, thread))
    assert "— 2" in board
    assert "pairing" not in board
    assert "— Priya" not in board, "no button says who pressed it"
    await presses(world, "U1", thread, "Reveal and group")
    assert "Friday deploys — 2 notes" in shown(await board_of(world, thread))
    assert "There is no note 99" in await fills(world, "U1", thread, "Move notes", Which="99", Into="1")
    await fills(world, "U1", thread, "Move notes", Which="1", Into="Working together")
    await presses(world, "U1", thread, "Vote")
    await fills(world, "U1", thread, "Vote", Your="4, 4")
    await fills(world, "U2", thread, "Vote", Your="2")
    assert "2 people have voted" in shown(await board_of(world, thread))
    await presses(world, "U1", thread, "Discuss")
    await presses(world, "U1", thread, "Next theme")
    assert "Working together" in shown(await board_of(world, thread))
    answer = {"What": "Freeze deploys on Fridays", "Who": "Tom Berg", "By": "2099-12-18"}
    await fills(world, "U1", thread, "Add an action", **answer)
    said = await world.said(thread)
    assert "A-1 Freeze deploys on Fridays — Tom Berg, by Fri 18 Dec 2099 · waits for a yes" in said[-1]
    asked = (await world.posts(personal("U2")))[-1]
    assert "Priya Shah wrote down an action for you" in shown(asked)
    await world.teams.presses("U2", personal("U2"), asked, "I’ll do it")
    await world.bot.quiet()
    assert "· accepted" in (await world.said(thread))[-1]
    await presses(world, "U1", thread, "To the actions")
    await presses(world, "U1", thread, "Close the retro")
    assert any("closed the retro: 4 notes" in one for one in await world.said(thread))


async def test_four_hundred_notes(world: World) -> None:
    thread = await world.mentions("U1", "retro start Everybody")
    await world.bot.quiet()
    await four_hundred(world.bot.app, "U2", 400)
    await presses(world, "U1", thread, "Reveal and group")
    said = await world.said(thread)
    assert "revealed 400 notes" in "\n".join(said)
    assert all(text_of(number).strip() in "\n".join(said[1:]) for number in range(400))
    await presses(world, "U1", thread, "Vote")
    await fills(world, "U2", thread, "Vote", Your="1, 1, 2")
    for title in ("Discuss", "Next theme", "To the actions", "Close the retro"):
        await presses(world, "U1", thread, title)
    assert "2 votes" in shown(await board_of(world, thread))


async def test_a_note_in_the_thread_follows_its_message(world: World) -> None:
    thread = await world.mentions("U1", "retro start Sprint 19")
    await world.last(thread)
    made = await world.teams.says("U2", "retro add stop: Friday deploys", thread, mention=True)
    other = await world.teams.says("U3", "retro add start: pairing", thread, mention=True)
    own = await world.teams.says("U3", "retro add start: mobbing", personal("U3"))
    await world.bot.quiet()
    await presses(world, "U1", thread, "Reveal and group")
    assert "Friday deploys" in shown(await board_of(world, thread))
    await edits(world, "U2", thread, made, "retro add stop: deploys after four")
    board = shown(await board_of(world, thread))
    assert "deploys after four" in board
    assert "Friday deploys" not in board
    await deletes(world, "U3", thread, other)
    assert "pairing" not in shown(await board_of(world, thread))
    await edits(world, "U3", personal("U3"), own, "retro add start: mobbing on Mondays")
    assert "mobbing on Mondays" in shown(await board_of(world, thread))


async def edits(world: World, user: str, chat: str, which: str, text: str) -> None:
    """Somebody edits a message of theirs."""
    edited = world.teams.activity(user, chat, type="messageUpdate", text=text)
    data = {**edited.get("channelData", {}), "eventType": "editMessage"}
    await world.teams.deliver({**edited, "id": which, "channelData": data})
    await world.bot.quiet()


async def deletes(world: World, user: str, chat: str, which: str) -> None:
    """Somebody deletes a message of theirs."""
    await world.teams.deliver(world.teams.activity(user, chat, type="messageDelete") | {"id": which})
    await world.bot.quiet()


async def test_a_message_of_the_channel_that_was_passed_on_takes_its_note_along(world: World) -> None:
    thread = await world.mentions("U1", "retro start Sprint 19")
    await world.last(thread)
    other = f"{CHANNEL};messageid=1700000000999"
    link = f"https://teams.microsoft.com/l/message/{CHANNEL}/1700000000999?parentMessageId=1700000000999&groupId=g"
    payload = {
        "id": "1700000000999",
        "linkToMessage": link,
        "body": {"contentType": "html", "content": "<p>The build takes 40 minutes</p>"},
        "from": {"user": {"id": "U2", "displayName": "Tom Berg"}},
    }
    value = {"commandId": "retro-note", "commandContext": "message", "messagePayload": payload}
    answer = await world.teams.invoke("U1", other, "composeExtension/fetchTask", value)
    (save,) = buttons(card := answer["task"]["value"]["card"]["content"])
    filled = {one["id"]: str(one.get("value", "")) for one in card["body"] if one["type"].startswith("Input.")}
    await world.teams.invoke("U1", other, "composeExtension/submitAction", {"data": {**save["data"], **filled}})
    await world.bot.quiet()
    await edits(world, "U2", other, "1700000000999", "The build takes 50 minutes")
    await edits(world, "U2", f"{CHANNEL};messageid=5", "5", "Nobody has time for tests")
    await presses(world, "U1", thread, "Reveal and group")
    assert "The build takes 50 minutes" in shown(await board_of(world, thread))
    await deletes(world, "U2", other, "1700000000999")
    assert "The build takes" not in shown(await board_of(world, thread))


async def test_an_edit_at_once_in_ones_own_chat_counts_where_anonymous_retros_are_held(world: World) -> None:
    own = personal("U2")
    await world.mentions("U1", "retro start --anonymous Sprint 19")
    await world.teams.says("U2", "interview Faster refunds. Customers lose the receipt.", own)
    await world.last(own)
    said = await world.teams.says("U2", "From 9 days to 2 by the end of June.", own)
    await edits(world, "U2", own, said, "From 9 days to 3 by the end of June.")
    await world.teams.says("U2", "list", own)
    assert "From 9 days to 3" in await world.last(own)
    assert "From 9 days to 2" not in await world.last(own)


async def test_days_in_numbers_are_read_as_the_team_s_country_does_and_read_back(world: World) -> None:
    own = personal("U2")
    thread = await world.mentions("U1", "ceremony add Retrospective, Friday 10:00, 1 hour")
    await world.last(thread)
    await world.teams.says("U1", "retro action Fix the build @Tom Berg", thread, mention=True)
    await world.bot.quiet()
    year = datetime.now(UTC).year + 1
    await world.teams.says("U2", f"retro snooze A-1 10/12/{year}", own)
    told = await world.last(own)
    assert f"before {datetime(year, 12, 10, tzinfo=UTC):%a} 10 Dec {year}." in told
    assert f"I read “10/12/{year}” as 10 December {year}. If you meant 12 October {year}, write the month" in told


async def test_a_slip_is_answered_and_nothing_of_it_is_kept_where_notes_are_anonymous(world: World) -> None:
    own = personal("U2")
    await world.teams.says("U2", "retro strat", own)
    assert "Did you mean /retro start?" in await world.last(own)
    await world.mentions("U1", "retro start --anonymous")
    await world.bot.quiet()
    await world.teams.says("U2", "retro ad stop: meetings", own)
    assert "I kept nothing of what you wrote." in await world.last(own)
    assert not any("meetings" in str(message.text) for message in world.bot.messages)


async def test_from_their_own_chat_nobody_does_anything_with_another_team_s_action(world: World) -> None:
    thread = await world.mentions("U1", "retro action Let Mara go")
    await world.last(thread)
    world.teams.members[CHANNEL].remove("U3")
    own = personal("U3")
    for words in ("done A-1", "reword A-1 by Friday", "take A-1"):
        await world.teams.says("U3", f"retro {words}", own)
        told = await world.last(own)
        assert "Which action?" in told
        assert "Mara" not in told
