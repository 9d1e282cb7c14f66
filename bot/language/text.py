"""Sentences, words and how much two texts have in common, without a language model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import snowballstemmer

ABBREVIATIONS = frozenset(
    """
    e.g i.e etc vs approx ca cf dr mr mrs ms prof st no nr fig sec min max incl excl resp dept inc ltd co jr sr a.m p.m
    u.s u.k jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri est tel
    """.split()
)

STOPWORDS = frozenset(
    """
    a about above after again all also am an and any are as at be because been before being below between both but by
    can could did do does doing down during each else ever few for from further get gets getting go goes going got had
    has have having he her here hers him his how i if in into is it its just let like lot made make makes many may me
    might more most much must my need needs no nor not now of off ok okay on once one only or other our out over own
    per please really same shall she should so some such than that the their them then there these they thing things
    this those through to too under until up us use used uses using very want wants was way we well were what when
    where which while who whom why will with would yes yet you your actually basically maybe it's don't doesn't didn't
    isn't can't won't i'm we're they're that's there's i'd we'd i've we've let's what's
    """.split()
)

_BULLET = re.compile(r"^\s*(?:[-*+•–‣▪]|\d{1,2}[.)]|\([a-z0-9]\)|\[[ xX]?\])\s+")
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)")
_WORD = re.compile(r"[^\W_]+(?:[''’\-/][^\W_]+)*", re.UNICODE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u200b\u202a-\u202e\u2066-\u2069]")

_OPENERS = re.compile(
    r"^(?:(?:(?:hi|hello|hey)(?: there| all| everyone)?|good (?:morning|afternoon|evening)|ha(?: ha)*|mm+|wait"
    r"|no wait|hang on|hold on|one thing to correct|one correction|before i forget|one more thing|by the way|u+m+"
    r"|u+h+|e+r+m*|h+m+|well|so|ok(?:ay)?|yeah|yes|yep|yup|right|sure|oh|ah|look|listen|honestly|"
    r"basically|actually|obviously|frankly|anyway|anyways|essentially|also|and|but|plus|i mean|you know|you see|"
    r"to be honest|tbh|as i said|like i said|i guess|i suppose|i think|i believe|i feel like|i'd say|i would say|"
    r"let me think|let me see|let's see|good question|hard to say|off the top of my head|in general"
    r"|generally speaking|first of all|of course|"
    r"the thing is|thing is|what happens is|what i mean is)"
    r"(?:\s*(?:[,;:.…]|\.\.\.|[-–—])+\s*|\s+(?=\S)))",
    re.IGNORECASE,
)
# Words that open a clause of their own when no comma follows: "so that we can" and "right now" are not filler.
_KEEP_OPENER = re.compile(
    r"^(?:so (?:that|far|long|many|much|on)\b|right (?:now|after|before|away)\b|well[- ](?:known|defined)\b|"
    r"sure (?:that|of)\b|like (?:that|this)\b|and/or\b|look (?:up|at|for|like|into)\b|listen to\b|also known\b|"
    r"yes(?:/| or )no\b|right[- ](?:click|hand|to)|ok(?:ay)? (?:button|from)\b|plus (?:vat|tax|sizes?)\b|plus \d)",
    re.IGNORECASE,
)
_ASIDES = re.compile(
    r",?\s+(?:you know|i mean|i guess|or whatever|and stuff|kind of|sort of|to be honest|tbh)(?=[,.;!?]|$)",
    re.IGNORECASE,
)
_LONGEST_GAP = 100
_GAP = re.compile(rf"\s{{{_LONGEST_GAP + 1},}}")
_LONGEST_SENTENCE = 2_000  # characters; nobody says more in one breath, and what reads one may take the square of it
_WRAPPED_AT = 60  # characters; a shorter line that ends there was ended on purpose


def so_many(count: int, name: str) -> str:
    """`1 note`, `3 notes`."""
    return f"{count} {name}{'s' * (count != 1)}"


def clean(text: str) -> str:
    """The text as it can be shown and stored: control and text-direction characters gone, line ends unified.

    Nothing that a person can see is changed.
    """
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def without_gaps(text: str) -> str:
    """The text with no more than 100 blanks or line ends after each other: nobody can tell, and reading stays quick.

    A line that ends in such a gap still ends.
    """
    return _GAP.sub(lambda found: _narrowed(found[0]), text)


def _narrowed(gap: str) -> str:
    ends, ended, indent = gap.rpartition("\n")
    if not ended:
        return gap[:_LONGEST_GAP]
    return "\n" * min(ends.count("\n") + 1, _LONGEST_GAP // 2) + indent[: _LONGEST_GAP // 2]


def one_line(text: str) -> str:
    """The text with every run of white space as one blank."""
    return " ".join(text.split())


def sentences(text: str) -> tuple[str, ...]:
    """The sentences and list items of a text, each as it stands there, without its bullet.

    A line ends a sentence unless it is wrapped prose. Code fences and table rows are kept whole. One that has no end
    after 2,000 characters ends there, between two words if it can. Joined together, the result holds every visible
    character of the text but bullets.
    """
    found: list[str] = []
    for block in _blocks(clean(text)):
        for sentence in _split(block):
            found.extend(_of_one_breath(sentence))
    return tuple(sentence for sentence in found if any(not char.isspace() for char in sentence))


def _blocks(text: str) -> list[str]:
    """Paragraphs, list items and fenced code as one string each."""
    blocks: list[str] = []
    fenced = False
    before = ""
    for line in text.split("\n"):
        if fenced:
            blocks[-1] += "\n" + line
            fenced = not line.strip().startswith("```")
        elif line.strip().startswith("```"):
            blocks.append(line.strip())
            fenced = True
        elif line.strip():
            if blocks and _is_wrapped(before, line):
                blocks[-1] += " " + line.strip()
            else:
                blocks.append(_BULLET.sub("", line).strip())
        before = line
    return blocks


def _is_wrapped(before: str, line: str) -> bool:
    """Whether a line goes on with the one before: a list item's indented rest, or prose that ran out of room."""
    if not before.strip() or _BULLET.match(line) or line.lstrip().startswith(("#", "|", ">", "```")):
        return False
    if before.lstrip().startswith(("#", "|", "```")):
        return False
    if _BULLET.match(before):
        return line[:1].isspace()
    return len(before.rstrip()) >= _WRAPPED_AT


def _split(block: str) -> list[str]:
    if block.startswith(("```", "|")):
        return [block]
    parts: list[str] = []
    start = 0
    for match in _END.finditer(block):
        before = block[start : match.start()]
        last = before.rsplit(None, 1)[-1].lstrip("(\"'“") if before.strip() else ""
        rest = block[match.end() :].lstrip()
        if match.group().startswith(".") and len(match.group()) == 1 and _is_abbreviation(last, rest):
            continue
        parts.append(block[start : match.end()].strip())
        start = match.end()
    tail = block[start:].strip()
    if tail:
        parts.append(tail)
    return parts


def _of_one_breath(sentence: str) -> Iterator[str]:
    """The sentence, in pieces where it is longer than anybody speaks."""
    start = 0
    while len(sentence) - start > _LONGEST_SENTENCE:
        end = start + _LONGEST_SENTENCE
        blank = sentence.rfind(" ", start + _LONGEST_SENTENCE // 2, end)
        end = blank if blank > 0 else end
        yield sentence[start:end].strip()
        start = end
    yield sentence[start:].strip()


def _is_abbreviation(word: str, rest: str) -> bool:
    """Whether a dot behind this word belongs to it. People who type no capitals still end their sentences."""
    lower = word.lower()
    if lower in ABBREVIATIONS:
        # "etc." and "p.m." may also end a sentence: then a capital follows.
        return not (lower in {"etc", "p.m", "a.m"} and rest[:1].isupper())
    if rest[:1].islower() and _DAY_AND_MONTH.fullmatch(word):
        return True  # a German date: "bis zum 14.10. mit dem Betrieb reden"
    return len(word) == 1 and word.isupper() and word != "I" and rest[:1].isupper()  # an initial: "J. Smith"


_DAY_AND_MONTH = re.compile(r"\d{1,2}\.\d{1,2}")


def words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, with apostrophes and hyphens kept inside."""
    return tuple(match.group().lower().replace("’", "'") for match in _WORD.finditer(text))


@cache
def stem(word: str) -> str:
    """The stem of an English word ("refunds", "refunded" → "refund")."""
    return str(_stemmer().stemWord(word.lower()))


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")


def content_words(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning; numbers count."""
    return frozenset(stem(part) for word in words(text) for part in _parts(word) if part not in STOPWORDS)


def _parts(word: str) -> Iterable[str]:
    word = word.removesuffix("'s")
    return word.replace("/", "-").split("-") if "-" in word or "/" in word else (word,)


def overlap(one: str, other: str) -> float:
    """How much two texts share: common content words over those of the shorter text, from 0 to 1."""
    left, right = content_words(one), content_words(other)
    if not left or not right:
        return 0.0
    return len(left & right) / min(len(left), len(right))


def strip_filler(text: str) -> str:
    """The text without the words that people only think aloud with ("well, so basically I think …")."""
    rest = one_line(text)
    while True:
        match = _OPENERS.match(rest)
        if match is None or _KEEP_OPENER.match(rest) or match.end() == len(rest):
            break
        rest = rest[match.end() :]
    shorter = _ASIDES.sub("", rest)
    return one_line(shorter if any(char.isalnum() for char in shorter) else rest or text)


def lower_first(text: str) -> str:
    """The text with a small first letter, unless its first word is a name, an acronym or "I"."""
    first = text.split(None, 1)[0] if text.split() else ""
    letters = first.strip("\"'“(")
    keeps_case = letters.partition("’")[0].partition("'")[0] == "I" or any(char.isupper() for char in letters[1:])
    if (
        not letters[:1].isupper()
        or keeps_case
        or (letters.lower() not in STOPWORDS and _looks_like_a_name(text, first))
    ):
        return text
    index = text.index(letters)
    return text[:index] + letters[0].lower() + text[index + 1 :]


def _looks_like_a_name(text: str, first: str) -> bool:
    """Only a second capitalised word right after ("Customer Care") tells a name from a sentence's first word."""
    rest = text[len(first) :].split()
    return bool(rest) and rest[0][:1].isupper() and len(rest[0]) > 1 and not rest[0].isupper()


def sentence_case(text: str) -> str:
    """The text as one sentence: a capital first letter where that is safe, and an end."""
    line = one_line(text)
    if not line:
        return line
    first = line.split(None, 1)[0]
    if first.islower() and first[0].isalpha() and not re.search(r"[./@_\d]", first.rstrip(".,;:!?")):
        line = line[0].upper() + line[1:]
    line = line.rstrip(" ,;:-–")
    if line and (line[-1].isalnum() or line[-1] in "%€$£\"'”’)]") and not line.endswith("```"):
        line += "."
    return line


def shorten(text: str, limit: int = 80) -> str:
    """At most `limit` characters of the text's first line, cut between words, with an ellipsis where cut."""
    line = one_line(text)
    if len(line) <= limit:
        return line
    cut = line[: limit - 1].rsplit(None, 1)[0] if " " in line[: limit - 1] else line[: limit - 1]
    return cut.rstrip(" ,;:.-–") + "…"


def is_empty(text: str) -> bool:
    """Whether nothing in the text can be seen."""
    return not any(not char.isspace() and unicodedata.category(char) not in {"Cf", "Cc", "Mn"} for char in text)


def listed(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
