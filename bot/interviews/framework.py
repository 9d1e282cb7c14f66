"""What an interview asks about: topics, questions and vague words, as people write them in prompts/interviews/."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, get_args

from pydantic import Field, field_validator

from bot.chat import Value
from bot.language.facts import DETECTORS

Depth = Literal["quick", "standard", "deep"]
Importance = Literal["must", "should", "could"]
Section = Literal[
    "problem", "outcome", "evidence", "stakeholders", "users", "current", "scope", "functional", "rules", "data",
    "failures", "interfaces", "quality", "constraints", "assumptions", "priorities", "verification", "rollout",
    "glossary",
]  # fmt: skip
"""The sections of a brief that a topic's answers may stand in."""

DEPTHS: tuple[Depth, ...] = get_args(Depth)
BROAD = frozenset({"problem", "outcome", "users", "behaviour", "data", "verification"})
"""Topics whose words turn up in nearly every sentence, so that a mention says little."""

_IMPORTANCE: tuple[Importance, ...] = get_args(Importance)


_NAMES_OF_DIGITS = "zero one two three four five six seven eight nine".split()
_DIGITS = str.maketrans({str(digit): f"_{name}_" for digit, name in enumerate(_NAMES_OF_DIGITS)})


def slug(name: str) -> str:
    """What stands for a thing's name in the id of its topic."""
    return re.sub(r"[^a-z]+", "_", name.lower().translate(_DIGITS)).strip("_") or "unnamed"


def _one_question(text: str) -> str:
    if text.count("?") != 1:
        raise ValueError("It must hold exactly one question mark, since people answer one question at a time.")
    return text


class Cues(Value):
    """Words that tell that somebody talks about a topic; one strong cue is enough, weak ones count together."""

    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


class Need(Value):
    """A fact that must be heard before a topic counts as answered; `label` names it in the brief ("How often")."""

    id: str
    label: str
    seen: str
    probe: str

    _probe = field_validator("probe")(_one_question)

    @field_validator("seen")
    @classmethod
    def _known(cls, seen: str) -> str:
        if seen not in DETECTORS:
            raise ValueError(f"`{seen}` isn't a kind of fact. Choose one of {', '.join(DETECTORS)}.")
        return seen

    def met_by(self, text: str) -> bool:
        """Whether the text holds this fact."""
        return DETECTORS[self.seen](text)


class MoreQuestion(Value):
    """A question for one more thing; `label` opens a terse answer in the brief ("If another system is down")."""

    ask: str
    label: str | None = None

    _ask = field_validator("ask")(_one_question)


class More(Value):
    """Questions for the second and third thing of a kind, each asked once; none once a word in `unless` was heard."""

    questions: tuple[MoreQuestion, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()


class Topic(Value):
    """One dimension of the interview."""

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    title: str
    section: Section
    question: str
    why: str
    good: str
    example: str
    importance: Importance
    impact: int = Field(ge=1, le=5)
    depth: Depth
    cues: Cues = Cues()
    needs: tuple[Need, ...] = ()
    more: More | None = None

    _question = field_validator("question")(_one_question)

    @property
    def rank(self) -> int:
        """0 for must, 1 for should, 2 for could."""
        return _IMPORTANCE.index(self.importance)


class Each(Value):
    """Asks `topic` about each thing that the answers to the topic `of` name; `{name}` in its texts is the thing."""

    of: str
    topic: Topic

    @property
    def prefix(self) -> str:
        """How the ids of its topics begin."""
        return f"{self.topic.id}_"

    def topic_id(self, name: str) -> str:
        """The id of the topic about a thing; the same name has the same, whatever stands around it."""
        return f"{self.prefix}{slug(name)}"


class Framework(Value):
    """A whole interview; topics are asked by worth, and by their order here where that is equal.

    `makes`: what it ends with, a brief or a map of the value stream.
    """

    title: str
    opening: str
    closing: str
    closing_why: str
    topics: tuple[Topic, ...] = Field(min_length=1)
    each: Each | None = None
    makes: Literal["brief", "map"] = "brief"

    _questions = field_validator("opening", "closing")(_one_question)

    @field_validator("topics")
    @classmethod
    def _unique(cls, topics: tuple[Topic, ...]) -> tuple[Topic, ...]:
        ids = [topic.id for topic in topics]
        twice = sorted({topic_id for topic_id in ids if ids.count(topic_id) > 1})
        if twice:
            raise ValueError(f"The topic id {twice[0]} stands twice. Give each topic an id of its own.")
        return topics

    def topic(self, topic_id: str) -> Topic | None:
        """The topic with this id; None for one that an older version of the file had."""
        return next((topic for topic in self.topics if topic.id == topic_id), None)

    def within(self, depth: Depth) -> tuple[Topic, ...]:
        """The topics that an interview of this depth asks."""
        return tuple(topic for topic in self.topics if DEPTHS.index(topic.depth) <= DEPTHS.index(depth))


class Family(Value):
    """Vague words of one kind, what makes them clear, where they matter, and the question about them."""

    kind: str
    words: tuple[str, ...] = Field(min_length=1)
    unless: str | None = None
    topics: tuple[str, ...] = ()
    probe: str

    _probe = field_validator("probe")(_one_question)

    @field_validator("probe")
    @classmethod
    def _quotes(cls, probe: str) -> str:
        if "{word}" not in probe:
            raise ValueError("The probe must hold {word}, so that people see what it is about.")
        return probe

    @field_validator("unless")
    @classmethod
    def _known(cls, unless: str | None) -> str | None:
        if unless is not None and unless not in DETECTORS:
            raise ValueError(f"`{unless}` isn't a kind of fact. Choose one of {', '.join(DETECTORS)}.")
        return unless


class VagueWords(Value):
    """Every family of vague words, most worth asking about first."""

    families: tuple[Family, ...]


class Vague(Value):
    """A vague word as it stands in somebody's sentence, with the question about it."""

    kind: str
    word: str
    probe: str
    unless: str | None = None


@cache
def pattern(cue: str) -> re.Pattern[str]:
    """A cue as a pattern: whole words, any case; `*` stands for any ending, or for a few words when it stands alone."""
    return _any_of((cue,))


def _spelled(cue: str) -> str:
    parts = []
    for word in cue.split():
        if word == "*":
            parts.append(r"(?:\S+\s+){0,3}?\S+")
        else:
            parts.append(r"\w*".join(re.escape(piece) for piece in word.split("*")))
    end = r"(?!\w)" if cue[-1:].isalnum() or cue.endswith("*") else ""
    return r"\s+".join(parts) + end


def credit(sentence: str, topics: tuple[Topic, ...]) -> dict[str, int]:
    """How strongly a sentence speaks about each topic: from 2 on strongly, 1 is a hint; silent topics are left out."""
    scores: dict[str, int] = {}
    for topic in topics:
        strong = 2 * _heard(topic.cues.strong, sentence)
        weak = _heard(topic.cues.weak, sentence)
        if strong + weak:
            scores[topic.id] = strong + min(weak, 1 if strong else 3)
    return scores


def has_strong_cue(sentence: str, topic: Topic) -> bool:
    """Whether a strong cue of the topic stands in the sentence."""
    return _heard(topic.cues.strong, sentence) > 0


def _heard(cues: tuple[str, ...], sentence: str) -> int:
    """How many different cues stand in the sentence."""
    return len({match.group().lower() for match in _any_of(cues).finditer(sentence)}) if cues else 0


@cache
def _any_of(cues: tuple[str, ...]) -> re.Pattern[str]:
    """All cues as one pattern, the longest first: a hundred kilobytes are read in one go instead of a thousand.

    The look-behind stands once in front of them all, so that nothing is tried inside a word.
    """
    ordered = sorted(cues, key=len, reverse=True)
    within = "|".join(_spelled(cue) for cue in ordered if cue[:1].isalnum())
    others = [_spelled(cue) for cue in ordered if not cue[:1].isalnum()]
    return re.compile("|".join([rf"(?<!\w)(?:{within})"] * bool(within) + others), re.IGNORECASE)


_ASKED_FOR = re.compile(r"\bhow\s$", re.IGNORECASE)  # "how many no-shows they have" is a number to be shown


def find_vague(sentence: str, topic_id: str, families: tuple[Family, ...]) -> tuple[Vague, ...]:
    """The vague words of a sentence that matter for this topic, most worth asking about first, one a family."""
    found = []
    for family in families:
        if (family.topics and topic_id not in family.topics) or not _any_of(family.words).search(sentence):
            continue
        if family.unless and DETECTORS[family.unless](sentence):
            continue
        match = next((match for word in family.words if (match := pattern(word).search(sentence))), None)
        if match and not _ASKED_FOR.search(sentence[: match.start()]):
            word = match.group()
            probe = family.probe.replace("{word}", word)
            found.append(Vague(kind=family.kind, word=word, probe=probe, unless=family.unless))
    return tuple(found)
