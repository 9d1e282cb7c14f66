"""What config.yaml may say of trackers, and what the doctor says of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot import config as settings_in_force
from bot.cli.setting_up import trackers as tracker_check
from bot.config import load
from bot.doctor import examine
from bot.features.trackers import wanted_trackers
from tests.trackers.jira_double import JiraDouble
from tests.trackers.worlds import NAMES, VARIABLES, World, world


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("trackers: {jria: {url: x}}", "Unknown key `jria`. Did you mean `jira`?"),
        ("trackers: {jira: {bord: 7}}", "Unknown key `bord`. Did you mean `board`?"),
        ("trackers: {jira: {board: seven}}", "`seven` isn’t a number. Use the one at the end of its address"),
        (
            "trackers: {jira: {url: http://jira.example}}",
            "isn’t a safe web address, and a token is sent there. Use https",
        ),
        ("trackers: {jira: {url: jira.example}}", "`jira.example` isn’t a web address."),
        ("trackers: {jira: {project: 'A\" OR'}}", "can’t be a project’s key."),
        ("trackers: {jira: {fields: [a]}}", "`fields` should be names, each with a value."),
        ("trackers: {github: {repository: parcels}}", "`parcels` can’t be a repository. Write its owner and its name"),
        ("trackers: {jira: {token: abc}}", "Keep it out of the file: set the environment variable JIRA_TOKEN instead."),
        ("trackers: {azure: {token: abc}}", "set the environment variable AZURE_DEVOPS_TOKEN instead."),
        ("trackers: {linear: {url: 'https://a:b@linear.example'}}", "`trackers.linear.url` has a password in it."),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    (trouble,) = settings_in_force.read(cwd=tmp_path, environ={})[1]
    assert sentence in trouble.sentence
    assert "abc" not in trouble.sentence


def test_the_environment_sets_them_too_and_a_token_is_never_shown(tmp_path: Path) -> None:
    environ = {
        "GROUNDWORK_TRACKERS_JIRA_URL": "https://acme.atlassian.net/",
        "GROUNDWORK_TRACKERS_JIRA_BOARD": "12",
        "GROUNDWORK_TRACKERS_JIRA_FIELDS": "{customfield_10010: {value: Routes}}",
        "JIRA_TOKEN": "very-secret",
    }
    config = load(None, cwd=tmp_path, environ=environ)
    keys = config.trackers.jira
    assert (keys.url, keys.board) == ("https://acme.atlassian.net", 12)
    assert keys.fields == {"customfield_10010": {"value": "Routes"}}
    assert wanted_trackers(config) == {"jira": "Jira"}
    assert config.secrets.jira_token == "very-secret"  # noqa: S105
    assert "very-secret" not in repr(config)


def test_an_address_with_a_name_in_it_is_refused_from_the_environment_too(tmp_path: Path) -> None:
    environ = {"GROUNDWORK_TRACKERS_AZURE_URL": "https://somebody:secret@dev.azure.com/acme"}
    (trouble,) = settings_in_force.read(cwd=tmp_path, environ=environ)[1]
    assert "This address has more in it than a place." in trouble.sentence
    assert "secret" not in trouble.sentence


@pytest.fixture(params=NAMES)
def any_world(request: pytest.FixtureRequest) -> Iterator[World]:
    with world(request.param) as found:
        yield found


async def looked_at(folder: Path, found: World, token: str) -> list[tuple[str, str, str, str]]:
    (folder / "config.yaml").write_text(yaml.safe_dump(found.settings()), encoding="utf-8")
    lines = await examine(cwd=folder, environ={VARIABLES[found.id]: token}, checks=[tracker_check])
    names = {"Jira", "GitHub", "Linear", "Azure Boards"}
    return [(each.subject, each.state, each.found, each.mend) for each in lines if each.subject in names]


async def test_the_doctor_says_whether_each_can_be_reached(any_world: World, tmp_path: Path) -> None:
    lines = await looked_at(tmp_path, any_world, any_world.token)
    assert lines
    assert {state for _, state, _, _ in lines} == {"well"}
    ((_, state, found, mend),) = await looked_at(tmp_path, any_world, "")
    assert (state, "token" in found, VARIABLES[any_world.id] in mend) == ("wrong", True, True)
    assert any_world.made() == []


async def test_the_doctor_names_a_right_that_is_missing(tmp_path: Path) -> None:
    with world("jira cloud") as found:
        assert isinstance(found.double, JiraDouble)
        found.double.rights["CREATE_ISSUES"] = False
        lines = await looked_at(tmp_path, found, found.token)
        assert lines[-1] == (
            "Jira",
            "wrong",
            "the token may not make items in project LP.",
            "Give whoever JIRA_TOKEN belongs to that right there.",
        )


async def test_without_trackers_the_doctor_says_nothing_of_them(tmp_path: Path) -> None:
    config = load(None, cwd=tmp_path, environ={})
    assert await tracker_check(config) == []
