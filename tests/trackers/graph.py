"""GraphQL as a tracker publishes it: each query is held against the schema and run on what the test gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphql import GraphQLError, assert_valid_schema, build_schema, graphql_sync, parse, validate

from tests.trackers.double import Reply, Request
from tests.trackers.strict import SCHEMAS


class Graph:
    """`root` holds what the outermost fields give: values, or functions of their arguments that may raise Refusal."""

    def __init__(self, name: str) -> None:
        self.schema = build_schema((SCHEMAS / f"{name}.graphql").read_text(encoding="utf-8"))
        assert_valid_schema(self.schema)
        self.root: dict[str, Any] = {}

    def answer(self, request: Request, problems: list[str]) -> Reply:
        body = request.body
        wrong = validate(self.schema, parse(body["query"]))
        problems += [str(error) for error in wrong]
        result = graphql_sync(self.schema, body["query"], self.root, variable_values=body["variables"])
        errors = [_told(error) for error in result.errors or ()]
        problems += [error["message"] for error in errors if not error.get("ours")]
        told = {"errors": [{k: v for k, v in each.items() if k != "ours"} for each in errors]} if errors else {}
        return Reply(200, {"data": result.data, **told})


class Refusal(GraphQLError):  # noqa: N818 (a word for it)
    """An error that the tracker itself gives."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message, extensions={"code": code, "userPresentableMessage": message})


def _told(error: GraphQLError) -> dict[str, Any]:
    cause = error.original_error or error
    told: dict[str, Any] = {
        "message": cause.message if isinstance(cause, GraphQLError) else str(cause),
        "path": error.path,
    }
    if isinstance(cause, Refusal):
        told |= {"extensions": cause.extensions, "ours": True}
    return told


def pages(items: list[Any], size: int) -> Callable[..., dict[str, Any]]:
    """A connection: at most `size` at once, whatever is asked for."""

    def some(_info: object, first: int = 50, after: str | None = None, **_: object) -> dict[str, Any]:
        start = int(after) if after else 0
        end = start + min(first, size)
        return {"nodes": items[start:end], "pageInfo": {"hasNextPage": end < len(items), "endCursor": str(end)}}

    return some
