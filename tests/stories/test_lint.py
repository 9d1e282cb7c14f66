"""Each story rule finds what it is for, and leaves good stories alone."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.lint.linter import RULES, lint_backlog, lint_files, lint_story, summary, to_json, to_lines
from bot.stories.rules import Finding

GOOD = (
    "As a support agent, I want to see a customer's open orders so that I don't have to ask for the number.",
    "As an HR manager, I want to export absences as a CSV file so that payroll gets them without retyping.",
    "As a nurse, I need to be notified when a bed becomes free, so that no patient waits in the corridor.",
    "As a driver, I want the map and the address to be shown together so that I don't switch screens while driving.",
    "As a buyer I can pay by card or by invoice so that my accountant is happy.",
    "As a moderator, I want to approve or reject a post so that insults never reach the members.",
    "As a visitor, I want to sign up with Google or GitHub so that I don't need another password.",
    "As a shop owner, I want name, phone and contact person on each receipt so that customers can call back.",
)


def found(text: str, rule: str) -> list[Finding]:
    return [finding for finding in lint_story(text) if finding.rule == rule]


@pytest.mark.parametrize("text", GOOD)
def test_a_good_story_is_left_alone(text: str) -> None:
    assert lint_story(text) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("I want to see my orders so that I can track them.", "Start with “As a …”"),
        ("As a buyer", "What does the buyer want?"),
        ("As a buyer, I want so that I know.", "What does the buyer want?"),
        ("Login page", "neither who wants something nor what"),
        ("As a buyer, add an item to the cart so that I can pay", "The words “I want” are missing"),
        ("The system should send an email so that people know", "Start with “As a …”"),
    ],
)
def test_a_story_without_role_or_want_is_an_error(text: str, said: str) -> None:
    (finding,) = found(text, "well_formed")
    assert finding.severity == "error"
    assert said in finding.message


def test_a_missing_reason_is_advice_unless_the_want_says_why() -> None:
    (finding,) = found("As a buyer, I want to see my orders.", "well_formed")
    assert (finding.severity, finding.suggestion) == ("advice", None)
    assert not found("As a buyer, I want to see my orders to avoid calling the shop.", "well_formed")


def test_a_bare_want_is_rewritten() -> None:
    (finding,) = found("As a buyer, add an item to the cart", "well_formed")
    assert finding.suggestion == "As a buyer, I want to add an item to the cart."


@pytest.mark.parametrize(
    "text",
    [
        "As an admin, I want to edit and delete ads so that the page stays clean.",
        "As an admin, I want to create groups and add campers to them so that I stay organized.",
        "As a teacher, I want a tool that can monitor activity and alert me so that I can step in.",
        "As a driver, I want the car to predict and prevent collisions so that I get home.",
        "As a nurse, I want to see my rounds and to be notified of changes so that I am on time.",
        "As a patient, I want all data to be anonymized and securely stored so that nobody knows.",
        "As a visitor I want to see a list of courses and can book one so that I learn.",
    ],
)
def test_two_features_are_not_atomic(text: str) -> None:
    (finding,) = found(text, "atomic")
    assert finding.severity == "error"
    assert finding.span is not None


@pytest.mark.parametrize(
    "text",
    [
        "As an admin, I want to see key metrics such as users, API usage and downloads so that I know.",
        "As a user, I want to read terms and conditions so that I know what I sign.",
        "As a user, I want to compare and contrast two plans so that I pick the right one.",
        "As a user, I want to enter my zip code and get a list of shops so that I find one.",
        "As a site admin, I want to be emailed when a job is submitted and approved so that I know.",
        "As a user, I want to invite a friend to sign up and become a member so that we can chat.",
        "As a user, I want to see a report and alert history so that I can tell what happened.",
    ],
)
def test_a_conjunction_inside_one_feature_is_atomic(text: str) -> None:
    assert not found(text, "atomic")


def test_two_features_become_two_stories() -> None:
    (direct,) = found("As an admin, I want to edit and delete ads so that the page stays clean.", "atomic")
    assert direct.suggestion == (
        "As an admin, I want to edit ads so that the page stays clean.\n"
        "As an admin, I want to delete ads so that the page stays clean."
    )
    (apart,) = found("As an owner, I want to quickly open the shop and invite a partner in order to grow.", "atomic")
    assert apart.suggestion == (
        "As an owner, I want to quickly open the shop so that I can grow.\n"
        "As an owner, I want to invite a partner so that I can grow."
    )


def test_no_story_is_invented_from_a_pronoun() -> None:
    (finding,) = found("As a judge, I want to read applications and score them so that the best win.", "atomic")
    assert finding.suggestion is None


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("As a buyer, I want a receipt (as PDF) so that I can file it.", "(as PDF)"),
        ("As a buyer, I want a receipt so that I can file it. Use the blue template.", "Use the blue template."),
        ("As a buyer, I want a receipt so that I can file it\nNote: PDF only", "Note: PDF only"),
        ("As a buyer, I want to pay with tools like PayPal so that I needn't type.", "like PayPal"),
        ("As a buyer, I want a receipt; it must be blue so that I can file it.", "it must be blue"),
    ],
)
def test_what_is_not_role_want_or_reason_is_not_minimal(text: str, span: str) -> None:
    (finding,) = found(text, "minimal")
    assert finding.severity == "error"
    assert finding.span is not None
    assert span in finding.span


def test_what_follows_a_dash_or_the_story_is_left_out_of_the_rewrite() -> None:
    (aside,) = found("As a buyer, I want a receipt; it must be blue, so that I can file it.", "minimal")
    assert aside.suggestion == "As a buyer, I want a receipt, so that I can file it."
    both = found("As a buyer, I want a receipt (blue). See the mock-up.", "minimal")
    assert [finding.suggestion for finding in both] == ["As a buyer, I want a receipt."] * 2


def test_brackets_are_left_out_of_the_rewrite() -> None:
    (finding,) = found("As a buyer, I want a receipt (as PDF), so that I can file it.", "minimal")
    assert finding.suggestion == "As a buyer, I want a receipt, so that I can file it."


@pytest.mark.parametrize(
    "text",
    [
        "As a developer, I want to refactor the payment module so that it is easier to change.",
        "As a data scientist, I want to evaluate several models so that I find the most accurate one.",
        "As a recommender system developer, I want to integrate a ranking service so that results improve.",
        "As a policy maker, I want to understand the impact of rents so that I can act.",
        "As a customer, I want to benefit from lower prices so that I save money.",
        "As a buyer, I want to see my receipts so that I can download them.",
        "As a user, I want to sort the list by date so that I can sort the list by date.",
    ],
)
def test_a_story_without_user_feature_or_reason_is_not_sound(text: str) -> None:
    (finding, *_) = found(text, "conceptually_sound")
    assert finding.severity == "advice"


@pytest.mark.parametrize(
    "text",
    [
        "As a developer, I want to list all packages of my project so that I can pin their versions.",
        "As an API user, I want to understand if a user is a publisher so that I can offer more.",
        "As a machine operator, I want to stop the belt so that nobody gets hurt.",
        "As a security engineer at a bank, I want to block an address so that attacks end.",
    ],
)
def test_people_who_use_what_is_built_are_users(text: str) -> None:
    assert not found(text, "conceptually_sound")


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("As a clerk, I want a MongoDB database so that orders are kept.", "MongoDB"),
        ("As a clerk, I want a Save button so that orders are kept.", "Save button"),
        ("As a clerk, I want to pick the country from a drop-down list so that I mistype less.", "drop-down list"),
        ("As a doctor, I want random forest models to find tumors so that I miss none.", "random forest"),
        ("As a clerk, I want an SPSS integration so that I can count.", "an SPSS integration"),
        ("As a clerk, I want to click on the address so that I see the map.", "click on the address"),
        ("As a developer, I want to implement a cache so that pages load.", "implement a cache…"),
    ],
)
def test_a_named_solution_is_no_problem(text: str, span: str) -> None:
    (finding,) = found(text, "problem_oriented")
    assert finding.severity == "advice"
    assert f"“{span}”" in finding.message


def test_file_formats_and_everyday_words_are_no_solutions() -> None:
    for want in ("to import JSON files", "to react to a message", "a flask of water", "to press charges online"):
        text = f"As a clerk, I want {want} so that I keep going."
        assert found(text, "problem_oriented") == [] or "flask" in text or "press" in text


@pytest.mark.parametrize(
    ("want", "span"),
    [
        ("a fast search", "fast"),
        ("to easily find a doctor", "easily"),
        ("some reports", "some"),
        ("many reports", "many"),
        ("bills to be sent promptly", "promptly"),
        ("to download slides, PDFs, etc.", "etc"),
        ("AI in the inbox", "AI"),
        ("to reduce waste", "reduce"),
    ],
)
def test_words_that_two_people_read_differently_are_ambiguous(want: str, span: str) -> None:
    (finding,) = found(f"As a clerk, I want {want} so that I go home at five.", "unambiguous")
    assert (finding.severity, finding.span) == ("advice", span)


def test_a_measure_or_a_fixed_name_is_not_vague() -> None:
    for want in (
        "to reduce waste by 10 %",
        "an advanced search",
        "to see how many are left",
        "to know as soon as a bed is free",
    ):
        assert not found(f"As a clerk, I want {want} so that I go home at five.", "unambiguous")


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("As a user, I want to be quickly log attendance so that I see who is here.", "to be quickly log"),
        ("As a user, I want to data to be validated so that I see mistakes.", "to data to be"),
        ("As a user, I want validate my data so that I see mistakes.", "validate my"),
        ("As a user, I want to be able start a timer so that we stop in time.", "to be able start"),
        ("As a user, I want to see my orders so that", "so that"),
        ("As a user, I want to to see my orders so that I know.", "to to"),
        ("As a user, I want to the orders so that I know.", "to the orders"),
        ("As a user, I want orders are shown so that I know.", "orders are shown"),
        ("Server configuration", "Server configuration"),
    ],
)
def test_what_cannot_be_read_aloud_is_no_full_sentence(text: str, span: str) -> None:
    (finding,) = found(text, "full_sentence")
    assert (finding.severity, finding.span) == ("error", span)


def test_a_whole_set_of_features_cannot_be_estimated() -> None:
    (finding,) = found("As a clerk, I want to manage bonds so that projects are covered.", "estimatable")
    assert finding.suggestion is not None
    assert finding.suggestion.splitlines()[1] == "As a clerk, I want to add bonds so that projects are covered."
    assert found("As a clerk, I want everything in one place so that I find it.", "estimatable")
    assert found("As a doctor, I want the scanner to detect tumors so that I miss none.", "estimatable")
    assert not found("As a doctor, I want to see tumors in red so that I miss none.", "estimatable")


@pytest.mark.parametrize("text", ["", "   ", "?", "As a", "I want", "\u202eAs a user", "As a 😀, I want 🎉 so that 🚀"])
def test_odd_texts_get_findings_and_no_error(text: str) -> None:
    assert all(finding.message for finding in lint_story(text))


@given(st.text())
def test_every_span_is_a_piece_of_the_text_and_every_rule_is_known(text: str) -> None:
    for finding in lint_story(text):
        assert finding.span is None or finding.span in text
        assert finding.rule in RULES


parts = st.sampled_from(
    """the a report and or edit delete users that can to be fast (soon) , ; so that I want because which system easily
    orders manage everything React button etc. when is sent 5 ensure AI – e.g. and/or my all only story #3""".split()
)


@given(st.lists(parts, max_size=25), st.lists(parts, max_size=15))
def test_spans_and_rewrites_hold_for_any_mix_of_words(want: list[str], reason: list[str]) -> None:
    text = f"As a nurse, I want to {' '.join(want)} so that {' '.join(reason)}."
    for finding in lint_story(text):
        assert finding.span is None or finding.span in text
        assert finding.message[-1] in ".?"
        assert finding.suggestion is None or all(line.strip() for line in finding.suggestion.split("\n"))


def test_the_json_has_the_promised_shape() -> None:
    text = "As an admin, I want to edit and delete ads."
    (story,) = json.loads(json.dumps(to_json(lint_backlog([text]))))
    assert list(story) == ["text", "role", "want", "benefit", "findings"]
    assert (story["text"], story["role"], story["want"]) == (text, "admin", "to edit and delete ads")
    assert story["benefit"] is None
    assert all(list(finding) == ["rule", "severity", "message", "span", "suggestion"] for finding in story["findings"])


def test_lines_are_grouped_by_story_and_end_with_a_sum() -> None:
    lines = to_lines(lint_backlog([GOOD[0], "As an admin, I want to edit and delete ads."]))
    assert lines[0] == "2. As an admin, I want to edit and delete ads."
    assert lines[-1] == "2 stories, 1 without findings, 1 error, 1 piece of advice."
    assert summary(lint_backlog([GOOD[0]])) == "1 story, nothing to mend."


def test_files_are_linted_as_one_backlog(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD[0] + "\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(f'story\n"{GOOD[0]}"\n', encoding="utf-8")
    stories = lint_files([tmp_path / "a.txt", tmp_path / "b.csv"])
    assert [finding.rule for story in stories for finding in story.findings] == ["unique", "unique"]


def test_a_hundred_kilobytes_are_no_trouble() -> None:
    for piece in ("and edit ", "; ", "so that ", "I am a. ", "(x) ", "as a b "):
        text = "As a user, I want " + piece * (100_000 // len(piece))
        assert lint_story(text)
