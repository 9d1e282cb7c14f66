"""The small words that make a phrase sayable: articles that terse people leave out, loose ends cut off."""

from __future__ import annotations

import re

from bot.language.grammar import bare
from bot.language.nouns import DETERMINERS, article, head, is_countable, is_person, is_plural, with_article
from bot.language.text import clean, lower_first, words
from bot.language.verbs import could_be_noun, is_base, is_verb

_UI = (
    r"(?:page|screen|form|view|tab|dialog|menu|dashboard|app|portal|website|site|toolbar|start page|"
    r"home page|list|calendar|inbox|tablet|phone|mobile|handheld|scanner|map)"
)


_PRONOUNS = frozenset(
    "i we you me us one people person somebody someone everybody everyone anybody anyone nobody "
    "folks guys they them he she".split()
)


def definite(phrase: str) -> str:
    """A subject as people say it inside a sentence: "System" → "the system", "Refunds" → "refunds"; names stay."""
    tokens = phrase.split()
    if not tokens:
        return phrase
    low = bare(tokens[0])
    if bare(phrase) in {"it", "this", "that"}:
        return "the system"
    if bare(phrase) in _PRONOUNS:
        return phrase if phrase == "I" else phrase.lower()
    if low in DETERMINERS or low in {"only", "everything", "nothing", "something", "anything"}:
        return phrase[0].lower() + phrase[1:] if tokens[0] != "I" else phrase
    small = uncapital(phrase)
    if low.endswith("ing") and is_verb(low) and len(tokens) > 1:
        return small
    noun = head(small)
    if (
        small[:1].isupper()
        or not noun.isascii()
        or not noun.isalpha()
        or is_plural(noun)
        or not is_countable(noun)
        or any(mark in phrase for mark in '{}<>"“`*')
    ):
        return small
    return f"the {small}"


_COMMON = re.compile(r"(?:tion|sion|ment|ness|ity|ance|ence|age|ing|er|or|ist|al|ure|ice|ship|log|s)$", re.IGNORECASE)
_THINGS = frozenset(
    "system app tool page screen form site website portal list item table field text data email "
    "mail map bot invoice history calendar photo phone menu card stock shelf box book room shift "
    "roster rota payslip timesheet label barcode ticket desk software".split()
)


def uncapital(phrase: str) -> str:
    """A sentence's first word in small letters unless it may be a name."""
    if not phrase.strip():
        return phrase
    first = bare(phrase.split(maxsplit=1)[0])
    if phrase.split(maxsplit=1)[0][1:].lower() != phrase.split(maxsplit=1)[0][1:]:
        return phrase
    if len(phrase.split()) > 1 and phrase.split()[1][:1].isupper():
        return lower_first(phrase)
    if (
        is_person(first)
        or is_verb(first)
        or could_be_noun(first) is False
        or first in _THINGS
        or _COMMON.search(first)
        or len(phrase.split()) > 1
    ):
        return phrase[0].lower() + phrase[1:]
    return phrase


def starts_with_gerund(text: str) -> bool:
    """ "swapping shifts with a colleague": something to do, named as a thing."""
    first = bare(text.split(maxsplit=1)[0]) if text.split() else ""
    following = bare(text.split()[1]) if len(text.split()) > 1 else ""
    return (
        first.endswith("ing")
        and is_verb(first)
        and (following in DETERMINERS or is_plural(following) or following in {"to", "out", "in", "up", "off"})
    )


_FOREIGN = frozenset(
    "der das und nicht ohne mit für soll kann muss wird werden ist les des pour avec dans que para "
    "con los las una el".split()
)
_ENGLISH = frozenset("the a an of to and in on for with without by is are be not from at who when".split())


def sayable(text: str) -> bool:
    """Whether the phrase can stand after "I want": Latin letters first, no code, no piece of a sentence."""
    if not text.strip():
        return False
    first = text.split(maxsplit=1)[0]
    found = set(words(text))
    if found & _FOREIGN and not found & _ENGLISH:
        return False
    return bool(
        re.match(r"[A-Za-zÀ-ɏ0-9“\"'*_(]", text)
        and not re.search(r"[{}<>|\\=;#@`~^\[\]]|https?:", text)
        and text.isprintable()
        and any(char.isalpha() for char in text)
        and all(ord(char) < 0x2070 for char in text)  # noqa: PLR2004 - pictures and arrows begin there
        and not re.search(r"[\u0590-\u08ff]", text)
        and bare(first)
        not in frozenset(
            "when if because so that which who what how why where is are was were be been to of and or but "
            "as than by at from in on with for not yes i we they he she it does do did has had can could "
            "must should will would may might shall want wants".split()
        )
    )


_NOT_THINGS = frozenset(
    "offline online early late twice again together first live fast faster slow home back away "
    "by-hand manually alone later soon now there here everywhere anywhere ok in up off out down on "
    "over through around about more less better".split()
)


_BARE_PLACE = re.compile(
    rf"\b(?P<preposition>on|in|from|at|to|into|via) "
    rf"(?!screen\b)(?P<place>(?:(?!(?:{'|'.join(sorted(DETERMINERS))}) )[a-z-]+ ){{0,2}}{_UI})\b(?! "
    rf"(?!and|or|not|when|if|by|with|for|to|before|after|so|also|in|on|at)\w)"
)


_FOR_HOW_LONG = re.compile(
    r"^((?:the |an? )?(?!the\b|a\b|an\b)[a-z]+) (?=\d+ ?(?:min|minutes?|h|hours?|s|sec|seconds?|days?)\b)"
)
_OTHER_ONE = re.compile(r"(?<!each )\bother (?P<what>[a-z]+)\b(?=$|[,.]| (?:when|if|on|in|at|by|to|with|from|and)\b)")
_AT_THING = re.compile(
    r"\b(?P<preposition>on|at|with|to|from) (?P<thing>[a-z]+)(?=$|[,.]| (?:on|at|in|when|if|and|so)\b)"
)
_NO_ARTICLE = frozenset(
    """
    time hand night home work once leave demand site advance place bulk court fire hold top behalf average purpose
    noon midnight risk sight school bed hospital church town war duty shift board foot
    order call track schedule request paper death date detail pdf csv excel sap
    me us it them him her you day phone screen first last least most all both any none scratch
    """.split()
) - {"phone", "screen"}


def _at_the(found: re.Match[str]) -> str:
    """ "on bus" → "on the bus", where a person is none and one thing is meant."""
    thing = found["thing"]
    plain_noun = (
        (found["preposition"] == "to" and is_base(thing))
        or thing in _NO_ARTICLE
        or thing in _NOT_THINGS
        or thing in DETERMINERS
        or is_person(thing)
    )
    if plain_noun or is_plural(thing) or not is_countable(thing) or thing.endswith("ly"):
        return found.group()
    return f"{found['preposition']} the {thing}"


def telegraphic(text: str, whole: str, *, after_verb: str = "") -> str:
    """Puts in the small words that terse people leave out: "refund button on order page" → "… on the order page".

    A bare person or, with `after_verb`, the one bare thing after it gets "a" or "an" only in a line that has no
    article at all.
    """
    line = _BARE_PLACE.sub(
        lambda found: found.group() if is_plural(found["place"]) else f"{found['preposition']} the {found['place']}",
        text,
    )
    line = re.sub(r"(?<=[a-z]) (not [a-z]+)$", r", \1", line)
    line = _FOR_HOW_LONG.sub(r"\1 for ", line) if after_verb else line
    if re.search(r"\b(?:a|an|the|this|that|each|every|any)\b", whole, re.IGNORECASE):
        return line
    line = re.sub(r"\b(in|at|to|on|for|of|from) (wrong|right|same|first) (?=[a-z])", r"\1 the \2 ", line)
    line = re.sub(r"\bif wrong (?P<what>[a-z]+)(?=$|[,.])", r"if the \g<what> is wrong", line)
    line = _OTHER_ONE.sub(
        lambda found: f"another {found['what']}" if not is_plural(found["what"]) else found.group(), line
    )
    line = _AT_THING.sub(_at_the, line)
    line = re.sub(
        r"\b(?P<preposition>with|to|from|for) (?P<who>[a-z-]+)(?=$|[,.]| (?:on|in|at|by|when|if|from|"
        r"with|and|or|after|before)\b)",
        lambda found: (
            f"{found['preposition']} {article(found['who'])} {found['who']}"
            if is_person(found["who"])
            and not is_plural(found["who"])
            and is_countable(found["who"])
            and found["who"] not in {"hr", "qa", "dispatch", "management"}
            else found.group()
        ),
        line,
    )
    if after_verb and after_verb not in frozenset("be go stay work look become feel get do".split()):
        phrase = re.match(
            r"^(?P<thing>(?:[a-z-]+ ){0,3}?[a-z-]+|(?:[a-z-]+ ){1,3}?[A-Z]{2,4})(?=$|[,.]| (?:on|in|at|by|"
            r"to|when|if|from|with|and|or|as|"
            r"after|before|for|per|without|via|within|directly|online|offline|into|of)\b)",
            line,
        )
        noun = phrase["thing"].split()[-1] if phrase else ""
        if (
            phrase
            and phrase["thing"].split()[0]
            not in DETERMINERS
            | _NOT_THINGS
            | frozenset(
                "to by from on in at with as for via how who what why when which where if whether me us it them "
                "not no over".split()
            )
            and noun not in _NOT_THINGS
            and not noun.endswith("ly")
            and not is_plural(noun)
            and is_countable(noun)
            and noun not in frozenset("pdf csv excel sap me pto leave".split())
        ):
            line = with_article(phrase["thing"]) + line[len(phrase["thing"]) :]
    return line


_ENDS_LOOSE = re.compile(
    r"(?<![\s,;:–-])[\s,;:–-]++(?:and|or|but|so|because|to|the|an?|of|with|for|from|that|which|when|if|plus|then)$",
    re.IGNORECASE,
)

_ENDING = 60  # characters, in which the last word is


def tidy(text: str) -> str:
    """The text as a piece of a sentence: no end mark or loose word at its end, quotes and brackets in pairs."""
    line = " ".join(clean(text).split())
    line = re.sub(r"\b(to|the|an?|of|and|me|my) \1\b", r"\1", line)
    line = re.sub(r"(?<![\w.'’@/-])i(?=(?:['’](?:m|d|ll|ve))?(?:\s|,|$))", "I", line)
    line = re.sub(r"(?<!\s)\s++([,.;:!?])(?=\s|$)", r"\1", line)
    line = re.sub(r"(?<![.,;:!?])([.,;:!?])(?:\s*[.,;:!?])+(?=\s|$)", r"\1", line)
    for opening, closing in (('"', '"'), ("“", "”"), ("(", ")"), ("[", "]"), ("«", "»"), ("„", "“")):
        uneven = line.count(opening) % 2 if opening == closing else line.count(opening) != line.count(closing)
        if uneven and opening != "„":
            line = line.replace(opening, "").replace(closing, "")
    before = None
    while before != line:
        before = line
        line = line.strip(" ,;:–—-").rstrip(".!?…").strip()
        line = line[:-_ENDING] + _ENDS_LOOSE.sub("", line[-_ENDING:])
    return " ".join(line.split())
