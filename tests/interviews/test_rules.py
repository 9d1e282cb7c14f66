"""An interview is what its moves add up to, and the next question follows from what is known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.chat import Person
from bot.interviews.asking import is_checkpoint, leftovers, next_ask, opened, probe_limit
from bot.interviews.framework import Family, Framework, Topic
from bot.interviews.moves import (
    Answered,
    Asked,
    Assigned,
    Briefed,
    Cancelled,
    Declined,
    DepthSet,
    Finished,
    Move,
    Moved,
    Opened,
    Paused,
    Reopened,
    Replaced,
    Resumed,
    Said,
    Skipped,
    Started,
    Withdrawn,
    body_of,
    read_move,
)
from bot.interviews.rules import Event, Interview, coverage, known, missing_needs, need_target, replay, vague_target
from bot.prompts import Prompts

PRIYA = Person(id="priya", name="Priya")
TOM = Person(id="tom", name="Tom")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def after(*moves: Move, by: Person | None = PRIYA) -> Interview:
    """The interview after these moves, a minute apart."""
    return replay(Event(move=move, by=by, at=NOON + timedelta(minutes=index)) for index, move in enumerate(moves))


def topic(name: str, **changes: object) -> Topic:
    base = {
        "id": name,
        "title": name.capitalize(),
        "section": "rules",
        "question": f"What about {name}?",
        "why": "It matters.",
        "good": "a fact",
        "example": "A fact.",
        "importance": "should",
        "impact": 3,
        "depth": "quick",
    }
    return Topic.model_validate(base | changes)


def framework(*topics: Topic) -> Framework:
    return Framework(title="T", opening="What is it?", closing="What else?", closing_why="Why not.", topics=topics)


NUMBER = {"id": "number", "label": "How many", "seen": "number", "probe": "How many is that?"}
SPEED = Family(kind="speed", words=("fast",), unless="number", probe="“{word}”: how fast?")
ASK_A = Asked(form="question", topic="a", text="What about a?")
S1 = Said(id="S1", text="The clerk waits.", topics=("a",), asked="a")


def test_what_was_said_stands_under_its_author_and_time() -> None:
    interview = after(Started(framework="f", depth="deep"), ASK_A, S1)
    statement = interview.statements[0]
    assert (statement.author, statement.at, statement.number) == (PRIYA, NOON + timedelta(minutes=2), 1)
    assert (interview.framework, interview.depth, interview.people) == ("f", "deep", (PRIYA,))
    assert interview.pending == ASK_A
    assert interview.answered_last
    assert interview.fresh == ("S1",)
    assert interview.statement(1) == statement
    assert interview.statement(2) is None


def test_words_without_an_author_are_kept_too() -> None:
    assert after(S1, by=None).statements[0].author.name == "unknown"


def test_a_change_keeps_every_earlier_wording() -> None:
    interview = after(S1, Replaced(statement="S1", text="Two.", link="l2"), Replaced(statement="S1", text="Three."))
    statement = interview.statements[0]
    assert statement.text == "Three."
    assert statement.link == "l2"
    assert [change.was for change in statement.trail] == ["The clerk waits.", "Two."]
    assert [decision.text for decision in interview.decisions] == [
        "1 changed: was “The clerk waits.”, now “Two.”",
        "1 changed: was “Two.”, now “Three.”",
    ]


def test_a_withdrawn_statement_is_kept_and_can_be_changed_back() -> None:
    interview = after(S1, Withdrawn(statement="S1"))
    assert interview.active == ()
    assert interview.statements[0].withdrawn
    assert interview.about("a") == ()
    back = after(S1, Withdrawn(statement="S1"), Replaced(statement="S1", text="It waits."))
    assert [one.text for one in back.active] == ["It waits."]


def test_a_moved_statement_answers_its_new_topic_only() -> None:
    interview = after(S1, Moved(statement="S1", topic="b"))
    assert interview.about("a") == ()
    assert interview.about("b") == interview.active


def test_saying_something_about_a_skipped_topic_takes_the_skip_back() -> None:
    skipped = after(ASK_A, Skipped(topic="a"), Skipped(topic="a"))
    assert skipped.skipped == ("a",)
    assert known(skipped, topic("a")) == "skipped"
    assert after(ASK_A, Skipped(topic="a"), S1).skipped == ()


def test_an_open_question_is_assigned_and_answered() -> None:
    question = Opened(id="Q1", topic="a", text="What about a?", owner="Priya", due=date(2026, 3, 9))
    interview = after(
        ASK_A,
        question,
        Assigned(question="Q1", owner="Tom", due=date(2026, 3, 10)),
        Assigned(question="Q2", owner="Nobody", due=date(2026, 3, 10)),
        S1,
        Answered(question="Q1", statement="S1"),
    )
    (one,) = interview.questions
    assert (one.owner, one.due, one.answer, one.raised_by) == ("Tom", date(2026, 3, 10), "S1", PRIYA)


def test_depth_pause_finish_and_cancel_leave_their_mark() -> None:
    assert after(DepthSet(depth="deep")).depth == "deep"
    assert "was “standard”" in after(DepthSet(depth="deep")).decisions[0].text
    assert after(Paused()).paused
    assert not after(Paused(), Resumed()).paused
    assert after(ASK_A, Finished(by_itself=True)).pending is None
    assert after(ASK_A, Cancelled()).pending is None
    assert after(ASK_A, Cancelled(), Resumed()).pending == ASK_A
    assert not after(Finished(by_itself=False), DepthSet(depth="deep")).finished
    assert not after(Finished(by_itself=False), Reopened(topic="a")).finished
    assert after(Briefed(brief={}, stories="stories-1")).stories == "stories-1"
    assert "by itself" in after(Finished(by_itself=True)).decisions[0].text
    assert after(Finished(by_itself=False)).decisions[0].text == "The interview was finished."


@pytest.mark.parametrize(
    "move",
    [
        Started(framework="f", depth="quick"),
        ASK_A,
        S1,
        Replaced(statement="S1", text="x"),
        Withdrawn(statement="S1"),
        Moved(statement="S1", topic="b"),
        Skipped(topic="a", target="need:number"),
        Declined(topic=None, text="no"),
        Opened(id="Q1", topic=None, text="?", owner="o", due=date(2026, 3, 9)),
        Assigned(question="Q1", owner="o", due=date(2026, 3, 9)),
        Answered(question="Q1", statement="S1"),
        Reopened(topic="a"),
        DepthSet(depth="deep"),
        Paused(),
        Resumed(),
        Finished(by_itself=True),
        Briefed(brief={"a": [1]}, stories=None),
        Cancelled(),
    ],
)
def test_a_move_is_the_same_after_a_restart(move: Move) -> None:
    assert read_move(move.kind, body_of(move)) == move


def test_how_much_is_known_of_a_topic() -> None:
    a = topic("a", needs=[NUMBER])
    more = topic("a", more={"questions": [{"ask": "Which else?", "label": "Else"}]})
    heading = S1.model_copy(update={"heading": True})
    assert known(after(), a) == "unknown"
    assert known(after(Said(id="S1", text="x", weak=("a",))), a) == "hinted"
    assert known(after(ASK_A, S1), a) == "partly"
    assert known(after(ASK_A, Said(id="S1", text="3 clerks", topics=("a",))), a) == "known"
    assert known(after(S1), topic("a")) == "known"
    assert known(after(S1), more) == "partly"
    assert known(after(heading), more) == "known"
    assert known(after(ASK_A, S1), more) == "known"
    assert known(after(ASK_A, Skipped(topic="a")), a) == "skipped"
    opened_up = Opened(id="Q1", topic="a", text="?", owner="o", due=date(2026, 3, 9))
    assert known(after(ASK_A, opened_up), a) == "open"
    assert known(after(ASK_A, S1, Reopened(topic="a")), a) == "unknown"


def test_a_need_is_met_by_any_statement_by_nothing_or_by_giving_up() -> None:
    a = topic("a", needs=[NUMBER])
    probe = Asked(form="probe", topic="a", text="How many is that?", target=need_target("number"), label="How many")
    assert [need.id for need in missing_needs(after(ASK_A, S1), a)] == ["number"]
    assert missing_needs(after(ASK_A, S1, Said(id="S2", text="40", topics=("a",))), a) == ()
    assert missing_needs(after(ASK_A, Said(id="S1", text="none", topics=("a",))), a) == ()
    assert missing_needs(after(ASK_A, S1, probe, Skipped(topic="a", target="need:number")), a) == ()
    told = Said(id="S2", text="plenty", topics=("a",), about="S1", label="How many")
    assert missing_needs(after(ASK_A, S1, probe, told), a) == ()


def test_the_meter_counts_what_is_settled() -> None:
    three = framework(topic("a", needs=[NUMBER]), topic("b"), topic("c", depth="deep"))
    assert coverage(after(), three).settled == 0
    meter = coverage(after(ASK_A, S1), three)
    assert (meter.settled, meter.total) == (1, 2)
    assert meter.topics == (("a", "partly"), ("b", "unknown"))
    assert coverage(after(S1), three).settled == 0
    assert coverage(after(DepthSet(depth="deep")), three).total == 3


def test_the_first_question_is_the_opening_one() -> None:
    assert next_ask(Interview(), framework(topic("a")), ()) == Asked(form="opening", text="What is it?")


def test_musts_come_first_then_impact_then_the_order_of_the_file() -> None:
    topics = (
        topic("low", impact=1),
        topic("first"),
        topic("second"),
        topic("high", impact=5),
        topic("must", importance="must", impact=1),
    )
    interview = after(Said(id="S1", text="x"))
    order = []
    for number in range(2, 9):
        asked = next_ask(interview, framework(*topics), ())
        if asked is None or asked.topic is None:
            break
        order.append(asked.topic)
        said = Said(id=f"S{number}", text="x", topics=(asked.topic,), asked=asked.topic)
        interview = replay_on(interview, asked, said)
    assert order == ["must", "high", "first", "second"]  # "low" is not worth a question
    closing = next_ask(interview, framework(*topics), ())
    assert closing == Asked(form="closing", text="What else?")
    assert next_ask(replay_on(interview, closing, Declined(topic=None, text="no")), framework(*topics), ()) is None


def replay_on(interview: Interview, *moves: Move) -> Interview:
    from bot.interviews.rules import apply

    for move in moves:
        interview = apply(interview, Event(move=move, by=PRIYA, at=NOON))
    return interview


def test_an_unanswered_question_stays() -> None:
    assert next_ask(after(ASK_A), framework(topic("a"), topic("b")), ()) == ASK_A


def test_a_vague_word_is_probed_then_a_guess_is_asked_for_then_it_is_left_open() -> None:
    only = framework(topic("a", importance="must"), topic("b"))
    vague = Said(id="S1", text="It is fast.", topics=("a",), asked="a")
    first = next_ask(after(ASK_A, vague), only, (SPEED,))
    assert first is not None
    assert (first.form, first.text, first.about, first.target) == ("probe", "“fast”: how fast?", "S1", "vague:speed")
    still = Said(id="S2", text="just fast", topics=("a",), asked="a", about="S1", label=first.label)
    interview = replay_on(after(ASK_A, vague), first, still)
    second = next_ask(interview, only, (SPEED,))
    assert second is not None
    assert second.text == "A rough guess is fine. “fast”: how fast?"
    interview = replay_on(interview, second, still.model_copy(update={"id": "S3"}))
    left = leftovers(interview, only, (SPEED,))
    assert left == (("a", vague_target("speed"), "“fast”: how fast?"),)
    (question,) = opened(interview, left, "Priya", date(2026, 3, 9))
    assert (question.id, question.owner) == ("Q1", "Priya")
    third = next_ask(replay_on(interview, question), only, (SPEED,))
    assert third is not None
    assert third.topic == "b"


def test_a_number_settles_a_vague_word() -> None:
    only = framework(topic("a"), topic("b"))
    vague = Said(id="S1", text="It is fast.", topics=("a",), asked="a")
    first = next_ask(after(ASK_A, vague), only, (SPEED,))
    assert first is not None
    said = Said(id="S2", text="2 seconds", topics=("a",), asked="a", about="S1", label=first.label)
    follow = next_ask(replay_on(after(ASK_A, vague), first, said), only, (SPEED,))
    assert follow is not None
    assert follow.topic == "b"


def test_a_quick_interview_probes_once_and_a_trifle_not_at_all() -> None:
    assert probe_limit(Interview(), topic("a")) == 2
    assert probe_limit(Interview(depth="quick"), topic("a")) == 1
    assert probe_limit(Interview(), topic("a", importance="could")) == 0


def test_a_missing_need_of_a_must_is_left_open_after_the_probes() -> None:
    only = framework(topic("a", importance="must", needs=[NUMBER]), topic("b"))
    interview = after(Started(framework="f", depth="quick"), ASK_A, S1)
    probe = next_ask(interview, only, ())
    assert probe is not None
    assert (probe.form, probe.text, probe.label) == ("probe", "How many is that?", "How many")
    assert next_ask(replay_on(interview, probe, Skipped(topic="a", target="need:number")), only, ()) == Asked(
        form="question", topic="b", text="What about b?"
    )


def test_a_topic_known_in_part_is_asked_for_its_gap() -> None:
    only = framework(topic("a", importance="must", needs=[NUMBER]))
    asked = next_ask(after(S1), only, ())
    assert asked is not None
    assert (asked.form, asked.text, asked.about) == ("gap", "How many is that?", "S1")


def test_going_back_asks_the_topic_again() -> None:
    only = framework(topic("a"), topic("b"))
    ask_b = Asked(form="question", topic="b", text="What about b?")
    assert next_ask(after(ASK_A, S1, ask_b, Reopened(topic="a")), only, ()) == ASK_A
    assert next_ask(after(ASK_A, S1, ask_b, Reopened(topic="gone")), only, ()) == ask_b


def test_a_checkpoint_comes_every_eight_questions() -> None:
    marks = [number for number in range(30) if is_checkpoint(after(*[ASK_A] * number))]
    assert marks == [8, 16, 24]


def test_a_hint_leads_to_its_question(prompts: Prompts) -> None:
    shipped = prompts.frameworks["requirements"]
    interview = after(Started(framework="requirements", depth="quick"), Said(id="S1", text="x", weak=("scope",)))
    while (asked := next_ask(interview, shipped, ())) is not None and asked.topic != "scope":
        assert asked.topic
        said = Said(id=f"S{len(interview.statements) + 1}", text="3 clerks by May", topics=(asked.topic,))
        interview = replay_on(
            interview, asked, said if asked.form != "more" else Declined(topic=asked.topic, text="no")
        )
    assert asked is not None
    assert asked.about == "S1"
