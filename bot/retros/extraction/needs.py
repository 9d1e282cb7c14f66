"""A task that nobody has yet: what is needed, what somebody offers, and what has no owner."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.language.text import one_line
from bot.language.verbs import base_form, is_base
from bot.retros.extraction.decision_words import DO_DIFFERENTLY
from bot.retros.extraction.promises import is_untaken

_OPEN = re.compile(
    r"^(?:(?:ok(?:ay)?|and|so|also|then|right|well|yeah|still|sure|oh|one more thing|"
    r"next)\b[\s,:-]*)*(?:(?P<topic>[a-z][^,:;.?!]{1,30}[:,])\s+)?(?:"
    r"i(?:['’]d| would)? (?:still |also |really )*(?:like|love|want|need) some(?:one|body) to|"
    r"we(?:['’]d| would)? (?:still |also |really |just )*(?:need|have to find|are looking for|"
    r"['’]re looking for|lack|want) (?:some(?:one|body)|a volunteer|an owner) (?:to|who (?:can|could|will)|for)|"
    r"(?:some(?:one|body)|one of us|anyone) (?:from (?:us|our team) |here |on the team )?(?:still |really )*"
    r"(?:needs? to|has to|should(?! really)|must|ought to|will have to|would have to)|"
    r"(?P<we>we(?:['’]ll|['’]d| will| would)? (?:still |also |really |do |then |probably )*(?:need to|have to|"
    r"should|must|"
    r"ought to|gotta)(?: really| just| probably)?|let['’]?s|wir (?:müssen|sollten)|jemand (?:muss|müsste|"
    r"sollte)))\s+(?P<task>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)


_OFFER = re.compile(
    r"\b(?:should|shall|could|can|may) i (?:maybe |perhaps |just |also )?(?P<task>(?!put you|sign you|note|"
    r"assign|ask|add something|say|start|go|"
    r"share|see|get|raise|mention|bring (?:up|something)|have|take a|leave)"
    r"[a-z]+ [^?]+)\?|\b(?:do you |would you )?want me "
    r"to (?P<want>[^?.]+)\?|"
    r"\bi could (?P<could>[^?.,]+),? if (?:you|that|people|everyone|nobody)\b|^(?:maybe |perhaps |or |well,? )?"
    rf"(?:i could|i['’]d(?! (?:also |maybe |just )?{DO_DIFFERENTLY}\b)) (?:also |maybe |just )?"
    r"(?P<plain>(?!take (?:it|that)\b|do (?:it|that)\b|have\b|be\b|not\b|"
    r"never\b|love\b|like\b|prefer\b|rather\b|say\b|"
    r"suggest\b|propose\b|keep\b|go for\b|see\b|go with\b|vote\b|think\b|hope\b|hate\b|want\b|need\b|leave\b|"
    r"wait\b)[a-z]+ "
    r"(?:a|an|the|some|our|my|your|it|that|them|up|down|out|something|you|one)\b[^?.,]*)(?:, [^?.]*)?\.?$",
    re.IGNORECASE,
)


_OFFER_DE = re.compile(
    r"^(?:ja |also |klar,? )*(?:ich (?:könnte?|würde?)|soll ich) (?:das |mal |ja |auch |gern\w* )*"
    r"(?P<task>[^,.;?!]{6,90}?en)\b(?:[,?].*)?[.!]*$",
    re.IGNORECASE,
)


_NOT_MIND = re.compile(
    r"\bi (?:wouldn['’]t|would not|don['’]t|do not) mind (?P<doing>(?!(?:be|hav|see|wait|hear|stay|sitt|gett|los|"
    r"miss|work(?!ing (?:on|through)\b))ing\b)[a-z]+ing)\b(?P<rest>(?! (?:to )?(?:that|when|"
    r"if|at all)\b)"
    r"[^?.]*)",
    re.IGNORECASE,
)
"""Who wouldn't mind doing it offers to."""


def offer_in(sentence: str) -> str | None:
    """What somebody offers to do, if others want it."""
    if german := _OFFER_DE.match(one_line(sentence)):
        return german["task"]
    glad = _NOT_MIND.search(one_line(sentence))
    if glad and is_base(verb := base_form(glad["doing"].lower())):
        return f"{verb}{glad['rest']}".strip()
    found = _OFFER.search(one_line(sentence))
    return (found["task"] or found["want"] or found["could"] or found["plain"]).strip() if found else None


class Need(NamedTuple):
    """What is needed, with nobody named. `somebody`: somebody has to do it; else it is only needed."""

    task: str
    somebody: bool


_UNOWNED = re.compile(
    r"^(?:and |also |ok |so )?(?P<task>(?:the|our|a|an|this) [^.?!]{3,80}?) (?:still )?(?:has no owner|"
    r"needs an owner|is (?:still )?(?:unowned|unassigned|without an owner)|have no owner)\b",
    re.IGNORECASE,
)


_ABOUT = re.compile(
    r"^(?:and |also |so )*(?:something|sth) (?:really )?(?:has to|needs to|must|should|ought to) be done about "
    r"(?P<thing>[^.?!]{3,80})",
    re.IGNORECASE,
)


def need_in(sentence: str) -> Need | None:
    """A task that nobody has yet: "someone needs to set up the rota", "we need to add a checkbox"."""
    line = one_line(sentence)
    unowned = _UNOWNED.match(line)
    if unowned:
        return Need(unowned["task"].strip(), somebody=True)
    if line.endswith("?") and not is_untaken(line):
        line = line.rstrip("?")
    about = _ABOUT.match(line)
    if about:
        return Need(f"do something about {about['thing']}", somebody=True)
    found = _OPEN.match(line)
    if (
        found is None
        or (found["we"] and re.match(r"(?:talk|discuss)\b", found["task"], re.IGNORECASE))
        or (found["we"] and re.match(r"be\b", found["task"], re.IGNORECASE))
        or re.match(
            r"(?:move on|see|not\b|leave (?:it|that|this)\b|be (?:quick|honest|careful|fair|nice|"
            r"kind|brave)\b|"
            r"go\b|have (?:a break|done|known)|have\b(?= \w+ed\b)|remember|wait|start|face|"
            r"say|keep (?:it|that|this) in mind|find out who)",
            found["task"],
            re.IGNORECASE,
        )
    ):
        return None
    return Need(found["task"].strip(), not found["we"] or found["we"].lower().startswith("jemand"))
