"""Tells what a sentence of a retrospective is: a small linear model over the sentence model's vector and a few cues."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.chat import Value
from bot.retros.extraction.moods import mood_of
from bot.retros.extraction.needs import need_in, offer_in
from bot.retros.extraction.promises import promise_in, request_in
from bot.retros.extraction.sieve import is_joke_text, is_small_talk, is_wish

SEEDS = Path(__file__).parent / "remarks.yaml"
LEARNED = Path(__file__).parent / "remarks.json"
HEADING = "heading "
"""Kinds of headings begin with this; all others are kinds of sentences."""

_STEPS, _RATE, _DECAY = 600, 2.0, 1e-3
_CUE = 0.5
"""How much a cue counts beside a vector of unit length."""
_SHORT, _LONG = 4, 14  # words


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


def cues(text: str) -> list[float]:
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
    )
    return [_CUE * float(mark) for mark in marks]


def tell(weights: Weights, vectors: Sequence[Sequence[float]], texts: Sequence[str]) -> list[dict[str, float]]:
    """How likely each kind is, for each text; the likelihoods of a text add up to one."""
    import numpy as np

    if not texts:
        return []
    rows = np.asarray(weights.rows)
    given = _given(vectors, texts, cued=rows.shape[1] > len(vectors[0]))
    scores = given @ rows.T + np.asarray(weights.bias)
    parts = np.exp(scores - scores.max(axis=1, keepdims=True))
    likely = parts / parts.sum(axis=1, keepdims=True)
    return [dict(zip(weights.kinds, map(float, row), strict=True)) for row in likely]


def learn(model: str, vectors: Sequence[Sequence[float]], texts: Sequence[str], kinds: Sequence[str]) -> Weights:
    """Weights learned from examples; the same ones always give the same. Headings have no cues."""
    import numpy as np

    names = tuple(dict.fromkeys(kinds))
    cued = not kinds[0].startswith(HEADING)
    given = _given(vectors, texts, cued=cued)
    wanted = np.eye(len(names))[[names.index(kind) for kind in kinds]]
    share = wanted.sum(axis=0)
    weigh = (wanted / np.sqrt(share)).sum(axis=1, keepdims=True)  # a rare kind isn't drowned by a common one
    weigh /= weigh.mean()
    rows = np.zeros((len(names), given.shape[1]))
    bias = np.zeros(len(names))
    for step in range(_STEPS):
        scores = given @ rows.T + bias
        parts = np.exp(scores - scores.max(axis=1, keepdims=True))
        off = weigh * (parts / parts.sum(axis=1, keepdims=True) - wanted) / len(kinds)
        rate = _RATE * 4 / math.sqrt(1 + step / 100)
        rows -= rate * (off.T @ given + _DECAY * rows)
        bias -= rate * off.sum(axis=0)
    return Weights(model=model, kinds=names, rows=_rounded(rows), bias=tuple(round(float(each), 4) for each in bias))


def _given(vectors: Sequence[Sequence[float]], texts: Sequence[str], *, cued: bool) -> Any:
    import numpy as np

    plain = np.asarray(vectors, dtype=float)
    return np.hstack([plain, np.asarray([cues(text) for text in texts])]) if cued else plain


def _rounded(rows: Any) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(round(float(each), 3) for each in row) for row in rows)
