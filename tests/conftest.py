"""What every test may ask for: the whole bot in a conversation, on a fixed clock; and no test reaches the network."""

from __future__ import annotations

import gc
import ipaddress
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import structlog
from hypothesis import settings
from structlog.dev import ConsoleRenderer, plain_traceback

from bot.app import build, open_app
from bot.config import Config, load
from bot.knowledge.embed import MiniLm, Vector
from bot.prompts import Prompts, load_prompts
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore
from tests.dialog import Bot, DurableRoad, MemoryRoad, StraightRoad

# The same examples every time, so that a change is judged by what it changed; `make fuzz` looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=int(os.environ.get("FUZZ_EXAMPLES", "1000")))
settings.load_profile("steady")


# As structlog stands without a setting it draws each value of each frame of a traceback: seconds for one failure.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        ConsoleRenderer(colors=False, exception_formatter=plain_traceback),
    ]
)


class NetworkOff(RuntimeError):  # noqa: N818  (a state of the machine, not a fault of ours)
    """A test tried to leave this machine."""


LONG = ("test_scale.py", "test_kill.py", "test_forgotten_by_all.py", "test_forgetting.py", "test_learning.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest begin first, a share of them in each process, so that none is left alone with them at the end.

    Each process of `--dist worksteal` begins with as many tests in a row, and what it begins with nobody takes from it.
    """
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    units: dict[str, list[pytest.Item]] = {}
    for item in sorted((each for each in items if each.path.name in LONG), key=lambda each: LONG.index(each.path.name)):
        # What a file made for its tests is made once; those of a kill share nothing.
        units.setdefault(item.nodeid if item.path.name == "test_kill.py" else str(item.path), []).append(item)
    long = list(units.values())
    rest = [item for item in items if item.path.name not in LONG]
    ordered: list[pytest.Item] = []
    for at in range(processes):
        share = [item for unit in long[at::processes] for item in unit]
        more = max(0, (len(items) - len(ordered)) // (processes - at) - len(share))
        ordered += [*share, *rest[:more]]
        rest = rest[more:]
    items[:] = [*ordered, *rest]


def pytest_collection_finish() -> None:
    """What was imported stays: the collector of garbage needn't look through it thousands of times."""
    gc.collect()
    gc.freeze()


_CHOSEN = urlsplit(os.environ.get("TEST_MODEL_URL", "")).hostname
"""Where the model is that somebody wants the tests to ask; without the variable, no test leaves this machine."""

_left: list[str] = []


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook sees every connection that Python makes, whichever library asks for it."""
    if event == "socket.connect":
        target = arguments[1]
        if isinstance(target, tuple) and not _is_here(str(target[0])):
            _left.append(f"{target[0]}:{target[1]}")
            raise NetworkOff(_left[-1])
    elif event == "socket.getaddrinfo" and not _is_here(str(arguments[0] or "localhost")):
        _left.append(str(arguments[0]))
        raise NetworkOff(_left[-1])


def _is_here(host: str) -> bool:
    if host in {"localhost", "", _CHOSEN}:
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def network_off() -> Iterator[list[str]]:
    """Fails the test that tried to reach another machine, even where the error was swallowed."""
    _left.clear()
    yield _left
    assert not _left, f"This test tried to reach {', '.join(_left)}."


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test finds the key of a real provider, or sends what it does to a tracing service."""
    for name in os.environ:
        if name.endswith("_API_KEY") or name.startswith(("LANGSMITH_", "LANGCHAIN_", "OPENAI_", "AZURE_OPENAI_")):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session", autouse=True)
def embedded_once() -> Iterator[None]:
    """The same batch of texts has the same vectors: the documents that we ship are embedded once, not for each bot."""
    run = MiniLm._run
    made: dict[tuple[tuple[int, ...], ...], list[Vector]] = {}

    def once(self: MiniLm, rows: list[list[int]]) -> list[Vector]:
        batch = tuple(map(tuple, rows))
        if batch not in made:
            made[batch] = run(self, rows)
        return list(made[batch])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MiniLm, "_run", once)
        yield


@pytest.fixture
def hangs() -> Iterator[None]:
    """A pattern that never ends holds the whole process: only a signal gets through to it.

    Whoever uses this says by `signal.setitimer(signal.ITIMER_VIRTUAL, …)` after how many seconds of work.
    """

    def stop(*_: object) -> None:
        raise AssertionError("It hangs.")

    before = signal.signal(signal.SIGVTALRM, stop)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


@pytest.fixture(scope="session")
def prompts() -> Prompts:
    """The prompts that are shipped."""
    return load_prompts(Path(__file__).parent.parent / "prompts")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """The settings as they are without a config.yaml, with everything kept in this test's folder."""
    return load(None, cwd=tmp_path, environ={"GROUNDWORK_HOME": str(tmp_path / "state")})


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with its tables, to copy."""
    file = tmp_path_factory.mktemp("database") / "groundwork.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
async def bot_store(tmp_path: Path, migrated_file: Path) -> AsyncIterator[SqlStore]:
    """A real store on a SQLite file."""
    shutil.copy(migrated_file, tmp_path / "groundwork.db")
    async with SqlStore(f"sqlite:///{tmp_path}/groundwork.db") as store:
        yield store


@pytest.fixture
def bot(config: Config, prompts: Prompts, bot_store: SqlStore) -> Bot:
    """The whole bot over a real store; no queue, so that a dialog takes milliseconds."""
    return Bot(StraightRoad(build(config, prompts, store=bot_store), bot_store))


@pytest.fixture
def new_bot(config: Config, prompts: Prompts) -> Callable[[], Bot]:
    """A whole bot over a store in memory, as many as wanted."""
    handle = build(config, prompts)
    return lambda: Bot(MemoryRoad(handle))


@pytest.fixture
async def durable_bot(config: Config) -> AsyncIterator[Bot]:
    """The whole bot as it runs: each message is a durable turn."""
    async with open_app(config) as app:
        yield Bot(DurableRoad(app))
