"""A conversation at a terminal: one line after another goes in, and what Groundwork says comes out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePath
from typing import Protocol

from rich.console import Console
from rich.text import Text

from bot.chat import Address, Attachment, Choice, Form, FormField, Message, Person, Post, Veiled
from bot.errors import Trouble
from bot.platforms.terminal.clean import clean_line
from bot.platforms.terminal.filling import Filling, Stopped
from bot.platforms.terminal.posts import Terminal, conversation_of
from bot.platforms.terminal.render import Drawn
from bot.platforms.terminal.typed import said

_INDENT = 2
_LOOK_AGAIN = 1.0
_PATIENCE = 0.2
_QUIT = frozenset({"quit", "exit", "bye"})

NewKey = Callable[[Address, datetime], str]
"""Makes the key of a new message: unique, and in the order of time."""

LOCAL_COMMANDS = (
    ("quit", "leave; everything is kept"),
    ("save", "write the files of the last answer into this folder"),
)


class Line(Protocol):
    """Where messages go to be answered."""

    async def submit(self, message: Message) -> str:
        """Take the message in, durably; returns its turn's id."""
        ...

    async def result(self, turn_id: str) -> list[Post]:
        """Wait for the turn to end; everything it said."""
        ...


class Lane(Protocol):
    """What is answered at once, beside the turns; see `bot.platforms.port.Bot`."""

    async def opens(self, message: Message) -> Form | None:
        """The form that this opens."""
        ...

    async def checks(self, message: Message) -> Mapping[str, str]:
        """What is wrong with a filled form."""
        ...

    async def veils(self, message: Message) -> Veiled | None:
        """What may be kept of what was promised to stay anonymous."""
        ...


class Input(Protocol):
    """Where lines come from: somebody's keyboard, or a pipe."""

    async def line(self) -> str | None:
        """The next line; None when there is no more. Stopped on Ctrl-C, with `str(stopped)` what stood there."""
        ...

    async def field(self, field: FormField) -> str | None:
        """What is typed into a form's field; None and Stopped as for `line`."""
        ...

    async def above(self, show: Callable[[], None]) -> None:
        """Print something while a line is being typed, without disturbing it."""
        ...

    async def patiently(self, waiting: asyncio.Future[list[Post]]) -> None:
        """Wait; Stopped when the person doesn't want to any longer."""
        ...


class Talk:
    """One person in one conversation, until they leave. What is said is kept elsewhere: this can end at any moment."""

    def __init__(  # noqa: PLR0913 (everything it speaks with, by name)
        self,
        *,
        line: Line,
        terminal: Terminal,
        source: Input,
        console: Console,
        address: Address,
        me: Person,
        new_key: NewKey,
        team: str = "",
        lane: Lane | None = None,
    ) -> None:
        self._line = line
        self._lane = lane
        self._terminal = terminal
        self._input = source
        self._console = console
        self._address = address
        self._me = me
        self._team = clean_line(team)
        self._seen = 0
        self._typing = False
        self._new_key = new_key
        self._offered: tuple[Choice, ...] = ()
        self._form: Form | None = None
        self._attached: tuple[Attachment, ...] = ()
        self._showing = asyncio.Lock()
        self._filling = Filling(source, self._note, lambda: _now().astimezone().date())

    async def run(self) -> None:
        """Talk until the person leaves or the pipe ends."""
        await self._welcome()
        watching = asyncio.create_task(self._watch())
        try:
            while await self._once():
                pass
        finally:
            watching.cancel()
            await asyncio.wait([watching])
        if not watching.cancelled():
            watching.result()

    async def _once(self) -> bool:
        """One line, and what it brings about; False when the person leaves."""
        self._typing = True
        try:
            text = await self._input.line()
        except Stopped as stopped:
            if not str(stopped):
                self._note("Ctrl-D or /quit leaves. Everything you said is kept.")
            return True
        finally:
            self._typing = False
        while text is not None:
            if not await self._take(text):
                return False
            text = await self._fill_what_is_open()
            if text is None:
                return True
        return False

    async def _take(self, text: str) -> bool:
        """What was typed, and what it brings about; False when the person leaves."""
        if not text.strip():
            return True
        word = text.strip().casefold()
        if word.startswith("/") and word[1:] in _QUIT:
            return False
        if word == "/save":
            self._save()
            return True
        now = _now()
        key = self._new_key(self._address, now)
        message = said(text, key=key, address=self._address, author=self._me, at=now, offered=self._offered)
        if message.choice is not None:
            label = next(option.label for option in self._offered if option.id == message.choice)
            self._note(f"→ {clean_line(label)}")
        self._form = await self._lane.opens(message) if self._lane and message.choice is not None else None
        if self._form is None:
            await self._send(message)
        return True

    async def _fill_what_is_open(self) -> str | None:
        """Every form that is open; a command that was typed at one, and is to be run in its place."""
        while self._form:
            form, self._form = self._form, None
            filled = await self._filling.fill(form, partial(self._checks, form))
            if filled.run is not None:
                return filled.run
            if filled.values is not None:
                await self._send(self._filled(form, filled.values))
        return None

    async def _checks(self, form: Form, values: dict[str, str]) -> Mapping[str, str]:
        return await self._lane.checks(self._filled(form, values)) if self._lane else {}

    def _filled(self, form: Form, values: dict[str, str]) -> Message:
        now = _now()
        key = self._new_key(self._address, now)
        return Message(key=key, address=self._address, author=self._me, at=now, form_id=form.id, form=values)

    async def _send(self, message: Message) -> None:
        # Only what was offered since the last message can be picked: later, a plain 3 is an answer to a question.
        self._offered = ()
        veiled = await self._lane.veils(message) if self._lane else None
        if veiled and veiled.told:
            self._console.print(Drawn(Post(text=veiled.told), live=True, indent=_INDENT), end="")
        if veiled and veiled.message is None:
            return
        try:
            turn = await self._line.submit(message)
            waiting = asyncio.ensure_future(self._line.result(turn))
            try:
                await self._wait(waiting)
            finally:
                waiting.cancel()
        except Stopped:
            self._note("Still being worked on. The answer will show up here.")
        except Trouble as trouble:
            self._say_trouble(trouble)
        await self._show_new()

    async def _wait(self, waiting: asyncio.Future[list[Post]]) -> None:
        done, _ = await asyncio.wait([waiting], timeout=_PATIENCE)
        if not done and self._console.is_terminal:
            with self._console.status("working on it", spinner="dots", spinner_style="cyan"):
                await self._input.patiently(waiting)
        elif not done:
            await self._input.patiently(waiting)
        waiting.result()

    async def _welcome(self) -> None:
        self._seen = await self._terminal.last(self._address)
        if not self._console.is_terminal:
            return
        bot = f"Groundwork for {self._team}" if self._team else "Groundwork"
        where = f"  {conversation_of(self._address)}, as {self._me.name}"
        self._console.print(Text.assemble((bot, "gw.bot"), (where, "gw.faint")))
        self._console.print(Text("Say what you need, or /help. Ctrl-D leaves; everything is kept.", style="gw.faint"))
        recent = await self._terminal.history(self._address, self._seen - 1, reader=self._me.id) if self._seen else []
        if recent:
            self._console.print(Text(f"\nYou left off here, {_ago(recent[-1].at, _now())}.", style="gw.faint"))
            self._show([shown.post for shown in recent])
            self._form = None  # a form from another day is shown, not sprung on anyone

    async def _watch(self) -> None:
        """Show what is said meanwhile: a reminder, or an answer to somebody else."""
        while True:
            await asyncio.sleep(_LOOK_AGAIN)
            try:
                if await self._terminal.last(self._address) > self._seen and not self._showing.locked():
                    await self._show_new(above=True)
            except Trouble:
                continue  # the store has logged it, and the next look may well succeed

    async def _show_new(self, *, above: bool = False) -> None:
        async with self._showing:
            newest = await self._terminal.last(self._address)
            shown = await self._terminal.history(self._address, self._seen, reader=self._me.id)
            self._seen = max(newest, *(each.number for each in shown), self._seen)
            posts = [each.post for each in shown]
            if posts and above:
                await self._input.above(lambda: self._show(posts, gap=not self._typing))
            elif posts:
                self._show(posts)

    def _show(self, posts: Sequence[Post], *, gap: bool = True) -> None:
        for index, post in enumerate(posts):
            if gap or index:
                self._console.print()
            self._console.print(Drawn(post, live=True, indent=_INDENT), end="")
            if post.choices:
                self._offered = post.choices
            if post.form:
                self._form = post.form
            if post.attachments:
                self._attached = post.attachments
        self._console.print()

    def _save(self) -> None:
        if not self._attached:
            self._note("There is no file to save yet.")
        for attachment in self._attached:
            try:
                path = save(attachment, Path.cwd())
            except OSError as error:
                self._note(f"{attachment.name} can't be written here ({error.strerror}).")
            else:
                self._note(f"Saved {path.name}")

    def _note(self, sentence: str) -> None:
        self._console.print(Text(f"  {sentence}", style="gw.faint"))

    def _say_trouble(self, trouble: Trouble) -> None:
        self._console.print(Text(f"  {trouble.sentence}", style="gw.trouble"))


def save(attachment: Attachment, folder: Path) -> Path:
    """Write an attachment into `folder` under its own name, or with a number where that name is taken."""
    name = PurePath(clean_line(attachment.name).replace("\\", "/")).name.lstrip(".") or "attachment.txt"
    path, number = folder / name, 2
    while True:
        try:
            with path.open("xb") as file:
                file.write(attachment.data)
        except FileExistsError:
            path = folder / f"{PurePath(name).stem}-{number}{PurePath(name).suffix}"
            number += 1
        else:
            return path


def _ago(then: datetime, now: datetime) -> str:
    minutes = max(0, int((now - then).total_seconds() // 60))
    for size, word in ((60 * 24, "day"), (60, "hour"), (1, "minute")):
        count = minutes // size
        if count:
            return f"{count} {word}{'s' if count > 1 else ''} ago"
    return "a moment ago"


def _now() -> datetime:
    return datetime.now(UTC)
