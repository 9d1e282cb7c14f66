"""The house rules that no linter knows."""

from __future__ import annotations

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
