"""Decides what becomes of names that somebody gave to what others go on using: a team, ceremonies, a board, steps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.ceremonies.team import KINDS, kind_of
from bot.chat import ERASED
from bot.interviews.framework import slug
from bot.interviews.growing import things
from bot.language.markdown import escape
from bot.privacy.quoting import Forgotten

Entry = Mapping[str, Any]

REFERS = frozenset({"what", "team", "ceremony", "key", "format", "column", "facts"})
"""Parts of an entry that say what it is about in others' or the bot's own words, whoever's entry it is."""

MAPPED = frozenset({"interview", "invitation"})
"""Kinds of journals in which the ids of topics may hold what somebody called a step."""

_LINK = re.compile(r"https?://\S+")
_ASKING = frozenset({"text", "label"})
_SAID = frozenset({"said", "replaced"})
_TOPICS = frozenset({"topic", "topics", "weak", "asked"})
_OURS = "team"  # what a team is called that nobody gave a name


@dataclass(frozen=True, kw_only=True)
class Given:
    """The names that somebody was the first to give in a journal, and what is kept to tell these things apart.

    `names` are of a team, its ceremonies, and where they are held; `keys` and `columns` map what stood for a ceremony
    or a column to what stands for it from now on, `steps` a step's topic. `called` are the names of these steps, as
    questions have them. `by_entry` holds what each entry gave.
    """

    names: frozenset[str] = frozenset()
    keys: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, str] = field(default_factory=dict)
    called: frozenset[str] = frozenset()
    by_entry: tuple[tuple[str, ...], ...] = ()

    def pressed(self, picked: str) -> str:
        """The id of a button or a form, which names a ceremony by its key, as it stays."""
        feature, *rest = picked.split(":")
        return ":".join([feature, *map(self.keyed, rest)]) if feature == "ceremony" else picked

    def keyed(self, key: str) -> str:
        """What a ceremony is told apart by from now on."""
        return self.keys.get(key, key)


@dataclass(frozen=True, kw_only=True)
class GivenNear(Given):
    """What was given where a record stands, and in the teams that its buttons may name: `ceremony:…:@team-7`."""

    teams: Mapping[str, Given] = field(default_factory=dict)

    def pressed(self, picked: str) -> str:
        """The id of a button or a form as it stays: by the team that it names, or else the one that it stands in."""
        marked = _OF_A_TEAM.search(picked)
        if marked is None:
            return super().pressed(picked)
        return self.teams.get(marked["team"], Given()).pressed(picked)


_OF_A_TEAM = re.compile(r":@(?P<team>team-\d+)$")


def keys_in(entries: Sequence[Entry]) -> frozenset[str]:
    """All that stands for a ceremony in a team’s journal."""
    found = (str(ceremony.get("key", "")) for entry in entries for ceremony, _ in _named(entry.get("body") or {}))
    return frozenset(filter(None, found))


def given_in(kind: str, entries: Sequence[Entry], who: Forgotten) -> Given:
    """What somebody gave in a journal of this kind."""
    if kind == "team":
        return _given_to_a_team(entries, who)
    if kind == "retro":
        return _given_to_a_board(entries, who)
    if kind == "interview":
        return _given_to_a_map(entries, who)
    return Given()


def settled(kind: str, body: Mapping[str, Any], given: Given, who: Forgotten) -> dict[str, Any]:
    """An entry's body with other names for what they named, and without them among those who meet."""
    if kind in MAPPED:
        return _stepped(body, given)
    new = dict(body)
    if kind == "retro" and given.columns:
        if isinstance(new.get("format"), dict):
            new["format"] = _board(new["format"], given)
        if new.get("column") in given.columns:
            new["column"] = given.columns[new["column"]]
    if isinstance(new.get("key"), str):
        new["key"] = given.keyed(new["key"])
    if kind == "team":
        if isinstance(new.get("team"), dict):
            new["team"] = _team(new["team"], given, who)
        if isinstance(new.get("ceremony"), dict):
            new["ceremony"] = _ceremony(new["ceremony"], given)
        new["what"] = _told(str(new.get("what", "")), given)
    return new


def _given_to_a_team(entries: Sequence[Entry], who: Forgotten) -> Given:
    seen: set[str] = set()
    taken: set[str] = set()
    keys: dict[str, str] = {}
    found: list[tuple[str, ...]] = []
    # Those that stood for a ceremony of somebody who was forgotten before are among them.
    known = {str(ceremony.get("key", "")) for entry in entries for ceremony, _ in _named(entry.get("body") or {})}
    for entry in entries:
        theirs = who.is_them(entry.get("by"))
        new = []
        for ceremony, name in _named(entry.get("body") or {}):
            if name not in seen and theirs and not _is_ordinary(name):
                new.append(name)
            seen.add(name)
            key = str(ceremony.get("key", ""))
            if key and key not in taken and name == ceremony.get("name"):
                taken.add(key)
                if name in new and kind_of(name) == "other":
                    keys[key] = _free("erased-", known)
        found.append(tuple(new))
    return Given(names=frozenset(name for each in found for name in each), keys=keys, by_entry=tuple(found))


def _named(body: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Each thing of a team's entry with each name that it has."""
    team = body.get("team") or {}
    for thing in (team, *team.get("ceremonies", ()), body.get("ceremony") or {}):
        for name in ("name", "place"):
            if thing.get(name):
                yield thing, str(thing[name])


def _is_ordinary(name: str) -> bool:
    """Whether it is what everybody calls such a thing, or a link."""
    said = name.casefold()
    return said in {_OURS, ERASED.casefold()} or any(said in each for each in KINDS.values()) or bool(_LINK.match(name))


def _team(team: Mapping[str, Any], given: Given, who: Forgotten) -> dict[str, Any]:
    scrum_master = team.get("scrum_master", "")
    return {
        **team,
        "name": ERASED if team.get("name") in given.names else team.get("name"),
        "members": [each for each in team.get("members", ()) if not who.is_them(each.get("name"))],
        "scrum_master": "" if scrum_master and who.is_them(scrum_master) else scrum_master,
        "ceremonies": [_ceremony(each, given) for each in team.get("ceremonies", ())],
    }


def _ceremony(ceremony: Mapping[str, Any], given: Given) -> dict[str, Any]:
    named = {name: ERASED for name in ("name", "place") if ceremony.get(name) in given.names}
    return {**ceremony, "key": given.keyed(str(ceremony.get("key", ""))), **named}


def _told(what: str, given: Given) -> str:
    """The bot's few words for a change, without the names in them."""
    return _without(what, given.names)


def _without(text: str, names: frozenset[str]) -> str:
    if not names:
        return text
    any_of = "|".join(re.escape(each) for each in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{any_of})(?!\w)", lambda _: ERASED, text)


def _given_to_a_board(entries: Sequence[Entry], who: Forgotten) -> Given:
    """Columns that somebody made up, which have nothing but a name: those of a format are the team's."""
    columns: dict[str, str] = {}
    found: list[tuple[str, ...]] = []
    for entry in entries:
        made = (entry.get("body") or {}).get("format") or {}
        own = made.get("columns", ()) if who.is_them(entry.get("by")) else ()
        if any(each.get("asks") or each.get("words") for each in own):
            own = ()
        names = tuple(str(each.get("name", "")) for each in own)
        columns |= {name: f"Column {number}" for number, name in enumerate(names, 1)}
        found.append(names)
    return Given(columns=columns, by_entry=tuple(found))


def _board(form: Mapping[str, Any], given: Given) -> dict[str, Any]:
    columns = [
        {**each, "name": given.columns.get(each.get("name", ""), each.get("name"))} for each in form.get("columns", ())
    ]
    return {**form, "title": ", ".join(str(each["name"]) for each in columns), "columns": columns}


def _given_to_a_map(entries: Sequence[Entry], who: Forgotten) -> Given:
    """Steps that only they named: their names stand in the ids of topics, and in the bot's own questions."""
    theirs: dict[str, set[str]] = {}
    others: set[str] = set()
    known: set[str] = set()
    steps: dict[str, str] = {}
    for entry in entries:
        body = entry.get("body") or {}
        fresh = set(_topics(body)) - known
        known |= fresh
        # A topic that was there before the name is one of the interview's own.
        steps |= {topic: named for topic in fresh for named in theirs if topic.endswith(f"_{named}")}
        if entry.get("kind") in _SAID:
            for name in things(str(body.get("text") or "")):
                if who.is_them(entry.get("by")):
                    theirs.setdefault(slug(name), set()).update((name, escape(name)))
                else:
                    others.add(slug(name))
    gone = {topic: named for topic, named in steps.items() if named not in others}
    return Given(
        steps={topic: _free(topic.removesuffix(named) + "erased_", known) for topic, named in sorted(gone.items())},
        called=frozenset(name for named in gone.values() for name in theirs[named]),
    )


def _topics(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _topics(each, name)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _topics(each, key)
    elif isinstance(value, str) and key in _TOPICS:
        yield value


def _free(begins: str, taken: set[str]) -> str:
    """The first name with a number that nothing has yet; nothing else gets it, either."""
    found = next(name for number in count(1) if (name := f"{begins}{number}") not in taken)
    taken.add(found)
    return found


def _stepped(body: Mapping[str, Any], given: Given) -> dict[str, Any]:
    """An entry's body with other topics for the steps that they named, whose names go from the bot's questions, too."""
    asks = body.get("topic") in given.steps
    return {
        name: _without(each, given.called)
        if asks and name in _ASKING and isinstance(each, str)
        else _retold(each, given.steps, name)
        for name, each in body.items()
    }


def _retold(value: Any, steps: Mapping[str, str], key: str) -> Any:
    if isinstance(value, Mapping):
        return {name: _retold(each, steps, name) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_retold(each, steps, key) for each in value]
    return steps.get(value, value) if isinstance(value, str) and key in _TOPICS else value
