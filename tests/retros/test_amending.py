"""A note that was typed as a message follows that message: edited or deleted, until its retro is closed."""

from __future__ import annotations

from typing import Literal

from bot.chat import Person
from bot.retros import moves as m
from bot.retros.formats import Column, Format
from bot.retros.forms import mark_of_text
from bot.retros.held import retro_of
from bot.retros.rules import Retro, replay
from tests.dialog import HERE, MONDAY, StraightRoad, visible
from tests.retros.stage import Stage

FORM = Format(title="Two", columns=(Column(name="Keep"), Column(name="Stop", words=("stop",))))
TOM = Person(id="tom", name="Tom")


async def changes(stage: Stage, who: str, link: str, text: str, how: Literal["edited", "deleted"] = "edited") -> str:
    """Somebody edits or deletes the message with this link; what is said then."""
    bot = stage.bot
    road = bot.road
    assert isinstance(road, StraightRoad)
    message = bot._message(who, HERE, link).model_copy(update={"text": text, "change": how})
    bot.posts = await road.take(message)
    return "\n".join(visible(post) for post in bot.posts)


async def begun(stage: Stage) -> None:
    await stage.bot.says("Priya", "/retro start Sprint 19", posts=1)
    await stage.bot.says("Tom", "retro add stop: Friday deploys", posts=2, link="https://chat.example/t/1")
    await stage.bot.says("Ana", "retro add stop: deploys on Fridays", posts=2, link="https://chat.example/t/2")


async def retro(stage: Stage) -> Retro:
    journal = await stage.store.journal("retro-1")
    assert journal is not None
    return retro_of(journal)


async def test_a_hidden_note_reads_as_its_message_and_its_author_is_told(stage: Stage) -> None:
    await begun(stage)
    await changes(stage, "Tom", "https://chat.example/t/1", "retro add stop: deploys after four on Fridays")
    assert "now reads “deploys after four on Fridays”" in stage.told("Tom")
    assert stage.public() == "", "nobody sees what is hidden"
    await stage.bot.says("Priya", "/retro next", posts=None)
    assert "deploys after four on Fridays" in stage.bot.document("retro-1-notes.md")
    assert "Friday deploys" not in stage.bot.document("retro-1-notes.md")


async def test_a_note_that_everybody_sees_changes_on_the_board_with_its_theme(stage: Stage) -> None:
    await begun(stage)
    await stage.bot.says("Priya", "/retro next", posts=None)
    await changes(stage, "Tom", "https://chat.example/t/1", "retro add keep: deploys before lunch")
    assert "deploys before lunch" in stage.public()
    note = (await retro(stage)).notes[0]
    assert (note.text, note.by and note.by.name) == ("deploys before lunch", "Tom")


async def test_a_deleted_note_leaves_the_board_and_its_theme_goes_on_with_the_others(stage: Stage) -> None:
    await begun(stage)
    await stage.bot.says("Priya", "/retro next", posts=None)
    await changes(stage, "Tom", "https://chat.example/t/1", "", "deleted")
    assert "Friday deploys" not in stage.public()
    assert "deploys on Fridays — 1 note" in stage.public().replace("**", "")
    assert "Your note “Friday deploys” is taken out of retro 1." in stage.told("Tom")


async def test_a_message_that_is_no_note_any_more_takes_its_note_along_and_says_why(stage: Stage) -> None:
    await begun(stage)
    await changes(stage, "Tom", "https://chat.example/t/1", "never mind")
    assert "A note begins with `retro add`, and your message no longer does." in stage.told("Tom")
    assert [note.text for note in (await retro(stage)).live] == ["deploys on Fridays"]


async def test_nobody_changes_somebody_elses_note_and_other_edits_are_nobodys_business(stage: Stage) -> None:
    await begun(stage)
    assert await changes(stage, "Ana", "https://chat.example/t/1", "retro add stop: something else") == ""
    assert await changes(stage, "Tom", "https://chat.example/t/9", "retro add stop: something else") == ""
    assert await changes(stage, "Tom", "https://chat.example/t/1", "retro add stop: Friday deploys") == "", "no change"
    assert [note.text for note in (await retro(stage)).live] == ["Friday deploys", "deploys on Fridays"]


async def test_in_a_closed_retro_a_note_stays_and_its_author_is_told(stage: Stage) -> None:
    await begun(stage)
    await stage.bot.says("Priya", "/retro close", posts=None)
    await changes(stage, "Tom", "https://chat.example/t/1", "", "deleted")
    assert stage.told("Tom") == "Retro 1 is closed, so your note stays as it was."
    assert [note.text for note in (await retro(stage)).live] == ["Friday deploys", "deploys on Fridays"]


async def test_a_note_for_the_next_retro_follows_as_well(stage: Stage) -> None:
    await stage.bot.says("Tom", "retro add stop: Friday deploys", link="https://chat.example/t/1")
    await changes(stage, "Tom", "https://chat.example/t/1", "retro add stop: late deploys")
    assert [note.text for note in (await retro(stage)).live] == ["stop: late deploys"]
    await stage.bot.says("Priya", "/retro start", posts=None)
    assert [(note.column, note.text) for note in (await retro(stage)).live] == [("Stop", "late deploys")]


async def passed_on(stage: Stage, link: str, text: str) -> None:
    """Priya uses the shortcut on a message of Tom’s."""
    message = stage.bot._message("Tom", HERE, link)
    update = {"command": "retro-note", "text": text, "via": Person(id="priya", name="Priya")}
    await stage.bot._send(message.model_copy(update=update), None)


async def test_a_message_that_was_passed_on_takes_its_note_along(stage: Stage) -> None:
    link = "https://chat.example/t/1"
    await passed_on(stage, link, "Friday deploys hurt")
    await changes(stage, "Tom", link, "Friday deploys hurt, as ever")
    told = "The note that was made of your message in retro 1 now reads “Friday deploys hurt, as ever”."
    assert stage.told("Tom") == told
    assert await changes(stage, "Ana", link, "I never said that") == ""
    (note,) = (await retro(stage)).live
    assert (note.text, note.link, note.by and note.by.name) == ("Friday deploys hurt, as ever", link, "Tom")
    await changes(stage, "Tom", link, "", "deleted")
    told = "Your message was a note in retro 1: “Friday deploys hurt, as ever” is taken out there, too."
    assert stage.told("Tom") == told
    assert (await retro(stage)).live == ()


async def test_a_note_that_was_put_in_other_words_in_its_form_keeps_them(stage: Stage) -> None:
    link, said = "https://chat.example/t/1", "Friday deploys hurt"
    await stage.bot.says("Priya", "/retro start", posts=None)
    facts = {"author": "tom", "author_name": "Tom", "link": link, "as_said": mark_of_text(said)}
    await stage.bot.fills("Priya", "retro:note:retro-1", column="Stop", text="Friday deploys", **facts, posts=None)
    assert await changes(stage, "Tom", link, "Friday deploys hurt, as ever") == ""
    await stage.bot.fills("Priya", "retro:note:retro-1", column="Stop", text=f"{said} ", **facts, posts=None)
    await changes(stage, "Tom", link, "Friday deploys hurt, as ever")
    assert [note.text for note in (await retro(stage)).live] == ["Friday deploys", "Friday deploys hurt, as ever"]


async def test_in_a_closed_retro_what_was_passed_on_stays(stage: Stage) -> None:
    link = "https://chat.example/t/1"
    await passed_on(stage, link, "Friday deploys hurt")
    for words in ("start", "close"):
        await stage.bot.says("Priya", f"/retro {words}", posts=None)
    await changes(stage, "Tom", link, "", "deleted")
    assert stage.told("Tom") == "Retro 1 is closed, so the note that was made of your message stays as it was."


async def test_in_an_anonymous_retro_a_note_from_before_it_names_nobody_and_is_nobodys(stage: Stage) -> None:
    await stage.passes_on("Ana", "Friday deploys hurt", "Tom")
    await stage.bot.says("Tom", "retro add stop: meetings", link="https://chat.example/t/1")
    await stage.bot.says("Priya", "/retro start --anonymous", posts=None)
    assert "The board and the export name nobody." in stage.public()
    assert await changes(stage, "Tom", "https://chat.example/t/1", "", "deleted") == ""
    await stage.bot.says("Priya", "/retro next", posts=None)
    await stage.bot.says("Priya", "/retro export json")
    exported = stage.bot.document("retro-1.json")
    assert "meetings" in exported
    assert "chat.example" not in exported, "a message has an author"


def test_a_theme_under_discussion_whose_last_note_goes_is_no_longer_the_topic() -> None:
    moves: list[m.Move] = [
        m.Started(title="x", format=FORM),
        m.Noted(text="Friday deploys", column="Stop"),
        m.Noted(text="pairing", column="Keep"),
        m.Turned(phase="discuss"),
        m.Taken(theme=1),
        m.Removed(note=1),
    ]
    found = replay("retro-1", [(move, TOM, MONDAY) for move in moves])
    assert found.topic is None
    assert [theme.title for theme in found.shown] == ["pairing"]


def test_a_theme_that_somebody_named_keeps_its_name_when_a_note_changes() -> None:
    moves: list[m.Move] = [
        m.Started(title="x", format=FORM),
        m.Noted(text="Friday deploys", column="Stop"),
        m.Turned(phase="group"),
        m.Named(theme=1, title="Releases"),
        m.Reworded(note=1, text="late deploys", column="Stop"),
    ]
    found = replay("retro-1", [(move, TOM, MONDAY) for move in moves])
    assert (found.shown[0].title, found.notes[0].text) == ("Releases", "late deploys")
