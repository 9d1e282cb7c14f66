"""One rough idea made into a standard story, and the few questions whose answers would improve it most."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate

from bot.chat import Person, Value
from bot.language.clauses import clauses, split_sentence
from bot.language.grammar import clause
from bot.language.nouns import article
from bot.language.text import clean, one_line, sentences, shorten
from bot.language.wishes import plain
from bot.stories.benefit import relief
from bot.stories.criteria.boundaries import limit_of
from bot.stories.criteria.rulings import typed
from bot.stories.draft import draft_stories, fallback_role
from bot.stories.lint.lexicon import VAGUE
from bot.stories.reading import read_wish
from bot.stories.roles import as_role, role_names
from bot.stories.rules import Material, Requirement, Source, Story
from bot.stories.wish import NOBODY_NAMED, core, plainness, role_of

_MOST_QUESTIONS = 3
_MOST_READ = 300  # sentences; an idea has a few, and each takes some milliseconds
_MOST_SIGNS = 20_000  # of these sentences: one may be hundreds of clauses long, and each is read as a wish of its own
_FAILING = re.compile(
    r"\b(?:if|when)\b.*\b(?:fails?|down|offline|broken|breaks?|missing|wrong|error|empty|not found|"
    r"unreadable|late|times? out|lost)\b",
    re.IGNORECASE,
)
_RULING = re.compile(
    r"\b(?:only|must not|may not|can(?:'t|’t|not)|never|at least|at most|up to|more than|less than|"
    r"max(?:imum)?|min(?:imum)?|no more than|unless|not allowed)\b",
    re.IGNORECASE,
)
_PAINFUL = re.compile(
    r"\b(?:now|today|currently|at the moment|right now|every (?:day|week|month|time)|because|always|"
    r"asks?|keeps?|annoy\w*|hate|takes)\b",
    re.IGNORECASE,
)


class Idea(Value):
    """A rough idea worked out: the material it gave, its story, and at most three questions, most useful first.

    `more` holds the stories of further wishes that the same idea tells.
    """

    material: Material
    story: Story
    questions: tuple[str, ...]
    more: tuple[Story, ...] = ()


def standardise(text: str, author: Person, at: datetime, link: str | None = None, role_hint: str | None = None) -> Idea:
    """The idea as one story with criteria; every sentence of it becomes a statement of `author`.

    The plainest wish is the story; rules, mishaps and reasons in the other sentences become its criteria and benefit.
    Of what has more than 300 sentences, or 20,000 signs in them, the others are kept, and not read.
    `role_hint` is the role to take when the idea names none.
    """
    said = [piece for sentence in sentences(clean(text)) for piece in _told_apart(one_line(sentence))]
    said = said or [one_line(clean(text)) or "…"]
    whole = typed(one_line(clean(text)))
    if whole is not None:
        said = [one_line(clean(text))]
    sources = tuple(
        Source(id=f"S{number}", text=sentence, author=author, at=at, link=link)
        for number, sentence in enumerate(said, 1)
    )
    read = said[: _how_many_are_read(said)]
    wish = max(range(len(read)), key=lambda index: (_score(read[index]), -index))
    roles = _roles(read, role_hint)
    requirements: list[Requirement] = []
    reasons: list[Source] = []
    for index, source in enumerate(sources[: len(read)]):
        if index == wish:
            requirements.insert(0, Requirement(id="FR-1", kind="functional", text=source.text, sources=(source.id,)))
        elif kind := kind_of(source.text):
            requirements.append(Requirement(id=f"R-{index + 1}", kind=kind, text=source.text, sources=(source.id,)))
        else:
            reasons.append(source)
    material = Material(
        title=shorten(said[wish], 60),
        roles=roles,
        reasons=tuple(reasons),
        requirements=tuple(requirements),
        sources=sources,
    )
    drafts = draft_stories(material, together=True)
    story = _with_reason(drafts[0], material, reasons)
    asked = questions(story, material, hinted=role_hint is not None)
    return Idea(material=material, story=story, questions=asked, more=drafts[1:])


def unread(idea: Idea) -> str:
    """What people have to know where an idea was too long to be read to its end."""
    said = [source.text for source in idea.material.sources]
    read = _how_many_are_read(said)
    if len(said) <= read:
        return ""
    first = "first sentence" if read == 1 else f"first {read} sentences"
    return f"That was long: I made this from its {first}. All {len(said):,} are kept as you said them."


def _how_many_are_read(said: Sequence[str]) -> int:
    ends = accumulate(len(sentence) for sentence in said[:_MOST_READ])
    return sum(number == 0 or end <= _MOST_SIGNS for number, end in enumerate(ends))


_WANTED_HERE = re.compile(
    r"[,;]?\s+(?:and |so |but )*(?=what (?:we|i) (?:[a-z]+ ){0,3}(?:want|need|like|wish|love)\b[a-z "
    r"]*\b(?:is|would be)\b)",
    re.IGNORECASE,
)
_WHAT_WE_WANT = re.compile(
    r"(?:and |so |but )*what (?:we|i) (?:[a-z]+ ){0,3}(?:want|need|like|wish|love)\b", re.IGNORECASE
)
_SAID_SO = 12
_METHOD = re.compile(r"(?P<verb>POST|GET|PUT|PATCH|DELETE|SEND) (?P<rest>[^,;]+)[,;]\s*(?P<more>\S.*)$")


def _told_apart(sentence: str) -> tuple[str, ...]:
    """A long sentence as how it is today and what is wanted; a technical one as what is done and what if not."""
    if method := _METHOD.match(sentence):
        retry, *rest = re.split(r"[,;]\s*", method["more"])
        return f"the system should {method['verb'].lower()} {method['rest']}", f"if it fails, {retry}", *rest
    pieces = tuple(piece.strip(" ,;") for piece in _WANTED_HERE.split(sentence) if piece.strip(" ,;"))
    return pieces or (sentence,)


def _score(sentence: str) -> int:
    """How much a sentence is the wish itself; a rule or a mishap is not."""
    parts, found, _ = core(sentence)
    score = 2 * plainness(found, parts.main) + (_SAID_SO if _WHAT_WE_WANT.match(sentence) else 0)
    if _RULING.search(sentence) or _FAILING.search(sentence):
        score -= 5
    if _PAINFUL.search(sentence) and found.shape == "present" and found.verb not in {"need", "want"}:
        score -= 4
    return score


def _roles(said: list[str], hint: str | None) -> tuple[str, ...]:
    named: list[str] = []
    for sentence in said:
        reading = read_wish(sentence, (), fallback="")
        told = [role_of(clause(piece).subject, ()) for piece in clauses(plain(sentence))[1:]]
        for role in (reading.role, *told):
            if role and role not in named:
                named.append(role)
    if hint:
        role = as_role(hint) or (role_names(hint) or (hint,))[0]
        named = [role, *(one for one in named if one != role)]
    return tuple(one for one in named if one != NOBODY_NAMED or len(named) == 1)


def kind_of(sentence: str) -> str | None:
    """What a further sentence says about the story; None for how things are today."""
    if typed(sentence):
        return "verification"
    if _FAILING.search(sentence) or re.match(r"what (?:happens )?(?:if|when)\b", sentence, re.IGNORECASE):
        return "failure"
    if _RULING.search(sentence):
        return "rule"
    found = clause(split_sentence(plain(sentence)).main)
    if found.shape == "modal" or re.match(r"(?:if|when|once|as soon as)\b", sentence, re.IGNORECASE):
        return "rule"
    return None


def _with_reason(story: Story, material: Material, reasons: list[Source]) -> Story:
    """With one wish only, any pain that was told is its reason."""
    if story.benefit:
        return story
    reading = read_wish(
        material.requirements[0].text, material.roles, fallback=fallback_role(material.requirements[0], material)
    )
    for source in reasons:
        for sentence in sentences(source.text):
            if benefit := relief(sentence, reading):
                return story.model_copy(
                    update={"benefit": benefit, "sources": tuple(dict.fromkeys((*story.sources, source.id)))}
                )
    return story


def questions(story: Story, material: Material, *, hinted: bool = False) -> tuple[str, ...]:
    """At most three questions, each one sentence with one question mark, quoting what it is about."""
    whole = " ".join(source.text for source in material.sources)
    wish = _quote(story.want)
    bare_wish = _quote(re.sub(r"^(?:to|an?) ", "", story.want))
    who = f"{article(story.role)} {story.role}" if story.role != NOBODY_NAMED else "somebody"
    found: list[str] = []
    if story.want.endswith("to be covered"):
        bare_wish = _quote(said) if (said := one_line(whole)) and said != "…" else "it"
        found.append(f"What should somebody be able to do with {bare_wish}?")
        wish = bare_wish
    named = hinted or bool(re.search(rf"\b{re.escape(story.role.split()[-1])}", whole, re.IGNORECASE))
    if not named:
        found.append(f"Who needs {bare_wish}, by their job or role?")
    elif story.role == NOBODY_NAMED:
        found.append("Which job or role do you mean by “user”?")
    if not story.benefit:
        found.append(f"Why does {who} want {wish}?")
    if vague := _vague(whole):
        found.append(f"What exactly would {_quote(vague)} mean here, so that a stranger could check it?")
    if not any(criterion.negative and criterion.tag == "stated" for criterion in story.criteria):
        found.append(f"What should happen when {bare_wish} fails?")
    if limit_of(whole) is None and not re.search(r"\d", whole):
        found.append(f"Is there a limit on {bare_wish}, such as an amount, a time or a number?")
    return tuple(found[:_MOST_QUESTIONS])


def _quote(text: str) -> str:
    """Somebody's words inside a question: their own question marks would make it two."""
    inner = re.sub(r"[?？؟]", "", shorten(one_line(text), 70)).replace("“", "‘").replace("”", "’").strip()
    return f"“{inner}”"


def _vague(text: str) -> str | None:
    words = sorted(VAGUE, key=len, reverse=True)
    found = re.search(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])", text, re.IGNORECASE)
    return found.group() if found else None
