"""What Groundwork is built from: licences that fit, vulnerabilities that are told, and state that is plain JSON."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.audit import verdict
from tools.licences import ELSEWHERE, PAGE, PERMISSIVE, REASONS, is_permissive, licence_of, page, read
from tools.locked import ROOT, at_run_time, everything

LICENCES = read(PAGE.read_text(encoding="utf-8"))


def test_the_page_lists_what_is_locked() -> None:
    assert list(LICENCES) == at_run_time(), "`make licences` lists it anew"
    assert PAGE.read_text(encoding="utf-8") == page(LICENCES)


def test_no_licence_slipped_in_that_nobody_decided_about() -> None:
    odd = {name for (name, _), told in LICENCES.items() if not is_permissive(told)}
    assert odd == set(REASONS)
    assert set(ELSEWHERE) <= {name for name, _ in LICENCES}


def test_the_page_says_what_the_packages_say() -> None:
    told = {name: told for (name, _), told in LICENCES.items()}
    installed = {name: licence for name in told if (licence := licence_of(name)) != "unknown"}
    assert len(installed) > 100
    assert {name: told[name] for name in installed} == installed


@pytest.mark.parametrize(
    ("licence", "permissive"),
    [
        ("MIT", True),
        ("GPL-3.0-only OR MIT", True),
        ("MIT AND (LGPL-3.0-only OR Apache-2.0)", True),
        ("MPL-2.0 AND MIT", False),
        ("GPL-3.0-or-later", False),
        ("Apache-2.0 WITH LLVM-exception", False),
        ("unknown", False),
        ("Proprietary", False),
    ],
)
def test_what_is_permissive(licence: str, *, permissive: bool) -> None:
    assert is_permissive(licence) == permissive


def test_every_system_and_extra_is_looked_at() -> None:
    names = {name for name, _ in at_run_time()}
    assert {"psycopg-binary", "colorama", "chromadb", "langchain-aws", "markitdown", "dbos"} <= names
    assert not {"pytest", "mypy", "groundwork"} & names
    assert {"pytest", "dbos"} <= {name for name, _ in everything()}
    assert PERMISSIVE


KNOWN = {
    "name": "leaky",
    "version": "1.0",
    "vulns": [
        {"id": "PYSEC-2026-1", "fix_versions": ["1.1"], "aliases": [], "description": "It leaks."},
        {"id": "PYSEC-2026-2", "fix_versions": [], "aliases": [], "description": "It drips."},
    ],
}
FINE = {"name": "fine", "version": "2.0", "vulns": []}
LEFT = {"name": "odd", "skip_reason": "Dependency not found on PyPI and could not be audited: odd (1)"}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([FINE], 0, ["✓ 1 packages have no known vulnerability."]),
        ([FINE, LEFT], 0, ["✓ 1 packages", "SKIPPED: 1 could not be checked (odd). Dependency not found"]),
        ([LEFT], 0, ["SKIPPED: no package was checked for known vulnerabilities. Dependency not found on PyPI"]),
        ([FINE, LEFT, KNOWN], 1, ["✗ leaky 1.0: PYSEC-2026-1, mended in 1.1", "PYSEC-2026-2, not mended yet", "Known"]),
    ],
)
def test_what_is_known_fails_and_what_was_not_asked_is_told(packages: list[object], code: int, said: list[str]) -> None:
    found, lines = verdict({"dependencies": packages, "fixes": []}, "")
    assert found == code
    assert len(lines) == len(said)
    assert all(part in line for part, line in zip(said, lines, strict=True))


def _audit(**environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.audit"]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environ}, capture_output=True, text=True, timeout=120, check=False
    )


def test_without_a_network_the_audit_is_skipped_and_says_why() -> None:
    nowhere = dict.fromkeys(("HTTPS_PROXY", "https_proxy", "ALL_PROXY"), "http://127.0.0.1:1")
    done = _audit(**nowhere, NO_PROXY="", no_proxy="")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("SKIPPED: no package was checked for known vulnerabilities. ")
    assert "connect" in done.stdout.casefold() or "proxy" in done.stdout.casefold()


def test_a_known_vulnerability_fails_the_audit(tmp_path: Path) -> None:
    """In place of the auditor stands one that knows something, as the real one tells it."""
    (tmp_path / "pip_audit.py").write_text(
        f"import json, sys\nprint(json.dumps({{'dependencies': [{KNOWN!r}], 'fixes': []}}))\n"
        "print('Found 2 known vulnerabilities in 1 package', file=sys.stderr)\nsys.exit(1)\n"
    )
    done = _audit(PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert "✗ leaky 1.0: PYSEC-2026-1, mended in 1.1" in done.stdout


def test_nothing_of_ours_reads_or_writes_pickles() -> None:
    """Neither the modules that unpickle, nor the switches of libraries that do."""
    never = {"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "marshal", "shelve", "jsonpickle", "joblib"}
    found = set()
    for file in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [one.arg or "" for one in node.keywords] if isinstance(node, ast.Call) else []
            found |= {(file.name, name) for name in names if name.partition(".")[0] in {*never, "allow_pickle"}}
    assert found == set()
