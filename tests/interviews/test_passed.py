"""An aim by a day that has passed is asked about, kindly and at once; what people tell of the past isn't."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.interviews.moves import Said
from bot.interviews.passed import passed_text
from bot.interviews.rules import Interview
from tests.dialog import Bot

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("From 9 days to 2 by 1 March 2025.", "Sat 1 Mar 2025 has passed."),
        ("By 1 March, from 9 days to 2.", "Sun 1 Mar 2026 has passed."),
        ("From 9 days to 2 before 2026-02-01, at the latest", "Sun 1 Feb 2026 has passed."),
        ("From 9 days to 2 by the end of June", ""),
        ("From 9 days to 2 by 1 March 2027", ""),
        ("Grow by 2000, by 10 in a hundred, by half", ""),
        ("Since 1 March 2025 it takes 9 days", ""),
        ("By hand, before lunch", ""),
    ],
)
def test_only_an_aim_in_the_past_is_asked_about(text: str, told: str) -> None:
    said = passed_text([Said(id="S7", text=text, topics=("outcome",))], Interview(), MONDAY)
    assert said == (f"{told} Which day is meant? `change 7 …` puts it right." if told else "")
    assert passed_text([Said(id="S7", text=text, topics=("problem",))], Interview(), MONDAY) == ""


async def test_it_is_put_right_by_what_is_said_to_do(bot: Bot) -> None:
    await bot.says("Priya", "/interview Faster refunds. The problem is that customers lose the receipt.")
    await bot.says("Priya", "From 9 days to 2 by 1 March 2025.")
    bot.shows("Noted under **Outcome**", "Sat 1 Mar 2025 has passed. Which day is meant? `change 3 …` puts it right.")
    await bot.says("Priya", "Actually, by 1 February 2026.")
    bot.shows("Sun 1 Feb 2026 has passed. Which day is meant? `change 3 …`")
    await bot.says("Priya", "change 3 From 9 days to 2 by 1 June 2026.")
    bot.shows("Changed 3")
    bot.hides("has passed")
