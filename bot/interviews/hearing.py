"""An answer becomes statements: split, credited to topics, and compared with what was said before."""

from __future__ import annotations

import re

from bot.interviews.asides import is_aside, is_chatter, is_dismissal
from bot.interviews.commands import is_nothing
from bot.interviews.corrections.finding import find_correction, is_marked, tag_of
from bot.interviews.framework import BROAD, Framework, Topic, credit, has_strong_cue
from bot.interviews.moves import Asked, Declined, Move, Said, Skipped
from bot.interviews.rules import Interview
from bot.language.clauses import is_finite
from bot.language.text import content_words, one_line, sentences, strip_filler, words

_HEADING = re.compile(r"^(?:#{1,6}\s+(?P<hashed>.+?)\s*#*|(?P<colon>[^:.?!]{2,40}):)$")
_INLINE_HEADING = re.compile(r"^\**(?P<head>[A-Za-z][A-Za-z /&-]{2,30})\**:\**\s+(?P<rest>\S.*)$", re.DOTALL)
_WISH = re.compile(
    r"\b(?:i|we|they|customers?|users?)\s+(?:(?:really |also )?(?:want|need|would like)|'d like)\b|^(?:please )?(?:"
    r"build|let|allow|make|add|create|give|enable|support|introduce|replace|automate)\b",
    re.IGNORECASE,
)
_MOST_CREDITS = 3
HINTS = 2
ANSWERS = 3
"""The credit from which a sentence hints at a topic that it was not asked about, and from which it answers for it."""

_TITLE_WORDS = 8
_HEADING_ALIASES = {
    "goal": "outcome", "goals": "outcome", "objective": "outcome", "objectives": "outcome", "success": "outcome",
    "metrics": "outcome", "background": "problem", "context": "problem", "motivation": "problem", "why": "problem",
    "audience": "users", "personas": "users", "roles": "users", "requirements": "behaviour", "features": "behaviour",
    "functional requirements": "behaviour", "functionality": "behaviour", "flow": "behaviour", "journey": "behaviour",
    "user journey": "behaviour", "user stories": "behaviour", "how it works": "behaviour", "permissions": "rules",
    "business rules": "rules", "in scope": "scope", "out of scope": "scope", "non-goals": "scope",
    "errors": "exceptions",
    "failure": "exceptions", "failures": "exceptions", "edge cases": "exceptions", "error handling": "exceptions",
    "integrations": "interfaces", "systems": "interfaces", "dependencies": "interfaces", "security": "security",
    "privacy": "security", "compliance": "security", "performance": "performance", "accessibility": "interaction",
    "usability": "interaction", "deadline": "constraints", "timeline": "constraints", "budget": "constraints",
    "risks": "assumptions", "risk": "assumptions", "mvp": "priority", "acceptance criteria": "verification",
    "tests": "verification", "launch": "rollout", "rollout": "rollout", "support": "rollout", "terms": "glossary",
    "definitions": "glossary", "current process": "as_is", "today": "as_is", "research": "evidence",
    "non-functional requirements": "performance", "nfrs": "performance", "decision makers": "stakeholders",
}  # fmt: skip
"""Headings that product documents commonly have, beside the topics' own titles."""


def hear_opening(
    text: str, interview: Interview, framework: Framework, *, link: str | None, file: str | None = None
) -> tuple[Said, ...]:
    """An opening text or a pasted document as statements, each credited to what it speaks about, or to nothing."""
    found: list[Said] = []
    under: str | None = None
    for sentence in sentences(text):
        heading = _HEADING.match(sentence)
        if heading:
            topic = _headed(heading["hashed"] or heading["colon"], framework)
            under = topic if topic or heading["hashed"] else under
            if topic:
                continue  # any other heading is kept like a sentence: it may say something
        topics, weak, said_under = _place(sentence, under, framework)
        passing = not said_under and not topics and is_chatter(sentence)
        found.append(
            Said(
                id=f"S{len(interview.statements) + len(found) + 1}",
                text=sentence,
                topics=topics,
                weak=() if passing else weak,
                heading=said_under,
                aside=passing,
                tag=tag_of(sentence),
                link=link,
                file=file,
            )
        )
    return tuple(found)


def _place(sentence: str, under: str | None, framework: Framework) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    inline = _INLINE_HEADING.match(sentence)
    headed = _headed(inline["head"], framework) if inline else None
    scores = credit(sentence, framework.topics)
    answers, hints = _strongest(scores, ANSWERS), _strongest(scores, HINTS)
    if headed or under:
        home = headed or under or ""
        return tuple(dict.fromkeys((home, *answers)))[:_MOST_CREDITS], (), True
    if answers:
        return answers[:_MOST_CREDITS], tuple(one for one in hints if one not in answers)[:_MOST_CREDITS], False
    if not is_finite(sentence) and len(words(sentence)) <= _TITLE_WORDS:
        return (), (), False
    if _WISH.search(sentence) and framework.topic("scope") and not set(hints) - {"behaviour", "users"}:
        return (), ("scope",), False  # "let customers move a delivery": what it is about
    return (), (hints or _strongest(scores, 1)[:1])[:_MOST_CREDITS], False


def _headed(heading: str, framework: Framework) -> str | None:
    """The topic that a heading names, by its title, its id or a usual alias."""
    name = one_line(heading.strip("*_ ")).lower()
    for topic in framework.topics:
        if name in {topic.title.lower(), topic.id.replace("_", " "), topic.section}:
            return topic.id
    alias = _HEADING_ALIASES.get(name)
    return alias if alias and framework.topic(alias) else None


def _strongest(scores: dict[str, int], least: int) -> tuple[str, ...]:
    return tuple(topic for topic, score in sorted(scores.items(), key=lambda item: -item[1]) if score >= least)


def is_document(text: str) -> bool:
    """Whether an answer is a document pasted in: it has two headings, or a dozen sentences in several lines."""
    lines = [line for line in text.split("\n") if line.strip()]
    headings = sum(1 for line in lines if _HEADING.match(line.strip()) and line.lstrip().startswith("#"))
    return headings >= 2 or (len(lines) >= 8 and len(sentences(text)) >= 12)  # noqa: PLR2004 - see the docstring


def hear_answer(text: str, interview: Interview, framework: Framework, *, link: str | None) -> tuple[Move, ...]:
    """What an answer to the pending question changes; never empty, and every visible word of the answer is in it."""
    pending = interview.pending
    if pending and pending.form in {"more", "closing"} and is_nothing(text):
        return (Declined(topic=pending.topic, text=one_line(text)),)
    if pending is None or pending.form == "opening" or is_document(text):
        return hear_opening(text, interview, framework, link=link)
    moves: list[Move] = []
    told = sentences(text)
    if pending.form == "probe" and pending.topic and told and is_dismissal(told[0]):
        moves.append(Skipped(topic=pending.topic, target=pending.target))
        told = told[1:]
    passing = _in_passing(told, framework, pending.text)
    count = len(interview.statements)
    first = True
    before: tuple[str, ...] = ()
    for sentence in told:
        correction = find_correction(sentence, interview, moves)
        moves.extend(move.model_copy(update={"link": link}) for move in correction.moves)
        if not correction.keep:
            continue
        count += 1
        if sentence in passing:
            moves.append(Said(id=f"S{count}", text=sentence, asked=pending.topic, aside=True, link=link))
            continue
        lead = first and not is_marked(sentence)
        topics, weak = _credited(sentence, pending, framework, first=lead, before=before)
        before = (topics or weak)[:1]
        answers_probe = first and bool(pending.target)
        moves.append(
            Said(
                id=f"S{count}",
                text=sentence,
                topics=topics,
                weak=weak,
                asked=pending.topic,
                about=pending.about if answers_probe else None,
                label=pending.label if first else None,
                target=pending.target,
                tag=tag_of(sentence),
                link=link,
            )
        )
        first = False
    return tuple(moves)


_ECHO = 5  # words


def _echoes(sentence: str, question: str) -> bool:
    said = content_words(sentence)
    short = len(words(sentence)) <= _ECHO
    return short and said <= content_words(question) and not any(char.isdigit() for char in sentence)


_TERSE = 6  # words a sentence, up to which two words are an answer and no aside


def _in_passing(told: tuple[str, ...], framework: Framework, question: str) -> frozenset[str]:
    """What was said in passing. The first sentence that isn't chatter is the answer; short fragments all are.

    A few words that only say the question again ("Only one?", "What else.") are chatter, too.
    """
    if len(told) < 2:  # noqa: PLR2004 - a single sentence is the answer
        return frozenset()
    chatter = frozenset(one for one in told if is_chatter(one) or is_nothing(one) or _echoes(one, question))
    if len(chatter) == len(set(told)):
        return frozenset()
    terse = sum(len(words(sentence)) for sentence in told) <= _TERSE * len(told)
    rest = [sentence for sentence in told if sentence not in chatter][1:]
    return chatter | (frozenset() if terse else {one for one in rest if is_aside(one, framework.topics)})


_REFERS = re.compile(
    r"^(?:and |but |so |then |or )*(?:it|they|them|that|this|those|these|he|she|which|both|then (?:it|they|he|she))\b",
    re.IGNORECASE,
)
"""A sentence that begins so goes on with what the one before it spoke about."""


_DOES = "behaviour"
_TOLD_AS_PATHS = frozenset({"problem", "as_is", "behaviour", "exceptions", "verification"})


def _credited(
    sentence: str, pending: Asked, framework: Framework, *, first: bool, before: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a sentence of an answer counts for, and what it only hints at; it stands where the first of them is.

    The asked topic keeps the first sentence and all that nothing else claims: only a topic with words of its own may
    claim one, never a broad one such as the problem. `before`: where the sentence before it stands.
    """
    scores = credit(sentence, framework.topics)
    claims = [topic for topic in _strongest(scores, HINTS) if topic != pending.topic]
    answers = [topic for topic in claims if scores[topic] >= ANSWERS]
    if pending.topic is None:
        fallback = before or (("assumptions",) if framework.topic("assumptions") else ())
        weak = claims or list(fallback)  # the closing question asks for what the team will trip over
        return tuple(answers[:_MOST_CREDITS]), tuple(one for one in weak if one not in answers)[:_MOST_CREDITS]
    own = scores.get(pending.topic, 0) + _meets_a_need(sentence, framework.topic(pending.topic))
    thief = next((topic for topic in claims if topic not in BROAD), None)
    if thief is None and not own and scores.get(_DOES, 0) >= ANSWERS and pending.topic not in _TOLD_AS_PATHS:
        thief = _DOES  # "the clerk scans it and sees the refund", whatever was asked
    if not first and before and _REFERS.match(strip_filler(sentence)):
        return tuple(dict.fromkeys((*before, *answers)))[:_MOST_CREDITS], ()
    stolen = thief is not None and _may_claim(sentence, thief, scores, own, framework, first=first)
    mine = [pending.topic] if first or own or not stolen else []
    topics = tuple(dict.fromkeys([*([thief] if stolen and thief else []), *mine, *answers]))[:_MOST_CREDITS]
    return topics, tuple(one for one in claims if one not in topics)[:_MOST_CREDITS]


def _may_claim(  # noqa: PLR0913 (what it weighs, by name)
    sentence: str, thief: str, scores: dict[str, int], own: int, framework: Framework, *, first: bool
) -> bool:
    """Whether another topic's words are so clear that the sentence stands there and not where it was asked for."""
    topic = framework.topic(thief)
    if first or own:
        return scores[thief] >= ANSWERS and (not own if first else own < scores[thief])
    return scores[thief] >= ANSWERS or (topic is not None and has_strong_cue(sentence, topic))


def _meets_a_need(sentence: str, topic: Topic | None) -> int:
    """What it adds to a topic's credit that the sentence holds a fact it asks for; a role stands in most sentences."""
    needs = topic.needs if topic else ()
    return max((1 if need.seen in {"role", "person"} else 2 for need in needs if need.met_by(sentence)), default=0)


def topic_named(text: str, framework: Framework) -> Topic | None:
    """The topic that somebody names in `move 7 rules`: by id, title, or how either begins."""
    name = one_line(text).lower().strip(" .")
    for topic in framework.topics:
        if name in {topic.id, topic.title.lower(), topic.section, topic.id.replace("_", " ")}:
            return topic
    near = [topic for topic in framework.topics if topic.title.lower().startswith(name) or topic.id.startswith(name)]
    return near[0] if len(near) == 1 else None
