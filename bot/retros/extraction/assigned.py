"""Reads an action that is written down as one: "AI: Bob to call Legal by Friday", "- [ ] new rota (Kim, 3 March)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.chat import Person
from bot.retros.extraction.dates import Found, Seen
from bot.retros.extraction.deadline import due_in
from bot.retros.extraction.giving import given_in
from bot.retros.extraction.log import Line, called
from bot.retros.extraction.names import CAPITAL
from bot.retros.extraction.promises import is_untaken
from bot.retros.extraction.tasks import UNTAKEN_END, task_of

_NAME = r"@?[^\W\d_][\w'’-]*(?:\.[\w]+)?(?: [A-Z][\w'’.-]*)?"
_NAMES = rf"{_NAME}(?:\s*(?:,|&|\+|/|\band\b|\bund\b)\s*{_NAME})*"
_NOBODY = re.compile(
    r"^(?:tbd|tba|n/?a|none|no ?one(?: yet)?|nobody(?: yet)?|open|unassigned|\?+|-+|–|offen|niemand|to be (?:decided|"
    r"assigned|found|confirmed|named)|to be|team|all|everyone|everybody|alle|no owner(?: yet)?|the (?:whole )?team|"
    r"volunteer\w*|someone|somebody|who\??)$",
    re.IGNORECASE,
)
_OWNER = re.compile(
    rf"[\s,;(\[–-]*\b(?:owners?|owned by|assigned to|assignee|responsible|who|by whom|dri|verantwortlich|wer)\s*(?::|"
    rf"=|is)\s*(?P<who>{_NAMES}|to be (?:found|decided|confirmed|named)|tbd|\?+|none|-)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(
    rf"[\s]*[(\[](?P<who>@?{_NAMES})(?P<more>\s*[,;/–-]\s*[^)\]]*|\s+(?:by|until|before|due|"
    rf"bis)\s+[^)\]]*)?[)\]]\s*\.?$"
)
_ARROW = re.compile(
    rf"\s*(?:=>|->|-->|→|⇒|»|>>)\s*(?P<who>{_NAMES}|tbd|\?+)(?P<more>\s*[,;(–-].*|\s+(?:by|until|before|due|bis)\b.*)?$"
)
_DASH_END = re.compile(rf"\s+[–—-]+\s+(?P<who>{_NAMES})(?P<more>\s*[,;(–—-].*|\s+(?:by|until|before|due|bis)\b.*)?\.?$")
_AT_END = re.compile(
    r"[\s,(]+(?P<who>@[^\W\d_][\w'’.-]*(?: [A-Z][\w'’-]*)?)(?P<more>\s*[,;)(–-].*|\s+(?:by|until|before|due|"
    r"bis)\b.*)?\.?$"
)
_LEAD = re.compile(rf"^(?P<who>{_NAMES})\s*(?::|–|—|\s-\s|=>|->)\s*(?P<rest>\S.*)$", re.DOTALL)
_COLON_END = re.compile(rf"\s*:\s+(?P<who>{_NAMES})(?P<more>\s*[,;(–—-].*|\s+(?:by|until|before|due|bis)\b.*)?\.?$")
_COMMA_END = re.compile(rf",\s+(?P<who>{_NAMES})(?P<more>\s*[,;(–—-].*|\s+(?:by|until|before|due|bis)\b.*)?\.?$")
_GERMAN = re.compile(
    rf"^(?P<who>{CAPITAL}(?: (?:und|&|\+) {CAPITAL})?) (?P<rest>(?!(?:nicht|erst|jetzt|sonst|fast|"
    r"selbst|meist|oft|dort|"
    r"zuerst|bereits|mit|seit|damit|einen|allen|gegen|wegen|neben|morgen|selten|sollen|müssen|werden|wurden|waren|haben|"
    r"hatten)\b)(?:[a-zäöüß]+(?:t|en)) .*\b(?:bis|die|"
    r"der|das|den|dem|beim?|für|mit|und|von|zum|zur|ein\w*|im|am|nach)\b.*)$"
)
"""A German sentence that says what somebody does: "Torsten klärt die Zuständigkeit"."""
_NAMES_ONE = re.compile(r"^(?-i:[A-ZÀ-Þ])[\w'’-]+ (?:will|has|have|is|to|[a-z]{3,}s)\b")
"""After what it is about somebody may be named: "Reporting: Zoe pairs with Ken"."""
_AT = r"@[^\W\d_][\w'’.-]*(?: [A-Z][\w'’-]*)?"
_MENTIONED = re.compile(
    rf"^(?P<who>{_AT}(?:\s*(?:,|/|&|\+|\band\b|\bund\b)\s*{_AT})*)[,:]?\s+(?:to\s+)?(?P<rest>\S.*)$", re.DOTALL
)
_TBD = re.compile(
    r"^(?:(?:someone|somebody|anyone|any volunteer) (?:to|who) (?P<open>\S.*)|(?:tbd|tba|\?+|unassigned|"
    r"nobody(?: yet)?|no owner|open|owner (?:tbd|open|needed))\s*(?::|–|—|-)\s*(?P<rest>\S.*))$",
    re.IGNORECASE,
)
_DATE_CELL = re.compile(r"^(?:tbd|tba|n/?a|asap|-|–|\?)$", re.IGNORECASE)


_HEADED = re.compile(r"^(?:AP|AI|TODO|ACTION|Action)\s+(?:for\s+)?(?P<who>@?[^\W\d_][\w'’-]*)\s*(?::|\s[-–—])")
"""The mark of an action before the name of whoever has it."""


class Written(NamedTuple):
    """An action as it is written: `who` as a name, "" where it says nobody; `said`: the line says one of the two."""

    task: str
    who: str
    due: Found | None
    said: bool


def written_in(line: Line, people: Sequence[Person], seen: Seen | None, *, open_names: bool) -> Written:
    """What a line that is an action says. `open_names`: any capitalised word may be a name, since no list is known."""
    text = re.sub(r"^\s*(?:(?:[A-Z]{1,2}-?)?\d{1,2}[.):]|[-*•])\s+", "", line.text.strip())
    if (headed := _HEADED.match(text)) and called(headed["who"], people):
        text = text[headed.start("who") :]
    if line.owner is not None or line.due is not None:
        last = re.split(r"->|→|=>|⇒", re.sub(r"~~?[^~]+~~?", "", line.due or ""))[-1].strip()  # a day that was moved
        due = due_in(f"by {last}", seen) if last and seen and not _DATE_CELL.match(last) else None
        told = due_in(text, seen) if line.due is None and seen else None
        return Written(task_of(_tidy(text, told)), _first(line.owner or ""), due or told, said=True)
    who, rest, said = _who(text, people, open_names=open_names)
    due = due_in(rest, seen) if seen else None
    return Written(task_of(_tidy(rest, due), None), who, due, said=said)


def _tidy(text: str, due: Found | None) -> str:
    """The text without its date, and without brackets that held nothing else."""
    if due is None or due.day is None:
        return text
    return re.sub(
        r"(?:(?<!\s)\s++)?[(\[]\s*+(?:(?:due|by|until|bis)\s*+)?(?::\s*+)?[)\]]",
        "",
        f"{text[: due.start].rstrip(' ,;(/–—-')} {text[due.end :].lstrip(' ,;)')}",
    ).strip()


def _who(text: str, people: Sequence[Person], *, open_names: bool) -> tuple[str, str, bool]:
    nobody = _TBD.match(text)
    if nobody:
        return "", nobody["rest"] or nobody["open"], True
    untaken = UNTAKEN_END.search(text)
    if untaken:
        return "", text[: untaken.start()], True
    labelled = _OWNER.search(text)
    if labelled:
        rest = f"{text[: labelled.start()]} {text[labelled.end() :]}".replace("()", "").strip(" ,;()")
        return _first(labelled["who"]), rest, True
    bracketed = _IN_BRACKETS.search(text)
    lead = _LEAD.match(text)
    if (
        bracketed
        and lead
        and called(_first(lead["who"]), people) is None
        and _is_name(bracketed["who"], people, open_names=open_names)
    ):
        when = (bracketed["more"] or "").strip(" ,;/–-")
        return (
            _first(bracketed["who"]),
            f"{text[: bracketed.start()]} {f'by {when}' if when[:1].isdigit() else when}".strip(),
            True,
        )
    if (led := _led(text, people, open_names=open_names)) is not None:
        return (*led, True)
    if (told := _told(text, people, open_names=open_names)) is not None:
        return (*told, True)
    german = _GERMAN.match(text)
    if german and _is_name(german["who"], people, open_names=open_names and not people):
        return _first(german["who"]), german["rest"], True
    for pattern in (_IN_BRACKETS, _ARROW, _DASH_END, _COLON_END, _AT_END, _COMMA_END):
        found = pattern.search(text)
        open_here = (open_names or pattern is _ARROW) and pattern is not _COMMA_END
        if found and found.start() > 0 and _is_name(found["who"], people, open_names=open_here):
            return _first(found["who"]), f"{text[: found.start()]} {found['more'] or ''}".strip(), True
        if found and found.start() > 0 and _NOBODY.match(found["who"].strip()):
            return "", f"{text[: found.start()]} {found['more'] or ''}".strip(), True
    return "", text, is_untaken(text)


def _led(text: str, people: Sequence[Person], *, open_names: bool) -> tuple[str, str] | None:
    """Who has it and what it is, where the name comes first: "Bo: sand the floor"; it may be a topic as well."""
    for pattern in (_MENTIONED, _LEAD):
        found = pattern.match(text)
        if found and _is_name(found["who"], people, open_names=open_names):
            topic = _NAMES_ONE.match(found["rest"]) and called(_first(found["who"]), people) is None
            return None if topic else (_first(found["who"]), found["rest"])
    return None


def _told(text: str, people: Sequence[Person], *, open_names: bool) -> tuple[str, str] | None:
    """Who has it and what it is, where a sentence says so: "Bo to sand the floor"."""
    given = given_in(text, people) or (given_in(text, ()) if open_names else None)
    known = given is not None and (not given.plain or called(given.who, people))
    return (given.who, given.task) if given and known and _is_name(given.who, people, open_names=True) else None


def _first(names: str) -> str:
    """The first of several names, "" for nobody: an action has one owner."""
    if _NOBODY.match(names.strip(" *_.()")):
        return ""
    name = re.split(r"\s*(?:,|&|\+|/|;|\band\b|\bund\b)\s*", names.strip())[0].strip(" @*_.()")
    name = f"{name})" if name.count("(") > name.count(")") else name
    return "" if _NOBODY.match(name) else name


def _is_name(text: str, people: Sequence[Person], *, open_names: bool) -> bool:
    first = _first(text)
    if not first:
        return False
    if text.startswith("@") or called(first, people):
        return True
    short = first.isupper() and len(first) > _INITIALS  # "FAQ" is a thing
    capital = all(word[:1].isupper() for word in first.split())
    return open_names and capital and not short and first.split()[0].casefold() not in COMMON


_INITIALS = 2
COMMON = frozenset(
    """
    access action actions add agree all and api app ask automate backend book budget build buy change check ci clean
    collect create customer data decide decision define deploy design do docs document draft estimate find fix
    follow for freeze frontend get idea if improve infra invite investigate keep kick legal let look make meet
    meeting monitoring monday more move name new next no note one onboarding order organise organize owner pair plan
    planning please prepare process product propose put qa refinement release remove rename replace research review
    run sales schedule security see send set share split sprint start stop support talk team tech test tests testing
    the think todo tooling try tuesday update use vendor we wednesday what who work write thursday friday saturday
    sunday discussion communication deployment environment documentation retro standup stand-up feature bug bugs
    story stories ticket tickets code quality eow eod eom asap cob today tomorrow heute morgen
    """.split()
)
