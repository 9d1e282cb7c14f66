"""Numbers that got better are praise, whatever their nouns complain of."""

from __future__ import annotations

import pytest

from bot.retros.extraction.meaning import Meaning
from bot.retros.extraction.moods import mood_of
from tests.retros.spoken import meaning, read  # noqa: F401 (a fixture)


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("Support volume fell from 214 to 61 tickets.", "went_well"),
        ("Open bugs went down from 9 to 2", "went_well"),
        ("Failed deploys were cut from 12 to 3", "went_well"),
        ("Incidents fell from 1,200 to 300", "went_well"),
        ("Waiting time came down from five days to one", "went_well"),
        ("On-time deliveries rose from 60 to 90 percent", "went_well"),
        ("Satisfaction went from 6.5 to 8.1", "went_well"),
        ("Coverage fell from 80 to 61 percent", "to_improve"),
        ("Build time went up from 4 to 19 minutes", "to_improve"),
        ("Bugs went from 3 to 30", "to_improve"),
        ("Bugs fell from 30 to 3, but the build is slow and flaky", "to_improve"),
        ("Complaints by users fell from 12 to 3", "went_well"),
        ("Users' complaints rose from 3 to 12", "to_improve"),
        ("Time to the first answers went down from 5 days to 1", "went_well"),
        ("Coverage of failures rose from 40 to 80 percent", "went_well"),
        ("It went from 4 to 9 Mill Lane, and bugs fell from 12 to 3", "went_well"),
        ("Bugs fell from 12 to 3, but coverage fell from 80 to 60", "to_improve"),
        ("Sign-ups went from 1,204,000.50 to 1.304.000", "went_well"),
        ("Users went from 1.4.2 to 1.5.0", None),
        ("The shop moved from 4 to 9 Mill Lane", None),
    ],
)
def test_which_way_numbers_went(text: str, mood: str | None) -> None:
    assert mood_of(text).strongest == mood


def test_numbers_without_end_are_all_told() -> None:
    assert mood_of("bugs fell from 3 to 2, " * 1200).good == 1200


def test_minutes_with_numbers_praise_what_fell(meaning: Meaning) -> None:  # noqa: F811
    text = "# Retro\n\nWe looked at the numbers.\n\nThe queue fell from 214 to 61 tickets.\n\nBo was ill for a week.\n"
    praised = [each.text for each in read(text, meaning).of("went_well")]
    assert praised == ["The queue fell from 214 to 61 tickets."]
