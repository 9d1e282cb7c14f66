"""Charts of every shape, for the tests of each platform."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.chat import Chart, Series

NUMBERS = st.one_of(
    st.integers(-50, 50).map(float),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3)),
    st.sampled_from([0.0, 1e-7, 1e300, -1e15, 12_345_678.9]),
)
_MANY = st.integers(1, 7) | st.sampled_from([20, 21, 50])


def charts(words: st.SearchStrategy[str]) -> st.SearchStrategy[Chart]:
    """Any chart, with these words in it."""
    return st.one_of(
        st.tuples(_MANY, st.integers(1, 3) | st.just(6)).flatmap(lambda shape: _plotted(words, *shape)),
        _MANY.flatmap(lambda labels: _shared(words, labels)),
    )


def _plotted(words: st.SearchStrategy[str], labels: int, series: int) -> st.SearchStrategy[Chart]:
    values = st.lists(NUMBERS, min_size=labels, max_size=labels).map(tuple)
    return st.builds(
        Chart,
        draws=st.sampled_from(["bar", "line"]),
        title=words,
        labels=_labels(words, labels),
        series=st.lists(
            st.builds(Series, name=words | st.text("abcdef", min_size=1, max_size=6), values=values),
            min_size=series,
            max_size=series,
        ).map(tuple),
        unit=st.sampled_from(["", "points", "%"]) | words,
    )


def _shared(words: st.SearchStrategy[str], labels: int) -> st.SearchStrategy[Chart]:
    values = st.lists(NUMBERS.map(abs), min_size=labels, max_size=labels).filter(any).map(tuple)
    return st.builds(
        Chart,
        draws=st.just("share"),
        title=words,
        labels=_labels(words, labels),
        series=st.tuples(st.builds(Series, name=words, values=values)),
        unit=st.sampled_from(["", "days"]) | words,
    )


def _labels(words: st.SearchStrategy[str], many: int) -> st.SearchStrategy[tuple[str, ...]]:
    plain = st.just(tuple(f"Sprint {number}" for number in range(many)))
    return plain | st.lists(words, min_size=many, max_size=many).map(tuple)
