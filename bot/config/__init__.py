"""The settings that config.yaml and the environment may hold, and a sentence for each that can't be used."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Literal, get_args
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails

from bot import places
from bot.config.ceremonies import FeatureKeys
from bot.config.file import ENV_PREFIX, Given, Reading, key_paths, listed, near, put, read_file, section_of, variable
from bot.config.health import HealthKeys
from bot.config.model import Section, split_url, wrong
from bot.config.sections import Http, Index, Retros, Schedule, Watch
from bot.config.trackers import TrackerKeys, TrackerSecrets
from bot.config.trust import TrustKeys
from bot.errors import ConfigTrouble
from bot.places import Place

ENV_OTHER = frozenset({"GROUNDWORK_HOME", "GROUNDWORK_CONFIG"})
"""Variables that are no key of config.yaml: they say where things are."""


class State(Section):
    """Where everything that must last is kept."""

    url: str = Field(default="sqlite:///groundwork.db", repr=False)  # it may hold a password

    @field_validator("url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        parts = split_url(url)
        family = parts.scheme.partition("+")[0] if parts else ""
        if parts is None or family not in {"sqlite", "postgresql", "postgres"}:
            raise wrong("This isn’t a database address.", "Use sqlite:///FILE or postgresql://USER@HOST/NAME.")
        if family == "sqlite" and parts.path.strip("/") in {"", ":memory:"}:
            raise wrong("This database would forget everything.", "Name a file, such as sqlite:///groundwork.db.")
        return url


class Team(Section):
    """The team that this Groundwork belongs to. `timezone` is an IANA name; `holidays` are days as 2026-12-25."""

    name: str = ""
    timezone: str = "UTC"
    holidays: list[str] = Field(default=[])

    @field_validator("holidays", mode="before")
    @classmethod
    def _dates(cls, given: object) -> object:
        days = re.split(r"[\s,]+", given.strip("[] ")) if isinstance(given, str) else given
        try:
            return [date.fromisoformat(str(day)).isoformat() for day in days or []]  # type: ignore[attr-defined]
        except (TypeError, ValueError) as error:
            raise wrong(
                "`team.holidays` should be a list of days.", "Write them as [2026-12-25, 2027-01-01]."
            ) from error

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            close = near(name, sorted(available_timezones()))
            mend = f"Did you mean `{close}`?" if close else "Use a name such as Europe/Berlin."
            raise wrong(f"`{name}` isn’t a time zone that is known here.", mend) from error
        return name


class Interviews(Section):
    """Requirement interviews: which questions, and how deep."""

    framework: str = "requirements"
    depth: Literal["quick", "standard", "deep"] = "standard"

    @field_validator("framework")
    @classmethod
    def _file_name(cls, name: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name):
            raise wrong(
                f"`{name}` can’t be a question set.",
                "Use the name of a file in prompts/interviews, without its ending.",
            )
        return name


class Stories(Section):
    """User stories: the style of criteria, and a file with the team's wording (None: the one in prompts)."""

    criteria: Literal["gherkin", "ears"] = "gherkin"
    template: Path | None = None

    @field_validator("template", mode="before")
    @classmethod
    def _none_when_empty(cls, path: object) -> object:
        return path or None


class Slack(Section):
    """Slack: the Web API in use (GovSlack has its own), and whether it is listened to by socket or by HTTP."""

    api_url: str = "https://slack.com/api/"
    mode: Literal["socket", "http"] = "socket"

    @field_validator("api_url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        parts = split_url(url)
        if parts is None or parts.scheme not in {"http", "https"} or not parts.netloc:
            raise wrong(f"`{url}` isn’t a web address.", "Use https://slack.com/api/ or https://slack-gov.com/api/.")
        return url if url.endswith("/") else f"{url}/"


class Teams(Section):
    """Teams: live, or tried in the Playground; other tenants that may use it, and where Microsoft's keys are."""

    mode: Literal["live", "playground"] = "live"
    tenants: str = ""
    keys_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"

    @field_validator("tenants")
    @classmethod
    def _ids(cls, text: str) -> str:
        for one in text.replace(",", " ").split():
            if not re.fullmatch(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", one):
                raise wrong(f"`{one}` isn’t a tenant’s id.", "It reads like 72f988bf-86f1-41af-91ab-2d7cd011db47.")
        return text

    @field_validator("keys_url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        parts = split_url(url)
        here = parts is not None and parts.hostname in {"127.0.0.1", "localhost"}
        if parts is None or not parts.netloc or (parts.scheme != "https" and not here):
            raise wrong(f"`{url}` isn’t a safe web address.", "Leave it out to use Microsoft’s.")
        return url

    @property
    def allowed(self) -> tuple[str, ...]:
        """The other tenants, one by one."""
        return tuple(self.tenants.replace(",", " ").split())


class Log(Section):
    """What is written to groundwork.log in the state folder, or to the screen's second stream."""

    format: Literal["text", "json"] = "text"
    to: Literal["file", "stderr"] = "file"
    level: Literal["debug", "info", "warning", "error"] = "info"


class Keys(FeatureKeys, HealthKeys, TrustKeys, TrackerKeys):
    """All that config.yaml may say. Every key has a default, so the file itself may be missing."""

    state: State = State()
    team: Team = Team()
    interviews: Interviews = Interviews()
    stories: Stories = Stories()
    prompts: Path | None = None
    knowledge: Path | None = None
    index: Index = Index()
    schedule: Schedule = Schedule()
    retros: Retros = Retros()
    slack: Slack = Slack()
    teams: Teams = Teams()
    http: Http = Http()
    watch: Watch = Watch()
    log: Log = Log()

    @field_validator("prompts", "knowledge", mode="before")
    @classmethod
    def _none_when_empty(cls, path: object) -> object:
        return path or None


class Secrets(TrackerSecrets):
    """What is only ever read from the environment, and never shown."""

    slack_bot_token: str = Field(default="", repr=False)
    slack_app_token: str = Field(default="", repr=False)
    slack_signing_secret: str = Field(default="", repr=False)
    teams_app_id: str = ""
    teams_app_password: str = Field(default="", repr=False)
    teams_certificate_file: str = ""
    teams_tenant_id: str = ""


class Config(Keys):
    """The settings in force, with every place worked out.

    `file` is the config.yaml that was read, None when there was none; `base` the folder that relative paths start at.
    `home` is the state folder, absolute, which may not exist yet (`bot.places.make_state_folder`).
    """

    file: Path | None = None
    base: Path
    home: Path
    prompts_place: Place
    knowledge_place: Place
    secrets: Secrets = Field(default=Secrets(), repr=False)

    @property
    def prompts_dir(self) -> Path:
        """The prompts in use."""
        return self.prompts_place.path

    @property
    def knowledge_dir(self) -> Path:
        """The documents in use."""
        return self.knowledge_place.path

    @property
    def template_file(self) -> Path | None:
        """`stories.template` as an absolute path."""
        template = self.stories.template
        return None if template is None else self.base / template.expanduser()

    @property
    def database_url(self) -> str:
        """`state.url` with SQLite's file as an absolute path, `sqlite:////var/…/groundwork.db`."""
        scheme, _, rest = self.state.url.partition(":///")
        if scheme.partition("+")[0] != "sqlite":
            return self.state.url
        file, mark, query = rest.partition("?")
        return f"sqlite:///{(self.home / Path(file).expanduser()).resolve()}{mark}{query}"

    @property
    def turns_url(self) -> str:
        """Where turns are recorded: the same PostgreSQL, or a SQLite file of its own in the state folder."""
        url = self.database_url
        return f"sqlite:///{self.home / 'turns.db'}" if url.startswith("sqlite") else url

    @property
    def index_dir(self) -> Path:
        """Where the index of the documents is kept."""
        return self.home / "index"

    @property
    def index_sources(self) -> dict[str, Path]:
        """Every source of documents by its name, as absolute paths."""
        further = {name: (self.base / path.expanduser()).resolve() for name, path in self.index.sources.items()}
        return {"knowledge": self.knowledge_dir, **further}

    @property
    def log_file(self) -> Path:
        """Where the log is written."""
        return self.home / "groundwork.log"

    @property
    def holidays(self) -> frozenset[date]:
        """`team.holidays` as days."""
        return frozenset(map(date.fromisoformat, self.team.holidays))

    @property
    def spoken_in(self) -> frozenset[str]:
        """The platforms that are set up, as addresses begin."""
        slack, teams = self.secrets.slack_bot_token, self.secrets.teams_app_id or self.teams.mode == "playground"
        return frozenset(("terminal", *(("slack",) if slack else ()), *(("teams",) if teams else ())))

    @property
    def zone(self) -> ZoneInfo:
        """`team.timezone`."""
        return ZoneInfo(self.team.timezone)


def load(file: Path | None = None, *, cwd: Path | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """Read the settings; ConfigTrouble names the first thing that can't be used and says if there is more.

    `file` is a file or folder asked for on the command line; see `bot.places.config_file` for the others looked at.
    """
    config, troubles = read(file, cwd=cwd, environ=environ)
    if config is None or troubles:
        first, *more = troubles
        if more:
            others = "There is one more problem" if len(more) == 1 else f"There are {len(more)} more problems"
            raise ConfigTrouble(
                first.path, first.line, first.message, f"{first.mend} {others}: `groundwork doctor` lists all."
            )
        raise first
    return config


def read(
    file: Path | None = None, *, cwd: Path | None = None, environ: Mapping[str, str] | None = None
) -> tuple[Config | None, list[ConfigTrouble]]:
    """The settings, and everything that can't be used in reading order; with any trouble there are no settings."""
    cwd = (cwd or Path.cwd()).resolve()
    environ = os.environ if environ is None else environ
    file = places.config_file(file, environ, cwd)
    reading = read_file(file, _shown(file, cwd), Keys) if file else Reading()
    _read_environment(environ, reading)
    keys, wrong = _validate(reading)
    troubles = sorted([*reading.troubles, *wrong], key=lambda each: (each.line is None, each.line or 0))
    if keys is None or troubles:
        return None, troubles
    config = Config(
        **dict(keys),
        file=file,
        base=file.parent if file else cwd,
        home=places.state_folder(file, environ, cwd),
        prompts_place=places.folder("prompts", configured=keys.prompts, config=file, cwd=cwd),
        knowledge_place=places.folder("knowledge", configured=keys.knowledge, config=file, cwd=cwd),
        secrets=Secrets(**{name: environ.get(name.upper(), "").strip() for name in Secrets.model_fields}),
    )
    troubles = list(_missing(config, reading.given))
    return (None if troubles else config), troubles


def unknown_variables(environ: Mapping[str, str]) -> list[tuple[str, str | None]]:
    """Variables that look like ours and set nothing, each with the nearest that does."""
    known = sorted({variable(path) for path in key_paths(Keys)} | ENV_OTHER)
    return [(name, near(name, known)) for name in sorted(environ) if name.startswith(ENV_PREFIX) and name not in known]


def _read_environment(environ: Mapping[str, str], reading: Reading) -> None:
    for path in key_paths(Keys):
        text = environ.get(variable(path))
        if text:
            reading.given[path] = Given(variable(path), None, text)
            put(reading.values, path, text)


def _validate(reading: Reading) -> tuple[Keys | None, list[ConfigTrouble]]:
    try:
        return Keys.model_validate(reading.values), []
    except ValidationError as error:
        return None, [_explained(each, reading.given) for each in error.errors()]


def _explained(error: ErrorDetails, given: Mapping[str, Given]) -> ConfigTrouble:
    path = ".".join(str(step) for step in error["loc"])
    while path not in given:  # inside a list or table, which is given as a whole
        path = path.rpartition(".")[0]
    found = given[path]
    if error["type"] == "wrong":
        context = error["ctx"]
        return ConfigTrouble(found.where, found.line, str(context["message"]), str(context["mend"]))
    number = _number_wanted(error)
    if number:
        return ConfigTrouble(found.where, found.line, f"`{path}` can’t be `{found.text}`.", number)
    options = _options(path)
    if options:
        close = near(found.text, options)
        mend = f"Did you mean `{close}`?" if close else f"It can be {listed(options, last='or')}."
        return ConfigTrouble(found.where, found.line, f"`{path}` can’t be `{found.text}`.", mend)
    return ConfigTrouble(
        found.where, found.line, f"`{path}` should be text.", "Put it in quotes, or see config.example.yaml."
    )


def _number_wanted(error: ErrorDetails) -> str:
    """What to write where a number, or a whole table, was expected; nothing when it was something else."""
    if error["loc"][0] == "prices":
        return "Write `provider:model: {input: 1.0, output: 4.0}`, the money for a million tokens."
    if error["loc"][0] == "redact":
        return "Write a list of regular expressions, each in quotes."
    if error["type"].startswith(("int_", "float_", "greater_than", "less_than", "finite_")):
        limit = error.get("ctx", {})
        least, most = limit.get("ge", limit.get("gt")), limit.get("le")
        bound = f" from {least:g}" if least is not None else f" up to {most:g}" if most is not None else ""
        return f"Write a number{bound}."
    return ""


def _missing(config: Config, given: Mapping[str, Given]) -> Iterator[ConfigTrouble]:
    for path, place in (("prompts", config.prompts_dir), ("knowledge", config.knowledge_dir)):
        if path in given and not place.is_dir():
            found = given[path]
            mend = "Correct the path, or remove the key to use the one that was shipped."
            yield ConfigTrouble(found.where, found.line, f"There is no folder {place}.", mend)
    template = config.template_file
    if template is not None and not template.is_file():
        found = given["stories.template"]
        mend = "Correct the path, or remove the key to use the one in prompts."
        yield ConfigTrouble(found.where, found.line, f"There is no file {template}.", mend)


def _options(path: str) -> list[str]:
    model: type[BaseModel] = Keys
    *sections, key = path.split(".")
    for name in sections:
        model = section_of(model, name) or model
    return [str(option) for option in get_args(model.model_fields[key].annotation) if isinstance(option, str)]


def _shown(file: Path, cwd: Path) -> str:
    return str(file.relative_to(cwd)) if file.is_relative_to(cwd) else str(file)
