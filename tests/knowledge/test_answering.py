"""A model's answer is shown only as far as it stands in the passages that it cites."""

from __future__ import annotations

from typing import Any

import pytest

from bot.knowledge.answering import Sentence, ShortAnswer, answer, refusal
from bot.knowledge.values import Document, Found, Hit, Passage

TEXT = "Backups are kept for 35 days. A full one is made every night by Greta's job."
HIT = Hit(
    rank=1,
    score=1,
    document=Document(source="k", path="b.md", title="Backups"),
    passage=Passage(seq=0, headings=(), text=TEXT),
    key="k",
)
GOOD = Sentence(text="Backups are kept for 35 days.", cites=(1,))


class Scripted:
    """A model that says what it is told to; `asked` are the values it was given."""

    def __init__(self, *answers: ShortAnswer | None) -> None:
        self._answers = list(answers)
        self.asked: list[dict[str, Any]] = []

    async def fill(self, prompt: str, into: type[Any], **values: Any) -> Any:
        assert (prompt, into) == ("context/answer", ShortAnswer)
        self.asked.append(values)
        return self._answers.pop(0)


@pytest.mark.parametrize(
    ("text", "cites", "reason"),
    [
        ("Backups are kept for 35 days.", (1,), ""),
        ("Backups are kept for 35 days.", (2,), "there is no passage 2"),
        ("Backups are kept for 40 days.", (1,), "the number 40"),
        ("A full one is made by Priya every night.", (1,), "the name Priya"),
        ("Backups are not kept for 35 days.", (1,), "not so"),
        ("It says “kept for ever and a day”.", (1,), "word for word"),
        ("Restoring takes an expert and much patience.", (1,), "more than what it cites"),
        ("Backups are kept: https://evil.example", (1,), "a link"),
        ("Backups are kept, @everyone.", (1,), "calls somebody"),
    ],
)
def test_a_sentence_says_no_more_than_its_passage(text: str, cites: tuple[int, ...], reason: str) -> None:
    said = refusal(Sentence(text=text, cites=cites), (HIT,))
    assert (reason in said) if reason else said == ""


async def test_what_stands_is_shown_with_its_passages() -> None:
    assert await answer(Scripted(ShortAnswer(sentences=(GOOD,))), "how long", Found(hits=(HIT,))) == (
        "Backups are kept for 35 days. (1)"
    )


async def test_what_is_refused_goes_back_once_with_the_reason() -> None:
    bad = ShortAnswer(sentences=(Sentence(text="Backups are kept for 99 days.", cites=(1,)),))
    model = Scripted(bad, ShortAnswer(sentences=(GOOD,)))
    assert await answer(model, "how long", Found(hits=(HIT,)))
    assert "99" in model.asked[1]["refusals"][0]["reason"]
    assert await answer(Scripted(bad, bad), "how long", Found(hits=(HIT,))) == ""


async def test_no_answer_leaves_the_passages_alone() -> None:
    assert await answer(Scripted(None), "how long", Found(hits=(HIT,))) == ""
