"""The settings that config.yaml and the environment may hold, and a sentence for each that can't be used."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from bot import places
from bot.errors import ConfigTrouble
from bot.places import Place

ENV_PREFIX = "GROUNDWORK_"
ENV_OTHER = frozenset({"GROUNDWORK_HOME", "GROUNDWORK_CONFIG"})
"""Variables that are no key of config.yaml: they say where things are."""

_SECRET = re.compile(
    r"(^|_)(secret|token|password|passwd|passphrase|api_?key|private_key|signing_key|credentials?)(_|$)"
)


class Section(BaseModel):
    """A group of settings. Frozen; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class State(Section):
    """Where everything that must last is kept."""

    url: str = Field(default="sqlite:///groundwork.db", repr=False)  # it may hold a password

    @field_validator("url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        parts = _split_url(url)
        family = parts.scheme.partition("+")[0] if parts else ""
        if parts is None or family not in {"sqlite", "postgresql", "postgres"}:
            raise _wrong("This isn't a database address.", "Use sqlite:///FILE or postgresql://USER@HOST/NAME.")
        if family == "sqlite" and parts.path.strip("/") in {"", ":memory:"}:
            raise _wrong("This database would forget everything.", "Name a file, such as sqlite:///groundwork.db.")
        return url


class Team(Section):
    """The team that this Groundwork belongs to. `timezone` is an IANA name."""

    name: str = ""
    timezone: str = "UTC"

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            near = _near(name, sorted(available_timezones()))
            mend = f"Did you mean `{near}`?" if near else "Use a name such as Europe/Berlin or America/New_York."
            raise _wrong(f"`{name}` isn't a time zone that is known here.", mend) from error
        return name


class Interviews(Section):
    """Requirement interviews: which questions, and how deep."""

    framework: str = "requirements"
    depth: Literal["quick", "standard", "deep"] = "standard"

    @field_validator("framework")
    @classmethod
    def _file_name(cls, name: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name):
            raise _wrong(
                f"`{name}` can't be the name of a question set.",
                "Use the name of a file in prompts/interviews, without its ending.",
            )
        return name


class Stories(Section):
    """User stories: the style of criteria, and a file with the team's wording (None: the one in prompts)."""

    criteria: Literal["gherkin", "ears"] = "gherkin"
    template: Path | None = None


class Log(Section):
    """What is written to groundwork.log in the state folder."""

    format: Literal["text", "json"] = "text"
    level: Literal["debug", "info", "warning", "error"] = "info"


class Keys(Section):
    """All that config.yaml may say. Every key has a default, so the file itself may be missing."""

    state: State = State()
    team: Team = Team()
    interviews: Interviews = Interviews()
    stories: Stories = Stories()
    prompts: Path | None = None
    knowledge: Path | None = None
    log: Log = Log()


class Config(Keys):
    """The settings in force, with every place worked out.

    `file` is the config.yaml that was read, None when there was none. `home` is the state folder, absolute, which may
    not exist yet (`bot.places.make_state_folder`).
    """

    file: Path | None = None
    home: Path
    prompts_place: Place
    knowledge_place: Place

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
        return None if template is None else self._base / template.expanduser()

    @property
    def database_url(self) -> str:
        """`state.url` with SQLite's file as an absolute path, `sqlite:////var/…/groundwork.db`."""
        scheme, _, rest = self.state.url.partition(":///")
        if scheme.partition("+")[0] != "sqlite":
            return self.state.url
        file, mark, query = rest.partition("?")
        return f"sqlite:///{(self.home / Path(file).expanduser()).resolve()}{mark}{query}"

    @property
    def log_file(self) -> Path:
        """Where the log is written."""
        return self.home / "groundwork.log"

    @property
    def zone(self) -> ZoneInfo:
        """`team.timezone`."""
        return ZoneInfo(self.team.timezone)

    @property
    def _base(self) -> Path:
        return self.file.parent if self.file else self.home.parent


@dataclass(frozen=True, slots=True)
class _Given:
    """A value that somebody set: as text, and where."""

    where: Path | str
    line: int | None
    text: str


def load(given: Path | None = None, *, cwd: Path | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """Read the settings; ConfigTrouble names the first thing that can't be used and says if there is more.

    `given` is a file or folder asked for on the command line; see `bot.places.config_file` for the others looked at.
    """
    config, troubles = read(given, cwd=cwd, environ=environ)
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
    given: Path | None = None, *, cwd: Path | None = None, environ: Mapping[str, str] | None = None
) -> tuple[Config | None, list[ConfigTrouble]]:
    """The settings, and everything that can't be used in reading order; with any trouble there are no settings."""
    cwd = (cwd or Path.cwd()).resolve()
    environ = os.environ if environ is None else environ
    file = places.config_file(given, environ, cwd)
    troubles: list[ConfigTrouble] = []
    values: dict[str, Any] = {}
    origins: dict[str, _Given] = {}
    if file:
        _read_file(file, _shown(file, cwd), values, origins, troubles)
    _read_environment(environ, values, origins)
    keys, wrong = _validate(values, origins)
    troubles += wrong
    if keys is None or troubles:
        return None, troubles
    config = Config(
        **dict(keys),
        file=file,
        home=places.state_folder(file, environ, cwd),
        prompts_place=places.folder("prompts", configured=keys.prompts, config=file, cwd=cwd),
        knowledge_place=places.folder("knowledge", configured=keys.knowledge, config=file, cwd=cwd),
    )
    troubles = list(_missing(config, origins))
    return (None if troubles else config), troubles


def key_paths(model: type[Section] = Keys, prefix: str = "") -> dict[str, Any]:
    """Every key of config.yaml and its default, `{"team.timezone": "UTC", …}`."""
    found: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        section = _section(model, name)
        if section:
            found |= key_paths(section, f"{prefix}{name}.")
        else:
            found[prefix + name] = field.default
    return found


def variable(path: str) -> str:
    """The environment variable of a key: `team.timezone` → `GROUNDWORK_TEAM_TIMEZONE`."""
    return ENV_PREFIX + path.replace(".", "_").upper()


def unknown_variables(environ: Mapping[str, str]) -> list[tuple[str, str | None]]:
    """Variables that look like ours and set nothing, each with the nearest that does."""
    known = sorted({variable(path) for path in key_paths()} | ENV_OTHER)
    return [(name, _near(name, known)) for name in sorted(environ) if name.startswith(ENV_PREFIX) and name not in known]


def _read_file(
    file: Path, shown: str, values: dict[str, Any], origins: dict[str, _Given], troubles: list[ConfigTrouble]
) -> None:
    try:
        text = file.read_text(encoding="utf-8-sig")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except OSError as error:
        troubles.append(ConfigTrouble(shown, None, f"It can't be read ({error.strerror}).", "Check its permissions."))
        return
    except UnicodeDecodeError:
        troubles.append(ConfigTrouble(shown, None, "It isn't text in UTF-8.", "Save it again with that encoding."))
        return
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it isn't YAML"
        line = mark.line + 1 if mark else None
        troubles.append(
            ConfigTrouble(
                shown, line, f"This can't be read: {problem}.", "Check the spelling and indentation near there."
            )
        )
        return
    if node is None:
        return
    if not isinstance(node, yaml.MappingNode):
        troubles.append(ConfigTrouble(shown, 1, "It should be keys with values.", "config.example.yaml shows how."))
        return
    _read_mapping(node, Keys, "", _Reading(shown, values, origins, troubles))


@dataclass(frozen=True, slots=True)
class _Reading:
    shown: str
    values: dict[str, Any]
    origins: dict[str, _Given]
    troubles: list[ConfigTrouble]


def _read_mapping(node: yaml.MappingNode, model: type[Section], prefix: str, reading: _Reading) -> None:
    seen: dict[str, int] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
        path = prefix + key
        trouble = _key_trouble(reading.shown, line, path, model, seen)
        seen.setdefault(key, line)
        if trouble:
            reading.troubles.append(trouble)
            continue
        section = _section(model, key)
        if section and isinstance(value_node, yaml.MappingNode):
            _read_mapping(value_node, section, path + ".", reading)
            continue
        value = _construct(value_node)
        if value is None:
            continue  # `team:` with everything under it commented out says nothing
        if section:
            keys = _listed(list(section.model_fields))
            reading.troubles.append(
                ConfigTrouble(
                    reading.shown, line, f"`{path}` holds keys of its own.", f"Put {keys} under it, indented."
                )
            )
            continue
        if path == "state.url" and isinstance(value, str) and _has_password(value):
            reading.troubles.append(
                ConfigTrouble(
                    reading.shown,
                    line,
                    "`state.url` has a password in it.",
                    f"Keep it out of the file: set the environment variable {variable(path)} to this address.",
                )
            )
            continue
        text = value_node.value if isinstance(value_node, yaml.ScalarNode) else ""
        reading.origins[path] = _Given(reading.shown, line, text)
        _put(reading.values, path, value)


def _key_trouble(
    shown: str, line: int, path: str, model: type[Section], seen: Mapping[str, int]
) -> ConfigTrouble | None:
    key = path.rpartition(".")[2]
    if key in seen:
        return ConfigTrouble(shown, line, f"`{path}` is already set in line {seen[key]}.", "Keep one of the two.")
    if key in model.model_fields:
        return None
    if _SECRET.search(path.lower().replace(".", "_").replace("-", "_")):
        name = re.sub(r"[^A-Z0-9]+", "_", path.upper())
        return ConfigTrouble(
            shown,
            line,
            f"`{path}` looks like a secret.",
            f"Keep it out of the file: set the environment variable {name} instead.",
        )
    near = _near(key, list(model.model_fields))
    elsewhere = None if near else _elsewhere(key)
    if near:
        mend = f"Did you mean `{near}`?"
    elif elsewhere:
        mend = f"Did you mean `{elsewhere.rpartition('.')[2]}` under `{elsewhere.rpartition('.')[0]}`?"
    else:
        mend = f"The keys here are {_listed(list(model.model_fields))}."
    return ConfigTrouble(shown, line, f"Unknown key `{key}`.", mend)


def _elsewhere(key: str) -> str | None:
    return next((path for path in key_paths() if path.endswith("." + key)), None)


def _read_environment(environ: Mapping[str, str], values: dict[str, Any], origins: dict[str, _Given]) -> None:
    for path in key_paths():
        text = environ.get(variable(path))
        if text:
            origins[path] = _Given(variable(path), None, text)
            _put(values, path, text)


def _validate(values: dict[str, Any], origins: Mapping[str, _Given]) -> tuple[Keys | None, list[ConfigTrouble]]:
    try:
        return Keys.model_validate(values), []
    except ValidationError as error:
        found = [_explained(each, origins) for each in error.errors()]
        return None, sorted(found, key=lambda each: (each.line is None, each.line or 0))


def _explained(error: ErrorDetails, origins: Mapping[str, _Given]) -> ConfigTrouble:
    path = ".".join(str(step) for step in error["loc"])
    given = origins[path]
    if error["type"] == "wrong":
        context = error["ctx"]
        return ConfigTrouble(given.where, given.line, str(context["message"]), str(context["mend"]))
    options = _options(path)
    if options:
        near = _near(given.text, options)
        mend = f"Did you mean `{near}`?" if near else f"It can be {_listed(options, last='or')}."
        return ConfigTrouble(given.where, given.line, f"`{path}` can't be `{given.text}`.", mend)
    return ConfigTrouble(
        given.where, given.line, f"`{path}` should be text.", "Put it in quotes, or see config.example.yaml."
    )


def _missing(config: Config, origins: Mapping[str, _Given]) -> Iterator[ConfigTrouble]:
    for path, place in (("prompts", config.prompts_dir), ("knowledge", config.knowledge_dir)):
        if path in origins and not place.is_dir():
            given = origins[path]
            mend = "Correct the path, or remove the key to use the one that was shipped."
            yield ConfigTrouble(given.where, given.line, f"There is no folder {place}.", mend)
    template = config.template_file
    if template is not None and not template.is_file():
        given = origins["stories.template"]
        mend = "Correct the path, or remove the key to use the one in prompts."
        yield ConfigTrouble(given.where, given.line, f"There is no file {template}.", mend)


def _options(path: str) -> list[str]:
    model: type[Section] = Keys
    *sections, key = path.split(".")
    for name in sections:
        model = _section(model, name) or model
    return [str(option) for option in get_args(model.model_fields[key].annotation) if isinstance(option, str)]


def _section(model: type[Section], name: str) -> type[Section] | None:
    annotation = model.model_fields[name].annotation
    return annotation if isinstance(annotation, type) and issubclass(annotation, Section) else None


def _construct(node: yaml.Node) -> Any:
    constructor = yaml.constructor.SafeConstructor()
    try:
        return constructor.construct_object(node, deep=True)
    except yaml.YAMLError:
        return node  # an unknown tag: no key takes it, so it is refused with its line


def _put(values: dict[str, Any], path: str, value: Any) -> None:
    *sections, key = path.split(".")
    for name in sections:
        values = values.setdefault(name, {})
    values[key] = value


def _split_url(url: str) -> Any:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _has_password(url: str) -> bool:
    parts = _split_url(url)
    return parts is not None and bool(parts.password)


def _wrong(message: str, mend: str) -> PydanticCustomError:
    return PydanticCustomError("wrong", "{message}", {"message": message, "mend": mend})


def _near(word: str, known: list[str]) -> str | None:
    by_folded = {each.casefold(): each for each in known}
    found = difflib.get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def _listed(words: list[str], last: str = "and") -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def _shown(file: Path, cwd: Path) -> str:
    return str(file.relative_to(cwd)) if file.is_relative_to(cwd) else str(file)
