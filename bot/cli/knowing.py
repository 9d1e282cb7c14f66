"""`groundwork index`, `search` and `eval retrieval`: the documents, from the command line."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console, ConsoleRenderable
from rich.text import Text

from bot import places
from bot.app import approved_documents, open_app
from bot.chat import Message, Person
from bot.cli.printing import print_json
from bot.config import Config
from bot.durable import new_key
from bot.errors import Trouble
from bot.knowledge import evaluation
from bot.knowledge.library import Library, no_progress
from bot.knowledge.opening import keep_sources, open_library
from bot.knowledge.says import COMMAND_LINE, age
from bot.knowledge.searching import Ways
from bot.knowledge.values import Found, Hit, Report, Unread
from bot.knowledge.vectors import IndexBusy
from bot.language.text import so_many
from bot.platforms.terminal import address_of
from bot.platforms.terminal.clean import clean
from bot.platforms.terminal.markdown import Hanging
from bot.platforms.terminal.render import Trimmed, console_for

_PATIENCE = 3600.0
_NOTHING = 1
_DEEP = 25


@dataclass(frozen=True, slots=True)
class Wanted:
    """What `groundwork search` was told: a question or a file of them, how many passages, whose eyes."""

    question: str
    count: int
    queries: Path | None
    conversation: str | None

    @property
    def asking(self) -> str | None:
        """The address of the conversation that asks, None for whoever runs the command."""
        return None if self.conversation is None else address_of(self.conversation)


async def index(config: Config, paths: Sequence[Path], folder: Path | None, *, as_json: bool) -> int:
    """Read and embed what is new, and print what was done; returns the exit code."""
    where = folder or config.index_dir
    if paths:
        keep_sources(where, paths, add=folder is None)
    try:
        report = await _index_here(config, folder, quiet=as_json)
    except IndexBusy:
        if folder is not None:
            raise
        # The running process has the index, so it does the work.
        report = Report.model_validate(await _hand_over(config, "index", ""))
    if as_json:
        print_json(report.model_dump(mode="json"))
    else:
        _show_report(report, console_for())
    return 130 if report.stopped else 0


async def _index_here(config: Config, folder: Path | None, *, quiet: bool) -> Report:
    places.make_state_folder(config.home)
    made = dict if folder else await approved_documents(config)
    stopping = threading.Event()
    loop = asyncio.get_running_loop()
    try:
        loop.add_signal_handler(signal.SIGINT, stopping.set)
    except (NotImplementedError, RuntimeError):  # Windows, or not the main thread
        stopping.clear()

    def work() -> Report:
        with open_library(config, folder, made=made) as library, _progress(quiet=quiet) as progress:
            return library.index(progress=progress, stop=stopping.is_set)

    return await asyncio.to_thread(work)


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield no_progress
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def progress(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield progress


def _show_report(report: Report, console: Console) -> None:
    changes = [
        f"{count} {name}"
        for name, count in (("new", report.new), ("changed", report.changed), ("removed", report.removed))
        if count
    ]
    console.print(
        Text(f"{so_many(report.documents, 'document')}, {so_many(report.passages, 'passage')}. ")
        + Text(f"{', '.join(changes) or 'Nothing has changed'}.")
    )
    if report.embedded:
        console.print(Text(f"{so_many(report.embedded, 'text')} {_were(report.embedded)} embedded."))
    if report.stopped:
        console.print(Text("Stopped. What was done is kept; the next run goes on from there.", style="yellow"))
    for note in report.notes:
        console.print(Text(note, style="yellow"))
    _show_files(f"{len(report.unread)} could not be read:", report.unread, console)
    _show_files(f"{len(report.partly)} {_were(len(report.partly))} read, but:", report.partly, console)


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _show_files(what: str, files: Sequence[Unread], console: Console) -> None:
    if not files:
        return
    console.print(Text(what, style="yellow"))
    for each in files:
        line = Text(clean(f"{each.source}: {each.path}: {each.reason}."))
        console.print(Trimmed(Hanging(Text("  • "), Text("    "), line)), end="")


async def search(config: Config, wanted: Wanted, folder: Path | None, *, as_json: bool) -> int:
    """Print the passages that were found; returns the exit code."""
    questions = _questions(wanted)
    try:
        found = await asyncio.to_thread(_search_here, config, wanted, folder, questions)
    except IndexBusy:
        if folder is not None:
            raise
        asked = json.dumps({"questions": questions, "count": wanted.count, "asking": wanted.asking})
        found = [Found.model_validate(each) for each in await _hand_over(config, "search", asked)]
    if wanted.queries is not None:
        for each in found:
            sys.stdout.write(json.dumps([as_json_value(hit) for hit in each.hits], ensure_ascii=False) + "\n")
    elif as_json:
        print_json([as_json_value(hit) for hit in found[0].hits])
    else:
        _show_found(found[0], console_for())
    for note in dict.fromkeys(note for each in found for note in each.notes):
        sys.stderr.write(f"{note}\n")
    return 0 if wanted.queries is not None or found[0].hits else _NOTHING


def _questions(wanted: Wanted) -> list[str]:
    if wanted.queries is None:
        if not wanted.question.strip():
            raise Trouble("There is nothing to look for yet. Give a question, or --queries with a file of them.")
        return [wanted.question]
    try:
        text = sys.stdin.read() if str(wanted.queries) == "-" else wanted.queries.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"{wanted.queries} can’t be read as text. Check the path and the encoding.") from error
    return text.splitlines()


def _search_here(config: Config, wanted: Wanted, folder: Path | None, questions: Sequence[str]) -> list[Found]:
    if folder is not None and not folder.is_dir():
        raise Trouble(f"There is no index in {folder}. `groundwork index PATH --index {folder}` makes one.")
    if folder is None:
        places.make_state_folder(config.home)
    with open_library(config, folder) as library:
        if not library.corpus().documents:
            raise Trouble("Nothing is indexed yet. `groundwork index` reads the documents.")
        return [library.search(question, wanted.count, asking=wanted.asking) for question in questions]


def as_json_value(hit: Hit) -> dict[str, object]:
    """A hit as scripts read it. `source` is the document's path in its collection."""
    document = hit.document
    return {
        "rank": hit.rank,
        "score": hit.score,
        "source": document.path,
        "collection": document.source,
        "title": document.title,
        "kind": document.kind,
        "heading": list(hit.passage.headings),
        "status": document.status,
        "superseded_by": hit.newer,
        "date": document.dated.isoformat() if document.dated else None,
        "owner": document.owner or document.author,
        "link": document.link,
        "text": hit.passage.text,
        "also": list(hit.also),
    }


def _show_found(found: Found, console: Console) -> None:
    if not found.hits:
        console.print(Text(f"Nothing found in {found.documents} documents."))
    today = datetime.now(UTC).date()
    for hit in found.hits:
        document = hit.document
        facts = [document.path, age(document, today), document.owner or document.author, f"score {hit.score:.4f}"]
        title = Text.assemble((f"{hit.rank}. ", "cyan"), (clean(document.title), "bold"))
        place = " › ".join(each for each in hit.passage.headings if each != document.title)
        if place:
            title.append(f" › {clean(place)}")
        lines: list[ConsoleRenderable] = [
            title,
            Text(clean(" · ".join(each for each in facts if each)), style="gw.faint"),
        ]
        if hit.newer or not document.valid:
            by = f" by {clean(hit.newer)}" if hit.newer else ""
            lines.append(Text(f"{document.status or 'superseded'}{by}", style="yellow"))
        if document.link:
            lines.append(Text(clean(document.link), style="gw.faint"))
        for line in lines:
            console.print(Trimmed(line), end="")
        console.print(Trimmed(Hanging(Text("   "), Text("   "), Text(clean(hit.passage.text)))), end="")
        console.print()


async def _hand_over(config: Config, command: str, text: str) -> Any:
    """Let the running process do it; its answer is the text of the one post that it makes."""
    address, at = COMMAND_LINE, datetime.now(UTC)
    me = Person(id="command-line", name="command line")
    message = Message(key=new_key(address, at), address=address, author=me, at=at, command=command, text=text)
    async with open_app(config) as app:
        posts = await app.result(await app.submit(message), timeout=_PATIENCE)
    if not posts or not posts[0].attachments:
        raise Trouble(posts[0].text if posts else "The running Groundwork gave no answer.")
    return json.loads(posts[0].attachments[0].text)


def evaluate(config: Config, questions: Path | None, documents: Sequence[Path], *, as_json: bool) -> None:
    """Index the documents in a folder of their own, ask every question, and print the figures."""
    shipped = places.shipped("benchmarks") / "retrieval"
    file = questions or shipped / "questions.jsonl"
    labelled = evaluation.load_questions(file)
    roots = documents or (places.shipped("knowledge"), shipped / "documents")
    with tempfile.TemporaryDirectory(prefix="groundwork-eval-") as temporary:
        folder = Path(temporary)
        keep_sources(folder, roots)
        with open_library(config, folder) as library:
            with _progress(quiet=as_json) as progress:
                report = library.index(progress=progress)
            figures = {
                f"{half or 'all'}: {name}": evaluation.measure(chosen, _asker(library, ways))
                for half, chosen in _halves(labelled).items()
                for name, ways in _ways(report)
            }
    if as_json:
        sys.stdout.write(evaluation.as_json(figures) + "\n")
        return
    _show_figures(figures, report, console_for())


def _halves(questions: Sequence[evaluation.Question]) -> Mapping[str, Sequence[evaluation.Question]]:
    halves = dict.fromkeys(question.half for question in questions)
    return {half: [question for question in questions if question.half == half] for half in halves}


def _ways(report: Report) -> Sequence[tuple[str, Ways]]:
    words: tuple[str, Ways] = ("by words", "words")
    return (words,) if report.notes else (words, ("by meaning", "meaning"), ("by both", "both"))


def _asker(library: Library, ways: Ways) -> evaluation.Ranked:
    def ranked(question: str) -> list[tuple[str, str]]:
        return [(hit.document.path, hit.passage.text) for hit in library.search(question, _DEEP, ways=ways).hits]

    return ranked


def _show_figures(figures: Mapping[str, evaluation.Figures], report: Report, console: Console) -> None:
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0))
    for name in ("", "nDCG@10", "recall@5", "MRR", "passage@5"):
        table.add_column(name, justify="left" if not name else "right")
    for row in evaluation.as_rows(dict(figures)):
        table.add_row(*row)
    console.print(table)
    counts = ", ".join(
        f"{each.questions} {name.partition(':')[0]}" for name, each in figures.items() if name.endswith("words")
    )
    console.print(Text(f"{report.documents} documents, {report.passages} passages; questions: {counts}."))
    for note in report.notes:
        console.print(Text(note, style="yellow"))
