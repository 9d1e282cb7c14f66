"""Who agrees with what somebody proposes: in words, with a thumb, or by having nothing against it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.text import content_words, one_line
from bot.retros.extraction.consent import accepts, refuses
from bot.retros.extraction.decision_words import AGREES, ALL_AGREED, OBJECTS, UNLESS
from bot.retros.extraction.log import Line
from bot.retros.extraction.sieve import is_small_talk

_YES_REACTIONS = frozenset(
    "+1 thumbsup white_check_mark heavy_check_mark ok_hand heavy_plus_sign raised_hand raised_hands 100 point_up "
    "hand".split()
)
_AHEAD = 6
_YES_WORDS, _BARE = 14, 2
_SHORT = 12  # words; whoever agrees at greater length says something else, too
_SPEAKS_OF_SELF = re.compile(r"\b(?:i['’]ll|i will|i can|i do|mach ich|but\b)", re.IGNORECASE)
_ASKS_AGAINST = re.compile(
    r"\b(?:objections?|against|anyone mind|anybody mind|dagegen|einwände|vetoe?s?|speak now)\b[^?]*\?", re.IGNORECASE
)
_NOTHING = re.compile(
    r"^\W*(?:no|nope|none|nah|nein|keine|nothing|not (?:from|by) (?:me|us)|no objections?(?: (?:from|by) \w+)?|"
    r"all good|nichts)\W*$",
    re.IGNORECASE,
)
_OPTION = re.compile(
    r":(?P<sign>[a-z0-9_+'-]+):\s*(?:=|for|means|is|if you(?: are| want|['’]re)? (?:for)?|heißt|für)?\s*"
    r"(?P<what>[^:,;.|/\n]+?)(?:\s*(?:[,;.|/]|\bor\b|\band\b|\bvs\b|\boder\b)|\s*(?=:[a-z])|\s*$)",
    re.IGNORECASE,
)
_MAJORITY = 2


def agreeing(line: Line, place: int, lines: Sequence[Line], *, polls: bool) -> set[str] | None:
    """Who agrees in what is said next; None when somebody refuses and nobody talks them round."""
    found: set[str] = set()
    seen: list[str] = []
    plain = line.section != "ideas" and not line.text.endswith("?")
    against = _ASKS_AGAINST.search(line.remark.text) is not None
    for each in lines[place + 1 :]:
        if each.remark.id == line.remark.id or each.remark.id in seen:
            continue
        seen.append(each.remark.id)
        if len(seen) > _AHEAD or each.author is None or line.author is None:
            break
        if each.author.id == line.author.id:
            if not is_small_talk(each.text) and not AGREES.match(each.text) and not ALL_AGREED.match(each.text):
                break
            continue
        if against and _NOTHING.match(each.remark.text):
            found.add(each.author.id)
            continue
        if refuses(each.remark.text) and polls:
            return None
        if (
            (AGREES.match(each.text) or (plain and consents(each.remark.text)))
            and not (_SPEAKS_OF_SELF.search(each.remark.text) and not (polls and _is_bare(each.text)))
            and len(each.remark.text.split()) <= _SHORT
        ):
            found.add(each.author.id)
    return found


def _is_bare(text: str) -> bool:
    """Whether a sentence is a yes and no more, whatever is said behind it."""
    return len(text.split()) <= _BARE and _SPEAKS_OF_SELF.search(text) is None


def has_nothing_against(asked: str, answer: str) -> bool:
    """Whether a "no" answers "any objections?", which is a yes."""
    return _ASKS_AGAINST.search(asked) is not None and _NOTHING.match(answer) is not None


def reacted(line: Line) -> int:
    """How many said yes to a message with a thumb or the like."""
    return max((each.count for each in line.remark.reactions if each.name in _YES_REACTIONS), default=0)


def agrees(text: str) -> bool:
    """Whether a remark agrees to something."""
    return AGREES.match(text) is not None or accepts(text)


def unopposed(line: Line, place: int, lines: Sequence[Line]) -> bool:
    """Whether it was to hold unless somebody objects, others spoke after it, and nobody did object."""
    if line.author is None or UNLESS.search(line.remark.text) is None:
        return False
    later = [each for each in lines[place + 1 :] if each.remark.id != line.remark.id and not each.remark.by_bot]
    others = [each for each in later if each.author and each.author.id != line.author.id]
    return bool(others) and not any(refuses(each.remark.text) or OBJECTS.search(each.text) for each in others[:_AHEAD])


def voted_in(line: Line) -> str:
    """What won a vote by reactions: the message says which sign stands for what, and one has more than the others."""
    options = {found["sign"]: found["what"].strip(" *_–-") for found in _OPTION.finditer(line.remark.text)}
    counts = {each.name: each.count for each in line.remark.reactions}
    if len(options) < _MAJORITY or not all(options.values()):
        return ""
    ranked = sorted(options, key=lambda sign: counts.get(sign, 0), reverse=True)
    first, second = counts.get(ranked[0], 0), counts.get(ranked[1], 0)
    return options[ranked[0]] if first >= _MAJORITY and first > second else ""


def consents(text: str) -> bool:
    """Whether a turn says yes to how something could be, and hardly more."""
    line = one_line(text)
    line = laughed[1] if (laughed := _LAUGHS.match(line)) and content_words(laughed[1]) else line
    if len(line.split()) > _YES_WORDS or line.endswith("?") or refuses(line) or _BUT.search(line):
        return False
    return agrees(line) or _YES.search(line) is not None


_BUT = re.compile(r"\b(?:but|aber|though|i['’]ll|i will|ich mach|same (?:here|problem))\b", re.IGNORECASE)
_YES = re.compile(
    r"^\W*(?:(?:yes|yeah|yep|ok(?:ay)?|ja|oh|ooh|hm+|well|und)\b[\s,.!]*)*(?:(?:that|this|it|\d+|\w+day|i|"
    r"we)\b.{0,12}?\b)?(?:(?:i['’]m )?(?:up for|in favou?r|happy with|for) (?:it|that|this)|can live with|(?:sounds?|"
    r"seems?|is|['’]s|would be|['’]?d be|looks?) (?:\w+ )?(?:good|fine|ok(?:ay)?|great|doable|reasonable|fair|"
    r"sensible|better|"
    r"right|nice|perfect|already nice)|i like|i love|(?:would|['’]?d) (?:work|help|do)|will help|could work|works|"
    r"deal|doable|"
    r"go on then|sure why not|why not|count me in|yay|woohoo|grand|(?:in|me|same)(?=\W*$)|makes? sense|"
    r"good (?:compromise|idea|plan|point|call)|better than|worth (?:a|the|it|trying)|please|unbedingt|dafür|bin dabei|"
    r"fänd\w* ich gut|"
    r"find\w* ich gut|wäre? mir (?:recht|lieb)|mir auch|seconded|so am i|i['’]m in|gern\w*|von mir aus|dito|super|"
    r"prima|passt|top|klingt gut|machen wir|kill it|do it|love|"
    r"no objections?|none|no issues?|no problem)\b|"
    r"^\W*(?:👍|👌|🙌|🎉|✅|💯|:\+1:|:tada:|:raised_hands:|:ok_hand:)|"
    r"\b(?:i['’]m (?:ok|okay|fine|good|happy) with|fine by me|ok (?:by|for|with) me|i can live with|"
    r"that i (?:like|can))\b",
    re.IGNORECASE,
)


_LAUGHS = re.compile(
    r"^\W*(?:(?:ha(?:ha)+|he(?:he)+|lol|ugh|oof)\b[\s,.!]*)+(?:(?:true|right|yes|yeah|stimmt)\b[\s,.!]*)?(.*)$",
    re.IGNORECASE,
)
"""Who laughs first may mean it all the same, if more is said."""
