"""Themes are named in the team's words, and a name that comes up twice makes none."""

from __future__ import annotations

from bot.history import Remark
from bot.retros.extraction.log import Log, said_before
from bot.retros.extraction.meaning import Meaning
from bot.retros.extraction.notes import read_notes
from bot.retros.extraction.opinions import Item
from bot.retros.extraction.recurring import streaks
from bot.retros.extraction.summary import summarise
from bot.retros.extraction.themes import themes_of, title_of
from bot.retros.extraction.theming import propose
from bot.retros.rules import Note


def item(text: str) -> Item:
    return Item(opinion="to_improve", text=text, sources=(text,), remark=Remark(id=text, text=text))


def test_a_title_is_what_the_notes_share() -> None:
    assert (
        title_of(["the payment provider's sandbox was down", "nobody told the payment provider"]) == "payment provider"
    )


def test_a_title_of_one_word_says_which_where_a_note_does() -> None:
    assert (
        title_of(["The code freeze was announced by nobody", "a bot that blocks merges in a freeze"]) == "code freeze"
    )
    assert title_of(["we froze the freeze", "then lift the freeze"]) == "freeze"
    assert title_of(["Ana's deploys hang", "the deploys are slow"], frozenset({"ana"})) == "deploys"


def test_notes_with_rare_words_in_common_belong_together() -> None:
    items = [item("translations arrive late"), item("the office is loud"), item("translations are wrong")]
    assert [theme.notes for theme in themes_of(items)] == [(0, 2)]


def test_a_name_that_comes_up_twice_makes_no_theme() -> None:
    items = [item("Jonas: the builds hang"), item("Jonas: meetings without an agenda")]
    assert themes_of(items, names=("Jonas Peeters",)) == ()


def test_two_letters_in_capitals_say_what_a_note_is_about() -> None:
    items = [item("PRs sit for two days minimum"), item("the office is loud"), item("the PR thing, mine too")]
    (theme,) = themes_of(items)
    assert (theme.title, theme.notes) == ("PRs", (0, 2))


def test_whoever_has_to_do_something_is_no_theme_in_notes_either() -> None:
    notes = (
        "Went well:\n- Tariq said that legal was quick\n- thanks to Tariq for the demo\n\nActions:\n- Tariq: buy cake\n"
    )
    assert summarise(read_notes("retro.md", notes, "Europe/London")).themes == ()


def test_whoever_goes_on_with_what_was_said_before_talks_about_the_same() -> None:
    items = [item("interviews, I did 9 this sprint"), item("same, 7"), item("a nightly rota")]
    before = {"same, 7": ("interviews, I did 9 this sprint",), "a nightly rota": ("same, 7",)}
    assert [theme.notes for theme in themes_of(items, before=before)] == [(0, 1)]
    assert themes_of(items) == ()


def test_each_remark_knows_what_was_said_before_it_in_its_own_talk() -> None:
    said = [("1", None), ("2", None), ("3", "1"), ("4", None), ("5", "1")]
    log = Log(name="c", kind="chat", remarks=tuple(Remark(id=each, text=each, thread=root) for each, root in said))
    assert said_before(log, 2) == {"1": (), "2": ("1",), "3": ("1",), "4": ("2", "1"), "5": ("3", "1")}
    assert said_before(log.model_copy(update={"kind": "notes"}), 2) == {}


def test_an_idea_right_after_a_complaint_is_about_it() -> None:
    meaning = Meaning.opened("minilm")
    assert meaning is not None
    complaint = item("staging still has last year's data, I demoed it to the editor")
    idea = item("could we copy production content over every night?").model_copy(update={"opinion": "ideas"})
    praise = item("nobody worked late").model_copy(update={"opinion": "went_well"})
    items = [praise, complaint, idea]
    before = {complaint.remark.id: (praise.remark.id,), idea.remark.id: (complaint.remark.id, praise.remark.id)}
    said = {each.remark.id: each.text for each in items}
    assert [theme.notes for theme in themes_of(items, meaning.vectors, before=before, said=said)] == [(1, 2)]
    assert themes_of([complaint, idea], meaning.vectors) == ()


def test_a_retro_that_is_held_and_one_that_is_summed_up_group_alike() -> None:
    texts = ["the builds hang", "the office is loud", "builds take an hour", "translations are wrong", "a loud office"]
    held = propose([Note(number=at, text=text) for at, text in enumerate(texts)], None)
    summed = themes_of([item(text) for text in texts])
    assert {frozenset(group) for group in held if len(group) > 1} == {frozenset(theme.notes) for theme in summed}
    assert len(summed) == 2


def test_a_theme_comes_back_only_without_a_gap() -> None:
    now, other = ["builds\nthe builds hang"], ["parking\nno space for bikes"]
    assert streaks(now, [now, now]) == [3]
    assert streaks(now, [now, other, now]) == [2]
    assert streaks(now, [other, now]) == [1]


def test_two_notes_with_one_word_in_common_that_are_about_different_things_make_no_theme() -> None:
    meaning = Meaning.opened("minilm")
    assert meaning is not None
    items = [
        item("two farmers rang the office just to say that the figures are there in time"),
        item("nobody told the Cavan office that we were going live"),
        item("the build is slow"),
    ]
    assert len(themes_of(items)) == 1  # by words alone they are alike
    assert themes_of(items, meaning.vectors) == ()
