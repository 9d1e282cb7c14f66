"""A short answer from a model, as far as each of its sentences stands in the passages that it cites."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import Field

from bot.chat import Value
from bot.knowledge.values import Found, Hit
from bot.knowledge.words import terms
from bot.language.markdown import escape
from bot.language.text import STOPWORDS
from bot.llm import Llm

PROMPT = "context/answer"
_TRIES = 2
_SHARED = 0.5
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][\w-]+")
_QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]")
_TURNED = re.compile(
    r"\b(?:not|no|never|nobody|none|without|cannot|can't|don't|doesn't|isn't|no longer)\b", re.IGNORECASE
)
_LINK = re.compile(r"https?://|<[!@#]|@(?:everyone|here|channel)\b", re.IGNORECASE)


class Sentence(Value):
    """A sentence of the answer, with the numbers of the passages that it rests on."""

    text: Annotated[str, Field(min_length=1, max_length=400)]
    cites: Annotated[tuple[int, ...], Field(min_length=1, max_length=5)]


class ShortAnswer(Value):
    """What a model answers."""

    sentences: Annotated[tuple[Sentence, ...], Field(min_length=1, max_length=4)]


def refusal(sentence: Sentence, hits: tuple[Hit, ...]) -> str:
    """Why a sentence can't be shown, "" when it can: its words, numbers, names and quotes must stand where it says."""
    by_rank = {hit.rank: hit for hit in hits}
    unknown = [number for number in sentence.cites if number not in by_rank]
    if unknown:
        return f"there is no passage {unknown[0]}"
    if _LINK.search(sentence.text):
        return "it holds a link or calls somebody"
    cited = [by_rank[number] for number in sentence.cites]
    source = "\n".join(f"{hit.document.title}\n{hit.passage.place}\n{hit.passage.text}" for hit in cited)
    plain = " ".join(source.split()).casefold()
    for what, pattern in (("number", _NUMBER), ("name", _NAME)):
        for found in pattern.findall(sentence.text):
            if not re.search(rf"(?<!\w){re.escape(found.casefold())}(?!\w)", plain):
                return f"the {what} {found} doesn’t stand in what it cites"
    for quote in _QUOTED.findall(sentence.text):
        if " ".join(quote.split()).casefold().rstrip(".,") not in plain:
            return "a quotation isn’t word for word"
    if _TURNED.search(sentence.text) and not _TURNED.search(source):
        return "it says that something is not so, and the passage doesn’t"
    said = {term for term in terms(sentence.text) if term not in STOPWORDS}
    if not said or len(said & set(terms(source))) < _SHARED * len(said):
        return "it says more than what it cites"
    return ""


async def answer(llm: Llm, question: str, found: Found) -> str:
    """The answer with its citations in Markdown; "" when a model gave none that stands, after a second try."""
    passages = [
        {"number": hit.rank, "title": hit.document.title, "status": hit.document.status, "text": hit.passage.text}
        for hit in found.hits
    ]
    refusals: list[dict[str, Any]] = []
    for _ in range(_TRIES):
        given = await llm.fill(PROMPT, ShortAnswer, question=question, passages=passages, refusals=refusals)
        if given is None:
            return ""
        refusals = [
            {"line": sentence.text, "reason": reason}
            for sentence in given.sentences
            if (reason := refusal(sentence, found.hits))
        ]
        if not refusals:
            return " ".join(f"{escape(each.text)} {_marks(each)}" for each in given.sentences)
    return ""


def _marks(sentence: Sentence) -> str:
    return "".join(f"({number})" for number in dict.fromkeys(sentence.cites))
