"""Whether a remark is a note is weighed by all that is known of it, and by nothing that was learnt twice."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence

import pytest

from benchmarks import placing as learning
from benchmarks import remarks
from bot.chat import Person
from bot.history import Reaction, Remark
from bot.retros.extraction.log import Line
from bot.retros.extraction.meaning import Meaning
from bot.retros.extraction.moods import Opinion
from bot.retros.extraction.notes import read_notes
from bot.retros.extraction.opinions import Item, Likely, item_of
from bot.retros.extraction.placing import KINDS, LEARNED, Part, judged, learned, likely_kinds, placed, traits_of
from bot.retros.extraction.summary import Summary, summarise, traits_in

ANA = Person(id="U1", name="Ana")
SURE_OF_NONE = {"went_well": 0.02, "to_improve": 0.02, "ideas": 0.01, "none": 0.95}
SURE_OF_IDEA = {"went_well": 0.02, "to_improve": 0.02, "ideas": 0.95, "none": 0.01}


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    found = Meaning.opened("minilm")
    assert found is not None
    return found


def line(text: str, **more: object) -> Line:
    said = Remark(id="1", text=text, author=ANA, reactions=more.pop("reactions", ()))
    return Line(text=text, remark=said).model_copy(update=more)


def part(*lines: Line, chat: bool = True) -> Part:
    return Part(lines, "", 0.5, chat=chat, taken=False, decided=False)


def note(opinion: Opinion, text: str) -> Item:
    return item_of(opinion, [line(text)])


def heard(meaning: Meaning, text: str) -> Summary:
    log = read_notes("retro.txt", text, "Europe/London")
    return summarise(log, guess=meaning.guess, headings=meaning.headings, vectors=meaning.vectors)


def test_something_else_has_to_be_clearly_likelier_than_what_words_say() -> None:
    assert placed("to_improve", {"went_well": 0.0, "to_improve": 0.4, "ideas": 0.55, "none": 0.05}) == "to_improve"
    assert placed("to_improve", {"went_well": 0.0, "to_improve": 0.25, "ideas": 0.7, "none": 0.05}) == "ideas"


def test_leaving_a_remark_out_takes_more_than_noting_it() -> None:
    assert placed("ideas", {"went_well": 0.0, "to_improve": 0.0, "ideas": 0.3, "none": 0.7}) == "ideas"
    assert placed(None, {"went_well": 0.0, "to_improve": 0.0, "ideas": 0.7, "none": 0.3}) == "ideas"
    assert placed("ideas", SURE_OF_NONE) is None


def test_plain_words_take_more_to_be_left_out() -> None:
    likely = {"went_well": 0.0, "to_improve": 0.2, "ideas": 0.0, "none": 0.8}
    assert placed("to_improve", likely) is None
    assert placed("to_improve", likely, plain=True) == "to_improve"


def test_what_was_missed_is_noted_in_its_own_words_without_the_small_talk() -> None:
    said = part(line("Thanks all!"), line("The maps could carry the street names."))
    (found,) = judged(said, [], SURE_OF_IDEA)
    assert (found.opinion, found.text) == ("ideas", "The maps could carry the street names.")


def test_what_was_taken_for_another_thing_keeps_its_words() -> None:
    said = "The maps could carry the street names."
    (found,) = judged(part(line(said)), [note("to_improve", said)], SURE_OF_IDEA)
    assert (found.opinion, found.text, found.sources) == ("ideas", said, ("1",))


def test_an_idea_that_was_taken_up_is_told_once_as_what_became_of_it() -> None:
    said = "The maps could carry the street names."
    taken = note("ideas", said).model_copy(update={"taken_up": True})
    became = part(line(said))._replace(taken=True)
    assert judged(became, [taken], SURE_OF_IDEA) == [taken]
    assert judged(became, [], SURE_OF_IDEA) == []


def test_of_a_remark_with_several_notes_none_is_lost() -> None:
    both = [note("went_well", "The demo was a success."), note("to_improve", "The room was cold.")]
    assert judged(part(*(line(each.text) for each in both)), both, SURE_OF_NONE) == both


@pytest.mark.parametrize(
    "said",
    [
        line("I wish the council would learn to read, one can dream."),
        line("OK gorgeous, what could we do about all of this? Thinking out loud is allowed"),
        line("I might look into the maps if I find time, no promises"),
        line("It would be great if they ever paid for one day of it."),
        line("The llama should chair the next one :joy:", reactions=(Reaction(name="joy", count=3),)),
        line("(also the llama in front of the dome)"),
        line("thanks all!"),
        line("The maps could carry the street names.", inside=False),
        line("The maps could carry the street names.", section="actions"),
        line("The maps could carry the street names.", done=True),
        line("Maps?"),
    ],
)
def test_a_joke_a_wish_and_what_stands_beside_the_retrospective_become_no_notes(said: Line) -> None:
    assert judged(part(said), [], SURE_OF_IDEA) == []


def test_a_wish_that_the_team_can_fulfil_is_an_idea() -> None:
    assert judged(part(line("would be nice if every new person had a buddy")), [], SURE_OF_IDEA)


def test_a_complaint_is_never_told_as_praise() -> None:
    said = "the whiteboard in the hall"
    sure = {"went_well": 0.97, "to_improve": 0.01, "ideas": 0.01, "none": 0.01}
    assert judged(part(line(said)), [note("to_improve", said)], sure) == [note("to_improve", said)]


def test_what_stands_under_a_heading_of_a_page_or_answers_its_question_is_never_left_out() -> None:
    said = "the whiteboard in the hall"
    for where in (
        part(line(said, section="went_well"), chat=False),
        part(line(said, asked="went_well")),
    ):
        assert judged(where, [note("went_well", said)], SURE_OF_NONE)
    assert not judged(part(line(said)), [note("went_well", said)], SURE_OF_NONE)


def test_where_a_remark_stands_tells_what_it_is(meaning: Meaning) -> None:
    """The same words answer a question, or are part of a talk about something else."""
    said = line("The whiteboard in the hall, we all look at it now.")
    answers = part(said.model_copy(update={"asked": "went_well", "section": "went_well"}))._replace(
        before="What went well?"
    )
    talks = part(said)._replace(before="Where do we put the plan then?")
    asked, beside = (
        likely_kinds(traits_of([each], meaning.guess)[0], learned())["went_well"] for each in (answers, talks)
    )
    assert asked > 3 * beside


def test_nothing_is_made_of_an_empty_conversation(meaning: Meaning) -> None:
    assert traits_of([], meaning.guess) == []


def test_the_weights_that_ship_know_every_trait(meaning: Meaning) -> None:
    (traits,) = traits_of([part(line("The maps were late again."))], meaning.guess)
    weights = json.loads(LEARNED.read_text("utf-8"))
    assert list(weights) == list(traits)
    assert all(len(row) == len(KINDS) and all(map(math.isfinite, row)) for row in weights.values())
    assert sum(likely_kinds(traits, learned()).values()) == pytest.approx(1)


def test_no_set_teaches_both_what_a_sentence_is_and_how_far_that_can_be_trusted() -> None:
    assert not learning._READ & remarks._READ
    assert not any(half.startswith("sealed") or half == "held" for half in learning._READ)


def test_the_weights_that_ship_are_those_that_are_learnt(meaning: Meaning) -> None:
    for name, row in learning.learn(learning.examples(meaning)).items():
        assert row == pytest.approx(learned()[name], abs=0.01), "run `python -m benchmarks.placing`"


def test_what_was_learnt_is_what_the_examples_show() -> None:
    some = [
        learning.Example({"always": 1.0, "asks": float(asks), "rest": 1.0}, "ideas" if asks else "none")
        for asks in (True, False) * 9
    ]
    weights = learning.learn(some)
    assert likely_kinds({"always": 1.0, "asks": 1.0, "rest": 1.0}, weights)["ideas"] > 0.8
    assert likely_kinds({"always": 1.0, "asks": 0.0, "rest": 1.0}, weights)["none"] > 0.8


def test_what_is_beside_the_retrospective_is_neither_weighed_nor_read_for_its_meaning(meaning: Meaning) -> None:
    """A channel of a month is full of it."""
    read: list[str] = []

    def guess(texts: Sequence[str], before: Mapping[str, str]) -> Sequence[Likely]:
        read.extend(texts)
        return meaning.guess(texts, before)

    beside = part(line("The lift is out of order again.", inside=False))
    assert traits_in([(beside, [])], guess) == [None]
    assert traits_in([(beside, []), (part(line("The maps were late.")), [])], guess)[1] is not None
    assert "The lift is out of order again." not in read
