"""Who was asked about which step of a map: what they are asked, what they told, and whether they would rather not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from pydantic import Field

from bot.chat import Bullets, Choice, Choices, Form, FormField, Person, Post, Value
from bot.interviews.framework import Need, Topic
from bot.language.amounts import Kind, amounts
from bot.language.dates import say_day
from bot.language.markdown import escape, quoted
from bot.language.text import one_line
from bot.store.journal import Entry, Journal

KIND = "invitation"
NAME = "map"
_WISH = re.compile(
    r"ask\s+(?P<who>@?[^\n]+?)\s+about\s+(?:the\s+)?(?P<about>[^\n]+?)(?:[\s,]+(?:by|until|before)\s+(?P<due>[^\n]+?))?"
    r"[.!?]*",
    re.IGNORECASE,
)
_STEP = re.compile(r"(?:step\s+)?#?(?P<number>\d{1,2})|(?:step\s+)?(?P<name>.+?)(?:\s+step)?", re.IGNORECASE)
_LONGEST = 300
_EXAMPLES: Mapping[Kind, str] = {"work": "2 days", "wait": "about a week", "usable": "8 of 10"}
_TIME = "Write it as “2 days”, or “about half an hour”."
_SHARE = "Write it as “8 of 10”, or “80 %”."


class Wish(NamedTuple):
    """Somebody wants somebody asked about a step, as they put it."""

    who: str
    about: str
    due: str = ""


class Invitation(Value):
    """One person asked about one step. `map` is the interview's journal; `told` is what they said last, by need.

    What the step is called stands on the map only, so that it is forgotten or renamed in one place.
    """

    id: str
    map: str
    topic: str
    person: Person
    by: Person
    at: datetime
    due: date
    told: dict[str, str] = Field(default_factory=dict)
    reminded: bool = False
    declined: bool = False
    unreached: bool = False

    @property
    def waits(self) -> bool:
        """Whether they may still say something for the first time."""
        return not (self.told or self.declined or self.unreached)


def wish_in(text: str) -> Wish | None:
    """`ask @Sam about step 3`, `ask @Sam about Coding by Friday`."""
    found = _WISH.fullmatch(one_line(text)) if len(text) <= _LONGEST else None
    return Wish(found["who"].strip(" ,"), found["about"].strip(), found["due"] or "") if found else None


def step_meant(about: str, topics: Sequence[Topic]) -> Topic | None:
    """The step by its number, its name, or the only one whose name has these words in it."""
    found = _STEP.fullmatch(about.strip())
    if found is None:
        return None
    if found["number"]:
        number = int(found["number"])
        return topics[number - 1] if 0 < number <= len(topics) else None
    name = found["name"].casefold()
    exact = [topic for topic in topics if topic.title.casefold() == name]
    near = exact or [topic for topic in topics if name in topic.title.casefold()]
    return near[0] if len(near) == 1 else None


def invitation_of(journal: Journal) -> Invitation:
    """The invitation that a journal holds."""
    first = journal.entries[0]
    found = Invitation(id=journal.id, by=first.by or Person(id="", name="Somebody"), at=first.at, **first.body)
    for entry in journal.entries[1:]:
        match entry.kind:
            case "told":
                told = {each["need"]: each["text"] for each in entry.body["told"]}
                found = found.model_copy(update={"told": {**found.told, **told}, "declined": False})
            case "reminded" | "declined" | "unreached":
                found = found.model_copy(update={entry.kind: True})
            case _:
                raise ValueError(f"{entry.kind!r} is nothing that happens to an invitation")
    return found


def begun(  # noqa: PLR0913 (what an invitation is)
    *, map_id: str, topic: Topic, person: Person, by: Person, at: datetime, due: date
) -> Entry:
    """Its first entry."""
    body = {
        "map": map_id,
        "topic": topic.id,
        "person": person.model_dump(mode="json"),
        "due": due.isoformat(),
    }
    return Entry(kind="invited", at=at, by=by, body=body)


def asking_post(one: Invitation, topic: Topic, title: str, *, again: bool = False) -> Post:
    """What the person reads in their own chat: the questions about this step only, and that they needn't answer."""
    if again:
        text = (
            f"{escape(one.by.name)} asked you about **{escape(topic.title)}**, and a rough answer would still help, "
            f"until {say_day(one.due)}. I don’t ask again."
        )
    else:
        text = (
            f"{escape(one.by.name)} draws a map of how work flows, {quoted(title)}, and asks you about one step: "
            f"**{escape(topic.title)}**. Rough numbers are welcome, bit by bit if you like, until {say_day(one.due)}. "
            "What you say stands on that map with your name."
        )
    options = (
        Choice(id=f"{NAME}:tell:{one.id}", label="Answer", style="primary", opens=True),
        Choice(id=f"{NAME}:decline:{one.id}", label="I’d rather not"),
    )
    questions = Bullets(items=tuple(escape(need.probe) for need in _in_order(topic)))
    return Post(
        text=text, parts=(questions, Choices(options=options, lasts=True)), private_to=one.person.id, apart=True
    )


def _in_order(topic: Topic) -> tuple[Need, ...]:
    """First the work, then what surrounds it: the order in which people tell of it."""
    order = {name: at for at, name in enumerate(_EXAMPLES)}
    return tuple(sorted(topic.needs, key=lambda need: order.get(_kind(need), len(order))))


def _kind(need: Need) -> Kind:
    return next((kind for kind in _EXAMPLES if kind == need.seen), "work")


def telling_form(one: Invitation, topic: Topic) -> Form:
    """The same questions to be filled in; what they told before stands there."""
    return Form(
        id=f"{NAME}:told:{one.id}",
        title="About this step",
        submit="Tell it",
        fields=tuple(
            FormField(
                name=need.id, label=need.label, value=one.told.get(need.id, ""), required=False,
                hint=f"{need.probe} Such as “{_EXAMPLES[_kind(need)]}”.",
            )
            for need in _in_order(topic)
        ),
    )  # fmt: skip


def wrong_in(values: Mapping[str, str], topic: Topic) -> dict[str, str]:
    """What is wrong with the filled form, by its field."""
    filled = {need: text for need in topic.needs if (text := values.get(need.id, "").strip())}
    if not filled:
        return {_in_order(topic)[0].id: "One answer is enough, but it takes one."}
    wrong = {}
    for need, text in filled.items():
        kind = _kind(need)
        read = any((one.kind == "usable") == (kind == "usable") for one in amounts(text, kind))
        if len(text) > _LONGEST:
            wrong[need.id] = f"A few words are enough; this is longer than {_LONGEST} characters."
        elif not read:
            wrong[need.id] = f"I can’t read that as a {'share' if kind == 'usable' else 'time'}. " + (
                _SHARE if kind == "usable" else _TIME
            )
    return wrong


def fresh_in(values: Mapping[str, str], one: Invitation, topic: Topic) -> dict[Need, str]:
    """What the form says that they hadn't said before, by need."""
    told = {need: one_line(values.get(need.id, "")) for need in _in_order(topic)}
    return {need: text for need, text in told.items() if text and text != one.told.get(need.id)}


def told_line(told: Mapping[Need, str]) -> str:
    """`Work “2 days”, Wait “about a week”`."""
    return ", ".join(f"{need.label} {quoted(text)}" for need, text in told.items())
