"""The words of the bot, read from prompts/ and checked at start-up: a broken file names its line and its mend."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast, get_args

import jinja2
import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from yaml.constructor import SafeConstructor

from bot import yaml_text
from bot.documents import DOCUMENTS, GET_IT, load_document
from bot.errors import FileTrouble
from bot.health.assessment import Assessment
from bot.interviews.framework import Framework, VagueWords
from bot.language.text import listed
from bot.places import shipped
from bot.retros.formats import Format

# The one written in C is ten times as quick; it isn't there on every machine.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_constructor = SafeConstructor()

Model = TypeVar("Model", bound=BaseModel)
Lines = Mapping[tuple[str | int, ...], int]

_DEEPEST = 20  # levels of a file
_SHOWN = 40  # characters of what can't be used

FRAMEWORKS = "interviews"
RETROS = "retros"
ASSESSMENT = Path("health", "assessment.yaml")
VAGUE = "vague"


@dataclass(frozen=True)
class Problem:
    """What is wrong with a file under prompts/, and what to do."""

    file: Path
    line: int | None
    message: str
    mend: str


@dataclass(frozen=True)
class Prompts:
    """Everything under prompts/, read and checked."""

    frameworks: Mapping[str, Framework]
    vague: VagueWords
    documents: Mapping[str, jinja2.Template]
    retros: Mapping[str, Format]
    assessment: Assessment


def load_prompts(folder: Path) -> Prompts:
    """Read prompts/; raises the first FileTrouble when something in it can't be used."""
    prompts, problems = _read(folder)
    for problem in problems:
        raise FileTrouble(problem.file, problem.line, problem.message, problem.mend)
    return prompts


def check_prompts(folder: Path) -> list[Problem]:
    """Everything that is wrong in prompts/, in the order of the files; empty when all is well."""
    return _read(folder)[1]


def _read(folder: Path) -> tuple[Prompts, list[Problem]]:
    """All that can be used, and all that can't."""
    problems: list[Problem] = []
    interviews = folder / FRAMEWORKS
    frameworks: dict[str, Framework] = {}
    vague = VagueWords(families=())
    for path in sorted(interviews.glob("*.yaml")):
        try:
            if path.stem == VAGUE:
                vague = read_yaml(path, VagueWords)
            else:
                frameworks[path.stem] = read_yaml(path, Framework)
        except FileTrouble as trouble:
            problems.append(Problem(trouble.path, trouble.line, trouble.message, trouble.mend))
    if not frameworks and not problems:
        problems.append(Problem(interviews, None, "There is no interview here.", GET_IT))
    if not (interviews / f"{VAGUE}.yaml").exists():
        problems.append(Problem(interviews / f"{VAGUE}.yaml", None, "This file is missing.", GET_IT))
    retros: dict[str, Format] = {}
    # Who edits a folder of before has no retros in it: theirs are as they are shipped.
    there = folder / RETROS if (folder / RETROS).is_dir() else shipped("prompts") / RETROS
    for path in sorted(there.glob("*.yaml")):
        try:
            retros[path.stem] = read_yaml(path, Format)
        except FileTrouble as trouble:
            problems.append(Problem(trouble.path, trouble.line, trouble.message, trouble.mend))
    assessment = _assessment(folder, problems)
    documents: dict[str, jinja2.Template] = {}
    for name in DOCUMENTS:
        try:
            documents[name] = load_document(folder / "documents" / name, name)
        except FileTrouble as trouble:
            problems.append(Problem(trouble.path, trouble.line, trouble.message, trouble.mend))
    prompts = Prompts(frameworks=frameworks, vague=vague, documents=documents, retros=retros, assessment=assessment)
    return prompts, problems


def _assessment(folder: Path, problems: list[Problem]) -> Assessment:
    """What a team is asked about itself; a folder of before has none, and a broken one is told and not used."""
    own, ours = folder / ASSESSMENT, shipped("prompts") / ASSESSMENT
    if own.is_file():
        try:
            return read_yaml(own, Assessment)
        except FileTrouble as trouble:
            problems.append(Problem(trouble.path, trouble.line, trouble.message, trouble.mend))
    return read_yaml(ours, Assessment)


def read_yaml(path: Path, model: type[Model]) -> Model:
    """The file as a value of `model`; FileTrouble with the line and what to do when it can't be."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise FileTrouble(path, None, f"This can't be read ({error.strerror}).", "Check its permissions.") from error
    except UnicodeDecodeError as error:
        raise FileTrouble(path, None, "This file isn't UTF-8 text.", "Save it as UTF-8.") from error
    return cast("Model", _value(path, text, model))


@lru_cache(maxsize=32)  # the doctor reads them for each of its questions; what is read from the same words is the same
def _value(path: Path, text: str, model: type[BaseModel]) -> BaseModel:
    try:
        node = yaml_text.compose(text, _LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise FileTrouble(
            path, line, f"This isn't YAML: {error.problem}.", "Check the indentation, colons and quotes there."
        ) from error
    except yaml_text.NotYaml as error:
        raise FileTrouble(path, None, f"This isn't YAML: {error.problem}.", "Correct it there.") from error
    except yaml.YAMLError as error:
        raise FileTrouble(
            path, None, "There is a control character in it, which YAML can't have.", "Remove it, or see `git diff`."
        ) from error
    if node is None:
        raise FileTrouble(path, 1, "This file is empty.", "Run `groundwork init DIR` to get a whole one.")
    if not isinstance(node, yaml.MappingNode):
        keys = listed(sorted(model.model_fields))
        raise FileTrouble(path, 1, "This should be keys with values.", f"The keys at the top are {keys}.")
    lines: dict[tuple[str | int, ...], int] = {}
    data = _data(node, (), lines, path)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        # A misspelt key is both unknown and missing; the unknown one is what the person sees in the file.
        first = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        raise _explained(path, first, lines, model) from error


def _data(node: yaml.Node, at: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int], path: Path) -> Any:
    lines[at] = node.start_mark.line + 1
    if len(at) > _DEEPEST:
        raise FileTrouble(path, lines[at], "This holds itself (an alias `*…`).", "Write it out instead.")
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise FileTrouble(path, key_node.start_mark.line + 1, "A key should be one word.", "Change it there.")
            key = str(key_node.value)
            if key in mapping:
                raise FileTrouble(
                    path, key_node.start_mark.line + 1, f"`{key}` stands twice.", "Remove one of the two."
                )
            mapping[key] = _data(value_node, (*at, key), lines, path)
            lines[*at, key] = key_node.start_mark.line + 1
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return tuple(_data(child, (*at, index), lines, path) for index, child in enumerate(node.value))
    try:
        return yaml_text.construct(node, _constructor)
    except yaml.YAMLError as error:
        raise FileTrouble(path, lines[at], f"`{_said(node)}` is no value that can be.", "Put it in quotes.") from error


def _said(node: yaml.Node) -> str:
    return str(node.value)[:_SHOWN]


def _explained(path: Path, error: ErrorDetails, lines: Lines, model: type[BaseModel]) -> FileTrouble:
    at = tuple(error["loc"])
    while at not in lines and at:
        at = at[:-1]
    line = lines.get(at)
    where = ".".join(str(part) for part in error["loc"])
    name = str(error["loc"][-1]) if error["loc"] else ""
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(name, _keys(model), n=1)
        mend = f"Did you mean `{near[0]}`?" if near else f"The keys here are {listed(sorted(_keys(model)))}."
        return FileTrouble(path, line, f"The key `{name}` is not known.", mend)
    if error["type"] == "missing":
        return FileTrouble(path, line, f"`{name}` is missing here.", f"Add a line `{name}: …`.")
    message = error["msg"].removeprefix("Value error, ").rstrip(".")
    return FileTrouble(path, line, f"`{where}` can't be used: {message}.", "Change it there.")


def _keys(model: type[BaseModel]) -> set[str]:
    """Every key of a model and of the models inside it."""
    keys = set(model.model_fields)
    for field in model.model_fields.values():
        for inner in (field.annotation, *get_args(field.annotation)):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                keys |= _keys(inner)
    return keys
