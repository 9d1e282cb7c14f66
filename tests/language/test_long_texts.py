"""A text of any length and of any signs is read: no reader fails at it, and none takes the square of its length."""

from __future__ import annotations

import signal
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ceremonies.dates import read_when
from bot.ceremonies.reading import read_ceremony, read_days, read_length
from bot.chat import Person
from bot.errors import Trouble
from bot.grounding import claims, meaning
from bot.grounding.checks import unsaid
from bot.grounding.plain import not_plain, speaks_to_a_model
from bot.health.answers import read_answers
from bot.history import Remark
from bot.interviews.commands import is_nothing, points_elsewhere, steer
from bot.knowledge.split import split
from bot.language import facts, grammar, nouns, text, verbs, voice, wishes, wording
from bot.language.amounts import amounts
from bot.language.asides import spoken
from bot.language.clauses import clauses, is_finite, split_sentence
from bot.language.dates import parse_due, passed_day
from bot.language.markdown import escape, escape_around_code, quoted
from bot.retros.extraction import (
    asking,
    bidding,
    consent,
    denied,
    faces,
    german,
    handing,
    headings,
    legend,
    matters,
    narrated,
    needs,
    people,
    pointing,
    promises,
    putting,
    reported,
    sealing,
    sections,
    sieve,
    signs,
    spelling,
    tasks,
    ticks,
    topics,
    undertaking,
    vocative,
)
from bot.retros.extraction.agreeing import agrees, consents
from bot.retros.extraction.arrows import after_arrow, closes
from bot.retros.extraction.columns import column_of, is_done
from bot.retros.extraction.dates import day_in
from bot.retros.extraction.due import kind_of
from bot.retros.extraction.log import Line, Log
from bot.retros.extraction.moods import mood_of
from bot.retros.extraction.notes import read_notes
from bot.retros.extraction.prompted import goes_on
from bot.retros.extraction.prose import turn_in
from bot.retros.extraction.rounds import round_in
from bot.retros.extraction.ruled import rule_in
from bot.retros.extraction.subjects import told_words
from bot.retros.extraction.summary import summarise
from bot.retros.extraction.telling import cues
from bot.retros.extraction.trends import trends_in
from bot.stories.lint.parse import parse_story
from bot.times import parse_when
from tests.bending import FEW

NOW = datetime(2026, 11, 27, tzinfo=UTC)
PEOPLE = (Person(id="bo", name="Bo Lund"), Person(id="cy", name="Cy"))
LINE = Line(text="", remark=Remark(id="1", text=""))
TODAY = date(2026, 11, 27)
pytestmark = pytest.mark.usefixtures("hangs")
LONG = 5_000  # int() takes 4,300 digits
_HANGS_AFTER = 60.0  # seconds of work; each takes a fraction of one

Read = Callable[[str], object]


def _answers(told: str) -> object:
    try:
        return read_answers(told, "answers.yaml")
    except Trouble as trouble:
        return trouble.sentence


def _talk(told: str) -> Log:
    """Bo has something to do until Friday, and then says what is to be read."""
    said = ("What went well?", "Bo, can you fix the door by Friday?", f"sure, but Friday {told}", "ok, agreed?", "yes")
    remarks = [Remark(id=str(at), text=text, author=PEOPLE[at % 2 - 1], at=NOW) for at, text in enumerate(said)]
    return Log(name="retro", kind="chat", remarks=tuple(remarks), people=PEOPLE)


READERS: dict[str, tuple[Read, ...]] = {
    "language.text": (
        text.clean, text.without_gaps, text.one_line, text.sentences, text.words, text.stem, text.content_words,
        text.strip_filler, text.lower_first, text.sentence_case, text.shorten, text.is_empty,
    ),
    "language.facts": (
        facts.roles_in, facts.systems_in, facts.dates_in, facts.has_role, facts.has_person, facts.has_system,
        facts.is_hedged, facts.quantities,
    ),
    "language.clauses": (split_sentence, is_finite, clauses),
    "language.grammar": (grammar.trim, grammar.bare, grammar.clause),
    "language.nouns": (
        nouns.article, nouns.is_plural, nouns.singular, nouns.plural, nouns.is_countable, nouns.is_person, nouns.head,
        nouns.with_article,
    ),
    "language.verbs": (
        verbs.third_person, verbs.gerund, verbs.past, verbs.past_participle, verbs.base_form, verbs.is_verb,
        verbs.is_base, verbs.is_past_participle, verbs.could_be_noun, verbs.starts_with_verb,
    ),
    "language.voice": (
        voice.is_many, voice.negate, voice.base_coordinates, voice.finite_coordinates, voice.plural_of,
        lambda told: voice.speak_as(told, "customer"), lambda told: voice.speak_about(told, "customer"),
    ),
    "language.wording": (
        wording.definite, wording.uncapital, wording.starts_with_gerund, wording.sayable, wording.tidy,
        lambda told: wording.telegraphic(told, told), wishes.plain,
    ),
    "language: the rest": (
        amounts, spoken, escape, escape_around_code, quoted, lambda told: parse_due(told, NOW),
        lambda told: passed_day(told, NOW),
    ),
    "grounding.claims": (
        claims.one_spelling, claims.stems, claims.numbers, claims.dates, claims.names, claims.first_words, claims.roles,
        claims.systems, claims.quotations, claims.flat,
    ),
    "grounding: checks": (
        meaning.negated, lambda told: meaning.turned_round(told, [told]),
        lambda told: meaning.changed_force(told, [told]), lambda told: meaning.lost_limit(told, told),
        lambda told: meaning.lost_bound(told, told), lambda told: unsaid(told, told), speaks_to_a_model,
        lambda told: not_plain(told, told, longest=LONG),
    ),
    "interviews.commands": (steer, is_nothing, points_elsewhere),
    "health.answers": (
        _answers, lambda told: _answers(f"steps: [{{name: {told}}}]"),
        lambda told: _answers(f"steps: [{{name: Coding, work: {told}}}]"),
        lambda told: _answers(f"steps: [{{name: Coding, usable: '{told}'}}]"),
    ),
    "retros.extraction": (
        lambda told: summarise(read_notes("notes.md", told, "UTC")),
        lambda told: summarise(read_notes("notes.md", f"# Retro\n## Actions\n- Tom will fix it by {told}", "UTC")),
    ),
    "retros.extraction: sentences": (
        consent.accepts, consent.refuses, agrees, column_of, is_done, day_in, kind_of, headings.bare, headings.plain,
        headings.is_title, mood_of, turn_in, sections.question_of, signs.signed, sections.heading_of,
        faces.leading_mood, cues, sieve.is_instruction, sieve.is_joke_text, sieve.is_small_talk, sieve.is_greeting,
        sieve.is_wish, sieve.is_opener, sealing.seal_in, sealing.is_flat, sealing.is_a_time,
    ),
    "retros.extraction.promises": (
        promises.promise_in, asking.request_in, promises.only_takes, promises.is_untaken, promises.is_done,
        needs.offer_in, needs.need_in, tasks.only_points, tasks.task_of, tasks.begins_with_verb, tasks.is_generic,
    ),
    "retros.extraction.asking and pointing": (
        lambda told: handing.handed_in(told, PEOPLE), handing.thing_in, handing.more_in, topics.topic_of,
        topics.led_in_by, topics.headline, round_in,
        spelling.points, lambda told: spelling.is_thin(told, PEOPLE),
        lambda told: spelling.spelled_out(told, spelling.Pointed(LINE, told, task=True)), consent.takes,
    ),
    "retros.extraction: who takes what on": (
        undertaking.undertaken, bidding.bidden_in, bidding.asks_only_you, bidding.is_for_me,
        lambda told: vocative.spoken_to(told, PEOPLE), lambda told: vocative.without_vocative(told, PEOPLE),
        german.taken_on, german.told_to, german.asked_for_time, german.only_points_de,
    ),
    "retros.extraction: what is on the table": (
        matters.turns_to, denied.keeps_it, putting.puts, putting.seeks, putting.polls, putting.chooses, consents,
        putting.is_of_talk, told_words, trends_in, rule_in, goes_on, topics.put_forward, pointing.plain_words,
    ),
    "retros.extraction: minutes": (
        lambda told: reported.reported_in(told, PEOPLE), lambda told: reported.reported_in(told, ()),
        reported.without_tail, reported.unclaimed_in, reported.when_words,
        lambda told: reported.tells_when(told, "Bo Lund"), narrated.is_narration, narrated.proposes,
        narrated.complains, lambda told: ticks.tick_of(told, pictures=True), ticks.is_closed, closes,
        lambda told: after_arrow(told, PEOPLE), lambda told: people.people_of(["Retro", told, told]),
        lambda told: people.writer_of(["Retro", told]), people.is_roster,
    ),
    "retros.extraction: a talk and a page": (
        lambda told: summarise(_talk(told)), lambda told: legend.legend_in(told.split("\n")),
        lambda told: headings.opened_by(told, {}, PEOPLE),
    ),
    "ceremonies, stories and documents": (
        lambda told: read_when(told, NOW), lambda told: read_ceremony(told, TODAY, 2), read_days, read_length,
        lambda told: parse_when(told, "UTC", TODAY), parse_story, split,
    ),
}  # fmt: skip
"""Everything that reads what somebody typed, by where it stands."""

_PIECES = st.sampled_from(
    [
        "9",
        "٣",
        "½",
        " ",
        "\n",
        "\t",
        ",",
        ".",
        "…",
        "?",
        "'",
        '"',
        "“",
        "”",
        "(",
        "[",
        "]",
        "{",
        "<",
        "`",
        "*",
        "_",
        "#",
        "-",
        "|",
        "\\",
        "€",
        "é",
        "💥",
        "\u202e",
        "\x00",
        "a ",
        "A ",
        "the ",
        "not ",
        "and ",
        "1, ",
        "1.",
        "10:00 ",
        "by 3 ",
        "every ",
        "Tom: ",
        "as a ",
        "I want ",
        "https://a.",
        "@a ",
        "- a\n",
        "| a ",
        "# a\n",
        "can’t ",
        "ask ",
        "also ",
        "und ",
        "by Monday ",
        "fair,  ",
        "this ",
        "- ",
        "A,",
        "XXund",
    ]
) | st.text(min_size=1, max_size=3)
_RUNS = st.builds(lambda piece, end: f"{(piece * LONG)[:LONG]}{end}", _PIECES, st.sampled_from(["", " end.", "\n"]))
_TEXTS = st.builds("{}{}".format, st.sampled_from(["", "The customer waits 25 ", "- "]), _RUNS)


@pytest.mark.parametrize("where", READERS)
@FEW
@given(st.data())
def test_a_long_run_of_anything_is_read(where: str, data: st.DataObject) -> None:
    told = data.draw(_TEXTS)
    for read in READERS[where]:
        signal.setitimer(signal.ITIMER_VIRTUAL, _HANGS_AFTER)
        read(told)


@pytest.mark.parametrize("where", READERS)
@pytest.mark.parametrize(
    "told", ["9" * LONG, " " * LONG, "", " " * LONG + "end.", f"The van waits{' ' * 3 * LONG}end."]
)
def test_digits_without_end_and_nothing_but_blanks_are_read(where: str, told: str) -> None:
    for read in READERS[where]:
        signal.setitimer(signal.ITIMER_VIRTUAL, _HANGS_AFTER)
        read(told)


_LEADS_IN = (
    "also ",
    "also, ",
    "und ",
    "fair,  ",
    "hm, ",
    "next ",
    "today ",
    "10.30 ",
    "- ",
    "who ",
    "unanimously ",
    "XXund",
    ". ",
    ", ",
)
_BEFORE = (
    "",
    "Bo, ",
    "(Bo,",
    "in 1. Bo ",
    "@Bo and ",
    "I fix the door by ",
    "who wants to go",
    "Present: ",
    "It was, ",
)


@pytest.mark.parametrize("where", [where for where in READERS if where.startswith("retros.extraction")])
@pytest.mark.parametrize("lead", _LEADS_IN)
def test_words_that_lead_in_may_come_again_and_again(where: str, lead: str) -> None:
    for before in _BEFORE:
        for read in READERS[where]:
            signal.setitimer(signal.ITIMER_VIRTUAL, _HANGS_AFTER)
            read(f"{before}{lead * 60}x.")


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (lambda told: handing.handed_in(told, PEOPLE), f"Bo{'?' * 100_000} end."),
        (denied.keeps_it, f"{'but ' * 25_000}end."),
        (lambda told: headings.opened_by(told, {}, PEOPLE), f"fine {'*' * 100_000} end."),
    ],
)
def test_the_longest_message_is_read_in_seconds(read: Read, told: str) -> None:
    signal.setitimer(signal.ITIMER_VIRTUAL, _HANGS_AFTER / 6)
    read(told)


def test_a_number_without_end_is_compared_as_it_is_written() -> None:
    assert claims.numbers("00" + "9" * LONG) == {("9" * LONG, "")}
    assert claims.numbers("٣ days") == {("3", "day")}
