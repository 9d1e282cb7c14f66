"""Notes about one thing are proposed as one theme: by their meaning, and without a model by their words."""

from __future__ import annotations

from bot.features.retros import Meanings
from bot.retros.extraction.theming import propose
from bot.retros.rules import Note

NOTES = {
    "Stop": (
        "Deploying on Friday went wrong",
        "Friday deploys are scary",
        "Too many meetings on Tuesday",
        "Meetings take half of my week",
        "Flaky tests again",
        "The end to end tests fail at random",
        "Support interrupted us every day",
        "Interruptions from support",
    ),
    "Continue": ("Pairing with Ana was great", "I loved the pair programming sessions", "Team lunch was fun"),
}
given = [
    Note(number=at, text=text, column=column)
    for at, (column, text) in enumerate(((column, text) for column, texts in NOTES.items() for text in texts), 1)
]


async def test_by_meaning() -> None:
    texts = [note.text for note in given]
    vectors = await Meanings("minilm")(texts)
    assert vectors is not None
    by_text = dict(zip(texts, vectors, strict=True))
    themes = {frozenset(theme) for theme in propose(given, lambda wanted: [by_text[text] for text in wanted])}
    assert {frozenset(pair) for pair in ((1, 2), (3, 4), (5, 6), (7, 8), (9, 10))} <= themes


async def test_by_words_where_there_is_no_embedder() -> None:
    assert await Meanings("none")(["x"]) is None
    assert await Meanings("no.such:Class")(["x"]) is None
    themes = {frozenset(theme) for theme in propose(given, None)}
    assert {frozenset(pair) for pair in ((1, 2), (3, 4), (5, 6), (7, 8))} <= themes


def test_where_nearly_all_would_be_one_theme_notes_have_to_be_more_alike() -> None:
    about = ["build is slow", "review is slow", "deploy is slow", "meeting is slow"]
    many = [Note(number=at, text=f"the {about[at % 4]} on day {at % 5}") for at in range(1, 41)]
    themes = propose(many, None)
    assert max(map(len, themes)) <= 12
    assert sorted(number for theme in themes for number in theme) == list(range(1, 41))
