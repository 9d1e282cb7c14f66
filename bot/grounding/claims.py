"""What a text claims that can be looked up: numbers, dates, names, roles, systems and quotations, in one spelling."""

from __future__ import annotations

import re
import unicodedata

from bot.language.facts import dates_in, roles_in, systems_in
from bot.language.text import STOPWORDS, content_words, sentences, stem, words

_NUMBER_WORDS = {
    "zero": "0", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15",
    "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30",
    "forty": "40",
    "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90", "hundred": "100", "hundreds": "100",
    "thousand": "1000", "thousands": "1000", "million": "1000000", "millions": "1000000", "billion": "1000000000",
    "dozen": "12", "half": "half", "third": "3", "fourth": "4", "fifth": "5", "second": "", "twice": "2", "double": "2",
    "triple": "3", "thrice": "3",
}  # fmt: skip
"""“One”, “once” and “second” say too many other things to be taken for numbers."""

_NUMBER_STEMS = frozenset(stem(word) for word, value in _NUMBER_WORDS.items() if value)

_UNITS = {
    "second": "second", "seconds": "second", "sec": "second", "secs": "second", "s": "second",
    "ms": "ms", "millisecond": "ms", "milliseconds": "ms",
    "minute": "minute", "minutes": "minute", "min": "minute", "mins": "minute",
    "hour": "hour", "hours": "hour", "hr": "hour", "hrs": "hour", "h": "hour",
    "day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month", "months": "month",
    "quarter": "quarter", "quarters": "quarter", "year": "year", "years": "year",
    "%": "percent", "percent": "percent", "€": "eur", "eur": "eur", "euro": "eur", "euros": "eur",
    "$": "usd", "usd": "usd", "dollar": "usd", "dollars": "usd", "£": "gbp", "gbp": "gbp", "pound": "gbp",
    "pounds": "gbp", "mb": "mb", "gb": "gb", "kg": "kg", "km": "km",
}  # fmt: skip

_TIME = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b\.?|\b(?P<h24>\d{1,2}):(?P<m24>[0-5]\d)\b"
    r"|\b(?P<clock>\d{1,2})\s?o['’]clock\b",
    re.IGNORECASE,
)
_WORDS = "|".join(sorted((word for word, value in _NUMBER_WORDS.items() if value), key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?P<before>[€$£]\s?)?(?:(?P<digits>\d+(?:[.,]\d+)*)(?P<k>k\b)?|\b(?P<word>{_WORDS})\b)"
    r"(?:(?:\s|-)?(?P<unit>%|€|\$|£|per cent\b|[a-z]+))?",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|«([^»]+)»|‘([^’]+)’(?!\w)|(?<!\w)'([^']+)'(?!\w)")
_CAPITAL = re.compile(r"\b[A-Z][\w’'&.-]*\b")
_MAIL = re.compile(r"\be-?mail(s|ed|ing)?\b", re.IGNORECASE)
_ANY_SYSTEM = frozenset(
    "system service software app tool platform the a an this that our their other another any new".split()
)
_RELATIVE_TODAY = frozenset({"today"})
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def one_spelling(text: str) -> str:
    """The text with “e-mail” as “mail” and plain quotation marks, so that spelling is no difference."""
    return _MAIL.sub(lambda found: f"mail{found[1] or ''}", text).replace("’", "'")


def stems(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning; numbers are looked up by themselves."""
    found = content_words(_TIME.sub(" ", one_spelling(text)))
    return frozenset(word for word in found if word not in _NUMBER_STEMS and not word[:1].isdigit())


def numbers(text: str) -> frozenset[tuple[str, str]]:
    """The numbers of a text, each with its unit where that is known: ("18:00", ""), ("3", "day"), ("500", "eur")."""
    found: set[tuple[str, str]] = set()

    def take_time(match: re.Match[str]) -> str:
        hour = int(match["hour"] or match["h24"] or match["clock"])
        if (match["half"] or "").lower() == "p" and hour < 12:  # noqa: PLR2004 - noon
            hour += 12
        found.add((f"{hour}:{match['minute'] or match['m24'] or '00'}", ""))
        return " "

    rest = _TIME.sub(take_time, text)
    for match in _NUMBER.finditer(rest):
        digits = match["digits"]
        value = _NUMBER_WORDS[match["word"].lower()] if match["word"] else _plain_digits(digits)
        value = f"{value}000" if match["k"] else value
        unit = (match["before"] or match["unit"] or "").strip().lower().replace(" ", "")
        found.add((value, _UNITS.get(unit, "")))
    return frozenset(found)


def _plain_digits(digits: str) -> str:
    """ "1,400" and "1.400" as "1400", "2.50" as "2.5"."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits):
        return re.sub(r"[.,]", "", digits)
    whole, mark, part = digits.replace(",", ".").partition(".")
    part = part.rstrip("0")
    whole = "".join(str(unicodedata.digit(digit)) for digit in whole).lstrip("0") or "0"  # int() takes 4,300 at most
    return f"{whole}{mark}{part}" if part else whole


def dates(text: str) -> frozenset[str]:
    """Months, weekdays, years, quarters and the like, in one spelling: "jun" and "June" are "june"."""
    found = {word.removesuffix("s") for word in words(text) if word.removesuffix("s") in _WEEKDAYS}
    for each in dates_in(text):
        for word in words(each):
            if word == "may":
                found.add(word)
                continue
            if word in _RELATIVE_TODAY or word in STOPWORDS:
                continue
            full = next((name for name in (*_MONTHS, *_WEEKDAYS) if len(word) > 2 and name.startswith(word[:3])), None)  # noqa: PLR2004
            if full and (full.startswith(word.rstrip("s")) or word.rstrip("s") in {"tues", "thur", "sept"}):
                found.add(full)
            elif re.fullmatch(r"20\d\d|q[1-4]|tomorrow|tonight|christmas|easter|summer|winter|spring|autumn", word):
                found.add(word)
    return frozenset(found)


def names(text: str) -> frozenset[str]:
    """Words with a capital inside a sentence, and words in capitals anywhere, as stems; dates are no names."""
    found: set[str] = set()
    days = {name[:3] for name in (*_MONTHS, *_WEEKDAYS)} | {"may"}
    for sentence in sentences(_QUOTED.sub(" ", one_spelling(text))):
        for match in _CAPITAL.finditer(sentence):
            word = match.group().strip(".'")
            begins = not sentence[: match.start()].strip(" (*_-–:;")
            shouted = len(word) > 1 and any(letter.isupper() for letter in word[1:])
            if word == "I" or word.startswith("I'") or (begins and not shouted) or word[:3].lower() in days:
                continue
            if words(word) and words(word)[0] not in STOPWORDS:
                found.update(stem(part) for one in words(word) for part in one.split("-"))
    return frozenset(found)


def first_words(text: str) -> frozenset[str]:
    """The word that begins each sentence, as a stem: a name may hide there."""
    found = set()
    for sentence in sentences(_QUOTED.sub(" ", one_spelling(text))):
        first = next(iter(words(sentence)), "")
        if first and sentence.lstrip(" (*_-–")[:1].isupper() and first not in STOPWORDS and first not in _NUMBER_WORDS:
            found.add(stem(first.removesuffix("'s")))
    return frozenset(found)


def roles(text: str) -> frozenset[str]:
    """Everybody with a job or a part to play, as stems."""
    return frozenset(part for role in roles_in(one_spelling(text)) for part in content_words(role))


def systems(text: str) -> frozenset[str]:
    """The words that name computer systems, as stems; “the system” names none."""
    return frozenset(
        part
        for each in systems_in(text)
        for part in content_words(
            " ".join(word for word in one_spelling(each).lower().split() if word not in _ANY_SYSTEM)
        )
    )


def quotations(text: str) -> tuple[str, ...]:
    """What stands between quotation marks, in lower case."""
    found = (next(group for group in match.groups() if group is not None) for match in _QUOTED.finditer(text))
    return tuple(quote for each in found if (quote := flat(each)))


def flat(text: str) -> str:
    """A text in lower case, one line, without marks at its ends: how quotations are compared."""
    return " ".join(one_spelling(text).lower().split()).strip(" .,;:!?…")
