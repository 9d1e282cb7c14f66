"""Asks for a form’s fields one after another; what was filled in is there again when the form is opened anew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import NamedTuple, Protocol

from bot.chat import Form, FormField, parse_command
from bot.platforms.terminal.clean import clean_line
from bot.platforms.terminal.typed import FieldTrouble, field_value

_LEAVE, _STAY, _WRITE = "leave the form and run it", "go on with the form", "write it here, as it is"
Checks = Callable[[dict[str, str]], Awaitable[Mapping[str, str]]]
"""What is wrong with the values of a form, for each field that has to be mended."""

_CLOSED = "The form is closed; nothing was changed."


class Stopped(Exception):  # noqa: N818  (a signal of the person, not an error)
    """The person pressed Ctrl-C."""


class Asks(Protocol):
    """Where a form’s fields are typed."""

    async def field(self, field: FormField) -> str | None:
        """What is typed into a form's field; None when there is no more. Stopped on Ctrl-C."""
        ...


class Filled(NamedTuple):
    """What came of a form: its values, or None where it was left; then `run` may be what to do instead."""

    values: dict[str, str] | None
    run: str | None = None


class _LeftError(Exception):
    """The form is left; `run` is the command that was typed at it."""

    def __init__(self, run: str | None = None) -> None:
        super().__init__()
        self.run = run


class Filling:
    """Forms of one conversation, as long as it lasts."""

    def __init__(self, asks: Asks, note: Callable[[str], None], today: Callable[[], date]) -> None:
        self._asks = asks
        self._note = note
        self._today = today
        self._begun: dict[str, dict[str, str]] = {}

    async def fill(self, form: Form, checks: Checks) -> Filled:
        """Every field in turn, and once more those that have to be mended, unless the person leaves."""
        begun = self._begun.setdefault(form.id, {})
        values: dict[str, str] = {}
        asked = list(form.fields)
        while asked:
            field = asked[0]
            try:
                values[field.name] = begun[field.name] = await self._ask(form, _with(field, begun))
            except Stopped as stopped:
                if str(stopped):
                    begun[field.name] = str(stopped)
                return self._left(form)
            except _LeftError as left:
                return self._left(form, left.run)
            asked = asked[1:] or self._to_mend(form, await checks({**dict(form.carries), **values}))
        del self._begun[form.id]
        return Filled({**dict(form.carries), **values})

    def _to_mend(self, form: Form, wrong: Mapping[str, str]) -> list[FormField]:
        """The fields that are wrong, each told; what is wrong with no field of it is told by whoever takes the form."""
        fields = [field for field in form.fields if field.name in wrong]
        for field in fields:
            label = clean_line(field.label)
            self._note(f"{label}{'' if label.endswith('?') else ':'} {clean_line(wrong[field.name])}")
        return fields

    def _left(self, form: Form, run: str | None = None) -> Filled:
        if any(self._begun[form.id].values()):
            self._note(f"{_CLOSED} What you filled in is there again when you open it.")
        else:
            self._note(_CLOSED)
        return Filled(None, run)

    async def _ask(self, form: Form, field: FormField) -> str:
        while True:
            typed = await self._asks.field(field)
            if typed is None or typed.strip().casefold() == "/cancel":
                raise _LeftError
            command = _command_in(typed, field)
            if command and not await self._is_meant(form, command):
                continue
            if field.type == "choice" and not typed.strip():
                typed = field.value
            try:
                return field_value(field, typed, self._today())
            except FieldTrouble as trouble:
                self._note(trouble.sentence)

    async def _is_meant(self, form: Form, typed: str) -> bool:
        """Whether a command that was typed at a field is its value; `_LeftError` where it should be run."""
        self._note(f"A form is open: {clean_line(form.title)}. /cancel leaves it.")
        options = (_LEAVE, _STAY, _WRITE)
        question = FormField(
            name="what", label=f"And {clean_line(typed.strip())}?", type="choice", options=options, value=""
        )
        while True:
            answer = await self._asks.field(question)
            if answer is None or answer.strip().casefold() == "/cancel":
                raise _LeftError
            try:
                found = field_value(question, answer, self._today())
            except FieldTrouble as trouble:
                self._note(trouble.sentence)
                continue
            if found == _LEAVE:
                raise _LeftError(typed)
            return found == _WRITE


def _command_in(typed: str, field: FormField) -> str:
    """A command that was typed at a field, or behind what stood there to be edited; "" for anything else."""
    rest = typed.strip().removeprefix(field.value.strip()).strip()
    return next((words for words in (typed.strip(), rest) if parse_command(words)[0] is not None), "")


def _with(field: FormField, begun: dict[str, str]) -> FormField:
    return field.model_copy(update={"value": begun[field.name]}) if field.name in begun else field
