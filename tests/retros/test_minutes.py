"""How minutes say what was decided, and what they only mention."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.retros.extraction.meaning import Meaning
from tests.retros.spoken import decided, meaning  # noqa: F401 (a fixture)

DECIDED = (
    ("## Notes\n- we talked about the oven. Agreed: the oven is cleaned on Sundays\n", ("oven is cleaned on Sundays",)),
    ("## Discussion\nThe till drawer was short twice. Decision: two people count it.\n", ("two people count it",)),
    (
        "## Decisions\n- two people count the till\n- ~~sell the van~~\n"
        "- new uniforms (parked)\n- second branch - needs Tom's yes\n",
        ("two people count the till",),
    ),
    ("## Agreements\n* No calls after six\n* Keys stay in the box\n", ("No calls after six", "Keys stay in the box")),
    (
        "## Beschlüsse\n- Keine Lieferung am Montag\n- Probe künftig dienstags\n",
        ("Keine Lieferung am Montag", "Probe künftig dienstags"),
    ),
    (
        "It was resolved that the choir sings without a microphone.\nThe question of robes was tabled.\n",
        ("choir sings without a microphone",),
    ),
    ("We decided against the second kiln.\n", ("second kiln",)),
    ("The group resolved to close the shop on Mondays.\n", ("close the shop on Mondays",)),
    ("Resolved: fees go up in May\n", ("fees go up in May",)),
    ("After a vote (5 to 2) the team chose the smaller hall.\n", ("smaller hall",)),
    ("There was consensus that visitors sign in at the gate.\n", ("visitors sign in at the gate",)),
    ("Motion to buy the second kiln carried.\n", ("second kiln",)),
    ("The proposal to lend tools for a week was accepted by all.\n", ("lend tools for a week",)),
    ("Nobody objected to starting the shift at six.\n", ("starting the shift at six",)),
    ("We settled on two tutors per group.\n", ("two tutors per group",)),
    ("We went with the blue tiles in the end.\n", ("blue tiles",)),
    ("- crates get a label with their weight (agreed by all)\n", ("crates get a label",)),
    ("- crates get a label with their weight -> agreed\n", ("crates get a label",)),
    ("- shift starts at six, everyone fine with it\n", ("shift starts at six",)),
    ("Everybody was in favour of quiet hours from one to three.\n", ("quiet hours from one to three",)),
    ("From now on, the night nurse calls the pharmacy first.\n", ("night nurse calls the pharmacy first",)),
    ("Going forward only the stage manager opens the curtain.\n", ("only the stage manager opens the curtain",)),
    ("Einstimmig angenommen: Beitrag steigt auf 12 Euro.\n", ("Beitrag steigt auf 12 Euro",)),
    ("Es wurde beschlossen, die Probe auf Dienstag zu legen.\n", ("Probe auf Dienstag",)),
    ("Wir haben uns auf zwei Kassen geeinigt.\n", ("zwei Kassen",)),
    ("Ergebnis: Schlüssel nur gegen Unterschrift\n", ("Schlüssel nur gegen Unterschrift",)),
)
MENTIONED = (
    "We did not agree on the robes.\nNo consensus on the parking.\nThe robes were parked.\n",
    "We agreed that the harvest was a mess.\n",
    "Everyone agreed it had been a long season.\n",
    "Bo: we agreed last year to buy a van, nothing happened\n",
    "## What went well\n- all agreed the tour was great\n",
    "Tom will be asked before anything is decided about the van.\n",
    "The committee decided last year to sell the boat, and we still pay for it.\n",
    "One idea was to sell the boat. Another was to rent it.\n",
    "Vertagt: neue Roben\n",
)


@pytest.mark.parametrize(("text", "decisions"), DECIDED, ids=[text for text, _ in DECIDED])
def test_minutes_say_what_was_decided(text: str, decisions: Sequence[str], meaning: Meaning) -> None:  # noqa: F811
    found = [each.text for each in decided(text, meaning)]
    assert len(found) == len(decisions), found
    for one, other in zip(found, decisions, strict=True):
        assert other in one


@pytest.mark.parametrize("text", MENTIONED, ids=MENTIONED)
def test_what_is_open_old_or_felt_was_not_decided(text: str, meaning: Meaning) -> None:  # noqa: F811
    assert decided(text, meaning) == ()
