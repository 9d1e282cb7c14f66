"""One conversation, and one page of notes, in the forms that programs and people give them: it is always the same."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from benchmarks.forms import FORMS
from bot.retros.extraction.commas import without_commas
from bot.retros.extraction.notes import read_notes
from bot.retros.extraction.reading import read_logs
from bot.retros.extraction.summary import Summary, summarise

TALK = (
    ("Ana Ruiz", "09:58", "the import was down twice this week"),
    ("Bo Lind", "10:01", "nobody gets its alerts"),
    ("Ana Ruiz", "10:02", "Bo, can you send them to the team's channel?"),
    ("Bo Lind", "10:03", "yep, by Wednesday"),
    ("Cy Park", "10:05", "I'll write down how to restart the import"),
    ("Ana Ruiz", "10:06", "great"),
    ("Bo Lind", "10:07", "thanks Cy"),
    ("Ana Ruiz", "10:08", "anything else?"),
    ("Bo Lind", "10:09", "not from me"),
)
SAID = [
    (who, datetime.fromisoformat(f"2026-03-06T{at}").replace(tzinfo=ZoneInfo("Europe/London")), text)
    for who, at, text in TALK
]
"""On a Friday."""
HEARD = [
    ("send them to the team's channel: nobody gets its alerts", "Bo Lind", "2026-03-11"),
    ("write down how to restart the import", "Cy Park", None),
]


@pytest.mark.parametrize("form", FORMS)
def test_a_conversation_is_heard_in_whatever_form_it_comes(form: str) -> None:
    log = read_notes("retro 2026-03-06.txt", FORMS[form](SAID), "Europe/London")
    assert [each.text for each in log.remarks] == [text for _, _, text in SAID]
    assert actions(summarise(log)) == HEARD


def test_who_speaks_but_once_speaks() -> None:
    made = read(
        "Ana: morning, how was it?\nBo: the import was down twice\nCy: I'll write a guide\nDi: can you add a map?\n"
    )
    assert actions(made) == [("write a guide", "Cy", None)]
    topics = read_notes(
        "retro.md", "Imports: down twice\nTests: we skip them\nBuilds: slow\nOn-call: quiet\n", "Europe/London"
    )
    assert topics.kind == "notes"


def test_the_days_of_a_chat_are_its_own() -> None:
    said = "[12/03/2026, 09:00:01] Ana: morning\n[13/03/2026, 09:00:02] Bo: hi\n"
    said += "[13/03/2026, 09:00:03] Ana: hello\n[13/03/2026, 09:01:00] Bo: I'll send the report\nto Kim tomorrow\n"
    log = read_notes("chat.txt", said, "Europe/London")
    assert [each.at and each.at.date().isoformat() for each in log.remarks][:2] == ["2026-03-12", "2026-03-13"]
    assert log.remarks[-1].author == log.remarks[-2].author, "a message goes on in the next line"


NOTES = """Support retro, Friday 6 March 2026
Present: Gil, Hamza, Rosie, Pete

{0}Hamza: first response time is under 2 hours for the first time since summer.
{1}Pete says the handover at 2pm is a mess.
{2}Agreed: a handover note every day at 14:00, starting Monday.
{3}Gil will ask engineering for a seat in their channel by Wednesday.
{4}Pete to write the template for the note by Monday.
"""


def actions(made: Summary) -> list[tuple[str, str | None, str | None]]:
    return [
        (each.text, each.owner.name if each.owner else None, each.due.isoformat() if each.due else None)
        for each in made.actions
    ]


def read(text: str, name: str = "retro 2026-03-06.md") -> Summary:
    return summarise(read_notes(name, text, "Europe/London"))


@pytest.mark.parametrize(
    "clock",
    [
        ("10:03 ", "10:06 ", "10:14 ", "10:30 ", "10:44 "),
        ("10.03 - ", "10.06 - ", "10.14 - ", "10.30 - ", "10.44 - "),
        ("[12:40] ", "[12:50] ", "[12:59] ", "[1:05] ", "[1:15] "),
        ("10:00–10:10 ", "10:10–10:20 ", "10:20–10:30 ", "10:30–10:40 ", "10:40–10:50 "),
        ("9:03 am: ", "9:06 am: ", "9:14 am: ", "9:30 am: ", "9:44 am: "),
    ],
)
def test_minutes_by_the_clock_are_read_without_it(clock: tuple[str, ...]) -> None:
    plain, timed = read(NOTES.format(*[""] * 5)), read(NOTES.format(*clock))
    assert actions(timed) == actions(plain) == [
        ("ask engineering for a seat in their channel", "Gil", "2026-03-11"),
        ("write the template for the note", "Pete", "2026-03-09"),
    ]  # fmt: skip
    assert [each.text for each in timed.decisions] == ["a handover note every day at 14:00, starting Monday"]


def test_times_that_are_said_stay() -> None:
    made = read(
        "# Retro\n\n## Actions\n- 14:00 call on Monday: Gil\n- 9:30 daily from now on: Pete\n- 16:00 demo: Rosie\n"
    )
    assert [each.text for each in made.actions] == ["14:00 call", "9:30 daily from now on", "16:00 demo"]


def test_a_page_that_was_passed_on_is_read_without_its_marks() -> None:
    notes = NOTES.format(*[""] * 5)
    assert actions(read("\n".join(f"> {line}".rstrip() for line in notes.split("\n")))) == actions(read(notes))


SMALL = """billing retro, fri 6 march 2026 - notes by ines
there: ramona, pedro, ines, jonas. absent: tobias

good
- the new invoice page went out on time

bad
- staging broke again

talked about
- reviews: jonas puts the limit into the board today
- exports: wei from finance is slow, so pedro asks her which one they still need, before the 12th
- handover: needs a checklist. ines will draft the checklist - by next fri
- flaky test -> pedro

moods
- mostly tired but ok
"""


def test_small_letters_a_roster_by_any_name_and_headings_of_ones_own() -> None:
    made = read(SMALL)
    assert actions(made) == [
        ("put the limit into the board", "jonas", "2026-03-06"),
        ("ask her which one they still need", "pedro", "2026-03-12"),
        ("draft the checklist", "ines", "2026-03-13"),
        ("flaky test", "pedro", None),
    ]
    assert [each.text for each in made.of("to_improve")] == ["staging broke again"], "what was talked about isn't bad"


@pytest.mark.parametrize(
    "row", ["--- Actions ---", "=== Actions ===", "<h2>Actions</h2>", "<h3 class='x'>Actions</h3>", "h2. Actions"]
)
def test_headings_between_rules_and_tags(row: str) -> None:
    assert actions(read(f"{row}\n- Gil: write the guide\n")) == [("write the guide", "Gil", None)]


def test_a_row_with_fewer_cells_than_its_table_is_read() -> None:
    assert [
        each.text
        for each in read("| Who | What | When |\n|---|---|---|\n| Gil |\n| Pete | write it down | Friday |\n").actions
    ] == ["write it down"]


def test_a_list_that_has_its_headings_among_its_items() -> None:
    made = read("- Went well\n- the demo\n- To improve\n- the builds are slow\n- Actions\n- Gil: cache the builds\n")
    assert [each.text for each in made.of("went_well")] == ["the demo"]
    assert [each.text for each in made.of("to_improve")] == ["the builds are slow"]
    assert actions(made) == [("cache the builds", "Gil", None)]


TASK = "look into the flaky test"


@pytest.mark.parametrize(
    ("told", "task", "due"),
    [
        ("Pedro's going to look into the flaky test.", TASK, None),
        ("Pedro'll look into the flaky test.", TASK, None),
        ("By Friday Pedro looks into the flaky test.", TASK, "2026-03-13"),
        ("Pedro will, by Friday, look into the flaky test.", TASK, "2026-03-13"),
        ("Pedro is looking into the flaky test until Friday.", TASK, "2026-03-13"),
        ("Pedro needs to look into the flaky test by Friday.", TASK, "2026-03-13"),
        ("It was agreed that Pedro looks into the flaky test.", TASK, None),
        ("We asked Pedro to look into the flaky test.", TASK, None),
        ("The flaky test will be looked into by Pedro by Friday.", TASK, "2026-03-13"),
        ("[Pedro] look into the flaky test", TASK, None),
        ("Pedro -> look into the flaky test", TASK, None),
        ("Pedro takes care of the flaky test.", "the flaky test", None),
        ("Jira will be updated by Pedro by Friday.", "update Jira", "2026-03-13"),
        ("Pedro takes over Tom's tickets.", "Tom's tickets", None),
        ("The flaky test goes to Pedro.", "The flaky test", None),
        ("Flaky test -> Pedro", "Flaky test", None),
        ("Who looks into the flaky test? Pedro, by Friday.", TASK, "2026-03-13"),
        ("We need someone to look into the flaky test. Pedro will do it.", TASK, None),
        ("Staging: nobody reset it, so Pedro will look into the flaky test.", TASK, None),
    ],
)
def test_minutes_say_in_many_ways_who_does_what(told: str, task: str, due: str | None) -> None:
    page = f"Billing retro, 6 March 2026\nThere: Ramona, Pedro, Ines\n\nTests\n\n{told}\n\nRamona was tired.\n"
    assert actions(read(page)) == [(task, "Pedro", due)]


@pytest.mark.parametrize(
    "told",
    [
        "Pedro takes the bus.",
        "Kudos goes to Pedro.",
        "The cake prize goes to Pedro",
        "Pedro handles the incidents really well.",
        "Pedro takes the blame.",
        "Pedro needs to sleep.",
        "Pedro is looking tired.",
        "The flaky test was found by Pedro.",
        "Pedro must look into the flaky test.",  # an opinion as long as nobody says by when
    ],
)
def test_what_minutes_tell_of_somebody_is_not_always_a_task(told: str) -> None:
    page = f"Billing retro, 6 March 2026\nThere: Ramona, Pedro, Ines\n\nTests\n\n{told}\n\nRamona was tired.\n"
    assert actions(read(page)) == []


@pytest.mark.parametrize("name", ["call.vtt", "call.srt", "chat.log", "notes.txt"])
def test_a_call_and_a_chat_are_read_by_their_files_too(name: str) -> None:
    said = FORMS["subtitles, <v Ana>yes</v>"](SAID)
    (log,) = read_logs({name: said}, "Europe/London", lambda _: None)
    assert [each.author and each.author.name for each in log.remarks][:2] == ["Ana Ruiz", "Bo Lind"]


@pytest.mark.parametrize(
    "board",
    [
        "Went well,To improve,Action items\nbuilds are fast,meetings drag on,Ana to fix the build by Friday\n",
        'Feedback column,Feedback,Votes\nWhat went well,builds are fast,3\nWhat didn\'t go well,"meetings drag\non",4\n'
        "Actions,Ana to fix the build by Friday,0\n",
        "Column\tCard\tVotes\nWent well\tbuilds are fast\t3\nTo improve\tmeetings drag on\t4\n"
        "Action items\tAna to fix the build by Friday\t0\n",
        "Type,Card,Who\nWent well,builds are fast,\nTo improve,meetings drag on,\n"
        'Action,"fix the build, by Friday",Ana\n',
    ],
)
def test_a_board_that_a_tool_wrote_between_commas_or_tabs(board: str) -> None:
    (log,) = read_logs({"board 2026-03-06.csv": board}, "Europe/London", lambda _: None)
    made = summarise(log)
    assert [each.text for each in made.of("went_well")] == ["builds are fast"]
    assert [each.text for each in made.of("to_improve")] == ["meetings drag on"]
    assert actions(made) == [("fix the build", "Ana", "2026-03-13")]


VOTED = {
    "board.csv": """
Column,Card,Votes
Went well,builds are fast,1
To improve,meetings drag on,2
To improve,tests are red,7""",
    "board.tsv": """
Column\tCard\tUpvotes
Went well\tbuilds are fast\t+1
To improve\tmeetings drag on\t+2
To improve\ttests are red\t+7""",
    "tafel.csv": """
Spalte;Karte;Stimmen
Gut;builds are fast;1
Schlecht;meetings drag on;2
Schlecht;tests are red;7 Stimmen""",
    "likes.csv": """
Type,Likes,Note
Went well,1,builds are fast
To improve,2,meetings drag on
To improve,7,tests are red""",
    "columns.md": """
| Went well | +1 | To improve | +1 |
|---|---|---|---|
| builds are fast | 1 | meetings drag on | 2 |
|  |  | tests are red | 7 |""",
    "tables.md": """
## Went well

| Card | 👍 |
|---|---|
| builds are fast | 1 |

## To improve

| Card | 👍 |
|---|---|
| meetings drag on | 2 |
| tests are red | 7 |""",
}


@pytest.mark.parametrize("name", VOTED)
def test_the_votes_of_a_board_weigh_as_reactions_do_and_are_no_words(name: str) -> None:
    (log,) = read_logs({name: VOTED[name].lstrip()}, "Europe/London", lambda _: None)
    assert [(each.opinion, each.text, each.weight) for each in summarise(log).items] == [
        ("went_well", "builds are fast", 2),
        ("to_improve", "meetings drag on", 3),
        ("to_improve", "tests are red", 8),
    ]


def test_a_column_that_is_called_like_votes_and_holds_words_is_read() -> None:
    made = read("| Went well | To improve | Likes |\n|---|---|---|\n| fast builds | red tests | 4 |\n")
    assert [(each.text, each.weight) for each in made.items] == [("fast builds", 1), ("red tests", 5)]
    made = read("| 👍 | 👎 |\n|---|---|\n| the builds are fast | the tests are red |\n")
    assert [each.text for each in made.items] == ["the builds are fast", "the tests are red"]


@pytest.mark.parametrize(
    "text", ["Went well, mostly\nthe demo, the builds\n", 'Actions, what\n"open, Ana\nfix it, Bo\n']
)
def test_commas_alone_make_no_table(text: str) -> None:
    lines = text.split("\n")
    assert without_commas(lines) == lines


def test_initials_that_a_roster_explains_stay_who_they_stand_for() -> None:
    made = read("Retro\nwho: AK (Anna Kowal), JB (Jerome Bo), LX (Li)\n\nActions\n- nightly export, JB\n")
    assert actions(made) == [("nightly export", "Jerome Bo", None)]


PLAIN = """service desk retro mon 2 march, written after the fact
those here: me (Agna), Tomas, Femi, Carol. everybody tired

what went well
the new phone queue held up all week
Femi fixed the printer on ward 3

not so good
tickets sit for days

then we talked
Tomas will ask the vendor for a date by friday
Carol to print the list

mood was ok
tired but fine
"""


def test_blocks_of_plain_lines_under_plain_headings() -> None:
    made = read(PLAIN, "service desk 2026-03-02.txt")
    assert actions(made) == [("ask the vendor for a date", "Tomas", "2026-03-06"), ("print the list", "Carol", None)]
    assert "tickets sit for days" in [each.text for each in made.of("to_improve")]
    assert not {"Carol to print the list", "tired but fine"} & {each.text for each in made.of("to_improve")}


@pytest.mark.parametrize("label", ["topics", "Tags", "goals", "Systems"])
def test_a_list_of_topics_is_no_roster(label: str) -> None:
    for topics in ("deploys, builds, reviews", "Deploys, Builds, Reviews"):
        page = f"Retro 6 March 2026\n{label}: {topics}\n\nBad\n- deploys take ages, builds are slow\n- Builds broke\n"
        assert read_notes("retro.md", page, "Europe/London").people == ()


def test_people_in_a_list_of_any_name_are_known_by_what_they_do() -> None:
    page = "Retro 6 March 2026\ncrewlist: ramona, pedro, ines\n\ntalked\n- pedro will ask legal\n- logs -> ramona\n"
    assert actions(read(page)) == [("ask legal", "pedro", None), ("logs", "ramona", None)]


def test_a_bar_inside_a_cell_is_a_part_of_what_was_said() -> None:
    board = 'Type,Card\nWent well,"a|b tests"\nTo improve,the c | d split\n'
    (log,) = read_logs({"board.csv": board}, "Europe/London", lambda _: None)
    made = summarise(log)
    assert [each.text for each in made.items] == ["a|b tests", "the c | d split"]
    markdown = read("| Went well | To improve |\n|---|---|\n| x \\| y works | slow |\n")
    assert [each.text for each in markdown.of("went_well")] == ["x | y works"]
