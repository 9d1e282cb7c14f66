"""What nobody put under a heading: prose, questions for everything at once, agreements in passing."""

from __future__ import annotations

import pytest

from bot.retros.extraction.meaning import Meaning
from bot.retros.extraction.notes import read_notes
from bot.retros.extraction.rounds import round_in
from bot.retros.extraction.sections import question_of
from bot.retros.extraction.summary import Summary, summarise
from bot.retros.extraction.telling import LEARNED, learn, seeds, tell


def read(text: str, name: str = "retro 2026-03-06.txt") -> Summary:
    return summarise(read_notes(name, text, "Europe/London"))


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    made = Meaning.opened("minilm")
    assert made is not None
    return made


def test_minutes_in_prose_give_actions_with_owner_and_day() -> None:
    made = read(
        "facilitator: Ada. attendees: Ada, Bo, Cy\n\n"
        "Bo proposed splitting the job. Everybody liked it, so Cy will try it on a branch by 13 March.\n"
        "Bo offered to ask the vendor. He will let us know by Wednesday.\n"
        "It was agreed that nothing is merged on Friday.\n"
        "AI: Ada to archive the old channels\n"
    )
    assert [(each.text, each.owner and each.owner.name, str(each.due)) for each in made.actions] == [
        ("try it on a branch", "Cy", "2026-03-13"),
        ("ask the vendor", "Bo", "2026-03-11"),
        ("archive the old channels", "Ada", "None"),
    ]
    assert [each.text for each in made.decisions] == ["nothing is merged on Friday"]


def test_what_was_agreed_counts_when_it_is_recalled_as_a_question() -> None:
    made = read(
        "ADA: We agreed to freeze the schema until May, right?\nBO: yep\nADA: good\nBO: next?\nADA: lunch\n",
        "transcript 2026-03-06.txt",
    )
    assert [each.text for each in made.decisions] == ["freeze the schema until May"]


def test_who_is_spoken_to_is_no_part_of_the_task() -> None:
    made = read(
        "ADA: can you draft a checklist, Bo?\nBO: sure, by Friday\nADA: great\nBO: next?\nADA: lunch\n",
        "call 2026-03-05.txt",
    )
    assert [(each.text, each.owner and each.owner.name) for each in made.actions] == [("draft a checklist", "BO")]


def test_a_question_for_good_and_bad_opens_neither_part() -> None:
    assert question_of("what went ok, what hurt?") is None
    assert question_of("what hurt?") == "to_improve"


@pytest.mark.parametrize(
    "asked",
    [
        "hi all, retro! what worked, what didn't?",
        "What did we like? What did we not like?",
        "what went well? what didn't? any ideas?",
        "Was lief gut, was nicht?",
    ],
)
def test_who_asks_for_the_good_and_the_bad_at_once_opens_neither(meaning: Meaning, asked: str) -> None:
    said = (
        f"Ada: {asked}",
        "Bo: deploys still take 50 minutes, I lose half a day each time",
        "Cy: pairing with Di was great",
        "Di: the daily is too long",
        "Ada: thanks all",
    )
    log = read_notes("t.txt", "\n".join(f"[10:0{at}] {line}" for at, line in enumerate(said)), "UTC")
    made = summarise(log, guess=meaning.guess, headings=meaning.headings)
    assert [(item.opinion, item.text.split()[0]) for item in made.items] == [
        ("went_well", "pairing"),
        ("to_improve", "deploys"),
        ("to_improve", "the"),
    ]


@pytest.mark.parametrize(("good", "bad"), [("## 🙂", "## 🙁"), ("**:)**", "**:(**"), ("# 👍", "# 👎"), ("🙂🙂", "☹️")])
def test_pictures_alone_are_headings(good: str, bad: str) -> None:
    made = read(f"{good}\n- Bug bash by Ada, 14 found\n\n{bad}\n- Staging, 3 days out of 10\n", "r.md")
    assert [(item.opinion, item.text) for item in made.items] == [
        ("went_well", "Bug bash by Ada, 14 found"),
        ("to_improve", "Staging, 3 days out of 10"),
    ]


def test_what_stands_under_a_heading_and_is_no_sentence_stays_there(meaning: Meaning) -> None:
    log = read_notes("r.txt", "START\nwrite ADRs for bigger decisions\n\nSTOP\nscheduling meetings over lunch\n", "UTC")
    made = summarise(log, guess=meaning.guess, headings=meaning.headings)
    assert [(item.opinion, item.text) for item in made.items] == [
        ("to_improve", "scheduling meetings over lunch"),
        ("ideas", "write ADRs for bigger decisions"),
    ]


def test_a_task_of_two_who_are_mentioned_has_the_first_and_neither_name_in_its_words() -> None:
    made = read(
        "## Action items\n- [ ] @emma and @raj: agree with design on a day\n- [ ] @li, @bo draw the map\n", "r.md"
    )
    assert [(each.text, each.owner and each.owner.name) for each in made.actions] == [
        ("agree with design on a day", "emma"),
        ("draw the map", "li"),
    ]


def test_german_headings_and_lists_under_items_are_read() -> None:
    made = read("# Retro 12.3.2026\n\n## Was nervt\n- Testdaten fehlen\n\n- **Keep**\n    - short meetings\n", "r.md")
    assert [(item.opinion, item.text) for item in made.items] == [
        ("went_well", "short meetings"),
        ("to_improve", "Testdaten fehlen"),
    ]


def test_a_heading_that_no_list_knows_is_read_by_its_meaning(meaning: Meaning) -> None:
    log = read_notes("r.md", "## Stuff that irritated everybody\n- The lift\n- The door\n", "UTC")
    assert {item.opinion for item in summarise(log, headings=meaning.headings).items} == {"to_improve"}


def test_what_somebody_pasted_is_not_what_they_say(meaning: Meaning) -> None:
    log = read_notes(
        "t.txt", "ADA: look ```the deploy is terribly slow and broken```\nBO: ok\nADA: so\nBO: hm\nADA: yes\n", "UTC"
    )
    assert summarise(log, guess=meaning.guess).items == ()


def test_the_same_examples_give_the_same_weights(meaning: Meaning) -> None:
    some = [(kind, text) for kind, text in seeds() if not kind.startswith("heading")][::9]
    told, kinds = meaning.told([text for _, text in some]), [kind for kind, _ in some]
    made = [learn("m", told, kinds) for _ in range(2)]
    assert made[0] == made[1]
    shares = tell(made[0], told[:3])
    assert [sum(each.values()) for each in shares] == pytest.approx([1, 1, 1])
    assert LEARNED.stat().st_size < 200_000


def test_what_was_learnt_is_told_again_with_and_without_what_came_before(meaning: Meaning) -> None:
    texts = ["the lift is broken again", "the lift is a joy", "monday", "monday"]
    kinds = ["to_improve", "went_well", "other", "action"]
    told = [*meaning.told(texts[:3]), *meaning.told(texts[3:], {"monday": "when will you fix it?"})]
    shares = tell(learn("m", told, kinds), told)
    assert [max(each, key=each.__getitem__) for each in shares] == kinds


def test_how_a_text_is_said_does_not_hang_on_what_is_read_with_it(meaning: Meaning) -> None:
    alone = meaning.embedder.senses(["thanks to Mira"])[0]
    among = meaning.embedder.senses(["a much longer sentence about the build that never ends", "thanks to Mira"])[1]
    assert alone.detail == pytest.approx(among.detail, abs=1e-4)
    assert len(alone.detail) == 4 * len(alone.gist)


def test_what_somebody_had_never_seen_is_no_task_of_theirs() -> None:
    assert read("Actions\nBo said he'd never seen such a mess.\n").actions == ()


@pytest.mark.parametrize(
    "said",
    ["good things first", "ok now the moans", "positives, 5 min each", "gripes then", "start with the bad stuff"],
)
def test_a_few_words_open_a_round(said: str) -> None:
    assert round_in(said) is not None


@pytest.mark.parametrize(
    "said", ["great, next", "ok good, next", "nice. now please", "lovely! then go", "good first draft"]
)
def test_praise_before_the_next_one_opens_no_round(said: str) -> None:
    assert round_in(said) is None


def test_what_somebody_has_as_well_is_no_task() -> None:
    made = read(
        "attendees: Ana, Bo, Cy\n\n"
        "The version number goes on the start screen, Bo has that.\n"
        "The office is cold, Cy has that too.\n"
        "The old key is bent, Bo has it in the drawer.\n"
    )
    assert [(each.text, each.owner and each.owner.name) for each in made.actions] == [
        ("The version number goes on the start screen", "Bo")
    ]
