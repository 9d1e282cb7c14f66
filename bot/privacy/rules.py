"""Decides what of a record goes when somebody asks to be forgotten, and what stays as others' words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.chat import ERASED
from bot.knowledge.values import is_added
from bot.privacy.given import MAPPED, REFERS, Given, given_in, settled
from bot.privacy.quoting import Forgotten, Taken, long_words

Whose = Literal["theirs", "partly", "others"]
"""Whose words a part of a record holds; `partly` rests on words of theirs among those of others."""

_AUTHORS = ("author", "by", "raised_by", "started_by")
_PEOPLE = frozenset({*_AUTHORS, "owner", "via"})
_NEVER = frozenset(
    "kind tag topic topics weak framework depth form style status section target statement origin at due day "
    "started_at updated_at severity rule address".split()
)
"""Keys whose values are no words of anybody: the bot's own names for things, and times."""
_WORDS = frozenset(
    "text words idea title want benefit was answer note description wish body comment reason summary "
    "given when then questions span suggestion message drafted role roles themes worded".split()
)
"""Keys whose values are always words."""
_FOUND = frozenset({"hits", "cites"})
"""Keys under which passages of the team's documents stand: nobody's words who talks here."""
_SHARED = frozenset({"team", "checkin", "retro"})
"""Kinds of journals in which others go on using what somebody named."""
_OURS = frozenset({"assessment"})
"""Kinds of journals that hold the bot's own words, whoever began them; what people add has no author."""
_OWNED = frozenset({"action", "retro-summary"})
"""Kinds of journals in which somebody owns what is still to be done."""
_LINKS = frozenset({"link", "permalink", "file", "document"})
_QUOTED = "“"
_A_NAME_OF_OURS = re.compile(r"[A-Za-z0-9_:./-]+|\d{4}-\d\d-\d\d [\d:.+]+")
"""One word without a blank: an id, a time, or a word that code chose."""
_SOURCE = re.compile(r"[A-Z]\d+")
_FEWEST_NOTES = 2  # of a theme


@dataclass(frozen=True)
class Record:
    """A JSON value with what of it is to be forgotten: `lost` are the ids of statements that were theirs.

    `kind` is that of the journal it stands in; `given` what they named there.
    """

    who: Forgotten
    taken: Taken
    lost: frozenset[str] = frozenset()
    kind: str = ""
    given: Given = field(default_factory=Given)
    heard: list[str] = field(default_factory=list)
    """What is blanked, as it stood there."""

    def body(self, entry: dict[str, Any]) -> Any:
        """The body of an entry as it stays."""
        whose, body = whose_entry(entry, self.who, self.kind), entry["body"]
        if self.kind in MAPPED:
            body = settled(self.kind, body, self.given, self.who)
        if self.kind not in _SHARED:
            after = self.forgotten(body, whose)
            return without_lost_themes(after) if self.kind == "retro-summary" else after
        return {
            name: self.forgotten(each, "others" if name in REFERS else whose, name)
            for name, each in settled(self.kind, body, self.given, self.who).items()
        }

    def forgotten(self, value: Any, whose: Whose = "others", key: str = "") -> Any:
        """The value as it stays."""
        if isinstance(value, dict):
            if self.who.is_them(value):
                nobody = key == "owner" and self.kind in _OWNED  # somebody else has to take it
                return None if nobody else self.who.stand_in.model_dump(mode="json")
            if key in _PEOPLE and set(value) == {"id", "name"}:
                return value  # somebody else, who may have the same name
            inside = self._whose(value, whose)
            return {
                self._key(name): self.forgotten(each, "others" if name in _FOUND else inside, str(name))
                for name, each in value.items()
            }
        if isinstance(value, list | tuple):
            return [self.forgotten(each, whose, key) for each in value]
        return self._text(value, whose, key) if isinstance(value, str) and value else value

    def _key(self, name: Any) -> Any:
        if not isinstance(name, str):
            return name
        return self.who.stand_in.id if name in self.who.ids else self.who.without_ids(name)

    def _whose(self, value: dict[str, Any], whose: Whose) -> Whose:
        author = next((value[name] for name in _AUTHORS if value.get(name)), None)
        if author is not None:
            return "theirs" if self.who.is_them(author) else "others"
        if is_added(str(value.get("document") or "")):
            return "theirs"  # a file that somebody gave, as a passage of it was found: whose isn't told there
        sources = value.get("sources")
        if isinstance(sources, list) and sources and all(isinstance(each, str) for each in sources):
            lost = sum(each in self.lost for each in sources)
            return "theirs" if lost == len(sources) else "partly" if lost else "others"
        return whose

    def _text(self, text: str, whose: Whose, key: str) -> str:
        if key in _NEVER or (key == "id" and not self.who.is_them(text)):
            return self.given.pressed(self.who.without_ids(text))
        if key == "label" and self.kind and not text.startswith(_QUOTED):
            return self.who.unnamed(self.taken.blanked(text))  # of a question; with what they said in it, it is theirs
        if self.who.is_them(text) and key not in _WORDS:
            return self.who.stand_in.id if text in self.who.ids else self.who.stand_in.name
        if whose != "others" and key in _LINKS:
            return ""
        words = key in _WORDS or not _A_NAME_OF_OURS.fullmatch(text)
        if words and (whose == "theirs" or (whose == "partly" and self.taken.rests_on(text))) and text != ERASED:
            self.heard.append(text)
            return ERASED
        return self.who.unnamed(self.taken.blanked(text))


def whose_entry(entry: dict[str, Any], who: Forgotten, kind: str = "") -> Whose:
    """Whose words an entry holds: of whoever made it, unless it gathers what several people said."""
    if kind in _OURS or not who.is_them(entry.get("by")):
        return "others"
    authors = [part[name] for part in _parts(entry.get("body")) for name in _AUTHORS if part.get(name)]
    return "theirs" if all(map(who.is_them, authors)) else "partly"


def lost_in(entries: list[dict[str, Any]], who: Forgotten) -> frozenset[str]:
    """The ids of statements that a journal's entries hold as theirs, or that they gave the words that count."""
    found: set[str] = set()
    for entry in entries:
        body = entry.get("body") or {}
        if who.is_them(entry.get("by")):
            found |= {each for each in (body.get("id"), body.get("statement")) if isinstance(each, str)}
        found |= {str(part.get("id")) for part in _parts(body) if who.is_them(part.get("author"))}
    return frozenset(each for each in found if _SOURCE.fullmatch(each))


def without_lost_themes(found: Any) -> Any:
    """A summary whose themes have only notes that are still there, at least two; its name has to stand in these.

    What a language model made of remarks goes with the first of them that went.
    """
    summary = found.get("summary") if isinstance(found, dict) else None
    if not isinstance(summary, dict):
        return found
    items, streaks = summary.get("items", []), found.get("streaks", [])
    kept, left = [], []
    for at, theme in enumerate(summary.get("themes", [])):
        there = [note for note in theme["notes"] if items[note]["text"] != ERASED]
        if len(there) < _FEWEST_NOTES:
            continue
        said = {word for note in there for word in words_in(items[note]["text"])}
        lost = len(there) < len(theme["notes"]) and not long_words(theme["title"]) <= said
        unworded = {"worded": ""} if theme.get("worded") and len(there) < len(theme["notes"]) else {}
        kept.append({**theme, **unworded, "notes": there, "title": ERASED if lost else theme["title"]})
        left += streaks[at : at + 1]
    return {**found, "summary": {**summary, **_unworded(summary), "themes": kept}, "streaks": left}


def _unworded(summary: dict[str, Any]) -> dict[str, Any]:
    """Actions and decisions without the wordings, and an opening without the sentences, that rest on what went."""
    gone = {remark["id"] for remark in summary.get("cited", []) if ERASED in remark["text"]}
    changed: dict[str, Any] = {}
    for name in ("actions", "decisions"):
        lines = summary.get(name, [])
        rests = [ERASED in line["text"] or bool(gone & set(line["sources"])) for line in lines]
        changed[name] = [
            {**line, "worded": ""} if lost and line.get("worded") else line
            for line, lost in zip(lines, rests, strict=True)
        ]
    words = summary.get("words")
    if words:
        left = [each for each in words["opening"] if ERASED not in each["text"] and not gone & set(each["sources"])]
        changed["words"] = {**words, "opening": left}
    return changed


def _parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _parts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _parts(each)


def names_in(value: Any, ids: frozenset[str]) -> Iterator[str]:
    """Every name under which one of these ids stands as a person."""
    if isinstance(value, dict):
        if set(value) == {"id", "name"} and value["id"] in ids and isinstance(value["name"], str):
            yield value["name"]
        for each in value.values():
            yield from names_in(each, ids)
    elif isinstance(value, list):
        for each in value:
            yield from names_in(each, ids)


def speaks_of(value: Any, who: Forgotten, taken: Taken) -> bool:
    """Whether a JSON value names them or repeats their words."""
    if isinstance(value, dict):
        return any(speaks_of(each, who, taken) for pair in value.items() for each in pair)
    if isinstance(value, list | tuple):
        return any(speaks_of(each, who, taken) for each in value)
    if not isinstance(value, str):
        return False
    return who.is_them(value) or who.unnamed(value) != value or taken.hold(value)


def own_parts(kind: str, entries: list[dict[str, Any]], who: Forgotten) -> list[list[str]]:
    """Every text of each entry of a journal that is theirs, and the names that they gave in it."""
    given = given_in(kind, entries, who)
    found = []
    for at, entry in enumerate(entries):
        record = Record(who, Taken(()), kind=kind, given=given)
        record.body(entry)
        found.append([*(given.by_entry[at] if given.by_entry else ()), *record.heard])
    return found


def own_facts(entry: dict[str, Any], who: Forgotten) -> dict[str, Any]:
    """What else an entry of theirs holds, without words: votes, yes or no, numbers, the bot's own names for things."""
    if whose_entry(entry, who) != "theirs":
        return {}
    return {
        name: value
        for name, value in entry["body"].items()
        if all(_is_a_fact(name, each) for each in (value if isinstance(value, list) else [value]))
    }


def _is_a_fact(name: str, value: Any) -> bool:
    if isinstance(value, str):
        return name not in _WORDS and bool(_A_NAME_OF_OURS.fullmatch(value))
    return isinstance(value, bool | int | float)


def words_in(value: Any) -> Iterator[str]:
    """The longer words of every text of a record."""
    if isinstance(value, dict):
        for each in value.values():
            yield from words_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from words_in(each)
    elif isinstance(value, str):
        yield from long_words(value)
