"""Whole retrospectives of other trades: exactly these decisions are heard, and they rest on these messages."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.retros.extraction.meaning import Meaning
from tests.retros.spoken import meaning, read  # noqa: F401 (a fixture)

TALKS = (
    (
        (
            "Maja: hello kitchen people, retro time. what was good, what was bad, what do we change",
            "Piet: the new ovens are lovely, 20 minutes less per batch",
            "Sof: I liked the shorter menu on Mondays",
            "Lou: deliveries came at 11 again, right into lunch. we stood there with crates in our hands",
            "Piet: yes, and the driver leaves them at the front door",
            "Maja: that's the third week",
            "Sof: we could ask them to come before nine",
            "Lou: or we lock the front door till noon and they have to ring at the back [+1*3]",
            "Maja: haha. but why not. three thumbs, front door stays locked till noon then",
            "Sof: and the fridge log, nobody fills it in",
            "Maja: Sof, would you do a sign for the fridge?",
            "Sof: sure, by Wednesday",
            "Piet: can I say something about the music",
            "Maja: go on",
            "Piet: it's too loud before ten",
            "Lou: agreed",
            "Maja: fine, no music before ten. Everybody ok with that?",
            "Sof: yes",
            "Lou: ok",
            "Piet: and the aprons?",
            "Maja: the aprons I have to ask Tom about first, he pays for them",
            "Lou: my dog ate one of them",
            "Maja: thanks everyone, back to work",
        ),
        ("front door", "no music before ten"),
    ),
    (
        (
            "Kurt: Moin, kurze Runde zur Saison. Was lief, was nicht?",
            "Ines: Die Anmeldung online lief super",
            "Olaf: Der Steg ist morsch, das ist gefährlich",
            "Kurt: stimmt",
            "Ines: Wir sollten den Steg sperren",
            "Olaf: ja, sofort",
            "Kurt: Gut, der Steg bleibt ab morgen gesperrt, bis der Zimmermann da war",
            "Ines: Und die Bootsschlüssel? Jeder hat einen",
            "Olaf: Vorschlag: nur noch zwei Schlüssel, einer im Kasten",
            "Kurt: einverstanden",
            "Ines: passt",
            "Kurt: dann so.",
            "Olaf: wer ruft den Zimmermann an?",
            "Ines: mach ich, bis Freitag",
            "Kurt: Das mit dem Sommerfest klären wir nächstes Mal",
        ),
        ("Steg bleibt", "zwei Schlüssel"),
    ),
    (
        (
            "Rae: ok crew, tour retro!! good/bad/ideas, all mixed, no order",
            "Jo: venue in Leeds was the best we've had",
            "Dee: load in took three hours bc the lift was broken",
            "Max: we forgot the DI boxes twice, I'm blaming myself",
            "Rae: don't",
            "Dee: what if the packing list was printed and taped into the lid",
            "Jo: yessss",
            "Max: love that",
            "Rae: taped into the lid it is",
            "Jo: also can we please not drive after the show any more, I nearly fell asleep",
            "Dee: same",
            "Max: but hotels are expensive",
            "Rae: I'll pay. No driving after shows, that's final",
            "Jo: thank you :heart:",
            "Dee: and merch? shirts in small sold out in two days",
            "Rae: order more small ones, Dee?",
            "Dee: will do next week",
            "Max: should we do Glasgow next year?",
            "Rae: let's decide that when we've seen the numbers",
            "Jo: Glasgow it was, the worst coffee of my life",
            "Rae: that's a wrap",
        ),
        ("taped into the lid", "No driving after shows"),
    ),
    (
        (
            "Mr. Bell: Good afternoon. Term review, please keep it short.",
            "Ms Oduya: the reading mornings worked very well, parents came",
            "Mr. Cho: reports took two weekends, again",
            "Ms Oduya: I would propose that we write them in the last week of term instead of in the holidays.",
            "Mr. Cho: Seconded.",
            "Mr. Bell: Any objections? No? Then it is resolved.",
            "Ms Oduya: The photocopier on floor two has been out since March",
            "Mr. Bell: Noted. Mr. Cho, could you ring the supplier?",
            "Mr. Cho: I could do that on Thursday.",
            "Mr. Bell: On phones in class: we had five to three for a ban last time, shall we leave it at that?",
            "Ms Oduya: yes",
            "Mr. Cho: yes, leave it.",
            "Mr. Bell: Very well, the ban stays.",
            "Mr. Bell: Until next term.",
        ),
        ("last week of term", "ban"),
    ),
    (
        (
            "Ana: retro in the thread please, what went well / what didn't / ideas",
            "> Bo: the shop window got 40 people in on day one",
            "> Cy: returns are a mess, three lists",
            "> Dee: one list for returns, in the drawer by the till [+1*4]",
            "> Cy: yes!!",
            "> Ana: ok: one list for returns, by the till, from Monday. Bo can you make it?",
            "> Bo: yep, tomorrow",
            "> Dee: and close at 5 on Sundays?",
            "> Cy: 6 would be better for the cafe people",
            "> Ana: six then",
            "> Dee: fine",
            "Ana: closing this, thanks",
        ),
        ("one list for returns", "six"),
    ),
)


@pytest.mark.parametrize(("said", "decisions"), TALKS, ids=[said[0] for said, _ in TALKS])
def test_a_whole_talk(said: Sequence[str], decisions: Sequence[str], meaning: Meaning) -> None:  # noqa: F811
    found = [each.text for each in read(said, meaning).decisions]
    assert len(found) == len(decisions), found
    for one, other in zip(found, decisions, strict=True):
        assert other in one


def test_a_decision_takes_the_words_that_it_points_to_and_rests_on_both(meaning: Meaning) -> None:  # noqa: F811
    made = read(
        (
            "Ana: what shall we change?",
            "Bo: the parcel lockers: empty them twice a day, at noon and six",
            "Ana: Agreed, twice a day.",
            "Cy: good",
        ),
        meaning,
    ).decisions
    assert [(each.text, each.sources) for each in made] == [
        ("the parcel lockers: empty them twice a day, at noon and six", ("2.0", "3.0"))
    ]


def test_a_correction_is_the_decision_and_rests_on_what_it_corrects(meaning: Meaning) -> None:  # noqa: F811
    made = read(
        (
            "Ana: could have a rule for the desk: somebody greets within a minute",
            "Cy: yes",
            "Ana: then that's the rule from today. a greeting within a minute, whoever is at the till",
            "Bo: the till is busy, please not the till",
            "Ana: good point. ok, not the till, the floor manager does the greeting within a minute",
        ),
        meaning,
    ).decisions
    assert [(each.text, each.sources) for each in made] == [
        ("not the till, the floor manager does the greeting within a minute", ("1.0", "3.0", "5.0"))
    ]


def test_a_vote_that_is_turned_over_in_its_thread_leaves_the_last_word(meaning: Meaning) -> None:  # noqa: F811
    made = read(
        (
            "Ana: Proposal: the night watch goes to half nights",
            "> Ana: Vote: :moon: for half nights, :sunny: for whole ones [moon*3] [sunny*1]",
            "> Ana: 3:1. Half nights it is, from the 27th",
            "> Bo: wait, the allowance is paid by the night",
            "> Cy: Middle way: nights stay whole, but whoever had one sleeps in",
            "> Bo: I'd take that",
            "> Ana: Scrap the half nights. The watch stays as it is. And whoever had a night sleeps in",
        ),
        meaning,
    ).decisions
    assert [each.text for each in made] == ["The watch stays as it is", "whoever had a night sleeps in"]


def test_an_idea_that_is_adopted_stays_one_idea_and_the_closing_word_is_none(meaning: Meaning) -> None:  # noqa: F811
    made = read(
        (
            "Ana: :bulb: Ideas, what shall we try?",
            "> Bo: label each crate with its weight [+1*3]",
            "> Cy: yes!",
            "> Ana: three thumbs, so it's settled: crates get a label with their weight",
        ),
        meaning,
    )
    assert [each.text for each in made.of("ideas")] == ["label each crate with its weight"]
    assert [(each.text, each.sources) for each in made.decisions] == [
        ("crates get a label with their weight", ("2.0", "4.0"))
    ]
