"""Notes as people write them: long ones, pictures, code, right to left, and names that must wake nobody."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.chat import Person, Post
from bot.platforms.slack.render import render as render_for_slack
from bot.platforms.teams.render import render as render_for_teams
from bot.platforms.terminal.render import as_text
from bot.retros import moves as m
from bot.retros.board import board_post
from bot.retros.exports import export_retro
from bot.retros.formats import Column, Format
from bot.retros.rules import Retro, apply
from tests.retros.stage import Stage

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PRIYA = Person(id="priya", name="Priya")
FORM = Format(title="One", columns=(Column(name="Stop", words=("stop",)),))
NASTY = (
    "<!channel> look at this <@U0123ABCD> and <!subteam^S1>",
    "@everyone @here @channel wake up",
    "<at>Everyone</at> & <b>bold</b>",
    "[click](https://evil.example) ![x](https://evil.example/x.png)",
    "`rm -rf /` and ```\ncode\n``` after",
    "הבנייה איטית מאוד ولا أحد يعرف لماذا",
    "👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 the build 🐌🐌🐌",
    "*stars* _lines_ ~waves~ | pipes | # heading\n> quote\n- list",
    "the same word " * 400,
    "\u202ereversed\u202c and \u200bnothing",
    "\x1b[31mred\x1b[0m terminal",
    "{{7*7}} ${HOME} %s",
)


def held(*texts: str, phases: tuple[m.Phase, ...] = ("group", "vote", "discuss")) -> Retro:
    """A retro with a theme for each note, the first under discussion."""
    retro = Retro(id="retro-1")
    moves: list[m.Move] = [m.Started(title="Sprint 19", format=FORM)]
    moves += [m.Noted(text=text, column="Stop") for text in texts]
    moves += [m.Turned(phase="group"), m.Themed(themes=tuple((number,) for number in range(1, len(texts) + 1)))]
    moves += [m.Turned(phase=phase) for phase in phases[1:]]
    if "discuss" in phases:
        moves.append(m.Taken(theme=1))
    for move in moves:
        retro = apply(retro, move, PRIYA, NOW)
    return retro


def shown(post: Post) -> tuple[str, str, str]:
    """What Slack and Teams are sent, and what a terminal shows."""
    slack, _ = render_for_slack(post)
    return (
        json.dumps([list(message.blocks) for message in slack], ensure_ascii=False),
        json.dumps([one.card for one in render_for_teams(post)], ensure_ascii=False),
        as_text(post),
    )


@pytest.mark.parametrize("number", range(len(NASTY)))
def test_no_note_wakes_anybody_or_breaks_the_board(number: int) -> None:
    turned = (*NASTY[number:], *NASTY[:number])
    for phases in (("group",), ("group", "vote"), ("group", "vote", "discuss")):
        post = board_post(held(*turned, phases=phases), (), ZoneInfo("UTC"))
        slack, teams, terminal = shown(post)
        for live in ('"mrkdwn"', '"user"', '"broadcast"', '"usergroup"', '"link"', '"image"'):
            assert f'"type": {live}' not in slack, "everything is plain letters, in which Slack reads nothing"
        assert "<" not in render_for_slack(post)[0][0].text
        for live in ('"TextBlock"', '"Image"', '"entities"', '"mention"', '"selectAction"'):
            assert live not in teams, "runs of text, in which Teams reads nothing"
        assert "\x1b" not in terminal


def test_twelve_themes_are_all_on_the_board() -> None:
    slack, teams, terminal = shown(board_post(held(*NASTY, phases=("group", "vote")), (), ZoneInfo("UTC")))
    for number in range(1, len(NASTY) + 1):
        bold = f'"text": "{number}"'
        assert bold in slack
        assert bold in teams
    assert terminal.count("1 note") == len(NASTY)


def test_words_are_exported_as_they_were_written() -> None:
    exported = json.loads(export_retro(held(*NASTY), (), "json"))
    assert [note["text"] for theme in exported["themes"] for note in theme["notes"]] == list(NASTY)


async def test_four_hundred_notes_of_thirty_people_in_the_terminal(stage: Stage) -> None:
    bot = stage.bot
    await bot.says("Priya", "/retro start", posts=1)
    about = ("the build", "our deploys", "those meetings", "late reviews", "flaky tests", "unclear tickets")
    shown = 0
    for number in range(400):
        await bot.says(f"Member {number % 30}", f"/retro add stop: {about[number % 6]} hurt, time {number}", posts=None)
        shown += len(bot.posts) - 1
    assert shown < 60, "the board isn’t shown anew for each note"
    await bot.says("Priya", "/retro next", posts=None)
    bot.shows("Priya revealed 400 notes")
    text = "\n".join(as_text(post) for post in bot.posts)
    assert len(text.splitlines()) < 60, "it is one screen, and all of it is in the file"
    listed = bot.document("retro-1-notes.md")
    assert all(f", time {number} " in listed for number in range(400))
