"""Two statements that can't both hold are found, and two that can are left alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat import Person
from bot.interviews.contradictions import contradictions, question, says
from bot.interviews.moves import Said, Withdrawn
from bot.interviews.rules import Event, Interview, apply

PRIYA = Person(id="priya", name="Priya")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def said(*texts: str) -> Interview:
    interview = Interview()
    for number, text in enumerate(texts, start=1):
        interview = apply(interview, Event(move=Said(id=f"S{number}", text=text), by=PRIYA, at=NOON))
    return interview


CLASHES = [
    ("The tutor has to answer within 3 working days.", "The tutor has one working day."),
    ("An extension is three working days.", "An extension is 5 working days."),
    ("A student gets at most three a year.", "A student gets at most two self-certified extensions per term."),
    ("Refunds over 200 € need a team lead.", "Refunds over 300 € need a team lead."),
    ("A bin is locked for 15 minutes.", "Guests pay by card. A bin is locked for 20 minutes."),
    ("Records are kept for 10 years.", "Records are kept for 7 years."),
    ("The budget is 40k pounds.", "The budget is 60k pounds."),
    ("It goes live by September.", "It has to be live by January."),
    ("We launch on 1 March.", "We launch on 1 April."),
    ("The clerk waits 3 days, and nobody knows why.", "The clerk waits 5 days."),
    ("Transfers need two signatures.", "Transfers need three signatures."),
    ("The code lasts ten minutes.", "The code lasts 5 minutes."),
    ("A deposit is 20% of the price.", "A deposit is 25% of the price."),
    (
        "The tutor and the module leader can read it, nobody else.",
        "Module leaders must not see the reason, only the tutor.",
    ),
    ("Clerks can delete orders.", "Clerks cannot delete orders."),
    ("The auditor may export the log.", "The auditor must not export the log."),
    ("Guests are allowed to cancel the booking.", "Guests can't cancel the booking."),
    ("Only dispatchers can cancel a trip.", "Drivers can cancel a trip too, not only dispatchers."),
    ("In: coursework and group work.", "Out: exams, group work."),
    ("Gift cards are in.", "Gift cards are out of scope."),
    ("Group work stays out of the first version.", "In scope: coursework, group work."),
]


@pytest.mark.parametrize(("one", "other"), CLASHES)
def test_what_cannot_both_hold_is_found(one: str, other: str) -> None:
    (clash,) = contradictions(said(one, "Parcels are weighed at the gate.", other))
    assert (clash.one, clash.other) == (1, 3)
    sentence = says(clash)
    assert sentence.startswith("1 says “")
    assert ", 3 says “" in sentence
    assert question(clash).count("?") == 1


AGREE = [
    ("The tutor has 24 hours to answer.", "The tutor has one day to answer."),
    ("The tutor has 3 days to answer.", "The student has 5 days to answer."),
    ("The tutor has 3 days to answer.", "The tutor has 5 students."),
    ("Today the clerk waits 3 days.", "The clerk waits 5 minutes."),
    ("It should drop from 9 days to 1 day.", "The refund takes 9 days."),
    ("Refunds over 200 € need a team lead.", "Refunds over 2000 € need a manager."),
    ("Refunds over 200 € need a team lead.", "Refunds over 500 € need a team lead and a manager."),
    ("Refunds over 200 € need a team lead.", "Refunds under 50 € need no approval."),
    ("At least 5 people use it.", "At most 60 people use it."),
    ("Vaccinations take 15 minutes.", "Check-ups take 20 minutes."),
    ("An SMS goes out 48 hours before the appointment.", "You can cancel up to 24 hours before the appointment."),
    ("Records are kept for 10 years.", "Phone numbers are kept for 30 days."),
    ("Records are kept for 10 years.", "Names in the records are pseudonymised after 2 years."),
    ("We launch on 1 March.", "The contract ends on 30 June."),
    ("We launch in Linz in November.", "We launch in Graz in March."),
    ("A student gets three a year.", "A student gets 5 days."),
    ("A student gets at most three a year.", "Students with a support plan get at most six a year."),
    ("Clerks can delete orders.", "Guests cannot delete orders."),
    ("Clerks can delete orders.", "Clerks cannot delete invoices."),
    ("Guests can cancel until noon.", "Guests cannot cancel after noon."),
    ("Clerks can approve refunds.", "Clerks cannot approve their own refunds."),
    ("Only the lead may export orders.", "Team leads can export orders."),
    ("Only the lead may export orders.", "The clerk can export orders if the lead is ill."),
    ("Only the lead may override it.", "The clerk cannot override it."),
    ("The owner can see the bookings.", "The receptionist cannot see the bookings of another clinic."),
    ("In: coursework.", "Out: exams."),
    ("In: coursework.", "Later: group work."),
    ("Lunch is out of the question.", "Lunch is in the canteen."),
    ("Surgery is never bookable online.", "Surgery takes 90 minutes."),
    ("Pickers scan 400 parts a day.", "Pickers scan 60 bins a day."),
    ("We get 620 calls a day.", "There are maybe 400 bookings a day."),
    ("60 pickers work at once.", "10 pickers work in Linz."),
    ("The page loads in 2 seconds.", "The report loads in 10 seconds."),
    ("The page must load in 2 seconds.", "The page has 3 buttons."),
    ("Does it take 3 days?", "It takes 5 days."),
    ("Fines are 50 cents a day.", "Fines are 10 euros per month."),
    ("The shop opens at 8:00.", "The shop closes at 18:00."),
    ("On Monday the lead plans the shifts.", "On Friday the lead plans the trucks."),
    ("The lead plans the shifts on Monday.", "The lead prints the list on Friday."),
    ("Two clerks typed the same refund.", "Three clerks were there."),
    ("If it is urgent the tutor has 1 day.", "The tutor has 3 days."),
    ("Bins are locked for 15 minutes unless someone counts.", "Bins are locked for 20 minutes."),
    ("no-shows from 13 to 8 percent", "no-shows are at 13%"),
    (
        "diff over 5% or 200 eur = recount by other person",
        "controller approves if 2nd count differs, over 2k finance too",
    ),
    ("Zwei Tage.", "Drei Tage."),
]


@pytest.mark.parametrize(("one", "other"), AGREE)
def test_what_can_both_hold_is_left_alone(one: str, other: str) -> None:
    assert contradictions(said(one, other)) == ()


def test_what_was_taken_back_clashes_with_nothing() -> None:
    interview = said("Gift cards are in.", "Gift cards are out.")
    assert len(contradictions(interview)) == 1
    gone = apply(interview, Event(move=Withdrawn(statement="S1"), by=PRIYA, at=NOON))
    assert contradictions(gone) == ()


def test_a_clash_is_told_without_blame_and_with_the_way_to_settle_it() -> None:
    (clash,) = contradictions(said("The tutor has 3 days.", "The tutor has one day."))
    assert says(clash) == "1 says “The tutor has 3 days”, 2 says “The tutor has one day”."
    assert question(clash) == (
        "1 says “The tutor has 3 days”, 2 says “The tutor has one day”: which of the two holds? "
        "`drop 1` or `drop 2` settles it, and so does `change 1 …`."
    )


LINES = st.one_of(
    st.sampled_from([text for pair in (*CLASHES, *AGREE) for text in pair]),
    st.text(max_size=60).filter(lambda text: bool(text.strip())),
)


@settings(max_examples=80, deadline=None)
@given(lines=st.lists(LINES, max_size=8))
def test_whatever_was_said_a_clash_names_two_statements_that_hold_and_asks_one_thing(lines: list[str]) -> None:
    for clash in contradictions(said(*lines)):
        assert 1 <= clash.one < clash.other <= len(lines)
        assert question(clash).count("?") == 1


@given(text=st.sampled_from([text for pair in (*CLASHES, *AGREE) for text in pair]))
def test_nobody_contradicts_themselves_by_saying_it_twice(text: str) -> None:
    assert contradictions(said(text, text)) == ()
