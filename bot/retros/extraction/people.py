"""Who can be meant by a name in notes: who was there, whose initials are whose, and who wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.chat import Person
from bot.retros.extraction.names import CAPITAL, NAME

PEOPLE = re.compile(
    r"^\s*+(?:[*_-]++\s*+)?(?:(?P<label>attend(?:ees|ing|ance)?|present|participants?|people|team(?: members?)?|"
    r"members|who(?: was there)?|with|facilitator|scribe|notes? by|minutes(?: by)?|protokoll(?:ant(?:in)?)?|anwesende?|"
    r"teilnehmer(?:innen|\*innen)?|teilnehmende|dabei|da waren|moderation|in the room|"
    r"on the call))[*_]*+(?:\t|\s*+(?:\([^)]*\)\s*+)?[:=])[*_]*\s*(?P<names>\S.*)$",
    re.IGNORECASE,
)
_WERE = re.compile(
    r"^\W*(?:in attendance|present|attending|anwesend|dabei)\s+(?:were|are|was|waren|"
    r"sind)\s*+(?::\s*+)?(?P<names>\S.*)$",
    re.IGNORECASE,
)
NOT_NAMES = frozenset(
    "action actions decision decisions note notes idea ideas ai todo good bad well date team who what when retro "
    "summary discussion vendor access start stop continue keep question answer result outcome problem update next "
    "agenda time place sprint goal topic context reason owner due mad sad glad status risk pros cons plus minus fyi nb "
    "ps edit kudos liked learned lacked improve positive negative present apologies "
    "attendees facilitator scribe wind anchor rocks longed loved loathed drop add more less gut schlecht".split()
)
_NAME = re.compile(r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,2}")
_HEAD, _TITLE, _TOP, _PROSE = 24, 3, 5, 8
_INITIALS = re.compile(r"\b(?P<short>[A-ZÀ-Þ]{1,3})\s*\((?P<name>[^\W\d_][^()]{2,40})\)")
"""How people say who their initials stand for: "MK (Marta Kowalczyk)"."""
_INITIALLED = re.compile(
    r"\b(?P<name>[A-ZÀ-Þ][\w'’.-]{1,20}(?: [A-ZÀ-Þ][\w'’.-]{1,20}){0,2})\s*[(\[](?P<short>[A-ZÀ-Þ]{1,3})[)\]]"
)
""" "Marta Kowalczyk (MK)"."""
_WRITERS = re.compile(r"^(?:scribe|notes? by|minutes(?: by)?|protokoll\w*)$", re.IGNORECASE)
_ME = re.compile(r"\bme \((?P<who>[^\W\d_][\w'’-]+)\)", re.IGNORECASE)
_TYPES = re.compile(
    rf"\b(?P<who>{CAPITAL}(?: {CAPITAL})?)\s*\((?:minutes|notes|scribe|protokoll|taking notes|"
    r"note[- ]?taker|minute[- ]?taker)\)"
)
_FROM = re.compile(rf"^\s*(?:from|von)\s*:\s*(?P<who>{NAME})", re.IGNORECASE)
_SIGNED = re.compile(
    r"^\W*+(?:(?:(?:(?:best|kind|warm) )?(?:regards|wishes)|best|cheers|thanks|thx|love|greetings|lg|vg|gruß|(?:viele|"
    r"liebe|beste|schöne) grüße|bis dann)[\s,!.–-]+)?(?P<who>(?-i:[A-ZÀ-Þ])[\w'’-]+(?: (?-i:[A-ZÀ-Þ])[\w'’.-]+)?)\s*$",
    re.IGNORECASE,
)
_TYPED_BY = re.compile(
    r"\b(?:written(?: down| up)?|notes|noted|minutes|recorded|typed|protokolliert|aufgeschrieben|"
    r"notiert)(?: taken)? (?:by|von) @?(?P<who>[A-ZÀ-Þ][\w'’-]*|(?<=@)[\w.-]+)"
)
_MAIL = re.compile(
    r"^\W*(?:subject|betreff|to|an|from|von)\s*:|"
    r"^\W*(?:hi|hello|hey|dear|hallo|moin|liebe\w*|guten \w+)\b[^.:]{0,40}[,!]?\s*$",
    re.IGNORECASE,
)
_SMALL = re.compile(r"^\s*(?:[-*+•]\s+)?(?P<who>[a-zà-þ][\w'’]{1,15})(?::|\s+(?:-|–|->|=>))\s+\S")
_OPENER = re.compile(
    rf"^(?P<indent>\s*)[-*+•]\s+[*_]{{0,2}}@?(?P<who>{CAPITAL}(?: [A-ZÀ-Þ][\w'’.-]*)?)[*_]{{0,2}}:?\s*$"
)
_ROSTER = re.compile(
    r"^\W*(?:attendees|attendance|present|participants|who was there|people|anwesend|teilnehmer(?:innen|\*innen)?|"
    r"teilnehmende)\W*$",
    re.IGNORECASE,
)
_FEWEST, _SHORTEST = 3, 2


def people_of(lines: Sequence[str]) -> tuple[Person, ...]:
    """Everybody whose names the notes give; each also under their initials, where these are used."""
    names: list[str] = []
    initials: dict[str, str] = {}
    written = [line for line in lines if line.strip()]
    for label, listed in _lists(written[:_HEAD]):
        plain = re.sub(r"\([^)]*\)|[\[\]]", "", listed)
        short = {each["short"]: each["name"] for each in _INITIALS.finditer(listed)}
        short |= {each["short"]: each["name"] for each in _INITIALLED.finditer(listed) if _stands_for(each)}
        found = [name for name in _split(plain) if name not in short]
        names += found if label.casefold() != "team" or len(found) > 1 else []
        initials |= short
    for line in written[:_TITLE]:
        titled = re.search(r"\((?P<names>(?=[^()]+,[^()]+,[^()])[^()]+)\)\s*$", line)
        names += _split(titled["names"]) if titled else []
    names += _named_at_the_top(written)
    names += [] if names else _named_in_prose(written)
    names += _openers(lines)
    names += _small_names(written)
    known = [Person(id=name, name=name) for name in dict.fromkeys(names) if name and _NAME.fullmatch(name)]
    if writer := next((me["who"] for line in written[:_HEAD] if (me := _ME.search(line))), None):
        initials["me"] = writer
    initials |= _used(known, lines, initials)
    return (*known, *(Person(id=name, name=called) for short, name in initials.items() for called in (name, short)))


def is_roster(text: str) -> bool:
    """Whether a line only says who was there."""
    return (PEOPLE.match(text) or _WERE.match(text)) is not None


def writer_of(lines: Sequence[str]) -> Person | None:
    """Who says "I" in notes: who took the minutes, or who signed the mail."""
    written = [line for line in lines if line.strip()]
    for label, listed in _lists(written[:_HEAD]):
        typed = _TYPES.search(listed)
        name = typed["who"] if typed else listed.strip(" .*_@") if _WRITERS.match(label) else ""
        if name and _NAME.fullmatch(name):
            return Person(id=name, name=name)
    for line in written[:_HEAD]:
        if found := (_ME.search(line) or _FROM.match(line)):
            return Person(id=found["who"], name=found["who"])
    typed = next((found for line in written[:_HEAD] if (found := _TYPED_BY.search(line))), None)
    if typed:
        return Person(id=typed["who"], name=typed["who"])
    signed = _SIGNED.match(written[-1]) if written else None
    if signed and signed["who"].casefold() not in NOT_NAMES and any(_MAIL.match(line) for line in written[:_TOP]):
        return Person(id=signed["who"], name=signed["who"])
    return None


def _lists(written: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What lists who was there, by its label: "Present: …", a row of a table of properties, a list under a heading."""
    roster: list[str] | None = None
    for line in written:
        if roster is not None and (item := re.match(r"^\s*[-*+•]\s+@?(?P<who>[^\W\d_][^:|]{1,50})$", line)):
            roster.append(re.split(r"\s+[–-]\s+|,", item["who"])[0])
            continue
        if roster:
            yield "present", ", ".join(roster)
        roster = [] if _ROSTER.match(line) else None
        cells = (
            [cell.strip(" *_") for cell in line.strip().strip("|").split("|")] if line.lstrip().startswith("|") else []
        )
        row = f"{cells[0]}: {cells[1]}" if len(cells) == 2 else line  # noqa: PLR2004 (a property and its value)
        for part in re.split(r"(?<=\w)\.\s+(?=[A-Za-z]+\s*:)|(?<!\s)\s++[·|]\s+(?=[A-Za-z]+\s*:)", row):
            if found := PEOPLE.match(part):
                yield found["label"], found["names"]
        for sentence in _SENTENCES.split(line):
            if told := _WERE.match(sentence):
                yield "present", told["names"].rstrip(". \t")


_SENTENCES = re.compile(r"(?<=[\w)])(?<!\b[DM]r)(?<!\bMrs)(?<!\bMs)\.\s+(?=[A-ZÀ-Þ])")
_ONE = rf"(?:(?:Dr|Mr|Mrs|Ms|Prof)\.? )?{CAPITAL}(?: [A-ZÀ-Þ][\w'’.-]*)?(?: \([^()]{{1,30}}\))?"
_ROW = re.compile(
    rf"\b{_ONE}(?:,? (?:was|were|led|chaired|wrote)\b[^,.;]{{0,30}})?(?:, {_ONE})+,? (?:and|und|&) (?:{_ONE}|"
    rf"me\b|i\b|ich\b)"
)
_ACTS = r"(?:[a-z]+(?:s|ed)|will|to|had|felt|said|thought|took|found|got|made|can|could|would|and [A-Z]\w+ [a-z]+)\b"
"""What people do, in prose."""
_CAPITAL = re.compile(rf"\b(?:(?:Dr|Mr|Mrs|Ms|Prof)\. )?{CAPITAL}(?: [A-ZÀ-Þ][\w'’.-]*)?")
_NO_NAMES = re.compile(
    r"^(?:the|a|an|our|we|they|it|in|on|at|and|with|from|for|this|that|de[rn]?|die|das|wir)\b", re.IGNORECASE
)


def _named_in_prose(written: Sequence[str]) -> list[str]:
    """Who a sentence near the top names one after the other: "It was only Ann, Bo and me", "Cy led, Di and Ed came"."""
    for at, whole in enumerate(written[:_PROSE]):
        rest = "\n".join((*written[:at], *written[at + 1 :]))
        for sentence in _SENTENCES.split(whole):
            row = _ROW.search(sentence)
            if row is None or ":" in sentence:
                continue
            names = [each for each in _CAPITAL.findall(re.sub(r"\([^)]*\)", "", row[0])) if not _NO_NAMES.match(each)]
            again = [each for each in names if re.search(rf"\b{re.escape(each.split()[-1])}(?:['’]s\b| {_ACTS})", rest)]
            if len(names) >= _SHORTEST and len(again) * 2 >= len(names):
                return names
    return []


def _stands_for(found: re.Match[str]) -> bool:
    return "".join(word[0] for word in found["name"].split()).startswith(found["short"][:1])


def _split(text: str) -> list[str]:
    return [_TOLD_OF.sub("", each.strip(" .@*")) for each in re.split(r"[,;&/+]|\band\b|\bund\b|\s[-–]\s", text)]


_TOLD_OF = re.compile(r"(?<=\w) (?!v[ao]n\b|de[rn]?\b|d[iu]\b|e?l\b|al\b|bin\b|zu\b)(?-i:[a-z]).*$|(?<!\s)\s++[–:].*$")
"""What is said of somebody in a list of those present: "Stan joined for the second half"."""


_LABELLED = re.compile(r"^\W*(?P<label>[^\W\d_][\w ]{1,20})[*_]*:[*_]*\s+(?P<rest>[^:|#.]+)(?:\.\s|\.?$)")
"""A list of names under whatever word people have for it: "there: ramona, pedro, wei. absent: tobias"."""
_PRESENCE = re.compile(
    r"\b(?:there|here|present|room|call|join\w*|attend\w*|us|we|crew|folks|people|who|dabei|da|anwesend)\b",
    re.IGNORECASE,
)
_DOES = (
    r"(?:(?<![\w-]){name}(?: (?:will|to|can|could|said|says|asked|asks|wants|offered|agreed|suggest\w*|proposed|thinks|"
    r"takes|needs|and [A-Za-z]+ will)\b|['’]ll\b|['’]s going|:\s| \+ )|(?:(?:->|→)\s*|@|\[){name}\b|\({name}\))"
)
"""What people do, and topics don't."""


def _named_at_the_top(written: Sequence[str]) -> list[str]:
    """The names in a line below the title that holds nothing else: "Marta, Joel, Sanne", "There: Marta, Joel"."""
    for at, whole in enumerate(written[:_TOP]):
        line = re.split(r"\s[–—|·/-]\s|:\s|//", whole)[-1] if at == 0 else whole
        labelled = _LABELLED.match(whole) if at and not is_roster(whole) else None
        line = labelled["rest"] if labelled else line
        if ":" in line or "|" in line or "#" in line:
            continue
        parts = [each for each in _split(re.sub(r"(?:\b(?:me|ich) )?\([^)]*\)", "", line)) if each]
        if len(parts) < _FEWEST or any(len(each.split()) > 2 or not _NAME.fullmatch(each) for each in parts):  # noqa: PLR2004
            continue
        if (
            any(_NO_NAMES.match(each) for each in parts)
            or {each.casefold() for each in parts} & NOT_NAMES
            or len({each[:1].isupper() for each in parts}) > 1
        ):
            continue
        rest = " ".join((*written[:at], *written[at + 1 :]))
        known = labelled is None or _PRESENCE.search(labelled["label"]) is not None
        again = sum(_again(each.split()[0], rest, does=not known) for each in parts)
        capital = all(word[:1].isupper() for each in parts for word in each.split()[:1])
        if again >= (1 if capital else 2):
            return parts
    return []


def _again(name: str, rest: str, *, does: bool) -> bool:
    """Whether a name comes again, where a list of topics would do so too as of somebody who does something."""
    name = re.escape(name)
    return re.search(_DOES.replace("{name}", name) if does else rf"\b{name}\b", rest) is not None


def _openers(lines: Sequence[str]) -> list[str]:
    """Who has a list of their own: a name as an item of a list, with items below it, and somebody else, too."""
    found = [
        item["who"]
        for item, below in zip(map(_OPENER.match, lines), lines[1:], strict=False)
        if item and _indent(below) > _indent(item[0]) and not {item["who"].casefold()} & NOT_NAMES
    ]
    return found if len(set(found)) > 1 else []


def _indent(line: str) -> int:
    flat = line.expandtabs(4)
    return len(flat) - len(flat.lstrip())


def _small_names(written: Sequence[str]) -> list[str]:
    """Who is written small: words that begin lines as speakers do, and that stand together in the title as well."""
    title = set(re.findall(r"[^\W\d_][\w'’]*", " ".join(written[:_TITLE])))
    found = {who["who"] for line in written if (who := _SMALL.match(line))} - NOT_NAMES - {"me"}
    together = next((each for each in written[:_TITLE] if sum(name in each.split() for name in found) > 1), None)
    return sorted(found & title) if together else []


def _used(known: Sequence[Person], lines: Sequence[str], explained: dict[str, str]) -> dict[str, str]:
    """Initials that nobody explains: those of one person's whole name, with which some line names somebody."""
    found: dict[str, list[str]] = {}
    for person in known:
        letters = "".join(word[0] for word in person.name.split())
        if len(letters) >= _SHORTEST and letters.isupper() and letters not in explained:
            found.setdefault(letters, []).append(person.name)
    text = "\n".join(lines)
    return {
        short: names[0]
        for short, names in found.items()
        if len(names) == 1 and re.search(rf"\b{short}\b(?:\s*[:/–-]|\s*\)|\s+to\b|\s*$)", text, re.MULTILINE)
    }
