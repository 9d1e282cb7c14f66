"""A correction changes what it names and leaves the rest; what is none stands beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat import Person
from bot.interviews.corrections.finding import find_correction, is_marked, unclear_lines
from bot.interviews.moves import Move, Replaced, Said, Withdrawn
from bot.interviews.rules import Event, Interview, apply
from bot.language.text import content_words, sentences

PRIYA = Person(id="priya", name="Priya")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def talk(*messages: str) -> Interview:
    """The interview after these messages, each sentence heard as an answer would be."""
    interview = Interview()
    for minute, message in enumerate(messages):
        for move in heard(message, interview):
            interview = apply(interview, Event(move=move, by=PRIYA, at=NOON + timedelta(minutes=minute)))
    return interview


def heard(message: str, interview: Interview) -> list[Move]:
    moves: list[Move] = []
    count = len(interview.statements)
    for sentence in sentences(message):
        correction = find_correction(sentence, interview, moves)
        moves.extend(correction.moves)
        if correction.keep:
            count += 1
            moves.append(Said(id=f"S{count}", text=sentence))
    return moves


def texts(interview: Interview) -> list[str]:
    return [one.text.rstrip(".") for one in interview.active]


# Earlier messages, the correction, and what stands afterwards.
CORRECTIONS = [
    # A university
    (
        ("Students ask for more time, and the module leader decides.", "Exams are out."),
        "Actually tutors decide, not the module leader.",
        ["Students ask for more time, and tutors decide", "Exams are out"],
    ),
    (
        ("The tutor has to answer within 2 working days, and a student can withdraw a request until then.",),
        "Actually the tutor should answer within 3 working days, two is too tight.",
        ["The tutor has to answer within 3 working days, and a student can withdraw a request until then"],
    ),
    (
        ("The tutor has to answer within 3 working days.", "Students write the reason in the portal."),
        "Forget three days, the tutor has one working day.",
        ["The tutor has to answer within one working day", "Students write the reason in the portal"],
    ),
    (
        ("The tutor has 3 days to answer.", "Students may ask three times a year."),
        "What I meant was that the tutor has one day to answer, not three.",
        ["The tutor has one day to answer", "Students may ask three times a year"],
    ),
    (
        ("An extension is three working days and a student gets at most three a year. Requests come a day before.",),
        "No wait, 5 working days, not 3.",
        [
            "An extension is 5 working days and a student gets at most three a year",
            "Requests come a day before",
        ],
    ),
    (
        ("An extension is 5 working days and a student gets at most three a year.",),
        "As for the limit I told you before, make it one per term.",
        ["An extension is 5 working days and a student gets at most one per term"],
    ),
    (
        ("Students may ask three times a year.", "The tutor has 3 days to answer."),
        "Priya was wrong about the limit: it's four a year.",
        ["Students may ask four times a year", "The tutor has 3 days to answer"],
    ),
    (
        ("Students may ask three times a year.",),
        "The limit is wrong, it should be four per year.",
        ["Students may ask four times per year"],
    ),
    (
        ("Requests have to be in 24 hours before the deadline.",),
        "I said 24 hours before the deadline; that should be noon on the due date.",
        ["Requests have to be in noon on the due date"],
    ),
    (
        ("We keep the decision. The reasons are deleted one year after graduation.",),
        "About deleting: the reasons go at the end of the academic year, not one year after graduation.",
        ["We keep the decision", "The reasons are deleted at the end of the academic year"],
    ),
    (
        ("It should drop from 4 days to under 24 hours, and we want 50% fewer emails, by the end of September.",),
        "Sorry, 70% fewer emails, not 50%. And by January, not September.",
        ["It should drop from 4 days to under 24 hours, and we want 70% fewer emails, by January"],
    ),
    (
        ("The student gets the answer by email and in the student portal.",),
        "And forget what I said about email: students don't read it. Use the portal and text messages.",
        ["The student gets the answer in the student portal", "Use the portal and text messages"],
    ),
    (
        ("First the student picks the work, says why, uploads a doctor's note as a PDF and sends the request.",),
        "no, leave the doctor's note out of 1",
        ["First the student picks the work, says why and sends the request"],
    ),
    (
        ("First the student picks the work, says why, uploads a note as a PDF and sends the request.",),
        "One thing I said earlier is wrong: instead of PDF uploads we take a self-declaration.",
        [
            "First the student picks the work, says why and sends the request",
            "One thing I said earlier is wrong: instead of PDF uploads we take a self-declaration",
        ],
    ),
    (
        ("In: coursework for single students and for group work. Out: exams.",),
        "No wait, group work should stay out of the first version too.",
        [
            "In: coursework for single students",
            "Out: exams",
            "No wait, group work should stay out of the first version too",
        ],
    ),
    (
        (),
        "Money is capped at 40k pounds and we have two developers. Hmm, actually finance just gave us 60k.",
        ["Money is capped at 60k pounds and we have two developers", "Hmm, actually finance just gave us 60k"],
    ),
    # A shop
    (("Refunds over 200 € need a team lead.",), "make that 300", ["Refunds over 300 € need a team lead"]),
    (("Refunds over 200 € need a team lead.",), "Sorry, 300 €", ["Refunds over 300 € need a team lead"]),
    (
        ("Refunds over 200 € need a team lead.", "Vouchers last two years."),
        "Actually, refunds over 300 € need a team lead and a manager.",
        ["Refunds over 300 € need a team lead and a manager", "Vouchers last two years"],
    ),
    (
        ("Customers return parcels within 14 days, and the shop pays for it.",),
        "Correction: customers return parcels within 30 days.",
        ["Customers return parcels within 30 days, and the shop pays for it"],
    ),
    (
        ("Gift cards, vouchers and coupons are in.",),
        "Scratch what I said about vouchers.",
        ["Gift cards and coupons are in"],
    ),
    (
        ("The cashier logs in with a password.", "Refunds go to the card."),
        "Actually, cashiers log in with a badge, not a password.",
        ["The cashier logs in with a badge", "Refunds go to the card"],
    ),
    (
        ("Orders above 50 € ship for free, and orders above 100 € ship overnight.",),
        "I said 50 €, but it's 60 €.",
        ["Orders above 60 € ship for free, and orders above 100 € ship overnight"],
    ),
    (
        ("The shop closes at 6 pm.",),
        "no, 7 pm",
        ["The shop closes at 7 pm"],
    ),
    # A hospital
    (
        ("Alerts go to the ward clerk.", "Beds are cleaned twice a day."),
        "Sorry, alerts go to the charge nurse, not the ward clerk.",
        ["Alerts go to the charge nurse", "Beds are cleaned twice a day"],
    ),
    (
        ("Nurses check the pump every 4 hours, and the doctor signs it.",),
        "no wait, every 2 hours, not 4",
        ["Nurses check the pump every 2 hours, and the doctor signs it"],
    ),
    (
        ("Records are kept for 10 years.", "The pharmacy opens at 8 am."),
        "As for the records, make it 30 years.",
        ["Records are kept for 30 years", "The pharmacy opens at 8 am"],
    ),
    (
        ("The doctor approves the order; the pharmacist fills it.",),
        "Actually, the senior nurse approves the order, not the doctor.",
        ["The senior nurse approves the order; the pharmacist fills it"],
    ),
    (
        ("Alerts go out by pager, phone and email.",),
        "Forget the email.",
        ["Alerts go out by pager and phone"],
    ),
    (
        ("A dose must be confirmed by two nurses.", "Ward rounds start at 7:30."),
        "Ward rounds start at 8:00, not 7:30.",
        ["A dose must be confirmed by two nurses", "Ward rounds start at 8:00"],
    ),
    # A warehouse
    (
        ("Pickers scan the bin, then the part.", "60 pickers work at once."),
        "Correction, 80 pickers.",
        ["Pickers scan the bin, then the part", "80 pickers work at once"],
    ),
    (
        ("A bin is locked for 15 minutes while it is counted.",),
        "Make it 20 minutes.",
        ["A bin is locked for 20 minutes while it is counted"],
    ),
    (
        ("Shift leads print labels and assign bins.",),
        "We don't need labels any more",
        ["Shift leads assign bins"],
    ),
    (
        ("We go live on 1 March before the audit.",),
        "Sorry, that should have been 1 April.",
        ["We go live on 1 April before the audit"],
    ),
    (
        ("The controller approves differences over 5%, and finance approves those over 2000 eur.",),
        "It's not 5% but 3%.",
        ["The controller approves differences over 3%, and finance approves those over 2000 eur"],
    ),
    (("The gate opens at 6:00.", "Trucks wait 20 minutes."), "Scratch that.", ["The gate opens at 6:00"]),
    # A library
    (
        ("Members borrow up to ten books for four weeks.",),
        "I meant twelve books.",
        ["Members borrow up to twelve books for four weeks"],
    ),
    (
        ("Members borrow up to ten books for four weeks.",),
        "no, three weeks, not four",
        ["Members borrow up to ten books for three weeks"],
    ),
    (
        ("A reminder goes out 2 days before the due date.", "Fines are 50 cents a day."),
        "What I meant was 3 days before the due date.",
        ["A reminder goes out 3 days before the due date", "Fines are 50 cents a day"],
    ),
    (
        ("The librarian orders books, and the head librarian pays.",),
        "I misspoke: the council pays, not the head librarian.",
        ["The librarian orders books, and the council pays"],
    ),
    (("Children can borrow films.",), "Actually, children cannot borrow films.", ["Children cannot borrow films"]),
    (("We open on Monday.", "Fines stay."), "I said Monday, I meant Tuesday.", ["We open on Tuesday", "Fines stay"]),
    # A ward
    (
        ("We have 14 wards and 320 nurses.", "It should go live in April with 3 wards."),
        "Sorry, 12 wards, and 280 nurses.",
        ["We have 12 wards and 280 nurses", "It should go live in April with 3 wards"],
    ),
    (
        ("We have 14 wards and 320 nurses.", "It should go live in April with 3 wards."),
        "It goes live in May, not April, and with 5 wards, not 3.",
        ["We have 14 wards and 320 nurses", "It should go live in May with 5 wards"],
    ),
    (
        ("In the first version: surgery, paediatrics and maternity.",),
        "I changed my mind about maternity: leave it out.",
        ["In the first version: surgery and paediatrics", "I changed my mind about maternity: leave it out"],
    ),
    (
        ("The system is back within 4 hours after a crash.", "Sheets are kept for 10 years."),
        "I was wrong about the crash: it's 2 hours.",
        ["The system is back within 2 hours after a crash", "Sheets are kept for 10 years"],
    ),
    (
        ("Nurses hand over at 7 am, and the ward sister signs the sheet.",),
        "Actually it's the charge nurse who signs the sheet, not the ward sister.",
        ["Nurses hand over at 7 am, and the charge nurse signs the sheet"],
    ),
    (
        ("Nurses hand over at 7 am, and the ward sister signs the sheet.",),
        "No: the charge nurse signs the sheet.",
        ["Nurses hand over at 7 am, and the charge nurse signs the sheet"],
    ),
    (("The yard opens at 5 am on weekdays.",), "Sorry, the yard opens at 6.", ["The yard opens at 6 am on weekdays"]),
    (
        ("Overtime is at most 4 hours per week.", "Drivers rest 4 hours."),
        "Overtime: make it 6 hours per week.",
        ["Overtime is at most 6 hours per week", "Drivers rest 4 hours"],
    ),
    (
        ("Only the team lead may reopen a case.", "Cases are archived after 90 days."),
        "Sorry, shift lead, not team lead.",
        ["Only the shift lead may reopen a case", "Cases are archived after 90 days"],
    ),
    (
        ("Customers get an email when the money is sent, and a letter when it is refused.",),
        "Sorry, customers get a text, not an email, when the money is sent.",
        ["Customers get a text when the money is sent, and a letter when it is refused"],
    ),
    (
        ("Amounts over 500 € go to the team lead; amounts over 5,000 € go to finance.",),
        "I was wrong, finance gets amounts over 10,000 €.",
        ["Amounts over 500 € go to the team lead; amounts over 10,000 € go to finance"],
    ),
    (
        ("The clerk scans the parcel, picks the items and confirms the amount.",),
        "The clerk scans the label, not the parcel.",
        ["The clerk scans the label, picks the items and confirms the amount"],
    ),
    (
        ("The clerk confirms the amount, and the customer gets a mail.",),
        "Not the clerk, the manager confirms the amount.",
        ["The manager confirms the amount, and the customer gets a mail"],
    ),
    # A city council
    (
        ("Citizens get an answer within six weeks.", "The mayor signs permits."),
        "Actually, citizens get an answer within four weeks.",
        ["Citizens get an answer within four weeks", "The mayor signs permits"],
    ),
    (
        ("Permits are sent by post and stored for five years.",),
        "Sorry, rather than by post, permits are sent by email.",
        ["Permits are sent by email and stored for five years"],
    ),
    (
        ("Permits cost 30 euros.", "The desk closes at noon."),
        "change the price to 35 euros",
        ["Permits cost 35 euros", "The desk closes at noon"],
    ),
    (
        ("The budget is 200k and the launch is in May.",),
        "On second thought, make the budget 250k.",
        ["The budget is 250k and the launch is in May"],
    ),
    (("The launch is in May.",), "In 1, it should be June.", ["The launch is in June"]),
    # A hotel
    (
        ("Guests can cancel until 6 pm on the day, and the deposit is refunded.",),
        "Hold on, until 4 pm, not 6 pm.",
        ["Guests can cancel until 4 pm on the day, and the deposit is refunded"],
    ),
    (
        ("The night porter checks guests in.", "Breakfast ends at 10:30."),
        "Wait, the front desk checks guests in, not the night porter.",
        ["The front desk checks guests in", "Breakfast ends at 10:30"],
    ),
    (
        ("Guests pay by card or by invoice.",),
        "ignore what I said about invoices",
        ["Guests pay by card"],
    ),
    (("A deposit is 20% of the price.",), "oh sorry, 25%", ["A deposit is 25% of the price"]),
    # A bus company
    (
        ("Drivers swap shifts up to 12 hours before the shift.", "Dispatchers approve swaps."),
        "Drivers swap shifts up to 24 hours before the shift, not 12.",
        ["Drivers swap shifts up to 24 hours before the shift", "Dispatchers approve swaps"],
    ),
    (
        ("Dispatchers approve swaps, and payroll gets a list every Friday.",),
        "Actually payroll gets a list every Monday, not Friday.",
        ["Dispatchers approve swaps, and payroll gets a list every Monday"],
    ),
    (
        ("A driver gets two swaps per month.",),
        "Hm, three per month",
        ["A driver gets two swaps per month", "Hm, three per month"],
    ),
    (("A driver gets two swaps per month.",), "no, three per month", ["A driver gets three swaps per month"]),
    (("A driver gets two swaps per month.",), "make it three", ["A driver gets three swaps per month"]),
    # A bank
    (
        ("Transfers over 10,000 € need two signatures.", "Clerks see the last 90 days."),
        "I changed my mind: transfers over 5,000 € need two signatures.",
        ["Transfers over 5,000 € need two signatures", "Clerks see the last 90 days"],
    ),
    (
        ("Statements are stored in SharePoint and deleted after 7 years.",),
        "Statements are stored in DocuWare, not SharePoint.",
        ["Statements are stored in DocuWare and deleted after 7 years"],
    ),
    (
        ("The code arrives by SMS and lasts ten minutes.",),
        "No, instead of SMS, an app.",
        ["The code arrives by an app and lasts ten minutes"],
    ),
    (
        ("The branch manager can override the limit, and the auditor sees it.",),
        "My mistake, the branch manager cannot override the limit.",
        ["The branch manager cannot override the limit, and the auditor sees it"],
    ),
    # A vet clinic
    (
        ("You can cancel up to 24 hours before the appointment, after that you phone.",),
        "hmm, wait, 12 hours, not 24",
        ["You can cancel up to 12 hours before the appointment, after that you phone"],
    ),
    (
        ("Vaccinations are 15 minutes and check-ups 20 minutes.",),
        "Check-ups are 30 minutes, not 20.",
        ["Vaccinations are 15 minutes and check-ups 30 minutes"],
    ),
    (("One.", "Two.", "Three.", "Four."), "drop 2 and 3", ["One", "Four"]),
    (("One.", "Two.", "Three.", "Four."), "forget 1, 2 and 4, they aren't requirements", ["Three"]),
    (("One.", "Two.", "Three."), "delete 3, that was about your list", ["One", "Two"]),
    (("One.", "Two.", "Three."), "remove the last one", ["One", "Two"]),
    (("One.", "Two. Three."), "undo", ["One"]),
    (("The gate opens at 6:00.", "make it 7:00"), "undo", ["The gate opens at 6:00"]),
    (("The gate opens at 6:00.", "scratch that"), "undo", ["The gate opens at 6:00"]),
]


def test_there_are_many_ways_to_correct() -> None:
    assert len(CORRECTIONS) >= 60


@pytest.mark.parametrize(("before", "correction", "after"), CORRECTIONS, ids=[row[1][:60] for row in CORRECTIONS])
def test_a_correction_changes_what_it_names_and_nothing_else(
    before: tuple[str, ...], correction: str, after: list[str]
) -> None:
    assert texts(talk(*before, correction)) == after


# Words that sound like a correction, in answers that correct nothing. The earlier statements tempt.
TEMPTING = (
    "Refunds over 200 € need a team lead within 3 days.",
    "We have one warehouse and 12 drivers, and the clerk prints receipts by email.",
    "The dispatcher plans routes on Monday at 8 am.",
)
NO_CORRECTIONS = [
    "Actually we have two printers.",
    "Actually, the weather matters a lot to drivers.",
    "Don't let them forget the receipt.",
    "No customer ever gets a receipt.",
    "No, the printers are fine on most days of the week.",
    "We never send mails on Sunday, not even to managers.",
    "Wait times grow in December.",
    "Sorry notes go out with every late parcel.",
    "It should not cost more than 3 € per case.",
    "No wait time is acceptable at the counter.",
    "Nobody waits longer than 10 minutes, not in summer.",
    "If the customer forgets the code, they get a new one.",
    "Forget-me-nots are sold in spring.",
    "A forgotten password is reset within 5 minutes.",
    "Instead of calling, customers would like to chat.",
    "They type it twice instead of scanning it.",
    "The scanner beeps instead of vibrating when it is cold.",
    "It must say sorry when a parcel is lost.",
    "Drivers wait at the gate until someone comes.",
    "Wait until the lamp is green, then open the door.",
    "Not every store has a scanner.",
    "The manager, not the system, knows the customer.",
    "That is not a problem in winter.",
    "Customers do not want to wait.",
    "It is not only slow but also wrong.",
    "No, nobody may override it.",
    "No more than 5 people use it at once.",
    "Actually it happened last week, on the 4th floor.",
    "It actually takes 40 minutes to load a truck.",
    "Sorry, I don't understand the question.",
    "Sorry, what do you mean?",
    "Make it easy to find the button.",
    "Make sure that nobody gets 2 parcels.",
    "We make it 100 times a day.",
    "I said that to my boss as well, but he was busy.",
    "Rather many people print it.",
    "We would rather pay 5 € than lose a customer.",
    "Hold on to the receipt for 2 years.",
    "Ignore empty lines in the file.",
    "Drop the parcel at the neighbour after 2 attempts.",
    "Remove 3 items from the cart and the price falls.",
    "Delete 30 days after the last order.",
    "Undo must work for 10 seconds.",
    "The last one leaves at 17:00.",
    "On second thoughts nobody has ever complained.",
    "The plan can change 4 times a year.",
    "As for the number: it should drop from 9 to 4 percent.",
    "About 40 people work there, not counting students.",
    "By phone, not by letter.",
    "Change the lamp to green when it is done.",
    "Actually, no.",
    "The law says so, not us.",
    "We want a warehouse with 5 drivers instead of 12.",
    "Clerks should type it once, not twice.",
    "Actually the dispatcher prints the parcel list first.",
    "Wait, dispatchers also need a list.",
    "As I said, 12 drivers.",
    "Not all of it, the drivers keep a copy.",
    "Forget about it, it's fine.",
    "Archive the routes on Monday instead.",
    "Hmm, not sure about the 3 days.",
    "We do it like that, not like this.",
    "Instead of one warehouse we want two.",
    "Rather than by email they want receipts on paper.",
    "It should be approved within 1 day instead of 3 days.",
    "The clerk prints receipts on paper instead of sending them by email.",
    "The clerk no longer prints receipts by email.",
    "We wait for three weeks, it's 5 people.",
    "It does not print but beeps.",
    "Actually, the receipts are long.",
    "No, drivers like the app.",
    "Actually customers ask for 3 receipts.",
    "Actually a second clerk prints labels.",
    "No, on Tuesday nobody plans anything.",
    "Sorry, I meant to say that earlier.",
]


def test_there_are_many_answers_that_only_sound_like_one() -> None:
    assert len(NO_CORRECTIONS) >= 40


@pytest.mark.parametrize("answer", NO_CORRECTIONS)
def test_an_answer_that_only_sounds_like_a_correction_changes_nothing(answer: str) -> None:
    interview = talk(*TEMPTING, answer)
    assert [one.text for one in interview.statements] == [*sentences(" ".join(TEMPTING)), answer]
    assert all(not one.trail for one in interview.statements)


@pytest.mark.parametrize("answer", NO_CORRECTIONS)
def test_it_does_not_even_ask_which_one_is_meant(answer: str) -> None:
    interview = talk(*TEMPTING)
    assert unclear_lines(heard(answer, interview), interview) == ()


@pytest.mark.parametrize(
    ("before", "correction", "numbers"),
    [
        (("The clerk has 3 days. The manager has 3 days.",), "No wait, 5 days, not 3.", "2 or 1"),
        (("The clerk has 3 days, and the manager has 4 days.",), "make that 5 days", "1"),
        (("Nobody needs a note for five days.", "The gate is open."), "no, leave the note out of 2", "1"),
        (("The request carries a PDF of the doctor's note.",), "Instead of PDF uploads we take a declaration.", "1"),
    ],
)
def test_when_several_are_meant_nothing_changes_and_the_way_to_say_it_is_shown(
    before: tuple[str, ...], correction: str, numbers: str
) -> None:
    interview = talk(*before)
    moves = heard(correction, interview)
    assert [move for move in moves if not isinstance(move, Said)] == []
    (line,) = unclear_lines(moves, interview)
    assert f"corrects {numbers}, `change " in line
    assert "?" not in line


def test_the_trail_keeps_the_old_text_and_the_words_as_they_were_spoken() -> None:
    interview = talk("The tutor has 3 days to answer.")
    said = "Actually, the tutor has 5 days to answer, three was too short."
    (move,) = heard(said, interview)
    assert isinstance(move, Replaced)
    assert (move.text, move.words) == ("The tutor has 5 days to answer.", said)
    assert [change.was for change in talk("The tutor has 3 days to answer.", said).statements[0].trail] == [
        "The tutor has 3 days to answer."
    ]


def test_undoing_twice_does_it_again() -> None:
    assert texts(talk("The gate opens at 6:00.", "make it 7:00", "undo", "undo")) == ["The gate opens at 7:00"]


def test_undo_takes_back_everything_that_the_last_message_did() -> None:
    last = "No wait, it opens at 7:00, not 6:00. Trucks come at 8 am."
    interview = talk("The gate opens at 6:00.", last)
    assert texts(interview) == ["The gate opens at 7:00", "Trucks come at 8 am"]
    assert texts(talk("The gate opens at 6:00.", last, "undo")) == ["The gate opens at 6:00"]


def test_a_sentence_that_only_announces_a_correction_marks_the_next_one() -> None:
    before = ("The clerk waits 3 days for the money.", "Trucks come at 8 am.")
    interview = talk(*before, "Sorry, my mistake. The clerk waits 5 days.")
    assert texts(interview)[0] == "The clerk waits 5 days for the money"
    assert texts(interview)[1:] == ["Trucks come at 8 am", "Sorry, my mistake"]


@pytest.mark.parametrize(
    ("sentence", "marked"),
    [
        ("No wait, 5 days.", True),
        ("I misspoke: it is red.", True),
        ("We have 5 days.", False),
        ("Wait times grow.", False),
    ],
)
def test_whether_a_sentence_says_of_itself_that_it_corrects(sentence: str, marked: bool) -> None:
    assert is_marked(sentence) is marked


def test_several_corrections_in_one_message_each_change_their_own() -> None:
    interview = talk(
        "Refunds over 200 € need a team lead. The clerk waits 3 days.",
        "Make the refunds 300 €. No wait, the clerk waits 4 days, not 3. Guests pay by card.",
    )
    assert texts(interview)[-1] == "Guests pay by card"
    assert "The clerk waits 4 days" in texts(interview)


SUBJECTS = ["the tutor", "a clerk", "the night porter", "the auditor"]
CLAUSES = st.tuples(
    st.sampled_from(SUBJECTS),
    st.sampled_from(["answers", "signs", "waits"]),
    st.integers(2, 90),
    st.sampled_from(["days", "hours"]),
)
OTHERS = st.sampled_from(
    ["guests pay by card", "the portal shows a banner", "parcels are weighed at the gate", "nobody prints lists"]
)
PHRASES = st.sampled_from(
    [
        "no wait, {new} {unit}, not {old}",
        "Actually {who} {verb} within {new} {unit}.",
        "Sorry, {new} {unit}, not {old} {unit}.",
        "make that {new} {unit}",
        "I said {old} {unit}, but it's {new} {unit}.",
        "Forget {old} {unit}, {who} has {new} {unit}.",
    ]
)


@settings(max_examples=150, deadline=None)
@given(clause=CLAUSES, other=OTHERS, more=OTHERS, new=st.integers(91, 400), phrase=PHRASES)
def test_a_correction_never_loses_the_words_of_other_clauses(
    clause: tuple[str, str, int, str], other: str, more: str, new: int, phrase: str
) -> None:
    who, verb, old, unit = clause
    first = f"{who.capitalize()} {verb} within {old} {unit}, and {other}."
    correction = phrase.format(new=new, old=old, unit=unit, who=who, verb=verb)
    interview = talk(first, f"{more.capitalize()}.", correction)
    one, two = interview.statements[:2]
    assert content_words(other) <= content_words(one.text)
    assert f"{new} {unit}" in one.text
    assert two.text == f"{more.capitalize()}."
    assert [change.was for change in one.trail] == [first]


SAID = st.lists(
    st.one_of(
        st.sampled_from([*NO_CORRECTIONS, *(row[1] for row in CORRECTIONS), *TEMPTING]),
        st.text(max_size=40).filter(lambda text: bool(text.strip())),
    ),
    max_size=8,
)


@settings(max_examples=80, deadline=None)
@given(messages=SAID)
def test_whatever_is_said_every_sentence_is_kept_or_stands_in_a_correction(messages: list[str]) -> None:
    interview = Interview()
    for minute, message in enumerate(messages):
        moves = heard(message, interview)
        kept = [move.text for move in moves if isinstance(move, Said)]
        changes = [move for move in moves if isinstance(move, Replaced | Withdrawn)]
        for sentence in sentences(message):
            assert sentence in kept or sentence in [move.words for move in changes]
        for move in moves:
            before = interview
            interview = apply(interview, Event(move=move, by=PRIYA, at=NOON + timedelta(minutes=minute)))
            if isinstance(move, Replaced | Withdrawn):
                old = next(one for one in before.statements if one.id == move.statement)
                now = next(one for one in interview.statements if one.id == move.statement)
                assert now.trail[-1].was == old.text
                assert now.text.strip()
        unclear_lines(moves, interview)
