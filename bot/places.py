"""Where prompts, knowledge and state are found, and how a first copy to edit is made."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.errors import Trouble

CONFIG_NAME = "config.yaml"
EXAMPLE_NAME = "config.example.yaml"
STATE_NAME = ".groundwork"

FolderName = Literal["prompts", "knowledge"]
Origin = Literal["named in the configuration", "beside config.yaml", "in this folder", "as shipped"]

# Many projects have a `prompts` folder; only one with these inside was meant for us.
_MARKS: dict[FolderName, str | None] = {"prompts": "interviews", "knowledge": None}


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that is used, and why this one."""

    path: Path
    origin: Origin


@dataclass(frozen=True, slots=True)
class Written:
    """What `init` did with one file or folder: wrote it, or kept what was there."""

    path: Path
    kept: bool


def config_file(given: Path | None, environ: Mapping[str, str], cwd: Path) -> Path | None:
    """The configuration to read: the one given, `GROUNDWORK_CONFIG`, or config.yaml in this folder; else None.

    One that was asked for by name and isn't there is trouble; a missing config.yaml is not.
    """
    named = given or (Path(environ["GROUNDWORK_CONFIG"]) if environ.get("GROUNDWORK_CONFIG") else None)
    if named is None:
        here = cwd / CONFIG_NAME
        return here if here.exists() else None
    path = cwd / named.expanduser()
    if path.is_dir():
        path = path / CONFIG_NAME
    if not path.exists():
        raise Trouble(f"There is no {named}. Check the path, or make one with `groundwork init`.")
    return path


def state_folder(config: Path | None, environ: Mapping[str, str], cwd: Path) -> Path:
    """Where everything that must last is kept: `GROUNDWORK_HOME`, or `.groundwork` beside the configuration or here."""
    if environ.get("GROUNDWORK_HOME"):
        return (cwd / Path(environ["GROUNDWORK_HOME"]).expanduser()).resolve()
    return ((config.parent if config else cwd) / STATE_NAME).resolve()


def make_state_folder(path: Path) -> Path:
    """Make it, readable by its owner only and out of version control: it holds what people said."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        ignore = path / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise Trouble(
            f"Nothing can be written to {path} ({error.strerror or error}). "
            "Make it writable, or set GROUNDWORK_HOME to a folder that is."
        ) from error
    return path


def folder(name: FolderName, *, configured: Path | None, config: Path | None, cwd: Path) -> Place:
    """The folder in use: the configured one, else one beside config.yaml, in this folder, or as it was shipped."""
    base = config.parent if config else cwd
    if configured is not None:
        return Place((base / configured.expanduser()).resolve(), "named in the configuration")
    mark = _MARKS[name]
    candidates: tuple[tuple[Path, Origin], ...] = ((base / name, "beside config.yaml"), (cwd / name, "in this folder"))
    for path, origin in candidates[0 if config else 1 :]:
        if path.is_dir() and (mark is None or (path / mark).is_dir()):
            return Place(path.resolve(), origin)
    return Place(shipped(name), "as shipped")


def shipped(name: str) -> Path:
    """What came with the release: inside the installed package, or at the top of a source checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "_packaged"
    return (installed if installed.is_dir() else package.parent) / name


def init(target: Path) -> list[Written]:
    """Write config.yaml, prompts and knowledge to edit into `target`. What is there already is never touched."""
    written = []
    try:
        for source, path in _to_write(target):
            kept = path.exists()
            if not kept:
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, path)
            written.append(Written(path, kept))
    except OSError as error:
        raise Trouble(
            f"{error.filename or target} can't be written ({error.strerror or error}). "
            "Choose another folder, or mend its permissions."
        ) from error
    return written


def _to_write(target: Path) -> Iterator[tuple[Path, Path]]:
    yield shipped(EXAMPLE_NAME), target / CONFIG_NAME
    for name in ("prompts", "knowledge"):
        top = shipped(name)
        for directory, folders, files in os.walk(top):
            folders[:] = sorted(each for each in folders if not each.startswith((".", "__")))
            for file in sorted(each for each in files if not each.startswith(".")):
                source = Path(directory) / file
                yield source, target / name / source.relative_to(top)
