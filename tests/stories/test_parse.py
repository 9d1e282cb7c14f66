"""Stories are read however people wrote them."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.stories.lint.parse import parse_story
from bot.stories.lint.reading import story_text


@pytest.mark.parametrize(
    ("text", "role", "want", "benefit"),
    [
        ("As a nurse, I want to see the chart so that I can act fast.", "nurse", "to see the chart", "I can act fast"),
        ("As an admin I want to delete users", "admin", "to delete users", None),
        ("As the editor, I want a preview", "editor", "a preview", None),
        ("As user, I can reset my password, so I can log in", "user", "reset my password", "I can log in"),
        ("As a as user I want to pay so taht I am done", "user", "to pay", "I am done"),
        ("As anInspector I want to Conduct Inspections", "Inspector", "to Conduct Inspections", None),
        ("As a DeveloperI want to read logs  so that I know", "Developer", "to read logs", "I know"),
        ("In order to save time, as a manager, I want to export reports.", "manager", "to export reports", "save time"),
        ("To save time, as a clerk I want to scan invoices", "clerk", "to scan invoices", "save time"),
        ("I want to see my orders so that I can track them", None, "to see my orders", "I can track them"),
        ("I want to see my orders as a customer so that I know", "customer", "to see my orders", "I know"),
        ("As a nurse, I’d like to see the chart. So that I can act.", "nurse", "to see the chart", "I can act"),
        ("As a driver I need a map, because there is no signal", "driver", "a map", "there is no signal"),
        ("As a clerk I should be able to publish in order to reach people", "clerk", "publish", "reach people"),
        ("we want faster checkout so that people buy", None, "faster checkout", "people buy"),
        ("Users should be able to pay by card", "Users", "to pay by card", None),
        ("The system should send emails", None, "send emails", None),
        ("As a German user – I want to pay – so that I'm done", "German user", "to pay", "I'm done"),
        ("As a “power user” I want “dark mode”", "power user", "dark mode", None),
        ("As a camp worker I'm able to report repairs", "camp worker", "report repairs", None),
        ("As a buyer I receive a receipt so that I can prove it", "buyer", "a receipt", "I can prove it"),
        ("As a user I would like it if I could pay later", "user", "pay later", None),
        ("As a user, add a comment", "user", "add a comment", None),
        ("As a user I want files, e.g. CSV files so I can move", "user", "files, e.g. CSV files", "I can move"),
        ("As a clerk, I am worried about cost. I want a cheap till.", "clerk", "a cheap till", None),
        ("As a user, add a comment so that I can help", "user", "add a comment", "I can help"),
        ("As a clerk, in order to save time, I want a cheap till", "clerk", "a cheap till", "save time"),
        ("As someone who wants to hire I can post an ad", "someone who wants to hire", "post an ad", None),
        ("As a customer, I'd want to pay later", "customer", "to pay later", None),
        ("As a teacher, my goal is to see grades so that I can help", "teacher", "to see grades", "I can help"),
        ("As a nurse, so that I know who is in, I want a bed list", "nurse", "a bed list", "I know who is in"),
        ("In order to audit, the finance team wants to export data", "finance team", "to export data", "audit"),
        ("As a user", "user", None, None),
        ("Server configuration", None, None, None),
        ("As soon as possible we want to ship", None, "to ship", None),
        ("", None, None, None),
    ],
)  # fmt: skip
def test_a_story_falls_into_its_parts(text: str, role: str | None, want: str | None, benefit: str | None) -> None:
    story = parse_story(text)
    assert (story.role, story.want, story.benefit) == (role, want, benefit)


@pytest.mark.parametrize(
    "prefix",
    [
        "- ",
        "* ",
        "3. ",
        "12) ",
        "US-12: ",
        "ABC-7 ",
        "Story 4: ",
        "User story: ",
        "- [ ] ",
        "## ",
        "1,",
        "[US3] ",
        "> ",
    ],
)
def test_numbers_bullets_and_ids_in_front_are_skipped(prefix: str) -> None:
    story = parse_story(f"{prefix}As a nurse, I want to see the chart so that I can act.")
    assert (story.role, story.want, story.benefit) == ("nurse", "to see the chart", "I can act")


def test_bold_words_are_read_as_words() -> None:
    story = parse_story("**As a** support agent **I want** to issue refunds **so that** customers stay.")
    assert (story.role, story.want, story.benefit) == ("support agent", "to issue refunds", "customers stay")


def test_what_stands_after_the_story_is_kept_apart() -> None:
    story = parse_story("As a nurse, I want to see the chart so that I can act. It should be quick.")
    assert story.benefit == "I can act"
    assert story.rest == "It should be quick."
    assert parse_story("As a nurse I want a chart so that I can act  Note: not on phones").rest == "Note: not on phones"


def test_a_bracket_is_closed_again() -> None:
    assert parse_story("As a buyer I want a receipt (PDF).").want == "a receipt (PDF)"


def test_the_want_follows_i_want_in_any_template() -> None:
    assert parse_story("As a buyer I can see my receipts").want_phrase == "to see my receipts"
    assert parse_story("As a buyer I want to see my receipts").want_phrase == "to see my receipts"
    assert parse_story("As a buyer I receive a receipt").want_phrase == "a receipt"


def test_being_able_to_is_no_part_of_the_core() -> None:
    for opening in ("to be able to", "the ability to", "to have the option to", "to"):
        assert parse_story(f"As a buyer, I want {opening} see my receipts").core == "see my receipts"


def test_a_refusal_is_remembered() -> None:
    assert parse_story("As a user I don't want to see ads").negated
    assert not parse_story("As a user I want to see ads").negated


@given(st.text())
def test_any_text_is_read_and_its_parts_are_pieces_of_it(text: str) -> None:
    story = parse_story(text)
    assert all(part is None or part in text for part in (story.role, story.want, story.benefit))


words = st.lists(st.sampled_from("invoice order report map chart list of the a for in".split()), min_size=1, max_size=6)


@given(words, words, st.sampled_from(["so that", "so", "in order to", "because"]))
def test_every_part_of_a_plain_story_is_found_again(thing: list[str], reason: list[str], marker: str) -> None:
    want, benefit = f"to see {' '.join(thing)}", f"I know {' '.join(reason)}"
    assume("order for" not in want)  # "in order for" opens a benefit itself
    story = parse_story(f"As a nurse, I want {want}, {marker} {benefit}.")
    assert (story.role, story.want, story.benefit) == ("nurse", want, benefit)


def test_a_condition_between_role_and_want_belongs_to_neither() -> None:
    for condition in ("when I sell a car", "once it is dark", "two days before the fair", "if a guest is late"):
        story = parse_story(f"As a dealer or agent, {condition} I want a checklist so that I forget nothing.")
        assert (story.role, story.condition, story.want) == ("dealer or agent", condition, "a checklist")
        told = story_text(story, story.want_phrase)
        assert told == f"As a dealer or agent, {condition}, I want a checklist so that I forget nothing."


def test_what_is_done_to_somebody_stays_passive_in_a_rewrite() -> None:
    assert parse_story("As a site admin, I am emailed whenever a job is submitted").want_phrase == (
        "to be emailed whenever a job is submitted"
    )


def test_a_story_may_open_with_its_condition() -> None:
    story = parse_story("When I am on the road, as a driver, I want directions so that I arrive.")
    assert (story.role, story.condition, story.want) == ("driver", "When I am on the road", "directions")
    assert story.text.startswith("When")
