"""What is on the table in a talk: what was put to all, what was said to it, and who is for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.language.text import one_line
from bot.retros.extraction.agreeing import consents, has_nothing_against, reacted
from bot.retros.extraction.asking import request_in
from bot.retros.extraction.consent import refuses
from bot.retros.extraction.decision_words import DO_DIFFERENTLY, NOT_ONE, tells
from bot.retros.extraction.log import Line
from bot.retros.extraction.made import proposed_words
from bot.retros.extraction.promises import promise_in
from bot.retros.extraction.putting import polls, puts, seeks
from bot.retros.extraction.sieve import is_small_talk, is_wish
from bot.retros.extraction.subjects import GENERAL, says_what, told_words

_BACK, _NEAR, _FEW = 12, 6, 3  # turns
_ANSWER, _LONG_ANSWER = 9, 20  # words


class Turn(NamedTuple):
    """What somebody says in one go; `at` is the place of its first line."""

    at: int
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return one_line(" ".join(each.text for each in self.lines))

    @property
    def who(self) -> str:
        """Whose turn it is."""
        author = self.lines[0].author
        return author.id if author else ""

    @property
    def sources(self) -> tuple[str, ...]:
        """The message."""
        return self.lines[0].sources


class Matter(NamedTuple):
    """What is talked of, oldest first: `options` are the turns that say how it could be, `turns` all of them."""

    turns: tuple[Turn, ...]
    options: tuple[Turn, ...]

    @property
    def opening(self) -> Turn | None:
        """The first that says what it is about."""
        led = self.turns[:1] if self.turns and _leads(self.turns[0]) else ()
        put = (each for each in self.turns if each in self.options or seeks(each.text))
        names = told_words(" ".join(each.lines[0].author.name for each in self.turns if each.lines[0].author))
        return next(
            (each for each in (*led, *put) if says_what(subject(each)) and told_words(subject(each)) - names), None
        )


def _leads(turn: Turn) -> bool:
    return turns_to(turn.text) and not tells(turn.text)


def turns_to(text: str) -> bool:
    """Whether somebody comes to another matter."""
    return _TURNS_TO.match(text) is not None


def subject(turn: Turn) -> str:
    """What a turn that opens a matter is about: the sentence that puts it to all, without "shall we" and "next:"."""
    said = [each.text for each in turn.lines if puts(each.text) or seeks(each.text)]
    text = next((each for each in said if says_what(proposed_words(each))), "") or _with_matter(said, turn)
    first = turn.lines[0].text
    topic = first.rstrip(" .:") if first not in said and _FRAGMENT.match(first) and says_what(first) else ""
    for each in (_TURNS_TO, _LEADS_IN):
        shorter = each.sub("", proposed_words(text), count=1).strip(" ,.:;–-")
        text = shorter if told_words(shorter) else text
    return (
        f"{topic} – {proposed_words(text)}"
        if topic and not told_words(topic) <= told_words(text)
        else proposed_words(text)
    )


_FRAGMENT = re.compile(r"^(?:the|our|die|der|das) (?:[\w'’-]+ ){0,3}[\w'’-]+[.:]*$", re.IGNORECASE)
"""What a message is about, set before its sentences: "The tool wall."."""


def _with_matter(said: Sequence[str], turn: Turn) -> str:
    """ "The till report on Sundays. Could we try it for a week?" puts what its first sentence says."""
    told = next((each.text for each in turn.lines if each.text not in said and says_what(each.text)), "")
    if not said:
        return turn.text
    return f"{told.rstrip(' .!')} – {_LEADS_IN.sub('', said[0])}" if told else said[0]


_LEADS_IN = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|so|and|but|hm+|now|then|well|on|oh|i think|und|also|dann)\b[\s,]*)*(?:(?:do|can|could|shall|"
    r"should|might) we(?: all)?(?: (?:want to|wanna|need to|maybe|just|please))*|we (?:could|should|might)(?: maybe|"
    r" just)?|(?:what|how) (?:if|about)|maybe|i(?:['’]d| would) (?:like to propose|propose|suggest|say|like|rather|"
    r"prefer|vote|go)(?: that|"
    rf" to|for)?|i(?:['’]d| would)(?= (?:{DO_DIFFERENTLY}|make|do)\b)|von mir aus|i "
    r"(?:suggest|propose|vote)(?: that| we)?|(?:my |a )?(?:proposal|suggestion|vorschlag)\W|"
    r"who(?:['’]s| is) (?:for|in favou?r of)|(?=(?:can|could) every(?:one|body)\b)(?:can|could)|(?:wollen|sollen|"
    r"können|könnten) wir(?: nicht)?(?: einfach)?(?: das| den| die)?|let['’]?s)\s+",
    re.IGNORECASE,
)


def turns_after(place: int, lines: Sequence[Line], most: int = _NEAR) -> list[Turn]:
    """What is said next, oldest first."""
    found: list[Turn] = []
    at = place
    own = lines[place].remark.id
    while at < len(lines) and lines[at].remark.id == own:
        at += 1
    while at < len(lines) and len(found) < most:
        end = at
        while end < len(lines) and lines[end].remark.id == lines[at].remark.id:
            end += 1
        found.append(Turn(at, tuple(lines[at:end])))
        at = end
    return found


def _turns_before(place: int, lines: Sequence[Line]) -> Iterator[Turn]:
    """What was said before, newest first."""
    end = place
    own = lines[place].remark.id
    while end and lines[end - 1].remark.id == own:
        end -= 1
    for _ in range(_BACK):
        if not end:
            return
        start = end - 1
        while start and lines[start - 1].remark.id == lines[start].remark.id:
            start -= 1
        yield Turn(start, tuple(lines[start:end]))
        end = start


def matter_at(place: int, lines: Sequence[Line], since: int = -1) -> Matter:
    """What is on the table when this line is said. `since` is where another matter was settled."""
    turns: list[Turn] = []
    for each in _turns_before(place, lines):
        if each.at <= since or each.lines[0].author is None:
            break
        if each.lines[0].remark.by_bot:
            continue
        turns.append(each)
        if _TURNS_TO.match(each.text):
            break
    turns.reverse()
    then = (*turns[1:], None)
    options = [
        each
        for at, each in enumerate(turns)
        if is_option(each, turns[max(0, at - _NEAR) : at]) or _is_polled(each, then[at])
    ]
    return Matter(tuple(turns), tuple(options))


def _is_polled(turn: Turn, then: Turn | None) -> bool:
    """Whether all are asked about it right after: "any objections to that?"."""
    return then is not None and polls(then.text) and not says_what(proposed_words(then.text)) and says_what(turn.text)


_TURNS_TO = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|so|right|alright|great|cool|good|and|then|gut|und|dann|hello|hi|hallo)\b[\s,.!]*)*(?:(?:my |"
    r"the |our )?(?:next|other|second|third|fourth|last|another|one more|first|new|final)(?: (?:thing|topic|one|point|"
    r"up|item|bit|question|issue)s?\b|\s*[:–,-])|(?:now|on to) (?:the|our|about|to)\b|any(?:thing|one|body) (?:on|"
    r"about|for|else)\b|(?:anything|what|something) else\b|sonst noch|(?:noch |zum |das |ein )*thema\b|nächste\w*|"
    r"(?:letzte\w*|zweite\w*|dritte\w*) (?:punkt|thema)|topic\b|thema\b|one (?:more )?thing\b|"
    r"(?:and )?what about (?:the|our|my)\b|und was ist (?:mit|eigentlich)\b|back to\b|moving on|"
    r"was lief|what went)",
    re.IGNORECASE,
)
"""How people come to another matter."""


def is_option(turn: Turn, before: Sequence[Turn]) -> bool:
    """Whether a turn says how something could be: a proposal, a question to all, or a short answer to one."""
    text = turn.text
    if (is_small_talk(text) and not text.isdecimal()) or is_wish(text) or NOT_ONE.search(text):
        return False
    size, proposes = len(text.split()), is_put(turn)
    if (size > _LONG_ANSWER and not proposes) or not told_words(proposed_words(text)):
        return False
    if proposes:
        return True
    if (
        seeks(text)
        or refuses(text)
        or consents(text)
        or text.endswith("?")
        or tells(text)
        or promise_in(text)
        or request_in(text)
    ):
        return False
    if size <= _LONG_ANSWER and _BOUND.search(text) and any(is_put(each) for each in before[-_FEW:]):
        return True
    if size <= _ANSWER and any(seeks(each.text) or any(puts(line.text) for line in each.lines) for each in before):
        return True
    return size <= _LONG_ANSWER and bool(before) and seeks(before[-1].text)


_BOUND = re.compile(
    r"\b(?:if (?:we|you|they|one)|as long as|provided|only if|unless|but only|wenn wir|solange)\b", re.IGNORECASE
)
"""How somebody takes up a proposal and sets it a bound."""


def is_put(turn: Turn) -> bool:
    """Whether a turn puts something to all, and doesn't only answer."""
    return polls(turn.text) or any(
        (puts(each.text) or _is_marked(each)) and not seeks(each.text) for each in turn.lines
    )


def _is_marked(line: Line) -> bool:
    """Whether it is called a proposal or an idea: "Proposal: drivers call before they come"."""
    return line.marked and line.section == "ideas"


def backing(option: Turn, matter: Matter, place: int, lines: Sequence[Line]) -> frozenset[str] | None:
    """Who else is for an option, up to this place and right after it; None where somebody is against it to the end."""
    found: set[str] = set()
    against: set[str] = set()
    asked = ""
    for each in (each for each in matter.turns if option.at < each.at < place):
        asked = each.text if each.text.endswith("?") else asked
        if each.who == option.who:
            continue
        if (
            has_nothing_against(asked, each.text)
            or consents(each.text)
            or told_words(option.text) & told_words(each.text) - GENERAL
        ):
            found.add(each.who)
            against.discard(each.who)
        elif refuses(each.text):
            against.add(each.who)
    if reacted(option.lines[0]):
        found.add("+1")
    speaker = lines[place].author
    return None if against - {speaker.id if speaker else ""} else frozenset(found)
