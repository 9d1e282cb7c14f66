"""Words find documents that use their forms, their short forms, and what the team's glossary calls the same."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge import rank
from bot.knowledge.excerpts import readable, snippet
from bot.knowledge.lexicon import glossary, same_words
from bot.knowledge.values import Document, Passage
from bot.knowledge.words import Vocabulary, Words, query_terms, short_forms, terms


def found(query: str, texts: list[str]) -> list[int]:
    vocabulary = Vocabulary()
    words = Words([vocabulary.read(text) for text in texts], vocabulary)
    return [at for at, _ in words.search(dict.fromkeys(query_terms(query), 1.0), 10)]


def test_a_word_finds_its_other_forms() -> None:
    assert found("deploying", ["We deploy on Mondays", "Nothing here"]) == [0]


def test_parts_of_a_name_in_code_are_words_too() -> None:
    assert found("oldest message", ["Alarm postbox_oldest_message fires", "no"]) == [0]
    assert "tour" in terms("TourChanged")


def test_little_words_find_nothing_unless_there_is_nothing_else() -> None:
    assert query_terms("how do we that") == terms("how do we that")
    assert query_terms("what is the freeze") == ["freez"]


def test_nothing_is_found_in_nothing() -> None:
    assert found("x", []) == []
    assert found("x", ["", ""]) == []


def test_short_forms_are_learnt_from_the_documents() -> None:
    texts = [
        "Use a dead letter queue (DLQ) for it.",
        "- **POD**: proof of delivery, the photo",
        "the WAL (write-ahead log)",
    ]
    meanings = short_forms(texts)
    assert meanings["dlq"] == {"dead letter queue"}
    assert meanings["pod"] == {"proof of delivery"}
    assert "dlq" in meanings["dead letter queue"]


def test_what_only_looks_like_a_short_form_is_none() -> None:
    assert short_forms(["see the Overview (PDF)", "Anna (HR)", "NOTE: read it twice"]) == {}


def test_a_glossary_says_what_is_the_same() -> None:
    table = "| word | means | not |\n| --- | --- | --- |\n| Parcel | one box | shipment, package |\n"
    assert glossary([table])["shipment"] == {"parcel", "package"}
    assert glossary(["- Tour: what a van drives, also called route."])["tour"] == {"route"}


def test_trade_words_have_others() -> None:
    assert "single sign-on" in set(same_words("do we have SSO"))
    assert "pull request" in set(same_words("merge requests"))
    assert list(same_words("nothing special")) == []


def doc(path: str, *, status: str = "", day: date | None = None) -> Document:
    return Document(source="d", path=path, title=path, status=status, day=day)


def test_what_no_longer_holds_comes_after_what_does() -> None:
    documents = [doc("old", status="superseded"), doc("new", status="accepted")]
    assert [at for at, _ in rank.ordered({0: 0.02, 1: 0.0199}, documents.__getitem__)] == [1, 0]


def test_among_equals_the_newest_comes_first() -> None:
    documents = [doc("a", day=date(2024, 1, 1)), doc("b", day=date(2026, 1, 1)), doc("c")]
    assert [at for at, _ in rank.ordered({0: 0.5, 1: 0.5, 2: 0.5}, documents.__getitem__)] == [1, 0, 2]


def test_one_document_does_not_take_all_the_room() -> None:
    documents = [doc("a"), doc("a"), doc("a"), doc("b")]
    ranked = [(at, 1.0 - at / 10) for at in range(4)]
    assert [at for at, _ in rank.spread(ranked, documents.__getitem__, 3)] == [0, 1, 3]


def test_a_snippet_is_the_part_that_answers() -> None:
    lines = [f"- line {number} says nothing of use to anybody" for number in range(30)]
    lines[20] = "- backups are kept for 35 days"
    shown = snippet(Passage(seq=0, headings=(), text="\n".join(lines)), "how long are backups kept")
    assert "35 days" in shown
    assert len(shown.split()) <= 60


def test_a_quote_has_no_markup_and_neither_a_diagram_nor_a_screen_of_code() -> None:
    text = (
        '## Flow\n\nA **change** goes to [the queue](https://x.example/q(1) "a title"), see `queue.py`.\n\n'
        "```mermaid\nsequenceDiagram\n  Phone->>Planner: change\n  Planner-->>Phone: ok\n```\n\n"
        "~~~python\none = 1\ntwo = 2\nthree = 3\nfour = 4\nfive = 5\n~~~\n\n"
        "```\nretry: 3\n```\n\n| a | b |\n|---|---|\n| 2 * 3 ** 4 | d |\n<!-- not\nfor readers -->"
    )
    assert readable(text).split("\n") == [
        "Flow", "", "A change goes to the queue, see `queue.py`.", "", "[… a diagram, 3 lines]", "",
        "one = 1", "two = 2", "[… 3 more lines of code]", "", "retry: 3", "", "| a | b |", "| 2 * 3 ** 4 | d |",
    ]  # fmt: skip


@given(st.text(alphabet="ab *_`~#|-[]()\n", max_size=60))
def test_reading_without_markup_loses_no_word_outside_of_code(text: str) -> None:
    kept = readable(text)
    if "```" not in text and "~~~" not in text and "](" not in text:
        assert [char for char in kept if char in "ab"] == [char for char in text if char in "ab"]


@given(st.lists(st.lists(st.integers(0, 20), max_size=12, unique=True), max_size=3))
def test_fusing_keeps_everything_and_prefers_what_all_prefer(rankings: list[list[int]]) -> None:
    scores = rank.fuse([(1.0, ranking) for ranking in rankings])
    assert set(scores) == {each for ranking in rankings for each in ranking}
    firsts = {ranking[0] for ranking in rankings if ranking}
    if len(firsts) == 1 and all(rankings):
        assert max(scores, key=scores.__getitem__) in firsts


def test_british_and_american_spelling_are_one_word() -> None:
    for british, american in (
        ("optimisation", "optimization"),
        ("optimise", "optimizing"),
        ("authorised", "authorize"),
        ("prioritising", "prioritization"),
    ):
        assert terms(british) == terms(american)
    for word, other in (("precise", "precisely"), ("advertise", "advertisement"), ("supervise", "supervision")):
        assert terms(word) == terms(other), f"{word} is no {word[:-2]}ze"
    for word in ("otherwise", "noise", "rise", "promise", "revised"):
        assert terms(word)[0] in word
