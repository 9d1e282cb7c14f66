"""Reads YAML that people wrote: whatever is wrong with it is told in one way, as a `yaml.YAMLError`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import yaml

T = TypeVar("T")
_BESIDES = (ValueError, ArithmeticError, LookupError, AttributeError, TypeError)
"""What PyYAML itself fails with, at `!!int ""`, `"\\UFFFFFFFF"`, or the 45th of May."""


class NotYaml(yaml.YAMLError):
    """It follows YAML's grammar, and a value in it can't be made, or it goes too deep. `problem` says which."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def load(text: str, loader: type[yaml.SafeLoader] = yaml.SafeLoader) -> Any:
    """The value of a text."""
    return _told(lambda: yaml.load(text, loader))  # noqa: S506 (safe loaders only, as the type says)


def compose(text: str, loader: type[yaml.SafeLoader] = yaml.SafeLoader) -> yaml.Node | None:
    """The nodes of a text, each with its line; None when there is nothing in it."""

    def composed() -> yaml.Node | None:
        node: yaml.Node | None = yaml.compose(text, loader)
        return node

    return _told(composed)


def events(text: str) -> Iterator[yaml.Event]:
    """What the text says, piece by piece, so that whoever reads can stop before it goes too deep."""
    pieces = iter(yaml.parse(text, Loader=yaml.SafeLoader))
    while (event := _told(lambda: next(pieces, None))) is not None:
        yield event


def construct(node: yaml.Node, constructor: yaml.constructor.SafeConstructor) -> Any:
    """The value of a node."""
    return _told(lambda: constructor.construct_object(node, deep=True))


def _told(read: Callable[[], T]) -> T:
    try:
        return read()
    except yaml.YAMLError:
        raise
    except RecursionError as error:
        raise NotYaml("it goes too deep") from error
    except _BESIDES as error:
        raise NotYaml("a value in it is none that can be") from error
