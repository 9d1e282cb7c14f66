"""Real processes to measure: a PostgreSQL, a Chroma server, and replicas that can be killed and started again."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from bot.store.urls import database_url

ROOT = Path(__file__).parents[1]
_STARTS = 120.0
_BEGUN = "SELECT count(*) FROM dbos.workflow_status WHERE status = 'PENDING' AND executor_id = :name"
_CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"


@dataclass
class Replica:
    """One `groundwork serve`: its name stays, the process behind it comes and goes."""

    name: str
    folder: Path
    environment: dict[str, str]
    release: str = "1.0"
    process: Process | None = None
    url: str = ""
    gone: bool = False
    seconds: float = 0.0
    _reading: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start it, and wait until it listens."""
        environment = {**self.environment, "FLEET_RELEASE": self.release}
        words = [sys.executable, "-m", "benchmarks.replica"]
        self.process = await asyncio.create_subprocess_exec(
            *words, cwd=ROOT, env=environment, stdout=PIPE, stderr=STDOUT
        )
        await asyncio.wait_for(self._listens(self.process), _STARTS)

    async def kill(self) -> None:
        """Kill it, in the middle of whatever it does."""
        await self._end(signal.SIGKILL)

    async def kill_at_work(self, begun: Callable[[str], int]) -> int:
        """Kill it while it has turns that it has begun; how many these are."""
        assert self.process is not None  # noqa: S101 (it runs)
        while True:
            self.process.send_signal(signal.SIGSTOP)  # nothing changes while it is looked at
            left = await asyncio.to_thread(begun, self.name)
            if left:
                await self.kill()
                return left
            self.process.send_signal(signal.SIGCONT)
            await asyncio.sleep(0.01)

    async def stop(self) -> None:
        """Ask it to end; what it had begun it finishes."""
        await self._end(signal.SIGTERM)

    async def _listens(self, process: Process) -> None:
        assert process.stdout is not None  # noqa: S101 (it was asked for)
        told: list[str] = []
        while line := (await process.stdout.readline()).decode():
            told.append(line)
            if "http://" in line and not self.url:
                self.url = "http://" + line.partition("http://")[2].partition("/")[0].strip()
            if line.startswith("Ctrl-C"):
                self._reading = asyncio.create_task(self._read(process))
                return
        log = self.folder / "groundwork.log"
        told.append(log.read_text(encoding="utf-8")[-3000:] if log.exists() else "")
        raise RuntimeError(f"{self.name} ended before it listened:\n{''.join(told)}")

    async def _read(self, process: Process) -> None:
        with (self.folder / "out").open("a", encoding="utf-8") as out:
            while process.stdout is not None and (line := (await process.stdout.readline()).decode()):
                out.write(line)
                out.flush()

    async def _end(self, number: int) -> None:
        process, self.process, self.url = self.process, None, ""
        if process is not None and process.returncode is None:
            self.seconds += seconds_of(process.pid)
            process.send_signal(number)
            await asyncio.wait_for(process.wait(), 60)
        if self._reading is not None:
            await self._reading
            self._reading = None


@dataclass
class Fleet:
    """Several replicas, what they stand on, and who hears of a request next."""

    replicas: list[Replica]
    database: str
    postgres: int
    chroma: int
    seed: random.Random
    connections: int = 0
    _began: dict[str, float] = field(default_factory=dict)

    @property
    def listening(self) -> list[Replica]:
        """Those that a load balancer would send requests to."""
        return [each for each in self.replicas if each.url]

    async def url(self) -> str:
        """Where the next request goes; waits while nobody listens."""
        while not self.listening:  # noqa: ASYNC110 (they are other processes)
            await asyncio.sleep(0.05)
        return self.seed.choice(self.listening).url

    def begin_measuring(self) -> None:
        """Count processor time from now on."""
        self._began = self._so_far()

    def processor(self) -> dict[str, float]:
        """Seconds of processor time since, by what used them."""
        return {name: seconds - self._began.get(name, 0.0) for name, seconds in self._so_far().items()}

    def _so_far(self) -> dict[str, float]:
        running = [each.process.pid for each in self.replicas if each.process is not None]
        return {
            "replicas": sum(map(seconds_of, running)) + sum(each.seconds for each in self.replicas),
            "PostgreSQL": seconds_of(self.postgres, children=True),
            "Chroma": seconds_of(self.chroma, children=True),
            "people (this process)": time.process_time(),
        }

    def begun(self, name: str) -> int:
        """How many turns this replica has begun and not ended."""
        return int(self.ask(_BEGUN, name=name))

    def ask(self, question: str, **values: object) -> float:
        """A number from the database."""
        engine = create_engine(database_url(self.database), poolclass=NullPool)
        with engine.connect() as connection:
            return float(connection.execute(text(question), values).scalar_one())

    def memory(self) -> float:
        """Megabytes that the largest replica holds."""
        running = [each.process.pid for each in self.replicas if each.process is not None]
        return max(psutil.Process(each).memory_info().rss for each in running) / 1e6

    async def count_connections(self) -> None:
        """Keep how many connections PostgreSQL had at most, for ever."""
        while True:
            count = await asyncio.to_thread(self.ask, _CONNECTIONS)
            self.connections = max(self.connections, int(count) - 1)
            await asyncio.sleep(1)


@asynccontextmanager
async def a_fleet(count: int, environment: dict[str, str], seed: random.Random) -> AsyncIterator[Fleet]:
    """`count` replicas that listen, on a PostgreSQL and a Chroma server of their own."""
    with tempfile.TemporaryDirectory() as told, _postgres() as (database, postgres):
        folder = Path(told)
        async with _chroma(folder / "chroma") as (address, chroma):
            base = {
                **{key: value for key, value in os.environ.items() if not key.startswith(_OURS)},
                "GROUNDWORK_STATE_URL": database,
                "GROUNDWORK_INDEX_CHROMA": address,
                "GROUNDWORK_HTTP_PORT": "0",
                **environment,
            }
            replicas = [_replica(folder, base, chr(ord("a") + number)) for number in range(count)]
            fleet = Fleet(replicas, database, postgres, chroma, seed)
            counting = asyncio.create_task(fleet.count_connections())
            try:
                await replicas[0].start()  # it makes the tables and the index
                await asyncio.gather(*(each.start() for each in replicas[1:]))
                yield fleet
            finally:
                counting.cancel()
                await asyncio.gather(*(each.kill() for each in replicas))


_OURS = ("SLACK_", "TEAMS_", "GROUNDWORK_", "DBOS_")


def _replica(folder: Path, base: dict[str, str], name: str) -> Replica:
    own = folder / name
    own.mkdir()
    return Replica(name, own, {**base, "DBOS__VMID": name, "GROUNDWORK_HOME": str(own)})


@contextmanager
def _postgres() -> Iterator[tuple[str, int]]:
    """Its address, and the process that everything of it belongs to."""
    from tests.store.databases import new_database, postgres_server

    with postgres_server() as server:
        data = Path(server.partition("host=")[2].replace("%2F", "/"))
        yield new_database(server), int((data / "postmaster.pid").read_text().split()[0])


@asynccontextmanager
async def _chroma(folder: Path) -> AsyncIterator[tuple[str, int]]:
    from tests.ports import a_port

    chroma = str(Path(sys.executable).with_name("chroma"))
    with a_port() as port:
        process = await asyncio.create_subprocess_exec(
            chroma, "run", "--path", str(folder), "--port", str(port), stdout=DEVNULL, stderr=DEVNULL
        )
        try:
            await asyncio.wait_for(_answers(port), _STARTS)
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.kill()
            await process.wait()


async def _answers(port: int) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return


def seconds_of(process: int, *, children: bool = False) -> float:
    """Processor time that a process has used, those that it started included where asked for."""
    try:
        found = psutil.Process(process)
        family = [found, *found.children(recursive=True)] if children else [found]
        return sum(sum(each.cpu_times()[: 4 if children else 2]) for each in family)
    except psutil.Error:  # it ends at this moment
        return 0.0
