"""The last word on a matter: somebody says how it will be, in the words of what was put to all and backed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.text import one_line
from bot.retros.extraction.agreeing import consents, reacted
from bot.retros.extraction.asking import request_in
from bot.retros.extraction.decision_words import JUDGES, MAYBE, tells
from bot.retros.extraction.log import Line
from bot.retros.extraction.made import Made, asks_for_yes, cleaned
from bot.retros.extraction.matters import (
    Matter,
    Turn,
    backing,
    is_put,
    matter_at,
    subject,
    turns_after,
    turns_to,
)
from bot.retros.extraction.promises import promise_in
from bot.retros.extraction.proposals import tells_of_self
from bot.retros.extraction.putting import is_of_talk, puts, seeks
from bot.retros.extraction.ruled import BINDS, STARTS
from bot.retros.extraction.sealing import is_flat, seal_in
from bot.retros.extraction.sieve import is_small_talk, is_wish
from bot.retros.extraction.subjects import says_what, told_words

_FEW, _LONG, _NEAR = 3, 24, 6


def last_word(line: Line, place: int, lines: Sequence[Line], since: int) -> Made | None:
    """What a sentence settles that takes up what is on the table."""
    if line.author is None or line.remark.by_bot or not line.inside or (line.listed and line.section):
        return None
    own = _own_words(line, place, lines)
    if own is None:
        return None
    matter = matter_at(place, lines, since)
    asked = {each.who for each in matter.turns if each.lines[-1].text.endswith("?")} | {_leader(lines)}
    votes = line.author.id not in asked and (_ONLY_YES.match(line.text) or _VOTES.match(own))
    if votes and own:
        return None
    if (not says_what(own) and speaks_of_task(matter)) or (matter.turns and _asks_one(matter.turns[-1])):
        return None
    if own and only_names(own, lines):
        return None
    option = _taken_up(own, matter)
    if option is None and (not own or BINDS.search(own)):
        option = _taken_up(own, matter._replace(options=_rules_of(matter)))
    if option is None or not (_STAYS.match(own) or _is_backed(option, matter, line, place, lines)):
        return None
    if votes and not (reacted(line) or (backing(option, matter, place, lines) or set()) - {line.author.id, option.who}):
        return None
    text, sources = in_words(own, option, matter)
    if not own and (added := _amended(line, place, lines)) and _adds(added, text):
        text = f"{text} – {added}"
    mine = told_words(own)
    met = [turn for turn in matter.options if turn == option or told_words(turn.text) & mine]
    about = tuple(each for turn in met for each in turn.sources)
    both = tuple(dict.fromkeys((*sources, *line.sources)))
    return Made(text=text, sources=both, place=place, only=line.sources, about=about)


def _leader(lines: Sequence[Line]) -> str:
    """Who opens a talk mostly leads it."""
    return next((each.author.id for each in lines if each.author and not each.remark.by_bot), "")


def completed(text: str, place: int, lines: Sequence[Line]) -> str | None:
    """A decision that doesn't say what it is about, with the words that do; None where nobody said any."""
    if says_what(text):
        return text
    opening = matter_at(place, lines).opening
    return f"{subject(opening)} – {text}" if opening else None


def is_of_task(place: int, lines: Sequence[Line]) -> bool:
    """Whether what was said right before is about somebody's task."""
    return speaks_of_task(matter_at(place, lines), last=1)


def speaks_of_task(matter: Matter, last: int = _FEW) -> bool:
    """Whether it is somebody's task that was talked of last, and not how all do something."""
    for text in (line.text for each in reversed(matter.turns[-last:]) for line in reversed(each.lines)):
        if puts(text):
            return False
        if (promise_in(text) or request_in(text)) and not _is_bound(text):
            return True
    return False


def _is_bound(text: str) -> bool:
    """ "Yes but please only when it rains" asks nobody for anything: it takes up what was put to all."""
    return _LEAD.match(text) is not None and _AMENDS.match(_without_lead(text)) is not None


def only_names(own: str, lines: Sequence[Line]) -> bool:
    """Whether words only call people by their names."""
    return told_words(own) <= told_words(" ".join(each.author.name for each in lines if each.author))


def _asks_one(turn: Turn) -> bool:
    """Whether somebody is asked to do something: what comes next answers that."""
    return any(request_in(each.text) and not puts(each.text) and not _is_bound(each.text) for each in turn.lines)


_OPENS = (
    r"(?:(?:ok(?:ay)?|okey|kk?|so|then|alright|all right|dann|also|na gut|alles klar|cool|"
    r"fair enough)(?!\w)[\s,.!:;–-]*|(?:right|great|good|perfect|lovely|sweet|brilliant|awesome|grand|super|nice|fine|"
    r"fair(?: point)?|deal|done|sold|sorted|decided|good (?:point|idea|stuff|call)|makes sense|thanks|excellent|"
    r"wonderful|gut|passt|prima|klar|top|schön)(?!\w)(?:\s*[,.!:;–-]+(?!\s*dass\b)\s*|\s*$|\s+(?=(?:so|then|ok(?:ay)?|"
    r"we|dann|wir)\b))|(?::\+1:|:ok_hand:|👍|👌)[\s,.!:;–-]*)"
)
_SAYS_YES = (
    r"(?:(?:yes|yep|yeah|yup|yea|aye|agreed?|exactly|absolutely|sure|ja|jo|jep|genau|love it|like it)(?!\w)"
    r"[\s,.!:;–-]*)"
)
_LEAD = re.compile(rf"^\W*(?:{_OPENS}|{_SAYS_YES})+", re.IGNORECASE)
_ONLY_YES = re.compile(rf"^\W*{_SAYS_YES}+(?!(?:so|then|we will|we['’]ll|dann)\b)", re.IGNORECASE)
"""Who begins like this agrees; it is a last word only from somebody who asked, or who leads."""
_THEN = re.compile(r"\b(?:then|it is|dann)\W*$|\bit is,", re.IGNORECASE)
_POLL = re.compile(
    r"(?:(?<![\s,.–-])[\s,.–-]++(?:all |everyone |everybody )?(?:ok(?:ay)?|good|agreed|right|yes|fine|passt|"
    r"deal)\?)\W*$",
    re.IGNORECASE,
)
_SHUTS = re.compile(
    r"^\W*(?:done|sold|deal|settled|decided|agreed|period|final|that['’]s (?:it|final|that)|end of (?:story|"
    r"discussion)|next|abgemacht|fertig|punkt)\W*$",
    re.IGNORECASE,
)
"""A word behind it that lets nobody go on: "45. Done."."""
SELF = re.compile(r"\b(?:i(?:['’](?:m|ve|ll))?|me|my|mine|ich|mir|mich|mein\w*)\b", re.IGNORECASE)
_VOTES = re.compile(
    r"^(?:(?:we |let['’]?s )?(?:keep|leave|drop|kill|scrap|stop|do) (?:it|that|them))\W*$", re.IGNORECASE
)


def _own_words(line: Line, place: int, lines: Sequence[Line]) -> str | None:
    """What is left of a last word without its beginning; None where it is none."""
    text = one_line(line.text)
    led = _LEAD.match(text) or _yes_before(text)
    own = text[led.end() :] if led else text
    before = lines[place - 1] if place and lines[place - 1].remark.id == line.remark.id else None
    said = one_line(before.text) if before else ""
    opened = (found := _LEAD.match(said)) is not None and found.end() >= len(said) > 0
    after = lines[place + 1] if place + 1 < len(lines) and lines[place + 1].remark.id == line.remark.id else None
    shut = after is not None and _SHUTS.match(one_line(after.text))
    if not (led or opened or shut or _THEN.search(text) or _POINTS.match(text)):
        return None
    if after and after.text.rstrip().endswith("?") and not asks_for_yes(after.text) and _THEN.search(text):
        return None  # "the tablets then. Do we know if …": a matter begins
    if (seal := seal_in(text)) and seal.sure and (seal.own or (after and is_flat(after.text))):
        return None  # it says itself what it settles
    own = cleaned(_POLL.sub("", own)) if own else ""
    if _POINTS.match(own or text):
        return None if after and is_flat(after.text) else ""
    if own.endswith("?") or seeks(own) or is_no_decision(own) or promise_in(text):
        return None
    return None if JUDGES.search(own) or MAYBE.search(own) or SELF.search(own) else own


def _adds(bounds: str, text: str) -> bool:
    """Whether bounds say more than the text that they are for; "from May on" has no word of its own."""
    starts = STARTS.search(bounds) and not _AT_ONCE.search(bounds)
    return not told_words(bounds) <= told_words(text) or bool(starts and bounds not in text)


_AT_ONCE = re.compile(r"\b(?:now|future|henceforth|forward|immediately|sofort|jetzt|zukunft|künftig)\b", re.IGNORECASE)
"""What is agreed on holds from then on anyway."""


_CLAUSE = re.compile(r"^(?P<yes>[^,;:.!?]{3,40})[,;:.!–]+\s+(?=\S)")


def _yes_before(text: str) -> re.Match[str] | None:
    """A clause that says yes before a last word: "good compromise, we do that"."""
    found = _CLAUSE.match(text)
    return found if found and _POINTS.match(text[found.end() :]) and consents(found["yes"]) else None


_POINTS = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|so|right|then|and|dann|gut)\b[\s,]*)*(?:(?:we(?:['’]ll| will)?|let['’]?s)(?: just)? (?:do|"
    r"try|start|go with|take|keep|adopt|have|make) (?:that|this|it)(?: (?:so|like (?:that|this)|(?:that|this) way|"
    r"one|then))*|(?:doing|trying) (?:that|this)|(?:that|this|it)(?:['’]?s| is|"
    r" will be)? (?:like that|agreed|dead|gone|settled|decided|sorted|it(?=\W*$)|(?:a|the|our)(?: new)? (?:deal|rule|"
    r"plan)|(?:what|how) we(?:['’]ll| will)? (?:do|handle|try|play)(?: (?:it|that|this))?)|"
    r"stopped|dropped|killed|gone|sorted|das (?:gilt|machen wir|probieren wir)|so machen wir|(?:machen|probieren|"
    r"versuchen) wir (?:das|es|so)(?: so)?)\b(?P<rest>.{0,60})$",
    re.IGNORECASE,
)
"""A last word that only points to what was put to all."""


_AMENDS = re.compile(
    r"^(?:but|and|only|just|except|if|when|unless|without|until|till|from|as long as|starting|for (?:now|the|one|a)|"
    r"once|"
    r"after|before|with|in (?:the |one )|on|on(?:ce)?|aber|und|nur|außer|wenn|ohne|bis|ab|solange|sobald|mit|für|"
    r"erst)\b",
    re.IGNORECASE,
)
"""How what is agreed to gets a bound: "only when something is open", "from May on"."""


def _amended(line: Line, place: int, lines: Sequence[Line]) -> str:
    """The bounds that a last word sets that only points: "Yes, but only in summer. Let's do that, from May on"."""
    points = _POINTS.match(_without_lead(line.text))
    said = _said_before(place, lines)
    bounds = [own for each in said if _AMENDS.match(own := _without_lead(each.text))]
    rest = points["rest"].strip(" ,.!;–-") if points else ""
    starts = STARTS.search(rest)
    if rest and (starts or (_AMENDS.match(rest) and told_words(rest))) and not SELF.search(rest):
        bounds.append(starts[0] if starts and not _AMENDS.match(rest) else rest)
    return cleaned(", ".join(bounds))


def _without_lead(text: str) -> str:
    text = one_line(text)
    led = _LEAD.match(text)
    return text[led.end() :] if led and led.end() < len(text) else text


def _said_before(place: int, lines: Sequence[Line]) -> list[Line]:
    """The sentences of the same message before this one."""
    start = place
    while start and lines[start - 1].remark.id == lines[place].remark.id:
        start -= 1
    return list(lines[start:place])


def _taken_up(own: str, matter: Matter) -> Turn | None:
    """The newest option that shares words with the last word."""
    if not own:
        near = [each for each in matter.options if each in matter.turns[-_NEAR:]]
        plain = [each for each in near if is_put(each) or _is_answered(each, matter)]
        return next(reversed(plain or near), None)
    mine = told_words(own)
    about = frozenset().union(*(told_words(each.text) for each in matter.turns)) if matter.turns else frozenset()
    shared = mine & about
    if (not shared or (len(mine) > _FEW and len(shared) * 4 < len(mine))) and not _STAYS.match(own):
        return None
    last = matter.options[-1] if matter.options else None
    return next((each for each in reversed(matter.options) if told_words(each.text) & mine), last)


def _rules_of(matter: Matter) -> tuple[Turn, ...]:
    """What was only said, as how it is done, and somebody else said yes to: "whoever breaks one writes it down"."""
    return tuple(
        each
        for each in matter.turns
        if any(is_flat(line.text) and says_what(line.text) and not _PRONOUN.match(line.text) for line in each.lines)
        and not each.text.endswith("?")
        and not consents(each.text)
        and _is_answered(each, matter)
    )


def _is_answered(option: Turn, matter: Matter) -> bool:
    """Whether somebody else says yes right after it."""
    then = next((each for each in matter.turns if each.at > option.at), None)
    return then is not None and then.who != option.who and consents(then.text)


_STAYS = re.compile(
    r"^(?:(?:we|it|that|wir|es)(?:['’]ll| will)? )?(?:stays?|keep(?:s|ing)?|leave|remains?|no change|as is|"
    r"bleib\w*|lassen)\b",
    re.IGNORECASE,
)
"""How somebody settles that nothing changes."""


def _is_backed(option: Turn, matter: Matter, line: Line, place: int, lines: Sequence[Line]) -> bool:
    """Whether somebody else than who says it is for it: who proposed it, who says yes, before or after."""
    me = line.author.id if line.author else ""
    found = backing(option, matter, place, lines)
    if found is None:
        return False
    if (found | {option.who}) - {me}:
        return True
    return any(consents(each.text) and each.who != me for each in turns_after(place, lines, 3))


def in_words(own: str, option: Turn, matter: Matter) -> tuple[str, tuple[str, ...]]:
    """The last word so that it can be read alone."""
    opening = matter.opening
    own = own or subject(option)
    if opening is None or not _needs_more(own):
        return own, option.sources
    near = own != subject(option) and not _needs_more(subject(option))
    named = option if near and told_words(option.text) & told_words(own) else opening
    about = subject(named)
    text = about if told_words(own) <= told_words(about) and not _CHOOSES.search(about) else f"{about} – {own}"
    return text, tuple(dict.fromkeys((*named.sources, *option.sources)))


def _needs_more(own: str) -> bool:
    """Whether nobody could tell what it is about."""
    if not says_what(own) or (_AMENDS.match(own) and "," not in own):
        return True
    points = _PRONOUN.search(own)
    if points is None or len(told_words(own)) > _FEW:
        return False
    clause, comma, _ = own[: points.start()].partition(",")
    return not (comma and says_what(clause))


_PRONOUN = re.compile(
    r"(?<!as )\b(?:it|them|that|this|those|both|es|das|die)\b(?! \w+s?\b)|(?<!as )\b(?:it|them)\b|\b(?:gets?|have|has|"
    r"needs?|do|does|takes?|"
    r"makes?) one\W*$",
    re.IGNORECASE,
)
_CHOOSES = re.compile(r"\b(?:or|oder)\b", re.IGNORECASE)


def is_no_decision(own: str) -> bool:
    """Whether words settle nothing, however they are led in: small talk, a wish, a promise, a request, a new matter."""
    return (
        not own
        or (is_small_talk(own) and not own.isdecimal())
        or is_wish(own)
        or is_of_talk(own)
        or tells(own)
        or promise_in(own) is not None
        or request_in(own) is not None
        or tells_of_self(own)
        or turns_to(own)
        or len(own.split()) > _LONG
    )
