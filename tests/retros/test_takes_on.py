"""What people in ordinary talk take on, hand over, refuse and give a day for: by how it is said, not by set phrases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat import Person
from bot.history import Remark
from bot.retros.extraction.log import Log
from bot.retros.extraction.summary import summarise

_SAID_ON = datetime(2026, 11, 25, 10, tzinfo=UTC)


def actions(*said: str) -> list[tuple[str, str | None, str | None]]:
    """What, who and until when; said in a chat on Wednesday 25 November 2026."""
    rows = [row.split(": ", 1) for row in ("Ana: morning", "Bo: hi", "Cy: hello", *said)]
    people = {name: Person(id=name.upper(), name=name) for name in ("Ana", "Bo", "Cy")}
    remarks = tuple(
        Remark(id=f"{number}.0", text=text, author=people[name], at=_SAID_ON + timedelta(minutes=number))
        for number, (name, text) in enumerate(rows, 1)
    )
    found = summarise(Log(name="chat", kind="chat", remarks=remarks, people=tuple(people.values()))).actions
    return [(each.text, each.owner.name if each.owner else None, str(each.due) if each.due else None) for each in found]


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Bo: I'd happily repaint the sign|Ana: please do", [("repaint the sign", "Bo", None)]),
        ("Bo: from Monday I'll weigh the parcels by hand", [("weigh the parcels by hand", "Bo", None)]),
        ("Bo: once the rig is back I'll solder the board", [("solder the board", "Bo", None)]),
        ("Bo: no. I'll nudge the landlord", [("nudge the landlord", "Bo", None)]),
        ("Bo: also heads up I'm swapping the router on Friday", [("swap the router", "Bo", "2026-11-27")]),
        ("Bo: I'm redrawing the floor plan|Ana: when do we see it?|Bo: Monday",
         [("redraw the floor plan", "Bo", "2026-11-30")]),
        ("Ana: the lamp is dead|Bo: Noticed too. Will replace.", [("replace it: the lamp is dead", "Bo", None)]),
        ("Bo: I'll ask Cy about the van and I'll park the trailer outside",
         [("ask Cy about the van", "Bo", None), ("park the trailer outside", "Bo", None)]),
        ("Bo: I'll trim the hedge and we look again on Friday", [("trim the hedge", "Bo", None)]),
        ("Bo: sending you the invoice after this", [("send you the invoice", "Bo", "2026-11-25")]),
        ("Ana: three price lists, one is enough|Bo: I'll merge them and burn the other two tomorrow",
         [("merge them and burn the other two: three price lists, one is enough", "Bo", "2026-11-26")]),
        ("Ana: the menu is wrong, want me to retype it?|Bo: yes please. by Monday|Ana: make that Tuesday",
         [("retype it: the menu is wrong", "Ana", "2026-12-01")]),
        ("Ana: could we lock the shed every night?|Cy: That can work|Ana: who wants it? Bo?|"
         "Bo: I can take it but not this week. by the 6th?|Ana: 6th is great",
         [("lock the shed every night", "Bo", "2026-12-06")]),
        ("Ana: can you weigh the parcels @Bo ?|Bo: sure, by Friday", [("weigh the parcels", "Bo", "2026-11-27")]),
        ("Ana: Wer sagt dem Koch Bescheid?|Bo: ich, am Freitag", [("dem Koch Bescheid sagen", "Bo", "2026-11-27")]),
        ("Bo: ich könnt ein Schild malen, ist nicht schwer|Ana: Super, gern", [("ein Schild malen", "Bo", None)]),
        ("Ana: ok so the fire door|Bo: I'll oil it, done by Friday", [("oil the fire door", "Bo", "2026-11-27")]),
    ],
)  # fmt: skip
def test_a_promise_is_known_by_its_clause(said: str, heard: list[tuple[str, str | None, str | None]]) -> None:
    assert actions(*said.split("|")) == heard


@pytest.mark.parametrize(
    "said",
    [
        "Bo: I'd sleep better if it were quiet",
        "Bo: I was at the dentist on Monday",
        "Bo: I love it",
        "Bo: I have rehearsal on Friday",
        "Bo: so I can do it when you're off",
        "Bo: I want to appreciate Cy, he stayed late",
        "Bo: I'm redrawing the floor plan",
        "Bo: I'll post a heading for each bit",
        "Bo: I'll group these while you talk",
        "Bo: I'll remind you on Fridays|Ana: please don't",
        "Bo: I'll write to the mayor|Cy: they know, I called them|Bo: oh good, then I won't",
        "Ana: english please or I can't help with it|Bo: ok",
        "Bo: ich klick nur noch auf retry",
        "Bo: wär ich dafür",
        "Bo: I'm at the vet until 11",
        "Bo: I regret that I cannot; I am on leave until 3 March.",
        "Bo: Ich danke Ihnen allen. A pleasant afternoon.",
        "Bo: i'll bring biscuits",
        "Ana: one note a card please so i can copy it over later",
        "Ana: closed the old gate|Bo: on it",
        "Ana: working from home tomorrow|Bo: on it",
        "Ana: the fee was somebody's guess|Bo: mine. 2023. sorry",
        "Ana: who paints a fence in the rain. honestly.|Bo: I'll say",
    ],
)
def test_what_is_felt_told_conditional_or_taken_back_is_no_action(said: str) -> None:
    assert actions(*said.split("|")) == []


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Cy: we should label the shelves|Ana: yeah could you do that Bo|Bo: will do",
         [("label the shelves", "Bo", None)]),
        ("Ana: Bo one more thing, please wax the skis and tell the guests|Bo: ok noted",
         [("wax the skis and tell the guests", "Bo", None)]),
        ("Ana: bo point it at the pager. today|Bo: on it", [("point it at the pager", "Bo", "2026-11-25")]),
        ("Ana: and someone water the plants|Bo: ugh fine", [("water the plants", "Bo", None)]),
        ("Ana: who's going to sweep the yard though|Bo: leave it with me", [("sweep the yard", "Bo", None)]),
        ("Ana: who's rinsing the bottles?|Cy: not me, did it last time|Bo: oh alright then",
         [("rinse the bottles", "Bo", None)]),
        ("Ana: Cy would you be able to own the keys from now on?|Cy: honestly no, I'm away a lot|Ana: fair. Bo?|"
         "Bo: ok then yes", [("own the keys from now on", "Bo", None)]),
        ("Ana: write me half a page on why|Bo: fine|Ana: by monday|Bo: FINE",
         [("write me half a page on why", "Bo", "2026-11-30")]),
        ("Bo: the bots are half our traffic|Ana: kill the bots|Cy: lol|Ana: can you?|Cy: mhm. eow",
         [("kill the bots", "Cy", "2026-11-27")]),
        ("Ana: I think the van was Bo's?|Bo: yes|Ana: and Cy was going to call the mayor|Cy: I was. I will",
         [("the van", "Bo", None), ("call the mayor", "Cy", None)]),
        ("Ana: has anyone told the mayor?|Cy: no|Ana: Bo can you?|Bo: sure", [("tell the mayor", "Bo", None)]),
        ("Ana: who runs the raffle|Cy: was hoping you|Ana: k, friday is fine",
         [("run the raffle", "Ana", "2026-11-27")]),
        ("Bo: should I bring the drill?|Ana: please do", [("bring the drill", "Bo", None)]),
        ("Ana: something has to be done about the leak|Cy: Bo are you volunteering|Bo: I suppose I am",
         [("do something about the leak", "Bo", None)]),
    ],
)  # fmt: skip
def test_what_is_asked_told_or_passed_on_is_whose_who_takes_it(
    said: str, heard: list[tuple[str, str | None, str | None]]
) -> None:
    assert actions(*said.split("|")) == heard


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Bo: I'll test the siren on Monday|Ana: can you do it before Monday?|Bo: hmm. Sunday then",
         [("test the siren", "Bo", "2026-11-29")]),
        ("Bo: I'll test the siren, done by Friday|Cy: nice|Bo: actually make mine Tuesday, I'm out Friday",
         [("test the siren", "Bo", "2026-12-01")]),
        ("Ana: Bo can you test the siren|Bo: sure|Ana: today?|Bo: yep", [("test the siren", "Bo", "2026-11-25")]),
        ("Ana: Bo can you test the siren|Bo: sure|Ana: deadline is 10 December|Bo: ok",
         [("test the siren", "Bo", "2026-12-10")]),
        ("Ana: and Bo, the siren you promised?|Bo: argh. it's half done. Monday",
         [("the siren you promised", "Bo", "2026-11-30")]),
        ("Ana: Bo, could you test the siren?|Bo: sure, by EOD tomorrow", [("test the siren", "Bo", "2026-11-26")]),
        ("Ana: Bo, could you test the siren?|Bo: this week is too tight, next week then yes",
         [("test the siren", "Bo", "2026-12-04")]),
        ("Bo: I'll test the siren|Ana: when|Bo: next week. thurs", [("test the siren", "Bo", "2026-12-03")]),
        ("Bo: I'll test the siren|Cy: when are you back?|Bo: in june", [("test the siren", "Bo", None)]),
        ("Bo: I'll test the siren. Tuesday or Thursday?", [("test the siren", "Bo", None)]),
        ("Bo: I'll test the siren in calendar week 50", [("test the siren", "Bo", "2026-12-11")]),
        ("Bo: I'll test the siren in KW 53", [("test the siren", "Bo", "2027-01-01")]),
        ("Bo: I'll have it in tomorrow's build", [("have it in tomorrow's build", "Bo", "2026-11-26")]),
    ],
)  # fmt: skip
def test_a_day_may_be_given_later_doubted_and_moved(said: str, heard: list[tuple[str, str | None, str | None]]) -> None:
    assert actions(*said.split("|")) == heard


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Ana: ich hätte gern Zugriff auf die Logs|Bo: Den besorg ich dir",
         [("ich hätte gern Zugriff auf die Logs", "Bo", None)]),
        ("Ana: Wer kümmert sich um die Schulung?|Cy: ich nicht, ich hab nächste Woche Urlaub|Bo: dann übernehm ich das",
         [("um die Schulung kümmern", "Bo", None)]),
        ("Ana: und wer guckt morgens in den Keller?|Bo: dann halt ich, bis wir was Besseres haben",
         [("morgens in den Keller gucken", "Bo", None)]),
        ("Ana: Hat das schon jemand dem Hersteller gemeldet?|Cy: Nein|Ana: Bo, machst du das bitte?|"
         "Bo: Ja, mach ich bis Freitag", [("dem Hersteller gemeldet", "Bo", "2026-11-27")]),
        ("Bo: und ich setz mich morgen mal mit Cy hin", [("setz mich mal mit Cy hin", "Bo", "2026-11-26")]),
        ("Bo: ich wollte noch die Pumpen abschalten, das mach ich heut Abend",
         [("ich wollte noch die Pumpen abschalten", "Bo", "2026-11-25")]),
        ("Ana: Bo, dann schreib bitte für Cy auf, wie die Pumpe geht|Bo: ok",
         [("schreib für Cy auf, wie die Pumpe geht", "Bo", None)]),
        ("Ana: Bo, kannst du bis zum nächsten Termin eine Liste machen?|Bo: Mach ich. Wann ist der?|"
         "Ana: Am 3. Dezember",
         [("bis zum nächsten Termin eine Liste machen", "Bo", "2026-12-03")]),
    ],
)  # fmt: skip
def test_german_is_heard_by_how_it_is_built(said: str, heard: list[tuple[str, str | None, str | None]]) -> None:
    assert actions(*said.split("|")) == heard


@pytest.mark.parametrize(
    ("said", "made"),
    [
        (("Ana: could you begin?", "Bo: sure, I will"), []),
        (("Ana: can someone check the alerts?", "Bo: done"), []),
        (
            ("Ana: we need a list which tests have failed", "Bo: I'll make it by 12-Dec"),
            [("we need a list which tests have failed", "Bo", "2026-12-12")],
        ),
        (("Ana: I'll send the minutes, done by 12-Dec-2026",), [("send the minutes", "Ana", "2026-12-12")]),
    ],
)
def test_what_is_over_at_once_is_no_task_and_a_day_with_hyphens_is_one(
    said: tuple[str, ...], made: list[tuple[str, str | None, str | None]]
) -> None:
    assert actions(*said) == made
