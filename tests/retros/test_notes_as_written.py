"""Notes of a retrospective as people write them: what is written, and what is read."""

from __future__ import annotations

from datetime import date

import pytest

from bot.retros.extraction.meaning import Meaning
from bot.retros.extraction.notes import read_notes
from bot.retros.extraction.summary import Summary, summarise

Task = tuple[str, str | None, str | None]


def read(*lines: str, name: str = "retro 2026-02-27.txt", end: str = "\n") -> Summary:
    """The summary of notes that are about Friday 27 February 2026."""
    return summarise(read_notes(name, end.join(lines), "Europe/London"))


def tasks(*lines: str) -> list[Task]:
    """What is to be done, by whom and until when."""
    return tasks_of(read(*lines))


def tasks_of(summary: Summary) -> list[Task]:
    """The same of a summary."""
    return [
        (each.text, each.owner.name if each.owner else None, each.due.isoformat() if each.due else None)
        for each in summary.actions
    ]


def notes_of(summary: Summary) -> list[tuple[str, str]]:
    """Each note with the part that it stands in."""
    return [(each.opinion, each.text) for each in summary.items]


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Stan offered to clean the flue himself, since he knows the stove.", ("clean the flue", "Stan", None)),
        ("Stan said he'd call the baker.", ("call the baker", "Stan", None)),
        (
            "Elif takes the tables, she wants to be done by 6 March.",
            ("take the tables", "Elif", "2026-03-06"),
        ),
        (
            "Elif takes over the flyers and wants to have them finished before Easter, which is 5 April.",
            ("the flyers", "Elif", "2026-04-05"),
        ),
        (
            "Mark goes through the list of keys by the end of next week.",
            ("go through the list of keys", "Mark", "2026-03-06"),
        ),
        ("First, Mark will talk to the caretaker, he knows her well.", ("talk to the caretaker", "Mark", None)),
        (
            "Stan said he'd set up the stage, then remembered that he's away, so Elif will do it instead.",
            ("set up the stage", "Elif", None),
        ),
        (
            "It's still open who pays. We'll talk about it once Elif has spoken to the bank.",
            ("speak to the bank", "Elif", None),
        ),
        (
            "Mark gets the key from the office by Tuesday and puts it into the box.",
            ("get the key from the office and put it into the box", "Mark", "2026-03-03"),
        ),
        (
            "Nobody wanted to take care of the compost heap, so that is still open.",
            ("the compost heap", None, None),
        ),
        ("- The stage: not started. Elif still wants to do it by 6 March.", ("The stage", "Elif", "2026-03-06")),
        ("Floor: Mark asks for two offers by Tuesday.", ("ask for two offers", "Mark", "2026-03-03")),
    ],
)
def test_minutes_tell_in_the_third_person_who_does_what(written: str, heard: Task) -> None:
    assert tasks("Retro 27 Feb 2026", "Present: Elif, Mark, Stan joined later", "", "## Discussion", written) == [heard]


def test_a_day_may_be_told_in_the_next_sentence() -> None:
    assert tasks(
        "Present: Elif, Mark, Stan", "", "## Discussion",
        "Stan offered to write to the schools.", "When asked by when, Stan said tomorrow.",
    ) == [("write to the schools", "Stan", "2026-02-28")]  # fmt: skip


def test_what_somebody_says_in_quotes_is_theirs() -> None:
    found = tasks(
        "Present: Elif, Goran", "", '* the caretaker has to hear of it. Goran: "she lives next door, I\'ll tell her"'
    )
    assert found == [("tell her", "Goran", None)]


@pytest.mark.parametrize(
    "written",
    [
        "(/) rename the rooms (Elif, done last week)",
        "(x) move the stage - Mark says no",
        "[x] Elif: buy nails",
        "[-] Elif: buy nails",
        "✅ Elif: buy nails",
        "❌ Elif: buy nails",
        "Elif: buy nails (done)",
        "Elif: buy nails – erledigt",
        "- ~~Elif: buy nails~~",
        "- somebody should tidy the attic... (laughter)",
    ],
)
def test_what_is_ticked_refused_or_laughed_about_is_no_task(written: str) -> None:
    assert tasks("Present: Elif, Mark", "", "## Actions", written) == []


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("[ ] Elif: buy nails", ("buy nails", "Elif", None)),
        ("☐ Elif: buy nails", ("buy nails", "Elif", None)),
        ("- [ ] **Elif** buy nails, Tuesday", ("buy nails", "Elif", "2026-03-03")),
        ("👉 Elif – buy nails – 6 March", ("buy nails", "Elif", "2026-03-06")),
        ("- buy nails (Elif / 6 March)", ("buy nails", "Elif", "2026-03-06")),
        (
            "- buy nails for the stage – before the next retro (6 March) – Elif",
            ("buy nails for the stage", "Elif", "2026-03-06"),
        ),
        ("- buy nails @Elif Due: 2026-03-06", ("buy nails", "Elif", "2026-03-06")),
        ("- buy nails – Elif – KW 11", ("buy nails", "Elif", "2026-03-13")),
        ("Elif / buy nails / 6 March", ("buy nails", "Elif", "2026-03-06")),
        ("??? – buy nails", ("buy nails", None, None)),
        ("- Elif asks Mark if he can come on 6 March", ("ask Mark if he can come on 6 March", "Elif", None)),
        ("- Tessa calls the office (until 6 March)", ("call the office", "Tessa", "2026-03-06")),
        ("a) Elif brings nails. DL 6.3.", ("bring nails", "Elif", "2026-03-06")),
        ("- todo elif: buy nails", ("buy nails", "elif", None)),
        ("- (optional) Elif: buy nails", ("buy nails", "Elif", None)),
        ("- Elif: buy nails by Fri 6 March", ("buy nails", "Elif", "2026-03-06")),
        ("- Elif: buy nails (by Friday!)", ("buy nails", "Elif", "2026-03-06")),
        ("- Elif to buy nails (before planning on 6 March)", ("buy nails", "Elif", "2026-03-06")),
        ("* \\[ \\] Elif: buy nails *due 2026-03-06*", ("buy nails", "Elif", "2026-03-06")),
        ("* \\[x\\] Mark: sand the floor\n* Elif: buy nails", ("buy nails", "Elif", None)),
        ("3.1 Elif: buy nails, asap", ("buy nails", "Elif", None)),
    ],
)
def test_owners_and_days_of_tasks_in_a_list(written: str, heard: Task) -> None:
    people = "" if "Tessa" in written else "Present: Elif, Mark"
    outline = ("3.2 Mark: sand the floor", "3.3 Mark: oil it") if written.startswith("3.1") else ()
    assert tasks("Retro 27 Feb 2026", people, "", "## Actions", written, *outline)[:1] == [heard]


def test_a_day_that_was_moved_in_a_table_is_the_last_one() -> None:
    assert tasks(
        "||what||who||when||", "|sand the floor|Elif|27 Feb -> 6 March (holiday)|",
        "|oil it|Mark|~~1 March~~ 13 March|",
        "|paint it|?|tbd|",
    ) == [
        ("sand the floor", "Elif", "2026-03-06"),
        ("oil it", "Mark", "2026-03-13"),
        ("paint it", None, None),
    ]  # fmt: skip


def test_odd_columns_a_missing_first_cell_and_rows_of_semicolons() -> None:
    table = read(
        "Keep | Change | Try", "--- | --- | ---", "the choir | the cold | gloves", " | the queue | two tills", "",
        "Commitment | DRI | ETA", "--- | --- | ---", "Buy gloves | Rui | 6 March", "- | - | -",
    )  # fmt: skip
    assert notes_of(table) == [
        ("went_well", "the choir"), ("to_improve", "the cold"), ("to_improve", "the queue"), ("ideas", "gloves"),
        ("ideas", "two tills"),
    ]  # fmt: skip
    assert tasks_of(table) == [("Buy gloves", "Rui", "2026-03-06")]
    rows = read(
        "Type;Note;Votes;Owner;Due", "Good;Warm hall;4;;", "Bad;Long queue;5;;", "Action;Second till;;Nadja;2026-03-13"
    )
    assert notes_of(rows) == [("went_well", "Warm hall"), ("to_improve", "Long queue")]
    assert tasks_of(rows) == [("Second till", "Nadja", "2026-03-13")]


def test_a_table_drawn_with_dashes() -> None:
    drawn = read(
        "+------+------+",
        "| What went well | What went wrong |",
        "+------+------+",
        "| warm hall | long queue |",
        "+------+------+",
    )
    assert notes_of(drawn) == [("went_well", "warm hall"), ("to_improve", "long queue")]


def test_tasks_under_the_name_of_their_owner() -> None:
    assert tasks(
        "- What went well", "  - warm hall", "- Actions", "  - Selma", "    - buy gloves (by Tuesday)", "  - Quentin",
        "    - call the choir", "    - oil the door, 6 March",
    ) == [
        ("buy gloves", "Selma", "2026-03-03"),
        ("call the choir", "Quentin", None),
        ("oil the door", "Quentin", "2026-03-06"),
    ]  # fmt: skip


def test_initials_stand_for_whoever_was_there() -> None:
    assert tasks(
        "Attendees: Alice Park (AP), Tom Reed (TR), Jonas Weil", "", "Actions", "1.1 AP: call the choir by 6 March",
        "1.2 TR/AP: oil the door", "1.3 JW: buy gloves",
    ) == [
        ("call the choir", "Alice Park", "2026-03-06"),
        ("oil the door", "Tom Reed", None),
        ("buy gloves", "Jonas Weil", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        ("Hi all,", "", "Next steps:", "- I'll call the choir", "", "Cheers,", "Greta"),
        ("From: Greta", "", "Next steps:", "- I will call the choir"),
        ("Present: Hugo, Greta (minutes)", "", "Next steps:", "- I'll call the choir"),
        ("Minutes: Greta", "", "Next steps:", "- I'll call the choir"),
        ("Retro, written down by Greta.", "", "Next steps:", "- I'll call the choir"),
    ],
)
def test_i_is_whoever_wrote_the_notes(lines: tuple[str, ...]) -> None:
    assert tasks(*lines) == [("call the choir", "Greta", None)]


@pytest.mark.parametrize(
    "who",
    [
        "Present: anna, bo, cy",
        "anna, bo, cy",
        "| **Participants** | @anna, @bo, @cy |",
        "Anwesende: anna, bo, cy",
        "In attendance were anna, bo and cy.",
        "Team members: anna, bo, cy",
    ],
)
def test_who_was_there_is_known_however_it_is_listed(who: str) -> None:
    assert tasks("choir retro 27 feb 2026", who, "", "todo", "anna: call the organist", "bo + cy: folders") == [
        ("call the organist", "anna", None),
        ("folders", "bo", None),
    ]


def test_whoever_types_small_means_somebody_before_a_colon_and_themselves_by_me() -> None:
    assert tasks(
        "hey kites,", "", "what went ok:", "the choir was in tune", "", "to do:", "jen: move the chairs - asap",
        "rob: a calendar for everybody, 6.3.", "the build: still slow", "me: the flyers", "", "cheers", "Ruben",
    ) == [
        ("move the chairs", "jen", None), ("a calendar for everybody", "rob", "2026-03-06"),
        ("the flyers", "Ruben", None),
    ]  # fmt: skip


def test_headings_and_questions_with_their_notes_in_one_line() -> None:
    found = read(
        "Retro, 27 Feb 2026 (Ron, Sue, Tia)", "", "What do we keep? Sue: the warm hall. Ron: the choir.",
        "=> no bags on the stage any more (agreed)", "",
        "**Next actions:** Sue calls the choir (March 6); Ron orders 4 chairs (today).",
    )  # fmt: skip
    assert notes_of(found) == [("went_well", "Sue: the warm hall."), ("went_well", "Ron: the choir.")]
    assert tasks_of(found) == [("call the choir", "Sue", "2026-03-06"), ("order 4 chairs", "Ron", "2026-02-27")]
    assert [each.text for each in found.decisions] == ["no bags on the stage any more"]


def test_a_list_may_be_written_like_a_quotation() -> None:
    found = read(
        "what went well", "  > warm hall", "  > the choir", "what we do about it", "  > gloves: Piotr, until 6 March",
    )  # fmt: skip
    assert notes_of(found) == [("went_well", "warm hall"), ("went_well", "the choir")]
    assert tasks_of(found) == [("gloves", "Piotr", "2026-03-06")]


def test_what_follows_an_arrow_closes_what_stands_before_it() -> None:
    found = read(
        "Present: Petra, Wouter", "", "## Talked about",
        "** Wouter: not even at night? -> ok, the door is locked except at night",
        "** Petra: the choir has to know -> she tells them on Tuesday",
        "-> no rehearsal on Fridays any more, all agreed",
    )  # fmt: skip
    assert [each.text for each in found.decisions] == [
        "the door is locked except at night",
        "no rehearsal on Fridays any more",
    ]
    assert tasks_of(found) == [("tell them", "Petra", "2026-03-03")]


DECIDED = (
    ("Mark wanted two, nobody wants that, so in the end: one hour, and what doesn't fit is left out.",
     "one hour, and what doesn't fit is left out"),
    ("After some back and forth everyone could live with this: no bags on the stage.", "no bags on the stage"),
    ("We voted, 4 for the hall. So we take the hall.", "we take the hall"),
    ("- Bags: never on the stage from now on (all in favour)", "Bags: never on the stage from now on"),
    ("Vereinbart wurde, dass die Probe höchstens eine Stunde dauert.", "die Probe höchstens eine Stunde dauert"),
    ("We won't rehearse on Fridays any more.", "We won't rehearse on Fridays any more"),
)  # fmt: skip


@pytest.mark.parametrize(("written", "what"), DECIDED)
def test_minutes_say_how_a_matter_ended(written: str, what: str) -> None:
    assert [each.text for each in read("## Discussion", written).decisions] == [what]


def test_what_most_were_for_is_said_in_the_words_of_the_proposal() -> None:
    found = read(
        "## Ideas",
        "* block the road on Sundays",
        "* paint the fence",
        "",
        "## Talked about",
        "* Road: most dots for blocking, so that's what we do.",
    )
    assert [(each.text, each.sources) for each in found.decisions] == [("block the road on Sundays", ("2", "6"))]


def test_a_rule_that_stands_among_tasks_is_a_decision() -> None:
    found = read("Present: Elif", "", "## Measures", "- Elif buys gloves", "- In future, two people carry the stove.")
    assert tasks_of(found) == [("buy gloves", "Elif", None)]
    assert [each.text for each in found.decisions] == ["In future, two people carry the stove"]


def test_each_of_several_retrospectives_has_its_own_day() -> None:
    found = read(
        "# Retros", "## 2026-01-16", "### Actions", "- [ ] Ola: oil the door this week", "## 2026-01-30", "### Actions",
        "- [ ] Maj: call the choir this week",
    )  # fmt: skip
    assert [each.due for each in found.actions] == [date(2026, 1, 16), date(2026, 1, 30)]


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("### What should we have done better?", "to_improve"),
        ("*What didn't*", "to_improve"),
        ("## Dislikes", "to_improve"),
        ("## Negativ", "to_improve"),
        ("### :-1:", "to_improve"),
        ("### :+1:", "went_well"),
        ("## What's working? (12 reflections)", "went_well"),
        ("## Strengths", "went_well"),
        ("Add:", "ideas"),
        ("🟠 Orange leaves (change)", "to_improve"),
        ("=> what could be better", "to_improve"),
    ],
)
def test_headings_open_their_part(heading: str, part: str) -> None:
    assert notes_of(read(heading, "- the hall and the choir")) == [(part, "the hall and the choir")]


def test_signs_in_brackets_and_japanese_dots() -> None:
    found = read(
        "(+) warm hall",
        "(+) the choir",
        "(-) long queue",
        "(-) cold floor",
        "(!) Elif: buy gloves, 6.3.",
        "(?) how many came",
    )
    assert notes_of(found) == [
        ("went_well", "warm hall"), ("went_well", "the choir"), ("to_improve", "long queue"),
        ("to_improve", "cold floor"),
    ]  # fmt: skip
    assert tasks_of(found) == [("buy gloves", "Elif", "2026-03-06")]
    assert notes_of(read("Keep", "・Warm hall", "・The choir")) == [
        ("went_well", "Warm hall"),
        ("went_well", "The choir"),
    ]


def test_windows_lines_a_byte_order_mark_and_tabs() -> None:
    found = read(
        "\ufeff# Retro",
        "PLUS",
        "\t+ warm hall",
        "MINUS",
        "\t- long queue",
        "TODO",
        "\t1) gloves -> Stefan, 6.3.",
        end="\r\n",
    )
    assert notes_of(found) == [("went_well", "warm hall"), ("to_improve", "long queue")]
    assert tasks_of(found) == [("gloves", "Stefan", "2026-03-06")]


def test_german_minutes_say_who_does_what() -> None:
    assert tasks(
        "Anwesend: Ute, Viktor, Wiebke", "", "Nicht gut gelaufen:", "Die Probe war zu lang.", "",
        "Ute spricht bis zum 14.3. mit dem Hausmeister über den Saal.", "Offen: Wer kümmert sich um die Noten?",
    ) == [("spricht mit dem Hausmeister über den Saal", "Ute", "2026-03-14"), ("die Noten", None, None)]  # fmt: skip


MEANT: tuple[tuple[str, list[tuple[str, str]]], ...] = (
    ("Hugo suggested that the choir should come twice.",
     [("ideas", "Hugo suggested that the choir should come twice.")]),
    ("Less pleasant was the cold in the hall.", [("to_improve", "Less pleasant was the cold in the hall.")]),
    ("A second stove was discussed and turned down.", []),
    ("Mark doesn't want to be on a rota.", []),
    ("The meeting closed at 15:50.", []),
    ("In short, from our meeting:", []),
)  # fmt: skip


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    """The sentence model that comes with the package, and what was learned for it."""
    found = Meaning.opened("minilm")
    assert found is not None
    return found


@pytest.mark.parametrize(("written", "heard"), MEANT)
def test_what_is_told_of_the_talk_is_no_praise_and_no_complaint(
    meaning: Meaning, written: str, heard: list[tuple[str, str]]
) -> None:
    log = read_notes("retro 2026-02-27.md", f"## Discussion\n\n{written}\n", "Europe/London")
    assert notes_of(summarise(log, guess=meaning.guess, headings=meaning.headings)) == heard


def test_a_star_that_opens_a_bullet_makes_nothing_bold() -> None:
    found = read(
        "# Retro", "", "## To improve", "* too many hats on Colm — *4 votes*", "* the scales drift — *1 vote*",
        name="retro 2026-02-27.md",
    )  # fmt: skip
    assert [(opinion, text.partition(" —")[0]) for opinion, text in notes_of(found)] == [
        ("to_improve", "too many hats on Colm"),
        ("to_improve", "the scales drift"),
    ]


def test_a_name_is_not_cut_in_two_for_a_verb_that_ends_it() -> None:
    assert tasks("Vedran lobt, dass die Hotline vorab Bescheid bekam.") == []


def test_what_whoever_mails_promises_by_a_day_counts_under_any_heading() -> None:
    assert tasks(
        "From: Carmen Ortiz", "Date: Thu, 12 Feb 2026", "", "On the negative side, the tests break.",
        "I will talk to the other teams by 20 February.",
    ) == [("talk to the other teams", "Carmen Ortiz", "2026-02-20")]  # fmt: skip
