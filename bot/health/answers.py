"""Reads a value stream from a file of answers, for scripts: the same words as in a conversation, line by line."""

from __future__ import annotations

from typing import Any

import yaml

from bot.chat import Person
from bot.errors import Trouble
from bot.health.stream import Line, Step, Stream, Told
from bot.language.amounts import Kind, amounts

_WRITER = Person(id="answers", name="the file")
_KEYS: tuple[Kind, ...] = ("work", "wait", "usable")
_SHAPE = (
    "It should hold a title, perhaps an outcome, and steps, each with a name and perhaps work, wait and usable: "
    "`steps: [{name: Coding, work: 2 days, wait: about a week, usable: 8 of 10}]`."
)


def read_answers(text: str, name: str) -> Stream:
    """The map in a YAML file; each amount cites its line. Trouble names the line that can't be read."""
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise Trouble(f"{name}{where} isn’t YAML. {_SHAPE}") from error
    if not isinstance(found, dict) or not isinstance(found.get("steps"), list) or not found["steps"]:
        raise Trouble(f"{name} has no steps. {_SHAPE}")
    unknown = [key for key in found if key not in {"title", "outcome", "steps"}]
    if unknown:
        raise Trouble(f"{name} has `{unknown[0]}`, which I don’t know. {_SHAPE}")
    lines = _lines(tree)
    outcome = str(found.get("outcome") or "")
    return Stream(
        title=str(found.get("title") or name),
        outcome=(Line(text=outcome, source=f"line {lines['outcome']}"),) if outcome else (),
        steps=tuple(_step(raw, index, lines, name) for index, raw in enumerate(found["steps"])),
    )


def _step(raw: Any, index: int, lines: dict[str, int], name: str) -> Step:
    line = lines.get(f"steps.{index}", 1)
    if not isinstance(raw, dict) or not raw.get("name"):
        raise Trouble(f"{name}, line {line}: a step without a name. {_SHAPE}")
    unknown = [key for key in raw if key not in {"name", *_KEYS}]
    if unknown:
        raise Trouble(f"{name}, line {line}: `{unknown[0]}` isn’t known of a step. Use name, work, wait and usable.")
    told: dict[Kind, tuple[Told, ...]] = {}
    for kind in _KEYS:
        words = raw.get(kind)
        if words is None or words == "":
            continue
        at = lines.get(f"steps.{index}.{kind}", line)
        read = next((one for one in amounts(str(words), kind) if (one.kind == "usable") == (kind == "usable")), None)
        if read is None:
            example = "8 of 10, or 80 %" if kind == "usable" else "2 days, or about half an hour"
            raise Trouble(f"{name}, line {at}: “{words}” tells no {kind} that I can read. Write it as {example}.")
        told[kind] = (
            Told(low=read.low, high=read.high, rough=read.rough, words=str(words), source=f"line {at}", by=_WRITER),
        )
    return Step(
        name=str(raw["name"]),
        source=f"line {line}",
        work=told.get("work", ()),
        wait=told.get("wait", ()),
        usable=told.get("usable", ()),
    )


def _lines(node: Any, path: str = "") -> dict[str, int]:
    """The line of every value by its path."""
    found = {path: node.start_mark.line + 1}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            found |= _lines(value, f"{path}.{key.value}" if path else str(key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            found |= _lines(value, f"{path}.{index}")
    return found
