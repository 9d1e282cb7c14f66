"""What is on the table in a talk: what was put to all, what was said to it, and who is for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.language.text import content_words, one_line, stem
from bot.retros.extraction.agreeing import consents, has_nothing_against, reacted
from bot.retros.extraction.asking import request_in
from bot.retros.extraction.consent import refuses
from bot.retros.extraction.decision_words import NOT_ONE, PROPOSES, WANTS_TO_KNOW, tells
from bot.retros.extraction.log import Line
from bot.retros.extraction.made import asks_for_yes, proposed_words
from bot.retros.extraction.promises import promise_in
from bot.retros.extraction.sieve import is_small_talk, is_wish

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
    said = [each.text for each in turn.lines if puts(each.text) or _SEEKS.search(each.text)]
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
    r" to|for)?|i(?:['’]d| would)(?= (?:keep|leave|drop|stop|cut|skip|move|make|do|scrap|merge)\b)|von mir aus|i "
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


def seeks(text: str) -> bool:
    """Whether somebody asks for proposals."""
    return _SEEKS.search(text) is not None


def polls(text: str) -> bool:
    """Whether all are asked to say yes to what is said with it."""
    return asks_for_yes(text) or _POLLS.search(text) is not None


_POLLS = re.compile(
    r"\b(?:(?:can|could) (?:we|you|everyone|everybody)(?: all)? (?:all )?live with|(?:are )?(?:we|everyone|everybody|"
    r"you)(?: all)? (?:good|ok(?:ay)?|happy|fine|in|on board|agreed?)(?: with (?:that|this|it))?|(?:does|"
    r"would) (?:that|this|it) work(?: for \w+)?|works for (?:everyone|all|you)|any reason not to|who(?:['’]s|"
    r" is) (?:for|in favou?r)(?: (?:of )?[^?]{3,80})?|is (?:that|this|it) (?:ok(?:ay)?|fine|alright)|(?:ist|sind|"
    r"wären) (?:das|damit|alle|"
    r"ihr)[^?]{0,20}(?:ok(?:ay)?|einverstanden|recht)|können (?:alle|wir) damit leben)\b(?: (?:with|to|for|if|"
    r"that) [^?]{1,60}| (?:for|by) \w+)?\s*\?",
    re.IGNORECASE,
)


def chooses(text: str) -> bool:
    """Whether a question offers a choice, to which "yes" is no answer: "keep or drop?"."""
    return text.rstrip().endswith("?") and _CHOICE.search(text) is not None


_CHOICE = re.compile(
    r"\b(?:or|oder|vs\.?|versus)\b(?! (?:so|something|whatever|anything|what|was)\b)|\byay\b", re.IGNORECASE
)


def is_of_talk(text: str) -> bool:
    """Whether it is about how the meeting goes on."""
    return _OF_TALK.search(text) is not None


def puts(text: str) -> bool:
    """Whether a sentence puts something to all: proposes it, or asks whether or which."""
    text = one_line(text)
    if _PUTS.search(text) or PROPOSES.search(text):
        return not (_OF_TALK.search(text) or (request_in(text) and not _WE.search(text)))
    if not text.endswith("?") or not told_words(text) or _OF_TALK.search(text) or tells(text):
        return False
    return not (WANTS_TO_KNOW.match(text) or request_in(text) or _OF_YOU.search(text) or _OF_FACT.match(text))


_SEEKS = re.compile(
    r"\b(?:what (?:do (?:we|you (?:propose|suggest))|can we|could we|should we|shall we|would (?:help|suit|make|work)|"
    r"time|day)|how (?:often|long|much|many|do we|should|shall)|which|when (?:do|should|shall)|ideas|"
    r"suggestions|any reason|was (?:machen|ändern|tun) wir|wie (?:oft|lange|viele?|machen))\b[^?]*\?|"
    r"\bwhat (?:do you|would you) (?:propose|suggest)\b|^\W*(?:(?:and|so|ok(?:ay)?)\W+)*what (?:do|can|should) we\b",
    re.IGNORECASE,
)
"""A question that asks for proposals."""
_WE = re.compile(r"\b(?:we|us|let['’]?s|wir|uns)\b", re.IGNORECASE)
_OF_YOU = re.compile(
    r"\b(?:you|du|dir|dich|did|has|have|is|was|were|hast|ist|war)\b|^\W*(?:and|und|so) \w+\?$", re.IGNORECASE
)
_OF_FACT = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|but|oh|und)\b[\s,]*)*(?:is|are|was|were|does|did|has|have|had|will|ist|sind|war|waren|"
    r"hat|haben|gibt)\b",
    re.IGNORECASE,
)
"""A question whether something is so."""
_PUTS = re.compile(
    r"\b(?:(?:we|one|everyone|everybody|each|devs?|people|wir|man|the team) (?:could|should|might|könnten?|sollten?)|"
    r"(?:could|can|should|shall|might) we|do we (?:all )?(?:want|wanna|need|keep|drop|still)|what if|should (?!have|"
    r"be (?:ok|fine|good|there)|i\b|you\b)|why (?:not|don['’]t we)|(?:what|how) about|let['’]?s|i(?:['’]d|"
    r" would) (?:say|go|do|drop|stop|keep|merge|like (?:us|to|it if)|love (?:us|to|it if)|rather|prefer|vote|suggest|"
    r"propose|make|cut|move|skip|scrap|bin|bring|like (?:a|an|one|no|more|fewer))|from now on|ab (?:jetzt|sofort)|"
    r"we (?:won['’]t|will no longer|leave (?:it|that|this)|go back to|stick (?:with|to)|stay with)|"
    r"i (?:vote|suggest|propose|move that)|i['’]m (?:all )?for|maybe (?!(?:i|"
    r"it|that|this|because|not|he|she|they|you|later|so|if|there|the (?:reason|problem)|next time)\b)|von mir aus "
    r"(?!gern\w*\b|ja\b|ok|passt|auch|schon)(?=\w)|alternatively|"
    r"proposal|suggestion|counter(?:point|proposal)?|vorschlag|(?:wollen|"
    r"sollen|können|könnten|sollten) wir|(?:kann|könnte|sollte) man|lass(?:t)? uns|wie wär\w*|ich (?:bin|wäre) "
    r"(?:dafür|für)|ich (?:fänd\w*|"
    r"würde?)|would it help|keep or|or (?:drop|keep|leave|kill|scrap|not)\b|yay|nay)\b|\b(?:or|oder)\b[^?]*\?\W*$",
    re.IGNORECASE,
)
_OF_TALK = re.compile(
    r"\b(?:(?:can|could|shall|should|let['’]?s|können|wollen|lass(?:t)? uns|sollen)(?: we| wir)?(?: just| mal|"
    r" please)? (?:(?:start|begin|close|continue|stop)(?=\W*$|[,.:;!?]| (?:with|here|now|at|by|from|then|this|slowly|"
    r"(?:the|"
    r"our|this) (?:retro\w*|meeting|session|round|call))\b)|go (?:on|round|around)|move on|talk|discuss|park|"
    r"come back|hear|see|look at|take (?:it|this|that|the)|wait|wrap|do introductions|anfangen|reden|sprechen|"
    r"weitermachen|starten)\b|"
    r"everyone here|all here|agenda|\d+ topics|(?:have|got|only) \d+ points|^\W*(?:(?:ok(?:ay)?|so|dann|noch|das|"
    r"ein)\b\W*)*(?:thema|topic)\b|^\W*(?:the )?(?:first|next|last|top) (?:is|up|topic|point|one)|"
    r"^\W*(?:(?:ok(?:ay)?|so|then|now|dann)\b\W*)*(?:discussing|talking about|starting with|going through)\b|"
    r"retro\b.{0,20}\b(?:here|now|today)|who['’]?s (?:first|next|missing)|anything else|any(?:one|body) else|go first|"
    r"can (?:everyone|you all|you) (?:hear|see)|wer fängt|sonst noch|i(?:['’]d| would)? (?:like|want|love) to (?:speak|"
    r"talk|discuss|hear|raise|bring|mention|say|thank|add)|turn (?:that|this|it) into|no promises|let['’]?s (?:hear|go|"
    r"get|start)|^to (?:hear|know|see)\b)",
    re.IGNORECASE,
)
"""What is about the meeting itself."""


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
            or told_words(option.text) & told_words(each.text) - _GENERAL
        ):
            found.add(each.who)
            against.discard(each.who)
        elif refuses(each.text):
            against.add(each.who)
    if reacted(option.lines[0]):
        found.add("+1")
    speaker = lines[place].author
    return None if against - {speaker.id if speaker else ""} else frozenset(found)


_DE = frozenset(
    "der die das den dem des ein eine einen einem einer und oder aber wir ihr sie ich du es man ist sind war sein hat "
    "haben wird werden im in am an auf aus bei mit nach von vom zu zum zur für über unter ab bis nur noch nicht kein "
    "keine auch schon mal dann also so wie was wer wo wenn dass als immer sehr zu mir uns euch jetzt doch einfach "
    "machen mach kann können soll sollen will wollen".split()
)
_DAYS = {
    stem(short): day
    for day, shorts in {
        "monday": "mon mondays monday montag montags", "tuesday": "tue tues tuesday tuesdays dienstag dienstags",
        "wednesday": "wed weds wednesday wednesdays mittwoch", "thursday": "thu thur thurs thursday donnerstag",
        "friday": "fri friday fridays freitag freitags", "two": "2 zwei", "three": "3 drei", "one": "1", "four": "4",
        "week": "weekly wöchentlich", "day": "daily täglich", "month": "monthly",
    }.items()
    for short in shorts.split()
}  # fmt: skip
_GENERAL = frozenset(
    stem(each)
    for each in (
        "monday tuesday wednesday thursday friday saturday sunday day week month sprint time next today "
        "tomorrow passt everyone live recht pleasure thanks till until half hour minute ones whole continue "
        "propose suggest help object objection against agree fine good happy okay live idea better "
        "one two three four five keep drop stay start stop try good think say thing people team "
        "way round other first last new new everyone everybody everything anything topic point retro idea"
    ).split()
)
"""Words that don't say what a matter is about."""


def told_words(text: str) -> frozenset[str]:
    """The words that carry meaning, by which turns are about the same: "tues" is Tuesday, German ones too."""
    found = (each.removesuffix("s") for each in content_words(text) if each not in _DE)
    return frozenset(_DAYS.get(each, each) for each in found if each not in _ALL_OF_US)


_ALL_OF_US = frozenset(
    stem(each) for each in ("everyone everybody anyone anybody nobody folks guys alle jemand").split()
)


def says_what(text: str) -> bool:
    """Whether words say what they are about."""
    named = any(not any(sign.isdigit() for sign in each) for each in told_words(text) - _GENERAL)
    return named or _DAILY.search(text) is not None


_DAILY = re.compile(r"\b(?:the|our|a|das|dem|unser) (?:daily|weekly)\b", re.IGNORECASE)
"""A meeting, though it is called like a time."""
