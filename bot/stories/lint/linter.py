"""Checks user stories against the 13 rules of the Quality User Story framework, in words that everybody understands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bot.chat import Value
from bot.language.text import one_line, shorten
from bot.language.verbs import could_be_noun, is_base, is_past_participle, is_verb
from bot.stories.lint.atomic import atomic
from bot.stories.lint.backlog import read_backlog
from bot.stories.lint.clarity import estimatable, unambiguous
from bot.stories.lint.meaning import conceptually_sound, problem_oriented
from bot.stories.lint.reading import DETERMINERS, LONGEST, Reading, is_adverb, story_text
from bot.stories.lint.set import set_findings
from bot.stories.rules import Finding

RULES = (
    "well_formed",
    "atomic",
    "minimal",
    "conceptually_sound",
    "problem_oriented",
    "unambiguous",
    "conflict_free",
    "full_sentence",
    "estimatable",
    "unique",
    "uniform",
    "independent",
    "complete",
)
"""The framework's criteria (Lucassen et al. 2016): syntactic, semantic, pragmatic; findings come in this order."""

_PURPOSE = re.compile(
    r"""\b(?:to\s(?:(?:\w+ly|better)\s)?(?:ensure|avoid|prevent|improve|reduce|help|make\ssure|protect|save|support|increase|minimi[sz]e
     |identify|track|optimi[sz]e|enhance|streamline|strengthen|inform|provide|stay|gain|understand|know|find\sout)
    |for\s(?:clarity|safety|convenience|compliance|reporting)
    |(?:ensuring|enabling|allowing|giving|reducing|saving|leading|making|providing|helping|contributing)\b
    |(?<=,\s)\w+ing|because|since\si\b|in\scase\sof|without\shaving\sto|instead\sof)""",
    re.IGNORECASE | re.VERBOSE,
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]+\]|\{[^{}]+\}")
_EXAMPLE = re.compile(
    r"\b(?:e\.\s?g\.|for example|for instance|i\.\s?e\.)|(?<=s )like (?=(?-i:[A-Z]\w*[A-Z-]|[A-Z]\w+ [A-Z]))",
    re.IGNORECASE,
)
_LIKE_NAMES = re.compile(r"\b\w+s like (?:the )?[A-Z][\w-]*")
_BREAKS = re.compile(r";\s|:\s(?=\S)|\s[–—-]\s")
_DANGLING = re.compile(r"\b(?:to|and|or|the|an?|of|with|by|for|from|that|which|my|how the \w+)$", re.IGNORECASE)
_THING_FOR_VERB = re.compile(r"^to (?P<thing>(?:[a-z]+ ){1,2}?)to (?:be|more|[a-z]+ly|[a-z]+)\b", re.IGNORECASE)
# "to be able start", "my logo is displayed": what "I want" can't be followed by.
_NO_TO = re.compile(r"to be able (?!to\b)\w+", re.IGNORECASE)
_FINITE = re.compile(
    r"(?:(?:my|our|the|all) )?(?!(?:that|which|what|whatever|whoever|who|there|nothing|something|everything)\b)[a-z]+ "
    r"(?:is|are) \w+",
    re.IGNORECASE,
)
_DOUBLED = re.compile(r"\b(to|an?|the|of|in|for|and|is|be|my) \1\b", re.IGNORECASE)
_TO_A_THING = re.compile(r"to (?:the|my|our|their|an) \w+", re.IGNORECASE)
_NOUN_ENDINGS = ("tion", "sion", "ment", "ness", "ity", "ance", "ence")
_NO_SPACE_AFTER = re.compile(r"\s+([,.;:!?])")


class LintedStory(Value):
    """A story, its parts as far as they could be found, and what the rules have to say; `span` is a piece of `text`."""

    text: str
    role: str | None = None
    want: str | None = None
    benefit: str | None = None
    findings: tuple[Finding, ...] = ()


def lint_story(text: str) -> tuple[Finding, ...]:
    """What the rules have to say about one story on its own."""
    return lint_backlog([text])[0].findings


def lint_backlog(texts: Sequence[str]) -> list[LintedStory]:
    """Every story with its findings, in input order; stories are also held against each other."""
    readings = [Reading(text) for text in texts]
    together = set_findings(readings)
    linted: list[LintedStory] = []
    for reading, more in zip(readings, together, strict=True):
        found = _too_long(reading) or [*(finding for rule in _STORY_RULES for finding in rule(reading)), *more]
        found.sort(key=lambda finding: RULES.index(finding.rule))
        story = reading.story
        linted.append(
            LintedStory(
                text=reading.whole, role=story.role, want=story.want, benefit=story.benefit, findings=tuple(found)
            )
        )
    return linted


def lint_files(paths: Iterable[Path]) -> list[LintedStory]:
    """The stories of all files as one backlog, linted; raises BacklogError for a file that can't be read as one."""
    return lint_backlog([text for path in paths for text in read_backlog(path)])


def to_json(stories: Iterable[LintedStory]) -> list[dict[str, object]]:
    """One dictionary a story, ready for `json.dumps`, in input order."""
    return [story.model_dump(mode="json") for story in stories]


def to_lines(stories: Sequence[LintedStory]) -> list[str]:
    """What a person reads: each story that has findings, then its findings; a summary closes it."""
    lines: list[str] = []
    for number, story in enumerate(stories, start=1):
        if not story.findings:
            continue
        lines.append(f"{number}. {shorten(one_line(story.text), 100)}")
        for finding in story.findings:
            lines.append(f"   {finding.severity:<6} {finding.rule}: {finding.message}")
            lines.extend(f"          → {line}" for line in (finding.suggestion or "").splitlines())
        lines.append("")
    lines.append(summary(stories))
    return lines


def summary(stories: Sequence[LintedStory]) -> str:
    """One sentence: how many stories, how many of them are clean, how many errors and pieces of advice."""
    findings = [finding for story in stories for finding in story.findings]
    errors = sum(finding.severity == "error" for finding in findings)
    clean = sum(not story.findings for story in stories)
    many = "1 story" if len(stories) == 1 else f"{len(stories)} stories"
    if not findings:
        return f"{many}, nothing to mend."
    errors_said = "1 error" if errors == 1 else f"{errors} errors"
    advice = len(findings) - errors
    return f"{many}, {clean} without findings, {errors_said}, {advice} piece{'s' * (advice != 1)} of advice."


def well_formed(reading: Reading) -> list[Finding]:
    """Errors when nobody wants it or nothing is wanted; advice when no reason is given."""
    story = reading.story
    if story.role is None and story.want is None:
        message = "This names neither who wants something nor what: write “As a …, I want …, so that …”."
        return [reading.finding("well_formed", "error", message, shorten_to_piece(story.text))]
    if story.role is None:
        message = f"Who wants “{reading.short}”? Start with “As a …”."
        return [reading.finding("well_formed", "error", message, story.want)]
    if story.want is None:
        message = f"What does the {story.role} want? Go on with “I want …”."
        return [reading.finding("well_formed", "error", message, story.role)]
    if story.means == "bare":
        suggestion = story_text(story, f"to {story.want.removeprefix('to ')}")
        message = f"The words “I want” are missing before “{reading.short}”."
        return [reading.finding("well_formed", "error", message, story.want, suggestion)]
    if story.benefit is None and not _PURPOSE.search(story.want) and not story.rest:
        message = f"Nothing says why the {story.role} wants this: add “so that …”."
        return [reading.finding("well_formed", "advice", message, story.want)]
    return []


def minimal(reading: Reading) -> list[Finding]:
    """Errors for all that isn't role, want or reason: brackets, examples, notes, a second sentence."""
    story, text = reading.story, reading.text
    noted = any(letter.isalnum() for letter in story.rest) and story.want
    kept = story_text(story, story.want_phrase) if noted and story.role else text
    shorter = _without_brackets(kept)
    found: list[Finding] = []
    if noted:
        message = f"“{shorten(story.rest, 60)}” is more than role, want and reason: keep it as a note or a criterion."
        found.append(reading.finding("minimal", "error", message, story.rest, shorter if kept is not text else None))
    for part in (story.role, story.want, story.benefit):
        brackets = _BRACKETS.search(part or "")
        if brackets is not None:
            message = f"“{shorten(brackets.group(), 60)}” is extra: leave it out, or make it a note or a criterion."
            found.append(reading.finding("minimal", "error", message, brackets.group(), shorter))
            break
    for part in (story.want, story.benefit):
        match = _EXAMPLE.search(part or "") or _LIKE_NAMES.search(part or "") or _BREAKS.search(part or "")
        if match is not None and part and not found:
            piece = part[match.start() :].strip(" ;:–—-")
            message = f"“{shorten(piece, 60)}” is extra: leave it out, or make it a note or a criterion."
            # After a dash or a semicolon the story goes on without what stood there.
            aside = part[match.start() :] if match.group().strip() in {";", "-", "–", "—"} else ""
            without = one_line(text.replace(aside, "", 1)) if aside else None
            found.append(reading.finding("minimal", "error", message, piece, without))
    return found


def _too_long(reading: Reading) -> list[Finding]:
    """What is longer than any story is told, and not mended: the mends would leave out what was not read."""
    if len(reading.whole) <= LONGEST:
        return []
    message = (
        f"This is {len(reading.whole):,} characters long, and I have read the first {LONGEST:,}: keep role, want and "
        "reason, and make the rest notes or criteria."
    )
    return [reading.finding("minimal", "error", message)]


def _without_brackets(text: str) -> str:
    return _NO_SPACE_AFTER.sub(r"\1", one_line(_BRACKETS.sub(" ", text)))


def full_sentence(reading: Reading) -> list[Finding]:
    """An error when the story can't be read aloud as a sentence."""
    story = reading.story
    if story.want is None:
        if story.role is None and not any(is_verb(word) for word in story.text.split()[1:]):
            message = "This is a heading, not a sentence: who does what here?"
            return [reading.finding("full_sentence", "error", message, shorten_to_piece(story.text))]
        return []
    broken = _broken(story.want) if story.means in {"want", "need", "would like"} else None
    broken = broken or _dangling(story.want) or (_dangling(story.benefit) if story.benefit else None)
    if broken is None and story.benefit is None and re.search(r"\bso that\W*$", story.text, re.IGNORECASE):
        message = "The sentence stops after “so that”: finish it."
        return [
            reading.finding("full_sentence", "error", message, re.findall(r"so that", story.text, re.IGNORECASE)[-1])
        ]
    if broken is None:
        return []
    message = f"The sentence breaks at “{shorten(broken, 50)}”: a word is missing or too many."
    return [reading.finding("full_sentence", "error", message, broken)]


def _broken(want: str) -> str | None:
    """A thing where a verb belongs ("to data to be validated"), or two verbs ("to be quickly log")."""
    match = _THING_FOR_VERB.match(want)
    if match is not None:
        first, last = match["thing"].split()[0].lower(), match["thing"].split()[-1].lower()
        verbless = not is_verb(first) and not is_adverb(first)
        if verbless or (first == last == "data"):
            return match.group()
    broken = _NO_TO.match(want) or _FINITE.match(want) or _DOUBLED.search(want) or _TO_A_THING.match(want)
    if broken is not None:
        return broken.group()
    words = want.split()
    if len(words) > 1 and is_base(words[0]) and not could_be_noun(words[0]) and words[1].lower() in DETERMINERS:
        return " ".join(words[:2])
    start = words[:4]
    if len(start) > 3 and [word.lower() for word in start[:2]] == ["to", "be"] and is_adverb(start[2].lower()):  # noqa: PLR2004
        verb = start[3].lower()
        if is_base(verb) and not is_past_participle(verb) and not verb.endswith("ing") and verb not in _ADJECTIVES:
            return " ".join(start)
    first = words[1].lower() if len(words) > 1 and words[0].lower() == "to" else ""
    object_follows = len(words) > 2 and words[2].lower() in DETERMINERS  # noqa: PLR2004 - "to accession a letter"
    noun = first.endswith(_NOUN_ENDINGS) and not is_verb(first) and not object_follows
    return " ".join(words[:2]) if noun else None


_ADJECTIVES = frozenset(
    "free open clear secure complete correct available present own direct separate live clean".split()
)


def _dangling(part: str) -> str | None:
    match = _DANGLING.search(part)
    if match is None or part.lower().endswith(("log in to", "belong to", "listen to", "subscribed to", "access to")):
        return None
    words = match.group().lower()
    if words in {"to", "for", "with", "by", "from", "of", "that", "which"}:
        # "the page I was sent to", "the course I paid for" end well.
        return part if len(part.split()) < 3 else None  # noqa: PLR2004
    return " ".join(part.split()[-3:])


def shorten_to_piece(text: str) -> str:
    """The first words of a text, verbatim, as a span."""
    return text.strip().split("\n", 1)[0][:80].rsplit(" ", 1)[0] if len(text.strip()) > 80 else text.strip()  # noqa: PLR2004


_STORY_RULES: tuple[Callable[[Reading], list[Finding]], ...] = (
    well_formed,
    atomic,
    minimal,
    conceptually_sound,
    problem_oriented,
    unambiguous,
    full_sentence,
    estimatable,
)
