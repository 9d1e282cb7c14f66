"""What can go wrong that a person can mend, each with the sentence that they read."""

from __future__ import annotations

from pathlib import Path


class Trouble(Exception):  # noqa: N818  (it is a word for people: trouble with a file, with a setting, with a command)
    """Something the person can mend; `sentence` is what they read, in a chat or on the command line."""

    def __init__(self, sentence: str) -> None:
        """`sentence` stands alone: what is wrong, then what to do, in plain words and without blame."""
        super().__init__(sentence)
        self.sentence = sentence


class FileTrouble(Trouble):
    """A file that people edit cannot be used: `path`, `line` (from 1, None when unknown), what is wrong, what to do."""

    def __init__(self, path: Path | str, line: int | None, message: str, mend: str) -> None:
        """`message` and `mend` are whole sentences."""
        where = f"{path}, line {line}" if line else f"{path}"
        super().__init__(f"{where}: {message} {mend}")
        self.path = Path(path)
        self.line = line
        self.message = message
        self.mend = mend


class ConfigTrouble(FileTrouble):
    """config.yaml, or an environment variable that it names, cannot be used."""


class StoreTrouble(Trouble):
    """The database cannot be reached, or is of another release."""


class TurnTrouble(Trouble):
    """A message could not be taken in or finished."""


def how_to_add(extra: str) -> str:
    """The commands that add an extra, typed in the clone: a package index knows another project by our name."""
    return (
        f"`uv sync --no-dev --inexact --extra {extra}`, or without uv `.venv/bin/python -m pip install -e '.[{extra}]'`"
    )
