"""Tells what a sentence of a retrospective is: a linear model over what the sentence model senses, and a few cues."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bot.chat import Value
from bot.knowledge.embed import Sense, Vector
from bot.retros.extraction.asking import request_in
from bot.retros.extraction.moods import mood_of
from bot.retros.extraction.needs import need_in, offer_in
from bot.retros.extraction.promises import promise_in
from bot.retros.extraction.sieve import is_joke_text, is_small_talk, is_wish

SEEDS = Path(__file__).parent / "remarks.yaml"
LEARNED = Path(__file__).parent / "remarks.json"
HEADING = "heading "
"""Kinds of headings begin with this; all others are kinds of sentences."""

_STEPS, _RATE, _ROLL, _DECAY = 400, 0.5, 0.9, 1e-3
_CUE, _GIST = 0.5, 0.5
"""How much a cue and what was said before count beside how something is said."""
_OWN = 2.0
"""How much more a remark of a whole retrospective teaches than an example that stands alone."""
_SHORT, _LONG = 4, 14  # words
_TINY, _DIGITS = 1e-6, 5


class Told(NamedTuple):
    """A text, what it answers or follows ("" where it stands alone), and how both are said."""

    text: str
    before: str
    sense: Sense
    gist: Vector


class Weights(Value):
    """What was learned: a row for each kind. `model` is the sentence model whose vectors these fit."""

    model: str
    kinds: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]


def seeds() -> list[tuple[str, str]]:
    """Pairs of a kind and an example of it."""
    listed: Mapping[str, Sequence[str]] = yaml.safe_load(SEEDS.read_text("utf-8"))
    return [(kind, text) for kind, texts in listed.items() for text in texts]


@cache
def learned() -> tuple[Weights, Weights]:
    """The shipped weights, of sentences and of headings."""
    both = json.loads(LEARNED.read_text("utf-8"))
    return Weights.model_validate(both["sentences"]), Weights.model_validate(both["headings"])


CUES = (
    "praise",
    "complaint",
    "proposal",
    "thanks",
    "question",
    "promise",
    "request",
    "need",
    "wish",
    "joke",
    "small talk",
    "short",
    "long",
    "after a question",
    "alone",
)
"""What each number of `cues` stands for."""


def cues(text: str, before: str = "") -> list[float]:
    """What the words of a text say for themselves, as numbers."""
    mood = mood_of(text)
    words = len(text.split())
    marks = (
        min(mood.good, 2),
        min(mood.bad, 2),
        min(mood.idea, 2),
        mood.thanks,
        text.rstrip().endswith("?"),
        promise_in(text) is not None,
        request_in(text) is not None,
        need_in(text) is not None or offer_in(text) is not None,
        is_wish(text),
        is_joke_text(text),
        is_small_talk(text),
        words <= _SHORT,
        words > _LONG,
        before.rstrip().endswith("?"),
        not before,  # the last of them: see `_plain`
    )
    return [_CUE * float(mark) for mark in marks]


def tell(weights: Weights, told: Sequence[Told]) -> list[dict[str, float]]:
    """How likely each kind is, for each text; the likelihoods of a text add up to one."""
    import numpy as np

    if not told:
        return []
    scores = _given(told) @ np.asarray(weights.rows).T + np.asarray(weights.bias)
    parts = np.exp(scores - scores.max(axis=1, keepdims=True))
    likely = parts / parts.sum(axis=1, keepdims=True)
    return [dict(zip(weights.kinds, map(float, row), strict=True)) for row in likely]


def learn(model: str, told: Sequence[Told], kinds: Sequence[str]) -> Weights:
    """Weights learned from examples; the same ones always give the same."""
    import numpy as np

    names = tuple(dict.fromkeys(kinds))
    given, middle, spread = _even(told)
    wanted = np.eye(len(names))[[names.index(kind) for kind in kinds]]
    weigh = np.asarray([[_OWN if each.before else 1.0] for each in told])
    weigh *= (wanted / np.sqrt(wanted.sum(axis=0))).sum(axis=1, keepdims=True)  # a rare kind isn't drowned
    weigh /= weigh.sum()
    rows, bias = np.zeros((len(names), given.shape[1])), np.zeros(len(names))
    rolling, lifting = np.zeros_like(rows), np.zeros_like(bias)
    for _ in range(_STEPS):
        parts = np.exp(given @ rows.T + bias)
        off = weigh * (parts / parts.sum(axis=1, keepdims=True) - wanted)
        rolling = _ROLL * rolling - _RATE * (off.T @ given + _DECAY * rows)
        lifting = _ROLL * lifting - _RATE * off.sum(axis=0)
        rows, bias = rows + rolling, bias + lifting
    rows, bias = _plain(rows / spread, bias, middle, len(told[0].gist))
    return Weights(model=model, kinds=names, rows=_rounded(rows), bias=_rounded([bias])[0])


def _given(told: Sequence[Told]) -> Any:
    import numpy as np

    return np.asarray([[*each.sense.detail, *each.gist, *cues(each.text, each.before)] for each in told], dtype=float)


def _even(told: Sequence[Told]) -> tuple[Any, Any, Any]:
    """The examples with every part of what is sensed around 0 and as wide as all others, the middles and the widths.

    Where nothing was said before, what was said before is in the middle.
    """
    import numpy as np

    given = _given(told)
    detail, gist = len(told[0].sense.detail), len(told[0].gist)
    before = slice(detail, detail + gist)
    after = np.asarray([bool(each.before) for each in told])
    middle, spread = np.zeros(given.shape[1]), np.ones(given.shape[1])
    middle[:detail], spread[:detail] = given[:, :detail].mean(axis=0), given[:, :detail].std(axis=0) * math.sqrt(gist)
    if after.any():
        middle[before] = given[after, before].mean(axis=0)
        spread[before] = given[after, before].std(axis=0) * math.sqrt(gist) / _GIST
    given = (given - middle) / (spread + _TINY)
    given[~after, before] = 0
    return given, middle, spread + _TINY


def _plain(rows: Any, bias: Any, middle: Any, gist: int) -> tuple[Any, Any]:
    """Weights for what is sensed as it is. The cue that nothing was said before makes up for the middle that isn't."""
    count = len(cues(""))
    before = slice(rows.shape[1] - count - gist, rows.shape[1] - count)
    bias = bias - rows @ middle
    rows[:, -1] += rows[:, before] @ middle[before] / _CUE
    return rows, bias


def _rounded(rows: Any) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(round(float(each), _DIGITS) for each in row) for row in rows)
