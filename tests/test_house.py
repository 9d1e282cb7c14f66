"""The house rules that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "bot").rglob("*.py"))
PLATFORM_WORDS = re.compile(r"slack|botbuilder|msteams|adaptive.?card|block.?kit", re.IGNORECASE)
MAY_NAME_PLATFORMS = {"bot/config/__init__.py", "bot/app.py", "bot/llm/shapes.py"}
"""`shapes.py` tells whose tokens look how."""


def test_no_platform_is_named_outside_its_own_folder() -> None:
    named = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if "platforms" not in path.parts
        and path.relative_to(ROOT).as_posix() not in MAY_NAME_PLATFORMS
        and PLATFORM_WORDS.search(path.read_text(encoding="utf-8"))
    ]
    assert named == []


def test_every_module_begins_with_a_sentence() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if "versions" not in path.parts and not path.read_text(encoding="utf-8").lstrip().startswith('"""')
    ]
    assert silent == []


def test_a_module_has_one_idea() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in SOURCES
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}, "a module this long is usually two"


@pytest.mark.parametrize(
    "heavy",
    [
        "dbos", "sqlalchemy", "rich.console", "jinja2", "alembic", "prompt_toolkit", "yaml", "aiohttp", "slack_bolt",
        "langchain", "stamina", "botbuilder",
    ],
)  # fmt: skip
def test_help_does_not_wait_for(heavy: str) -> None:
    code = f"import sys, bot.cli; sys.exit({heavy!r} in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == 0, f"`import bot.cli` imports {heavy}"


def test_a_first_word_does_not_wait_for_what_only_some_answers_need() -> None:
    slow = (
        "dateparser",
        "alembic",
        "gherkin",
        "prompt_toolkit",
        "aiohttp",
        "slack_bolt",
        "slack_sdk",
        "botbuilder",
        "jwt",
    )
    code = f"import sys, bot.app; print([name for name in {slow} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_lock_files_name_no_index_and_no_local_path() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"https?://|file:|--(?:extra-)?index-url|--find-links", text), name
        assert "--hash=sha256:" in text


def test_every_link_in_a_page_leads_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in pages
        for link in re.findall(r"""(?:\]\(|src=")([^)"#\s]+)""", page.read_text(encoding="utf-8"))
        if "://" not in link and not link.startswith("mailto:") and not (page.parent / link).exists()
    ]
    assert broken == []


@pytest.mark.parametrize("page", ["faults.md"])
def test_what_a_page_says_is_shown_by_tests_that_there_are(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    listed = {int(number): test for number, test in re.findall(r"^(\d+)\. `(\S+::\w+)`$", text, re.MULTILINE)}
    assert list(listed) == list(range(1, len(listed) + 1))
    missing = [test for test in listed.values() if not _is_there(*test.split("::"))]
    assert missing == []
    rows = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith(("| --- ", "| what "))]
    shown = [[int(number) for number in re.findall(r"\d+", row.rstrip("| ").rpartition("|")[2])] for row in rows]
    assert [row for row, numbers in zip(rows, shown, strict=True) if not numbers] == []
    assert {number for numbers in shown for number in numbers} == set(listed), (
        "each line has its tests, and each its line"
    )


@pytest.mark.parametrize("page", ["docs/privacy.md", "SECURITY.md"])
def test_each_part_of_a_page_names_tests_that_there_are(page: str) -> None:
    """In comments, so that only whoever changes the page reads them."""
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"(tests/[\w/]+\.py)::(\w+)", text)
    assert [f"{file}::{test}" for file, test in named if not _is_there(file, test)] == []
    parts = re.split(r"^(?=## |\*\*What )", text.replace("## Report something", ""), flags=re.MULTILINE)[1:]
    silent = [part.splitlines()[0] for part in parts if "tests/" not in part and part.count("\n") > 3]
    assert silent == []


def _is_there(file: str, test: str) -> bool:
    path = ROOT / file
    nodes = ast.parse(path.read_text(encoding="utf-8")).body if path.exists() else []
    return any(isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and each.name == test for each in nodes)
