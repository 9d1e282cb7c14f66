"""Nobody who is forgotten stands in the log any more: in plain lines, lines of JSON, and what a rotation packed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from bot.chat import Person
from bot.log_files import clean, files_of, lines_of
from bot.privacy.quoting import Forgotten

WHO = Forgotten(ids=frozenset({"zoë"}), names=frozenset({"Zoë"}), stand_in=Person(id="erased-1", name="(erased)"))
LINES = "2026 refused who=zoë tries=3\n2026 all is well\n"
IN_JSON = f"{json.dumps({'who': 'zoë', 'tries': 3})}\n{json.dumps({'event': 'all is well'})}\n"


@pytest.mark.parametrize(("before", "after"), [(LINES, LINES.replace("zoë", "(erased)")), (IN_JSON, None)])
def test_a_name_goes_and_every_other_line_stays(tmp_path: Path, before: str, after: str | None) -> None:
    file = tmp_path / "groundwork.log"
    file.write_text(before, encoding="utf-8")
    clean(file, WHO.unnamed)
    left = file.read_text(encoding="utf-8")
    assert left == (after or IN_JSON.replace("zo\\u00eb", "(erased)"))


def test_a_line_that_goes_as_a_whole_stays_a_line(tmp_path: Path) -> None:
    file = tmp_path / "typed"
    file.write_text("+one\n+two words\n+three\n")
    clean(file, lambda line: "gone" if "two" in line else line)
    assert file.read_text() == "+one\ngone\n+three\n"


def test_what_a_rotation_packed_is_cleaned_and_stays_packed(tmp_path: Path) -> None:
    file = tmp_path / "groundwork.log.2.gz"
    with gzip.open(file, "wt", encoding="utf-8") as packed:
        packed.write(LINES)
    assert files_of(tmp_path / "groundwork.log") == [file]
    assert next(iter(lines_of(file))).startswith("2026 refused who=zoë")
    file.chmod(0o600)
    clean(file, WHO.unnamed)
    assert gzip.decompress(file.read_bytes()).decode() == LINES.replace("zoë", "(erased)")
    assert file.stat().st_mode & 0o777 == 0o600
    assert files_of(tmp_path / "groundwork.log") == [file], "nothing is left beside it"


def test_what_is_no_json_after_all_is_a_line_like_any_other(tmp_path: Path) -> None:
    file = tmp_path / "groundwork.log"
    file.write_text("{not json, says Zoë\n", encoding="utf-8")
    assert list(lines_of(file)) == ["{not json, says Zoë"]
    clean(file, WHO.unnamed)
    assert file.read_text() == "{not json, says (erased)\n"
