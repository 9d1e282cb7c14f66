"""The last word on what was put to all is a decision, and it can be read alone; what only sounds like one is none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.retros.extraction.meaning import Meaning
from tests.retros.spoken import decided, meaning, read  # noqa: F401 (a fixture)

SETTLED: tuple[tuple[Sequence[str], str], ...] = (
    (
        ("Ana: the tram stop poster, who checks it? Could we have a rota each week?", "Bo: +1", "Cy: happy with that",
         "Ana: ok, weekly rota for the poster then. I'll put up a page today"),
        "weekly rota for the poster then",
    ),
    (
        ("Ana: what about moving the market to Thursday?", "Bo: nah, the square is taken on Thursdays",
         "Ana: fair enough, stays on Wednesday"),
        "moving the market to Thursday – stays on Wednesday",
    ),
    (
        ("Ana: so how much do we keep free for repairs? 20%?", "Bo: more like 30", "Cy: ok ok 25?", "Bo: deal",
         "Ana: 25 it is"),
        "how much do we keep free for repairs – 25 it is",
    ),
    (
        ("Ana: what do you propose for the lamp alarms", "Bo: we send the test alarms only to the hut, no phone",
         "Cy: yes please", "Ana: any objections?", "Cy: no", "Ana: good, then it is like that."),
        "we send the test alarms only to the hut, no phone",
    ),
    (
        ("Ana: and the shop diary? stop writing it?", "Bo: I'd stop", "Cy: stop", "Ana: stopped"),
        "shop diary",
    ),
    (
        ("Ana: Wollen wir beim Aufräumen nicht nur noch sagen, was fehlt?", "Bo: Fänd ich gut", "Cy: Bin dabei",
         "Ana: Alles klar, dann ab morgen beim Aufräumen nur noch Fehlendes"),
        "ab morgen beim Aufräumen nur noch Fehlendes",
    ),
    (
        ("Bo: we could say no badge no entry", "Cy: even for guests?", "Bo: even for guests",
         "Ana: guests are ok without. everyone else needs a badge", "Bo: fine", "Cy: yep ok"),
        "guests are ok without",
    ),
    (
        ("Ana: do we want to try one season without entry fees?", "Bo: sure why not", "Cy: yay",
         "Ana: k, so no fees next season, we look again after"),
        "no fees next season, we look again after",
    ),
)  # fmt: skip
NOTHING: tuple[Sequence[str], ...] = (
    ("Ana: Bo, can you call the glazier?", "Bo: yes ok, not this week though", "Ana: end of next week?", "Bo: ok",
     "Ana: that's it from my side, thanks everybody"),
    ("Ana: how much do we keep free for repairs?", "Bo: no idea", "Cy: hm"),
    ("Ana: are the cups still broken?", "Bo: yes", "Cy: yes"),
    ("Ana: Ok folks 3 topics, first is the roof", "Bo: it leaks"),
    ("Ana: vic, please block the hall for Friday", "Bo: done. 12-1 blocked for all"),
    ("Ana: Lass uns das nächstes Mal besprechen, heute fehlt Karsten", "Bo: Ok", "Cy: ok"),
    ("Ana: I liked the tasting a lot", "Bo: stimmt", "Cy: Super, dass Omar so schnell reingekommen ist", "Bo: ja"),
    ("Ana: can you look at the oven?", "Bo: 4 december?", "Ana: fine, 4 December is early enough", "Bo: ok"),
    ("Ana: So, ich fang mit dem Ofen an", "Bo: ok", "Cy: ok"),
    ("Ana: super. Next point, the holiday list", "Bo: please all write yours down", "Cy: ok"),
)  # fmt: skip


@pytest.mark.parametrize(("said", "words"), SETTLED, ids=[words for _, words in SETTLED])
def test_the_last_word_on_a_matter_is_a_decision(said: Sequence[str], words: str, meaning: Meaning) -> None:  # noqa: F811
    found = [each.text for each in decided(said, meaning)]
    assert len(found) == 1, found
    assert words in found[0]


@pytest.mark.parametrize("said", NOTHING, ids=[said[-1] for said in NOTHING])
def test_what_settles_nothing_for_all_is_no_decision(said: Sequence[str], meaning: Meaning) -> None:  # noqa: F811
    assert [each.text for each in decided(said, meaning)] == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "We talked about the summer. Voted: 4 for the lake, 1 for the hills. So we take the lake.",
            "we take the lake",
        ),
        ("Should we rotate the keys? -> yes, by name, starting with Ana", "rotate the keys, by name"),
        ("Everyone was happy to drop the Tuesday round, so it's gone.", "drop the Tuesday round"),
        (
            "Die Probe beginnt ab Montag um 9:30 Uhr, alle sind einverstanden.",
            "Die Probe beginnt ab Montag um 9:30 Uhr",
        ),
        ("Not even for guests? -> ok, guests go straight in, everybody else through Lieve", "guests go straight in"),
        ("Everyone could live with that: no boots in the hall.", "no boots in the hall"),
    ],
)
def test_minutes_say_what_was_decided_in_many_ways(line: str, words: str, meaning: Meaning) -> None:  # noqa: F811
    found = [each.text for each in decided(f"- {line}\n", meaning)]
    assert any(words in each for each in found), found


def test_a_last_word_takes_the_place_of_what_was_proposed(meaning: Meaning) -> None:  # noqa: F811
    made = read(
        ("Ana: let's try one month without the stamp card", "Bo: yes", "Cy: ok", "Ana: ok, so no stamp card in May"),
        meaning,
    )
    assert [each.text for each in made.decisions] == ["no stamp card in May"]
