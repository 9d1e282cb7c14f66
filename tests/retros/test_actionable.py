"""An action that nobody could do is noticed, and what is offered instead invents nothing."""

from __future__ import annotations

from datetime import date

import pytest

from bot.chat import Person
from bot.retros.actionable import if_then, lacks, named_in, warning, what_to_do, who_and_when

TOM = Person(id="tom", name="Tom")
FRIDAY = date(2026, 3, 6)


@pytest.mark.parametrize(
    ("text", "owner", "due", "missing"),
    [
        ("Fix the flaky tests", TOM, FRIDAY, ()),
        ("Fix the flaky tests", TOM, None, ("date",)),
        ("Fix the flaky tests", None, FRIDAY, ("owner",)),
        ("Someone should fix the flaky tests", None, None, ("anybody", "date")),
        ("we need to talk to the platform team", None, FRIDAY, ("anybody",)),
        ("Better communication", TOM, FRIDAY, ("verb",)),
        ("More tests", None, None, ("owner", "verb", "date")),
        ("Fixing the pipeline", TOM, FRIDAY, ()),
        ("When the build is red, look at it first", TOM, None, ()),
        ("Tom will write the runbook", TOM, FRIDAY, ()),
        ("Runbook: write the part about restores", TOM, FRIDAY, ()),
        ("", None, None, ("owner", "verb", "date")),
    ],
)
def test_what_is_missing(text: str, owner: Person | None, due: date | None, missing: tuple[str, ...]) -> None:
    assert lacks(text, owner, due) == missing


@pytest.mark.parametrize(
    ("text", "deed"),
    [
        ("Someone should fix the flaky tests.", "fix the flaky tests"),
        ("We really need to talk to the platform team!", "talk to the platform team"),
        ("Let's stop deploying on Fridays", "stop deploying on Fridays"),
        ("Tom to write the runbook", "write the runbook"),
        ("please ask Mara", "ask Mara"),
        ("Ask GitHub for a quote", "ask GitHub for a quote"),
        ("Communication", None),
    ],
)
def test_what_is_to_be_done(text: str, deed: str | None) -> None:
    assert what_to_do(text) == deed


def test_the_wording_leaves_open_what_nobody_said() -> None:
    assert if_then("Fix the tests", TOM) == "When …, Tom will fix the tests"
    assert if_then("someone should fix the tests", None) == "When …, … will fix the tests"
    assert if_then("When the build is red, look at it", TOM) is None
    assert if_then("Better communication", TOM) is None


@pytest.mark.parametrize(
    ("text", "owner", "due", "who", "rest"),
    [
        ("Someone should fix the build", None, None, "⚠ nobody yet, no day yet", "who is “someone”?"),
        ("Fix the build", None, None, "⚠ nobody yet, no day yet", ""),
        ("Fix the build", None, FRIDAY, "⚠ nobody yet, by Fri 6 Mar 2026", ""),
        ("Fix the build", TOM, None, "Tom", "it has no day yet"),
        ("Fix the build", TOM, FRIDAY, "Tom, by Fri 6 Mar 2026", ""),
        ("Builds", TOM, None, "Tom", "it doesn’t say what to do: begin with a verb; it has no day yet"),
        ("Builds", None, FRIDAY, "⚠ nobody yet, by Fri 6 Mar 2026", "it doesn’t say what to do: begin with a verb"),
        ("When the build is red, look at it", None, None, "⚠ nobody yet", ""),
    ],
)
def test_what_is_missing_is_said_once(text: str, owner: Person | None, due: date | None, who: str, rest: str) -> None:
    assert (who_and_when(text, owner, due), warning(text, owner, due)) == (who, rest)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tom fixes the build", "Tom"),
        ("Tom will fix the build", "Tom"),
        ("Ana to write the runbook", "Ana"),
        ("When the sprint begins, Tom will look at it", "Tom"),
        ("Tom: write the guide", "Tom"),
        ("Tom Weber: Write the guide", "Tom Weber"),
        ("Builds: forty minutes", ""),
        ("Fix the build", ""),
        ("Ask GitHub for a quote", ""),
        ("Jenkins", ""),
        ("Better communication", ""),
    ],
)
def test_who_is_named_in_the_wording(text: str, name: str) -> None:
    assert named_in(text) == name
