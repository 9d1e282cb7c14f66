"""What a sentence says around its main clause: when, unless what, and why; and where the next clause begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.asides import spoken
from bot.language.grammar import AUXILIARIES, PREPOSITIONS, bare, clause, trim
from bot.language.nouns import DETERMINERS, is_person
from bot.language.text import one_line
from bot.language.verbs import (
    base_form,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """A sentence taken apart: `main`, and around it condition, exception and reason, without their opening words.

    `condition_word` is when, if, while, where, once, after, before or until; `reason_word` is so, to, because or
    otherwise.
    """

    main: str
    condition: str = ""
    condition_word: str = ""
    exception: str = ""
    reason: str = ""
    reason_word: str = ""


_CONDITION_WORD = {
    "as soon as": "once",
    "as long as": "while",
    "every time": "when",
    "each time": "when",
    "whenever": "when",
    "if ever": "if",
    "in case": "if",
    "in the event that": "if",
    "provided that": "if",
    "provided": "if",
    "upon": "when",
    "on": "when",
    "for": "for",
}
_LEADING = re.compile(
    r"^(?:and |but |so |then )?(?P<word>as soon as|as long as|every time|each time|whenever|when|if|"
    r"once(?! (?:a|per|every|in)\b)|in case|while|until|after|before|where|provided that|provided|"
    r"unless)\s+"
    r"(?P<condition>[^,]+(?:,\s*(?:or|and)\s[^,]+)?)\s*,\s*(?:then\s+)?(?P<main>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)
_LEADING_THEN = re.compile(
    r"^(?P<word>if|when|once|whenever|as soon as)\s+(?P<condition>.+?)\s*[,–-]?\s+then\s+(?P<main>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)
_OPENS_SUBJECT = DETERMINERS | frozenset(
    "i we they it you he she nobody no-one someone everyone system only customers agents users people".split()
)
_TRAILING = re.compile(
    r"(?P<main>.+?\w[)\"”’']?),?\s+(?P<word>as soon as|as long as|every time|each time|whenever|"
    r"when|if|once(?! (?:a|per|every|in|more|and)\b)|in case|while|until|after|before|provided that|"
    r"provided)\s+"
    r"(?P<condition>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)
_EXCEPTION = re.compile(
    r"^(?P<main>.+?\w[)\"”’']?),?\s+(?:unless|except (?:when|if|where|that|for when)|except for|but "
    r"not (?:when|if)|except)\s+(?P<exception>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)
_UNLESS_FIRST = re.compile(r"^unless\s+(?P<exception>[^,]+),\s*(?P<main>\S.+)$", re.IGNORECASE | re.DOTALL)
_REASON = (
    (
        re.compile(
            r"^(?P<main>.+?),?\s+(?:(?:just )?so that|such that|in order that|with the goal that)\s+(?P<reason>\S.+)$",
            re.IGNORECASE | re.DOTALL,
        ),
        "so",
    ),
    (
        re.compile(
            r"^(?P<main>.+?),?\s+so (?=(?:i|we|they|he|she|it|you|the|our|my|their|that|nobody|no one|"
            r"everyone|everybody|people|there|no|fewer|less|a|an|all|each|not|[\w-]+s? (?:can|don't|know|"
            r"knows|is|are|doesn't|has|have|no|get|gets|will))\b(?! (?:many|much|far|"
            r"long)\b))(?P<reason>\S.+)$",
            re.IGNORECASE | re.DOTALL,
        ),
        "so",
    ),
    (
        re.compile(
            r"^(?P<main>.+?),?\s+(?:in order to|so as to|with the aim to|"
            r"(?<!have )(?<!has )(?<!need )(?<!needs )(?<!ought )(?<!want )(?<!wants )(?<!like )to be able "
            r"to)\s+(?P<reason>\S.+)$",
            re.IGNORECASE | re.DOTALL,
        ),
        "to",
    ),
    (re.compile(r"^(?P<main>.+?),\s+to\s+(?P<reason>[a-z-]+ \S.+)$", re.IGNORECASE | re.DOTALL), "to"),
    (
        re.compile(
            r"^(?P<main>\S+ \S+.*?)\s+to\s+(?P<reason>(?:save|avoid|reduce|prevent|speed up|improve|cut down|"
            r"comply|prove|make sure)\s\S.*)$",
            re.IGNORECASE | re.DOTALL,
        ),
        "to",
    ),
    (
        re.compile(
            r"^(?P<main>.+?)[,;–-]?\s+(?:because of|due to|thanks to)\s+(?P<reason>\S.+)$", re.IGNORECASE | re.DOTALL
        ),
        "of",
    ),
    (
        re.compile(
            r"^(?P<main>.+?)[,;–-]?\s+(?:just |mainly |mostly |only )?(?:because|coz|cos|cuz|bcs|bc|'cause|"
            r"as otherwise|(?<=, )since|, ?as (?=(?:i|we|they|it|you|the)\b))\s+(?P<reason>\S.+)$",
            re.IGNORECASE | re.DOTALL,
        ),
        "because",
    ),
    (
        re.compile(
            r"^(?P<main>.+?)[,;–-]?\s+(?:otherwise|or else|if not)(?:,|\s)\s*(?P<reason>\S.+)$",
            re.IGNORECASE | re.DOTALL,
        ),
        "otherwise",
    ),
)
_REASON_FIRST = (
    (
        re.compile(
            r"^(?:because|since|coz|cos)\s+(?P<reason>[^,]+),\s*(?:so\s+)?(?P<main>\S.+)$", re.IGNORECASE | re.DOTALL
        ),
        "because",
    ),
    (re.compile(r"^(?:in order to|so as to)\s+(?P<reason>[^,]+),\s*(?P<main>\S.+)$", re.IGNORECASE | re.DOTALL), "to"),
    (re.compile(r"^to\s+(?P<reason>[a-z-]+ [^,]+),\s*(?P<main>\S.+)$", re.IGNORECASE | re.DOTALL), "to"),
    (re.compile(r"^so that\s+(?P<reason>[^,]+),\s*(?P<main>\S.+)$", re.IGNORECASE | re.DOTALL), "so"),
)


# "People keep asking, so put it on the page": a reason, then what to do.
_SO_DO = re.compile(
    r"^(?P<reason>.+?),?\s+so\s+(?:please\s+|just\s+)?(?P<main>[a-z]+\s+\S.+)$", re.IGNORECASE | re.DOTALL
)
_EVERY_TIME = re.compile(
    r"^(?P<time>(?:every|each) (?:other )?(?:morning|evening|night|day|week|month|quarter|year|hour|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)|on (?:mon|tues|wednes|thurs|fri|satur|sun)days?),?\s+(?P<main>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)


_SO_WE_WANT = re.compile(r"(?:i|we)(?: would)?(?: really)? (?:want|need|like|love|should|must)\b", re.IGNORECASE)


def _reason(line: str) -> tuple[str, str, str]:
    """The sentence without its reason, the reason, and what it was opened by."""
    if (told := _SO_DO.match(line)) and clause(told["main"]).shape == "imperative" and is_finite(told["reason"]):
        return trim(told["main"]), trim(told["reason"]), "because"
    for pattern, kind in _REASON_FIRST:
        if (found := pattern.match(line)) and len(found["main"].split()) > 2:  # noqa: PLR2004 - two words are no sentence
            return trim(found["main"]), trim(found["reason"]), kind
    for pattern, kind in _REASON:
        if (found := pattern.match(line)) and trim(found["main"]):
            if kind == "so" and _SO_WE_WANT.match(found["reason"]) and is_finite(found["main"]):
                return trim(found["reason"]), trim(found["main"]), "because"
            return trim(found["main"]), trim(found["reason"]), kind
    return line, "", ""


def split_sentence(text: str) -> Parts:
    """Takes "When X, Y unless Z, so that B" apart; what is not there is empty, but never `main`."""
    line = trim(text) or text.strip()
    if (timed := _EVERY_TIME.match(line)) and is_finite(timed["main"]):
        line = f"{timed['main']} {timed['time'].lower()}"
    line, reason, reason_word = _reason(line)
    exception = condition = word = ""
    if (found := _UNLESS_FIRST.match(line)) or (found := _EXCEPTION.match(line)):
        line, exception = trim(found["main"]), trim(found["exception"])
    if found := _LEADING_THEN.match(line) or _LEADING.match(line):
        line, condition, word = trim(found["main"]), trim(found["condition"]), found["word"]
        condition = re.sub(r",?\s+and$", "", condition)
        if two := _leading_without_comma(f"when {condition}"):
            condition = f"{two[1]} and {two[0]}"
    elif opened := _leading_without_comma(line):
        line, condition, word = opened
    elif trailing := _trailing(line):
        line, condition, word = trailing
    if not any(char.isalnum() for char in condition):
        condition = word = ""
    word = _CONDITION_WORD.get(word.lower(), word.lower())
    return Parts(line, condition, word, exception, reason, reason_word)


_AND_AGAIN = re.compile(r"\band (?:there|they|it|we|he|she|i|you)$", re.IGNORECASE)


def _trailing(line: str) -> tuple[str, str, str] | None:
    """ "we remind them after 3 days if they forgot": the first word that opens a condition rather than a time."""
    start = 0
    while found := _TRAILING.match(line, start):
        main, condition, word = line[: found.end("main")], found["condition"], found["word"]
        if _may_condition(word, condition, main):
            return trim(main), trim(condition), word
        start = found.start("condition")
    return None


def _leading_without_comma(line: str) -> tuple[str, str, str] | None:
    """ "When the refund is done the system should mail…": the second subject with a verb opens the main clause."""
    opening = re.match(r"^(when|if|once|whenever|as soon as|while)\s+", line, re.IGNORECASE)
    if not opening:
        return None
    tokens = line[opening.end() :].split()
    for start in range(2, len(tokens) - 1):
        if bare(tokens[start]) not in _OPENS_SUBJECT and not is_person(bare(tokens[start])):
            continue
        if bare(tokens[start - 1]) in AUXILIARIES:
            continue
        if _AND_AGAIN.search(clause(" ".join(tokens[start:])).subject):
            continue  # "if the vet blocks an afternoon and there are …": what is blocked opens no clause
        condition, main = " ".join(tokens[:start]), " ".join(tokens[start:])
        if (
            _opens_clause(main)
            and is_finite(condition)
            and (
                bare(tokens[start]) in {"i", "we", "they"} or bare(tokens[start - 1]) not in DETERMINERS | PREPOSITIONS
            )
        ):
            return trim(main), trim(condition), opening[1]
    return None


_SPAN_FIRST = re.compile(
    r"(?:\d+|an?|one|two|three|four|five|six|ten) (?:second|minute|hour|day|week|month|year)s? (?:if|when|"
    r"unless)\b",
    re.IGNORECASE,
)
_SPAN_LAST = re.compile(
    r"(?:\d+|an?|one|two|three|four|five|six|ten) (?:second|minute|hour|day|week|month|year)s?$", re.IGNORECASE
)


def _may_condition(word: str, condition: str, main: str) -> bool:
    """ "after 7 years" is a time, "after the lead approved it" a condition; "know when" and "see if" ask a question."""
    last = main.rsplit(None, 1)[-1].lower()
    if last == "out" and not re.search(r"\bfind(?:s|ing)? out$", main):
        return word.lower() not in {"after", "before", "until", "once"} or is_finite(condition)
    if base_form(last) in frozenset(
        "know see check ask say tell find out decide show verify and or only even of".split()
    ):
        return False
    if word.lower() in {"after", "before"} and _SPAN_FIRST.match(condition):
        return False  # "reminded after 3 days if they haven't confirmed"
    if word.lower() in {"after", "before"} and _SPAN_LAST.search(main):
        return False  # "3 years after the claim was closed"
    if word.lower() in {"after", "before", "until", "once"}:
        return is_finite(condition)
    return True


def is_finite(text: str) -> bool:
    """Whether the text is a clause of its own: a subject with its verb."""
    found = clause(text)
    return found.shape in {"modal", "present"} and bool(found.subject)


def clauses(text: str) -> tuple[str, ...]:
    """The main clauses of a long sentence, in order: "we get calls, and agents should see them; …" → two or more.

    Only cut where a new subject with its own verb follows, so that lists stay whole.
    """
    pieces: list[str] = []
    for chunk in re.split(r"\s*;\s*|\s+[–—]\s+|\s+-\s+|:\s+", one_line(text)):
        current = ""
        for piece in re.split(r"(,?\s+(?:and then|and also|and|but then|but|so then|so|then|plus)\s+|,\s+)", chunk):
            if re.fullmatch(r",?\s+(?:and then|and also|and|but then|but|so then|so|then|plus)\s+|,\s+", piece):
                current += piece
            elif current.strip(" ,") and _opens_clause(piece) and _stands(current) and not _goes_along(current, piece):
                pieces.append(
                    re.sub(r"[,\s]+(?:and then|and also|and|but then|but|so then|so|then|plus)?\s*$", "", current)
                )
                current = piece
            else:
                current += piece
        pieces.append(current)
    return tuple(piece.strip(" ,") for piece in pieces if piece.strip(" ,"))


def _goes_along(current: str, piece: str) -> bool:
    """Whether a clause is none of its own: "the managers, they want …", "…, I told you, …"."""
    subject = clause(piece).subject.lower()
    if subject in {"they", "he", "she", "it"} and not is_finite(current) and clause(trim(current)).shape == "phrase":
        return True
    return spoken(f"x, {piece}").strip(" ,") == "x"


def _opens_clause(piece: str) -> bool:
    found = clause(
        re.sub(
            r"^(?:right now|now|today|currently|at the moment|these days|at present)\s*,?\s*",
            "",
            piece,
            flags=re.IGNORECASE,
        )
    )
    if re.match(r"(?:which|whichever|whatever|whoever|who|that|where)\b", found.subject, re.IGNORECASE):
        return False
    return found.shape in {"modal", "present"} and bool(found.subject) and len(found.subject.split()) < 8  # noqa: PLR2004 - a longer subject is a clause we did not see


def _stands(current: str) -> bool:
    """A clause that opened with "if" is not finished by its comma."""
    return not re.match(
        r"^(?:if|when|whenever|once|while|because|since|as soon as|after|before|unless|until|where|in "
        r"case|to|in order to)\b",
        current.strip(),
        re.IGNORECASE,
    )
