"""What a passive says as something that somebody does: "are approved by a lead"."""

from __future__ import annotations

import re

from bot.language.grammar import ADVERBS, Clause, bare
from bot.language.nouns import head, is_person
from bot.language.text import one_line
from bot.language.verbs import base_form, is_past_participle


def passive(found: Clause) -> tuple[str, str, str] | None:
    """For "are approved by a lead within a day": the verb's base, who does it (or empty), what else is said."""
    if found.verb not in {"be", "get"} or not found.rest:
        return None
    tokens = found.rest.split()
    lead = 0
    while lead < len(tokens) - 1 and (bare(tokens[lead]) in ADVERBS or bare(tokens[lead]).endswith("ly")):
        lead += 1
    word = bare(tokens[lead])
    if not is_past_participle(word):
        return None
    tail = " ".join(tokens[:lead] + tokens[lead + 1 :])
    agent = ""
    by = re.search(
        r"\bby ((?:the |a |an |our |my |their |any |all )?(?:[\w-]+ ){0,2}?[\w-]+)(?=$|[,;.]| (?:in|on|"
        r"at|from|with|within|before|after|when|if|to|for|and|or|who|via|per|every|once)\b)",
        tail,
        re.IGNORECASE,
    )
    if by and is_person(head(by[1])):
        agent = by[1]
        tail = one_line(tail[: by.start()] + tail[by.end() :])
    return base_form(word), agent, tail
