"""Good stories of many trades get no finding at all; among them those of people who also build things."""

import pytest

from bot.stories.lint import lint_story

QUIET = (
    "As a waiter, I want to type things like the date only once so that I serve faster.",
    "As a student, I want to know how quickly I can get my scans so that I can plan the week.",
    "As a developer, I want to create an API key so that my script can sign in.",
    "As a data analyst, I want to compare the sales of two quarters so that I see what changed.",
    "As a QA tester, I want to attach a screenshot to a bug report so that nobody asks back.",
    "As a team member, I want to review the actions of the last retro so that none is forgotten.",
    "As a scrum master, I want to track open action items so that I can remind their owners.",
    "As a designer, I want to comment on a drawing so that the author knows what I mean.",
    "As a developer, I want to list the open pull requests of my team so that I review the oldest first.",
    "As a researcher, I want to compare two datasets side by side so that I pick the one that fits.",
    "As a data analyst, I want to see which car models sold in May so that I can brief the shop.",
    "As a tester, I want to link a test case to a story so that I see what is covered.",
    "As a business analyst, I want to export the interview so that I can quote it.",
    "As a DBA, I want to see which queries ran longer than a second so that I know where to look.",
    "As a product owner, I want to see the impact of a change on the release date so that I can decide.",
    "As a server in a restaurant, I want to see which table ordered so that I bring the right plate.",
    "As an administrator of the booking system, I want to block a room so that painters can work.",
    "As a product designer, I want to share a link to a sketch so that others can look at it.",
    "As a developer, I want to be told when a build fails so that I fix it before lunch.",
    "As a data engineer, I want to be notified when a file is late so that I can call the sender.",
    "As a researcher, I want to cite a dataset so that readers can find it.",
    "As a teacher, I want to see how long each pupil needed so that I can help the slow ones.",
    "As a customer, I want to understand why my claim was refused so that I can object.",
    "As a customer, I want to log in with my phone number so that I need no password.",
    "As a user, I want to open a document so that I can read it on the train.",
    "As a clerk, I want to attach a photo and a note to a claim so that the expert has both.",
    "As a clerk, I want to see name, street and city of a customer so that I can address the letter.",
    "As a manager, I want to see who is absent and until when so that I can plan the week.",
    "As a visitor, I want to read the terms and conditions so that I know what I sign.",
    "As a nurse, I want to record the time, dose and route of a drug so that the doctor sees them.",
    "As a shop owner, I want to offer pick up and delivery so that customers can choose.",
    "As a driver, I want to see the next stop and the time left so that I keep to the plan.",
    "As a member, I want to receive an email or a text message when my book is due so that I pay no fine.",
    "As a member, I want the newsletter to arrive on Friday so that I read it at the weekend.",
    "As a tenant, I want to report damage with a photo so that the caretaker brings the right tools.",
    "As an accountant, I want invoices to be numbered without gaps so that the tax office accepts them.",
    "As a librarian, I want to see which books are overdue for more than 30 days so that I can call the readers.",
    "As a cook, I want to print the orders of the day so that I can pin them to the wall.",
    "As a patient, I want to see my blood results before my appointment so that I can prepare questions.",
    "As a cyclist, I want to see the steepest part of a route so that I can decide whether to walk.",
    "As a parent, I want to tell the school that my child is ill so that nobody searches for her.",
    "As a volunteer, I want to swap a shift with somebody else so that I can go to a wedding.",
    "As a guest, I want to order breakfast for a certain time so that it is warm when I sit down.",
    "As a farmer, I want to know when it will rain in the next two hours so that I can bring in the hay.",
    "As an editor, I want to schedule an article so that it appears while I sleep.",
    "As a judge, I want to see all documents of a case in the order they arrived so that I miss none.",
    "As a pilot, I want to sign the checklist on my tablet so that no paper gets lost.",
    "As a recruiter, I want to see how candidates heard about us so that we advertise in the right places.",
    "As a warehouse worker, I want to scan a parcel and see its shelf so that I put it in the right place.",
)


@pytest.mark.parametrize("text", QUIET)
def test_a_plain_story_of_everyday_work_is_left_alone(text: str) -> None:
    assert lint_story(text) == ()
