"""Reads what is typed in a retro: numbers of notes and themes, votes, an action with its owner and day."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from datetime import date, datetime

from bot.chat import Value
from bot.language.dates import parse_due, passed_day, say_day
from bot.language.numeric import american_at, both_ways, is_numeric
from bot.language.text import one_line, so_many
from bot.retros.extraction.deadline import due_in
from bot.retros.extraction.events import seen_from
from bot.retros.rules import Retro, Theme

_NUMBER = re.compile(r"\d+")
_TO = re.compile(r"^(?P<notes>[\d\s,;&#]+?)\s*(?:and\s+\d+\s*)?(?:to|into|→|->|=)\s*(?P<theme>.+)$", re.IGNORECASE)
_OWNER = re.compile(r"(?:^|\s)@(?P<name>[^\W\d_][\w.’'-]*(?: (?=[A-Z])[^\W\d_][\w’'-]*)?)")
_DUE = re.compile(
    r"(?:^|(?<!\bfor)[\s,;])(?=(?P<when>(?:by|until|before|due|on)\s+[^,;@]+$|tomorrow\W*$|"
    r"in\s+(?:a|one|two|three|four|\d{1,2})\s+(?:day|week)s?\W*$))",
    re.IGNORECASE,
)
_END_OF_SPRINT = re.compile(r"\b(?:(?:the )?end of (?:the |this |our )?sprint|sprint[’']?s? end)\W*$", re.IGNORECASE)
_WILL = re.compile(r"\s+(?:will|shall|to|is going to)\b", re.IGNORECASE)
_LEAD = re.compile(r"(?:by|until|till|before|due|on)\b", re.IGNORECASE)
_LAST_WORD = re.compile(r"\b(?:by|until|till|before|due|on)\s+(?:next\s+)?(?P<word>[a-z]{5,11})\W*$", re.IGNORECASE)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "tomorrow")
_MOODS = range(1, 6)
NO_THEME = "There is no theme yet that this could be kept with."
HOW_TO_VOTE = "For which themes? `/retro vote 2 5 5`; `/retro vote none` takes your votes back."
"""What is said where no numbers were typed: an empty form takes votes back, and a word alone may be a slip."""


def numbers_in(text: str) -> tuple[int, ...]:
    """Every number of a text, in order."""
    return tuple(int(found[:9]) for found in _NUMBER.findall(text))


def theme_meant(retro: Retro, text: str) -> Theme | None:
    """The theme by its number (`3`, `theme 3`) or its name."""
    words = one_line(text).casefold()
    numbered = re.fullmatch(r"(?:theme\s*)?#?(\d+)\.?", words)
    if numbered:
        found = retro.theme(int(numbered[1][:9]))
        return found if found in retro.shown else None
    return next((theme for theme in retro.shown if theme.title.casefold() == words), None)


def read_votes(retro: Retro, text: str) -> tuple[int, ...] | str:
    """The themes that are voted for, as `2, 5, 5`; a sentence when they can't be. Nothing takes all votes back."""
    if not retro.may_vote:
        return "There is no vote open. It begins with the button “Vote” on the board."
    numbers = numbers_in(text)
    there = {theme.number for theme in retro.shown}
    unknown = [number for number in numbers if number not in there]
    if unknown:
        return f"There is no theme {unknown[0]}. The numbers are on the board."
    if len(numbers) > retro.votes_each:
        return f"You have {so_many(retro.votes_each, 'vote')}, and these are {len(numbers)}."
    if not numbers and re.search(r"[^\W_]", text) and text.strip().casefold() not in {"none", "nothing"}:
        return "Write the numbers of themes, such as 2, 5, 5."
    return numbers


def read_mood(retro: Retro, text: str) -> int | str:
    """How the sprint was, from 1 to 5; a sentence when it isn't asked, or is no such number."""
    if not retro.mood:
        return "Nobody asks how the sprint was: whoever runs me can switch that on (`retros.mood`)."
    if retro.revealed:
        return "The notes are revealed, so the answers are counted already."
    numbers = numbers_in(text)
    return numbers[0] if len(numbers) == 1 and numbers[0] in _MOODS else "Use one number from 1 (bad) to 5 (very good)."


class Wish(Value):
    """Notes and where they should go: a theme, or a new one with this title."""

    notes: tuple[int, ...]
    theme: int | None = None
    title: str = ""


def read_wish(retro: Retro, notes: str, into: str) -> Wish | str:
    """Which notes go where; a sentence when that can't be told."""
    numbers = numbers_in(notes)
    unknown = [number for number in numbers if retro.note(number) is None]
    if not retro.revealed:
        return "The notes are still hidden. Reveal them first."
    if not numbers or unknown:
        return f"There is no note {unknown[0]}." if unknown else "Which notes? Their numbers, such as 12, 14."
    theme = theme_meant(retro, into)
    if theme is not None:
        return Wish(notes=numbers, theme=theme.number)
    if not into.strip() or into.strip().isdecimal():
        return "Where to? The number of a theme, or a name for a new one."
    return Wish(notes=numbers, title=one_line(into)[:80])


def over(day: date) -> str:
    """That a day has passed, as a sentence."""
    return f"{say_day(day)} has passed."


def split_wish(text: str) -> tuple[str, str]:
    """`12 14 to 3` → (`12 14`, `3`)."""
    found = _TO.match(text.strip())
    return (text[: found.start("theme")], found["theme"].strip()) if found else (text, "")


class Task(Value):
    """An action as it was typed. `passed` is the day that it names, where that is over already.

    `said` are words that can be `either` of two days, the likelier first, or with none of these no day at all; `due` is
    empty then. `slip` is a word that stands where a day would, and nearly is the `meant` one.
    """

    text: str
    owner: str = ""
    due: str = ""
    passed: str = ""
    said: str = ""
    either: tuple[str, ...] = ()
    slip: str = ""
    meant: str = ""


def read_task(text: str, now: datetime, events: Sequence[tuple[str, date]] = (), country: str = "") -> Task:
    """`Fix the tests @tom by Friday` → what, who, and the day in ISO; what isn't there stays empty.

    `events` are the days on which the team meets: “before next planning” is one of them.
    """
    line = one_line(text)
    owner = _OWNER.search(line)
    if owner:  # “When the sprint begins, @tom will …” needs its name, “Fix the tests @tom” doesn’t
        will = _WILL.match(line, owner.end())
        kept = owner["name"] if owner.start() and will else ""
        rest = line[will.end() :] if will and not owner.start() else line[owner.end() :]
        line = one_line(f"{line[: owner.start()]} {kept} {rest}")
    due, passed, said = "", "", ""
    either: tuple[str, ...] = ()
    american = american_at(now, country)
    for found in _DUE.finditer(line):  # “Freeze deploys on Fridays by 18 December”: the first that is a day
        day = read_due(found["when"], now, events, country)
        over = passed_day(found["when"], now, american=american)
        if day and (ways := both_ways(found["when"], now.date(), american=american)):
            said = _LEAD.sub("", found["when"], count=1).strip(" .")
            either = tuple(way.isoformat() for way in ways if way >= now.date())
            line = line[: found.start()]
            break
        numbers = _LEAD.sub("", found["when"], count=1).strip(" .")
        if day is None and over is None and is_numeric(numbers):  # 31/2
            said, line = numbers, line[: found.start()]
            break
        if day or over:
            due, passed = day.isoformat() if day else "", over.isoformat() if over else ""
            line = line[: found.start()]
            break
    slip = None if due or passed or said else _LAST_WORD.search(line)
    meant = _day_nearly(slip["word"]) if slip else ""
    line = line[: slip.start()] if slip and meant else line
    return Task(
        text=line.strip(" ,;"), owner=owner["name"] if owner else "", due=due, passed=passed, said=said, either=either,
        slip=slip["word"] if slip and meant else "", meant=meant,
    )  # fmt: skip


def _day_nearly(word: str) -> str:
    """`firday` → `Friday`; nothing for what is no day."""
    close = difflib.get_close_matches(word.casefold(), _DAYS, n=1, cutoff=0.8)
    return close[0].capitalize() if close else ""


def read_due(text: str, now: datetime, events: Sequence[tuple[str, date]] = (), country: str = "") -> date | None:
    """The day that somebody means by “Friday”, “by 4 December”, or “before next planning”.

    “10/12” is read as in the `country` of the team's holidays, or where `now` is.
    """
    ends = [day for name, day in events if name == "sprint end" and day >= now.date()]
    if ends and _END_OF_SPRINT.search(text):
        return min(ends)
    day = parse_due(text, now, american=american_at(now, country))
    if day is not None or not events:
        return day
    words = text if _LEAD.match(text) else f"by {text}"
    found = due_in(words, seen_from(now.date(), {}, "", events, country))
    return found.day if found and found.end - found.start >= len(words.strip(" .")) else None
