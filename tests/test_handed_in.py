"""Whatever people hand in as a file is read, or told in a sentence what is wrong with it."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import config
from bot.errors import Trouble
from bot.health.answers import read_answers
from bot.health.mapping import map_markdown
from bot.knowledge.files import Unreadable, read
from bot.knowledge.recognise import form_of, recognise
from bot.knowledge.split import split
from bot.platforms.exports import read_export
from bot.prompts import load_prompts
from bot.retros.extraction.reading import read_logs
from bot.retros.extraction.summary import as_json, summarise
from tests.bending import FEW, ODD_TEXTS, bent

_IN_A_FOLDER = settings(FEW, suppress_health_check=[HealthCheck.function_scoped_fixture])

USERS: list[Any] = [{"id": "U1", "name": "ana", "real_name": "Ana", "profile": {"display_name": "ana"}}]
DAY: list[Any] = [
    {
        "type": "message", "user": "U1", "ts": "1795000000.000100", "text": "Went well: <@U1> shipped it",
        "reactions": [{"name": "+1", "count": 2, "users": ["U1"]}], "files": [{"name": "a.png"}],
    },
    {
        "type": "message", "bot_id": "B1", "subtype": "bot_message", "ts": "1795000001.000100", "text": "x",
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": "Retro"}},
            {"type": "section", "text": {"text": "Builds are slow"}, "fields": [{"text": "y"}]},
            {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"text": "z"}]}]},
        ],
        "attachments": [{"title": "t", "fields": [{"title": "f", "value": "v"}]}],
    },
    {"type": "message", "subtype": "channel_topic", "user": "U1", "ts": "1795000002.000100", "topic": "Planning"},
]  # fmt: skip
_LINES = st.lists(
    st.sampled_from(
        [
            "# Retro",
            "Date: 2026-11-27",
            "Date: 99.99.9999",
            "## What went well",
            "- [x] Tom fixes it by Friday",
            "Ana: it works",
            "[25:61] Tom: late",
            "| what | who |",
            "|---|---|",
            "| a | b |",
            "---",
            "title: 2026-99-99",
            "```",
            "<b>",
            "=====",
            ".. note::",
            '"a',
            "a,b,c",
            "9" * 5000,
            "+1 (" + "9" * 5000 + ")",
            "#" * 5000,
        ]
    )
    | ODD_TEXTS.map(lambda text: text.replace("\ud800", "?"))
    | st.text(st.characters(codec="utf-8"), max_size=30),
    max_size=12,
)
NOTES = _LINES.map("\n".join)

ANSWERS = (
    "title: Checkout\nsteps:\n  - name: Coding\n    who: Tom\n    work: 2 days\n    wait: a week\n    usable: 8 of 10\n"
)
CONFIG = "team:\n  timezone: Europe/Berlin\nindex:\n  stale_days: 30\naccess:\n  members: [Ana]\nmodel: ''\n"
_SPOILT = [
    '!!int ""', "!!float ''", "!!timestamp x", "!!bool x", "2026-99-99", '"\\UFFFFFFFF"', "9" * 5_000, "[" * 2_000,
    "*a", "&a [*a]", "{", "? [a]: b", "!!python/object:os.system x", "\t", "%YAML 1." + "9" * 5_000, "\x00",
    "{a: {b: c}}",
]  # fmt: skip


@st.composite
def spoilt(draw: Any, text: str) -> str:
    """A YAML text in which something else stands somewhere."""
    at = draw(st.integers(0, len(text)))
    gone = draw(st.integers(0, 12))
    other = str(draw(st.sampled_from(_SPOILT) | st.text(st.characters(codec="utf-8"), max_size=8)))
    return f"{text[:at]}{other}{text[at + gone :]}"


@given(st.data())
def test_an_export_with_odd_values_is_read(data: st.DataObject) -> None:
    files = {
        "retro/2026-11-27.json": json.dumps(data.draw(bent(DAY))),
        "users.json": json.dumps(data.draw(st.just(USERS) | bent(USERS))),
    }
    try:
        logs = read_logs(files, "UTC", read_export)
    except Trouble as trouble:
        assert "JSON" in trouble.sentence  # noqa: PT017 (whether there is one is left to the values)
    else:
        assert all(as_json(summarise(log)) for log in logs)


@pytest.mark.parametrize("text", ["[" * 50_000, "{", "\ufeff[]", "[1]", "9" * 5_000, '[{"ts": ' + "9" * 5_000 + "}]"])
def test_what_is_no_export_is_told(text: str) -> None:
    with pytest.raises(Trouble):
        read_logs({"retro/2026-11-27.json": text}, "UTC", read_export)


@FEW
@given(NOTES)
def test_any_notes_are_read(text: str) -> None:
    try:
        logs = read_logs({"2026-99-99.md": text}, "UTC", read_export)
    except Trouble as trouble:
        assert not text.strip(), trouble.sentence  # noqa: PT017 (only where nothing is in them)
    else:
        assert as_json(summarise(logs[0]))


@given(spoilt(ANSWERS))
def test_answers_with_something_else_in_them_are_read_or_told(text: str) -> None:
    try:
        stream = read_answers(text, "answers.yaml")
    except Trouble as trouble:
        assert trouble.sentence.startswith("answers.yaml")  # noqa: PT017
    else:
        assert map_markdown(stream)


@pytest.mark.parametrize("value", _SPOILT)
def test_values_that_yaml_cannot_make_are_told_of_everywhere(value: str, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(f"team:\n  timezone: {value}\n", encoding="utf-8")
    assert config.read(cwd=tmp_path, environ={})[1]
    (tmp_path / "config.yaml").unlink()
    for name in ("GROUNDWORK_INDEX_SOURCES", "GROUNDWORK_CEREMONIES", "GROUNDWORK_TRACKERS_JIRA_FIELDS"):
        config.read(cwd=tmp_path, environ={name: value})
    (tmp_path / "interviews").mkdir()
    (tmp_path / "interviews" / "requirements.yaml").write_text(f"title: {value}\n", encoding="utf-8")
    with pytest.raises(Trouble):
        load_prompts(tmp_path)
    recognise("docs", "a.md", f"---\ntitle: {value}\n---\ntext")


@given(spoilt(CONFIG))
@_IN_A_FOLDER
def test_settings_with_something_else_in_them_are_read_or_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    found, troubles = config.read(cwd=tmp_path, environ={})
    assert (found is None) == bool(troubles)


_KINDS = ["md", "txt", "rst", "adoc", "csv", *(["html"] if importlib.util.find_spec("markitdown") else [])]


@pytest.mark.parametrize("kind", _KINDS)
@given(
    raw=st.binary(max_size=80) | NOTES.map(str.encode) | NOTES.map(lambda text: f"---\n{text}\n---\n{text}".encode())
)
@_IN_A_FOLDER
def test_any_document_is_read_and_cut_or_told(tmp_path: Path, kind: str, raw: bytes) -> None:
    file = tmp_path / f"a.{kind}"
    file.write_bytes(raw)
    try:
        text, _ = read(file)
    except Unreadable as told:
        assert str(told)  # noqa: PT017
        return
    _, body = recognise("docs", file.name, text)
    assert all(passage.text for passage in split(body, form_of(file.name)))
