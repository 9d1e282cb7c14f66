"""What somebody took on and needn't do any more, since it turned out to be done: "oh good, then I won't"."""

from __future__ import annotations

import re

from bot.retros.extraction.commitment import Commitment
from bot.retros.extraction.dialogue import Conversation
from bot.retros.extraction.promises import promise_in

_LISTENS = 4
_BACK = re.compile(
    r"\b(?:then i (?:won['’]t|don['’]t (?:need|have) to|needn['’]t)|i won['’]t (?:then|bother|need to)|(?:ok|right|"
    r"fine)[,.]? then not|no need (?:then|for me|any ?more)|never ?mind(?: then)?|scratch that|scrap that|forget (?:it|"
    r"that)|saves me (?:the|a)|dann (?:lass ich|brauch ich|muss ich) (?:es|das|\'s|’s|nicht)\w*|"
    r"hat sich (?:dann )?erledigt)\b",
    re.IGNORECASE,
)

_DONT = re.compile(
    r"^\W*(?:(?:oh|no|nah|hm+)[\s,]+)*(?:please |pls )?(?:don['’]?t|no need|not necessary|no thanks|bitte nicht|"
    r"nicht nötig)\b(?! (?:forget|worry|know|think))(?:\s+\w+){0,3}\W*$",
    re.IGNORECASE,
)
"""What another says who doesn't want it."""


def taken_back(conversation: Conversation, action: Commitment) -> bool:
    """Whether whoever has it says soon after that it needn't be done, or another doesn't want it."""
    last = next((at for at, each in enumerate(conversation.lines) if each.remark.id == action.sources[-1]), None)
    if last is None or action.owner is None:
        return False
    first = True
    for _, lines in conversation.after(last, _LISTENS):
        text = " ".join(each.text for each in lines)
        if lines[0].author is None:
            continue
        if lines[0].author.id != action.owner.id:
            if first and _DONT.match(text):
                return True
            first = False
            continue
        if _BACK.search(text):
            return promise_in(text) is None
        if promise_in(text):
            return False
    return False
