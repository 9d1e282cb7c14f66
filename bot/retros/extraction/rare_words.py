"""The words of a text that few of the others have: by these, notes of one retrospective are about the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from bot.language.text import STOPWORDS, stem, words

_OFTEN = 3  # texts that a rare word may always stand in, and a third of many
_WORD = 3  # letters; shorter words carry nothing, unless they are capitals
_STEM = 7  # letters, so that "Testdaten" and "test data" meet
SHORT = re.compile(r"\b([A-Z]{2,})s?\b")
"""A word in capitals, also when there are several: `PRs`."""

_CONTRACTED = frozenset(
    f"{word}'{end}"
    for words, ends in (
        ("i you he she it we they this that there here who what where how one everybody nobody", "d ll m re s ve"),
        ("couldn wouldn shouldn hasn haven hadn aren wasn weren mustn mightn needn ain", "t"),
    )
    for word in words.split()
    for end in ends.split()
)
EMPTY = (
    STOPWORDS
    | _CONTRACTED
    | frozenset(
        """
    time times week weeks day days sprint great good bad nice really took take takes found feel felt know knew
    nobody someone people team still again never always always new old first last third whole every many few lot
    try tries tried trying named passed planned case cases default erst montag montags dienstag dienstags mittwoch
    mittwochs donnerstag donnerstags freitag freitags samstag samstags sonntag sonntags
    went well much two three four five six hours minutes year today monday tuesday wednesday thursday friday
    saturday sunday mondays tuesdays wednesdays thursdays fridays yesterday tomorrow better worse best need needed
    think thought work works worked help helped done thanks kudos keep start stop idea maybe pm retro retrospective note
    said says say told added suggested proposed concern saves saved honest honestly und der die das den dem
    ein eine einer wir ich ihr ist war sind nicht auch mit von zu zum zur im in am auf für wieder viel viele sehr
    haben hat hatten keine kein dass es sich nach bei aus wie noch man könnten aber oder
    """.split()
    )
)
"""Words that say little about what something is about."""


def rare_words(texts: Sequence[str], mute: frozenset[str] = frozenset()) -> list[frozenset[str]]:
    """By text the stems that say what it is about, without those that stand in many texts. `mute` are left out."""
    stems = [_stems(text, mute) for text in texts]
    often = Counter(each for some in stems for each in some)
    return [frozenset(each for each in some if often[each] <= max(_OFTEN, len(texts) // 3)) for some in stems]


def _stems(text: str, mute: frozenset[str]) -> frozenset[str]:
    """The words that say what a text is about, and pairs of them as one; short ones in capitals stay as they are."""
    empty = EMPTY | mute
    short = {each for each in SHORT.findall(text) if len(each) < _WORD and each.lower() not in empty}
    plain = [part for word in words(text) for part in word.removesuffix("'s").split("-")]
    kept = [stem(each)[:_STEM] for each in plain if each not in empty and len(each) >= _WORD and not each.isdigit()]
    pairs = [f"{one}{other}"[:_STEM] for one, other in pairwise(plain) if one not in empty and other not in empty]
    return frozenset((*kept, *short, *(each for each in pairs if len(each) == _STEM)))
