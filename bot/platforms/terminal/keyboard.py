"""Lines from somebody's keyboard, with history and completion."""

from __future__ import annotations

import asyncio
import signal
import textwrap
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Self

from prompt_toolkit import PromptSession
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import FileHistory, InMemoryHistory
from prompt_toolkit.input import Input as Keys
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import Output
from prompt_toolkit.styles import Style
from prompt_toolkit.utils import get_cwidth

from bot.chat import FormField, Post
from bot.platforms.terminal.clean import clean_line
from bot.platforms.terminal.filling import Stopped

_STYLE = Style.from_dict({"prompt": "ansicyan bold", "bottom-toolbar": "noreverse ansibrightblack"})
_HINTS = {"text": "Alt-Enter for a new line", "date": "like 2026-03-31, or Friday"}


class SlashCommands(Completer):
    """Completes `/int` to `/interview`; only the first word of a line is a command."""

    def __init__(self, commands: Sequence[tuple[str, str]]) -> None:
        self._commands = sorted(commands)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Every command that starts with what stands before the cursor."""
        del complete_event
        typed = document.text_before_cursor
        if not typed.startswith("/") or " " in typed or "\n" in typed:
            return
        for name, about in self._commands:
            if name.startswith(typed[1:].casefold()):
                yield Completion(f"/{name}", start_position=-len(typed), display_meta=about)


class Keyboard:
    """Someone at a terminal. Enter sends; Alt-Enter and a paste make new lines; the arrows bring back earlier lines."""

    def __init__(
        self,
        *,
        commands: Sequence[tuple[str, str]] = (),
        remembered: Path | None = None,
        footer: str = "",
        keys: Keys | None = None,
        output: Output | None = None,
    ) -> None:
        if remembered:
            remembered.touch(mode=0o600)  # it holds what people said
        history = FileHistory(str(remembered)) if remembered else InMemoryHistory()
        self._session: PromptSession[str] = PromptSession(
            history=history,
            completer=SlashCommands(commands),
            complete_while_typing=True,
            key_bindings=_bindings(),
            style=_STYLE,
            bottom_toolbar=[("class:bottom-toolbar", f"  {footer}")] if footer else None,
            input=keys,
            output=output,
        )
        self._stopped = asyncio.Event()
        self._before = signal.getsignal(signal.SIGINT)
        self._fields: PromptSession[str] = PromptSession(
            history=InMemoryHistory(), key_bindings=_bindings(), style=_STYLE, input=keys, output=output
        )

    def __enter__(self) -> Self:
        self._listen()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.get_running_loop().remove_signal_handler(signal.SIGINT)
        signal.signal(signal.SIGINT, self._before)

    def _listen(self) -> None:
        """Between two prompts Ctrl-C is noted, and ends nothing by itself: a message may be on its way at that moment.

        While it prompts, prompt_toolkit reads Ctrl-C as a key; afterwards it leaves no handler of ours in place.
        """
        self._stopped.clear()
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, self._stopped.set)

    async def line(self) -> str | None:
        """The next message."""
        try:
            return await self._session.prompt_async([("class:prompt", "› ")], prompt_continuation="  ")
        except KeyboardInterrupt:
            raise Stopped(self._session.default_buffer.text) from None
        except EOFError:
            return None
        finally:
            self._listen()

    async def field(self, field: FormField) -> str | None:
        """One field of a form, with what it holds now ready to be edited; of several options it is what Enter means."""
        label: StyleAndTextTuples = [("bold", f"  {clean_line(field.label)}")]
        chosen = field.type == "choice" and field.value
        hints = (
            clean_line(field.hint).rstrip("."),
            _HINTS.get(field.type, ""),
            f"Enter for {clean_line(field.value)}" if chosen else "" if field.required else "optional",
        )
        about = "; ".join(filter(None, hints))
        width = self._fields.app.output.get_size().columns - 1
        beside = about and get_cwidth(f"  {clean_line(field.label)}  {about}") <= width
        label.append(("ansibrightblack", f"  {about}\n" if beside else _wrapped(about, "\n  ", width)))
        if field.type == "choice":
            for number, option in enumerate(field.options, 1):
                mark = f"   {number}  "
                shown = _wrapped(clean_line(option), "\n" + " " * len(mark), width)
                label += [("class:prompt", mark), ("", shown.lstrip())]
        label.append(("class:prompt", "  › "))
        try:
            default = "" if chosen else field.value
            return await self._fields.prompt_async(label, default=default, prompt_continuation="    ")
        except KeyboardInterrupt:
            raise Stopped(self._fields.default_buffer.text) from None
        except EOFError:
            return None
        finally:
            self._listen()

    async def above(self, show: Callable[[], None]) -> None:
        """Print above the line that is being typed."""
        await run_in_terminal(show)

    async def patiently(self, waiting: asyncio.Future[list[Post]]) -> None:
        """Wait for an answer; Ctrl-C ends the waiting, not the work."""
        stopped = asyncio.ensure_future(self._stopped.wait())
        either: list[asyncio.Future[Any]] = [waiting, stopped]
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()
        if not waiting.done():
            raise Stopped


def _wrapped(text: str, indent: str, width: int) -> str:
    """Lines that each begin with `indent`, and a line's end: prompt_toolkit would cut what is too wide."""
    room = max(10, width - len(indent.lstrip("\n")))
    return "".join(indent + line for line in textwrap.wrap(text, room)) + "\n"


def _bindings() -> KeyBindings:
    bindings = KeyBindings()

    @bindings.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    return bindings
