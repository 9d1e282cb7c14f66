"""A rule that counts how often something may be done ("a delivery can be moved at most 3 times"), as a refusal."""

from __future__ import annotations

import re

from bot.language.nouns import with_article
from bot.language.verbs import is_past_participle
from bot.language.voice import is_many
from bot.language.wording import definite, tidy
from bot.stories.criteria.steps import Draft, title_of, try_step
from bot.stories.telling import Reading

_OFTEN = re.compile(
    r"(?P<thing>.+?) (?:can|may|must|should) (?:only )?be (?P<done>[a-z]+) "
    r"(?:at most |up to |no more than |not more than |a maximum of |only )?"
    r"(?P<often>(?:\d+|two|three|four|five|six) times|once|twice)"
    r"(?P<span>(?: (?:a|per|each|every) \w+)?)$",
    re.IGNORECASE,
)


def counted(main: str, reading: Reading) -> list[Draft]:
    """The refusal once the count is used up; empty for any other rule."""
    found = _OFTEN.match(main)
    if found is None or not is_past_participle(found["done"].lower()):
        return []
    thing = definite(found["thing"])
    thing = with_article(thing) if not is_many(thing) else thing
    span = re.sub(r"^ (?:a|per|each|every) (\w+)$", r" within a \1", found["span"])
    given = tidy(f"{thing} {'have' if is_many(thing) else 'has'} been {found['done']} {found['often']}{span} already")
    return [Draft(title_of(main), try_step(reading), "the system does not let me", (given,), negative=True)]
