"""Stories are held against each other."""

from bot.stories.lint.linter import lint_backlog
from bot.stories.rules import Finding

FILLER = tuple(
    f"As a clerk, I want to {want} so that {why}."
    for want, why in (
        ("print a badge", "visitors can be told apart"),
        ("call the next number", "nobody waits in vain"),
        ("see the weather", "I bring an umbrella"),
        ("hear the bell", "I open the door"),
        ("lock the till", "no coin is lost"),
        ("weigh a parcel", "postage is right"),
        ("stamp a letter", "it counts as received"),
        ("dim the lights", "the screen can be read"),
    )
)


def found(rule: str, *texts: str) -> list[list[Finding]]:
    return [[finding for finding in story.findings if finding.rule == rule] for story in lint_backlog(texts)]


def test_a_single_story_has_no_company_to_be_held_against() -> None:
    assert found("unique", FILLER[0]) == [[]]
    assert found("uniform", FILLER[0]) == [[]]


def test_both_of_two_identical_stories_are_errors() -> None:
    one, other, *_ = found("unique", FILLER[0], FILLER[0], *FILLER[1:])
    assert [finding.severity for finding in one + other] == ["error", "error"]
    assert "story 2" in one[0].message
    assert "story 1" in other[0].message


def test_case_and_punctuation_make_no_new_story() -> None:
    one, other = found(
        "unique", "As a user I want to pay so that I am done", "As a User, I want to pay, so that I am done."
    )
    assert one[0].severity == other[0].severity == "error"


def test_the_same_want_of_another_role_is_told() -> None:
    one, other, *_ = found(
        "unique",
        "As a trainer, I want to delete any course so that the list is right.",
        "As an admin, I want to delete any course so that I can clean up.",
        *FILLER,
    )
    assert one[0].severity == "advice"
    assert "“admin”" in one[0].message
    assert "“trainer”" in other[0].message


def test_the_same_want_in_other_words_is_told() -> None:
    one, other, *_ = found(
        "unique",
        "As a consumer, I want to view a data package online so that I get a sense of the dataset.",
        "As a consumer, I want to see the data package so that I get a sense of this dataset.",
        *FILLER,
    )
    assert one
    assert other


def test_variants_and_opposites_are_no_twins() -> None:
    reason = "so that I don't have to convert it first."
    variants = (
        f"As a publisher, I want to import data from Excel {reason}",
        f"As a publisher, I want to import data from JSON {reason}",
        f"As a publisher, I want to export data to JSON {reason}",
        "As a clerk, I want to lock an account so that it is safe.",
        "As a clerk, I want to unlock an account so that it is usable.",
        "As an editor, I want the rules to accept zero for loan records so that they pass.",
        "As an editor, I want the rules to accept zero for non-loan records so that they pass.",
        "As a clerk, I want an alarm after 5 minutes so that I look up.",
        "As a clerk, I want an alarm after 15 minutes so that I look up.",
    )
    assert not any(found("unique", *variants, *FILLER))


def test_the_odd_template_is_an_error_with_a_rewrite() -> None:
    *rest, odd = found("uniform", *FILLER, "As a clerk, I can open a window so that air comes in.")
    assert not any(rest)
    assert odd[0].severity == "error"
    assert odd[0].span == "I can"
    assert odd[0].suggestion == "As a clerk, I want to open a window so that air comes in."


def test_without_a_clear_majority_nothing_is_odd() -> None:
    can = [text.replace("I want to", "I can") for text in FILLER]
    assert not any(found("uniform", *FILLER[:4], *can[4:]))


def test_a_missing_reason_is_no_other_template() -> None:
    assert not any(found("uniform", *FILLER, "As a clerk, I want to open a window."))


def test_a_story_that_names_other_work_is_not_independent() -> None:
    for hint in (
        "after story 12",
        "as described above",
        "for the updates in DB-2213",
        "once the new login is deployed",
    ):
        (findings,) = found("independent", f"As a clerk, I want to print badges {hint} so that visitors come in.")
        assert findings, hint
        assert findings[0].severity == "advice"


def test_standards_ids_and_events_are_no_other_work() -> None:
    for text in (
        "PAY-12: As a clerk, I want to print badges so that visitors come in.",
        "As a clerk, I want files in ISO-8859 so that the printer reads them.",
        "As a clerk, I want a mail when the article is updated so that I know.",
        "As a clerk, I want a mail after the order is paid so that I know.",
    ):
        assert not any(found("independent", text)), text


def test_changing_waits_for_the_story_that_brings_it() -> None:
    one, other, *_ = found(
        "independent",
        "As a clerk, I want to add a camper so that I know who comes.",
        "As a clerk, I want to remove a camper so that the list is right.",
    )
    assert not one
    assert "story 1" in other[0].message


def test_a_thing_that_nobody_brings_is_missing() -> None:
    *_, last = found("complete", *FILLER, "As a clerk, I want to delete a voucher so that nobody uses it twice.")
    assert last[0].severity == "advice"
    assert "voucher" in last[0].message
    made = "As a clerk, I want to issue a voucher so that guests come again."
    assert not any(found("complete", *FILLER, made, "As a clerk, I want to delete a voucher so that it is gone."))


def test_editing_what_was_there_before_misses_nothing() -> None:
    assert not any(found("complete", *FILLER, "As a clerk, I want to change the colors of the map so that I see more."))
    *_, last = found("complete", *FILLER, "As a clerk, I want to edit the recipe I added so that it is right.")
    assert last


def test_a_few_stories_are_not_expected_to_be_complete() -> None:
    assert not any(found("complete", *FILLER[:2], "As a clerk, I want to delete a voucher so that it is gone."))


def test_for_all_and_only_for_ones_own_contradict() -> None:
    one, other, *_ = found(
        "conflict_free",
        "As a user, I want to edit any landmark so that it is right.",
        "As a user, I want to delete only the landmarks I added so that nobody's work is lost.",
        *FILLER,
    )
    assert "story 2" in one[0].message.lower()
    assert other


def test_asking_and_forbidding_contradict() -> None:
    one, other = found(
        "conflict_free",
        "As a user, I want to see grants so that I can apply.",
        "As a user, I don't want to see grants so that I keep calm.",
    )
    assert one
    assert other


def test_different_numbers_for_the_same_wish_contradict() -> None:
    one, other = found(
        "conflict_free",
        "As a user, I want to see results within 2 seconds so that I keep going.",
        "As a user, I want to see results within 5 seconds so that I keep going.",
    )
    assert one
    assert other


def test_seeing_all_and_seeing_ones_own_go_together() -> None:
    assert not any(
        found(
            "conflict_free",
            "As a user, I want to see all orders so that I can compare.",
            "As a user, I want to see only my orders so that I find mine.",
        )
    )


def test_findings_come_in_input_order_and_rule_order() -> None:
    stories = lint_backlog([*FILLER, "As a clerk, I can edit and delete some ads (soon)."])
    assert [story.text for story in stories][:8] == list(FILLER)
    assert [finding.rule for finding in stories[-1].findings] == [
        "well_formed", "atomic", "minimal", "unambiguous", "uniform",
    ]  # fmt: skip
