"""How a sentence says that it corrects something: its opening words, the old value and the new one, and what about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.interviews.values import values
from bot.language.text import content_words, one_line, words

Mark = Literal["", "weak", "strong"]

_LEAD = re.compile(
    r"(?:(?:oh|ah|hm+|um+|uh+|well|so|ok(?:ay)?|and|but|also|fine|right|yes|yeah|by the way|then|please)(?:[,.!…:–—-]+\s*|\s+(?=\S)))",
    re.IGNORECASE,
)
_END = r"[\s,.:;!…–—-]*"
_GONE = re.compile(
    r"(?:scratch (?:that|it)|strike that|ignore that|forget (?:that|it|what i (?:just )?said)|never mind that|i take (?:that|it) back|"
    r"that was wrong|take that back)(?=\s*[,.:;!…–—-]|\s+(?:and|make|it|please|again|i|we)\b|\s*$)" + _END,
    re.IGNORECASE,
)
"""Words that take back what was said just before."""
_STRONG = re.compile(
    r"(?:(?:one |a |small |quick )*correction(?=[\s]*[,:;.–—-])|let me correct (?:that|myself|this|it)|i misspoke|i was wrong(?: (?:about (?:that|it)|there))?|"
    r"change of plans?|(?:i|we)(?:'ve| have)? changed (?:my|our) minds?|on second thoughts?|"
    r"(?:on )?thinking about it again|(?:sorry[, ]+)?(?:my mistake|my bad|my fault)|i got (?:that|it|this) wrong|"
    r"(?:one |some)thing (?:that )?(?:i|we) said (?:before |earlier )?(?:is|was) wrong|what (?:i|we) said (?:before |earlier )?(?:is|was) wrong|"
    r"(?:what i (?:really )?meant (?:is|was)|i (?:really )?meant(?: to say)?)(?! (?:to|for)\b)(?: that)?|"
    r"no[, ]+wait(?=\s*[,.:;!…–—-]|\s+(?:\d|the|it|that|we|make|not|i|a)\b|$)|"
    r"wait[, ]+no(?=\s*[,.:;!…–—-]|\s+\d|$)|i meant)" + _END,
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"(?:actually|in fact|(?:no|nope|sorry|wait|rather|hang on|hold on|oops|apologies|pardon)"
    r"(?=[,.:;!…–—-]|\s+(?:\d|wait\b|sorry\b|actually\b|no\b|make\b|i meant\b)))" + _END,
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:(?:as for|about|regarding|concerning|as to|for|on|with) )?(?P<what>(?:the )?[^,:.;]{2,40}?)"
    r"(?: that)?(?: (?:i|we)(?:'ve)? (?:said|told you|mentioned|gave you|named)(?: (?:you|about|before|earlier))*)?[,:]\s*(?P<rest>\S.*)",
    re.IGNORECASE,
)
_OPENS_ABOUT = re.compile(r"(?:as for|about|regarding|concerning|as to)\s", re.IGNORECASE)
_IN_NUMBER = re.compile(
    r"(?:in|for|at) (?:#|s|no\.? ?|number |statement |point )?(?P<number>\d{1,4})[,:]? (?P<rest>(?:it|that|make|the|not|change|say|should)\b.*)",
    re.IGNORECASE,
)
_WRONG = (
    re.compile(
        r"(?:[A-Z][\w'-]+: )?(?P<what>(?:the |my |our )?[a-z][\w' -]{1,40}?) (?:is|was|are|were)(?:n't right| not right| wrong)[,;:.–—-]+ ?"
        r"(?:(?:it|that|they)(?:'s|'re| is| are| was| should be| must be| should have been| has to be)|make it|actually)? ?(?P<new>\S.*)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<who>[A-Z]?[\w'-]+) (?:was|were|is|am|got it) wrong (?:about|on|with) (?P<what>[^,:;.]+?)[,:;.–—-]+ ?"
        r"(?:(?:it|that|they)(?:'s|'re| is| are| was| should be| must be)|make it)? ?(?P<new>\S.*)",
        re.IGNORECASE,
    ),
)
_SAID = re.compile(
    r"(?:when |where )?(?:i|we|you wrote|it says|you have|you noted) ?(?:said|told you|wrote|mentioned)?(?: earlier| before)?:? (?:that )?(?:it (?:is|was) )?(?P<old>.+?)"
    r"(?:\s*[,;:.–—-]+\s*(?:but |and )?|\s+but\s+)"
    r"(?:(?:it|that|this|they)(?:'s|'re| is| was| should be| should have been| must be| has to be| ought to be)"
    r"|(?:i|we) meant|make (?:it|that)|should (?:be|have been)|is really|really)(?: actually| really)? (?P<new>\S.*)",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"(?:instead of|rather than) (?P<old>[^,]+?)(?:,\s*|\s+(?=(?:we|they|it|he|she|the|a|an|i|you|there|people|make|use|take)\b))(?P<new>\S.*)",
    re.IGNORECASE,
)
_NOT_BUT = re.compile(
    r"(?P<lead>(?:.{0,60}?\b)?)(?:is|are|was|it's|that's|they're|'s|^)? ?not (?P<old>[^,;:]+?)(?:,? but (?:rather )?|\s*[,;:–—-]+\s*(?:it's|it is|that's|they're|but|make it) )(?P<new>\S.*)",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"(?P<new>.+?)(?:,? and not|,? rather than|,? instead of|, not|,? no longer| not(?= (?:\d|[€$£])))\s+"
    r"(?!only\b|even\b|just\b|yet\b|all\b|every|to\b|really\b|sure\b|that\b|because\b|if\b|when\b|until\b|necessarily\b|more\b|"
    r"less\b|later\b|before\b|as\b|so\b|very\b|at all\b|much\b|too\b|always\b|in use\b|possible\b)"
    r"(?P<old>(?:[^,;:.!]|[:.,](?=\d))+?)(?:\s*[,;:](?!\d)\s*.*|\s+(?:because|since|so that)\b.*|[.!]*)",
    re.IGNORECASE,
)
_MAKE = re.compile(
    r"(?:let'?s |can you |could you |we should |you can |better )*(?:make|change|set|put|turn) "
    r"(?:(?:it|that|this|them)(?! (?:possible|easy|easier|clear|so)\b)|(?P<what>(?:the )?[\w' -]{2,30}?)(?= to | into | \d))(?: to| into)?(?: be)? (?P<new>\S.*)",
    re.IGNORECASE,
)
_THAT_SHOULD = re.compile(
    r"(?:(?P<that>that|this|it)|(?P<what>the [\w' -]{2,30}?)) (?P<how>should have been|should have said|should read|should say|"
    r"should be|must be|has to be|is|are|'s|was) (?P<new>\S.*)",
    re.IGNORECASE,
)
_FORGET = re.compile(
    r"(?:forget|scratch|scrap|ignore|skip|drop)(?: about)? (?P<old>(?:the |my |our )?[^,;:.–—]+?)(?:\s*[,;:–—]\s*|\s+-\s+)"
    r"(?:(?:it'?s|it is|it should be|make it|use|say|rather|we want|we take)\s+)?(?P<new>\S.*)",
    re.IGNORECASE,
)
TAKEN = re.compile(
    r"(?:scratch|forget|ignore|strike|drop|delete|remove|skip)(?: all| everything)?\s+"
    r"(?:(?:what|everything|all) (?:i|we)(?:'ve)? (?:said|told you)(?: (?:before|earlier))?(?: about)?|the (?:part|bit|thing|idea|piece|sentence) (?:about|with|of|on)|about)\s+"
    r"(?P<what>[^,.;:!–—]+)(?:[,.;:!–—\s]+(?P<rest>.*))?",
    re.IGNORECASE,
)
"""“Scratch what I said about dictating notes by voice”: names what is taken back."""
DROPPED = re.compile(
    r"(?:(?:we|they|people|users) (?:don'?t|do not|won'?t|will not|no longer) (?:need|want|do) |(?:let'?s |we )?(?:drop|forget|scrap|cut|skip|leave out|remove) )"
    r"(?P<what>.+?)\s+(?:any ?more|after all|completely|altogether|entirely|for now|at all)[.!]*",
    re.IGNORECASE,
)
"""“We don't need the export any more”."""
FORGOTTEN = re.compile(r"(?:forget|scratch|scrap|ignore)(?: about)? (?P<what>(?:the|my|our|those|these|all) [^,;:]+?)[.!]*", re.IGNORECASE)
OUT_OF = re.compile(
    r"(?:please )?(?:leave|keep|take|cut|drop|remove|strike|delete|get)\s+(?P<what>.+?)\s+(?:out of|out from|from)\s+"
    r"(?:#|s|no\.? ?|number |statement |point |item )?(?P<number>\d{1,4})[.!]*",
    re.IGNORECASE,
)
"""“Leave the doctor's note out of 23”."""
SCOPE = re.compile(
    r"(?P<what>[\w' -]+?) (?:(?:should|must|will|can|has to|have to|needs to|need to) )?(?:also )?(?:stay|be|remain|is|are|stays|remains|go|goes|left|comes|come)"
    r"(?: left| kept)? (?P<way>out|in|later)\b(?P<rest>.*)",
    re.IGNORECASE,
)
LEAVE_OUT = re.compile(r"(?:leave|keep|take|cut) (?P<what>[\w' -]+?) (?P<way>out)\b(?P<rest>.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sentence says of itself: how plainly it corrects, what it is about, and what takes whose place.

    `gone`: it takes back what was said just before. `number`: the statement it names. `clear`: it names old and new, or
    says "make it". `body` is what is left without the opening words.
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


def plain(sentence: str) -> str:
    """One line with straight apostrophes, as the patterns here expect it."""
    return one_line(sentence).replace("’", "'")


def read(sentence: str, *, marked: bool = False) -> Reading:
    """How a sentence corrects; with an empty mark and nothing clear where it doesn't. `marked`: the one before said so."""
    rest = plain(sentence)
    mark: Mark = "strong" if marked else ""
    gone = False
    while rest:
        if opened := _GONE.match(rest):
            mark, gone = "strong", True
        elif opened := _STRONG.match(rest):
            mark = "strong"
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
    return _read_body(rest, mark, gone=gone, number=number)


def _read_body(rest: str, mark: Mark, *, gone: bool, number: int | None) -> Reading:
    about = ""
    for wrong in _WRONG:
        if told := wrong.fullmatch(rest):
            deep = _read_body(told["new"], "strong", gone=gone, number=number)
            new = deep.new or told["new"]
            return Reading("strong", deep.body, gone, told["what"], deep.old, new, clear=True, number=number, swaps=deep.swaps)
    if (opened := _ABOUT.fullmatch(rest)) and _OPENS_ABOUT.match(rest):
        about, rest = opened["what"], opened["rest"]
    if said := _SAID.fullmatch(rest):
        return Reading("strong", rest, gone, about, said["old"], _end(said["new"]), clear=True, number=number)
    if told := _INSTEAD.fullmatch(rest):
        return Reading(mark, rest, gone, about, told["old"], _end(told["new"]), clear=True, number=number, swaps=True)
    if told := _NOT_BUT.fullmatch(rest):
        new = f"{told['lead']}{told['new']}" if not told["lead"].strip() else told["new"]
        return Reading(mark, f"{told['lead']} {told['new']}", gone, about, told["old"], _end(new), clear=True, number=number)
    if told := _FORGET.fullmatch(rest):
        return Reading("strong", rest, gone, about, told["old"], _end(told["new"]), clear=True, number=number, swaps=True)
    if told := _MAKE.fullmatch(rest):
        inner = _NOT.fullmatch(told["new"])
        new, old = (inner["new"], inner["old"]) if inner else (told["new"], "")
        if _is_value(new):
            what = f"{about} {told['what'] or ''}".strip()
            return Reading("strong", rest, gone, what, old, _end(new), clear=True, number=number)
    if told := _NOT.fullmatch(rest):
        return Reading(mark, rest, gone, about, told["old"].strip(), _end(told["new"]), clear=True, number=number)
    if (told := _THAT_SHOULD.fullmatch(rest)) and _is_value(told["new"]) and (mark or number or "have" in told["how"]):
        what = f"{about} {told['what'] or ''}".strip()
        return Reading(mark or "weak", rest, gone, what, "", _end(told["new"]), clear=not told["what"], number=number)
    return Reading(mark, rest, gone, about, number=number)


def _end(text: str) -> str:
    return text.strip(" ,;:").rstrip(".!").strip()


def _is_value(text: str) -> bool:
    """Whether a text is one value with at most a word or two around it ("at most two per term, please")."""
    found = values(text)
    if not found:
        return False
    left = text[: found[0].start] + " " + text[found[-1].end :]
    return len(content_words(left)) <= 3  # noqa: PLR2004 - "noon on the due date"
