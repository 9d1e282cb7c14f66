"""What minutes tell of the talk itself, and is nobody's praise or complaint: who objected, what was turned down."""

from __future__ import annotations

import re

_NAME = r"@?(?-i:[A-ZÀ-Þ])[\w'’-]{1,30}(?: (?-i:[A-ZÀ-Þ])[\w'’.-]{0,30})?"
_TALK = re.compile(
    rf"^\W*(?:(?:then|after that|first|finally|next|afterwards|overall|again)[, ]+)?(?:(?:the (?:team|group|meeting|"
    rf"session|retro\w*)|we|everyone|everybody|all) (?:then |also |briefly |first |all )?(?:looked back|"
    rf"started (?:with|by)|began (?:with|by)|opened with|went round|went through|discussed|talked about|spoke about|"
    rf"moved on|voted|dot[- ]voted|collected|read (?:out )?the notes|didn['’]t (?:come to|reach|find)|"
    rf"did not (?:come to|reach|find)|couldn['’]t agree|could not agree|came back to|closed with|picked a|"
    rf"took a break|met (?:at|in|on|again)|meets? again|meets? (?:on|in|at))\b|"
    rf"most of the (?:time|discussion|talk|hour)\b|the (?:discussion|rest of the \w+|debate) (?:was|went|turned|took|"
    rf"moved)\b|"
    rf"the (?:meeting|session|retro\w*|call) (?:was )?(?:closed|ended|started|finished|opened|began|over)\b|"
    rf"{_NAME} (?:was|is) (?:worried|sceptical|skeptical|afraid|concerned|doubtful|not sure|unsure|against)\b[^.]*"
    rf"\b(?:would|['’]d|if we|then)\b|"
    rf"{_NAME} (?:doesn['’]t|didn['’]t|does not|did not) (?:want|agree|see why|think (?:that|we|this|it)|"
    rf"like the idea)\b|"
    rf"{_NAME} (?:disagreed|objected|was against|would rather not|replied|answered|wondered why|joined (?:late|later)|"
    rf"left (?:early|at))\b|"
    rf"[^.]{{4,80}} (?:was|were) (?:discussed (?:and|but) )?(?:turned down|rejected|voted down|not pursued|"
    rf"not followed up|parked|postponed|dropped again|left open|not decided|withdrawn|put off)\b|"
    rf"(?:es wurde|wir haben|das team hat) (?:lange |kurz |viel |ausführlich )?(?:diskutiert|darüber gesprochen|"
    rf"abgestimmt)\b|"
    rf"(?:no|nothing was) (?:agreement|decision|decided|agreed)\b)",
    re.IGNORECASE,
)
_PROPOSED = re.compile(
    rf"^(?:[^,.;]{{3,40}}, )?(?:we (?:should|could|might)(?! have\b)\b|it was (?:also |then )?(?:suggested|proposed)\b|"
    rf"(?:{_NAME}|somebody|someone|we|others?) (?:(?:also|then|has|had|and {_NAME}) )*(?:"
    rf"(?:suggest|propos|recommend)(?:ed|s|es)\b|"
    rf"(?:think|feel|believe|find|said|thought|felt)s?(?: that)? (?:we|the team|it|everyone|everybody|there|"
    rf"\w+) (?:should|could|might|ought to|is enough|is better|are enough|would do|would be (?:good|better|enough|"
    rf"worth)|can try)\b|"
    rf"(?:would like|would love|wants|wanted|wished|would prefer) (?:for )?(?:us|the team|everyone|stories|\w+s) to\b|"
    rf"(?:had|has|brought|came up with|raised) (?:the|an|this|one) (?:idea|suggestion|proposal|thought|notion)\b|"
    rf"(?:asked|wondered|asks|wonders) (?:whether|if) (?!(?-i:[A-ZÀ-Þ])[\w'’-]+ \w+)[^,.;?]{{2,40}}? (?:could|"
    rf"should|might|can)\b|"
    rf"would (?:like|love) to (?!know\b|see\b|thank\b|have\b|leave\b|stay\b|point\b|say\b|add\b|be\b)|"
    rf"(?:schlug|schlägt|regte|regt)\b|"
    rf"would (?:also |first )?(?:rather|show|ask|give|let|put|move|add|try|use|make|send|start|stop|drop|keep|write|"
    rf"tell|change|split|merge|buy|prefer)\b))",
    re.IGNORECASE,
)
_WORSE = re.compile(
    rf"^{_NAME} (?:(?:also|then|and {_NAME}) )*(?:complained|criticis\w+|criticiz\w+|warned|regretted|"
    rf"lamented|"
    r"was (?:annoyed|frustrated|unhappy|disappointed))\b|"
    r"^\W*(?:(?:far|much|a bit|somewhat|rather) )?(?:less|not (?:so|very|as|too|quite)) (?:pleasant|good|happy|nice|"
    r"great|fun|well|smooth|popular|successful|positive|satisfying)\b",
    re.IGNORECASE,
)


def is_narration(sentence: str) -> bool:
    """Whether a sentence of minutes only tells how the talk went."""
    return _TALK.match(sentence.strip()) is not None


_WONDERED = re.compile(
    r"^\W*(?:could|might|shall|should|can|would|könnte\w*|sollte\w*)\s+(?!you\b|i\b|some(?:one|body)\b|du\b|ich\b|"
    r"jemand\b)[^\W\d]\S*\s[^?]{3,}\?\W*$|"
    r"^[^.?!]{3,80}?\bwould (?:already |really |also |probably )?(?:help|be (?:nice|good|great|enough|better|handy|"
    r"useful|lovely))\b",
    re.IGNORECASE,
)
"""A note that asks whether something might be: "could the ward have a small fridge?"."""


def proposes(sentence: str) -> bool:
    """Whether a sentence of minutes or of a page tells what somebody proposed."""
    return _PROPOSED.match(sentence.strip()) is not None or _WONDERED.match(sentence) is not None


def complains(sentence: str) -> bool:
    """Whether a sentence opens by saying that something was less good: "Less pleasant was the move"."""
    return _WORSE.match(sentence) is not None
