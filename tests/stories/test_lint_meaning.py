"""Who is a user, what is a feature, what is a reason, and what is only a way to build it."""

import pytest

from bot.stories.lint.linter import lint_story
from bot.stories.rules import Finding


def found(text: str, rule: str) -> list[Finding]:
    return [finding for finding in lint_story(text) if finding.rule == rule]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("As the system, I want to send a reminder so that nobody forgets.", "system"),
        ("As a mobile app, I want to show a map so that people find the shop.", "mobile app"),
        ("As a prediction model, I want to be fed every night so that I stay right.", "prediction model"),
    ],
)
def test_what_is_being_built_is_no_user(text: str, span: str) -> None:
    (finding,) = found(text, "conceptually_sound")
    assert finding.span == span
    assert "Name that person" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "As a data scientist, I want the classifier to keep up with new slang so that it stays right.",
        "As a system architect, I want the system to handle two formats so that we need no converter.",
        "As a researcher, I want to evaluate the accuracy of our ranking so that we can publish it.",
        "As a tester, I want to test the checkout so that no order is lost.",
        "As a QA engineer, I want to verify that the login works so that users get in.",
        "As a developer, I want to write unit tests so that nothing breaks.",
        "As a developer, I want to fix a bug in the checkout so that users can pay.",
        "As a developer, I want to add an index to the orders table so that queries end.",
        "As a developer, I want the domain models to be indexed so that queries end.",
        "As a software engineer, I want to make sure the learning model never sleeps so that it answers.",
    ],
)
def test_whoever_builds_or_examines_the_system_is_no_user_of_it(text: str) -> None:
    (finding, *_) = found(text, "conceptually_sound")
    assert "makes or examines" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "As an administrator of the booking system, I want to lock a room so that painters can work.",
        "As a researcher, I want the system to show the source of a number so that I can trust it.",
        "As a researcher, I want to analyse my interviews by topic so that I see what people care about.",
        "As a data analyst, I want to check whether a file came so that I can call the sender.",
        "As a data analyst, I want to create a chart so that the board understands the year.",
    ],
)
def test_whoever_uses_the_system_for_their_own_work_is_a_user(text: str) -> None:
    assert not found(text, "conceptually_sound")


@pytest.mark.parametrize(
    "text",
    [
        "As a citizen, I want transparency from ministries so that I can trust them.",
        "As a cyclist, I want stricter traffic laws so that I feel safe.",
        "As a mayor, I want to develop fair and sustainable housing policies so that people stay.",
        "As a coach, I want to develop training programs for the young so that they win.",
        "As a bank, I want to use open data to explore new markets so that we grow.",
        "As an officer, I want to identify the risks and challenges of drones so that I can reduce them.",
    ],
)
def test_wishes_that_no_product_can_grant_are_no_features(text: str) -> None:
    assert found(text, "conceptually_sound")


@pytest.mark.parametrize(
    "text",
    [
        "As a visitor, I want to open the plan of the museum so that I can see the rooms of a painter.",
        "As a parent, I want to create an account so that I can book a course.",
        "As a member, I want to sign in so that I can edit my profile.",
    ],
)
def test_the_next_click_is_another_feature_and_no_reason(text: str) -> None:
    (finding,) = found(text, "conceptually_sound")
    assert "another feature" in finding.message


def test_understanding_what_can_be_shown_is_a_feature() -> None:
    shown = "As a tenant, I want to understand how my rent was calculated so that I can object."
    assert not found(shown, "conceptually_sound")
    assert found("As a mayor, I want to understand the impact of rents so that I can act.", "conceptually_sound")


def test_reading_what_was_opened_is_a_reason() -> None:
    assert not found("As a clerk, I want to open a letter so that I can read it at home.", "conceptually_sound")


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("As a pilot, I want the log to be integrated with AIRDATA so that I type less.", "integrated with AIRDATA"),
        ("As a clerk, I want to integrate my calendar with Outlook so that I miss nothing.", "with Outlook"),
        ("As a coach, I want to store the results in a database so that they are kept.", "in a database"),
        ("As a coach, I want old results deleted from the database so that the list is short.", "from the database"),
        ("As a data scientist, I want the scorer to accept unpaired data so that I need no pairs.", "unpaired data"),
        ("As a clerk, I want a React front end so that it looks good.", "React"),
        ("As a clerk, I want a REST API so that orders arrive.", "REST API"),
        ("As a clerk, I want a cron job that mails me so that I know.", "cron job"),
        ("As a clerk, I want the order to leave via FTP so that the plant gets it.", "FTP"),
        ("As a user, I want a progress bar so that I know how long it takes.", "progress bar"),
    ],
)
def test_how_it_is_built_is_a_solution(text: str, span: str) -> None:
    (finding,) = found(text, "problem_oriented")
    assert finding.span is not None
    assert span in finding.span


@pytest.mark.parametrize(
    "text",
    [
        "As a clerk, I want the till to work together with our existing scales so that I type no weights.",
        "As a historian, I want to search a database of letters so that I find the sender.",
        "As a data scientist, I want the scorer to tell spam from mail so that nobody is bothered.",
    ],
)
def test_what_it_should_do_is_no_solution(text: str) -> None:
    assert not found(text, "problem_oriented")


@pytest.mark.parametrize(
    ("want", "span"),
    [
        ("a tool that recognizes weeds", "recognizes"),
        ("a sorter that can adapt to new parcels", "can adapt to"),
        ("the platform to work with any type of sensor", "any type of"),
    ],
)
def test_what_judges_or_never_ends_cannot_be_estimated(want: str, span: str) -> None:
    (finding,) = found(f"As a farmer, I want {want} so that I lose less.", "estimatable")
    assert finding.span == span


def test_what_must_be_true_afterwards_is_no_mere_goal() -> None:
    text = "As a clerk, I want to ensure that no order is sent twice so that nobody pays twice."
    assert not found(text, "estimatable")
    assert not found(text, "unambiguous")


def test_a_purpose_inside_the_want_is_a_reason() -> None:
    for why in ("to streamline the kitchen", "to better understand our guests", ", sparing me a walk"):
        assert not found(f"As a cook, I want to see all tables {why}.", "well_formed")


@pytest.mark.parametrize(
    ("want", "span", "others"),
    [
        ("to be able to create/retire rules", "create/retire", ("to create rules", "to retire rules")),
        ("to search for and download forms", "and download forms", ("to search for forms", "to download forms")),
        ("to sort mail as well as to print labels", "as well as to print labels", ("to sort mail", "to print labels")),
        (
            "to click a place on the map and thereby perform a search of shops",
            "and thereby perform a search of",
            ("to click a place on the map", "to perform a search of shops"),
        ),
    ],
)
def test_two_features_become_two_stories_however_they_are_joined(want: str, span: str, others: tuple[str, str]) -> None:
    (finding,) = found(f"As a clerk, I want {want} so that I am done.", "atomic")
    assert finding.span == span
    assert finding.suggestion == "\n".join(f"As a clerk, I want {other} so that I am done." for other in others)


@pytest.mark.parametrize(
    "want",
    [
        "to set opening hours, closing days, and start parking times",
        "to analyse the sales and find out which shelf sells best",
        "to log in with and without a password",
        "to copy/paste an address",
        "to hear from fans as well as critics",
    ],
)
def test_names_in_a_list_and_results_of_looking_are_one_feature(want: str) -> None:
    assert not found(f"As a clerk, I want {want} so that I am done.", "atomic")
