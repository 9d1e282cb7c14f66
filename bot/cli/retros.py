"""`groundwork retro summarise` and `groundwork eval retro`: retrospectives, from the command line."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from bot.chat import Bullets, Post
from bot.cli.printing import print_json
from bot.cli.worded import worded
from bot.config import Config
from bot.errors import Trouble
from bot.evaluation.retros import Case, Figures, load_cases, measure
from bot.plain_text import decoded
from bot.platforms.exports import read_export
from bot.platforms.terminal.render import Drawn, console_for
from bot.retros.extraction.log import Log
from bot.retros.extraction.meaning import Meaning
from bot.retros.extraction.reading import apart, is_notes, read_logs
from bot.retros.extraction.summary import Summary, as_json, summarise
from bot.retros.summaries.says import counted, heard_in, summary_post
from bot.retros.summaries.wording import told_of

_LARGEST = 50_000_000
_BESIDE = "users.json"
_UNLOOKED = (
    "held",
    "sealed",
    "sealed-2",
    "sealed-3",
    "sealed-5",
    "sealed-6",
    "sealed-7",
    "sealed-8",
    "sealed-9",
    "sealed-10",
    "sealed-12",
)
"""What is missed in these isn’t printed, so that nobody works on it."""


async def summarise_files(config: Config, paths: Sequence[Path], *, json: bool, rules: bool) -> int:
    """Print what the retrospectives in these files hold; exit code 1 when none holds enough to summarise.

    A configured model words it, unless it is to be in the words of the `rules`. Standard output of JSON has nothing
    else in it, so who worded it is told beside it.
    """
    logs = _logs(read_files(paths), paths, config.team.timezone)
    meaning = Meaning.opened(config.index.embedder)
    made = [_summarised(log, meaning) for log in logs]
    if not rules:
        made = await worded(config, made)
    if json:
        for told in dict.fromkeys(told_of(each.words) for each in made if each.words):
            typer.echo(told, err=True)
        values = [as_json(each) for each in made]
        several = [{"name": each.name, **value} for each, value in zip(made, values, strict=True)]
        print_json(values[0] if len(values) == 1 else several)
        return 0
    console = console_for()
    for number, each in enumerate(made):
        if number:
            console.print()
        if each.too_little:
            heard = heard_in(each, ZoneInfo(config.team.timezone))
            told = f"{each.name}: {counted(each)}, and too little in it to summarise."
            console.print(told + (" What I heard:" if heard else ""), highlight=False, markup=False)
            if heard:
                console.print(Drawn(Post(parts=(Bullets(items=heard),))))
        else:
            post = summary_post(each, title=each.name, zone=ZoneInfo(config.team.timezone), buttons=False, whole=True)
            console.print(Drawn(post.model_copy(update={"attachments": ()})))
    return 1 if all(each.too_little for each in made) else 0


def _logs(files: Mapping[str, str], paths: Sequence[Path], zone: str) -> list[Log]:
    """What is in these files, in their order. One that holds nothing is told beside the others; Trouble for all."""
    logs: list[Log] = []
    troubles: list[Trouble] = []
    for part in apart(files):
        try:
            logs += read_logs(part, zone, read_export)
        except Trouble as trouble:
            troubles.append(trouble)
    if not logs:
        where = ", ".join(map(str, paths))
        raise (
            troubles[0] if troubles else Trouble(f"There are no notes and no export in {where}. Name what holds them.")
        )
    for each in troubles:
        typer.echo(each.sentence, err=True)
    return logs


def _summarised(log: Log, meaning: Meaning | None) -> Summary:
    if meaning is None:
        return summarise(log)
    return summarise(log, guess=meaning.guess, headings=meaning.headings, vectors=meaning.vectors)


def read_files(paths: Sequence[Path]) -> dict[str, str]:
    """The texts of these files and folders by name. Beside an export, its `users.json` is found by itself."""
    files: dict[str, str] = {}
    for path in paths:
        if path.is_dir():
            found = sorted(each for each in path.rglob("*") if each.is_file() and not each.name.startswith("."))
            files |= {str(each): _text(each) for each in found if _readable(each)}
        elif path.suffix.lower() == ".zip":
            files |= _unpacked(path)
        elif path.is_file():
            files[str(path)] = _text(path)
        else:
            raise Trouble(f"There is no {path}. Name a file or a folder.")
    if any(name.endswith(".json") for name in files) and not any(Path(name).name == _BESIDE for name in files):
        folders = dict.fromkeys(folder for path in paths for folder in (path.parent, path.parent.parent))
        beside = next((folder / _BESIDE for folder in folders if (folder / _BESIDE).is_file()), None)
        files |= {str(beside): _text(beside)} if beside else {}
    return files


def _readable(path: Path) -> bool:
    return path.suffix.lower() == ".json" or (bool(path.suffix) and is_notes(path.name))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise Trouble(f"{path} is larger than {_LARGEST // 1_000_000} MB. Give the part that matters.")
        return decoded(path.read_bytes())
    except OSError as error:
        raise Trouble(f"{path} can’t be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Trouble(f"{path} isn’t a text file. Save it as plain text, and I read it.") from error


def _unpacked(path: Path) -> dict[str, str]:
    """An export as it is downloaded, or notes that somebody packed."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = [each for each in packed.infolist() if _readable(Path(each.filename)) and not _is_hidden(each)]
            if sum(each.file_size for each in names) > _LARGEST:
                raise Trouble(f"{path} holds more than {_LARGEST // 1_000_000} MB. Unpack it, and give one channel.")
            return {each.filename: decoded(packed.read(each)) for each in names}
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise Trouble(f"{path} can’t be read as a zip file.") from error


def _is_hidden(packed: zipfile.ZipInfo) -> bool:
    """What a Mac packs beside each file: `__MACOSX/._notes.md`."""
    return packed.is_dir() or any(part.startswith((".", "__")) for part in Path(packed.filename).parts)


async def evaluate(config: Config, only: Sequence[str], *, json: bool, model: bool) -> None:
    """Read every labelled retrospective, or those in `only`, and print how much of them was found.

    By rules; with `model`, what these found is worded by the configured one before it is measured.
    """
    cases = [case for case in load_cases() if not only or case.id in only]
    unknown = sorted(set(only) - {case.id for case in load_cases()})
    if unknown:
        raise Trouble(f"There is no case {unknown[0]}. There is {', '.join(case.id for case in load_cases())}.")
    if model and not config.model:
        raise Trouble("No language model is configured. docs/models.md says how; without `--worded` the rules do it.")
    meaning = Meaning.opened(config.index.embedder)
    figures: dict[str, Figures] = {case.labels.half: Figures() for case in cases}
    for case in cases:
        summary = _read_case(case, meaning)
        (told,) = await worded(config, [summary]) if model else (summary,)
        figures[case.labels.half] += measure(case, as_json(told))
    if json:
        print_json({half: each.model_dump(mode="json") for half, each in figures.items()})
        return
    _show(figures)


def measured(case: Case, meaning: Meaning | None) -> Figures:
    """How much of one case the rules find."""
    return measure(case, as_json(_read_case(case, meaning)))


def _read_case(case: Case, meaning: Meaning | None) -> Summary:
    """What the rules make of one case."""
    return _summarised(read_logs(read_files([case.path]), case.labels.zone, read_export)[0], meaning)


def _show(figures: dict[str, Figures]) -> None:
    from rich.table import Table

    table = Table("precision recall", *figures, box=None, padding=(0, 2, 0, 0))
    for name in next(iter(figures.values())).counts:
        counts = [each.counts[name] for each in figures.values()]
        table.add_row(name.replace("_", " "), *(f"{count.precision:.2f} {count.recall:.2f}" for count in counts))
    console = console_for()
    console.print(table)
    for half, each in figures.items():
        for what, lines in (("made up", each.made_up), ("missed", each.missed), ("wrong", each.wrong)):
            console.print(f"{half}: {len(lines)} {what}")
            for line in lines if half not in _UNLOOKED else ():
                console.print(f"  {line}", highlight=False, markup=False)
