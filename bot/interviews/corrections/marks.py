"""How a sentence says that it corrects something: its opening words, the old value and the new one, and what about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from bot.interviews.corrections.values import values
from bot.language.clauses import is_finite
from bot.language.text import content_words, one_line, words

Mark = Literal["", "weak", "strong"]

_LEAD = re.compile(
    r"(?:(?:oh|ah|hm+|um+|uh+|well|so|ok(?:ay)?|and|but|also|fine|right|yes|yeah|by the way|then"
    r"|please)(?:[,.!…:–—-]+\s*|\s+(?=\S)))",
    re.IGNORECASE,
)
_END = r"[\s,.:;!…–—-]*"
_GONE = re.compile(
    r"(?:scratch (?:that|it)|strike that|ignore that|forget (?:that|it|what i (?:just )?said)|never mind that"
    r"|i take (?:that|it) back|"
    r"take that back)(?=\s*[,.:;!…–—-]|\s+(?:and|make|it|please|again|i|we)\b|\s*$)" + _END,
    re.IGNORECASE,
)
"""Words that take back what was said just before."""
_STRONG = re.compile(
    r"(?:(?:one |a |small |quick )*correction(?=[\s]*[,:;.–—-])|let me correct (?:that|myself|this|it)|i misspoke"
    r"|i was wrong(?: (?:about (?:that|it)|there))?|"
    r"change of plans?|(?:that|this|it)(?:'s| is| was)(?:n't right| not right| wrong)(?=\s*[,.:;!…–—-]|\s*$)|(?:i"
    r"|we)(?:'ve| have)? changed? (?:my|our) minds?|on second thoughts?|"
    r"(?:on )?thinking about it again|(?:sorry[, ]+)?(?:my mistake|my bad|my fault)|i (?:got|mixed"
    r"|muddled) (?:that|it|this|those|them|something) (?:wrong|up)|"
    r"(?:one |some)thing (?:that )?(?:i|we) said (?:before |earlier )?(?:is|was) wrong|what (?:i"
    r"|we) said (?:before |earlier )?(?:is|was) wrong|"
    r"(?:what i (?:really )?meant (?:is|was)|i (?:really )?meant(?: to say)?)(?! (?:to|for)\b)(?: that)?|"
    r"no[, ]+wait(?=\s*[,.:;!…–—-]|\s+(?:\d|the|it|that|we|make|not|i|a)\b|$)|"
    r"wait[, ]+no(?=\s*[,.:;!…–—-]|\s+\d|$)|i meant)" + _END,
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"(?:actually|in fact|let'?s (?:rather )?say(?= [\d€$£])|(?:no|nope|sorry|wait|rather|hang on|hold on|oops"
    r"|apologies|pardon)"
    r"(?=[,.:;!…–—-]|\s+(?:\d|wait\b|sorry\b|actually\b|no\b|make\b|i meant\b)))" + _END,
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:(?:as for|about|regarding|concerning|as to|for|on|with) )?(?P<what>(?:the )?[^,:.;]{2,40}?)"
    r"(?: that)?(?: (?:i|we)(?:'ve)? (?:said|told you|mentioned|gave you|named)(?: (?:you|about|before"
    r"|earlier))*)?[,:]\s*(?P<rest>\S.*)",
    re.IGNORECASE,
)
_OPENS_ABOUT = re.compile(r"(?:as for|about|regarding|concerning|as to)\s", re.IGNORECASE)
_IN_NUMBER = re.compile(
    r"(?:in|for|at) (?:#|s|no\.? ?|number |statement |point )?(?P<number>\d{1,4})[,:]? (?P<rest>(?:it|that|make"
    r"|the|not|change|say|should)\b.*)",
    re.IGNORECASE,
)
_WRONG = (
    re.compile(
        r"(?:[A-Z][\w'-]+: )?(?P<what>(?:the |my |our )?[a-z][\w' -]{1,40}?) (?:is|was|are|were)(?:n't right"
        r"| not right| wrong)[,;:.–—-]+ ?"
        r"(?:(?:it|that|they)(?:'s|'re| is| are| was| should be| must be| should have been| has to be)|make it"
        r"|actually)? ?(?P<new>\S.*)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<who>[A-Z]?[\w'-]+) (?:was|were|is|am|got it) wrong (?:about|on|with) (?P<what>[^,:;.]+?)[,:;.–—-]+ ?"
        r"(?:(?:it|that|they)(?:'s|'re| is| are| was| should be| must be)|make it)? ?(?P<new>\S.*)",
        re.IGNORECASE,
    ),
)
_WRONG_VALUE = re.compile(
    r"(?P<old>(?:the )?[\w%€$£.,' ]{1,24}?) (?:is|was|are|were)(?:n't right| not right| wrong)[,;:.–—-]+ ?"
    r"(?:(?:it|that|they)(?:'s|'re| is| are| was| should be| must be| should have been)|make it) (?P<new>\S.*)",
    re.IGNORECASE,
)
_ABOUT_MAKE = re.compile(
    r"(?:(?:i|we)(?:'ve| have)? changed? (?:my|our) minds? (?:about"
    r"|on) )?(?P<what>(?:the )?[\w' -]{2,40}?): (?P<rest>(?:make (?:it|that)|change (?:it|that) to|it should be) .*)",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"(?:when |where )?(?:(?:i|we) (?:just )?(?:said|told you|wrote|mentioned|gave you)|you (?:wrote|have|noted|put)"
    r"|it says)(?: earlier| before)?:? (?:that )?(?:it (?:is|was) )?(?P<old>.+?)"
    r"(?:\s*[,;:.–—-]+\s*(?:but |and )?|\s+but\s+)"
    r"(?:(?:it|that|this|they)(?:'s|'re| is| was| should be| should have been| must be| has to be| ought to be)"
    r"|(?:i|we) meant|make (?:it|that)|should (?:be|have been)|is really|really|(?:[\w-]+ ){1,2}(?:says?|wants?"
    r"|told (?:us|me)|gave us)(?: it's| it is)?)(?: actually| really)? (?P<new>\S.*)",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"(?:instead of|rather than) (?P<old>[^,]+?)(?:,\s*|\s+(?=(?:we|they|it|he|she|the|a|an|i|you|there|people"
    r"|make|use|take)\b))(?P<new>\S.*)",
    re.IGNORECASE,
)
_NOT_BUT = re.compile(
    r"(?P<lead>(?:.{0,60}?\b)?)(?:is|are|was|it's|that's|they're|'s"
    r"|^)? ?not (?P<old>[^,;:]+?)(?:,? but (?:rather )?|\s*[,;:–—-]+\s*(?:it's|it is|that's|they're|but"
    r"|make it) )(?P<new>\S.*)",
    re.IGNORECASE,
)
_NOT_FIRST = re.compile(r"not (?P<old>(?!only|just|even)[^,;:]+?)[,;:]\s*(?P<new>\S.*)", re.IGNORECASE)
_NOT = re.compile(
    r"(?P<new>.+?)(?P<how>,? and not|,? rather than|,? instead of|, not|,? no longer| not(?= (?:\d|[€$£])))\s+"
    r"(?!only\b|even\b|just\b|yet\b|all\b|every|to\b|really\b|sure\b|that\b|because\b|if\b|when\b|until\b"
    r"|necessarily\b|more\b|"
    r"less\b|later\b|before\b|as\b|so\b|very\b|at all\b|much\b|too\b|always\b|in use\b|possible\b)"
    r"(?P<old>(?:[^,;:.!]|[:.,](?=\d))+?)(?:\s*[,;:](?!\d)\s*(?P<tail>.*)|\s+(?:because|since|so that)\b.*|[.!]*)",
    re.IGNORECASE,
)
_MAKE = re.compile(
    r"(?:let'?s |can you |could you |we should |you can |better )*(?:make|change|set|put|turn) "
    r"(?:(?:it|that|this|them)(?! (?:possible|easy|easier|clear|so)\b)|(?P<what>(?:the )?[\w' -]{2,30}?)(?= to "
    r"| into | \d))(?: to| into)?(?: be)? (?P<new>\S.*)",
    re.IGNORECASE,
)
_THAT_SHOULD = re.compile(
    r"(?:(?P<that>that|this|it)|(?P<what>the [\w' -]{2,30}?)) (?P<how>should have been|should have said"
    r"|should read|should say|"
    r"should be|must be|has to be|is|are|'s|was) (?P<new>\S.*)",
    re.IGNORECASE,
)
_FORGET = re.compile(
    r"(?:forget|scratch|scrap|ignore|skip|drop)(?: about)? (?P<old>(?:the |my |our )?[^,;:.–—]+?)(?:\s*[,;:–—]\s*"
    r"|\s+-\s+)"
    r"(?:(?:it'?s|it is|it should be|make it|use|say|rather|we want|we take)\s+)?(?P<new>\S.*)",
    re.IGNORECASE,
)
TAKEN = re.compile(
    r"(?:scratch|forget|ignore|strike|drop|delete|remove|skip|take back|scrap)(?: all| everything)?\s+"
    r"(?:(?:what|everything|all) (?:i|we)(?:'ve)? (?:said|told you)(?: (?:before|earlier))?(?: about)?|the (?:part"
    r"|bit|thing|idea|piece|sentence) (?:about|with|of|on)|about)\s+"
    r"(?P<what>[^,.;:!–—]+)(?:[,.;:!–—\s]+(?P<rest>.*))?",
    re.IGNORECASE,
)
"""“Scratch what I said about dictating notes by voice”: names what is taken back."""
DROPPED = re.compile(
    r"(?:(?:we|they|people|users) (?:don'?t|do not|won'?t|will not|no longer) (?:need|want|do) |(?:let'?s "
    r"|we )?(?:drop|forget|scrap|cut|skip|leave out|remove) )"
    r"(?P<what>.+?)\s+(?:any ?more|after all|completely|altogether|entirely|for now|at all)[.!]*",
    re.IGNORECASE,
)
"""“We don't need the export any more”."""
FORGOTTEN = re.compile(
    r"(?:forget|scratch|scrap|ignore)(?: about)? (?P<what>(?:the|my|our|those|these"
    r"|all) [^,;:]+?)[.!]*",
    re.IGNORECASE,
)
OUT_OF = re.compile(
    r"(?:please )?(?:leave|keep|take|cut|drop|remove|strike|delete|get)\s+(?P<what>.+?)\s+(?:out of|out from|from)\s+"
    r"(?:#|s|no\.? ?|number |statement |point |item )?(?P<number>\d{1,4})[.!]*",
    re.IGNORECASE,
)
"""“Leave the doctor's note out of 23”."""
LEAVE_IT = re.compile(
    r"(?:let's )?(?:(?P<out>leave|take|keep|cut) (?:it|that|them"
    r"|this) out|(?:drop|forget|skip|scrap) (?:it|that|them))\b.*",
    re.IGNORECASE,
)
"""“… about vouchers: leave them out”."""
SCOPE = re.compile(
    r"(?P<what>[\w' -]+?) (?:(?:should|must|will|can|has to|have to|needs to|need to) )?(?:also )?(?:stay|be"
    r"|remain|is|are|stays|remains|go|goes|left|comes|come)"
    r"(?: left| kept)? (?P<way>out|in|later)\b(?P<rest>.*)",
    re.IGNORECASE,
)
LEAVE_OUT = re.compile(r"(?:leave|keep|take|cut) (?P<what>[\w' -]+?) (?P<way>out)\b(?P<rest>.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sentence says of itself: how plainly it corrects, what it is about, and what takes whose place.

    `gone`: it takes back what was said just before. `number`: the statement it names. `clear`: it names old and new, or
    says "make it". `swaps`: one thing goes for another. `turns`: it says "instead of", as wishes do that change what is
    done today and correct nothing. `body` is what is left without the opening words.
    """

    mark: Mark
    body: str
    gone: bool = False
    about: str = ""
    old: str = ""
    new: str = ""
    clear: bool = False
    number: int | None = None
    swaps: bool = False
    turns: bool = False


def plain(sentence: str) -> str:
    """One line with straight apostrophes, as the patterns here expect it."""
    return one_line(sentence).replace("’", "'")


def read(sentence: str, *, marked: bool = False) -> Reading:
    """How a sentence corrects; an empty mark and nothing clear where it doesn't. `marked`: the one before said so."""
    rest = plain(sentence)
    mark: Mark = "strong" if marked else ""
    gone = False
    while rest:
        if opened := _GONE.match(rest) or _STRONG.match(rest):
            mark, gone = "strong", gone or opened.re is _GONE
        elif opened := _WEAK.match(rest):
            mark = mark or "weak"
        elif not (opened := _LEAD.match(rest)):
            break
        if opened.end() == 0:
            break
        rest = rest[opened.end() :]
    if not words(rest):
        return Reading(mark, rest, gone=gone)
    number = None
    if named := _IN_NUMBER.fullmatch(rest):
        number, rest, mark = int(named["number"]), named["rest"], mark or "weak"
    return _read_body(rest, Reading(mark, rest, gone, number=number))


def _read_body(rest: str, base: Reading) -> Reading:
    """What the rest says once the opening words are gone: the first of the known ways to put it."""
    if (told := _WRONG_VALUE.fullmatch(rest)) and _is_one(told["old"]):
        return replace(base, mark="strong", body=rest, old=told["old"], new=_end(told["new"]), clear=True)
    for wrong in _WRONG:
        if told := wrong.fullmatch(rest):
            deep = _read_body(told["new"], replace(base, mark="strong"))
            return replace(deep, about=told["what"], new=deep.new or told["new"], clear=True)
    opened = _ABOUT_MAKE.fullmatch(rest) or (_ABOUT.fullmatch(rest) if _OPENS_ABOUT.match(rest) else None)
    if opened:
        base, rest = replace(base, about=opened["what"]), opened["rest"]
    base = replace(base, body=rest)
    return _old_and_new(rest, base) or _made(rest, base) or _not(rest, base) or _should(rest, base) or base


def _old_and_new(rest: str, base: Reading) -> Reading | None:
    """ "I said Y, it should be X", "instead of Y, X", "not Y but X", "forget Y, X"."""
    if told := _SAID.fullmatch(rest):
        return replace(base, mark="strong", old=told["old"], new=_end(told["new"]), clear=True)
    if told := _INSTEAD.fullmatch(rest):
        return replace(base, old=told["old"], new=_end(told["new"]), clear=True, swaps=True, turns=True)
    if told := _NOT_BUT.fullmatch(rest):
        new = told["new"] if told["lead"].strip() else f"{told['lead']}{told['new']}"
        return replace(base, body=f"{told['lead']} {told['new']}", old=told["old"], new=_end(new), clear=True)
    if (told := _NOT_FIRST.fullmatch(rest)) and is_finite(told["new"]):
        return replace(base, old=told["old"], new=_end(told["new"]), clear=True)
    if told := _FORGET.fullmatch(rest):
        return replace(base, mark="strong", old=told["old"], new=_end(told["new"]), clear=True, swaps=True)
    return None


def _made(rest: str, base: Reading) -> Reading | None:
    """ "make it X", "change the limit to X"."""
    told = _MAKE.fullmatch(rest)
    if told is None:
        return None
    inner = _NOT.fullmatch(told["new"])
    new, old = (inner["new"], inner["old"]) if inner else (told["new"], "")
    if not _is_value(new):
        return None
    about = f"{base.about} {told['what'] or ''}".strip()
    return replace(base, mark="strong", about=about, old=old, new=_end(new), clear=True)


def _not(rest: str, base: Reading) -> Reading | None:
    """ "X, not Y"."""
    told = _NOT.fullmatch(rest)
    if told is None:
        return None
    new = told["new"]
    if told["tail"] and not is_finite(new) and is_finite(f"{new} {told['tail']}"):
        new = f"{new} {told['tail']}"  # "HR, not the manager, approves it"
    turns = not told["how"].endswith("not")
    return replace(base, old=told["old"].strip(), new=_end(new), clear=True, turns=turns)


def _should(rest: str, base: Reading) -> Reading | None:
    """ "that should be X", "the 4 hours should be X"."""
    told = _THAT_SHOULD.fullmatch(rest)
    if told is None:
        return None
    what, new = told["what"] or "", _end(told["new"])
    if what and "should" in told["how"] and _is_one(what):
        return replace(base, old=what, new=new, clear=True)
    if _is_value(told["new"]) and (base.mark or base.number or "have" in told["how"]):
        return replace(base, mark=base.mark or "weak", about=f"{base.about} {what}".strip(), new=new, clear=not what)
    return None


def _end(text: str) -> str:
    return text.strip(" ,;:").rstrip(".!").strip()


def _is_one(text: str) -> bool:
    found = values(text)
    return len(found) == 1 and not content_words(text[: found[0].start] + " " + text[found[0].end :])


def _is_value(text: str) -> bool:
    """Whether a text is one value with at most a word or two around it ("at most two per term, please")."""
    found = values(text)
    if not found:
        return False
    left = text[: found[0].start] + " " + text[found[-1].end :]
    return len(content_words(left)) <= 3  # noqa: PLR2004 - "noon on the due date"
