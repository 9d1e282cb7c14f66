"""`groundwork demo`: scripted people on the real bot, from a first sentence to the stories, the sprint, its retro."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from bot.app import App, open_app
from bot.chat import Message, Person, parse_command
from bot.config import Config, load
from bot.durable import new_key
from bot.interviews.flow import KIND, events_of
from bot.interviews.rules import replay
from bot.logs import open_log
from bot.platforms.terminal import address_of
from bot.platforms.terminal.render import Drawn, console_for

PRIYA = Person(id="priya", name="Priya")
TOM = Person(id="tom", name="Tom")

OPENING = (
    "/interview Let customers move a parcel delivery to another day by themselves. "
    "Today they have to phone the call centre, and on Mondays the queue is twenty minutes long."
)

SCRIPT: dict[str, tuple[tuple[Person, str], ...]] = {
    "problem": (
        (
            PRIYA,
            "Last Monday a customer waited 25 minutes in the queue and hung up, and the driver stood before a closed "
            "door. That happens about 60 times a week.",
        ),
    ),
    "outcome": ((PRIYA, "Failed deliveries go down from 9 % to 4 % by the end of June."),),
    "users": ((PRIYA, "Customers on their phone, and dispatchers, about 15 of them, at a desk all day."),),
    "behaviour": (
        (
            PRIYA,
            "The customer opens the link in the delivery mail and sees the planned day. "
            "The customer picks another day within the next week, and the answer must be fast. "
            "The dispatcher sees every moved parcel before the tours are planned.",
        ),
        (PRIYA, "The new day is confirmed within 3 seconds, with 200 customers at once."),
        (TOM, "A customer can also leave the parcel with a neighbour by naming the house number."),
        (PRIYA, "no, that's all"),
    ),
    "exceptions": (
        (
            TOM,
            "If the day is fully booked in the meantime, the customer sees the next free day. "
            "If the planning system is down, the change is kept and sent later, and the customer gets a text message.",
        ),
    ),
    "scope": (
        (
            PRIYA,
            "Parcels to private homes are in. Business addresses are out at first, since they have fixed slots. "
            "Changing the address comes later.",
        ),
    ),
    "rules": (
        (PRIYA, "A delivery can be moved at most 2 times. Only a dispatcher may move it after 6 pm on the day before."),
        (TOM, "Actually, a delivery can be moved at most 3 times, that is what the contract says."),
        (PRIYA, "nothing else"),
    ),
    "priority": ((PRIYA, "Picking another day. Even without the neighbour it saves most of the calls."),),
    "data": (
        (
            PRIYA,
            "The parcel number, the old day, the new day and who moved it. About 400 a day, deleted after 90 days.",
        ),
    ),
    "security": ((PRIYA, "don't know, ask @mara by Friday"),),
    "interfaces": (
        (
            TOM,
            "It reads the tours from the planning system. Team Routes has to add a field, and knows it.",
        ),
    ),
    "verification": (
        (
            PRIYA,
            "Given a parcel that is planned for Tuesday, when the customer picks Thursday, then the dispatcher sees "
            "Thursday. A link that was used up shows no parcel at all.",
        ),
    ),
    "performance": ((TOM, "Between 6 and 10 pm it may be down for 5 minutes at most."),),
    "constraints": ((PRIYA, "It must be live before November, because in December the call centre is full."),),
    "": ((TOM, "Drivers print their list at 5 am, so a change after that never reaches them."),),
}
"""What Priya and Tom answer, by the topic that they are asked about; the last stands for the closing question."""

DIGEST: tuple[tuple[Person, str], ...] = (
    (PRIYA, "/context sprint"),
    (TOM, "/context who may still change a delivery in the evening"),
    (TOM, "/digest weekdays 09:00"),
)
"""What they ask about the documents that lie in `knowledge`."""

MEETING: tuple[tuple[Person, str], ...] = (
    (TOM, "/ceremony add Retrospective, Thursday 15:00, 1 hour, last week"),
    (PRIYA, "/ceremony add Planning, Monday 10:00, 2 hours, week 1"),
    (TOM, "/ceremony next 3"),
)
"""What they say about when they meet."""

RETRO: tuple[tuple[Person, str], ...] = (
    (PRIYA, "/retro start"),
    (TOM, "/retro add stop: deploying on Fridays, we rolled back twice"),
    (PRIYA, "/retro add stop: Friday deploys"),
    (TOM, "/retro add continue: the demo with the dispatchers"),
    (PRIYA, "/retro next"),
    (PRIYA, "/retro next"),
    (TOM, "/retro vote 1 1"),
    (PRIYA, "/retro vote 1 2"),
    (PRIYA, "/retro next"),
    (PRIYA, "/retro action Block deploys after Thursday noon @Tom before next planning"),
    (TOM, "/retro take A-1"),
    (PRIYA, "/retro close"),
)
"""What they say in a retro; of what only counts a note or a vote, the board itself isn't shown again."""

_QUIET = ("/retro add", "/retro vote", "/retro take")
_MOST_TURNS = 40


def run_demo() -> None:
    """Play it in this terminal, in a folder of its own that is gone afterwards."""
    console = console_for()
    with tempfile.TemporaryDirectory(prefix="groundwork-demo-") as folder:
        home = Path(folder)
        # By words alone: reading everything by meaning takes longer than anybody watches a demo.
        config = load(None, cwd=home, environ={"GROUNDWORK_HOME": folder, "GROUNDWORK_INDEX_EMBEDDER": "none"})
        open_log(config)
        asyncio.run(_play(config, console))


async def _play(config: Config, console: Console) -> None:
    started = time.monotonic()
    console.print()
    console.print(Rule(Text("Groundwork: from a conversation to a brief, stories and criteria", style="bold")))
    console.print(
        "Priya, a product manager, and Tom, a dispatcher, are interviewed. Their answers are scripted; "
        "everything else is the real bot, with no model, account or server.",
        style="dim",
    )
    pause = 0.35 if console.is_terminal else 0.0
    async with open_app(config) as app:
        left = {topic: list(answers) for topic, answers in SCRIPT.items()}
        person, text = PRIYA, OPENING
        for _ in range(_MOST_TURNS):
            await _turn(app, console, person, text, pause)
            topic = await _pending_topic(app)
            if topic is None:
                break
            person, text = left[topic].pop(0) if left.get(topic) else (PRIYA, "skip")
        await _turn(app, console, PRIYA, "approve all", pause)
        console.print()
        console.print(Rule(Text("And for the coming sprint: what the documents say", style="bold")))
        for person, text in DIGEST:
            await _turn(app, console, person, text, pause)
        console.print()
        console.print(Rule(Text("And when the team meets", style="bold")))
        for person, text in MEETING:
            await _turn(app, console, person, text, pause)
        console.print()
        console.print(
            Rule(Text("And when the sprint is over: a retro, whose actions come back until done", style="bold"))
        )
        for person, text in RETRO:
            await _turn(app, console, person, text, pause)
    console.print(Rule())
    console.print(f"Played in {time.monotonic() - started:.0f} seconds. Now it is your turn:\n")
    for command, meaning in (
        ("groundwork chat", "and then /interview with what you have in mind"),
        ("groundwork story lint FILE", "to check the stories that you have already"),
        ("groundwork index DIR", "to read your documents; search finds in them"),
        ("groundwork init DIR", "to get the questions and settings to edit"),
    ):
        console.print(Text.assemble(("  .venv/bin/" + command, "bold"), ("  " + meaning, "dim")))
    console.print()


async def _turn(app: App, console: Console, person: Person, text: str, pause: float) -> None:
    """One message and its answer, as they look in a chat."""
    console.print()
    console.print(Text.assemble((person.name, "bold cyan"), "  ", text))
    await asyncio.sleep(pause)
    at = datetime.now(UTC)
    address = address_of("demo")
    command, rest = parse_command(text)
    message = Message(key=new_key(address, at), address=address, author=person, at=at, command=command, text=rest)
    with _working(console):
        posts = await app.result(await app.submit(message))
    for post in posts[-1:] if text.startswith(_QUIET) else posts:
        console.print()
        console.print(Drawn(post))
    await asyncio.sleep(pause)


@contextmanager
def _working(console: Console) -> Iterator[None]:
    if console.is_terminal:
        with console.status("thinking", spinner="dots"):
            yield
    else:
        yield


async def _pending_topic(app: App) -> str | None:
    """The topic of the question that waits, "" for the closing one, None when the interview has ended."""
    journal = await app.store.current(address_of("demo"), KIND)
    if journal is None:
        return None
    pending = replay(events_of(journal)).pending
    return (pending.topic or "") if pending else None
