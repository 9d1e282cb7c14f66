"""Whatever is pressed and typed in whatever order: the board is legal, and no note is lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Person
from bot.platforms.slack.render import render as render_for_slack
from bot.platforms.teams.render import render as render_for_teams
from bot.retros import moves as m
from bot.retros.board import board_post
from bot.retros.extraction.theming import propose
from bot.retros.formats import Column, Format, custom, sorted_note
from bot.retros.rules import FEWEST_MOODS, Note, Retro, apply, may_turn, replay

FORM = Format(title="Two", columns=(Column(name="Keep"), Column(name="Stop", words=("stop", "no"))))
PEOPLE = [Person(id=f"u{number}", name=f"U {number}") for number in range(6)]
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
numbers = st.integers(min_value=0, max_value=12)
some = st.lists(numbers, max_size=4).map(tuple)
texts = st.text(min_size=1, max_size=30).filter(str.strip)

moves = st.one_of(
    st.builds(m.Noted, text=texts, column=st.sampled_from(["", "Keep", "Stop"])),
    st.builds(m.TakenBack, note=numbers),
    st.builds(m.Reworded, note=numbers, text=texts, column=st.sampled_from(["", "Keep", "Stop"])),
    st.builds(m.Removed, note=numbers),
    st.builds(m.Themed, themes=st.lists(some, max_size=3).map(tuple)),
    st.builds(m.Moved, notes=some, theme=st.none() | numbers, title=st.sampled_from(["", "New"])),
    st.builds(m.Named, theme=numbers, title=st.sampled_from(["", "Better"])),
    st.builds(m.Merged, themes=some),
    st.builds(m.Turned, phase=st.sampled_from(m.PHASES)),
    st.builds(m.Voted, voter=st.sampled_from(["a", "b", "c"]), themes=some),
    st.builds(m.Taken, theme=numbers),
    st.builds(m.Timed, until=st.none() | st.just(NOW)),
    st.builds(m.Remarked, theme=numbers, text=texts),
    st.builds(m.Agreed, action=st.just("A-1")),
    st.builds(m.Felt, voter=st.sampled_from(["a", "b", "c", "d", "e"]), score=st.integers(1, 5)),
    st.builds(m.Started, title=st.just("Again"), format=st.just(FORM), mood=st.booleans(), anonymous=st.booleans()),
    st.builds(m.Opened, anonymous=st.booleans()),
)


@given(st.lists(st.tuples(moves, st.sampled_from(PEOPLE)), max_size=40))
def test_any_sequence_of_presses_leaves_a_legal_board(events: list[tuple[m.Move, Person]]) -> None:
    retro = Retro(id="retro-1")
    noted = 0
    sealed = False
    for number, (move, by) in enumerate(events):
        before = retro
        retro = apply(retro, move, by, NOW + timedelta(minutes=number))
        noted += isinstance(move, m.Noted) and before.phase != "closed"
        sealed = sealed or retro.phase == "closed"
        assert len(retro.notes) == noted, "no note is lost, none is doubled"
        placed = [one for theme in retro.themes for one in theme.notes]
        assert len(placed) == len(set(placed)), "a note lies in one theme"
        assert all(retro.note(one) for one in placed)
        if retro.phase in {"group", "vote", "discuss", "actions", "closed"}:
            assert {note.number for note in retro.live} == set(placed), "and in every phase from then on, in some theme"
        assert all(len(retro.votes_of(voter)) <= retro.votes_each for voter in retro.votes)
        assert sum(retro.counts.values()) == sum(len(retro.votes_of(voter)) for voter in retro.votes)
        assert retro.anonymous >= before.anonymous, "what was promised stays promised"
        assert retro.sealed == sealed
        if sealed:
            assert retro.votes == before.votes or not before.sealed
        assert (retro.average_mood is None) == (len(retro.feelings) < FEWEST_MOODS)
        assert all(note.gone <= (note.number not in placed) for note in retro.notes)
        if retro.format is not None:
            assert retro.phase != "inbox"
            post = board_post(retro, (), ZoneInfo("UTC"))
            assert len({choice.id for choice in post.choices}) == len(post.choices) > 0
    again = replay("retro-1", [(move, by, NOW + timedelta(minutes=at)) for at, (move, by) in enumerate(events)])
    assert again == retro


@given(st.lists(texts, max_size=25), st.booleans())
def test_every_note_is_proposed_for_exactly_one_theme(notes: list[str], meanings: bool) -> None:
    given = [Note(number=at, text=text, column="Keep" if at % 2 else "") for at, text in enumerate(notes, 1)]

    def vectors(texts: Sequence[str]) -> list[list[float]]:
        return [[1.0, 0.0] if len(text) % 2 else [0.0, 1.0] for text in texts]

    themes = propose(given, vectors if meanings else None)
    assert sorted(number for theme in themes for number in theme) == [note.number for note in given]
    by_number = {note.number: note.column for note in given}
    assert all(len({by_number[number] for number in theme}) == 1 for theme in themes), "columns are not mixed"


def test_a_note_says_itself_where_it_belongs() -> None:
    assert sorted_note("stop: Friday deploys", FORM) == ("Stop", "Friday deploys")
    assert sorted_note("No: meetings", FORM) == ("Stop", "meetings")
    for said in ("- Stop: Friday deploys", "Stop - Friday deploys", "• stop – Friday deploys"):
        assert sorted_note(said, FORM) == ("Stop", "Friday deploys")
    assert sorted_note("stop: one\ntwo", FORM) == ("Stop", "one\ntwo")
    assert sorted_note("stop-gap: none", FORM) == ("", "stop-gap: none")
    assert sorted_note("- no column here", FORM) == ("", "- no column here")
    assert sorted_note("https://x.example is slow", FORM) == ("", "https://x.example is slow")
    assert sorted_note("stop:", FORM) == ("", "stop:")
    assert custom("Keep | Drop") is not None
    assert custom("Keep") is None
    assert custom("a|b|c|d|e|f|g") is None
    assert custom("Keep | keep") is None


def big() -> Retro:
    """Thirty people and four hundred notes, some of them long."""
    facts = tuple(m.Fact(text=f"Fact {at} " + "x" * 150, source="sprints/19.md") for at in range(9))
    events: list[m.Move] = [m.Started(title="T" * 80, format=FORM, facts=facts, votes=5)]
    for at in range(400):
        text = f"Note {at}: " + ("the build is slow and *nobody* <knows> why " * (1 + at % 12))
        events.append(m.Noted(text=text, column=("Keep", "Stop", "")[at % 3]))
    return replay("retro-1", [(move, PEOPLE[at % 6], NOW) for at, move in enumerate(events)])


def test_a_retro_of_thirty_people_and_four_hundred_notes_is_one_message_in_every_phase() -> None:
    retro = big()
    groups = tuple(tuple(range(at, min(at + 3, 401))) for at in range(1, 401, 3))
    at = NOW + timedelta(hours=1)
    for move in (m.Themed(themes=groups), m.Turned(phase="vote")):
        retro = apply(retro, move, PEOPLE[0], at)
    for voter in range(30):
        retro = apply(retro, m.Voted(voter=f"v{voter}", themes=(1, 1, voter + 1, voter + 2, 130)), None, at)
    assert sum(retro.counts.values()) == 150
    phases = [retro]
    for phase in ("group", "vote", "discuss", "actions", "closed"):
        phases.append(apply(phases[-1], m.Turned(phase=phase), PEOPLE[0], at))
        if phase == "discuss":
            phases.append(apply(phases[-1], m.Taken(theme=130), PEOPLE[0], at))
            for _ in range(9):
                phases.append(apply(phases[-1], m.Remarked(theme=130, text="r" * 900), PEOPLE[0], at))
    for one in (big(), *phases):
        post = board_post(one, (), ZoneInfo("UTC"))
        messages, _ = render_for_slack(post)
        assert len(messages) == 1, one.phase
        assert len(render_for_teams(post)) == 1, one.phase
    assert may_turn(retro, "discuss")
