"""What a preparation adds to the items of a sprint: what is left over, what waits, and what nobody has answered yet."""

from __future__ import annotations

from datetime import date

from bot.knowledge.values import Document, Hit, Passage
from bot.sprints.agreed import with_agreed
from bot.sprints.digest import Digest, Gathered, draft_digest
from bot.sprints.outlook import Agreed, Asked, about_the_whole
from bot.sprints.rules import Cite, Item, Pack, Sprint
from bot.sprints.says import digest_post, whole
from tests.dialog import visible

TODAY = date(2026, 11, 26)
HERE = Cite(title="Refunds", path="stories-1.md")
OLD = Sprint(
    name="Sprint 1",
    start=date(2026, 11, 2),
    end=date(2026, 11, 13),
    items=(
        Item(id="A-1", title="Pay by card", status="done"),
        Item(id="A-2", title="Scan the receipt", status="carried over", carried_to="Sprint 2"),
        Item(id="A-3", title="Print a label", status="not done"),
    ),
    cite=Cite(title="Sprint 1", path="s1.md"),
)
NEW = Sprint(
    name="Sprint 2",
    start=date(2026, 11, 30),
    end=date(2026, 12, 11),
    items=(Item(id="A-2", title="Scan the receipt"), Item(id="A-4", title="Refund a parcel at the desk")),
    cite=Cite(title="Sprint 2", path="s2.md"),
)


def told(sprint: Sprint, pack: Pack, *asked: Asked, approved: tuple[Item, ...] = ()) -> list[tuple[str, str]]:
    found = about_the_whole(sprint, sprints=(OLD, NEW), approved=approved, asked=asked, pack=pack, today=TODAY)
    return [(each.item, each.text) for each in found]


def test_a_review_says_what_was_done() -> None:
    assert told(OLD, "review") == [("", "Sprint 1: 1 of 3 items done; not done: A-2, A-3")]
    assert told(NEW, "review") == [], "nothing tells how it went"


def test_a_planning_is_told_what_is_left_over_and_what_waits() -> None:
    waiting = Item(id="US-1", title="tell the customer by mail", cite=HERE)
    planned = Item(id="US-2", title="refund a parcel at the desk", cite=HERE)
    assert told(NEW, "planning", approved=(waiting, planned)) == [
        ("", "Sprint 1: 1 of 3 items done; not done: A-2, A-3"),
        ("", "A-3 “Print a label” was left open in Sprint 1 and isn’t planned"),
        ("", "US-1 “tell the customer by mail” was approved here and isn’t planned"),
    ]


def question(text: str, *items: str, due: date = date(2026, 12, 3)) -> Asked:
    return Asked(key=text, text=text, owner="Tom", due=due, items=items, cite=HERE)


def test_an_open_question_stands_with_the_item_that_it_is_nearest_to() -> None:
    near = question("Who may refund at the desk?", "A-2", "A-4")
    only = question("How fast?", "A-2", due=date(2026, 11, 20))
    neither = question("How fast?", "A-2", "A-4")
    assert told(NEW, "digest", near, only, neither) == [
        ("A-4", "still open: “Who may refund at the desk?” (Tom, by 3 December)"),
        ("A-2", "still open: “How fast?” (Tom, was due on 20 November)"),
        ("", "still open: “How fast?” (Tom, by 3 December)"),
    ]


def a_digest(*found: Gathered) -> Digest:
    asked = [question("How fast?", "A-2", "A-4")]
    about = about_the_whole(NEW, sprints=(OLD, NEW), approved=(), asked=asked, pack="planning", today=TODAY)
    return draft_digest(
        NEW, found, pack="planning", documents=1, unread=(), notes=(), whole=about, today=TODAY, stale_days=365
    )


def test_what_is_about_the_whole_sprint_stands_first_and_in_the_file_too() -> None:
    digest = a_digest(*(Gathered(item=item) for item in NEW.items))
    shown = visible(digest_post(digest, today=TODAY))
    assert shown.index("1 of 3 items done") < shown.index("has no owner")
    assert "A\\-3 “Print a label” was left open" in shown or "A-3 “Print a label” was left open" in shown
    file = whole(digest, TODAY)
    assert file.index("## The sprint as a whole") < file.index("How fast?") < file.index("## A-2")


def test_what_waits_for_something_else_is_told_with_where_it_says_so() -> None:
    item = Item(id="A-4", title="Refund a parcel at the desk", owner="Ana", note="Blocked by A-2.")
    lines = a_digest(Gathered(item=item)).of("A-4")
    assert [(line.kind, line.text, line.cites[0].path) for line in lines] == [
        ("dependency", "depends on something else: “Blocked by A-2.”", "s2.md")
    ]
    document = Document(source="k", path="desk.md", title="The desk", kind="runbook")
    text = "A refund at the desk depends on the scanner of the depot. Coffee depends on the kitchen."
    hit = Hit(rank=1, score=1, document=document, passage=Passage(seq=0, headings=(), text=text), key="k")
    bare = item.model_copy(update={"note": ""})
    (line,) = [one for one in a_digest(Gathered(item=bare, hits=(hit,))).of("A-4") if one.kind == "dependency"]
    assert "depends on the scanner of the depot" in line.text
    assert line.cites[0].path == "desk.md"


def test_items_without_an_id_keep_their_lines_apart() -> None:
    one, other = Item(id="", title="Pay by card"), Item(id="", title="Print a label", owner="Ana")
    digest = draft_digest(
        NEW.model_copy(update={"items": (one, other)}),
        [Gathered(item=one), Gathered(item=other)],
        documents=1,
        unread=(),
        notes=(),
        today=TODAY,
        stale_days=365,
    )
    assert [line.kind for line in digest.of("Pay by card")] == ["no_owner"]
    assert digest.of("Print a label") == digest.of("") == ()


def test_what_another_feature_knows_was_agreed_is_held_against_the_items() -> None:
    agreed = Agreed(text="Ask Hanna before a refund at the desk", cite=Cite(title="Retro 4", path="retro-4.md"))
    found = with_agreed([Gathered(item=item) for item in NEW.items], [agreed])
    assert [each.actions for each in found] == [(), ((agreed.text, agreed.cite),)]
