"""Reads a file of settings with the line of each, and says what in it nobody can use."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel

from bot import yaml_text
from bot.errors import ConfigTrouble

ENV_PREFIX = "GROUNDWORK_"
_SECRET = re.compile(
    r"(^|_)(secret|token|password|passwd|passphrase|api_?key|private_key|signing_key|credentials?)(_|$)"
)


@dataclass(frozen=True, slots=True)
class Given:
    """A value that somebody set: as text, and where (a file and its line, or the name of a variable)."""

    where: str
    line: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: `values` nested as in the file, where each came from by its path, and what can't be used."""

    values: dict[str, Any] = field(default_factory=dict)
    given: dict[str, Given] = field(default_factory=dict)
    troubles: list[ConfigTrouble] = field(default_factory=list)


def key_paths(model: type[BaseModel], prefix: str = "") -> dict[str, Any]:
    """Every key and its default, `{"team.timezone": "UTC", …}`."""
    found: dict[str, Any] = {}
    for name, each in model.model_fields.items():
        section = section_of(model, name)
        if section:
            found |= key_paths(section, f"{prefix}{name}.")
        else:
            found[prefix + name] = each.default
    return found


def section_of(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """The model of a key that holds keys of its own, None for any other."""
    annotation = model.model_fields[name].annotation
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def variable(path: str) -> str:
    """The environment variable of a key: `team.timezone` → `GROUNDWORK_TEAM_TIMEZONE`."""
    return ENV_PREFIX + path.replace(".", "_").upper()


def read_file(file: Path, shown: str, model: type[BaseModel]) -> Reading:
    """Everything in `file` that `model` has a key for. `shown` is how troubles call the file."""
    reading = Reading()
    problem: tuple[int | None, str, str]
    try:
        node = yaml_text.compose(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        problem = (None, f"It can’t be read ({error.strerror}).", "Check its permissions.")
    except UnicodeDecodeError:
        problem = (None, "It isn’t text in UTF-8.", "Save it again with that encoding.")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "it isn’t YAML"
        problem = (mark.line + 1 if mark else None, f"This can’t be read: {what}.", "Check the indentation near there.")
    else:
        if isinstance(node, yaml.MappingNode):
            _File(shown, model, reading).read(node, model, "")
            return reading
        if node is None:
            return reading
        problem = (1, "It should be keys with values.", "config.example.yaml shows how.")
    reading.troubles.append(ConfigTrouble(shown, *problem))
    return reading


class _File:
    def __init__(self, shown: str, model: type[BaseModel], reading: Reading) -> None:
        self._shown = shown
        self._paths = list(key_paths(model))
        self._reading = reading

    def read(self, node: yaml.MappingNode, model: type[BaseModel], prefix: str) -> None:
        lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
            path = prefix + key
            if key in lines:
                self._trouble(line, f"`{path}` is already set in line {lines[key]}.", "Keep one of the two.")
            elif key not in model.model_fields:
                self._unknown(line, path, model)
            else:
                self._read_value(line, path, value_node, section_of(model, key))
            lines.setdefault(key, line)

    def _read_value(self, line: int, path: str, node: yaml.Node, section: type[BaseModel] | None) -> None:
        if section and isinstance(node, yaml.MappingNode):
            self.read(node, section, path + ".")
            return
        value = _construct(node)
        if value is None:
            return  # `team:` with everything under it commented out says nothing
        if section:
            keys = listed(list(section.model_fields))
            self._trouble(line, f"`{path}` holds keys of its own.", f"Put {keys} under it, indented.")
        elif isinstance(value, str) and _has_password(value):
            self._secret(line, f"`{path}` has a password in it.", variable(path))
        else:
            text = node.value if isinstance(node, yaml.ScalarNode) else "…"
            self._reading.given[path] = Given(self._shown, line, text)
            put(self._reading.values, path, value)

    def _unknown(self, line: int, path: str, model: type[BaseModel]) -> None:
        key = path.rpartition(".")[2]
        name = re.sub(r"[^A-Z0-9]+", "_", path.upper().removeprefix("TRACKERS."))
        name = name.replace("AZURE_TOKEN", "AZURE_DEVOPS_TOKEN")
        close = near(key, list(model.model_fields))
        elsewhere = next((each for each in self._paths if each.endswith("." + key)), None)
        if _SECRET.search(name.lower()):
            self._secret(line, f"`{path}` looks like a secret.", name)
        elif close:
            self._trouble(line, f"Unknown key `{key}`.", f"Did you mean `{close}`?")
        elif elsewhere:
            section, _, inner = elsewhere.rpartition(".")
            self._trouble(line, f"Unknown key `{key}`.", f"Did you mean `{inner}` under `{section}`?")
        else:
            self._trouble(line, f"Unknown key `{key}`.", f"The keys here are {listed(list(model.model_fields))}.")

    def _secret(self, line: int, message: str, name: str) -> None:
        self._trouble(line, message, f"Keep it out of the file: set the environment variable {name} instead.")

    def _trouble(self, line: int, message: str, mend: str) -> None:
        self._reading.troubles.append(ConfigTrouble(self._shown, line, message, mend))


def _construct(node: yaml.Node) -> Any:
    constructor = yaml.constructor.SafeConstructor()
    try:
        return yaml_text.construct(node, constructor)
    except yaml.YAMLError:
        return node  # such as an unknown tag: no key takes it, so it is refused with its line


def _has_password(value: str) -> bool:
    try:
        return "://" in value and bool(urlsplit(value).password)
    except ValueError:
        return False


def put(values: dict[str, Any], path: str, value: Any) -> None:
    """Set `team.timezone` in nested values."""
    *sections, key = path.split(".")
    for name in sections:
        values = values.setdefault(name, {})
    values[key] = value


def near(word: str, known: list[str]) -> str | None:
    """The known word that was probably meant."""
    by_folded = {each.casefold(): each for each in known}
    found = difflib.get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def listed(words: list[str], last: str = "and") -> str:
    """`a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
