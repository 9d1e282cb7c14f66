"""Holds requests and answers against what a tracker publishes of its API: what that doesn't allow fails the test.

The first lines of each file in `schemas` say where it is from, under which licence, and what in it is ours: of Jira
Data Center no text could be kept, since Atlassian publishes that description without a licence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jsonschema import Draft202012Validator

SCHEMAS = Path(__file__).parent / "schemas"


class Description:
    """A part of an OpenAPI description: which requests there are, and what they take and give."""

    def __init__(self, name: str) -> None:
        self._paths: dict[str, Any] = _load(name)["paths"]

    def operation(self, method: str, path: str) -> tuple[str, Mapping[str, Any], dict[str, str]] | None:
        """The template of a path, what may be done there, and what stands in its places."""
        for template, operations in self._paths.items():
            pattern = re.escape(template).replace(r"\{", "{").replace(r"\}", "}")
            found = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern), path)
            if found and method.lower() in operations:
                return template, operations[method.lower()], {k: unquote(v) for k, v in found.groupdict().items()}
        return None

    def problems(self, method: str, path: str, query: Mapping[str, str], body: Any, media: str) -> list[str]:
        """What is wrong with a request."""
        found = self.operation(method, path)
        if found is None:
            return [f"{method} {path} isn't in the description"]
        _, operation, places = found
        known = {each["name"]: each for each in operation["parameters"]}
        wrong = [f"{path}: there is no parameter {name}" for name in query if name not in known]
        for name, each in known.items():
            given = (places if each["in"] == "path" else query).get(name)
            if given is None:
                wrong += [f"{path} lacks {name}"] if each["required"] else []
            else:
                wrong += _errors(_typed(given, each["schema"]), each["schema"], f"{path} {name}")
        schema = operation.get("body")
        if schema is not None:
            wrong += _errors(body, schema, f"{method} {path}")
            wanted = operation.get("media", "application/json")
            wrong += [] if media == wanted else [f"{method} {path}: {media} instead of {wanted}"]
        elif body is not None:
            wrong.append(f"{method} {path} takes no body")
        return wrong

    def wrong_answer(self, method: str, path: str, status: int, body: Any) -> list[str]:
        """What is wrong with an answer of the double's own."""
        found = self.operation(method, path)
        schema = found[1]["responses"].get(str(status)) if found else None
        return [f"{path}: nothing answers {status}"] if schema is None else _errors(body, schema, f"answer of {path}")


@cache
def _load(name: str) -> dict[str, Any]:
    return dict(json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8")))


def _typed(text: str, schema: Mapping[str, Any]) -> Any:
    kind = schema.get("type")
    if kind == "integer" and re.fullmatch(r"-?\d+", text):
        return int(text)
    return {"true": True, "false": False}.get(text, text) if kind == "boolean" else text


def _errors(value: Any, schema: Mapping[str, Any], where: str) -> list[str]:
    return [f"{where}: {error.message}" for error in Draft202012Validator(schema).iter_errors(value)]
