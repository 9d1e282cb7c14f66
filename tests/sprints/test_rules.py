"""A sprint is read from what teams have, and its lines say only what the sources say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.values import Document, Hit, Passage, Unread
from bot.sprints.agreed import open_actions
from bot.sprints.digest import (
    Digest,
    Gathered,
    best_sentence,
    compared,
    draft_digest,
    each_question_once,
    open_questions,
    statements,
)
from bot.sprints.reading import read_sprint
from bot.sprints.rules import Cite, Item, Sprint, choose, overlap, similar_past
from bot.sprints.says import digest_post, whole
from tests.dialog import visible

SAMPLE = Path(__file__).parent.parent.parent / "knowledge" / "sprints"
TODAY = date(2026, 11, 26)


def sprints() -> list[Sprint]:
    return [
        sprint
        for path in sorted(SAMPLE.iterdir())
        for sprint in read_sprint(path.read_text(encoding="utf-8"), Cite(title=path.stem, path=f"sprints/{path.name}"))
    ]


def test_the_sample_holds_six_past_sprints_and_the_coming_one() -> None:
    assert [sprint.name for sprint in sprints()] == [f"Sprint {number}" for number in range(14, 21)]
    assert all(sprint.goal and sprint.dated and sprint.items for sprint in sprints())


def test_a_trackers_export_is_read_by_its_column_names() -> None:
    text = "Issue key,Summary,Assignee,Status,Sprint\nAB-1,Pay by card,Ana,Done,S 1\nAB-2,Refund,,To Do,S 2\n"
    first, second = read_sprint(text, Cite(title="x", path="export.csv"))
    assert (first.name, first.items[0].id, first.items[0].owner) == ("S 1", "AB-1", "Ana")
    assert second.items[0].owner == ""


def test_a_list_of_items_will_do() -> None:
    text = "# Sprint 3\n\n## Goal\n\nShip it.\n\n- [ ] AB-1: Pay by card\n- **AB-2** Refund\n"
    (sprint,) = read_sprint(text, Cite(title="Sprint 3", path="sprint-3.md"))
    assert (sprint.name, sprint.goal) == ("Sprint 3", "Ship it.")
    assert [(item.id, item.title, item.criteria) for item in sprint.items] == [
        ("AB-1", "Pay by card", None),
        ("AB-2", "Refund", None),
    ]


def test_a_page_without_items_is_no_sprint() -> None:
    assert read_sprint("# How we plan sprints\n\nOn Mondays.\n", Cite(title="x", path="x.md")) == ()
    assert read_sprint("a,b\n1,2\n", Cite(title="x", path="x.csv")) == ()


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("", TODAY, "Sprint 20"),
        ("", date(2026, 12, 3), "Sprint 20"),
        ("", date(2026, 10, 7), "Sprint 17"),
        ("", date(2027, 3, 1), "Sprint 20"),
        ("17", TODAY, "Sprint 17"),
        ("sprint 14", TODAY, "Sprint 14"),
        ("99", TODAY, None),
    ],
)
def test_without_a_name_the_next_sprint_is_meant(name: str, day: date, expected: str | None) -> None:
    found = choose(sprints(), name, day)
    assert (found.name if found else None) == expected


def test_a_review_looks_at_the_sprint_that_runs_or_has_just_ended() -> None:
    for day, name in ((TODAY, "Sprint 19"), (date(2026, 11, 28), "Sprint 19")):
        found = choose(sprints(), "", day, running_first=True)
        assert found is not None
        assert found.name == name


def test_the_same_item_earlier_is_found_with_what_surprised_the_team() -> None:
    every = sprints()
    coming = every[-1]
    past = similar_past(coming.items[0], coming, every)
    assert (past[0].sprint, past[0].item.carried_to) == ("Sprint 19", "Sprint 20")
    assert past[0].surprises == ("Drivers with no signal kept the old stop until noon (LP-447).",)


def test_a_sprint_knows_nothing_of_later_ones() -> None:
    every = sprints()
    early = every[1]
    assert all(past.sprint == "Sprint 14" for item in early.items for past in similar_past(item, early, every))


def hit(text: str, *, kind: str = "adr", status: str = "accepted", newer: str = "", title: str = "9. Events") -> Hit:
    document = Document.model_validate(
        {"source": "k", "path": f"{title}.md", "title": title, "kind": kind, "status": status}
    )
    return Hit(rank=1, score=1, document=document, passage=Passage(seq=0, headings=(), text=text), key="k", newer=newer)


def a_digest(*found: Gathered, unread: tuple[Unread, ...] = (), notes: tuple[str, ...] = ()) -> Digest:
    sprint = Sprint(name="S 1", items=tuple(each.item for each in found), cite=Cite(title="S 1", path="s1.md"))
    return draft_digest(sprint, found, documents=7, unread=unread, notes=notes, today=TODAY, stale_days=365)


READY = Item(id="A-1", title="Poll Planner every minute", owner="Ana", criteria=2)


def test_what_rests_on_a_decision_that_no_longer_holds_comes_first() -> None:
    old = hit(
        "Ask Planner every minute.", status="superseded", newer="9. Events", title="3. Poll the Planner every minute"
    )
    new = hit("Planner sends events. Nobody polls Planner any more.")
    kinds = [line.kind for line in a_digest(Gathered(item=READY, hits=(old, new))).of("A-1")]
    assert kinds[:2] == ["superseded", "contradiction"]


def test_a_decision_that_forbids_something_else_is_no_contradiction() -> None:
    other = hit("Parcel numbers must not be guessed. Labels stay valid.")
    assert [line.kind for line in a_digest(Gathered(item=READY, hits=(other,))).lines] == ["decision"]


def test_what_is_missing_is_told_and_what_nobody_counted_is_not() -> None:
    bare = Item(id="A-2", title="Refund", criteria=0)
    uncounted = Item(id="A-3", title="Refund", owner="Ana")
    kinds = [line.kind for line in a_digest(Gathered(item=bare), Gathered(item=uncounted)).lines]
    assert kinds == ["no_criteria", "no_owner"]


def test_every_line_cites_and_quotes_stand_in_the_source() -> None:
    text = "Planner sends events. Each of them has a version, and an older one is ignored."
    digest = a_digest(Gathered(item=READY, hits=(hit(text), hit(text, kind="prd", title="PRD"))))
    for line in digest.lines:
        assert line.cites
        for quote in line.text.split("“")[1:]:
            assert quote.split("”")[0] in {"9. Events", "PRD"} or quote.split("”")[0] in text


def test_an_old_source_is_called_stale() -> None:
    old = hit("Planner is asked for room.", kind="document", status="", title="Planner")
    old = old.model_copy(update={"document": old.document.model_copy(update={"day": date(2024, 1, 1)})})
    assert [line.kind for line in a_digest(Gathered(item=READY, hits=(old,))).lines] == ["document", "stale"]


def test_who_owns_a_part_is_read_from_a_table() -> None:
    table = hit(
        "| team | people | owns |\n| --- | --- | --- |\n| Routes | Hanna | Planner, roads |",
        kind="document",
        title="Teams",
    )
    lines = a_digest(Gathered(item=READY, hits=(table,))).lines
    assert lines[0].text == "Planner belongs to Routes: tell them early"


def test_all_clear_is_only_said_after_looking_at_everything() -> None:
    fine = Gathered(item=READY)
    assert "All clear" in visible(digest_post(a_digest(fine), today=TODAY))
    missing = Unread(source="k", path="broken.pdf", reason="it can’t be read as PDF")
    shown = visible(digest_post(a_digest(fine, unread=(missing,)), today=TODAY))
    assert "All clear" not in shown
    assert "Not read: broken.pdf, it can’t be read as PDF." in shown
    assert "All clear" not in visible(digest_post(a_digest(fine, notes=("By words alone.",)), today=TODAY))


def test_what_was_sent_is_not_sent_again_and_what_changed_is_marked() -> None:
    before = a_digest(Gathered(item=Item(id="A-1", title="Refund", criteria=0)))
    now = compared(
        a_digest(Gathered(item=Item(id="A-1", title="Refund", criteria=0), hits=(hit("Refund by bank."),))),
        before.lines,
    )
    assert [(line.kind, line.state) for line in now.lines] == [
        ("no_criteria", "known"),
        ("no_owner", "known"),
        ("decision", "new"),
    ]
    shown = visible(digest_post(now, only_new=True, today=TODAY))
    assert "no owner" not in shown
    assert "Refund by bank" in shown
    settled = compared(a_digest(Gathered(item=Item(id="A-1", title="Refund", owner="Ana", criteria=3))), before.lines)
    assert "A-1 has no owner: no longer so" in visible(digest_post(settled, only_new=True, today=TODAY))
    changed = compared(now, [line.model_copy(update={"text": "was otherwise"}) for line in now.lines])
    assert {line.state for line in changed.lines} == {"changed"}


def test_the_message_is_one_screen_and_the_file_has_the_rest() -> None:
    items = [Item(id=f"A-{number}", title=f"Story {number} about refunds", criteria=0) for number in range(40)]
    digest = a_digest(*(Gathered(item=item, hits=(hit("Refunds go by bank."),)) for item in items))
    post = digest_post(digest, today=TODAY)
    assert len(visible(post).splitlines()) <= 26
    assert all(f"A-{number}" in post.attachments[0].text for number in range(40))
    assert "in the file" in visible(post)


def test_an_item_about_which_nothing_is_known_says_so_in_the_file() -> None:
    assert "I found nothing about it in 7 documents" in whole(a_digest(Gathered(item=READY)), TODAY)


def test_open_points_are_found_under_their_heading_only() -> None:
    text = (
        "# P\n\n- a refund bullet\n\n## Open\n\n- Who pays the refund? (Tom)\n- What of parcels?\n\n"
        "## Later\n\n- refund later\n"
    )
    assert open_questions(text, Item(id="A", title="Refund by bank")) == ["Who pays the refund? (Tom)"]


def test_a_question_stays_with_the_item_it_is_nearest_to() -> None:
    asked = ("Who pays the refund to the bank?", Cite(title="p", path="p.md"))
    one = Gathered(item=Item(id="A", title="Refund"), questions=(asked,))
    other = Gathered(item=Item(id="B", title="Refund to the bank"), questions=(asked,))
    assert [len(each.questions) for each in each_question_once([one, other])] == [0, 1]


def test_done_actions_touch_nothing_and_one_common_word_is_chance() -> None:
    text = (
        "- [x] Tell Planner about refunds first\n- [ ] If a story touches Planner, then Hanna is asked (owner: Marek)\n"
    )
    assert open_actions(text, READY, frozenset()) == ["If a story touches Planner, then Hanna is asked (owner: Marek)"]
    assert open_actions("- [ ] Ask for more tea every day", READY, frozenset()) == []


def test_quotes_are_sentences_not_tables_or_facts() -> None:
    text = (
        "- Status: Accepted\n- Date: 2024-01-01\n\nContext\n\n| a | b |\n\nThe bank pays. Refunds go by bank transfer."
    )
    assert "Refunds go by bank transfer." in statements(text)
    assert all("|" not in each and "Status" not in each for each in statements(text))
    assert best_sentence(text, "how do refunds go") == "Refunds go by bank transfer."


def test_likeness_is_between_nothing_and_all() -> None:
    assert overlap("", "refund") == 0.0
    assert overlap("Refund by bank", "refunds by bank") == 1.0
