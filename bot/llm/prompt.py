"""What the bot tells a language model: files that people can edit, held to what the code gives and takes."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jinja2
from pydantic import BaseModel, Field

from bot.chat import Value
from bot.llm.provider import Said
from bot.llm.strings import in_strings


class Example(Value):
    """One worked example: the values that go in, and the answer that is right. Without one, small models guess."""

    values: dict[str, Any]
    answer: dict[str, Any]


class Limits(Value):
    """How much goes in (characters), comes out (tokens), and how long it may take (seconds, with repetitions)."""

    characters: int = Field(ge=500, le=400_000)
    tokens: int = Field(ge=20, le=8_000)
    seconds: float = Field(gt=0, le=300)


class Prompt(Value):
    """A file of prompts/model/: who the model is, how a question is put, an example, limits."""

    system: str = Field(min_length=20)
    template: str = Field(min_length=10)
    example: Example
    limits: Limits


@dataclass(frozen=True, slots=True)
class Fill:
    """What the code holds a prompt to: the names of the values it gives, and what the answer is read as."""

    into: type[BaseModel]
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReadyPrompt:
    """A prompt that was read and checked, with its template compiled."""

    name: str
    prompt: Prompt
    template: jinja2.Template
    fill: Fill

    @property
    def feature(self) -> str:
        """Whose prompt it is: `interviews` of `interviews/question`."""
        return self.name.partition("/")[0]

    def conversation(self, values: Mapping[str, Any]) -> tuple[Said, ...]:
        """The system text, the example, and the question with these values, fenced."""
        example = self.prompt.example
        return (
            Said("system", self.prompt.system.strip()),
            Said("person", self.question(example.values)),
            Said("model", json.dumps(example.answer, ensure_ascii=False, default=list)),
            Said("person", self.question(values)),
        )

    def question(self, values: Mapping[str, Any]) -> str:
        """The template with these values; what people wrote can't end the fence that it stands in."""
        return self.template.render(fenced(dict(values))).strip()

    def schema(self) -> dict[str, Any]:
        """The JSON schema of the answer, with everything in its place instead of behind references."""
        whole = self.fill.into.model_json_schema()
        resolved: dict[str, Any] = _resolved(whole, whole.get("$defs", {}))
        return resolved


_FENCES = str.maketrans({"<": "‹", ">": "›"})
_COVERT = dict.fromkeys([*range(0xE0000, 0xE0080), *range(0xE0100, 0xE01F0)])
"""Characters that nobody sees and a model reads: tags spell out ASCII, the other ones hold bytes."""

_UNFENCES = str.maketrans({"‹": "<", "›": ">"})


def fenced(value: Any) -> Any:
    """A JSON value in whose strings no tag can begin or end, and nothing stands that people don't see."""
    return in_strings(value, lambda text: text.translate(_FENCES).translate(_COVERT))


def unfenced(value: Any, given: str) -> Any:
    """An answer with the signs as people typed them, unless they typed the other ones (`given` is all they typed)."""
    if "‹" in given or "›" in given or not ("<" in given or ">" in given):
        return value
    return in_strings(value, lambda text: text.translate(_UNFENCES))


def _resolved(schema: Any, definitions: Mapping[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_resolved(one, definitions) for one in schema]
    if not isinstance(schema, dict):
        return schema
    reference = schema.get("$ref")
    if isinstance(reference, str):
        return _resolved(copy.deepcopy(definitions[reference.rpartition("/")[2]]), definitions)
    return {key: _resolved(one, definitions) for key, one in schema.items() if key != "$defs"}
