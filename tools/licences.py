"""`make licences`: writes docs/licences.md, the licence of every package that an installation may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from tools.locked import ROOT, Locked, at_run_time

PAGE = ROOT / "docs" / "licences.md"
PERMISSIVE = frozenset(
    "0BSD Apache-2.0 BSD BSD-2-Clause BSD-3-Clause CC0-1.0 CNRI-Python ISC MIT MIT-0 MIT-CMU PSF-2.0 Zlib".split()
)
REASONS: Mapping[str, str] = {
    "certifi": "MPL-2.0: a list of authorities, used unchanged; the licence asks that changes of its files stay open.",
    "orjson": "MPL-2.0 for one of its parts, used unchanged; comes with Chroma and with LangChain.",
    "psycopg": "LGPL-3.0: PostgreSQL’s driver, imported unchanged, and replaceable by any other version of it.",
    "psycopg-binary": "LGPL-3.0: the same, compiled.",
    "tqdm": "MPL-2.0 for some of its files, used unchanged; comes with Chroma.",
}
"""Why a package may be here whose licence isn’t in `PERMISSIVE`."""

ELSEWHERE: Mapping[str, str] = {"colorama": "BSD-3-Clause", "httpx2-jsfetch": "BSD-3-Clause"}
"""Packages of other systems (Windows, a browser), by what their own files say."""

_SPDX: Mapping[str, str] = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
}
_ROW = re.compile(r"^\| (\S+) \| (\S+) \| (.+?) \|$", re.MULTILINE)


def main() -> None:
    """Write the page; what isn’t installed here and not told otherwise is “unknown”, which the tests refuse."""
    PAGE.write_text(page({each: licence_of(each[0]) for each in at_run_time()}), encoding="utf-8")
    print(f"Wrote {PAGE.relative_to(ROOT)}")


def page(licences: Mapping[Locked, str]) -> str:
    """The whole page."""
    rows = [f"| {name} | {version} | {told} |" for (name, version), told in licences.items()]
    named = {name for name, _ in licences}
    reasons = [f"- **{name}**: {reason}" for name, reason in REASONS.items() if name in named]
    return "\n".join(
        [
            "# Licences of what is installed",
            "",
            "Every package that an installation with all extras may hold, on any system, as `uv.lock` has it. Made by",
            "`make licences` from what the packages say of themselves. “BSD” is said by packages that don’t say which.",
            "",
            "Not permissive, and why they may be here:",
            "",
            *reasons,
            "",
            "| package | version | licence |",
            "| --- | --- | --- |",
            *rows,
            "",
        ]
    )


def read(text: str) -> dict[Locked, str]:
    """The page’s rows."""
    return {(name, version): told for name, version, told in _ROW.findall(text) if name not in {"package", "---"}}


def licence_of(name: str) -> str:
    """What a package says of itself, in SPDX’s words where it can be told."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return ELSEWHERE.get(name, "unknown")
    return _told(found) or "unknown"


def _told(found: Distribution) -> str:
    if told := found.metadata.get_all("License-Expression"):
        return str(told[0])
    kinds = [each.rpartition(" :: ")[2] for each in found.metadata.get_all("Classifier") or () if "License ::" in each]
    kinds = [each for each in kinds if each != "OSI Approved"]
    if kinds:
        return " AND ".join(sorted({_SPDX.get(each, each) for each in kinds}))
    line = next(iter(str((found.metadata.get_all("License") or [""])[0]).strip().splitlines()), "")
    return _SPDX.get(line, line)


def is_permissive(licence: str) -> bool:
    """Whether one may choose a way to use it under permissive licences only."""
    return all(
        any(set(re.findall(r"[A-Za-z0-9.-]+", each)) <= PERMISSIVE for each in re.split(r"\bOR\b", part))
        for part in re.split(r"\bAND\b", licence.replace("(", "").replace(")", ""))
    )


if __name__ == "__main__":
    main()
