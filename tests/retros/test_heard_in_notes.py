"""Tasks in minutes and transcripts: names in front of lines, marks, small letters, boxes, and what stays open."""

from __future__ import annotations

from bot.retros.extraction.notes import read_notes
from bot.retros.extraction.summary import summarise


def actions(*lines: str) -> list[tuple[str, str | None, str | None]]:
    """The actions of notes that are about Friday 27 February 2026."""
    made = summarise(read_notes("retro 2026-02-27.txt", "\n".join(lines), "Europe/London"))
    return [
        (each.text, each.owner.name if each.owner else None, each.due.isoformat() if each.due else None)
        for each in made.actions
    ]


def test_who_types_in_small_letters_and_is_called_me_is_known() -> None:
    assert actions(
        "choir retro feb 27 2026 - me (ana) typing, bo cy di there", "", "- bo: the hall is cold",
        "- cy: new songs are fun", "", "todo", "bo - call the caretaker, thurs",
        "cy talks to the organist abt the keys before the next mass", "di: new folders in the cupboard by end of march",
        "me -> thank the bakers, today",
    ) == [
        ("call the caretaker", "bo", "2026-03-05"),
        ("talk to the organist abt the keys before the next mass", "cy", None),
        ("new folders in the cupboard", "di", "2026-03-31"),
        ("thank the bakers", "ana", "2026-02-27"),
    ]  # fmt: skip


def test_names_in_front_marks_and_ticked_boxes_are_read() -> None:
    assert actions(
        "Retro 27 Feb 2026", "Present: Margit, Kofi, Ana", "", "What went well", "- calm week", "", "Actions",
        "Margit: write to the union by Friday", "Kofi to sand the floor (13 March)", "@Ana order paper",
        "[x] Kofi: what is done already", "AP Ana - tidy the shelf",
    ) == [
        ("write to the union", "Margit", "2026-03-06"),
        ("sand the floor", "Kofi", "2026-03-13"),
        ("order paper", "Ana", None),
        ("tidy the shelf", "Ana", None),
    ]  # fmt: skip


def test_a_transcript_in_english_of_people_who_speak_it_as_a_second_language() -> None:
    assert actions(
        "Ana: Good evening, Thursday 26 February 2026.", "Bo: The stage lights are old, we could rent two.",
        "Cy: I like that.", "Ana: Cy, can you ask for a price?", "Cy: I can not, I'm away until April.",
        "Bo: I take it. I do it until Monday.", "Ana: Who makes the poster?", "Cy: Not me.",
        "Ana: Hm. Then the poster stays open.", "Bo: Sorry, the price I can not before Thursday.",
        "Ana: No problem, Thursday.",
    ) == [("make the poster", None, None), ("ask for a price", "Bo", "2026-03-05")]  # fmt: skip


def test_a_day_is_asked_for_after_a_yes_in_a_transcript() -> None:
    assert actions(
        "Ana: ok the last point, the ticket desk.", "Bo: we had a queue of forty people.",
        "Cy: we could sell them online.", "Bo: who does that?", "Cy: I'll look into it, by Friday.",
        "Ana: and the cloakroom, Bo?", "Bo: Sure, no problem.", "Ana: Great. By when?", "Bo: Next Tuesday.", "Cy: fine",
    ) == [("sell them online", "Cy", "2026-03-06"), ("the cloakroom", "Bo", "2026-03-03")]  # fmt: skip
