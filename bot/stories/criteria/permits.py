"""Who may and who may not: "only team leads may approve" as criteria for the one and for the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.clauses import Parts
from bot.language.grammar import bare
from bot.language.nouns import DETERMINERS, article, head, is_plural
from bot.language.verbs import base_form, is_base
from bot.language.voice import speak_as
from bot.language.wording import tidy
from bot.stories.criteria.steps import Draft, let, refused
from bot.stories.telling import Reading
from bot.stories.wish import role_of

ONLY = re.compile(
    r"^only\s+(?P<who>.+?)\s+(?P<modal>can|may|must|should|is allowed to|are allowed to|could|are "
    r"able to|is able to)\s+(?:be able to\s+)?(?P<does>.+)$",
    re.IGNORECASE,
)

ONLY_BY = re.compile(
    r"^(?P<what>.+?) (?:can|may|must|should) only be (?P<done>[a-z]+(?:ed|en|t|n)?) by (?P<who>.+)$", re.IGNORECASE
)


def only(who: str, does: str, reading: Reading, roles: Sequence[str], parts: Parts) -> list[Draft]:
    """The rule "only team leads may approve": the one who may, and the one who may not."""
    role = role_of(who, roles)
    someone = f"not {article(role)} {role}" if role else f"not {_as_said(who)}"
    if pair := re.match(r"(?P<one>.+?),? and (?P<two>[^,]+)$", who):
        someone = f"neither {_one_such(pair['one'], roles)} nor {_one_such(pair['two'], roles)}"
    action = speak_as(does, role, theirs=True) if role else does
    verb, _, rest = action.partition(" ")
    base = bare(verb) if is_base(bare(verb)) else base_form(bare(verb))
    action = tidy(f"{base} {rest}" + (f" when {parts.condition}" if parts.condition else ""))
    drafts = [refused(f"Only {_as_said(who)} may {action}", f"I try to {action}", (f"I am {someone}",))]
    if role and (role != reading.role or someone.startswith("neither")):
        drafts.append(
            let(f"{role} may {action}", f"I try to {action}", (f"I am {article(role)} {role}",), tag="inferred")
        )
    return drafts


def _one_such(who: str, roles: Sequence[str]) -> str:
    """One of them: "the clinic manager" → "a clinic manager", "Lena's people" → "one of Lena's people"."""
    role = role_of(who, roles)
    if role:
        return f"{article(role)} {role}"
    return f"one of {_as_said(who)}" if is_plural(head(who)) else _as_said(who)


def _as_said(who: str) -> str:
    """Without the capital of a sentence's first word; names keep theirs."""
    return who[:1].lower() + who[1:] if who.split(maxsplit=1)[0].lower() in DETERMINERS else who
