"""`make audit`: asks PyPI for known vulnerabilities of what is locked, and says what could not be asked."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.locked import everything

_PATIENCE = 600


def main() -> int:
    """0 when nothing is known, or nothing could be asked; 1 when a vulnerability is known."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "locked.txt"
        wanted.write_text("".join(f"{name}=={version}\n" for name, version in _latest()), encoding="utf-8")
        command = [sys.executable, "-m", "pip_audit", "-r", str(wanted), "--disable-pip", "--no-deps"]
        command += ["--progress-spinner", "off", "--format", "json"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603
        except subprocess.TimeoutExpired:
            code, lines = verdict(None, f"no answer within {_PATIENCE} seconds")
        else:
            code, lines = verdict(_report(done.stdout), _last_line(done.stderr))
    print("\n".join(lines))
    return code


def verdict(report: Mapping[str, Any] | None, trouble: str) -> tuple[int, list[str]]:
    """The exit code and what is said. `report` is pip-audit's, None when it gave none; `trouble` says why."""
    packages: Sequence[Mapping[str, Any]] = report["dependencies"] if report else ()
    asked = [each for each in packages if "skip_reason" not in each]
    left = [each for each in packages if "skip_reason" in each]
    known = [(each, one) for each in asked for one in each["vulns"]]
    if known:
        told = [
            f"✗ {each['name']} {each['version']}: {one['id']}, "
            + (f"mended in {', '.join(one['fix_versions'])}" if one["fix_versions"] else "not mended yet")
            for each, one in known
        ]
        return 1, [*told, f"Known vulnerabilities: {len(known)}. Raise the versions, then `make lock`."]
    if not asked:
        why = trouble if report is None else str(left[0]["skip_reason"]) if left else "nothing is locked"
        return 0, [f"SKIPPED: no package was checked for known vulnerabilities. {why}"]
    lines = [f"✓ {len(asked)} packages have no known vulnerability."]
    if left:
        names = ", ".join(str(each["name"]) for each in left)
        lines.append(f"SKIPPED: {len(left)} could not be checked ({names}). {left[0]['skip_reason']}")
    return 0, lines


def _latest() -> list[tuple[str, str]]:
    """Of a package that is locked for several systems, the newest: pip-audit takes each name once."""
    return list({name: (name, version) for name, version in everything()}.values())


def _report(text: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "dependencies" in found else None


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "pip-audit gave no answer."


if __name__ == "__main__":
    raise SystemExit(main())
