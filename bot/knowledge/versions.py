"""Who changed a document last and when, and where it can be looked at, from the repository that it lies in."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

_PATIENCE = 30
_MARK = "\x1e"


@dataclass(frozen=True, slots=True)
class Change:
    """The last commit that touched a file."""

    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Repository:
    """What version control knows of a folder: changes by path under the folder, and the start of links to its files."""

    changes: dict[str, Change] = field(default_factory=dict)
    base: str = ""

    def link(self, path: str) -> str:
        """Where people can look at the file, "" when that isn't known."""
        return f"{self.base}/{quote(path)}" if self.base else ""


def look(folder: Path) -> Repository:
    """The repository that the folder lies in; an empty one when there is none, or no git here."""
    where = folder if folder.is_dir() else folder.parent
    top = _git(where, "rev-parse", "--show-prefix")
    if top is None:
        return Repository()
    log = _git(
        where, "-c", "core.quotepath=off", "log", f"--format={_MARK}%aI\t%aN", "--name-only", "--relative", "--", "."
    )
    changes: dict[str, Change] = {}
    for commit in (log or "").split(_MARK)[1:]:
        head, *paths = commit.split("\n")
        at, _, author = head.partition("\t")
        for path in paths:
            if path:
                changes.setdefault(path, Change(author, datetime.fromisoformat(at)))
    return Repository(changes, _base(where, top.strip()))


def _base(where: Path, prefix: str) -> str:
    """`https://host/team/repository/blob/main/docs`, of a remote that a browser can open; never with a password."""
    remote = (_git(where, "remote", "get-url", "origin") or "").strip()
    found = re.match(r"^(?:ssh://)?git@([^:/]+)(?::\d+)?[:/](.+?)(?:\.git)?/?$", remote)
    if found:
        host, path = found[1], found[2]
    elif remote.startswith("https://"):
        parts = urlsplit(remote)
        host, path = parts.hostname or "", parts.path.strip("/").removesuffix(".git")
    else:
        return ""
    branch = (_git(where, "rev-parse", "--abbrev-ref", "HEAD") or "").strip()
    if not host or not branch or branch == "HEAD":
        return ""
    return f"https://{host}/{path}/blob/{quote(branch)}/{quote(prefix)}".rstrip("/")


def _git(where: Path, *arguments: str) -> str | None:
    git = shutil.which("git")
    if git is None:
        return None
    words: Sequence[str] = (git, "-C", str(where), *arguments)
    try:
        done = subprocess.run(  # noqa: S603 (fixed words and a folder)
            words, capture_output=True, timeout=_PATIENCE, check=False, encoding="utf-8", errors="replace"
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
