"""Reads JSON that came from outside: whatever is wrong with it is told in one way."""

from __future__ import annotations

import json
from typing import Any


class NotJson(ValueError):  # noqa: N818 (it says what the text is)
    """No value can be made of a text. `problem` says why."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def load(text: str | bytes) -> Any:
    """The value of a text. Bytes are UTF-8, 16 or 32, as JSON itself has it."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise NotJson(error.msg) from error
    except RecursionError as error:
        raise NotJson("it goes too deep") from error
    except UnicodeDecodeError as error:
        raise NotJson("it isn’t text") from error
    except ValueError as error:  # Python makes no number of more than 4,300 digits
        raise NotJson("a number in it has too many digits") from error
