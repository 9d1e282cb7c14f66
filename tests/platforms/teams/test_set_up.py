"""Setting Teams up: the package to upload, the settings, the doctor's lines, serving it beside Slack."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from jsonschema import Draft7Validator

from bot.app import build_features, platform_lines, serve
from bot.config import Config, load, read
from bot.errors import Trouble
from bot.platforms.teams import TeamsSettings
from bot.platforms.teams.credentials import Credentials
from bot.platforms.teams.manifest import PERMISSIONS, SCHEMA, app_package, manifest
from bot.prompts import Prompts
from bot.router import menu
from tests.patience import until
from tests.platforms.slack.conftest import settings as slack_settings
from tests.platforms.slack.double import SlackDouble
from tests.platforms.teams.conftest import settings
from tests.platforms.teams.double import APP, TENANT, TeamsDouble, personal
from tests.platforms.teams.recorder import live_settings

URL = "https://bot.example.com"


@pytest.fixture
def package(config: Config, prompts: Prompts) -> dict[str, bytes]:
    made = app_package(APP, menu(build_features(config, prompts)), URL)
    with zipfile.ZipFile(io.BytesIO(made)) as held:
        return {name: held.read(name) for name in held.namelist()}


def test_the_package_is_what_microsofts_schema_asks_for(package: dict[str, bytes]) -> None:
    assert sorted(package) == ["color.png", "manifest.json", "outline.png"]
    made = json.loads(package["manifest.json"])
    schema = json.loads((Path(__file__).parent / "MicrosoftTeams.schema.json").read_text(encoding="utf-8"))
    assert [f"{list(one.path)}: {one.message}" for one in Draft7Validator(schema).iter_errors(made)] == []
    assert made["manifestVersion"] == SCHEMA
    (bot,) = made["bots"]
    assert bot["botId"] == APP
    assert bot["scopes"] == ["personal", "team", "groupChat"]
    (commands,) = bot["commandLists"]
    assert {"interview", "story", "help"} <= {one["title"] for one in commands["commands"]}
    (extension,) = made["composeExtensions"]
    assert [one["title"] for one in extension["commands"]] == [
        "Add to the interview", "Turn into a story", "Add to the retro",
    ]  # fmt: skip
    granted = made["authorization"]["permissions"]["resourceSpecific"]
    assert [one["name"] for one in granted] == [name for name, _ in PERMISSIONS]


@pytest.mark.parametrize(("name", "side"), [("color.png", 192), ("outline.png", 32)])
def test_the_icons_have_the_sizes_that_teams_wants(package: dict[str, bytes], name: str, side: int) -> None:
    data = package[name]
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (side, side)


def test_every_permission_and_its_reason_is_in_its_page() -> None:
    page = (Path(__file__).parents[3] / "docs" / "teams.md").read_text(encoding="utf-8")
    for name, why in PERMISSIONS:
        assert f"| `{name}` | {why} |" in page


def test_the_same_settings_make_the_same_file(config: Config, prompts: Prompts) -> None:
    announced = menu(build_features(config, prompts))
    assert app_package(APP, announced, URL) == app_package(APP, announced, URL)


def test_an_address_without_tls_is_refused(config: Config, prompts: Prompts) -> None:
    with pytest.raises(Trouble, match="public address with https"):
        manifest(APP, menu(build_features(config, prompts)), "http://bot.example.com")


def run(folder: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3]), **environ},
    )


def test_the_command_line_writes_the_package_and_says_what_is_missing(tmp_path: Path) -> None:
    done = run(tmp_path, "manifest", "teams", "--out", "app.zip", "--http", URL, TEAMS_APP_ID=APP)
    assert done.stdout == "Written: app.zip\n", done.stderr
    assert zipfile.is_zipfile(tmp_path / "app.zip")
    assert "add `--out app.zip`" in run(tmp_path, "manifest", "teams", "--http", URL, TEAMS_APP_ID=APP).stderr
    assert "TEAMS_APP_ID has to be set" in run(tmp_path, "manifest", "teams", "--http", URL).stderr


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("GROUNDWORK_TEAMS_TENANTS", "contoso", "isn’t a tenant’s id"),
        ("GROUNDWORK_TEAMS_KEYS_URL", "http://keys.example", "isn’t a safe web address"),
        ("GROUNDWORK_TEAMS_MODE", "open", "can’t be `open`"),
    ],
)
def test_settings_that_cannot_be_used_are_told(tmp_path: Path, variable: str, value: str, says: str) -> None:
    config, troubles = read(None, cwd=tmp_path, environ={variable: value, "GROUNDWORK_HOME": str(tmp_path)})
    assert config is None
    assert says in troubles[0].sentence


def test_other_tenants_are_allowed_by_name(tmp_path: Path) -> None:
    other = "99999999-86f1-41af-91ab-2d7cd011db47"
    config = load(None, cwd=tmp_path, environ={"GROUNDWORK_TEAMS_TENANTS": f"{other}, {TENANT}"})
    assert config.teams.allowed == (other, TENANT)
    assert TeamsSettings(tenant_id="x", tenants=config.teams.allowed).allowed == {"x", other, TENANT}


async def test_the_doctor_says_how_teams_is(tmp_path: Path, teams: TeamsDouble) -> None:
    lines = [line for line in await platform_lines(settings(tmp_path, teams)) if line[0] == "Teams"]
    assert [state for _, state, _, _ in lines[:3]] == ["well", "well", "well"]
    lines = await platform_lines(settings(tmp_path, teams, TEAMS_APP_PASSWORD=""))
    assert ("Teams", "wrong", "TEAMS_APP_PASSWORD isn’t set.") in [line[:3] for line in lines]
    lines = await platform_lines(settings(tmp_path, teams, GROUNDWORK_TEAMS_KEYS_URL=f"{teams.base}/nothing"))
    assert any(state == "wrong" and "keys can’t be read" in found for _, state, found, _ in lines)
    lines = await platform_lines(load(None, cwd=tmp_path, environ={"GROUNDWORK_HOME": str(tmp_path)}))
    assert ("Teams", "well") in [line[:2] for line in lines]


async def test_slack_and_teams_are_served_by_one_process(tmp_path: Path, teams: TeamsDouble) -> None:
    async with SlackDouble() as slack:
        both = settings(tmp_path, teams, GROUNDWORK_HTTP_PORT="0")
        other = slack_settings(tmp_path, slack, "socket")
        secrets = other.secrets.model_copy(
            update={name: value for name, value in both.secrets if name.startswith("teams_")}
        )
        config = both.model_copy(update={"secrets": secrets, "slack": other.slack})
        async with serve(config) as lines:
            assert lines[:2] == ["Slack, by Socket Mode", "Teams"]
            teams.bot_url = lines[2].removesuffix("/api/messages")
            await teams.says("U1", "hello", personal("U1"))
            await until(lambda: teams.posts[personal("U1")])
        assert "I’m Groundwork" in str(teams.posts[personal("U1")])


def _pem() -> str:
    key = generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "groundwork")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return secret.decode() + made.public_bytes(Encoding.PEM).decode()


async def test_a_certificate_does_for_a_secret(tmp_path: Path, teams: TeamsDouble) -> None:
    file = tmp_path / "bot.pem"
    file.write_text(_pem(), encoding="utf-8")
    given: Any = {"app_password": "", "certificate_file": str(file)}
    wanted = live_settings(teams, **given)
    assert wanted.missing == []
    made = Credentials(wanted).made
    assert len(made.certificate_thumbprint) == 40
    assert made.tenant == TENANT
    with pytest.raises(Trouble, match="can’t be read"):
        _ = Credentials(live_settings(teams, **{**given, "certificate_file": str(tmp_path)})).made
