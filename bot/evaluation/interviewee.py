"""Somebody to interview, who always answers the same: tells only what is asked, in their own way of talking."""

from __future__ import annotations

from bot.evaluation.cases import Case, Fact
from bot.interviews.moves import Asked


class Interviewee:
    """Holds what a person knows, and remembers what they told."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._owed: list[str] = []
        self.told: list[Fact] = [fact for fact in case.facts if fact.opening]

    def answer(self, asked: Asked) -> str:
        """What they say to a question; the same question twice gets something new, or that they know nothing."""
        if self._owed:
            return self._owed.pop(0)
        found = self._meant(asked)[: self._case.persona.most]
        self.told.extend(found)
        self._owed.extend(fact.corrected.says for fact in found if fact.corrected)
        return self._said(found) if found else self._case.persona.nothing

    def _meant(self, asked: Asked) -> list[Fact]:
        question = asked.shown.lower()
        untold = [fact for fact in self._case.facts if fact not in self.told]
        named = [fact for fact in untold if any(key in question for key in fact.keys)]
        wide = [fact for fact in untold if asked.form != "probe" and asked.topic in fact.topics and fact not in named]
        return [*named, *wide]

    def _said(self, facts: list[Fact]) -> str:
        persona = self._case.persona
        text = f"{persona.before}{' '.join(fact.says for fact in facts)}{persona.after}"
        return text.lower().rstrip(".") if persona.lower else text
