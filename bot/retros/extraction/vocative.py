"""Who is spoken to at the end of a sentence, where no comma tells: "could you do that Owen"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.chat import Person
from bot.language.verbs import is_base
from bot.retros.extraction.log import called

_LAST = re.compile(r"^(?P<said>\S.*?)(?<=\S)\s++@?(?P<who>[^\W\d_][\w'’-]*)\s*[?.!]*$", re.DOTALL)
_CALLED = re.compile(
    r"^(?P<said>\S.*?)(?:,|(?<=\S))\s++@[^\W\d_][\w'’.-]*+(?: [A-ZÀ-Þ][\w'’.-]*+)*+\s*[?.!]*$", re.DOTALL
)
_LEADS_ON = frozenset(
    "with to for by from of at on and or as about like than via behind after before and/or ask asking tell telling "
    "ping give mr ms mrs dr und mit für von bei is is\u2019s the a our my your und oder who".split()
)
"""What a name goes on from: it is somebody else, or a part of the task."""
_FEWEST = 2


def spoken_to(text: str, people: Sequence[Person]) -> Person | None:
    """The one whose name a sentence ends with, when the sentence is whole without it."""
    found = _LAST.match(text.strip())
    if found is None or not found["who"][0].isupper():
        return None
    words = found["said"].split()
    last = words[-1].strip(",").lower()
    if len(words) < _FEWEST or last in _LEADS_ON or (is_base(last) and len(words) == _FEWEST):
        return None
    return called(found["who"], people)


def without_vocative(text: str, people: Sequence[Person]) -> str:
    """The sentence without the name of whoever is spoken to."""
    called_last = _CALLED.match(text.strip())
    if called_last and called_last["said"].split()[-1].lower() not in _LEADS_ON:
        return called_last["said"].rstrip(" ,")
    found = _LAST.match(text.strip())
    return found["said"].rstrip(" ,") if found and spoken_to(text, people) else text
