"""Reads what somebody typed: a command, a choice by its number, a form's field, or just an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.chat import Address, Choice, File, FormField, Message, Person, parse_command
from bot.errors import Trouble
from bot.platforms.terminal.clean import clean_line, readable

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEK = 7


class FieldTrouble(Trouble):
    """A form's field can't take what was typed; the person is asked again."""


def person(name: str) -> Person:
    """Who speaks: `Priya Sharma` has the id `priya-sharma`; the same letters are the same person."""
    shown = clean_line(readable(name)).removeprefix("@")
    plain = re.sub(r"[^\w]+", "-", shown.casefold()).strip("-")
    if not plain:
        raise Trouble("A name needs at least one letter. Say who speaks with `--as NAME`.")
    return Person(id=plain, name=shown)


def said(  # noqa: PLR0913 (what a message is made of)
    text: str,
    *,
    key: str,
    address: Address,
    author: Person,
    at: datetime,
    offered: Sequence[Choice] = (),
    files: Sequence[File] = (),
) -> Message:
    """One typed text as a message: `/word …` is a command, the number of an offered choice picks it.

    `=3` says the number 3 where a plain 3 would pick something.
    """
    text = readable(text)
    picked = pick(text, offered)
    if picked:
        return Message(key=key, address=address, author=author, at=at, choice=picked.id, files=tuple(files))
    if offered and re.fullmatch(r"\s*=\s*\d+\s*", text):
        text = text.replace("=", "", 1).strip()
    command, rest = parse_command(text)
    return Message(key=key, address=address, author=author, at=at, command=command, text=rest, files=tuple(files))


def pick(text: str, offered: Sequence[Choice]) -> Choice | None:
    """The choice meant by `2` or `2.`, counted from 1; by its own words; or by a yes or no, where one says so."""
    found = re.fullmatch(r"\s*([0-9]{1,3})[.)]?\s*", text)
    if found and 1 <= int(found.group(1)) <= len(offered):
        return offered[int(found.group(1)) - 1]
    words = _bare(text)
    meant = [each for each in offered if words and _bare(each.label) == words]
    for sign, said_so in (("yes", _YES), ("no", _NO)):
        if not meant and said_so.fullmatch(words):
            meant = [each for each in offered if _bare(each.label).partition(" ")[0] == sign]
    return meant[0] if len(meant) == 1 else None


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[\w’']+", text.casefold())).replace("’", "'")


_YES = re.compile(
    r"(?:y|yes|yep|yup|yeah|ja|ok|okay|sure|right|correct|exactly|please do|do it|set it|go ahead|that's right|"
    r"that's it|looks good|(?:yes|yeah|ok|sure) (?:please|right|that's right|do it|do that|go ahead|set it|thanks))"
)
_NO = re.compile(
    r"(?:n|no|nope|nah|nein|not right|wrong|leave it|cancel|never mind|nevermind|don't|"
    r"no (?:thanks|thank you|don't|that's wrong|leave it|wrong))"
)


def field_value(field: FormField, typed: str, today: date) -> str:
    """What a form's field holds after `typed`; FieldTrouble says what it needs instead.

    A choice is meant by its number or its words, a date as 2026-03-31, `today`, `tomorrow` or a day of the week.
    """
    text = readable(typed).strip()
    if not text:
        if field.required:
            raise FieldTrouble("This one is needed.")
        return ""
    if field.type == "choice" and field.options:
        return _option(text, field.options)
    if field.type == "date":
        return _date(text, today)
    return text


def _option(text: str, options: Sequence[str]) -> str:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= len(options):
        return options[int(text) - 1]
    wanted = text.casefold()
    exact = [option for option in options if option.casefold() == wanted]
    near = exact or [option for option in options if option.casefold().startswith(wanted)]
    if len(near) == 1:
        return near[0]
    raise FieldTrouble(f"Please choose one of these: {', '.join(clean_line(option) for option in options)}.")


def _date(text: str, today: date) -> str:
    word = text.casefold()
    if word in {"today", "tomorrow"}:
        return (today + timedelta(days=word == "tomorrow")).isoformat()
    days = [day for day, name in enumerate(_DAYS) if len(word) > 2 and name.startswith(word)]  # noqa: PLR2004
    if days:
        return (today + timedelta(days=(days[0] - today.weekday() - 1) % _WEEK + 1)).isoformat()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        example = (today + timedelta(days=_WEEK)).isoformat()
        raise FieldTrouble(f"Please write the date like {example}, or a day such as Friday.") from None
