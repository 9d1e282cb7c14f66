"""How something is put to all: proposed, asked for, put to a vote, or offered as a choice."""

from __future__ import annotations

import re

from bot.language.text import one_line
from bot.retros.extraction.asking import request_in
from bot.retros.extraction.decision_words import DO_DIFFERENTLY, PROPOSES, WANTS_TO_KNOW, tells
from bot.retros.extraction.made import asks_for_yes
from bot.retros.extraction.subjects import told_words


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
    rf" would) (?:{DO_DIFFERENTLY}|say|go|do|like (?:us|to|it if)|love (?:us|to|it if)|rather|prefer|vote|suggest|"
    r"propose|make|bring|like (?:a|an|one|no|more|fewer))|from now on|ab (?:jetzt|sofort)|"
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
