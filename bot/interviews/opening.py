"""How an interview begins: what `/interview` is told, and what the interview is called."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.interviews.framework import DEPTHS, Depth
from bot.interviews.sieve import is_about_the_talk
from bot.language.clauses import clauses
from bot.language.grammar import clause
from bot.language.markdown import quoted
from bot.language.text import clean, one_line, sentences, shorten, strip_filler, words
from bot.language.wishes import plain

UNTITLED = "Untitled"
_TITLE_LENGTH = 90


@dataclass(frozen=True, slots=True)
class Wish:
    """What an interview is to be about, by which framework and how deep."""

    framework: str
    depth: Depth
    about: str = ""


def read_arguments(text: str, wish: Wish, frameworks: Collection[str]) -> Wish | str:
    """The command's arguments, or the sentence that says what is wrong with them."""
    framework, depth, rest = wish.framework, wish.depth, text.strip()
    while rest.startswith(("--", "—")):
        option, after = _first_word(rest.lstrip("-—"))
        name, equals, value = option.partition("=")
        if not equals:
            value, after = _first_word(after)
        if name == "framework":
            if value not in frameworks:
                have = ", ".join(f"`{one}`" for one in frameworks)
                return f"There is no framework {quoted(value)}. There is {have}."
            framework = value
        elif name == "depth":
            chosen = next((one for one in DEPTHS if one == value), None)
            if chosen is None:
                return "The depths are `quick`, `standard` and `deep`."
            depth = chosen
        else:
            options = "`--framework NAME` and `--depth quick|standard|deep`"
            return f"I don’t know the option {quoted('--' + name)}. There are {options}."
        rest = after.strip()
    return Wish(framework=framework, depth=depth, about=rest)


def _first_word(text: str) -> tuple[str, str]:
    first, *rest = text.split(None, 1) or [""]
    return first, "".join(rest)


def title_of(about: str) -> str:
    """A short name for an interview: what is wanted, else the first sentence of what it is about."""
    told = [strip_filler(one_line(clean(sentence).lstrip("# "))) for sentence in sentences(about)]
    line = next((sentence for sentence in told if sentence), "")
    if len(words(line)) > _LONG:
        wanted = next((wish for sentence in told[:_FIRST] if (wish := _wanted(sentence))), "")
        line = wanted or next((sentence for sentence in told if not is_about_the_talk(sentence)), line)
    line = re.split(r",?\s+(?:so that|so|because|since|as)\s+", line, maxsplit=1)[0]
    line = re.sub(r"^(?:i|we) (?:want|need|would like)(?: to have)?\s+(?=\w+ \w+)", "", line, flags=re.IGNORECASE)
    line = line[:1].upper() + line[1:]
    return shorten(line, _TITLE_LENGTH).rstrip(".?! ") or UNTITLED


def _wanted(sentence: str) -> str:
    """The wish in a long sentence, as a short name: "owners book, move and cancel appointments online"."""
    for piece in clauses(sentence):
        line = plain(piece)
        if line == strip_filler(piece).rstrip(" .!?…"):
            continue  # nothing was wrapped around it, so it is no wish
        found = clause(line)
        if found.shape == "modal" and found.subject and found.subject.lower() not in {"i", "we", "you"}:
            return re.sub(rf"\s{re.escape(found.modal)}\s(?:be (?:able|allowed) to\s)?", " ", line, count=1)
        if found.shape in {"modal", "imperative"}:
            return found.predicate
    return ""


_LONG = 14  # words; a shorter first sentence is a title as it stands
_FIRST = 4  # sentences that are looked at for the wish
