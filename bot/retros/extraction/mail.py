"""Takes a mail for what its writer says in it: without its head, the mails below it, and who signs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.chat import Person
from bot.retros.extraction.names import CAPITAL

_FIELD = re.compile(
    r"^\s*[*_]{0,2}(?P<field>from|to|cc|bcc|sent|date|subject|reply-to|attachments?|importance|von|an|gesendet|datum|"
    r"betreff)\s*:[*_]{0,2}\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_HELLO = re.compile(
    r"^\W*(?:hi|hello|hey|hej|hola|dear|good (?:morning|afternoon|evening|day)|hallo|moin|servus|liebe\w*|guten \w+|"
    r"all|team|folks|everyone|everybody)\b[^.:;?]{0,40}[,!.]?\s*$",
    re.IGNORECASE,
)
_BYE = re.compile(
    r"^\W*(?:(?:(?:with|many|all|the|very|my)\b ?)*(?:(?:best|kind|warm|friendly|sunny)(?:est)?\b ?)*(?:regards|wishes|"
    r"greetings|regards|love|cheers|best|thanks|thank you|thx|yours|sincerely|so long|ciao|take care|see you|bye|lg|vg|"
    r"mfg)|(?:(?:viele|liebe|beste|schöne|freundliche|herzliche|mit \w+) )*(?:grüße|grüßen|gruß)|bis \w+)"
    r"(?:[ ,!][^.:;?]{0,40})?[,!.–-]*\s*$",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"^\s*(?:-{3,}\s*(?:original message|forwarded message|ursprüngliche nachricht|weitergeleitete nachricht)\b.*|"
    r"begin forwarded message:?\s*|_{8,}\s*|(?:on|am|le|el|op|den)\b.{6,120}\b(?:wrote|schrieb\b.*|a écrit|"
    r"escribió|schreef|"
    r"skrev)\s*:?\s*)$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^--\s?$|^\s*(?:sent|gesendet|get) (?:from|von|outlook)\b.{0,40}$", re.IGNORECASE)
_NAME = re.compile(rf"^\s*(?P<who>{CAPITAL}(?: (?:[A-ZÀ-Þ][\w'’.-]+|v[ao]n|de|der)){{0,3}})\s*$")
_FROM = re.compile(r"^[\"']?(?P<who>[^\W\d_][^<(,\"@|]*?)[\"']?\s*(?:[<(,|].*)?$")
_TOP, _FEWEST, _NEAR = 12, 2, 5


class Mail(NamedTuple):
    """The lines of a mail, empty where they are none of its text, and who wrote it."""

    lines: list[str]
    writer: Person | None


def mail_in(lines: Sequence[str]) -> Mail | None:
    """What a mail says, at the places where it stood; None where it is none."""
    written = [at for at, line in enumerate(lines) if line.strip()]
    fields = [at for at in written[:_TOP] if _FIELD.match(lines[at])]
    names = {found["field"].casefold() for at in fields if (found := _FIELD.match(lines[at]))}
    hello = next((at for at in written[:_TOP] if _HELLO.match(lines[at])), None)
    head = bool(names & {"subject", "betreff", "to", "an"}) and bool(names & {"from", "von"} or hello is not None)
    ends = _end(lines, written, hello or 0)
    signs = next((at for at in reversed(written) if at < ends and _BYE.match(lines[at])), None)
    if not head and (hello is None or (signs is None and ends == len(lines))):
        return None
    signed = signs if signs is not None and sum(signs < at < ends for at in written) <= _NEAR else None
    stop = signed if signed is not None else ends
    gone = {*fields, *([hello] if hello is not None else ())}
    kept = ["" if at in gone or at >= stop else line for at, line in enumerate(lines)]
    return Mail(kept, _writer(lines, fields, signed, ends))


def _end(lines: Sequence[str], written: Sequence[int], start: int) -> int:
    """Where older mails, or a signature, begin."""
    for place, at in enumerate(written):
        line = lines[at]
        if at <= start:
            continue
        again = _FIELD.match(line) and sum(_FIELD.match(lines[each]) is not None for each in written[place : place + 4])
        if _BELOW.match(line) or _SIGNATURE.match(line) or (place > _NEAR and again and again > _FEWEST):
            return at
        if line.lstrip().startswith(">") and all(lines[each].lstrip().startswith(">") for each in written[place:]):
            return at
    return len(lines)


def _writer(lines: Sequence[str], fields: Sequence[int], signed: int | None, ends: int) -> Person | None:
    name = ""
    for at in fields:
        found = _FIELD.match(lines[at])
        sender = _FROM.match(found["value"].strip()) if found and found["field"].casefold() in {"from", "von"} else None
        name = sender["who"].strip() if sender else name
    if signed is not None and not name:
        below = [lines[at] for at in range(signed + 1, ends) if lines[at].strip()]
        name = next((found["who"] for line in below[:2] if (found := _NAME.match(line))), "")
        name = name or (_LAST.search(lines[signed]) or {"who": ""})["who"]
    return Person(id=name, name=name) if name else None


_LAST = re.compile(rf",\s*(?P<who>{CAPITAL})\W*$")
