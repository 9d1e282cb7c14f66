"""`groundwork retro summarise`: exports and notes from the command line, in the shape that scripts read."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.errors import Trouble
from bot.evaluation import retros

SET = Path(retros.__file__).parent / "retros"
CHECKOUT = SET / "mobile-checkout" / "export"


@pytest.fixture(autouse=True)
def _somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GROUNDWORK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GROUNDWORK_INDEX_EMBEDDER", "none")
    monkeypatch.setenv("GROUNDWORK_TEAM_TIMEZONE", "Europe/London")


def run(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(cli.app, ["retro", "summarise", *words])
    assert done.exit_code == code, done.output + str(done.exception)
    return done.stdout


def as_json(*words: str) -> Any:
    return json.loads(run(*words, "--json"))


def test_an_export_gives_every_part_with_its_sources() -> None:
    found = as_json(str(CHECKOUT))
    assert list(found) == ["went_well", "to_improve", "ideas", "themes", "decisions", "actions"]
    written = json.loads(next((CHECKOUT / "checkout-retro").glob("*.json")).read_text())
    stamps = {message["ts"]: message for message in written}
    for part in ("went_well", "to_improve", "ideas", "decisions", "actions"):
        for line in found[part]:
            assert isinstance(line["source"], list)
            assert set(line["source"]) <= set(stamps)
    for theme in found["themes"]:
        assert set(theme) == {"title", "notes"}
        assert set(theme["notes"]) <= set(stamps)
    uptime = next(each for each in found["actions"] if "uptime" in each["text"])
    assert uptime["owner"] == "U03GUSTA"
    assert uptime["due"] == "2026-03-11", "Wednesday, seen from the Friday on which it was said"
    assert len(uptime["source"]) == 2, "who asked, and who said yes"
    assert {each["owner"] for each in found["actions"]} == {"U03GUSTA", "U04SAMOK", "U05LENAB", None}
    assert "yacht" not in json.dumps(found)


def test_quotes_are_verbatim() -> None:
    found = as_json(str(CHECKOUT))
    written = next((CHECKOUT / "checkout-retro").glob("*.json")).read_text()
    for part in ("went_well", "to_improve", "ideas"):
        for line in found[part]:
            assert line["text"] in written


def test_one_file_finds_the_users_beside_it_and_a_zip_is_unpacked(tmp_path: Path) -> None:
    day = next((CHECKOUT / "checkout-retro").glob("*.json"))
    whole = as_json(str(CHECKOUT))
    assert as_json(str(day)) == whole, "users.json is one folder up"
    assert as_json(str(day), str(CHECKOUT / "users.json")) == whole
    packed = tmp_path / "export.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in CHECKOUT.rglob("*.json"):
            archive.write(file, file.relative_to(CHECKOUT))
    assert as_json(str(packed)) == whole
    alone = tmp_path / "alone.json"
    shutil.copy(day, alone)
    assert [each["owner"] for each in as_json(str(alone))["actions"]] == [each["owner"] for each in whole["actions"]]


def test_notes_give_line_numbers_and_names(tmp_path: Path) -> None:
    notes = tmp_path / "retro-2026-04-24.md"
    notes.write_text(
        "# Retro\n\nWent well:\n- the release took 20 minutes\n\nTo improve:\n- waiting for the data team\n\n"
        "Actions:\n- Aoife: invite them to planning (by Tuesday)\n- someone to buy a timer\n- [x] Order cake\n"
    )
    found = as_json(str(notes))
    assert found["went_well"] == [{"text": "the release took 20 minutes", "source": [4]}]
    assert found["actions"] == [
        {"text": "invite them to planning", "owner": "Aoife", "due": "2026-04-28", "source": [10]},
        {"text": "buy a timer", "owner": None, "due": None, "source": [11]},
    ]


def test_plain_output_reads_well_and_cites() -> None:
    said = run(str(SET / "headed-notes"))
    for fragment in ("What went well (3)", "“stand-ups last 30 minutes” (line 17)", "Decided", "nobody yet"):
        assert fragment in said


def test_too_little_is_said_with_exit_code_one() -> None:
    assert "too little" in run(str(SET / "almost-nothing" / "export"), code=1)
    assert as_json(str(SET / "almost-nothing" / "export"))["actions"] == []


def test_several_notes_give_a_list_and_what_is_no_retro_is_refused(tmp_path: Path) -> None:
    found = as_json(str(SET / "minutes" / "minutes.txt"), str(SET / "columns"))
    assert [each["name"] for each in found] == ["minutes.txt", "Mad Sad Glad 2026-03-19.md"]
    (tmp_path / "data.json").write_text('{"a": 1}')
    done = CliRunner().invoke(cli.app, ["retro", "summarise", "data.json"])
    assert "There is no retrospective to read in data.json" in str(done.exception)
    done = CliRunner().invoke(cli.app, ["retro", "summarise", "nowhere.md"])
    assert "There is no nowhere.md" in str(done.exception)


def test_one_of_several_that_holds_nothing_is_told_beside_the_others(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Went well\n- the demo\n- the build\n\n# Actions\n- Tom: buy a lamp\n")
    (tmp_path / "hi.txt").write_text("hi\n")
    (tmp_path / "empty.md").write_text("\n")
    (tmp_path / "page.html").write_text("<p>hi</p>\n")
    words = ["retro", "summarise", "notes.md", "hi.txt", "empty.md", "page.html"]
    done = CliRunner().invoke(cli.app, words)
    assert done.exit_code == 0
    assert done.stdout.startswith("notes.md · 5 lines\n"), "in the order in which they were named"
    assert "hi.txt: 1 line, and too little in it to summarise." in done.stdout
    assert "There is nothing in empty.md, no word." in done.stderr
    assert "There is no retrospective to read in page.html." in done.stderr


def test_where_there_is_too_little_it_is_shown_what_was_heard(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Went well\n- the *demo*\n\n# Actions\n- Tom: buy a [lamp]\n")
    done = CliRunner().invoke(cli.app, ["retro", "summarise", "notes.md"])
    assert "notes.md: 4 lines, and too little in it to summarise. What I heard:" in done.stdout
    assert "What went well: “the *demo*” (line 2)" in done.stdout
    assert "Action: buy a [lamp] (Tom) (line 5)" in done.stdout


def test_a_folder_with_nothing_in_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "retros").mkdir()
    done = CliRunner().invoke(cli.app, ["retro", "summarise", "retros"])
    assert isinstance(done.exception, Trouble)
    assert done.exception.sentence == "There are no notes and no export in retros. Name what holds them."


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_notes_are_read_as_an_editor_or_a_spreadsheet_saved_them(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "notes.md"
    file.write_bytes("# Retro 12.11.2026\n\n## Actions\n- Zoë: order Café boxes by 20 Nov\n".encode(encoding))
    assert [each["owner"] for each in as_json(str(file))["actions"]] == ["Zoë"]


def test_notes_in_a_zip_file_are_read_without_what_a_mac_packs_beside_them(tmp_path: Path) -> None:
    packed = tmp_path / "notes.zip"
    with zipfile.ZipFile(packed, "w") as into:
        into.writestr("retro/notes.md", "# Retro 12.11.2026\n\n## Actions\n- Rose: order boxes by 20 Nov\n")
        into.writestr("__MACOSX/retro/._notes.md", b"\x00\x05\x16\x07")
        into.writestr("retro/photo.png", b"\x89PNG\x00")
    assert [each["owner"] for each in as_json(str(packed))["actions"]] == ["Rose"]


def test_a_file_with_nothing_in_it_is_told_to_be_empty(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_text("\n")
    done = CliRunner().invoke(cli.app, ["retro", "summarise", str(file)])
    assert "There is nothing in notes.md, no word." in done.output + str(done.exception)
    assert done.exit_code


def test_what_is_no_text_is_told_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_bytes(b"\x89PNG\x00")
    done = CliRunner().invoke(cli.app, ["retro", "summarise", str(file)])
    assert "isn’t a text file. Save it as plain text" in done.output + str(done.exception)
