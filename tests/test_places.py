"""Where things are found, and how a first copy comes to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import places
from bot.errors import Trouble
from bot.places import Place


def test_prompts_are_the_configured_ones_first(tmp_path: Path) -> None:
    place = places.folder("prompts", configured=Path("ours"), config=tmp_path / "config.yaml", cwd=Path("/"))
    assert place == Place(tmp_path / "ours", "named in the configuration")


def test_then_those_beside_the_configuration_then_those_here_then_the_shipped_ones(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        (folder / "prompts" / "interviews").mkdir(parents=True)
    config = there / "config.yaml"
    assert places.folder("prompts", configured=None, config=config, cwd=here) == Place(
        there / "prompts", "beside config.yaml"
    )
    (there / "prompts").rename(there / "gone")
    assert places.folder("prompts", configured=None, config=config, cwd=here) == Place(
        here / "prompts", "in this folder"
    )
    (here / "prompts").rename(here / "gone")
    assert places.folder("prompts", configured=None, config=config, cwd=here).origin == "as shipped"


def test_somebody_elses_prompts_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "prompts").mkdir()
    assert places.folder("prompts", configured=None, config=None, cwd=tmp_path).origin == "as shipped"


def test_what_is_shipped_is_there() -> None:
    assert (places.shipped("prompts") / "interviews").is_dir()
    assert places.shipped("knowledge").is_dir()
    assert places.shipped("config.example.yaml").is_file()


def test_state_lies_beside_the_configuration_or_here_or_where_it_is_told(tmp_path: Path) -> None:
    config = tmp_path / "team" / "config.yaml"
    assert places.state_folder(config, {}, tmp_path) == tmp_path / "team" / ".groundwork"
    assert places.state_folder(None, {}, tmp_path) == tmp_path / ".groundwork"
    assert places.state_folder(config, {"GROUNDWORK_HOME": "elsewhere"}, tmp_path) == tmp_path / "elsewhere"


def test_the_configuration_is_the_one_given_or_named_or_here(tmp_path: Path) -> None:
    assert places.config_file(None, {}, tmp_path) is None
    (tmp_path / "config.yaml").touch()
    (tmp_path / "team.yaml").touch()
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "config.yaml").touch()
    assert places.config_file(None, {}, tmp_path) == tmp_path / "config.yaml"
    assert places.config_file(None, {"GROUNDWORK_CONFIG": "team.yaml"}, tmp_path) == tmp_path / "team.yaml"
    assert places.config_file(Path("inner"), {"GROUNDWORK_CONFIG": "team.yaml"}, tmp_path) == (
        tmp_path / "inner" / "config.yaml"
    )


def test_the_state_folder_is_private_and_out_of_version_control(tmp_path: Path) -> None:
    home = places.make_state_folder(tmp_path / ".groundwork")
    assert home.stat().st_mode & 0o077 == 0
    assert (home / ".gitignore").read_text(encoding="utf-8") == "*\n"
    assert places.make_state_folder(home) == home


def test_a_state_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Trouble, match=r"Nothing can be written to .*GROUNDWORK_HOME"):
        places.make_state_folder(tmp_path / "file" / "state")


def test_init_writes_everything_that_people_edit(tmp_path: Path) -> None:
    written = places.init(tmp_path / "new")
    assert not any(each.kept for each in written)
    assert (tmp_path / "new" / "config.yaml").read_bytes() == places.shipped("config.example.yaml").read_bytes()
    assert (tmp_path / "new" / "prompts" / "interviews" / "requirements.yaml").is_file()
    assert {each.path for each in written} == {path for path in (tmp_path / "new").rglob("*") if path.is_file()}
    assert not list((tmp_path / "new").rglob(".*"))


def test_init_never_touches_what_is_there(tmp_path: Path) -> None:
    places.init(tmp_path)
    edited = tmp_path / "prompts" / "interviews" / "requirements.yaml"
    edited.write_text("mine", encoding="utf-8")
    (tmp_path / "config.yaml").unlink()
    again = places.init(tmp_path)
    assert edited.read_text(encoding="utf-8") == "mine"
    assert [each.path.name for each in again if not each.kept] == ["config.yaml"]


def test_init_into_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Trouble, match="Choose another folder"):
        places.init(tmp_path / "file")
