"""Conversations at a terminal, as a person has them."""

from __future__ import annotations

import asyncio
import io
import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.data_structures import Size
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import fragment_list_to_text, to_formatted_text
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.chat import Address, Attachment, Choice, Choices, Form, FormField, Message, Post, Veiled
from bot.errors import StoreTrouble, Trouble, TurnTrouble
from bot.platforms.terminal import Terminal, address_of
from bot.platforms.terminal.clean import readable
from bot.platforms.terminal.filling import Stopped
from bot.platforms.terminal.keyboard import Keyboard, SlashCommands
from bot.platforms.terminal.pipe import Pipe
from bot.platforms.terminal.render import console_for
from bot.platforms.terminal.talk import Lane, Talk, save
from bot.platforms.terminal.typed import field_value, person, said
from tests.patience import until
from tests.platforms.kept import Kept

HERE = address_of("local")
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
PRIYA = person("Priya Sharma")
OFFER = Post(
    text="What next?", parts=(Choices(options=(Choice(id="ok", label="Approve"), Choice(id="no", label="Reject"))),)
)
FORM = Form(
    id="change",
    title="Change answer 7",
    fields=(
        FormField(name="text", label="What should it say?"),
        FormField(name="due", label="By when", type="date", required=False),
        FormField(name="sure", label="How sure is it?", type="choice", options=("stated", "assumed")),
    ),
)

Answer = Callable[[Message], list[Post]]


class Groundwork:
    """Answers as it is told, through the terminal's own store; remembers what it heard."""

    def __init__(self, terminal: Terminal, answer: Answer) -> None:
        self.heard: list[Message] = []
        self._terminal = terminal
        self._answer = answer

    async def submit(self, message: Message) -> str:
        self.heard.append(message)
        return message.key

    async def result(self, turn_id: str) -> list[Post]:
        posts = self._answer(self.heard[-1])
        for number, post in enumerate(posts):
            await self._terminal.say(HERE, post, key=f"{turn_id}/{number}")
        return posts


class Script:
    """A person who types these lines; an exception is what they press, a callable what happens meanwhile."""

    def __init__(self, *steps: str | Stopped | Callable[[], Awaitable[None]]) -> None:
        self._steps = list(steps)
        self.disturbed = 0

    async def line(self) -> str | None:
        while self._steps:
            step = self._steps.pop(0)
            if isinstance(step, Stopped):
                raise step
            if isinstance(step, str):
                return step
            await step()
        return None

    async def field(self, field: FormField) -> str | None:
        del field
        return await self.line()

    async def above(self, show: Callable[[], None]) -> None:
        show()
        self.disturbed += 1

    async def patiently(self, waiting: asyncio.Future[list[Post]]) -> None:
        await asyncio.wait([waiting])


async def talk(*steps: str | Stopped | Callable[[], Awaitable[None]], answer: Answer) -> tuple[Groundwork, str]:
    terminal = Terminal(Kept())
    groundwork = Groundwork(terminal, answer)
    return groundwork, await talk_with(groundwork, terminal, Script(*steps))


async def talk_with(  # noqa: PLR0913 (all that a talk is made of)
    groundwork: Groundwork,
    terminal: Terminal,
    source: Script | Pipe,
    *,
    team: str = "",
    live: bool = False,
    lane: Lane | None = None,
) -> str:
    file = io.StringIO()
    console = console_for(file, width=80)
    console._force_terminal = live
    numbers = count()

    def key(address: Address, at: datetime) -> str:
        return f"{address}/{next(numbers):04d}"

    await Talk(
        line=groundwork,
        terminal=terminal,
        source=source,
        console=console,
        address=HERE,
        me=PRIYA,
        new_key=key,
        team=team,
        lane=lane,
    ).run()
    return file.getvalue()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def always(post: Post) -> Answer:
    return lambda _: [post]


def echo(message: Message) -> list[Post]:
    return [Post(text=f"I heard: {message.text}")]


async def test_what_is_said_is_answered() -> None:
    groundwork, seen = await talk("hello", "", "bye then", answer=echo)
    assert [message.text for message in groundwork.heard] == ["hello", "bye then"]
    assert groundwork.heard[0].author == PRIYA
    assert seen == "\n  I heard: hello\n\n\n  I heard: bye then\n\n"


async def test_a_slash_word_is_a_command() -> None:
    groundwork, _ = await talk("/interview Faster refunds", "/ 2 of them", answer=echo)
    command, text = groundwork.heard
    assert (command.command, command.text) == ("interview", "Faster refunds")
    assert (text.command, text.text) == (None, "/ 2 of them")


async def test_a_number_picks_what_was_just_offered() -> None:
    groundwork, seen = await talk("hi", "2", answer=lambda message: [Post(text="Fine.") if message.choice else OFFER])
    assert groundwork.heard[1].choice == "no"
    assert "→ Reject" in seen


async def test_a_number_is_an_answer_when_the_offer_has_passed() -> None:
    groundwork, _ = await talk(
        "hi", "well", "2", answer=lambda m: [OFFER] if m.text == "hi" else [Post(text="How many?")]
    )
    assert (groundwork.heard[2].choice, groundwork.heard[2].text) == (None, "2")


async def test_an_equals_sign_says_the_number_itself() -> None:
    groundwork, _ = await talk("hi", "=2", "3", answer=always(OFFER))
    assert [(message.choice, message.text) for message in groundwork.heard[1:]] == [(None, "2"), (None, "3")]


class AtOnce:
    """Opens the form behind the first choice, and keeps nothing of what is secret."""

    async def opens(self, message: Message) -> Form | None:
        return FORM if message.choice == "ok" else None

    async def checks(self, message: Message) -> Mapping[str, str]:
        said = (message.form or {}).get("text", "")
        return {"text": "Say it in words.", "": "And elsewhere."} if said.isdecimal() else {}

    async def veils(self, message: Message) -> Veiled | None:
        return Veiled(message=None, told="I kept nothing of it: `retro add …`.") if "secret" in message.text else None


async def test_a_form_opens_at_once_and_what_may_not_be_kept_is_told_and_never_sent() -> None:
    terminal = Terminal(Kept())
    groundwork = Groundwork(terminal, lambda message: [Post(text="Changed.") if message.form else OFFER])
    script = Script("hi", "1", "Refunds are fast", "2026-03-31", "stated", "a secret")
    seen = await talk_with(groundwork, terminal, script, lane=AtOnce())
    assert [message.choice for message in groundwork.heard] == [None, None], "no turn only to open a form"
    assert groundwork.heard[1].form == {"text": "Refunds are fast", "due": "2026-03-31", "sure": "stated"}
    assert "I kept nothing of it: retro add …." in seen


async def test_what_is_wrong_with_a_form_is_mended_and_all_else_of_it_stays() -> None:
    offered: list[str] = []

    class Watched(Script):
        async def field(self, field: FormField) -> str | None:
            offered.append(f"{field.name}={field.value}")
            return await super().field(field)

    terminal = Terminal(Kept())
    groundwork = Groundwork(terminal, lambda message: [Post(text="Changed.") if message.form else OFFER])
    seen = await talk_with(
        groundwork, terminal, Watched("hi", "1", "17", "2026-03-31", "stated", "Fast refunds"), lane=AtOnce()
    )
    assert offered == ["text=", "due=", "sure=", "text=17"]
    assert groundwork.heard[1].form == {"text": "Fast refunds", "due": "2026-03-31", "sure": "stated"}
    assert seen.index("What should it say? Say it in words.") < seen.index("Changed.")


async def test_a_form_is_asked_field_by_field_until_it_is_right() -> None:
    groundwork, seen = await talk(
        "change 7", "", "Refunds are fast", "someday", "2026-03-31", "3", "assumed",
        answer=lambda message: [Post(text="Changed.")] if message.form else [Post(parts=(FORM,))],
    )  # fmt: skip
    assert groundwork.heard[1].form_id == "change"
    assert groundwork.heard[1].form == {"text": "Refunds are fast", "due": "2026-03-31", "sure": "assumed"}
    assert "This one is needed." in seen
    assert "Please write the date like" in seen
    assert "Please choose one of these: stated, assumed." in seen
    assert "Changed." in seen


@pytest.mark.parametrize("leaving", [("/cancel",), (Stopped(),), ()])
async def test_a_form_can_be_left(leaving: tuple[str | Stopped, ...]) -> None:
    groundwork, seen = await talk("change 7", "new words", *leaving, answer=always(Post(parts=(FORM,))))
    assert len(groundwork.heard) == 1
    assert "The form is closed; nothing was changed." in seen


async def test_a_command_at_a_form_is_run_when_the_form_is_left_for_it_and_what_was_filled_in_is_kept() -> None:
    groundwork, seen = await talk(
        "change 7", "new words", "/retro board", "1", "change 7", Stopped(),
        answer=lambda message: [Post(text="The board.")] if message.command else [Post(parts=(FORM,))],
    )  # fmt: skip
    assert [(message.command, message.form) for message in groundwork.heard] == [
        (None, None),
        ("retro", None),
        (None, None),
    ]
    assert "A form is open: Change answer 7. /cancel leaves it." in seen
    assert "nothing was changed. What you filled in is there again" in " ".join(seen.split())
    assert seen.index("is there again") < seen.index("The board.")


async def test_what_was_filled_in_before_is_offered_when_the_form_is_opened_again() -> None:
    offered: list[str] = []

    class Watched(Script):
        async def field(self, field: FormField) -> str | None:
            offered.append(f"{field.name}={field.value}")
            return await super().field(field)

    terminal = Terminal(Kept())
    groundwork = Groundwork(terminal, lambda message: [Post(text="Changed.") if message.form else Post(parts=(FORM,))])
    script = Watched("change 7", "new words", Stopped("2026-0"), "change 7", "new words", "", "stated", "change 7")
    await talk_with(groundwork, terminal, script)
    assert offered == ["text=", "due=", "text=new words", "due=2026-0", "sure=", "text="], "kept until it was sent"


@pytest.mark.parametrize(
    ("answers", "text"),
    [(("2", "Refunds"), "Refunds"), (("3",), "/retro board"), (("what?", "write"), "/retro board")],
)
async def test_a_command_at_a_form_can_be_a_slip_or_what_is_meant(answers: tuple[str, ...], text: str) -> None:
    groundwork, _ = await talk(
        "change 7", "/retro board", *answers, "2026-03-31", "stated",
        answer=lambda message: [Post(text="Changed.")] if message.form else [Post(parts=(FORM,))],
    )  # fmt: skip
    assert groundwork.heard[1].form == {"text": text, "due": "2026-03-31", "sure": "stated"}


async def test_quit_at_a_form_leaves_when_that_is_meant() -> None:
    groundwork, _ = await talk("change 7", "/quit", "1", "never said", answer=always(Post(parts=(FORM,))))
    assert len(groundwork.heard) == 1


async def test_a_pipe_shows_what_can_be_chosen() -> None:
    terminal = Terminal(Kept())
    groundwork = Groundwork(terminal, always(Post(parts=(FORM,))))
    file = io.StringIO("change 7\nnew words\n/retro board\n1\n")
    seen = await talk_with(groundwork, terminal, Pipe(file, console_for(shown := io.StringIO(), width=80)))
    assert "A form is open" in seen
    assert "1  leave the form and run it" in shown.getvalue()
    assert groundwork.heard[1].command == "retro"


@pytest.mark.parametrize("word", ["/quit", "/exit", " /QUIT "])
async def test_quit_leaves(word: str) -> None:
    groundwork, _ = await talk(word, "never said", answer=echo)
    assert groundwork.heard == []


async def test_ctrl_c_clears_the_line_and_on_an_empty_one_says_how_to_leave() -> None:
    groundwork, seen = await talk(Stopped("half a li"), Stopped(), "hello", answer=echo)
    assert seen.count("Ctrl-D or /quit leaves") == 1
    assert len(groundwork.heard) == 1


async def test_a_turn_that_could_not_be_finished_is_told_and_the_talk_goes_on() -> None:
    def answer(message: Message) -> list[Post]:
        if message.text == "one":
            raise TurnTrouble("I couldn’t finish answering.")
        return echo(message)

    _, seen = await talk("one", "two", answer=answer)
    assert "I couldn’t finish answering." in seen
    assert "I heard: two" in seen


async def test_what_is_said_meanwhile_shows_up() -> None:
    terminal = Terminal(Kept())

    async def a_reminder() -> None:
        await terminal.say(HERE, Post(text="Not for you.", private_to="sam"), key="private")
        await terminal.say(HERE, Post(text="Stand-up in 5 minutes."), key="reminder")
        await until(lambda: script.disturbed)

    script = Script(a_reminder)
    seen = await talk_with(Groundwork(terminal, echo), terminal, script)
    assert seen == "  Stand-up in 5 minutes.\n\n"


async def test_a_look_that_fails_does_not_end_the_looking() -> None:
    kept = Kept()
    terminal = Terminal(kept)

    async def a_reminder_after_an_outage() -> None:
        kept.away(StoreTrouble("I can’t reach my database right now."))
        await until(lambda: kept.missed)
        kept.live()
        await terminal.say(HERE, Post(text="Stand-up in 5 minutes."), key="reminder")
        await until(lambda: script.disturbed)

    script = Script(a_reminder_after_an_outage)
    seen = await talk_with(Groundwork(terminal, echo), terminal, script)
    assert seen == "  Stand-up in 5 minutes.\n\n"


async def test_whoever_comes_back_sees_where_they_left_off() -> None:
    terminal = Terminal(Kept(), now=lambda: datetime.now(UTC) - timedelta(hours=49))
    await terminal.say(HERE, Post(text="Long ago."), key="a")
    await terminal.say(HERE, OFFER, key="b")
    groundwork = Groundwork(terminal, echo)
    seen = await talk_with(groundwork, terminal, Script("2"), team="Payments", live=True)
    assert "Groundwork for Payments" in seen
    assert "local, as Priya Sharma" in seen
    assert "You left off here, 2 days ago." in seen
    assert "Approve" in seen
    assert "Long ago." not in seen
    assert groundwork.heard[0].choice == "no"


async def test_a_pipe_is_read_a_message_a_line() -> None:
    terminal = Terminal(Kept())
    groundwork = Groundwork(terminal, echo)
    file = io.StringIO()
    await talk_with(groundwork, terminal, Pipe(io.StringIO("one\n\ntwo\n"), console_for(file)))
    assert [message.text for message in groundwork.heard] == ["one", "two"]
    assert file.getvalue() == "› one\n› \n› two\n"


async def test_files_of_an_answer_are_saved_and_never_over_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    post = Post(text="Done.", attachments=(Attachment(name="../brief.md", text="# Brief\n"),))
    _, seen = await talk("/save", "finish", "/save", "/save", answer=always(post))
    assert "There is no file to save yet." in seen
    assert "Attached: ../brief.md (8 bytes)\n  /save writes it into this folder.\n" in seen
    assert "Saved brief.md" in seen
    assert "Saved brief-2.md" in seen
    assert names(tmp_path) == ["brief-2.md", "brief.md"]


@pytest.mark.parametrize(
    ("name", "saved"), [("/etc/passwd", "passwd"), ("..", "attachment.txt"), (".hidden", "hidden"), ("a\\b.md", "b.md")]
)
def test_a_file_is_saved_under_a_plain_name(name: str, saved: str, tmp_path: Path) -> None:
    assert save(Attachment(name=name, text="x"), tmp_path) == tmp_path / saved


def test_the_same_name_is_the_same_person() -> None:
    assert person("Priya Sharma") == person("  @Priya  Sharma ")
    assert person("Priya Sharma").id == person("priya sharma").id == "priya-sharma"
    assert person("李雷").id == "李雷"
    with pytest.raises(Trouble, match="at least one letter"):
        person("!!!")


def test_bytes_that_are_not_utf_8_and_loose_accents_can_be_stored() -> None:
    assert readable("caf\udce9") == "caf�"
    assert readable("cafe\u0301") == "café"
    message = said("\udcff", key="k", address=HERE, author=PRIYA, at=NOON)
    assert message.model_dump_json()


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2026-03-31", "2026-03-31"),
        ("today", "2026-03-04"),
        ("Tomorrow", "2026-03-05"),
        ("fri", "2026-03-06"),
        ("Wednesday", "2026-03-11"),
    ],
)
def test_a_date_can_be_a_day_of_the_week(typed: str, value: str) -> None:
    assert field_value(FormField(name="d", label="D", type="date"), typed, date(2026, 3, 4)) == value


def test_a_choice_is_meant_by_number_or_by_its_first_letters() -> None:
    field = FormField(name="c", label="C", type="choice", options=("stated", "assumed", "as is"))
    today = date(2026, 3, 4)
    assert field_value(field, "2", today) == "assumed"
    assert field_value(field, "ST", today) == "stated"
    with pytest.raises(Trouble, match="Please choose one of these"):
        field_value(field, "as", today)


def test_commands_complete_at_the_start_of_a_line_only() -> None:
    commands = SlashCommands([("interview", "start one"), ("story", "a rough idea")])

    def offered(text: str) -> list[str]:
        return [each.text for each in commands.get_completions(Document(text), CompleteEvent())]

    assert offered("/") == ["/interview", "/story"]
    assert offered("/IN") == ["/interview"]
    assert offered("say /in") == []
    assert offered("/story about") == []


async def test_a_keyboard_gives_lines_pastes_and_the_end() -> None:
    with create_pipe_input() as keys, Keyboard(keys=keys, output=DummyOutput()) as keyboard:
        keys.send_text("hello\r")
        assert await keyboard.line() == "hello"
        keys.send_text("\x1b[200~two\nlines\x1b[201~\r")
        assert await keyboard.line() == "two\nlines"
        keys.send_text("first\x1b\rsecond\r")
        assert await keyboard.line() == "first\nsecond"
        keys.send_text("half\x03")
        with pytest.raises(Stopped, match="half"):
            await keyboard.line()
        keys.send_text("\x04")
        assert await keyboard.line() is None


class NarrowOutput(DummyOutput):
    def get_size(self) -> Size:
        return Size(rows=24, columns=30)


async def test_in_a_narrow_window_a_field_is_explained_whole() -> None:
    hint = "begin with “to …”, or with what you want"
    option = "the one that is much wider than any window of thirty columns"
    field = FormField(name="t", label="I want", hint=hint, type="choice", options=(option,))
    with create_pipe_input() as keys, Keyboard(keys=keys, output=NarrowOutput()) as keyboard:
        keys.send_text("1\r")
        await keyboard.field(field)
        lines = fragment_list_to_text(to_formatted_text(keyboard._fields.message)).splitlines()
    assert max(len(line) for line in lines) < 30
    words = " ".join(" ".join(lines).split())
    assert hint in words
    assert option in words


async def test_of_several_options_the_one_that_stands_there_is_what_enter_means() -> None:
    field = FormField(name="c", label="Where?", type="choice", options=("Start", "Stop"), value="Stop", hint="Choose.")
    with create_pipe_input() as keys, Keyboard(keys=keys, output=DummyOutput()) as keyboard:
        keys.send_text("1\r")
        assert await keyboard.field(field) == "1", "there is nothing to be deleted first"
        shown = fragment_list_to_text(to_formatted_text(keyboard._fields.message))
    assert "Choose; Enter for Stop" in shown
    form = Form(id="note", title="Add a note", fields=(field,))
    groundwork, _ = await talk(
        "hi", "", "bye",
        answer=lambda message: [Post(text="Noted.")] if message.form else [Post(parts=(form,))],
    )  # fmt: skip
    assert groundwork.heard[1].form == {"c": "Stop"}


async def test_a_command_behind_what_stood_there_is_one_too() -> None:
    form = Form(id="zone", title="Zone", fields=(FormField(name="zone", label="Zone", value="Europe/Berlin"),))
    groundwork, seen = await talk(
        "hi", "Europe/Berlin/retro board", "1",
        answer=lambda message: [Post(text="The board.")] if message.command else [Post(parts=(form,))],
    )  # fmt: skip
    assert [message.command for message in groundwork.heard] == [None, "retro"]
    assert "A form is open: Zone." in seen


async def test_ctrl_c_between_two_prompts_ends_the_waiting_and_nothing_else() -> None:
    before = signal.getsignal(signal.SIGINT)
    answer: asyncio.Future[list[Post]] = asyncio.get_running_loop().create_future()
    with create_pipe_input() as keys, Keyboard(keys=keys, output=DummyOutput()) as keyboard:
        keys.send_text("hello\r")
        await keyboard.line()
        os.kill(os.getpid(), signal.SIGINT)  # at once, before anybody waits
        await asyncio.sleep(0.01)
        with pytest.raises(Stopped):
            await keyboard.patiently(answer)
        keys.send_text("again\r")
        await keyboard.line()
        answer.set_result([])
        await keyboard.patiently(answer)  # the Ctrl-C of before has had its effect
    assert signal.getsignal(signal.SIGINT) == before


async def test_a_keyboard_offers_what_a_field_holds_and_remembers_lines(tmp_path: Path) -> None:
    remembered = tmp_path / "typed"
    with create_pipe_input() as keys, Keyboard(keys=keys, output=DummyOutput(), remembered=remembered) as keyboard:
        keys.send_text(" and kind\r")
        assert await keyboard.field(FormField(name="t", label="T", value="fast")) == "fast and kind"
        keys.send_text("remember me\r")
        await keyboard.line()
    assert "remember me" in remembered.read_text(encoding="utf-8")
    assert "fast and kind" not in remembered.read_text(encoding="utf-8")
    assert remembered.stat().st_mode & 0o077 == 0
    with create_pipe_input() as keys, Keyboard(keys=keys, output=DummyOutput(), remembered=remembered) as keyboard:
        keys.send_text("\x1b[A\r")
        assert await keyboard.line() == "remember me"


READ_BACK = (Choice(id="set", label="Yes, set it"), Choice(id="leave", label="No, leave it"))
TIMES = (Choice(id="one", label="Fri 14:00"), Choice(id="same", label="Fri 10:00 all the same"), READ_BACK[1])


@pytest.mark.parametrize(
    ("typed", "offered", "meant"),
    [
        ("yes", READ_BACK, "set"),
        ("Yes please!", READ_BACK, "set"),
        ("ok", READ_BACK, "set"),
        ("that’s right", READ_BACK, "set"),
        ("yes, set it", READ_BACK, "set"),
        ("no", READ_BACK, "leave"),
        ("nope.", READ_BACK, "leave"),
        ("No thanks", READ_BACK, "leave"),
        ("leave it", TIMES, "leave"),
        ("fri 14:00", TIMES, "one"),
        ("yes", TIMES, None),
        ("yes, the customer is asked first", READ_BACK, None),
        ("no deploys on Fridays", READ_BACK, None),
        ("yes", (), None),
        ("...", READ_BACK, None),
    ],
)
def test_what_was_read_back_is_answered_in_ordinary_words(
    typed: str, offered: tuple[Choice, ...], meant: str | None
) -> None:
    message = said(typed, key="1", address=HERE, author=PRIYA, at=NOON, offered=offered)
    assert message.choice == meant
    assert message.text == ("" if meant else typed)
