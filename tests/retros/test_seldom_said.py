"""Ways to say it that are seldom: each is read by a rule of its own that nothing else shows."""

from __future__ import annotations

import pytest

from bot.retros.extraction.meaning import Meaning
from bot.retros.extraction.moods import mood_of
from bot.retros.extraction.narrated import proposes
from bot.retros.extraction.notes import read_notes
from bot.retros.extraction.summary import Summary, summarise
from tests.retros.spoken import meaning  # noqa: F401 (a fixture)
from tests.retros.talk import actions, talk

HEAD = "# Retro 6.3.2026\nattendees: Ana, Bo, Cy\n\n"
MAIL = "Subject: retro\nHi all,\n\nI will write the guide by Friday.\n\nThe build is slow.\n\n"


def read(text: str) -> Summary:
    return summarise(read_notes("minutes.md", text, "Europe/Berlin"))


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (
            "Ana: Bo to write the guide, Cy to read the guide | Bo: ok | Cy: ok",
            [("write the guide", "Bo"), ("read the guide", "Cy")],
        ),
        ("Ana: can you fix the gate, Bo? | Bo: I have the tools. Give me an hour", [("fix the gate", "Bo")]),
        ("Ana: Bo, hast du Zeit, dir die Kasse anzusehen? | Bo: klar", [("die Kasse anzusehen", "Bo")]),
        ("Ana: wer prüft die Kasse? | Bo: gestern testete ich die Kasse noch", []),
        ("Ana: somebody should call the plumber | Bo: that'll be me so, they owe me one", [("call the plumber", "Bo")]),
        ("Ana: Bo, the alarm to the duty phone, is that yours? | Bo: yes", [("the alarm to the duty phone", "Bo")]),
        ("Ana: Bo, is the alarm yours? | Bo: no, it is Cy's", []),
        ("Ana: Seestraße genauso, da stand ich dreimal vor verschlossener Tür | Bo: oje", []),
        ("Bo: hi | Ana: task Bo, order the wood", [("order the wood", "Bo")]),
        ("Ana: take the keys to the landlord, Bo | Bo: ok", [("take the keys to the landlord", "Bo")]),
        ("Ana: so Bo, order all the cups | Bo: yep", [("order all the cups", "Bo")]),
        ("Ana: Bo, can you write the guide? | Bo: yes, but better somebody else", []),
        ("Ana: who calls? | Bo: the oven is old, then I'll find out the price", [("find out the price", "Bo")]),
        (
            "Ana: can you move the pipeline there, Bo? | Bo: sure, I can make the alerts post in the channel",
            [("move the pipeline there", "Bo")],
        ),
    ],
)
def test_who_has_it_in_talk(said: str, heard: list[tuple[str, str]]) -> None:
    assert [(text, who) for text, who, _ in actions(*said.split(" | "))] == heard


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Ana: I'll write the guide by Friday | Bo: can you do it earlier? | Ana: Wednesday then", "2026-03-04"),
        ("Ana: I'll write the guide by Friday | Bo: hm | Ana: Friday is a holiday, Monday for the guide", "2026-03-09"),
        ("Ana: I'll write the guide the day after tomorrow", "2026-03-04"),
    ],
)
def test_until_when_in_talk(said: str, day: str) -> None:
    assert [due for _, _, due in actions(*said.split(" | "))] == [day]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        (f"{HEAD}Bo raised the cold hall and will ask the landlord.\n", [("ask the landlord", "Bo")]),
        (f"{HEAD}It was agreed that Bo will write the guide.\n", [("write the guide", "Bo")]),
        (f"{HEAD}The report on the oven was assigned to Bo.\n", [("The report on the oven", "Bo")]),
        (f"{HEAD}Somebody should scan the files, it is no fun. No volunteers.\n", [("scan the files", None)]),
        (f"{HEAD}## Actions\n- <@U0ABCDE12|bo> write the guide\n", [("write the guide", "bo")]),
        (f"{HEAD}## Actions\n- On keys: Bo calls the landlord\n", [("call the landlord", "Bo")]),
        (f"{HEAD}## Actions\n- Bo: list which tests have failed\n", [("list which tests have failed", "Bo")]),
        (f"{HEAD}## Actions\n- We will not deploy on Fridays\n- we don't merge late\n", []),
        (f"{HEAD}## Next things (with owners)\n- guide: Bo\n- keys: Cy\n", [("guide", "Bo"), ("keys", "Cy")]),
        ("From: Ana\n\n## Actions\n- I write the guide\n", [("I write the guide", "Ana")]),
        ("# Retro\n\nAttendees\n- Ana\n- Bo\n\n## Actions\n- Bo guide writing\n", [("guide writing", "Bo")]),
        (f"{MAIL}Cheers, Ana\n", [("write the guide by Friday", "Ana")]),
    ],
)
def test_who_has_it_in_notes(text: str, heard: list[tuple[str, str | None]]) -> None:
    assert [(each.text, each.owner and each.owner.name) for each in read(text).actions] == heard


@pytest.mark.parametrize(
    ("text", "decided"),
    [
        (f"{HEAD}Decisions: we close at six. We open at nine.\n", ["we close at six", "We open at nine"]),
        (f"{HEAD}The hall is cold. So we move the rehearsal to the church.\n", ["we move the rehearsal to the church"]),
        (f"{HEAD}## Went badly\n- we closed late -> agreed: we close at six\n", ["we close at six"]),
    ],
)
def test_what_is_settled_in_notes(text: str, decided: list[str]) -> None:
    assert [each.shown for each in read(text).decisions] == decided


def test_a_month_that_it_holds_from_makes_a_rule() -> None:
    assert [each.shown for each in talk("Ana: from March on we close at six").decisions] == [
        "from March on we close at six"
    ]


def test_a_legend_may_take_a_line_for_each_sign() -> None:
    found = read("Retro\n+ = good\n- = bad\n\n+ the oven\n+ the hall\n- the cold\n- the rain\n")
    assert [each.text for each in found.of("to_improve")] == ["the cold", "the rain"]


@pytest.mark.parametrize(
    ("text", "idea"),
    [
        ("Sinéad would show the driver the last temperatures, so that an odd one sticks out.", True),
        ("Bo would also ask the landlord.", True),
        ("Bo would be happy with that.", False),
        ("Bo showed the driver the temperatures.", False),
    ],
)
def test_what_somebody_would_do_is_an_idea(text: str, idea: bool) -> None:
    assert proposes(text) == idea


@pytest.mark.parametrize(
    "said",
    [
        "could the ward have a small fridge, like the other one has?",
        "what if we sent those two a dummy tube so they can see how it should look",
        "a photo of the notes to the night shift's group would already help, says Yusuf",
    ],
)
def test_on_a_page_by_topics_what_is_wondered_is_an_idea(
    said: str,
    meaning: Meaning,  # noqa: F811
) -> None:
    page = f"# Look back\n\n## Courier run\n\n- vans are late on Mondays and the bench waits\n- {said}\n"
    told = summarise(read_notes("look-back.md", page, "UTC"), guess=meaning.guess, headings=meaning.headings)
    assert said in [item.text for item in told.of("ideas")]


@pytest.mark.parametrize(
    ("said", "mood"),
    [
        ("the machines didn't go down once in freshers week", "went_well"),
        ("the new printer hasn't jammed a single time", "went_well"),
        ("the model didn't fail, not once in 19 days", "went_well"),
        ("the machines went down once a day", "to_improve"),
        ("the build didn't finish once", "to_improve"),
        ("not once did anybody answer", "to_improve"),
        ("das hat leider nicht gut geklappt", "to_improve"),
        ("das hat gut geklappt", "went_well"),
        ("thank you whoever labelled the trolleys", "went_well"),
    ],
)
def test_that_nothing_broke_is_praise(said: str, mood: str) -> None:
    assert mood_of(said).strongest == mood
