"""How much of a conversation is found when it comes in another form: every labelled chat, as other programs write it.

`python -m benchmarks.forms`: for each form, the share of the actions of the Slack exports that are found again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.cli.retros import read_files
from bot.evaluation.retros import load_cases
from bot.platforms.exports import read_export
from bot.retros.extraction.log import Log
from bot.retros.extraction.meaning import Meaning
from bot.retros.extraction.reading import read_logs
from bot.retros.extraction.summary import summarise

Said = Sequence[tuple[str, datetime, str]]
"""Who, when on their clock, and what."""
_FEW_THREADS = 2


def _rows(form: str) -> Callable[[Said], str]:
    """A line for each remark; `at` is formatted as the form says."""
    return lambda said: "\n".join(form.format(who=who, at=at, text=text) for who, at, text in said)


def _subtitles(cue: str) -> Callable[[Said], str]:
    def write(said: Said) -> str:
        cues = (
            f"{n}\n00:{n // 60:02d}:{n % 60:02d}.000 --> 00:{n // 60:02d}:{n % 60:02d}.900\n{cue}\n"
            for n, _ in enumerate(said, 1)
        )
        told = (each.format(who=who, text=text) for each, (who, _, text) in zip(cues, said, strict=True))
        return "WEBVTT\n\n" + "\n".join(told)

    return write


FORMS: Mapping[str, Callable[[Said], str]] = {
    "Ana: yes": _rows("{who}: {text}"),
    "[10:44] Ana: yes": _rows("[{at:%H:%M}] {who}: {text}"),
    "[10:44] <Ana> yes": _rows("[{at:%H:%M}] <{who}> {text}"),
    "[06/03/2026, 10:44:10] Ana: yes": _rows("[{at:%d/%m/%Y, %H:%M:%S}] {who}: {text}"),
    "[10:44, 06/03/2026] Ana: yes": _rows("[{at:%H:%M, %d/%m/%Y}] {who}: {text}"),
    "3/6/26, 10:44 AM - Ana: yes": _rows("{at.month}/{at.day}/{at:%y, %I:%M %p} - {who}: {text}"),
    "2026-03-06 10:44 Ana: yes": _rows("{at:%Y-%m-%d %H:%M} {who}: {text}"),
    "Ana (10:44): yes": _rows("{who} ({at:%H:%M}): {text}"),
    "**Ana**: yes": _rows("**{who}**: {text}\n"),
    "Ana - yes": _rows("{who} - {text}"),
    "Ana — 06/03/2026 10:44, below it yes": _rows("{who} — {at:%d/%m/%Y %H:%M}\n{text}\n"),
    "Ana — Today at 10:44 AM, below it yes": _rows("{who} — Today at {at:%I:%M %p}\n{text}\n"),
    "Ana, 10:44, below it yes": _rows("{who}, {at:%H:%M}\n{text}\n"),
    "[10:44] Ana, below it yes": _rows("[{at:%H:%M}] {who}\n{text}"),
    "10:44:10 From Ana to Everyone:, below it yes": _rows("{at:%H:%M:%S}\t From {who} to Everyone:\n\t{text}"),
    "10:44:10 From Ana to Everyone : yes": _rows("{at:%H:%M:%S} From  {who}  to  Everyone : {text}"),
    "subtitles, Ana: yes": _subtitles("{who}: {text}"),
    "subtitles, <v Ana>yes</v>": _subtitles("<v {who}>{text}</v>"),
    "10:44, Ana and yes between tabs": _rows("{at:%H:%M}\t{who}\t{text}"),
    "| 10:44 | Ana | yes |": lambda said: (
        "| Time | Who | Message |\n|---|---|---|\n" + _rows("| {at:%H:%M} | {who} | {text} |")(said)
    ),
    "> Ana: yes": _rows("> {who}: {text}"),
}


def said_in(log: Log, zone: str) -> Said | None:
    """What was said in a chat of which all is in one row; None for others."""
    rows: list[tuple[str, datetime, str]] = []
    for each in log.remarks:
        if each.author is None or each.at is None or each.by_bot:
            return None
        if each.text.strip():
            rows.append((each.author.name, each.at.astimezone(ZoneInfo(zone)), " ".join(each.text.split())))
    threaded = sum(1 for each in log.remarks if each.thread) > _FEW_THREADS
    return None if log.kind != "chat" or threaded else rows


def main() -> None:
    """Print the table."""
    meaning = Meaning.opened("minilm")
    if meaning is None:
        raise SystemExit("This needs the sentence model: uv sync")

    def actions(log: Log) -> set[str]:
        made = summarise(log, guess=meaning.guess, headings=meaning.headings, vectors=meaning.vectors)
        return {each.text.casefold() for each in made.actions}

    talks: list[tuple[str, Said, set[str]]] = []
    for case in load_cases():
        if not case.path.suffix:
            log = read_logs(read_files([case.path]), case.labels.zone, read_export)[0]
            if said := said_in(log, case.labels.zone):
                talks.append((case.labels.zone, said, actions(log)))
    there = sum(len(found) for _, _, found in talks)
    print(f"{len(talks)} chats, {there} actions\n\n| form | found again | more |\n|---|---|---|")
    for name, write in FORMS.items():
        again = more = 0
        for zone, said, known in talks:
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / f"retro {said[0][1]:%Y-%m-%d}.txt"
                file.write_text(write(said), "utf-8")
                found = actions(read_logs(read_files([file]), zone, read_export)[0])
            again += len(found & known)
            more += len(found - known)
        print(f"| `{name}` | {again / there:.2f} | {more} |", flush=True)


if __name__ == "__main__":
    main()
