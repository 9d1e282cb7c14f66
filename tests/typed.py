"""The command line as it is typed, in the process of the test: one of its own would import all anew, a second each."""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import structlog

from bot import cli

Run = Callable[..., "Done"]


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


@contextmanager
def typed_here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Gives what runs a command, in the folder in which this process is; settings from outside are not seen."""
    for name in [name for name in os.environ if name.startswith(("GROUNDWORK_", "FORCE_", "DBOS"))]:
        monkeypatch.delenv(name)

    def run(*arguments: str, stdin: bytes = b"", **environ: str) -> Done:
        with monkeypatch.context() as patched:
            patched.setattr("sys.argv", ["groundwork", *arguments])
            patched.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            for name, value in environ.items():
                patched.setenv(name, value)
            with pytest.raises(SystemExit) as left:
                cli.main()
        seen = capsys.readouterr()
        return Done(int(left.value.code or 0), seen.out, seen.err)

    settings = structlog.get_config()
    yield run
    logging.basicConfig(handlers=[], force=True)
    structlog.configure(**settings)
