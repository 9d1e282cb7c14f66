"""Forms of pages without the usual marks: plain lines, a mail sent round, a page's own signs, minutes."""

from __future__ import annotations

import pytest

from bot.retros.extraction.carried import carried
from bot.retros.extraction.legend import legend_in
from bot.retros.extraction.mail import mail_in
from bot.retros.extraction.notes import read_notes
from bot.retros.extraction.summary import Summary, summarise


def read(*lines: str) -> Summary:
    """What notes about Thursday 17 September 2026 hold."""
    return summarise(read_notes("retro 2026-09-17.txt", "\n".join(lines), "Europe/London"))


def actions(made: Summary) -> list[tuple[str, str | None, str | None]]:
    """The actions, as people read them."""
    return [
        (each.text, each.owner.name if each.owner else None, each.due.isoformat() if each.due else None)
        for each in made.actions
    ]


def test_plain_lines_under_plain_headings_are_notes_of_their_own() -> None:
    made = read(
        "Retro sprint 31, returns desk", "17 September 2026", "Bo, Marguerite, Cas, Dilan", "", "What went well",
        "scanner gun works again", "no Saturday shift needed, first time since June, and nobody was sad about it",
        "the two new people learned fast", "", "What did not go well", "labels printed double",
        "nobody told us about the truck", "system slow between 2 and 3", "", "Who does what",
        "Cas script for the old template", "Marguerite asks dispatch for the truck list, and she does so every Monday",
        "look what runs at 2 - Dilan", "board for the gate, Bo, 25 Sept", "Bo, ask the agency",
        "fan for the hall, nobody took it", "", "Next time 8 October",
    )  # fmt: skip
    assert actions(made) == [
        ("script for the old template", "Cas", None),
        ("ask dispatch for the truck list, and she does so every Monday", "Marguerite", None),
        ("look what runs at 2", "Dilan", None),
        ("board for the gate", "Bo", "2026-09-25"),
        ("ask the agency", "Bo", None),
        ("fan for the hall", None, None),
    ]
    assert [len(made.of("went_well")), len(made.of("to_improve"))] == [3, 3]


def test_a_mail_is_read_without_its_greeting_its_signature_and_what_it_answers() -> None:
    made = read(
        "From: Ruta Kazlauskaite", "To: team-invoicing", "Date: Thu, 17 Sep 2026", "Subject: Our retro", "",
        "Hi all,", "", "Went well:", "- the quarter closed on day two", "", "Not so well:", "- we waited for 8 days",
        "", "We agreed to check the numbers at night and to hold back the invoice if one is wrong.", "", "Tasks:",
        "- Me: translate the release notes", "- Paula: ask finance by 2 October", "", "Best", "Ruta", "", "--",
        "Ruta Kazlauskaite", "", "> On Wed, 16 Sep 2026, Henrik Dahl wrote:", "> I'll bring the numbers",
        "> The room is too small by the way",
    )  # fmt: skip
    assert actions(made) == [
        ("translate the release notes", "Ruta Kazlauskaite", None),
        ("ask finance", "Paula", "2026-10-02"),
    ]
    assert [each.text for each in made.decisions] == [
        "check the numbers at night and to hold back the invoice if one is wrong"
    ]
    assert [each.text for each in made.of("to_improve")] == ["we waited for 8 days"]


def test_a_mail_s_list_gives_tasks_to_people_whom_it_names_only_there() -> None:
    made = read(
        "From: Ruta Kazlauskaite", "To: team-invoicing", "Subject: Our retro", "", "Hi all,", "",
        "Paula's report went out on time and Henrik said it was the best so far. Thanks Paula.",
        "Henrik was at the desk all week.", "", "What people took home:", "",
        "- Milan will ask the bank for the new form by 2 October.", "- Oksana will write the note for the desk.",
        "- Henrik is going to call the printer.", "", "Best", "Ruta",
    )  # fmt: skip
    assert [(who, due) for _, who, due in actions(made)] == [
        ("Milan", "2026-10-02"),
        ("Oksana", None),
        ("Henrik", None),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["# Retro", "Hi score: 12", "- the demo", "Best", "Ruta"],
        ["Retro", "", "All", "- the demo was fine", "- Bo to call them"],
        ["From: Monday on we start at 9", "- Bo to call them"],
    ],
)
def test_a_page_of_notes_is_no_mail(lines: list[str]) -> None:
    assert mail_in(lines) is None


@pytest.mark.parametrize(
    ("legend", "signs"),
    [
        ("+ good, - bad, > to do, = decided, ? open question", "+->=?"),
        ("Signs: ^ nice | v not nice | * idea | # who does something | ! agreed", "^v*#!"),
        ("G = good  B = bad  N = new idea  E = Entscheidung  T = task", "GBNET"),
        ("o = ok, x = not ok, t = task", "oxt"),
        ("Zeichen: + gut, - schlecht, ! Aufgabe, § beschlossen", "+-!§"),
    ],
)
def test_a_page_says_itself_what_its_signs_stand_for(legend: str, signs: str) -> None:
    page = ["Retro", legend, *(f"{sign} the demo" for sign in signs)]
    found = legend_in(page)
    assert "".join(found) == signs
    kinds = {"^": "went_well", "v": "to_improve", "G": "went_well", "x": "to_improve", "T": "actions", "E": "decisions"}
    assert all(found[sign] == kind for sign, kind in kinds.items() if sign in found)


@pytest.mark.parametrize(
    "line", ["Bo = facilitator, Cy = notes", "we like it, no problem, good", "* done, + added, - removed", "+ = plus"]
)
def test_what_explains_no_signs_is_no_legend(line: str) -> None:
    assert legend_in([line, "+ the demo", "- the room", "* the cake"]) == {}


@pytest.mark.parametrize(
    ("legend", "action", "decided"),
    [
        ("* = action, ! = decision", "* {}", "! {}"),
        ("** means action, * means decided", "** {}", "* {}"),
        ("(A) action, (D) decision", "- (A) {}", "- (D) {}"),
        ("[A] = action [D] = decision [+] = good", "[A] {}", "[D] {}"),
        ("\\* = action, \\*\\* = decision", "\\* {}", "\\*\\* {}"),
        ("(* = action)", "* {}", "Decided: {}"),
        ("what has a star (*) are actions", "{} *", "Decided: {}"),
    ],
)
def test_stars_and_letters_in_brackets_are_signs_too(legend: str, action: str, decided: str) -> None:
    page = [action.format("Kim looks at the cache"), "A rota is missing", decided.format("no deploys on Fridays")]
    made = read("Retro", legend, "", *page, action.format("Tom asks Ops"))
    assert actions(made) == [("look at the cache", "Kim", None), ("ask Ops", "Tom", None)]
    assert [each.text for each in made.decisions] == ["no deploys on Fridays"]


@pytest.mark.parametrize("line", ["* Kim: action on it", "* = 2nd floor", "a room (4*) is booked", "* is it fun?"])
def test_a_star_that_is_a_bullet_explains_nothing(line: str) -> None:
    assert legend_in([line, "* the demo", "* the cake"]) == {}


def test_notes_are_read_by_the_legend() -> None:
    made = read(
        "Retro", "+ good, - bad, > to do, = decided", "there: Femke, Raoul, Ike", "", "+ doors open in 2 sec",
        "- half the lockers show the wrong language", "= language comes from the location",
        "> Raoul fix Ghent by hand till friday", "> logout: Femke looks", "> order new stickers",
    )  # fmt: skip
    assert actions(made) == [
        ("fix Ghent by hand", "Raoul", "2026-09-18"),
        ("logout: look", "Femke", None),
        ("order new stickers", None, None),
    ]
    assert [each.text for each in made.decisions] == ["language comes from the location"]


def test_what_is_carried_over_is_a_task_and_what_was_dropped_is_none() -> None:
    assert carried("Owen: clean up the SKUs – not done, he keeps it, end of May") == (
        "Owen: clean up the SKUs, end of May"
    )
    assert carried("Ana to write the rules – not done, carried over") == "Ana to write the rules"
    assert carried("Bo: the new logo – not done, no longer needed, will not do it again") is None
    assert carried("Cy: the archive – done") is None


def test_minutes_say_what_holds_from_a_day_on_and_what_nobody_took() -> None:
    made = read(
        "Minutes 17 September 2026", "", "Ottoline led, Dev, Marisol and Henk took part. Dev said he was late.", "",
        "As to audits: from sprint 8 on everyone keeps one day free. Marisol's list is long. Henk writes a page.", "",
        "Noor is away. Henk takes care of the folder and Marisol will explain it to the night shift.",
        "", "The old files ought to be scanned. Nobody felt able to take this on.", "",
        "**Agreed:** refunds only go through the form.", "", "The room should be bigger. Everybody laughed.",
    )  # fmt: skip
    assert [each.text for each in made.decisions] == [
        "from sprint 8 on everyone keeps one day free", "refunds only go through the form"
    ]  # fmt: skip
    assert actions(made) == [
        ("write a page", "Henk", None),
        ("the folder", "Henk", None),
        ("explain it to the night shift", "Marisol", None),
        ("The old files ought to be scanned", None, None),
    ]


def test_comments_below_a_page_are_said_by_whoever_wrote_them() -> None:
    log = read_notes(
        "retro 2026-09-17.md",
        "Action items\n☐ Samir Haddad put up the beacons\n\n3 Comments\n\nJoke Verhaeghe\nThe page I can do\n"
        "Reply  Like  Sep 18, 2026\n",
        "Europe/London",
    )
    said = {each.text: each.author.name for each in log.remarks if each.author}
    assert said == {"The page I can do": "Joke Verhaeghe"}
    assert not any("Reply" in each.text or "Comments" in each.text for each in log.remarks)
