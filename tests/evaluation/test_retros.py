"""The labelled retrospectives: read well enough, with nothing that rests on a joke or an instruction."""

from __future__ import annotations

import functools
import json

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.cli.retros import measured
from bot.evaluation.retros import Count, Figures, load_cases
from bot.retros.extraction.meaning import Meaning

NOTES = ("went_well", "to_improve", "ideas")
WORKED_ON = {
    **dict.fromkeys(("actions", "owners", "dues", "decisions", "went_well", "to_improve"), 0.95),
    "ideas": 0.95,
}
LEAST = {
    "dev": WORKED_ON,
    "later": WORKED_ON,
    "held": {
        "actions": 0.85,
        "owners": 0.9,
        "dues": 0.9,
        "decisions": 0.7,
        "went_well": 0.9,
        "to_improve": 0.9,
        "ideas": 0.7,
    },
    "fresh": {"actions": 0.8, "owners": 0.9, "dues": 0.85, "decisions": 0.95, **dict.fromkeys(NOTES, 0.65)},
    "open-2": {"actions": 0.9, "owners": 0.9, "dues": 0.9, "decisions": 0.95, "went_well": 0.7, "to_improve": 0.8},
    "open-3": {"actions": 0.95, "owners": 0.95, "dues": 0.95, "decisions": 0.95, **dict.fromkeys(NOTES, 0.75)},
}
MADE_UP = {"fresh": 2, "open-2": 1}
"""Platitudes, a chronology and an irony are taken for remarks here; see the benchmarks."""
"""The least precision and recall. Nothing was changed for the sake of those that were held out."""


@functools.cache
def meaning() -> Meaning:
    found = Meaning.opened("minilm")
    assert found is not None
    return found


@functools.cache  # a half at a time: the tests of the others may run in other processes
def figures_of(half: str) -> Figures:
    return sum((measured(case, meaning()) for case in load_cases() if case.labels.half == half), Figures())


@pytest.mark.parametrize("half", LEAST)
def test_what_is_there_is_found_and_what_is_found_is_there(half: str) -> None:
    figures = figures_of(half)
    for name, least in LEAST[half].items():
        count = figures.counts[name]
        assert count.precision >= least, (name, figures.wrong)
        assert count.recall >= least, (name, figures.missed)
    if half not in {"fresh", "open-2", "open-3"}:  # few notes of these are in themes
        assert figures.counts["theme purity"].precision >= 0.85
    assert len(figures.made_up) <= MADE_UP.get(half, 0), figures.made_up


def test_actions_of_the_third_open_half_are_heard_with_owner_and_day_without_a_sentence_model() -> None:
    found = sum((measured(case, None) for case in load_cases() if case.labels.half == "open-3"), Figures())
    for name in ("actions", "owners", "dues"):
        assert found.counts[name].precision >= 0.95, found.wrong
        assert found.counts[name].recall >= 0.95, found.missed


def test_without_a_sentence_model_the_same_actions_are_found() -> None:
    found = Figures()
    for case in load_cases():
        if case.labels.half == "dev":
            found += measured(case, None)
    assert found.counts["actions"].recall >= 0.95
    assert found.counts["actions"].precision >= 0.95
    assert found.made_up == ()


def test_the_set_is_as_large_and_as_messy_as_it_says() -> None:
    cases = load_cases()
    assert len(cases) >= 20
    assert sum(case.labels.half == "held" for case in cases) * 3 >= sum(case.labels.half == "dev" for case in cases)
    largest = max(cases, key=lambda case: sum(len(file.read_text("utf-8")) for file in case.path.rglob("*.json")))
    assert sum(len(json.loads(file.read_text("utf-8"))) for file in largest.path.glob("tickets-team.json")) > 350


def test_counts_add_up() -> None:
    assert (Count(right=1, found=2, there=4) + Count(right=1)).recall == 0.5
    assert Count(right=1, found=2, there=4).precision == 0.5


def test_it_is_a_command(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("GROUNDWORK_INDEX_EMBEDDER", "none")
    done = CliRunner().invoke(cli.app, ["eval", "retro", "--case", "minutes", "--json"])
    assert json.loads(done.stdout)["dev"]["counts"]["actions"]["there"] == 4
    assert "There is no case nosuch" in str(
        CliRunner().invoke(cli.app, ["eval", "retro", "--case", "nosuch"]).exception
    )
