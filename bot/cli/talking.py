"""`groundwork chat` and `groundwork say`: a person or a script in a conversation that lasts."""

from __future__ import annotations

import getpass
import shlex
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, AsyncExitStack, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app import open_app
from bot.chat import Address, File, Menu, Message, Person, Post
from bot.cli.printing import print_json
from bot.config import Config
from bot.durable import new_key
from bot.errors import Trouble
from bot.features.context import run_schedules
from bot.plain_text import decoded
from bot.platforms.terminal import Terminal, address_of
from bot.platforms.terminal.clean import clean, readable
from bot.platforms.terminal.pipe import Pipe
from bot.platforms.terminal.render import Drawn, console_for
from bot.platforms.terminal.talk import LOCAL_COMMANDS, Input, Talk
from bot.platforms.terminal.typed import person, said

if TYPE_CHECKING:
    from bot.platforms.terminal.keyboard import Keyboard

_LARGEST = 5_000_000
_PATIENCE = 300.0  # seconds that a script waits; the message is answered all the same

COMMANDS = (
    ("interview", "be interviewed about what you need"),
    ("story", "make one standard user story of a rough idea"),
    ("context", "what the documents say: a question, a story, or sprint"),
    ("retro", "hold a retrospective: /retro start, /retro add …, /retro actions"),
    ("digest", "what is new for the sprint, at set times: /digest weekdays 09:00"),
    ("help", "what can be said here"),
    ("settings", "how I am set up here"),
    ("status", "how far the interview is"),
    ("skip", "leave this question out"),
    ("back", "return to the question before"),
    ("change", "change a statement: /change 7 …"),
    ("list", "what was said so far"),
    ("ask", "leave it to somebody: /ask @priya by Friday"),
    ("depth", "how deep to go: quick, standard or deep"),
    ("pause", "go on another day"),
    ("resume", "go on with what was paused"),
    ("finish", "write the brief and the stories now"),
    ("cancel", "end the interview without a brief"),
    ("forget-me", "erase what I said, after asking back"),
)
"""What the keyboard completes after a slash, and what each is for; `completed` adds what features announce."""


def completed(menu: Menu) -> tuple[tuple[str, str], ...]:
    """All that the keyboard completes: the words that are known anyway, and every command that can be used here."""
    known = {name for name, _ in COMMANDS}
    announced = [(each.name, f"{each.does[:1].lower()}{each.does[1:]}") for each in menu.commands]
    return (*COMMANDS, *(each for each in announced if each[0] not in known), *LOCAL_COMMANDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What `groundwork say` was told on its command line."""

    words: tuple[str, ...] = ()
    choose: str | None = None
    form: str | None = None
    files: tuple[Path, ...] = ()
    name: str | None = None
    conversation: str = "local"


async def chat(config: Config, name: str | None, conversation: str) -> None:
    """Talk until the person leaves or standard input ends."""
    address, me = address_of(conversation), person(name or user_name())
    console = console_for()
    live = sys.stdin.isatty() and console.is_terminal
    starting: AbstractContextManager[object] = console.status("starting", spinner="dots") if live else nullcontext()
    async with AsyncExitStack() as stack:
        with starting:
            app = await stack.enter_async_context(open_app(config))
            await stack.enter_async_context(run_schedules(config, app.submit, app.store))
        source: Input = (
            stack.enter_context(_keyboard(config, conversation, me, app.menu)) if live else Pipe(sys.stdin, console)
        )
        terminal = Terminal(app.store)
        await Talk(
            line=app,
            terminal=terminal,
            source=source,
            console=console,
            address=address,
            me=me,
            new_key=new_key,
            team=config.team.name,
            lane=app,
        ).run()


async def say(config: Config, words: Said, *, as_json: bool) -> bool:
    """Say one thing and print what comes back; False when nothing did."""
    address, me = address_of(words.conversation), person(words.name or user_name())
    message = _message(words, address, me)
    async with open_app(config) as app:
        if words.choose and words.choose.isdecimal():
            message = await _by_number(Terminal(app.store), message, words.choose)
        veiled = await app.veils(message)
        said_back = await app.result(await app.submit(message), timeout=_PATIENCE)
        told = [Post(text=veiled.told)] if veiled and veiled.told else []
    posts = [post for post in (*told, *said_back) if post.private_to in {None, me.id}]
    if as_json:
        print_json([as_json_value(post) for post in posts])
    else:
        _print(posts, words)
    if not posts:
        sys.stderr.write("No answer came.\n")
    return bool(posts)


def as_json_value(post: Post) -> dict[str, object]:
    """A post as scripts read it: `text`, `parts`, `choices`, `form`, `attachments`."""
    whole = post.model_dump(mode="json")
    return {
        "text": whole["text"],
        "parts": whole["parts"],
        "choices": [choice.model_dump(mode="json") for choice in post.choices],
        "form": post.form.model_dump(mode="json") if post.form else None,
        "attachments": whole["attachments"],
        "private_to": whole["private_to"],
    }


def user_name() -> str:
    """The name of whoever is logged in; `you` where nobody is, as in some containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "you"


def _message(words: Said, address: Address, me: Person) -> Message:
    now = datetime.now(UTC)
    key = new_key(address, now)
    files = tuple(read_file(path) for path in words.files)
    if words.choose is not None and words.form is not None:
        raise Trouble("Use --choose or --form, one at a time.")
    if words.form is not None:
        return Message(
            key=key, address=address, author=me, at=now, form_id=words.form, form=_values(words.words), files=files
        )
    if words.choose is not None:
        if words.words:
            raise Trouble("--choose stands alone. Say the text in a second `groundwork say`.")
        return Message(key=key, address=address, author=me, at=now, choice=readable(words.choose), files=files)
    text = sys.stdin.buffer.read().decode("utf-8", "replace") if words.words == ("-",) else " ".join(words.words)
    if not text.strip() and not files:
        raise Trouble("There is nothing to say yet. Give a text, `-` for standard input, --choose, --form or --file.")
    return said(text, key=key, address=address, author=me, at=now, files=files)


def _values(words: Sequence[str]) -> dict[str, str]:
    values = {}
    for word in words:
        name, equals, value = readable(word).partition("=")
        if not equals or not name.strip():
            raise Trouble(f"A form is filled with name=value, and “{clean(word)}” isn’t. Quote values with spaces.")
        values[name.strip()] = value
    return values


async def _by_number(terminal: Terminal, message: Message, number: str) -> Message:
    post = await terminal.offered(message.address, reader=message.author.id)
    choices = post.choices if post else ()
    if any(choice.id == number for choice in choices):
        return message
    if not 1 <= int(number) <= len(choices):
        offered = f"1 to {len(choices)}" if choices else "nothing to choose from"
        raise Trouble(f"There is no choice {number}: the last one offered {offered}.")
    return message.model_copy(update={"choice": choices[int(number) - 1].id})


def read_file(path: Path) -> File:
    """A text file to go with a message."""
    try:
        if path.stat().st_size > _LARGEST:
            raise Trouble(f"{path} is larger than {_LARGEST // 1_000_000} MB. Send the part that matters.")
        text = decoded(path.read_bytes())
    except OSError as error:
        raise Trouble(f"{path} can’t be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Trouble(f"{path} isn’t a text file. Save it as plain text and send it again.") from error
    return File(name=path.name, text=text)


def _print(posts: Sequence[Post], words: Said) -> None:
    console = console_for()
    command = "groundwork say" + (f" --in {shlex.quote(words.conversation)}" if words.conversation != "local" else "")
    for index, post in enumerate(posts):
        if index:
            console.print()
        console.print(Drawn(post, command=command), end="")


def _keyboard(config: Config, conversation: str, me: Person, menu: Menu) -> Keyboard:
    from bot.platforms.terminal.keyboard import Keyboard  # a pipe has no use for prompt_toolkit

    return Keyboard(
        commands=completed(menu),
        remembered=config.home / "typed",
        footer=f"{conversation}, as {me.name}   /help   Ctrl-D leaves",
    )
