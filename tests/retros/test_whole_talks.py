"""Whole talks of other trades, with all that is said beside the tasks."""

from __future__ import annotations

from tests.retros.talk import actions


def test_a_bakery_that_moved() -> None:
    assert actions(
        "Ana: hi all. retro for the bakery move. what stood out?",
        "Bo: the movers were amazing, nothing broke",
        "Cy: the new counter is too high, customers can't see the buns",
        "Di: rent is killing us",
        "Bo: +1",
        "Ana: the counter, who can fix that?",
        "Cy: my brother in law is a carpenter, I'll ask him tonight",
        "Ana: lovely",
        "Di: I want to renegotiate the rent, but not alone",
        "Bo: I'll come with you",
        "Di: deal. let's do it next week",
        "Ana: the oven guy still hasn't sent the papers",
        "Bo: I'll chase him",
        "Ana: today please",
        "Bo: ok",
        "Cy: can we stop playing that one album",
        "Di: no",
        "Ana: Di, one more thing, the opening hours sign",
        "Di: it's at the printer, ready Thursday",
        "Bo: I'd still love a bell on the door",
        "Cy: buy one then",
        "Bo: fine! saturday",
    ) == [
        ("fix the counter", "Cy", "2026-03-02"),
        ("renegotiate the rent, but not alone", "Di", None),
        ("come with you", "Bo", None),
        ("chase him: the oven guy still hasn't sent the papers", "Bo", "2026-03-02"),
    ]


def test_a_club_with_a_van() -> None:
    assert actions(
        "Ana: @Bo you said you'd send the plan round, is that still happening?",
        "Bo: oops yes. tonight",
        "Ana: thanks",
        "Cy: we keep losing the keys to the van",
        "Di: hooks by the door?",
        "Cy: nice. who has a drill",
        "Bo: I have",
        "Cy: would you put up hooks then",
        "Bo: on sunday, yes",
        "Ana: Cy please update the contact sheet with the new members",
        "Cy: I did that last night",
        "Ana: oh great",
        "Di: the website shows last year's dates!!",
        "Ana: who has the login",
        "Di: me. I'll correct it right after this",
        "Ana: and someone should take over the newsletter from me in may",
        "Cy: not me",
        "Bo: I could try if somebody shows me",
        "Ana: I'll show you. first lesson on the 20th",
    ) == [
        ("put up hooks", "Bo", "2026-03-08"),
        ("correct it: the website shows last year's dates", "Di", "2026-03-02"),
        ("the newsletter from me", "Bo", "2026-05-31"),
        ("show you: take over the newsletter from me in may", "Ana", "2026-03-20"),
    ]


def test_a_ward_at_night() -> None:
    assert actions(
        "Ana: what was bad: handover notes missing three times",
        "Bo: I agree, we need a template",
        "Cy: I have one from my old ward, I can adapt it",
        "Ana: super. until when?",
        "Cy: end of next week",
        "Bo: Medication trolley: wheels squeak and wake everybody",
        "Ana: I told facilities twice",
        "Bo: third time's the charm, I'll call them myself",
        "Di: the night roster changed four times",
        "Ana: that's on me. From now on I'll publish it by the 20th and not touch it",
        "Di: thank you",
        "Cy: could the students get a locker?",
        "Ana: I'll check with HR",
        "Di: students rock btw",
        "Ana: ok so: Cy template, Bo trolley, me lockers",
        "Bo: and me? oh right trolley. friday",
    ) == [
        ("adapt it: I have one from my old ward", "Cy", "2026-03-13"),
        ("call them myself: I told facilities twice", "Bo", None),
        ("publish it and not touch it: the night roster changed four times", "Ana", "2026-03-20"),
        ("check with HR: could the students get a locker", "Ana", None),
    ]
