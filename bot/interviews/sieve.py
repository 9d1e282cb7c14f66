"""Which clauses of an answer tell what the product does, and which only tell about the talk or the speaker."""

from __future__ import annotations

import re

from bot.language.clauses import clauses, split_sentence
from bot.language.grammar import Clause, bare, clause
from bot.language.nouns import head, is_person
from bot.language.passives import passive
from bot.language.text import strip_filler, words
from bot.language.verbs import base_form, could_be_noun, is_verb, past, third_person
from bot.language.wishes import plain

_ABOUT_THE_TALK = re.compile(
    r"\b(?:i (?:told|said|mentioned|already said|wanted to say|meant|forgot)|as i said|before i forget|where was i|"
    r"(?:in|on) your (?:list|summary|brief|notes)|you (?:sort|decide|choose|figure) (?:it|that)|"
    r"did you (?:get|see|note)|"
    r"you (?:didn'?t|did not) (?:answer|ask|note)|can i (?:see|go|stop)|do we still have|how long (?:is|will) this|"
    r"i have (?:a|another) (?:call|meeting|discussion)|is that (?:what you (?:meant|mean|want)|security|a rule)|"
    r"asked me (?:in|to (?:join|help))|^[a-z]+ (?:from|of) [a-z ]+ here$|(?:holds|is right|stands),? as \w+ said|"
    r"what (?:else )?(?:did|do) you (?:want|need) to know|that'?s (?:it|all) (?:from me|i think)|don'?t ask me)\b",
    re.IGNORECASE,
)
_SPEAKS = frozenset(
    """
    be look tell say mean think guess hope know remember talk discuss feel wonder promise believe suppose forget
    """.split()
)
_PEOPLE_PRONOUNS = frozenset({"i", "we"})
_POINTERS = frozenset({"that", "this", "it", "she", "he", "which"})
_LASTING = re.compile(
    r"(?:not )?(?:available|visible|possible|free|open|closed|read-only|able|ready|there|on|off|optional|required|"
    r"mandatory|hidden|empty|full|unique|\w+able|\w+ible)\b",
    re.IGNORECASE,
)
_TRAILS_OFF = re.compile(r",\s*(?:well|hm+|phew|you know|anyway|right|okay?|fine)$", re.IGNORECASE)
_FEW = 3  # words


def is_about_the_talk(text: str) -> bool:
    """Whether a clause speaks to the interviewer about the interview ("as I said", "you sort it")."""
    return bool(_ABOUT_THE_TALK.search(text.replace("’", "'")))


def told(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The clauses of a statement that tell what happens or is wanted, and those that don't.

    A reason stays with the clause before it. A statement that can't be taken apart comes back whole.
    """
    kept: list[str] = []
    left: list[str] = []
    for piece in clauses(text) or (text,):
        if kept and _gives_the_reason(piece):
            kept[-1] = f"{kept[-1].rstrip(' .,')}, {piece}"
        else:
            (kept if tells(piece) else left).append(piece)
    return tuple(kept), tuple(left)


def _gives_the_reason(piece: str) -> bool:
    found = clause(plain(piece))
    return found.subject.lower() in _PEOPLE_PRONOUNS and found.negated and found.modal == "" and found.verb == "want"


def tells(piece: str) -> bool:
    """Whether a clause could be a requirement. When in doubt it could: only what plainly isn't one is left out."""
    line = strip_filler(piece).rstrip(" .!")
    if is_about_the_talk(line) or _TRAILS_OFF.search(line):
        return False
    parts = split_sentence(plain(line))
    found = clause(parts.main)
    if found.shape == "phrase":
        return len(words(line)) > _FEW or any(is_verb(word) for word in words(line))
    if found.shape == "imperative":
        return True
    subject = found.subject.lower()
    if subject == "i" and found.verb in _SPEAKS and not found.modal:
        return False
    if subject in _PEOPLE_PRONOUNS and found.negated and found.verb in {"want", "need"}:
        return False
    if _is_past(found, parts.main):
        return False
    if found.verb == "be" and (subject in _POINTERS or is_person(head(subject)) or subject in _PEOPLE_PRONOUNS):
        return passive(found) is not None or bool(_LASTING.match(found.rest))
    return True


def _is_past(found: Clause, main: str) -> bool:
    """A past tense, or something that had to be done: how it was, not how it will be."""
    if found.modal:
        return found.modal.lower() in {"had to", "wanted to"}
    after = main[len(found.subject) :].split()
    verb = next((bare(token) for token in after if base_form(bare(token)) == found.verb or bare(token) in _WAS), "")
    if verb in _WAS:
        return True
    return verb not in {found.verb, third_person(found.verb)} and verb == past(found.verb) and not could_be_noun(verb)


_WAS = frozenset({"was", "were", "had", "did"})
