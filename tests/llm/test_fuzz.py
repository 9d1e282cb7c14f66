"""Whatever a model answers, it is what was asked for or nothing; no answer ends a turn."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bending import ODD, bent
from tests.llm.scripted import PROMPTS, ScriptedProvider, model


async def _filled(name: str, answer: object) -> object:
    """What comes of an answer, given as a JSON value or as a text."""
    prompt = PROMPTS[name]
    turn = model(ScriptedProvider(lambda _prompt, _question: answer)).for_turn("t")
    return await turn.fill(name, prompt.fill.into, **prompt.prompt.example.values)


def _right(name: str) -> object:
    return json.loads(json.dumps(PROMPTS[name].prompt.example.answer, default=list))


@pytest.mark.parametrize("name", sorted(PROMPTS))
async def test_the_answers_that_are_bent_here_are_right_before(name: str) -> None:
    assert isinstance(await _filled(name, _right(name)), PROMPTS[name].fill.into)
    assert isinstance(await _filled(name, f"Here it is: {json.dumps(_right(name))}"), PROMPTS[name].fill.into)


@given(st.sampled_from(sorted(PROMPTS)), st.booleans(), st.data())
async def test_an_answer_with_odd_values_is_read_as_what_was_asked_for_or_not_at_all(
    name: str, as_text: bool, data: st.DataObject
) -> None:
    answer = data.draw(bent(_right(name)) | ODD)
    found = await _filled(name, json.dumps(answer) if as_text else answer)
    if found is not None:
        assert isinstance(found, PROMPTS[name].fill.into)
        found.model_dump_json().encode()  # it can be kept


_TEXTS = st.text(max_size=60) | st.sampled_from(
    ["{", "}", "{}}", "[]", '{"a":' * 100 + "1" + "}" * 100, '{"a": ' + "9" * 5_000 + "}"]
)


@given(st.sampled_from(sorted(PROMPTS)), _TEXTS)
async def test_a_text_that_is_no_answer_is_none(name: str, text: str) -> None:
    assert await _filled(name, text) is None


async def test_brackets_in_brackets_are_no_answer() -> None:
    name = max(PROMPTS, key=lambda each: PROMPTS[each].prompt.limits.tokens)
    assert await _filled(name, '{"a": ' + "[" * 1_500 + "]" * 1_500 + "}") is None
