"""Whether two notes are about the same matter shows in what they mean and share, and in the talk around them."""

from __future__ import annotations

from time import process_time

import pytest

from benchmarks.themes import learn, pairs_of_sets
from bot.retros.extraction.grouping import grouped
from bot.retros.extraction.likeness import BY_MEANING, BY_WORDS, Noted, likeness, traits_of
from bot.retros.extraction.meaning import Meaning

_SECONDS = 6
COMPLAINT = Noted("the calving alerts went off at three in the morning", "to_improve", "1", 0)
PRAISE = Noted("nobody worked on the weekend", "went_well", "2", 1, ("1",))


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    found = Meaning.opened("minilm")
    assert found is not None
    return found


def idea(place: int | None, *before: str) -> Noted:
    return Noted("thresholds need a second pair of eyes, as code does", "ideas", "9", place, before)


def test_what_leads_up_to_an_idea_says_what_it_is_about(meaning: Meaning) -> None:
    alerts = {"8": "ok, the alerts in the night first. What do we do?"}
    weather = {"8": "look at that rain"}
    notes = [COMPLAINT, PRAISE, idea(3, "8")]
    led, unled = (likeness(notes, meaning.vectors, said)[0, 2] for said in (alerts, weather))
    assert led > unled


def test_what_was_said_before_the_complaint_leads_to_nothing(meaning: Meaning) -> None:
    said = {"0": "how about those alerts in the morning?"}
    traits = traits_of([COMPLAINT, idea(1, "1", "0")], meaning.vectors, said)
    assert traits.led_to[0, 1] == 0


def test_an_idea_right_behind_a_complaint_answers_it_likelier_than_one_far_behind(meaning: Meaning) -> None:
    near, far = (likeness([COMPLAINT, idea(place)], meaning.vectors)[0, 1] for place in (1, 9))
    assert near > far


def test_an_idea_on_a_page_answers_no_complaint_of_which_it_says_nothing(meaning: Meaning) -> None:
    complaint = Noted("store review took six days", "to_improve")
    assert len(grouped([complaint, Noted("sell the night tour with the catalogue", "ideas")], meaning.vectors)) == 2
    assert len(grouped([complaint, Noted("hand the app in for review a week early", "ideas")], meaning.vectors)) == 1


def test_what_everything_here_is_about_joins_nothing(meaning: Meaning) -> None:
    """In a hospital's retrospective nearly every note names the patients."""
    two = [Noted("the patients' list loads in a second now"), Noted("patients were called by the wrong name")]
    around = ("patients waited in the corridor", "the patients' letters were late", "patients asked for the menu")
    alone = traits_of(two, meaning.vectors, {})
    among = traits_of(two, meaning.vectors, {str(at): text for at, text in enumerate(around)})
    assert among.meaning[0, 1] < alone.meaning[0, 1]


def test_notes_of_a_page_have_no_order(meaning: Meaning) -> None:
    one, other = Noted("a screen shows what is broken", "ideas"), Noted("nobody knew what was broken", "to_improve")
    there, back = (traits_of(pair, meaning.vectors, {}) for pair in ([one, other], [other, one]))
    assert [trait[0, 1] for trait in there] == [trait[0, 1] for trait in back]


def test_a_thousand_notes_of_a_talk_take_seconds() -> None:
    notes = [
        Noted(f"the {at % 90}th door was late again", "ideas", str(at), at, (f"a{at}", str(at - 1)))
        for at in range(1_000)
    ]
    before = process_time()
    likeness(
        notes, lambda texts: [[1.0, len(text)] for text in texts], {f"a{at}": f"Door {at}?" for at in range(1_000)}
    )
    assert process_time() - before < _SECONDS


def test_learning_again_gives_the_weights_that_ship(meaning: Meaning) -> None:
    assert learn(pairs_of_sets(meaning.vectors)) == BY_MEANING, "run `python -m benchmarks.themes`"
    assert learn(pairs_of_sets(None)) == BY_WORDS
