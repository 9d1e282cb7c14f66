"""Reads uv.lock: every package of a kind with its version, the extras' ones too."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
_OURS = "groundwork"
Locked = tuple[str, str]
"""A package's name and version."""


def everything(root: Path = ROOT) -> list[Locked]:
    """All that is locked, what tests and checks need included."""
    return sorted((name, one["version"]) for name, found in _packages(root).items() for one in found if name != _OURS)


def at_run_time(root: Path = ROOT) -> list[Locked]:
    """What an installation with every extra may hold, on any system."""
    packages = _packages(root)
    (ours,) = packages[_OURS]
    todo = list(_needs(ours, ours["optional-dependencies"]))
    seen: set[tuple[str, tuple[str, ...]]] = set()
    while todo:
        name, extras = todo.pop()
        if (name, extras) not in seen:
            seen.add((name, extras))
            todo += [need for one in packages[name] for need in _needs(one, extras)]
    names = {name for name, _ in seen}
    return [each for each in everything(root) if each[0] in names]


def _packages(root: Path) -> Mapping[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for one in tomllib.loads((root / "uv.lock").read_text(encoding="utf-8"))["package"]:
        found.setdefault(one["name"], []).append(one)
    return found


def _needs(package: Mapping[str, Any], extras: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    wanted = [*package.get("dependencies", ())]
    wanted += [need for extra in extras for need in package.get("optional-dependencies", {}).get(extra, ())]
    for need in wanted:
        yield need["name"], tuple(need.get("extra", ()))
