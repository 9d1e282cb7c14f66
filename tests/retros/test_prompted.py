"""Facilitators ask part by part and say their own in between; nobody types every question mark."""

from __future__ import annotations

import pytest

from bot.retros.extraction.headings import moves_on, opened_by
from bot.retros.extraction.meaning import Meaning
from bot.retros.extraction.moods import OPINIONS
from bot.retros.extraction.notes import read_notes
from bot.retros.extraction.prompted import leaning
from bot.retros.extraction.sieve import is_wish
from bot.retros.extraction.summary import summarise


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    made = Meaning.opened("minilm")
    assert made is not None
    return made


def heard(meaning: Meaning, text: str) -> dict[str, list[str]]:
    log = read_notes("retro.txt", text, "Europe/London")
    made = summarise(log, guess=meaning.guess, headings=meaning.headings, vectors=meaning.vectors)
    return {opinion: [item.text for item in made.of(opinion)] for opinion in OPINIONS}


def test_a_team_answers_part_by_part_and_whoever_asks_answers_too(meaning: Meaning) -> None:
    found = heard(
        meaning,
        "retro 2026-11-20\n"
        "Joe: right, glads first\n"
        "Kofi: zero downtime migration, well planned by Bea\n"
        "Bea: code reviews came back same day\n"
        "Joe: PO was always available\n"
        "Joe: sads\n"
        "Ama: design handoff had no mobile screens\n"
        "Bea: we said yes to everything\n"
        "Joe: third sprint with the same carry over story\n"
        "Ama: morale is low since the reorg\n"
        "Joe: anything to try\n"
        "Kofi: config validation in CI\n"
        "Bea: say no to one thing per sprint\n"
        "Joe: break the carry over story down\n"
        "Joe: great stuff, bye\n",
    )
    assert found == {
        "went_well": [
            "zero downtime migration, well planned by Bea",
            "code reviews came back same day",
            "PO was always available",
        ],
        "to_improve": [
            "design handoff had no mobile screens",
            "we said yes to everything",
            "third sprint with the same carry over story",
            "morale is low since the reorg",
        ],
        "ideas": ["config validation in CI", "say no to one thing per sprint", "break the carry over story down"],
    }


def test_whoever_opens_may_begin_with_their_own(meaning: Meaning) -> None:
    found = heard(
        meaning,
        "retro 2026-11-12\n"
        "Sam: I'll kick off. For me the highlight was closing out the audit findings, all 14\n"
        "Yuki: mine was the new onboarding, it went really well\n"
        "Sam: Lowlights?\n"
        "Yuki: Three hotfixes in one week\n"
        "Sam: perfect. wrapping up\n",
    )
    assert "For me the highlight was closing out the audit findings" in found["went_well"][0]
    assert found["to_improve"] == ["Three hotfixes in one week"]


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("sads", "to_improve"),
        ("right, glads first", "went_well"),
        ("good things first", "went_well"),
        ("okay the bad stuff now", "to_improve"),
        ("alright, what didn't work", "to_improve"),
        ("Anything that got in our way?", "to_improve"),
        ("morning all, shall we begin? what worked for you this time", "went_well"),
        ("ok what could we change", "ideas"),
        ("any ideas", "ideas"),
        ("what held us back was the VPN", None),
        ("what we need is ideas", None),
        ("what they want changes daily", None),
        ("what works is small tickets", None),
        ("what do we do about staging", None),
        ("any ideas on how to fix the build", None),
        ("great ideas", None),
        ("no issues", None),
        ("thanks", None),
    ],
)
def test_questions_without_a_mark_open_a_part_and_statements_do_not(said: str, part: str | None) -> None:
    assert opened_by(said, {}) == part


def test_whoever_asked_moves_on_by_asking_something_else_or_summing_up() -> None:
    assert moves_on("So, ich fang mit den Übersetzungen an. Wie kriegen wir die früher?")
    assert moves_on("ok that's plenty")
    assert not moves_on("PO was always available")
    assert not moves_on("right, the scales drift")


def test_what_was_asked_for_is_likelier_and_all_add_up_to_one() -> None:
    told = {"went_well": 0.3, "to_improve": 0.3, "ideas": 0.1, "decision": 0.1, "action": 0.1, "other": 0.1}
    said = "the design had no mobile screens"
    assert leaning(said, told, None) == told
    assert leaning(said, told, "actions") == told
    assert leaning("yeah, that's the VPN", told, "to_improve") == told
    asked = leaning(said, told, "to_improve")
    assert max(asked, key=lambda kind: asked[kind]) == "to_improve"
    assert sum(asked.values()) == pytest.approx(1.0)


def test_what_we_could_do_with_others_is_no_wish_about_them() -> None:
    assert not is_wish("Maybe we should invite somebody from finance to refinement.")
    assert is_wish("somebody from finance should learn what a sprint is")


@pytest.mark.parametrize(
    ("said", "opened"),
    [
        ("right, 25 minutes. good things first, just type, no threads please", "went_well"),
        ("Servus zusammen! Erst das Gute", "went_well"),
        ("start with the wins please", "went_well"),
        ("ok let's do the nice bits first", "went_well"),
        ("what made you smile this sprint?", "went_well"),
        ("we start with the positives, who begins?", "went_well"),
        ("ok now the moans. 5 min", "to_improve"),
        ("Ok, and what was crap?", "to_improve"),
        ("Ok und was war ned so gut?", "to_improve"),
        ("ok on to the less good", "to_improve"),
        ("and the grumbles?", "to_improve"),
        ("jetzt das Schlechte", "to_improve"),
        ("now the ideas, go wild", "ideas"),
    ],
)
def test_whoever_leads_opens_a_round_in_their_own_words(said: str, opened: str) -> None:
    assert opened_by(said, {}) == opened


@pytest.mark.parametrize(
    "said",
    [
        "have a good one", "good one", "the good thing is we have cake", "that was bad luck", "nice one Ana",
        "bad coffee again today", "first things first, who is here?", "good luck with the demo", "press 2 first",
        "everyone good?", "all good?", "the good thing first: we have cake", "first the dentist, then the demo",
        "good idea",
    ],
)  # fmt: skip
def test_what_is_only_called_good_or_bad_opens_nothing(said: str) -> None:
    assert opened_by(said, {}) is None
