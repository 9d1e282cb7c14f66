"""Open questions that somebody raises in the middle of an answer ("that's an open question, ask Mrs Weiss")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from bot.chat import Person, Value
from bot.interviews.moves import Move, Opened, Said
from bot.interviews.rules import Interview
from bot.language.dates import in_days, parse_due
from bot.language.numeric import american_at, read_back
from bot.language.text import sentence_case, strip_filler, words

DAYS_FOR_AN_ANSWER = 7
"""How long an open question has when nobody names a day."""

_OPEN = re.compile(
    r"(?:(?:but|and|though|so)\s+)?(?:(?:that|this|it)(?:'s| is)(?: still)? (?:an |a )?(?:open question|open point"
    r"|open(?=\s*(?:[,;:.–-]|$))|"
    r"undecided|not (?:yet )?(?:decided|clear|settled)(?: yet)?)|(?:that|this|it) (?:has not"
    r"|hasn't) been decided(?: yet)?|"
    r"we (?:have not|haven't) decided(?: that)?(?: yet)?|to be decided|tbd)\b[\s,;:.–-]*",
    re.IGNORECASE,
)
_ASK = re.compile(
    r"(?:^|[,;:.–(]\s*|\b(?:so|but|please|better|we should|you should|i'd|i'll)\s+)ask\s+"
    r"(?P<owner>@[\w.-]+|(?:mr|mrs|ms|dr|prof)\.? [A-Z]\w+|[A-Z]\w+(?: [A-Z]\w+)?)"
    r"(?:\s+(?:by|until|before)\s+(?P<due>[^,;.()]+))?[.)\s]*$",
    re.IGNORECASE,
)


class Speaker(Value):
    """Who speaks, when by their clock, the link to their message, and whether months come first in `10/12`.

    None: as they do where the clock is.
    """

    person: Person
    now: datetime
    link: str | None = None
    american: bool | None = None


def raised(moves: Iterable[Move], interview: Interview, speaker: Speaker) -> tuple[tuple[Opened, ...], str]:
    """The open questions in what was just said, each with its owner and day, and how a day was read that can be two."""
    now, american = speaker.now, speaker.american
    found: list[Opened] = []
    told: list[str] = []
    before = ""
    for move in moves:
        if not isinstance(move, Said):
            continue
        about, owner, due = _read(move.text)
        if about is not None:
            day = (parse_due(due, now, american=american) if due else None) or in_days(now, DAYS_FOR_AN_ANSWER)
            told.append(read_back(due, now.date(), american=american_at(now) if american is None else american))
            text = sentence_case(about or before or (interview.pending.text if interview.pending else move.text))
            found.append(
                Opened(
                    id=f"Q{len(interview.questions) + len(found) + 1}",
                    topic=move.asked,
                    text=text,
                    owner=owner or speaker.person.name,
                    due=day,
                    target=f"raised:{move.id}",
                )
            )
        before = strip_filler(move.text)
    return tuple(found), "\n".join(filter(None, told))


def only_raises(text: str) -> bool:
    """Whether a sentence does nothing but hand something over ("ask @marta by Friday")."""
    about, _, _ = _read(text)
    return about == ""


def _read(text: str) -> tuple[str | None, str, str]:
    """What is open ("" when the sentence before tells), who is to be asked, and by when; None for no open question."""
    line = text.replace("’", "'").strip()
    asks = _ASK.search(line)
    owner, due = (asks["owner"], asks["due"] or "") if asks and _is_somebody(asks["owner"]) else ("", "")
    rest = line[: asks.start()] if asks and owner else line
    opens = _OPEN.search(rest)
    if not owner and not opens:
        return None, "", ""
    about = strip_filler(_OPEN.sub("", rest)).strip(" ,;:.–-(")
    return (about if len(words(about)) > 1 else ""), owner, due


def _is_somebody(owner: str) -> bool:
    """A mention or a name; "ask the customer for a receipt" is part of an answer."""
    return owner.startswith("@") or owner[:1].isupper() or bool(re.match(r"(?:mr|mrs|ms|dr|prof)\b", owner))
