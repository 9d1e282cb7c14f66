"""The words that every platform and every feature share: who said what where, and what the bot says back."""

from __future__ import annotations

from base64 import b64decode
from datetime import datetime
from decimal import Decimal
from math import isfinite
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, model_validator

Address = str
"""One durable string for where a message came from and where a post goes, `terminal:local`.

It starts with its platform's name; only that platform reads the rest.
"""


ERASED = "[erased at its author’s wish]"
"""What stands where somebody's words were, once they asked to be forgotten."""


class Value(BaseModel):
    """A frozen value that crosses steps and restarts as JSON; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Person(Value):
    """Someone who speaks: `id` is the platform's own, `name` is what people read."""

    id: str
    name: str


class File(Value):
    """A text file that came with a message, already read; until then `source` is where its platform will read it."""

    name: str
    text: str = ""
    source: str | None = None


class Message(Value):
    """One thing that a person did in a conversation.

    `key` is the event's own identity: the same key is the same event, however often it arrives.
    Keys of one conversation sort by time. Exactly one of these drives a turn: `command` (without its slash, with
    `text` as its arguments), `choice` (the id of a choice that was used), `form` (the values of form `form_id`),
    `change` (the author's earlier message with this `permalink` now reads `text`, or is gone), or plain `text`.

    `via` is who passed on somebody else's words. `zone` is the author's time zone. `partial`: its platform still has to
    look something up (a name, the text of a file) for which there was no time while the sender waited; the turn begins
    with that. `threaded`: it was done in a thread, where its answer is looked for. `overheard`: it was said among
    people, in a thread of the bot's but not to it by name. `named`: people and conversations that the text mentions, as
    it reads (`@Tom`, `#team`), with the platform's own ids.
    """

    key: str
    address: Address
    author: Person
    at: datetime
    text: str = ""
    command: str | None = None
    choice: str | None = None
    form_id: str | None = None
    form: dict[str, str] | None = None
    change: Literal["edited", "deleted"] | None = None
    files: tuple[File, ...] = ()
    permalink: str | None = None
    via: Person | None = None
    zone: str | None = None
    partial: bool = False
    threaded: bool = False
    overheard: bool = False
    named: dict[str, str] = Field(default_factory=dict)

    def when(self, team: ZoneInfo) -> datetime:
        """When it was said: on the clock of whoever said it where their platform knows it, else on the team's."""
        try:
            return self.at.astimezone(ZoneInfo(self.zone) if self.zone else team)
        except (ZoneInfoNotFoundError, ValueError):
            return self.at.astimezone(team)


class Heading(Value):
    """A title above what follows; level 1 is the largest."""

    kind: Literal["heading"] = "heading"
    text: str
    level: int = Field(default=2, ge=1, le=3)


class Markdown(Value):
    """A paragraph of Markdown."""

    kind: Literal["markdown"] = "markdown"
    text: str


class Fields(Value):
    """Short labelled facts, label and Markdown value."""

    kind: Literal["fields"] = "fields"
    items: tuple[tuple[str, str], ...]


class Bullets(Value):
    """A list; numbered when the numbers mean something."""

    kind: Literal["bullets"] = "bullets"
    items: tuple[str, ...]
    numbered: bool = False


class Table(Value):
    """Rows under headers, all cells as text; every row has as many cells as `headers`."""

    kind: Literal["table"] = "table"
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""


class Quote(Value):
    """Somebody's own words, verbatim, with where they stand."""

    kind: Literal["quote"] = "quote"
    text: str
    author: str = ""
    link: str | None = None


class Code(Value):
    """Text to be shown as it is, monospaced, such as Gherkin."""

    kind: Literal["code"] = "code"
    text: str
    language: str = ""


class Progress(Value):
    """A meter: `done` of `total`."""

    kind: Literal["progress"] = "progress"
    label: str
    done: int = Field(ge=0)
    total: int = Field(gt=0)


class Series(Value):
    """Numbers that belong together in a chart, one for each of its labels; `name` tells them from the others."""

    name: str = ""
    values: tuple[float, ...]


class Chart(Value):
    """Numbers as a picture: `bar` compares, `line` follows one after the other, `share` divides a whole.

    There is one axis and so one `unit` ("points", "days"). Where a picture can't be shown, all of it is written out.
    """

    kind: Literal["chart"] = "chart"
    draws: Literal["bar", "line", "share"]
    title: str
    labels: tuple[str, ...] = Field(min_length=1, max_length=50)
    series: tuple[Series, ...] = Field(min_length=1, max_length=6)
    unit: str = ""

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        numbers = [value for one in self.series for value in one.values]
        if any(len(one.values) != len(self.labels) for one in self.series):
            raise ValueError("every series of a chart has one number for each label")
        if not all(isfinite(value) for value in numbers):
            raise ValueError("a chart shows finite numbers")
        if self.draws == "share" and (len(self.series) > 1 or min(numbers) < 0 or not sum(numbers)):
            raise ValueError("a share is of one series, of numbers from 0 that come to something")
        return self

    @property
    def table(self) -> Table:
        """The same numbers as a table, for exports and wherever nothing is drawn."""
        heads = [one.name or (self.unit if len(self.series) == 1 else "") or "Number" for one in self.series]
        columns = [[plain_number(value) for value in one.values] for one in self.series]
        if self.draws == "share":
            heads.append("Share")
            columns.append([f"{value / sum(self.series[0].values):.0%}" for value in self.series[0].values])
        return Table(title=self._named, headers=("", *heads), rows=tuple(zip(self.labels, *columns, strict=True)))

    @property
    def alt(self) -> str:
        """What somebody hears who can't see the picture: its kind, its title and every number."""
        several = len(self.series) > 1
        rows = [f"{one.name}: " * several + self._heard(one) for one in self.series]
        return f"{self.draws.capitalize()} chart. {self._named}. {'; '.join(rows)}."

    @property
    def _named(self) -> str:
        alone = self.series[0].name if len(self.series) == 1 else ""
        title = ": ".join(each for each in (self.title, alone) if each.strip())
        return f"{title} ({self.unit})" if self.unit.strip() else title

    def _heard(self, one: Series) -> str:
        pairs = zip(self.labels, one.values, strict=True)
        return ", ".join(f"{label} {plain_number(value)}" for label, value in pairs)


class Choice(Value):
    """Something a person can pick; `id` comes back in `Message.choice`. `opens`: it opens a form."""

    id: str
    label: str
    opens: bool = False
    style: Literal["default", "primary", "danger"] = "default"


class Choices(Value):
    """What can be picked now; platforms draw buttons, a select or numbers.

    Where a platform can, picking one shows who decided what in place of all of them; with `stays`, of that one only.
    With `lasts` nothing gives way and nobody is named: any of them can be picked by anybody, and again.
    """

    kind: Literal["choices"] = "choices"
    prompt: str = ""
    options: tuple[Choice, ...]
    stays: bool = False
    lasts: bool = False


class FormField(Value):
    """One input of a form."""

    name: str
    label: str
    type: Literal["line", "text", "date", "choice"] = "line"
    value: str = ""
    hint: str = ""
    options: tuple[str, ...] = ()
    required: bool = True


class Form(Value):
    """Named inputs; the values come back in `Message.form` under `Message.form_id`, and so do those of `carries`."""

    kind: Literal["form"] = "form"
    id: str
    title: str
    fields: tuple[FormField, ...]
    submit: str = "Save"
    carries: tuple[tuple[str, str], ...] = ()


Part = Annotated[
    Heading | Markdown | Fields | Bullets | Table | Quote | Code | Progress | Chart | Choices | Form,
    Field(discriminator="kind"),
]


class Attachment(Value):
    """A document that goes with a post; `picture` is a PNG in Base64, whose `text` says what it shows."""

    name: str
    text: str
    media_type: str = "text/markdown"
    picture: str = ""

    @property
    def data(self) -> bytes:
        """What is in the file."""
        return b64decode(self.picture) if self.picture else self.text.encode("utf-8", "replace")


class Post(Value):
    """What the bot says: Markdown `text`, then `parts`, in order.

    `private_to` is the id of the only person who may see it; `apart`: in their own chat with the bot, where it lasts,
    and not where everybody else is. `replaces` names an earlier post by the id that `Chat.say` gave for it.
    """

    text: str = ""
    parts: tuple[Part, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    private_to: str | None = None
    apart: bool = False
    replaces: str | None = None

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Every choice this post offers, in reading order."""
        return tuple(option for part in self.parts if isinstance(part, Choices) for option in part.options)

    @property
    def form(self) -> Form | None:
        """The form this post asks to be filled, if any."""
        return next((part for part in self.parts if isinstance(part, Form)), None)


class Command(Value):
    """A word that starts something: `name` without its slash, what it does in a few words, what may follow it."""

    name: str
    does: str
    takes: str = ""


class Shortcut(Value):
    """Something to do with a message that is there: `label` is read in a menu, `command` is run with its text."""

    command: str
    label: str


class Menu(Value):
    """Everything that the bot announces to a platform: commands, shortcuts, and first words to try."""

    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    openers: tuple[str, ...] = ()


NOBODY = Person(id="groundwork:nobody", name="Somebody")
"""Who stands for somebody whose name nobody wanted kept."""


class Veiled(Value):
    """A message without whoever sent it, which is all of it that may be kept; None: nothing at all.

    `told` is what they should read at once: no turn can answer somebody whom it doesn't know.
    """

    message: Message | None
    told: str = ""


def plain_number(value: float) -> str:
    """`12400` → `12,400`, `2.5` → `2.5`: as short as it can be told without losing anything."""
    told = repr(value)
    if "e" not in told and value == int(value):
        return f"{int(value):,}"
    return told if "e" in told else f"{Decimal(told):,f}"


def parse_command(text: str) -> tuple[str | None, str]:
    """`/interview Faster refunds` → `("interview", "Faster refunds")`; plain text → `(None, text)`.

    A slash followed by anything but a letter is plain text, so that `/ 2` or a path stays an answer.
    """
    stripped = text.strip()
    if len(stripped) > 1 and stripped[0] == "/" and stripped[1].isalpha():
        word, _, rest = (
            stripped[1:].partition(" ") if " " in stripped.split("\n", 1)[0] else stripped[1:].partition("\n")
        )
        if all(letter.isalnum() or letter in "-_" for letter in word):
            return word.lower(), rest.strip()
    return None, text
