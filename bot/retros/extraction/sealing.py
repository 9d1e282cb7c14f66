"""How somebody says that a matter is settled, and what it is that they settle."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.language.text import content_words, one_line
from bot.retros.extraction.asking import request_in
from bot.retros.extraction.dates import MONTH
from bot.retros.extraction.decision_words import JUDGES, MAYBE, OPENING, tells
from bot.retros.extraction.opinions import MECHANICS
from bot.retros.extraction.promises import promise_in
from bot.retros.extraction.proposals import tells_of_self
from bot.retros.extraction.sieve import is_small_talk, is_wish

_FROM_WHEN = (
    r"(?:[\s,]+(?:then|now|so|folks|everyone|everybody|all|people|lads|team|(?:from|as of|starting|effective|until|ab) "
    rf"(?:now|today|tomorrow|next \w+|\w+day|{MONTH}|sprint \d+|the \d+(?:st|nd|rd|th)|sofort|jetzt|heute|"
    rf"morgen)(?: on(?:wards)?)?))*"
)
_SETTLED = (
    r"(?:settled|decided|agreed|official|adopted|carried|passed|approved|ratified|resolved|unanimous|final|sealed|"
    r"consensus|verdict|ruling|(?:(?:the|our|a|an|new|house|team)\s+)+(?:rule|deal|decision|agreement|plan|verdict|"
    r"policy|law|outcome)|beschlossen(?:e sache)?|abgemacht|vereinbart|entschieden|einstimmig(?: angenommen)?|"
    r"die (?:neue )?(?:regel|abmachung)|angenommen)"
)
_COLON = re.compile(
    rf"^(?P<lead>(?:[^:]{{0,110}}\b)?(?:{_SETTLED}|decision|(?:machen|halten) wir (?:das|es)(?: dann)? so|"
    r"we (?:do|keep|leave|hold|play) it (?:like this|this way)|(?:here['’]?s|this is) what we do|what we(?:['’]ll)? do|"
    r"so be it|the answer(?: is)?|where we (?:landed|ended up|are)|(?:vote|poll)(?: result)?|"
    r"change of plans?|(?:the |a )?new plan)(?:\s+(?:is|was|are|now|then|lautet|goes|reads))*"
    rf"{_FROM_WHEN})\s*(?::|[–—]|\s-\s)\s*(?P<what>\S.*)$",
    re.IGNORECASE,
)
_SUM = re.compile(
    r"^(?P<lead>[^:]{0,60}?\b(?:summ(?:ing|ed) (?:it )?up|sum(?:mary)?|recap|in short|conclusion|result|outcome|"
    r"\bso|(?:thumbs|hands|votes)\b[^:]*|every(?:one|body)[^:]*|no(?:body| one) (?:objects?|objected|disagrees?|"
    r"disagreed|minds?|minded|(?:is|was) against)|no objections|"
    r"zusammengefasst|fazit|ergebnis)\b[^:]{0,40})\s*(?::|[–—]|\s-\s)\s*(?P<what>\S.*)$",
    re.IGNORECASE,
)
_COMMA = re.compile(
    rf"^{OPENING}(?:(?P<all>we['’]?(?:re| are)(?: all)?|all|everyone|"
    rf"everybody)\s+)?(?P<word>{_SETTLED}){_FROM_WHEN},\s+"
    r"(?P<what>\S.*)$",
    re.IGNORECASE,
)
_IT_IS = re.compile(
    rf"^{OPENING}(?P<what>[^.?!:]{{2,70}}?)\s+it (?:is|shall be|will be)\b(?P<rest>{_FROM_WHEN}(?:[,;–-].*|\s+(?:for|"
    rf"from|"
    r"on|starting|until|with|in|at|as of)\b.*)?)[\s.!)]*$",
    re.IGNORECASE,
)
_WINS = re.compile(
    rf"^{OPENING}(?P<what>[^.?!:]{{3,70}}?)\s++(?:wins|won|has it|gets it|takes it|prevails|carries(?: the day)?|"
    r"it shall be|gewinnt|hat gewonnen)\b(?:[\s,]+(?:it is|then|by a (?:nose|mile|hair)|\d+\W+(?:to\W+)?\d+))*[\s.!]*$",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"^(?:(?:ok(?:ay)?|okey|right|alright|fine|so|good|great|well|cool|gut|na gut|hm+)\b[\s,.!]*)+"
    r"(?:(?:then|dann)\s+(?P<what>.{3,120}?)|"
    r"(?P<before>.{3,90}?)\s+then\b(?P<rest>\s+(?:for|from|starting|until|on|at|with|as of)\b.*)?)[\s.!,]*$|"
    r"^(?P<bare>(?:no|only|never|always|just|both|neither|all|every|kein\w*|nur)\b.{4,80}?)\s+then[\s.!]*$|"
    r"^(?P<short>(?:[^\s.?!]+ ){1,4})then[\s.!]*$|^(?:then|dann)\s+(?P<plain>.{3,120}?)[\s.!]*$",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"^{OPENING}(?:{_SETTLED}|sold|deal|done deal|adopted|motion carried|so be it|make it so|"
    r"(?:that|this|it)(?:['’]?s| is| was| becomes| ist)(?: (?:hereby|now|then|jetzt|from now on|damit|therefore))* "
    rf"{_SETTLED}|(?:i['’]?ll )?(?:consider|call|count|take) (?:it|that|this)(?: as)? (?:done|{_SETTLED})|"
    r"let['’]?s (?:decide|settle (?:it|this|that|on that)|make (?:it|this|that) (?:official|a rule|the rule)|"
    r"lock (?:it|"
    r"that|this) in|write that in stone|do (?:it|that|this)(?: (?:like|this) that| that way| so)?|go with (?:it|that|"
    r"this)|"
    r"keep (?:it|that|this)(?: (?:so|like that|that way))?)|locked in|"
    r"we(?:['’]ll| will)? (?:take|adopt|go with|keep|do) (?:it|that|this|it that way|it like that)|"
    r"(?:the )?motion (?:is )?carried|the ayes have it|that['’]?s (?:a|how|what) (?:yes|we(?:['’]ll)? do(?: it)?)|"
    r"(?:so machen wir|machen wir)(?:['’]?s| das| es)(?: so)?|dann machen wir (?:das|es) so|dabei bleibt(?:['’]?s| es)"
    r"|dann so|so sei es|gebongt|abgesegnet|"
    rf"we have a (?:deal|decision|rule|winner)|(?:a )?rule it is)(?:{_FROM_WHEN})[\s.!:,)]*(?::[a-z_]+:\s*)*$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"^(?P<what>.{2,}?)\s*[,;–-]\s*(?:(?:so |then )?(?:that['’]?s |it['’]?s |this is |das ist )?(?:settled|agreed|"
    r"decided|"
    r"deal|final|adopted|passed|carried|approved|official|accepted|period|sold|final word|end of (?:story|discussion)|"
    r"full stop|basta|punkt|the rule|our rule|a rule|(?:the )?(?:new )?"
    r"rule|abgemacht|beschlossen|angenommen)(?: (?:now|then|from now on))?)[\s.!]*(?::[a-z_]+:\s*)*$",
    re.IGNORECASE,
)
_RULE_IS = re.compile(
    rf"^{OPENING}(?:to be clear,? |just so we all know,? )?(?:the new|our new|the|our) (?:rule|deal|agreement|plan|"
    r"policy) (?:(?:is|will be) (?:now|from now on|therefore|then)|will be)(?: that)?,? (?P<what>\S.*)$",
    re.IGNORECASE,
)
_SO_ALL = re.compile(
    rf"^{OPENING}(?:every(?:one|body)|(?:we |you )?all|most|(?:nobody|no one|niemand|keiner)(?=[^,:;]* "
    r"(?:against|minds?|minded|objects?|objected|problem|dagegen)\b)|(?:a|the) majority|many|almost all|alle|"
    r"die meisten)\b[^,:;]{0,40}?\b(?:for|in favou?r|want\w*|lik\w+|agree[ds]?(?! that\b)|ok(?:ay)?|fine|happy|"
    r"against|"
    r"mind(?:s|ed)?|objects?|objected|voted?|yes|dafür|dagegen|will|wollen|wollten?|einverstanden|"
    r"problem)\b[^,:;]{0,30}?"
    r"[,;–-]* (?:so|also|then|dann) (?P<what>(?!much|many|far|that\b)\S.*)$",
    re.IGNORECASE,
)
"""What all wanted, and what follows: "everyone was for it, so we do it before each milestone"."""
_NOTED = re.compile(
    r"^(?P<what>.{4,}?)\s*[,;–-]\s*(?:so )?(?:noted|written down|on paper|got it|done|so be it|notiert)[\s.!]*$",
    re.IGNORECASE,
)
_NUMBER = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_COUNTED = re.compile(
    rf"^{OPENING}(?:(?:that['’]?s|it['’]?s|i (?:see|count)|(?:the )?vote is)\s+)?(?:{_NUMBER}\s?(?:to|against|zu|gegen|"
    rf"vs\.?|"
    rf"(?:people |hands? |votes? )?for,?(?: and)?)\s?(?:{_NUMBER}|none)(?: against| dagegen)?|"
    rf"\d{{1,2}}\s?[:–-]\s?\d(?!\d)|"
    rf"(?:a )?(?:clear )?majority|unanimous(?:ly)?|einstimmig|{_NUMBER} (?:hands|votes|thumbs|stimmen))"
    r"(?:\s*[,:–-]?\s*(?:for|in favou?r of|für)\s+(?P<what>\S.*))?[\s.!…]*$",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:not|n['’]t|never|un(?:decided|settled)|nicht|noch|if|whether|once|when|unless|until (?:it|that|this)|who|"
    r"how|"
    r"why|almost|nearly|last (?:time|retro|week|sprint|month|year)|was (?:never|already)|needs? to be|to be|let['’]?s "
    r"hear|previously|originally|supposed(?:ly)?)\b",
    re.IGNORECASE,
)
_NO_CHOICE = re.compile(
    r"^(?:as|how|however|what|whatever|like|that|this|who|where|so|because|since|when|if|i|you|he|she|they|wie|was)\b|"
    r"\b(?:think|thought|believe|guess|say|said|know|see|feel|wish|as|how|what|whether|because|that|if|you|i)\b",
    re.IGNORECASE,
)
_TIME_ONLY = re.compile(
    r"^(?:(?:on|at|by|the|this|next|until|make that|say|no|yes|first thing|end of|early|late|around|about|and|or|uhr|"
    rf"tonight|tomorrow|mon|tue|wed|thu|fri|sat|sun|\w*day|{MONTH}|morning|afternoon|evening|noon|week|month|sprint|"
    r"o['’]?clock|eod|am|pm|\w+tag|\d{1,2}(?:[:.]\d\d)?(?:st|nd|rd|th|am|pm|h)?)\b[\s,.]*)++$",
    re.IGNORECASE,
)
_ENOUGH = 2


class Seal(NamedTuple):
    """`own` is what the closing words say themselves, "" where they only point; `sure`: they leave no doubt."""

    own: str
    sure: bool


def seal_in(sentence: str) -> Seal | None:
    """How a sentence settles something: "so it's settled: no calls after six", "pears it is", "that's the rule"."""
    text = one_line(sentence)
    if text.endswith("?"):
        return None
    return _surely(text) or _unsurely(text)


def _surely(text: str) -> Seal | None:
    """Words that leave no doubt: "decided", "no calls after six, settled", "the rule is now …", "4 to 2 for …"."""
    if _BARE.match(text) and not _UNSURE.search(text):
        return Seal("", sure=True)
    if (found := _TAIL.match(text)) and not _UNSURE.search(text):
        return Seal(found["what"] if len(content_words(found["what"])) >= _ENOUGH else "", sure=True)
    if (found := _SO_ALL.match(text)) and is_flat(found["what"]):
        return Seal(found["what"], sure=True)
    if found := _RULE_IS.match(text) or _COUNTED.match(text):
        return Seal(found["what"] or "", sure=True)
    if (found := _COLON.match(text)) and not _UNSURE.search(found["lead"]) and not found["lead"].endswith("?"):
        return Seal(found["what"], sure=True)
    found = _COMMA.match(text)
    if found and (found["all"] or found["word"].casefold() != "agreed") and is_flat(found["what"]):
        return Seal(found["what"], sure=True)
    return None


def _unsurely(text: str) -> Seal | None:
    """Words that settle something only where it was talked of before: "pears it is", "pears then", "pears wins"."""
    if found := _NOTED.match(text):
        return Seal(found["what"], sure=False)
    if (found := _SUM.match(text)) and not _UNSURE.search(found["lead"]):
        return Seal(found["what"], sure=False)
    if (found := _IT_IS.match(text)) and not _NO_CHOICE.search(found["what"]):
        return Seal(f"{found['what']}{found['rest'] or ''}", sure=False)
    if (found := _WINS.match(text)) and not _NO_CHOICE.search(found["what"]):
        return Seal(text, sure=False)
    if found := _THEN.match(text):
        own = found["what"] or found["plain"] or found["bare"] or found["short"]
        own = own or f"{found['before']} then{found['rest'] or ''}"
        return None if MAYBE.search(own) or tells(own) or tells_of_self(own) else Seal(own, sure=False)
    return None


def is_flat(sentence: str) -> bool:
    """Whether a sentence says how something is or will be: no question, no wish, no tale, nobody's own affair."""
    text = one_line(sentence)
    return not (
        text.endswith("?")
        or len(content_words(text)) < 1
        or is_small_talk(text)
        or is_wish(text)
        or MECHANICS.search(text)
        or MAYBE.search(text)
        or tells(text)
        or JUDGES.search(text)
        or tells_of_self(text)
        or promise_in(text)
        or request_in(text)
    )


def is_a_time(text: str) -> bool:
    """Whether nothing but a time is said: "Tuesday", "by noon"."""
    return _TIME_ONLY.match(text.strip(" .,!")) is not None


_RULES = re.compile(
    r"^\W*(?:no|only|every|each|all|always|never|both|max|at (?:most|least)|nur|kein\w*|jede\w*|immer)\b", re.IGNORECASE
)
_POINTS = re.compile(
    r"^(?:(?:ok(?:ay)?|so|and|then|yes|agreed)\b[\s,]*)*(?:it|that|this|those|these|they|them|both|neither|"
    r"the (?:first|"
    r"second|last|other|former|latter)(?: one| option)?|yes to (?:it|that|this|both)|das|dies|es)\b",
    re.IGNORECASE,
)


def needs_no_other(own: str) -> bool:
    """Whether a decision says what it is about."""
    return len(content_words(own)) >= _ENOUGH and not _POINTS.match(own)


def readable(own: str, meant: str) -> str:
    """A decision that can be read alone: with the words of what it is about, where its own only point there."""
    if not meant:
        return own
    mine = content_words(own)
    if not mine or (mine < content_words(meant) and len(mine) <= _ENOUGH and not _RULES.match(own)):
        return meant
    return f"{meant} – {own}" if len(mine) < _ENOUGH or _POINTS.match(own) or is_a_time(own) else own
