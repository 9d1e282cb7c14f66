"""Lets a language model word a summary better: plain actions and decisions, names of themes, an opening."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TypeVar

from bot.grounding import Verdict
from bot.language.text import content_words, sentences, words
from bot.llm import Llm
from bot.llm.twice import ask_twice
from bot.llm.words import NO_ANSWER
from bot.retros.extraction.commitment import Commitment
from bot.retros.extraction.decisions import Decision
from bot.retros.extraction.opinions import Item
from bot.retros.extraction.summary import Summary
from bot.retros.extraction.themes import Theme
from bot.retros.summaries.filling import Opening, PlainLines, ThemeNames
from bot.retros.summaries.judging import Line, judge_lines, judge_names, judge_opening
from bot.retros.summaries.summed import labels
from bot.retros.summaries.wording import Sentence, Words

_LINES = 10  # actions and decisions that are worded at a time
_MOST_LINES = 30
_THEMES, _NOTES = 8, 6  # that are shown, and notes of each
_TOLD = 20  # lines that an opening may tell
_LONG = 400  # characters; of a longer remark only the part is shown that the line is from
_NEAR = 2  # sentences of that part: the one that the line is from, and the one before it
_FEWEST = 2  # words; a shorter line is plain, and one that is longer than `_LONG` no line

T = TypeVar("T", Commitment, Decision)


class _Silent(Exception):  # noqa: N818 (read aloud it says what happened)
    """The model gave nothing, so it isn't asked again in this turn."""


async def improved(summary: Summary, llm: Llm, model: str) -> Summary:
    """The same summary in better words, with what its readers have to know; no line comes or goes.

    `model`: who is asked, as people read it.
    """
    people = _people(summary)
    refused: list[str] = []
    opening: tuple[Sentence, ...] = ()
    silent = ""
    try:
        summary, kept = await _plain(summary, llm, people)
        refused += kept
        summary, kept = await _named(summary, llm, people)
        refused += kept
        opening, kept = await _opened(summary, llm, people)
        refused += kept
    except _Silent:
        silent = NO_ANSWER
    told = Words(model=model, opening=opening, refused=tuple(refused), silent=silent)
    return summary.model_copy(update={"words": told})


async def _plain(summary: Summary, llm: Llm, people: frozenset[str]) -> tuple[Summary, list[str]]:
    named = labels(summary)
    lines = {
        name: Line(each.text, "actions" if isinstance(each, Commitment) else "decisions", _said(each, summary))
        for name, each in named.items()
        if isinstance(each, Commitment | Decision) and len(words(each.text)) >= _FEWEST and len(each.text) <= _LONG
    }
    names = list(lines)[:_MOST_LINES]
    refused: list[str] = []
    for start in range(0, len(names), _LINES):
        some = {name: lines[name] for name in names[start : start + _LINES]}
        verdict = _answered(
            await ask_twice(
                llm,
                "retros/lines",
                PlainLines,
                partial(judge_lines, lines=some, people=people),
                lines=[
                    {"id": name, "kind": "action" if line.kind == "actions" else "decision", "text": line.text,
                     "said": _listed(line.said)}
                    for name, line in some.items()
                ],
            )
        )  # fmt: skip
        refused += [one.line for one in verdict.refused]
        summary = _with_lines(summary, verdict.stands)
    return summary, refused


def _with_lines(summary: Summary, worded: Mapping[str, str]) -> Summary:
    def put(letter: str, lines: Sequence[T]) -> tuple[T, ...]:
        found = []
        for at, each in enumerate(lines, 1):
            text = worded.get(f"{letter}{at}", "")
            found.append(each.model_copy(update={"worded": text}) if text and text != each.text else each)
        return tuple(found)

    return summary.model_copy(
        update={"actions": put("A", summary.actions), "decisions": put("D", summary.decisions)},
    )


async def _named(summary: Summary, llm: Llm, people: frozenset[str]) -> tuple[Summary, list[str]]:
    shown = summary.themes[:_THEMES]
    if not shown:
        return summary, []
    notes = {
        f"T{at}": {
            f"N{number}": _part(summary.items[each].text, theme.title)
            for number, each in enumerate(theme.notes[:_NOTES], 1)
        }
        for at, theme in enumerate(shown, 1)
    }
    verdict = _answered(
        await ask_twice(
            llm,
            "retros/themes",
            ThemeNames,
            partial(judge_names, themes=notes, people=people),
            themes=[
                {"id": f"T{at}", "name": theme.title, "said": _listed(notes[f"T{at}"])}
                for at, theme in enumerate(shown, 1)
            ],
        )
    )
    themes: list[Theme] = []
    for at, theme in enumerate(summary.themes, 1):
        name = verdict.stands.get(f"T{at}", "")
        others = {each.shown.casefold() for each in (*themes, *summary.themes[at:])}
        keeps = not name or name == theme.title or name.casefold() in others
        themes.append(theme if keeps else theme.model_copy(update={"worded": name}))
    refused = [one.line for one in verdict.refused if one.line in notes]
    return summary.model_copy(update={"themes": tuple(themes)}), refused


async def _opened(summary: Summary, llm: Llm, people: frozenset[str]) -> tuple[tuple[Sentence, ...], list[str]]:
    lines = {
        name: Line(text, kind, dict.fromkeys(each.sources, ""))
        for name, each in labels(summary).items()
        for text, kind in (_as_told(each),)
        if len(text) <= _LONG
    }
    heaviest = sorted(lines, key=lambda name: -_weight(labels(summary)[name]))[:_TOLD]
    some = {name: line for name, line in lines.items() if name in heaviest}
    verdict = _answered(
        await ask_twice(
            llm,
            "retros/opening",
            Opening,
            partial(judge_opening, lines=some, people=people),
            lines=[{"id": name, "kind": line.kind.replace("_", " "), "text": line.text} for name, line in some.items()],
        )
    )
    return tuple(verdict.stands.values()), ["opening"] if verdict.refused else []


def _as_told(line: Item | Commitment | Decision) -> tuple[str, str]:
    if isinstance(line, Item):
        return line.text, line.opinion
    return line.shown, "actions" if isinstance(line, Commitment) else "decisions"


def _weight(line: Item | Commitment | Decision) -> int:
    """What was agreed on counts most."""
    return line.weight if isinstance(line, Item) else 1_000


def _said(line: Commitment | Decision, summary: Summary) -> dict[str, str]:
    """The remarks behind a line; of a long one the part that the line is from."""
    remarks = [remark for each in line.sources if (remark := summary.remark(each)) is not None]
    return {f"S{number}": _part(remark.text, line.text) for number, remark in enumerate(remarks, 1)}


def _part(text: str, line: str) -> str:
    if len(text) <= _LONG:
        return text
    parts = sentences(text)
    mine = content_words(line)
    at = max(range(len(parts)), key=lambda each: (len(mine & content_words(parts[each])), -each)) if parts else 0
    near = "\n".join(parts[max(0, at - _NEAR + 1) : at + 1])
    return near if len(near) <= _LONG else parts[at][:_LONG] if parts else text[:_LONG]


def _people(summary: Summary) -> frozenset[str]:
    """Everybody who is known here, by the parts of their names."""
    named = [each.author for each in summary.cited]
    named += [each.author for each in summary.items]
    named += [person for each in summary.actions for person in (each.author, each.owner)]
    named += [each.author for each in summary.decisions]
    named += [person for remark in summary.cited for person in remark.mentions]
    return frozenset(part for person in named if person for part in words(person.name))


def _listed(said: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"id": name, "text": text} for name, text in said.items()]


V = TypeVar("V")


def _answered(verdict: Verdict[V] | None) -> Verdict[V]:
    if verdict is None:
        raise _Silent
    return verdict
