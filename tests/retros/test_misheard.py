"""Talks of ordinary teams that were once misread: a wrong line is worse than a missing one."""

from __future__ import annotations

import pytest

from bot.retros.extraction.meaning import Meaning
from tests.retros.spoken import decided, meaning, read  # noqa: F401 (a fixture)
from tests.retros.talk import actions


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Ana: I'll put up a sign | Bo: when do we get the second monitor? | Ana: Wednesday, they said", None),
        ("Ana: I'll change the invite | Bo: by when is the safety training due? | Ana: 15 April", None),
        ("Ana: I'll change the invite | Bo: by when do you think? | Ana: Thursday", "2026-03-05"),
        ("Ana: I'll change the invite | Bo: when will the invite be changed? | Ana: Thursday", "2026-03-05"),
        ("Ana: I'll water the plants over Christmas", None),
        ("Ana: I'll sort the shed, not this week", None),
        ("Ana: too many meetings on Tuesday | Bo: I'll look at that", None),
    ],
)
def test_a_day_of_something_else_is_no_due_day(said: str, heard: str | None) -> None:
    assert [due for _, _, due in actions(*said.split(" | "))] == [heard]


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (
            "Ana: Can someone write down who owns what on staging? | Bo: I could do it, but not this week",
            [("write down who owns what on staging", "Bo")],
        ),
        (
            "Ana: who is writing the thank you letters? | Bo: I am, they go out soon",
            [("write the thank you letters", "Bo")],
        ),
        ("Ana: Could you have a look at the cache, Bo? | Bo: I looked, it's a permission thing", []),
        ("Ana: Bo, kannst du Frau Keller anrufen? | Bo: Hab ich gestern gemacht | Bo: ja klar", []),
        ("Ana: Bo will you order one? It's a whiteboard | Bo: I thought facilities does that?", []),
        ("Ana: I'll fix the docs | Bo: I can help with that", [("fix the docs", "Ana")]),
        (
            "Ana: the night shift leaves the forklifts empty | Bo: I'll talk to Omar | Ana: you said that last time | "
            "Bo: I know. I'll do it today, promise",
            [("talk to Omar: the night shift leaves the forklifts empty", "Bo")],
        ),
        (
            "Ana: we promised Legal a list of all scripts. Anyone? | Bo: not me please | Cy: I did it last year, "
            "never again | "
            "Ana: then I'll do it myself",
            [("a list of all scripts", "Ana")],
        ),
        (
            "Ana: could we merge refinement and planning? | Bo: three hours in one go, no thanks | Ana: by when is the "
            "safety training due? | Cy: in May | Bo: ok I'll do it",
            [("the safety training", "Bo")],
        ),
        ("Ana: who is on call? | Bo: me 24-26 | Cy: then I take 27-31", []),
        (
            "Ana: I need to see the bills | Bo: I'll ask Finance, can't promise anything",
            [("ask Finance: I need to see the bills", "Bo")],
        ),
        ("Ana: I can set up the alerts, probably", [("set up the alerts", "Ana")]),
        (
            "Ana: who restarts it usually? | Bo: nobody | Cy: we could have a cron job | Bo: I can do that",
            [("have a cron job", "Bo")],
        ),
    ],
)
def test_what_is_done_refused_or_only_helped_with_is_no_action(said: str, heard: list[tuple[str, str]]) -> None:
    assert [(text, owner) for text, owner, _ in actions(*said.split(" | "))] == heard


def test_a_closing_word_means_what_was_proposed_and_not_the_day_beside_it(meaning: Meaning) -> None:  # noqa: F811
    said = (
        "Bo: we could leave a short note at the end of each shift",
        "Ana: Friday is good. And we start with it on Monday then?",
        "Bo: yes",
        "Cy: yes from me",
        "Ana: ok decided",
    )
    assert [each.text for each in decided(said, meaning)] == [
        "we could leave a short note at the end of each shift – we start with it on Monday then"
    ]


@pytest.mark.parametrize(
    ("noted", "heard"),
    [
        ("Flaky test: Bo will quarantine it until Friday.", [("quarantine Flaky test", "Bo")]),
        ("Ana and Bo will look at the root cause.", [("look at the root cause", "Ana")]),
        (
            "Ana volunteered to write an example, Bo will review it.",
            [("write an example", "Ana"), ("review it: Ana volunteered to write an example", "Bo")],
        ),
        ("## Actions\n- t-shirt sizes: maybe later\n- someone should clean the shed", [("clean the shed", None)]),
        ("## Decisions\n- Lieferungen nicht mehr nach 16 Uhr", []),
        ("## Actions\n- Reporting: Zoe pairs with Ken", [("Reporting: Zoe pairs with Ken", None)]),
        ("Open question: do we need a driver?", []),
        ("## Actions\n- Ana: find a room before the next retro", [("find a room before the next retro", "Ana")]),
    ],
)
def test_notes_that_were_misread(noted: str, heard: list[tuple[str, str | None]], meaning: Meaning) -> None:  # noqa: F811
    log = f"# Retro 6.3.2026\nattendees: Ana, Bo, Cy\n\n{noted}"
    assert [(each.text, each.owner.name if each.owner else None) for each in read(log, meaning).actions] == heard


@pytest.mark.parametrize(
    ("noted", "heard"),
    [
        (
            "Cy suggested a daily slot at 10. Everyone was fine with that, so we start on Monday.",
            ["a daily slot at 10 – we start on Monday"],
        ),
        ("Everyone was fine with that.", []),
        ("Agreed next steps", []),
        ("It was agreed to cut the letter to one page. Ana is tired.", ["cut the letter to one page"]),
        ("## Decisions\nThe demo was liked by all. We stop at five.", ["We stop at five"]),
        ("## Decisions\n- Move to the big hall?\n- No calls after six", ["No calls after six"]),
    ],
)
def test_notes_of_what_was_agreed(noted: str, heard: list[str], meaning: Meaning) -> None:  # noqa: F811
    assert [each.text for each in decided(noted, meaning)] == heard


def test_a_line_may_hold_the_good_and_the_bad(meaning: Meaning) -> None:  # noqa: F811
    made = read(
        ("Ana: one good thing, one bad thing each", "Bo: good: the demo was a success. bad: the room was cold"), meaning
    )
    assert [each.text for each in made.of("went_well")] == ["the demo was a success."]
    assert [each.text for each in made.of("to_improve")] == ["the room was cold"]


def test_the_title_and_the_people_are_no_notes(meaning: Meaning) -> None:  # noqa: F811
    made = read("Post-mortem / retro outage 16 Nov 2026\nPeople: Kim, Leo, Mo\n\nThe rollback was quick.", meaning)
    assert not made.of("to_improve")


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Ana: we need to mend the gate | Bo: on it", [("mend the gate", "Bo", None)]),
        ("Ana: the gate has to be mended. Bo, would you? | Bo: yes", [("the gate has to be mended", "Bo", None)]),
        ("Ana: Bo, the keys for the hall? | Bo: yes, on it", [("the keys for the hall", "Bo", None)]),
        (
            "Ana: Bo, can you bring the poster? And also the list? | Bo: sure",
            [("bring the poster", "Bo", None), ("the list", "Bo", None)],
        ),
        ("Bo: hi | Ana: Action for Bo: order the wood", [("order the wood", "Bo", None)]),
        (
            "Ana: I'll change the invite | Bo: nice | Ana: should be done Thursday",
            [("change the invite", "Ana", "2026-03-05")],
        ),
        ("Ana: den Plan schreib ich bis Freitag", [("den Plan", "Ana", "2026-03-06")]),
        ("Ana: Bis Freitag kriegt ihr den Plan", [("den Plan", "Ana", "2026-03-06")]),
    ],
)
def test_short_ways_to_hand_over_and_to_take(said: str, heard: list[tuple[str, str, str | None]]) -> None:
    assert actions(*said.split(" | ")) == heard


def test_who_raised_it_and_will_do_it_has_it(meaning: Meaning) -> None:  # noqa: F811
    log = "# Retro 6.3.2026\nattendees: Ana, Bo, Cy\n\nBo raised the cold hall and will ask the landlord."
    assert [(each.text, each.owner and each.owner.name) for each in read(log, meaning).actions] == [
        ("ask the landlord", "Bo")
    ]


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Ana: the summer party was great fun | Bo: I'll ask around", ["ask around"]),
        (
            "Ana: the vendor keeps changing the API | Cy: the summer party was great fun | Bo: I'll ask around",
            ["ask around: the vendor keeps changing the API"],
        ),
        (
            "Ana: nobody reads my design doc. not one. for weeks | Cy: that went great | Bo: will review it tonight",
            ["review it: nobody reads my design doc"],
        ),
        ("Ana: the party was great fun, thanks to Cy | Bo: I'll look into it", ["look into it"]),
    ],
)
def test_there_is_nothing_to_do_about_praise(said: str, heard: list[str]) -> None:
    assert [text for text, _, _ in actions(*said.split(" | "))] == heard


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Ana: the retros end at six | Bo: I'd move them to five. | Ana: yes, good", []),
        ("Ana: that report is read by nobody | Bo: I'd maybe drop it | Ana: yes please", []),
        ("Ana: who has a list? | Bo: I'd write the list | Ana: yes please", ["write the list"]),
        ("Ana: the tests are slow | Bo: I could move the tests tonight | Ana: yes please", ["move the tests"]),
    ],
)
def test_who_would_do_it_differently_offers_nothing(said: str, heard: list[str]) -> None:
    assert [text for text, _, _ in actions(*said.split(" | "))] == heard


@pytest.mark.parametrize(
    "said",
    [
        "Ana: someone needs to renew the certificate, nobody has it yet | Bo: hm, no owner for now",
        "Ana: someone needs to renew the certificate, no owner yet | Bo: hm",
    ],
)
def test_that_nobody_has_it_is_said_once(said: str) -> None:
    assert actions(*said.split(" | ")) == [("renew the certificate", None, None)]


def test_that_nobody_has_it_is_said_once_in_notes(meaning: Meaning) -> None:  # noqa: F811
    log = "# Retro 6.3.2026\nattendees: Ana, Bo, Cy\n\nThe build broke. Someone needs to rotate the keys, owner open."
    assert [each.text for each in read(log, meaning).actions] == ["rotate the keys"]
