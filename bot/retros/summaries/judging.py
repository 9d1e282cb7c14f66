"""Whether what a language model wrote for a summary says what was said: else the rules' own words stay."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.grounding import Ground, Refusal, Verdict, claims, refusal
from bot.grounding.plain import not_plain, speaks_to_a_model
from bot.language.text import STOPWORDS, lower_first, one_line, sentence_case, stem, words
from bot.language.verbs import starts_with_verb
from bot.retros.summaries.filling import Opening, PlainLines, ThemeNames
from bot.retros.summaries.wording import Sentence

LONGEST_LINE = 160
LONGEST_SENTENCE = 240
LONGEST_NAME = 6
"""Words of a theme's name."""

KEPT = 0.6
"""Of the words of the rules' line that aren't chatter, at least this share stays in a plain wording of it."""

_CHATTER = frozenset(
    stem(word)
    for word in """
    honestly guess guys hey hi lol haha tbh imo btw pls plz yeah yep yup nah hmm oh ah anyway probably kinda sorta gonna
    wanna gotta bit stuff sure fine cool nice totally literally quickly proposal agreed decided settled deal
    """.split()
)
_SMALL = frozenset(
    """
    well good great bad badly better worse best worst improve improved improves decide decided decides decision agree
    agreed agrees idea ideas suggest suggested suggests propose proposed proposes will shall should must can could would
    may might need needs needed want wants wanted all any each every everybody everyone everything nobody nothing none
    no not never without few many most more less least several some both only just other another same again always often
    sometimes rarely once twice still already yet before after until till during under over above below because since so
    if unless when whenever while though although despite instead than too then therefore due first last
    """.split()
)
"""Words that carry little and turn a sentence round: they have to stand where the rest of it stands."""

_HELD = re.compile(
    r"\b(?:if|unless|until|when|before|after|maybe|perhaps|probably|possibly|might|try|trying|consider|instead|first)\b",
    re.IGNORECASE,
)
"""Words without which a line says more than was said."""

_POINTING = frozenset(
    """
    from to into onto with without for by of on before after until instead than over under about not no against
    """.split()
)
"""Behind these stands what the line is about, so it can't be swapped."""

_NEXT_PART = re.compile(r"\s*[,;:–—/&]\s+|\s+(?:and|but|while|whereas)\s+", re.IGNORECASE)
_PERSON = re.compile(r"(?<!^)\b[A-Z][a-zà-ÿ]+\b")
_ONE = re.compile(r"\b(?:I|me|my|mine|myself)\b", re.IGNORECASE)
FRAMES = {
    "went_well": "went well, good",
    "to_improve": "to improve, could be better",
    "ideas": "an idea, suggested",
    "decisions": "decided, agreed",
    "actions": "to do, will",
}
"""What a line may be called, by its kind."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the rules, with the remarks that it rests on by their ids; `kind` is a key of `FRAMES`."""

    text: str
    kind: str
    said: Mapping[str, str]


def judge_lines(filled: PlainLines, lines: Mapping[str, Line], people: frozenset[str]) -> Verdict[str]:
    """A plain wording stands when it says what the rules' line says, with no owner, number or day of its own."""
    stands: dict[str, str] = {}
    refused: dict[str, Refusal] = {}
    for one in filled.lines:
        line = lines.get(one.line)
        if line is None or one.line in stands:
            continue  # nobody asked for it, and nothing can come of it
        text = one_line(one.text).rstrip(" .;,")
        text = lower_first(text) if line.text[:1].islower() else text
        reason = None if text == line.text else _not_the_line(text, line, people)
        if reason is None:
            stands[one.line] = text
            refused.pop(one.line, None)
        else:
            refused[one.line] = Refusal(one.line, reason)
    return Verdict(stands, tuple(refused.values()))


def _not_the_line(text: str, line: Line, people: frozenset[str]) -> str | None:
    if line.kind == "actions" and not starts_with_verb(text):
        return "it doesn’t begin with what is to be done"
    cites = tuple(line.said)
    ground = Ground(
        sources=line.said, floor=line.text, floor_sources=cites, longest=LONGEST_LINE, kept=KEPT, generic=_CHATTER
    )
    whole = [line.text, *line.said.values()]
    return (
        refusal(text, cites, ground)
        or _of_its_own(text, line.text, people)
        or _never_said(text, " \n ".join(whole))
        or _swapped(text, whole, people)
        or _lost(text, line.text)
    )


def _of_its_own(text: str, floor: str, people: frozenset[str]) -> str | None:
    """Somebody, a number or a day that stands near the line and not in it: they would change who does what when."""
    there = set(_spoken(floor))
    named = [word for word in _spoken(text) if word in people and word not in there]
    named += [word for word in _PERSON.findall(text) if word.lower() not in there]
    new = [
        *named,
        *sorted({value for value, _ in claims.numbers(text)} - {value for value, _ in claims.numbers(floor)}),
        *sorted(claims.dates(text) - claims.dates(floor)),
    ]
    return f"“{new[0]}” doesn’t stand in the line itself" if new else None


def _never_said(text: str, whole: str) -> str | None:
    """A word that carries meaning, or turns it, and stands nowhere in what was said."""
    known = claims.stems(whole)
    new = [word for word in words(claims.one_spelling(text)) if claims.stems(word) - known]
    there = set(words(whole))
    new += [word for word in words(text) if word in _SMALL and word not in there]
    return f"it says “{new[0]}”, which nobody said" if new else None


def _swapped(text: str, whole: Sequence[str], people: frozenset[str]) -> str | None:
    """What comes behind “from”, “with” or “not” has to come behind it where it was said; names keep their order."""
    said, there = {pair for each in whole for pair in _pairs(each)}, {word for each in whole for word in _spoken(each)}
    for word, after in _pairs(text):
        if (word, after) not in said and word in there:
            return f"“{word} {after}” isn’t what was said"
    floor = _spoken(whole[0])
    names = {word for word in floor if word in people} | {word.lower() for word in re.findall(r"\b[A-Z]\w+", whole[0])}
    mine = [word for word in _spoken(text) if word in names]
    return None if _in_order(mine, [word for word in floor if word in names]) else "it changes who does what with whom"


def _pairs(text: str) -> list[tuple[str, str]]:
    """Each small word that points, with the next word that carries meaning."""
    spoken = _spoken(text)
    found = []
    for at, word in enumerate(spoken):
        after = next((each for each in spoken[at + 1 :] if each not in STOPWORDS), None)
        if word in _POINTING and after is not None:
            found.append((word, stem(after)))
    return found


def _lost(text: str, floor: str) -> str | None:
    mine = set(words(text))
    lost = [word for word in map(str.lower, _HELD.findall(floor)) if word not in mine and word[:3] not in mine]
    return f"the “{lost[0]}” is lost" if lost else None


def judge_names(filled: ThemeNames, themes: Mapping[str, Mapping[str, str]], people: frozenset[str]) -> Verdict[str]:
    """A theme's name stands when each part of it stands in one of its notes, and two of them share words with it."""
    stands: dict[str, str] = {}
    refused: dict[str, Refusal] = {}
    for one in filled.themes:
        notes = themes.get(one.theme)
        if notes is None or one.theme in stands:
            continue
        name = one_line(one.name).rstrip(" .;,:")
        reason = _no_name(name, notes, people)
        if reason is None and name.casefold() in {each.casefold() for each in stands.values()}:
            reason = "another theme is called so"
        if reason is None:
            stands[one.theme] = name
            refused.pop(one.theme, None)
        else:
            refused[one.theme] = Refusal(one.theme, reason)
    return Verdict(stands, tuple(refused.values()))


def _no_name(name: str, notes: Mapping[str, str], people: frozenset[str]) -> str | None:
    if not 1 <= len(words(name)) <= LONGEST_NAME:
        return f"it must have at most {LONGEST_NAME} words"
    if _anybody(name, people):
        return "it names somebody"
    broken = not_plain(name, "", longest=LONGEST_LINE)
    if broken:
        return broken
    mine = claims.stems(name)
    nearest = sorted(notes.values(), key=lambda text: -len(mine & claims.stems(text)))
    for part in _parts(name):
        why = [None if _is_run(part, text) else _not_in(part, text) for text in nearest]
        if None not in why:
            return next(reason for reason in why if reason)
    if sum(bool(mine & claims.stems(text)) for text in notes.values()) < 2:  # noqa: PLR2004 (one note is no theme)
        return "only one of the notes speaks of it"
    return None


def _is_run(part: str, text: str) -> bool:
    """Whether these are words in a row of somebody who spoke to people; such a phrase claims nothing by itself."""
    mine, theirs = _spoken(part), _spoken(text)
    mine = mine[1:] if mine[:1] in (["the"], ["a"], ["an"]) else mine
    at = range(len(theirs) - len(mine) + 1)
    return bool(mine) and not speaks_to_a_model(text) and any(theirs[one : one + len(mine)] == mine for one in at)


def judge_opening(filled: Opening, lines: Mapping[str, Line], people: frozenset[str]) -> Verdict[Sentence]:
    """A sentence stands when each part of it says what one of its lines says, in that order; all are of one kind."""
    stands: dict[str, Sentence] = {}
    refused: list[Refusal] = []
    for number, one in enumerate(filled.sentences, 1):
        text = sentence_case(one.text)
        reason = _not_told(text, one.lines, lines, people)
        if reason is not None:
            refused.append(Refusal(f"sentence {number}", reason))
        elif all(text != each.text for each in stands.values()):
            sources = dict.fromkeys(source for name in one.lines for source in lines[name].said)
            stands[f"sentence {number}"] = Sentence(text=text, lines=tuple(one.lines), sources=tuple(sources))
    return Verdict(stands, tuple(refused))


def _not_told(text: str, names: Sequence[str], lines: Mapping[str, Line], people: frozenset[str]) -> str | None:
    missing = next((name for name in names if name not in lines), None)
    if missing is not None or not names:
        return f"there is no line {missing[:20]}" if missing else "it names no line"
    told = [lines[name] for name in names]
    if len({line.kind for line in told}) > 1:
        return "its lines are of several kinds"
    if _anybody(text, people):
        return "it names somebody"
    if _ONE.search(text):
        return "it speaks as one person"
    broken = not_plain(text, " ".join(line.text for line in told), longest=LONGEST_SENTENCE)
    if broken:
        return broken
    used: set[str] = set()
    for part in _parts(text):
        why = {name: _not_in(part, line.text, frame=FRAMES[line.kind]) for name, line in zip(names, told, strict=True)}
        stood = [name for name, reason in why.items() if reason is None]
        if not stood:
            return next(reason for reason in why.values() if reason)
        used |= set(stood)
    unused = next((name for name in names if name not in used), None)
    return f"it has nothing to do with {unused}" if unused else None


def _parts(text: str) -> list[str]:
    """What is joined by commas and “and”, each part with something to say: “again” goes with the part before it."""
    parts: list[str] = []
    for each in _NEXT_PART.split(text):
        if parts and not (claims.stems(each) and claims.stems(parts[-1])):
            parts[-1] += f", {each}"
        else:
            parts.append(each)
    return parts


def _not_in(part: str, said: str, *, frame: str = "") -> str | None:
    """Why this part isn't what was said. With a `frame`, its words come in the order in which they were said."""
    whole = f"{frame}: {said}" if frame else said
    reason = refusal(part, ("said",), Ground(sources={"said": whole}, given="team" if frame else ""))
    reason = reason or _never_said(part, f"{whole} team" if frame else whole)
    if reason or not frame:
        return reason
    mine = [each for each in _ordered(part) if each in claims.stems(said)]
    return None if _in_order(mine, _ordered(said)) else "its words come in another order than they were said"


def _ordered(text: str) -> list[str]:
    return [stem(word) for word in _spoken(text) if word not in STOPWORDS]


def _spoken(text: str) -> list[str]:
    return [word.removesuffix("'s") for word in words(claims.one_spelling(text))]


def _in_order(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    left = iter(theirs)
    return all(any(one == other for other in left) for one in mine)


def _anybody(text: str, people: frozenset[str]) -> bool:
    return any(word in people for word in _spoken(text)) or bool(re.search(r"<@|@\w", text))
