"""What the container files name is there, and every setting in them is one that we have."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import yaml

from bot.config import Keys, load
from bot.config.file import key_paths, variable

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


COPIED = [name for line in re.findall(r"^COPY (?!--)(.+)$", DOCKERFILE, re.MULTILINE) for name in line.split()[:-1]]


def test_the_image_copies_only_what_is_there_and_is_let_through() -> None:
    let_through = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for name in COPIED:
        assert (ROOT / name).exists(), name
        assert f"!{name}" in let_through


def test_all_that_the_package_takes_in_is_copied() -> None:
    hatch = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]
    assert {"bot", "uv.lock", *hatch["build"]["targets"]["wheel"]["force-include"]} <= set(COPIED)


def test_every_setting_in_the_container_is_one_of_ours() -> None:
    known = {variable(path) for path in key_paths(Keys)} | {"GROUNDWORK_HOME"}
    of_image = set(re.findall(r"(GROUNDWORK_\w+)=", DOCKERFILE))
    of_compose = {name for name in COMPOSE["services"]["bot"]["environment"] if name.startswith("GROUNDWORK_")}
    assert of_image >= {"GROUNDWORK_HOME", "GROUNDWORK_WATCH_PORT"}
    assert of_image | of_compose <= known


def test_the_settings_of_the_container_can_be_used(tmp_path: Path) -> None:
    environ = dict(re.findall(r"(GROUNDWORK_\w+)=(\S+)", DOCKERFILE)) | {"GROUNDWORK_HOME": str(tmp_path)}
    environ |= {
        name: str(value).replace("${POSTGRES_PASSWORD:?set it in .env}", "secret")
        for name, value in COMPOSE["services"]["bot"]["environment"].items()
        if name.startswith("GROUNDWORK_")
    }
    config = load(None, cwd=tmp_path, environ=environ)
    assert config.state.url == "postgresql://groundwork:secret@postgres/groundwork"
    assert (config.watch.host, config.watch.port, config.log.to) == ("0.0.0.0", 9464, "stderr")  # noqa: S104


def test_it_runs_as_nobody_special_and_is_asked_how_it_is() -> None:
    final = DOCKERFILE.rpartition("\nFROM ")[2]
    assert "\nUSER 10001\n" in final
    assert "useradd --system --uid 10001 " in final
    assert "9464/healthz" in final
    assert COMPOSE["services"]["chroma"]["image"].rpartition(":")[2] in (ROOT / "uv.lock").read_text(encoding="utf-8")
