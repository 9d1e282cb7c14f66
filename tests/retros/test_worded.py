"""A language model may word a retro summary better, and can't make it say what nobody said."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.app import build, model_of
from bot.chat import ERASED, Message, Person, Post
from bot.config import Config
from bot.durable.steps import make_ports
from bot.llm.spending import DayUse
from bot.privacy.rules import without_lost_themes
from bot.prompts import Prompts
from bot.retros.extraction.summary import Summary
from bot.retros.summaries.filling import Opening, PlainLine, PlainLines, ThemeNames, Told
from bot.retros.summaries.judging import Line, judge_lines, judge_names, judge_opening
from bot.retros.summaries.summed import held_of
from bot.store.schedules import ScheduleTable
from bot.store.sql import SqlStore
from bot.store.usage import UsageBook
from tests.dialog import HERE, MONDAY, Bot, StraightRoad
from tests.llm.scripted import NOON, PROMPTS, ScriptedProvider, fences, prompt_of
from tests.llm.test_hostile import BROKEN
from tests.retros.said import KEY, TALK, echo, lines_of, names_of, reads_back
from tests.retros.test_summary_dialogs import Recorded
from tests.trust.looking import harm

MakeBot = Callable[[ScriptedProvider | None], Awaitable[Bot]]
WHO = "openai:scripted at api.openai.com"


@pytest.fixture
async def make_bot(
    retro_config: Config, prompts: Prompts, tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[MakeBot]:
    """Bots over stores of their own, in a conversation where the retrospective was held; None: without a model."""
    reads_back(monkeypatch)
    stores: list[SqlStore] = []
    tables: list[ScheduleTable] = []

    async def make(provider: ScriptedProvider | None) -> Bot:
        file = tmp_path / f"{len(stores)}.db"
        shutil.copy(migrated_file, file)
        stores.append(SqlStore(f"sqlite:///{file}"))
        tables.append(ScheduleTable(f"sqlite:///{file}"))
        config = retro_config if provider is None else retro_config.model_copy(update={"model": "openai:scripted"})
        models = None if provider is None else model_of(config, stores[-1], PROMPTS, provider)
        return Bot(StraightRoad(build(config, prompts, schedules=tables[-1], store=stores[-1]), stores[-1], models))

    yield make
    for table in tables:
        await table.close()
    for store in stores:
        await store.close()


async def kept(bot: Bot) -> Summary:
    """The summary as it was kept."""
    assert isinstance(bot.road, StraightRoad)
    journal = await bot.road.store.latest(address=HERE, kind="retro-summary")
    assert journal is not None
    return held_of(journal).found.summary


def plain(summary: Summary) -> dict[str, Any]:
    """The summary without what a model had to do with it."""
    return summary.model_dump(mode="json", exclude={"words"})


def better(prompt: str, question: str) -> Any:
    """What a good model makes of it."""
    if prompt == "retros/lines":
        put = {
            "look at it: the build cache is broken again": "look at the broken build cache",
            "honestly ask the": "ask the",
        }
        lines = lines_of(question)
        for was, now in put.items():
            lines = {name: text.replace(was, now) for name, text in lines.items()}
        return {"lines": [{"line": name, "text": text} for name, text in lines.items()]}
    if prompt == "retros/themes":
        return {"themes": [{"theme": name, "name": "waiting for nightly builds"} for name in names_of(question)]}
    return {
        "sentences": [
            {"text": "The nightly builds take forty minutes, again.", "lines": ["I1"]},
            {"text": "The team decided: no deploys on Fridays unless it is a fix", "lines": ["D1"]},
        ]
    }


async def test_a_good_model_makes_it_better_to_read_and_every_line_keeps_its_source(make_bot: MakeBot) -> None:
    bot = await make_bot(ScriptedProvider(better))
    await bot.says("Priya", "/retro-summary")
    bot.shows(
        "The nightly builds take forty minutes, again. ([Ana](https://chat.example/4)) The team decided: no deploys "
        "on Fridays unless it is a fix. ([Priya](https://chat.example/8))",
        "waiting for nightly builds** · 2 notes",
        "1. look at the broken build cache (**Ana**, by Fri 6 Mar 2026) ([Priya](https://chat.example/9); "
        "[Ana](https://chat.example/10))",
        "2. ask the data team for the schema (**Tom**)",
        "“the nightly builds take forty minutes, again” ([Ana](https://chat.example/4))",
        f"Read and worded by {WHO}; quotes stay as they were said.",
    )
    bot.hides("the rules’ own words", "gave no usable answer")
    assert bot.shown.index("The nightly builds take forty minutes, again. (") < bot.shown.index("What went well")
    file = bot.document("retro-summary.md")
    assert "- look at the broken build cache (**Ana**" in file
    assert "### waiting for nightly builds (2)" in file
    assert file.index("The team decided: no deploys") < file.index("## What went well")
    first = (await kept(bot)).actions[0]
    assert (first.text, first.worded) == (
        "look at it: the build cache is broken again",
        "look at the broken build cache",
    )


async def test_what_is_kept_is_what_was_read_and_says_who_asked_for_it(make_bot: MakeBot) -> None:
    bot = await make_bot(ScriptedProvider(better))
    await bot.says("Priya", "/retro-summary")
    await bot.picks("Priya", "Keep 1", posts=3)
    bot.shows("Kept: 1 as A-1", "A-1** look at the broken build cache", "the build cache is broken again")
    await bot.says("Priya", "/retro-summary", posts=None)
    bot.shows("Kept: 1 as A-1", "Open from before", "look at the broken build cache (Ana")


async def test_a_model_that_echoes_changes_nothing_but_the_opening(make_bot: MakeBot) -> None:
    floor = await make_bot(None)
    await floor.says("Priya", "/retro-summary")
    floor.hides("worded by")
    bot = await make_bot(ScriptedProvider(echo))
    await bot.says("Priya", "/retro-summary")
    assert plain(await kept(bot)) == plain(await kept(floor))
    bot.shows("The new search is twice as fast. ([Tom](https://chat.example/2))")


async def test_only_what_was_said_here_reaches_the_model_and_no_secret(make_bot: MakeBot) -> None:
    provider = ScriptedProvider(echo)
    bot = await make_bot(provider)
    await bot.says("Priya", "/retro start Sprint 1", posts=None)
    await bot.says("Priya", "/retro action Paint the tangerine door", posts=None)
    await bot.says("Priya", "/retro-summary", posts=None)
    bot.shows("Paint the tangerine door", KEY)
    asked = "\n".join(said.text for conversation in provider.history for said in conversation[3:])
    assert "nightly builds" in asked
    assert "[hidden-1]" in asked
    assert KEY not in asked
    assert "tangerine" not in asked
    for who, _ in TALK:
        assert f"{who}:" not in asked


async def test_three_things_are_asked_and_counted_under_retros(make_bot: MakeBot, retro_config: Config) -> None:
    provider = ScriptedProvider(better)
    bot = await make_bot(provider)
    await bot.says("Priya", "/retro-summary")
    assert len(provider.history) == 3
    assert isinstance(bot.road, StraightRoad)
    days: list[DayUse] = await UsageBook(bot.road.store).by_day(NOON.replace(year=2020), retro_config.zone)
    assert [(day.feature, day.calls, day.without_answer) for day in days] == [("retros", 3, 0)]


@pytest.mark.parametrize("kind", ["down", "refused", "cut_off"])
async def test_without_an_answer_the_rules_words_stay_and_it_is_told(make_bot: MakeBot, kind: Any) -> None:
    floor = await make_bot(None)
    await floor.says("Priya", "/retro-summary")
    provider = ScriptedProvider(better)
    provider.fails(kind, times=1000)
    bot = await make_bot(provider)
    await bot.says("Priya", "/retro-summary")
    assert plain(await kept(bot)) == plain(await kept(floor))
    bot.shows("The language model gave no usable answer this time, so these are the rules’ own words.", "Keep all")
    assert {len(conversation) for conversation in provider.history} == {4}, "nothing else is asked"


async def test_where_there_is_too_little_to_sum_up_nothing_is_asked(
    make_bot: MakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads_back(monkeypatch, TALK[:2])
    provider = ScriptedProvider(better)
    bot = await make_bot(provider)
    await bot.says("Priya", "/retro-summary")
    bot.shows("too little to summarise")
    assert provider.history == []


def test_the_worked_examples_pass_what_a_model_has_to_pass() -> None:
    """A small model copies its example, so that had better be allowed."""
    lines, themes, opening = (PROMPTS[f"retros/{name}"].prompt.example for name in ("lines", "themes", "opening"))
    plain_lines = judge_lines(
        PlainLines.model_validate(lines.answer),
        {
            one["id"]: Line(one["text"], f"{one['kind']}s", {said["id"]: said["text"] for said in one["said"]})
            for one in lines.values["lines"]
        },
        frozenset({"jo"}),
    )
    names = judge_names(
        ThemeNames.model_validate(themes.answer),
        {one["id"]: {said["id"]: said["text"] for said in one["said"]} for one in themes.values["themes"]},
        frozenset(),
    )
    told = judge_opening(
        Opening.model_validate(opening.answer),
        {one["id"]: Line(one["text"], one["kind"].replace(" ", "_"), {}) for one in opening.values["lines"]},
        frozenset(),
    )
    assert (plain_lines.refused, names.refused, told.refused) == ((), (), ())
    assert (len(plain_lines.stands), len(names.stands), len(told.stands)) == (3, 2, 2)


@pytest.mark.parametrize(
    ("line", "said", "worded", "stands"),
    [
        ("look at it", "the CI cache broke, Ana can you look at it?", "look at the CI cache", True),
        ("look at it", "the CI cache broke, Ana can you look at it?", "look at the CI cache, Ana", False),
        ("look at it", "Jenkins broke on Monday, can you look at it?", "look at it on Monday", False),
        ("look at it", "3 jobs broke, can you look at it?", "look at 3 jobs", False),
        ("look at it", "the cache broke, can you look at it?", "fix the cache", False),
        ("ask Tom to review the work of Ana", "", "ask Ana to review the work of Tom", False),
        ("move the tests from staging to production", "", "move the tests from production to staging", False),
        ("replace jenkins with actions", "", "replace actions with jenkins", False),
        ("deploy before lunch, not after it", "", "deploy after lunch, not before it", False),
        ("try a limit of 20 tickets", "", "set a limit of 20 tickets", False),
        ("clean up the flags if nobody needs them", "", "clean up the flags that nobody needs", False),
        ("let's hold off on it until after the release lol", "", "hold off on it until after the release", True),
        ("so yeah we could maybe write tests", "", "write tests", False),
        ("the flags", "somebody has to clean up the flags", "clean up the flags", True),
        ("the flags", "somebody has to clean up the flags", "flags", False),
    ],
)
def test_a_wording_says_what_the_line_says(line: str, said: str, worded: str, stands: bool) -> None:
    lines = {"A1": Line(line, "actions", {"S1": said or line})}
    filled = PlainLines(lines=(PlainLine(line="A1", text=worded),))
    assert bool(judge_lines(filled, lines, frozenset({"ana", "tom"})).stands) is stands


@pytest.mark.parametrize(
    ("text", "lines", "stands"),
    [
        ("The builds take forty minutes, and we waited six days for the data team.", ("I1", "I2"), True),
        ("The builds take six days.", ("I1", "I2"), False),
        ("The data team waited six days.", ("I2",), False),
        ("The builds take forty minutes because we waited for the data team.", ("I1", "I2"), False),
        ("Most builds take forty minutes.", ("I1",), False),
        ("The builds take forty minutes, and the search is fast.", ("I1", "W1"), False),
        ("The builds went well.", ("I1",), False),
        ("What went well: the search is twice as fast.", ("W1",), True),
        ("The search is not fast.", ("W1",), False),
        ("The team decided: no deploys on Fridays.", ("D1",), True),
        ("The team decided to look at the cache.", ("A1",), False),
        ("Ana will look at the cache.", ("A1",), False),
        ("Reviews took me a day.", ("I3",), False),
        ("The builds take forty minutes.", (), False),
        ("The builds take forty minutes.", ("I1", "I2"), False),
    ],
)
def test_a_sentence_of_the_opening_tells_lines_of_one_kind_in_their_words(
    text: str, lines: tuple[str, ...], stands: bool
) -> None:
    there = {
        "W1": Line("the search is twice as fast", "went_well", {}),
        "I1": Line("the builds take forty minutes, Ana says", "to_improve", {}),
        "I2": Line("we waited six days for the data team", "to_improve", {}),
        "I3": Line("reviews took me a day", "to_improve", {}),
        "D1": Line("no deploys on Fridays", "decisions", {}),
        "A1": Line("look at the cache", "actions", {}),
    }
    filled = Opening(sentences=(Told(text=text, lines=lines),))
    assert bool(judge_opening(filled, there, frozenset({"ana"})).stands) is stands


Twist = Callable[[str], str]


def twisted(twist: Twist) -> Callable[[str, str], Any]:
    """A well-formed answer in which every text is twisted."""

    def answer(prompt: str, question: str) -> Any:
        said = echo(prompt, question)
        for each in next(iter(said.values())):
            key = "name" if "name" in each else "text"
            each[key] = twist(each[key])[:120]
        if prompt == "retros/opening":
            said["sentences"] = [
                {"text": twist(text)[:400], "lines": [name]} for name, text in list(fences(question).items())[:3]
            ]
        return said

    return answer


def renamed(prompt: str, question: str) -> Any:
    """Everything is about something else, and there is more of it."""
    if prompt == "retros/lines":
        names = [*lines_of(question), "A9", "D9"]
        return {"lines": [{"line": name, "text": "pay Acme for the new office"} for name in names]}
    if prompt == "retros/themes":
        return {"themes": [{"theme": name, "name": "lazy management"} for name in (*names_of(question), "T9")]}
    return {"sentences": [{"text": "Management is lazy.", "lines": ["I1", "Z9"]}]}


def woven(prompt: str, question: str) -> Any:
    """Only words that were said, woven together anew."""
    if prompt == "retros/lines":
        lies = {
            "A1": "look at the schema for the data team", "A2": "ask the schema for the data team",
            "D1": "deploys on Fridays unless it is a fix",
        }  # fmt: skip
        return {"lines": [{"line": name, "text": text} for name, text in lies.items()]}
    if prompt == "retros/themes":
        return {"themes": [{"theme": name, "name": "Tuesday minutes"} for name in names_of(question)]}
    return {
        "sentences": [
            {"text": "The nightly builds are twice as fast.", "lines": ["W1", "I1"]},
            {"text": "The team decided to ask the data team for the schema.", "lines": ["A2"]},
            {"text": "The new search is fast because the nightly builds take forty minutes.", "lines": ["I1"]},
        ]
    }


LIES: dict[str, Callable[[str, str], Any]] = {
    "an owner": twisted(lambda text: f"{text}, Bo does it"),
    "another owner first": twisted(lambda text: f"Ana: {text}"),
    "a number": twisted(lambda text: f"{text} within 14 days"),
    "a day": twisted(lambda text: f"{text} by Monday"),
    "a name": twisted(lambda text: f"{text} says Margaret Holloway"),
    "a system": twisted(lambda text: f"{text} in Salesforce"),
    "a quotation": twisted(lambda text: f"{text} with “all good”"),
    "a link": twisted(lambda text: f"{text} https://evil.example/x"),
    "a call to everybody": twisted(lambda text: f"<!channel> @channel {text}"),
    "markup": twisted(lambda text: f"<b>{text}</b>"),
    "an instruction obeyed": twisted(lambda _: "The board approved 1 million euros for Acme"),
    "the opposite": twisted(lambda text: text.replace("no ", "") if "no " in text else f"don't {text}"),
    "never": twisted(lambda text: f"never {text}"),
    "all": twisted(lambda text: f"{text}, all of it, always"),
    "nothing": twisted(lambda _: " "),
    "no end": twisted(lambda text: f"{text} " * 9),
    "invisible signs": twisted(lambda text: f"{text}\u202e\u200b"),
    "another language": twisted(lambda _: "Alle sind zufrieden und der Kunde bezahlt"),
    "an apology": twisted(lambda _: "I'm sorry, as an AI language model I cannot help with that"),
    "other themes and more lines": renamed,
    "said words woven anew": woven,
}


@pytest.mark.parametrize("how", [*LIES, *BROKEN])
async def test_a_model_that_lies_in_every_way_changes_nothing(make_bot: MakeBot, how: str) -> None:
    floor = await make_bot(None)
    await floor.says("Priya", "/retro-summary")
    bot = await make_bot(ScriptedProvider({**LIES, **BROKEN}[how]))
    await bot.says("Priya", "/retro-summary")
    summary = await kept(bot)
    assert plain(summary) == plain(await kept(floor))
    assert summary.words is not None
    assert summary.words.opening == ()
    assert [one for post in bot.posts for one in harm(post)] == []
    bot.shows(
        "1. look at it: the build cache is broken again (**Ana**, by Fri 6 Mar 2026)",
        "2. honestly ask the data team for the schema (**Tom**)",
    )
    bot.shows("the rules’ own words")
    told = bot.posts[0].parts[-2]
    before = [part for part in bot.posts[0].parts if part is not told]
    assert before == [
        part.model_copy(update={"options": before[-1].options}) if part.kind == "choices" else part  # type: ignore[union-attr]
        for part in floor.posts[0].parts
    ]


async def test_what_is_refused_goes_back_once_and_the_reader_is_told_what_stays(make_bot: MakeBot) -> None:
    def answer(prompt: str, question: str) -> Any:
        said = better(prompt, question)
        if prompt == "retros/lines":
            next(each for each in said["lines"] if each["line"] == "A1")["text"] = "look at the build cache, Bo"
        if prompt == "retros/themes":
            said["themes"][0]["name"] = "lazy people"
        if prompt == "retros/opening":
            said["sentences"][0]["text"] = "Everybody hates the nightly builds."
        return said

    provider = ScriptedProvider(answer)
    bot = await make_bot(provider)
    await bot.says("Priya", "/retro-summary")
    bot.shows(
        "Its wording of one action and one theme said more or less than was said, so they stand in the rules’ own",
        "Its opening said more than the lines below, so it is left out in part.",
        "1. look at it: the build cache is broken again (**Ana**", "2. ask the data team for the schema (**Tom**",
        "**nightly builds** · 2 notes",
    )  # fmt: skip
    bot.hides("hates", "lazy", "The nightly builds take forty minutes, again. (")
    again = [text for text in provider.questions if "was refused" in text]
    assert len(again) == len(provider.history) - 3 == 3
    assert re.search(r"line A1 was refused: .*“bo”", again[0])


async def test_a_model_that_leaves_lines_out_leaves_them_as_they_are(make_bot: MakeBot) -> None:
    def answer(prompt: str, question: str) -> Any:
        said = better(prompt, question)
        return {key: [each for each in lines if each.get("line") == "A1"] or lines[:1] for key, lines in said.items()}

    bot = await make_bot(ScriptedProvider(answer))
    await bot.says("Priya", "/retro-summary")
    bot.shows("1. look at the broken build cache", "2. honestly ask the data team", "no deploys on Fridays unless")


async def test_of_a_long_message_only_the_part_counts_that_a_line_is_from(
    make_bot: MakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    topics = "billing search login export import alerts invoices refunds reports roles".split()
    notes = "\n".join(
        f"- Ana: write down how the {topic} works, every step of it, for the new ones" for topic in topics
    )
    reads_back(monkeypatch, (*TALK[:-4], ("Priya", f"Actions:\n{notes}")))

    def answer(prompt: str, question: str) -> Any:
        said = echo(prompt, question)
        if prompt == "retros/lines":
            for each in said["lines"]:
                each["text"] = each["text"].replace("how the billing works", "how the roles work")
        return said

    provider = ScriptedProvider(answer)
    bot = await make_bot(provider)
    await bot.says("Priya", "/retro-summary")
    assert len(lines_of(provider.questions[0])) == 10, "of eleven"
    bot.shows("1. write down how the billing works", "Its wording of one action said more or less than was said")
    asked = next(text for text in provider.questions if "Line A1" in text)
    assert "roles" not in asked.partition("Line A2")[0]


@pytest.mark.parametrize("times", [4, 12])
async def test_however_much_was_said_the_questions_stay_short_enough_to_be_asked(
    make_bot: MakeBot, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    much = " and that cost us a day of work that nobody had planned for at all" * times
    said = [("Ana", f"It was bad that the build of part {number} broke again,{much}.") for number in range(40)]
    said += [("Bo", f"I'll write down how part {number} is built by Friday,{much}.") for number in range(40)]
    reads_back(monkeypatch, (*TALK, *said))
    provider = ScriptedProvider(echo)
    bot = await make_bot(provider)
    await bot.says("Priya", "/retro-summary")
    bot.hides("gave no usable answer")
    asked = {prompt_of(conversation) for conversation in provider.history}
    assert asked == {name for name in PROMPTS if name.startswith("retros/")}


async def test_in_a_draft_a_sentence_goes_with_its_line_and_a_theme_is_renamed(make_bot: MakeBot) -> None:
    bot = await make_bot(ScriptedProvider(better))
    await bot.says("Priya", "/retro-summary")
    await bot.picks("Priya", "retro-summary:edit:retro-summary-1")
    (form,) = [part for part in bot.posts[0].parts if part.kind == "form"]
    assert next(field.value for field in form.fields if field.name == "themes") == "waiting for nightly builds"
    await bot.fills("Priya", "retro-summary:edited:retro-summary-1", out="D1", themes="Our builds", note="Thanks")
    bot.shows("The nightly builds take forty minutes, again. (", "**Our builds** · 2 notes", "look at the broken")
    bot.hides("The team decided", "waiting for nightly builds")
    assert "A1: look at the broken build cache" in bot.document("retro-summary.md")
    await bot.fills("Priya", "retro-summary:edited:retro-summary-1", out="A1 D1")
    bot.hides("look at the broken")


async def test_what_was_made_of_forgotten_words_goes_with_them(make_bot: MakeBot) -> None:
    bot = await make_bot(ScriptedProvider(better))
    await bot.says("Priya", "/retro-summary")
    found: dict[str, Any] = {"summary": (await kept(bot)).model_dump(mode="json"), "streaks": [1]}
    gone = {"4", "9"}
    for remark in found["summary"]["cited"]:
        remark["text"] = ERASED if remark["id"] in gone else remark["text"]
    left = without_lost_themes(found)["summary"]
    assert [each["worded"] for each in left["actions"]] == ["", "ask the data team for the schema"]
    assert [each["text"] for each in left["words"]["opening"]] == [
        "The team decided: no deploys on Fridays unless it is a fix."
    ]


async def test_the_same_questions_are_asked_when_a_turn_runs_again(make_bot: MakeBot) -> None:
    provider = ScriptedProvider(better)
    bot = await make_bot(provider)
    road = bot.road
    assert isinstance(road, StraightRoad)
    message = Message(
        key="x/1", address=HERE, author=Person(id="priya", name="Priya"), at=MONDAY, command="retro-summary"
    )
    recorded = Recorded()
    said: list[Post] = []
    names: list[list[str]] = []
    for _ in range(2):
        recorded.names = []
        ports = make_ports(
            message, "x/1", step=recorded, store=road.store, platforms={"terminal": road.platform}, said=said,
            models=road._models,
        )  # fmt: skip
        await road._handle(message, ports)
        names.append(recorded.names)
    assert names[0] == names[1]
    assert [name for name in names[0] if name.startswith("llm.")] == [
        "llm.retros/lines", "llm.retros/themes", "llm.retros/opening",
    ]  # fmt: skip
    assert len(provider.history) == 3
    assert said[0] == said[1]
