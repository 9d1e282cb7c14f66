"""A team's own questions: a second framework, one that went away, and files that cannot be used."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.app import build
from bot.config import Config, load
from bot.errors import ConfigTrouble, FileTrouble
from bot.interviews.framework import Framework, Topic, credit, pattern
from bot.prompts import check_prompts, load_prompts, read_yaml
from tests.dialog import Bot, MemoryRoad

PROMPTS = Path(__file__).parent.parent.parent / "prompts"
SMALL = Path(__file__).parent / "small.yaml"
Change = Callable[[str, str], Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of prompts/ with a second framework."""
    shutil.copytree(PROMPTS, tmp_path / "prompts")
    shutil.copy(SMALL, tmp_path / "prompts" / "interviews" / "small.yaml")
    return tmp_path / "prompts"


async def test_a_second_framework_is_asked_by_its_name(folder: Path, config: Config) -> None:
    bot = Bot(MemoryRoad(build(config, load_prompts(folder))))
    await bot.verify_dialog(
        [
            ("/interview --framework small A new door", "Which colour should it have?"),
            ("Green, like the grass.", "How big is it?"),
            ("big", "How many metres is that?"),
            ("2 metres", "What else is there?"),
            ("nothing", ("That’s all I need", "Nobody has said yet what it does")),
        ]
    )
    assert "## Constraints\n\n- Green, like the grass." in bot.document()
    await bot.says("Priya", "/interview --framework smal A new door")
    bot.shows("There is no framework “smal”. There is `requirements`, `small`, `value-stream`.")


async def test_a_framework_that_went_away_loses_nothing(folder: Path, config: Config) -> None:
    road = MemoryRoad(build(config, load_prompts(folder)))
    bot = Bot(road)
    await bot.says("Priya", "/interview --framework small A new door")
    await bot.says("Priya", "Green, like the grass.")
    (folder / "interviews" / "small.yaml").unlink()
    later = MemoryRoad(build(config, load_prompts(folder)))
    later.store = road.store
    bot.road = later
    await bot.says("Priya", "2 metres")
    bot.shows("“A new door” uses the framework “small”, which is no longer in prompts/interviews.", "Nothing is lost.")
    await bot.says("Priya", "resume")
    bot.shows("which is no longer in prompts/interviews")
    bot.road = road
    await bot.says("Priya", "status")
    bot.shows("How big is it?")
    assert [one.text for one in (await bot.interview()).statements] == ["A new door", "Green, like the grass."]


async def test_a_topic_that_went_away_keeps_its_statements(folder: Path, config: Config) -> None:
    road = MemoryRoad(build(config, load_prompts(folder)))
    bot = Bot(road)
    await bot.says("Priya", "/interview --framework small A new door")
    await bot.says("Priya", "Green, like the grass.")
    file = folder / "interviews" / "small.yaml"
    file.write_text(file.read_text().replace("id: colour", "id: paint"))
    later = MemoryRoad(build(config, load_prompts(folder)))
    later.store = road.store
    bot.road = later
    await bot.says("Priya", "2 metres")
    await bot.says("Priya", "finish", posts=None)
    assert "Green, like the grass." in bot.document().split("## Not placed")[1].split("## What was said")[0]


def test_the_configured_framework_must_be_there(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "config.yaml").write_text("prompts: prompts\ninterviews:\n  framework: nonsense\n")
    config = load(None, cwd=tmp_path, environ={"GROUNDWORK_HOME": str(tmp_path)})
    with pytest.raises(ConfigTrouble) as caught:
        build(config, load_prompts(folder))
    assert "which isn't in prompts/interviews" in caught.value.sentence
    assert "Use one of requirements, small, value-stream." in caught.value.sentence


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "mend"),
    [
        ("title: Small talk", "title Small talk", 2, "isn't YAML", "Check the indentation, colons and quotes there."),
        ("title: Small talk", "title: [Small talk", 2, "isn't YAML", "Check the indentation"),
        ("title: Small talk", "titel: Small talk", 1, "The key `titel` is not known.", "Did you mean `title`?"),
        ("title: Small talk\n", "", 1, "`title` is missing here.", "Add a line `title: …`."),
        ("opening: What is it about?", "opening: What is it about", 2, "exactly one question mark", "Change it there."),
        ("question: Which colour should it have?", "question: Which? Why?", 9, "one question mark", "Change it there."),
        ("id: size", "id: colour", 5, "The topic id colour stands twice", ""),
        ("id: size", "id: Big Size", 17, "can't be used", "Change it there."),
        (
            "importance: must\n    impact: 5",
            "importance: maybe\n    impact: 5",
            13,
            "'must', 'should' or 'could'",
            "Change",
        ),
        ("impact: 5", "impact: 9", 14, "less than or equal to 5", "Change it there."),
        ("impact: 5", "impact: lots", 14, "valid integer", "Change it there."),
        ("depth: quick\n    cues", "depth: fast\n    cues", 15, "'quick', 'standard' or 'deep'", "Change it there."),
        ("section: constraints", "section: paint", 8, "can't be used", "Change it there."),
        ("seen: number", "seen: colour", 28, "`colour` isn't a kind of fact. Choose one of number, date", "Change"),
        ("How many metres is that?", "How many metres", 28, "exactly one question mark", "Change it there."),
        ("strong: [blue, red]", "stong: [blue, red]", 16, "`stong` is not known", "Did you mean `strong`?"),
        (
            "    why: Colours matter.\n",
            "    why: Colours matter.\n    why: Again.\n",
            11,
            "`why` stands twice.",
            "Remove one",
        ),
        ("    why: Colours matter.\n", "", 6, "`why` is missing here.", "Add a line `why: …`."),
    ],
)
def test_a_broken_framework_names_file_line_and_mend(  # noqa: PLR0913, PLR0917 (a table's columns)
    folder: Path, old: str, new: str, line: int, message: str, mend: str
) -> None:
    file = folder / "interviews" / "small.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    with pytest.raises(FileTrouble) as caught:
        load_prompts(folder)
    assert caught.value.path == file
    assert message in caught.value.message
    assert mend in caught.value.mend
    assert caught.value.line == line
    assert caught.value.sentence.startswith(f"{file}, line {line}: ")


def test_an_empty_file_and_no_topics_are_told(folder: Path) -> None:
    file = folder / "interviews" / "small.yaml"
    for text, message in (
        ("", "This file is empty."),
        ("- a\n- b\n", "should be keys with values"),
        (SMALL.read_text().split("topics:")[0] + "topics: []\n", "at least 1 item"),
    ):
        file.write_text(text)
        with pytest.raises(FileTrouble, match=r"small\.yaml, line \d+: ") as caught:
            load_prompts(folder)
        assert message in caught.value.message
    file.write_bytes(b"title: \xff\xfe")
    with pytest.raises(FileTrouble, match="UTF-8"):
        load_prompts(folder)


def test_vague_words_are_checked_as_strictly(folder: Path) -> None:
    file = folder / "interviews" / "vague.yaml"
    shipped = file.read_text()
    for old, new, message in (
        ("“{word}”: by whom?", "By whom?", "must hold {word}"),
        ("unless: number", "unless: numbers", "`numbers` isn't a kind of fact"),
        ("“{word}”: by whom?", "“{word}”: by whom", "exactly one question mark"),
        ("kind: undecided", "kinds: undecided", "`kinds` is not known"),
    ):
        assert old in shipped
        file.write_text(shipped.replace(old, new, 1))
        with pytest.raises(FileTrouble) as caught:
            load_prompts(folder)
        assert message in caught.value.message
        assert caught.value.line


def test_missing_files_are_told(folder: Path) -> None:
    (folder / "interviews" / "vague.yaml").unlink()
    (folder / "documents" / "brief.md.jinja").unlink()
    messages = [problem.message for problem in check_prompts(folder)]
    assert messages == ["This file is missing.", "This document is missing."]
    for file in (folder / "interviews").glob("*.yaml"):
        file.unlink()
    assert "There is no interview here." in [problem.message for problem in check_prompts(folder)]


def test_every_shipped_framework_asks_in_one_voice() -> None:
    framework = read_yaml(PROMPTS / "interviews" / "requirements.yaml", Framework)
    assert len(framework.topics) == 21
    assert [len(framework.within(depth)) for depth in ("quick", "standard", "deep")] == [8, 14, 21]
    for topic in framework.topics:
        assert topic.why.endswith((".", "”."))
        assert topic.cues.strong or topic.cues.weak


@pytest.mark.parametrize(
    ("cue", "text", "found"),
    [
        ("refund*", "two refunds", True),
        ("refund", "two refunds", False),
        ("only * may", "only a team lead may", True),
        ("only * may", "only may", False),
        ("only * may", "only one of the five big bosses may", False),
        ("%", "5 %", True),
        ("24/7", "open 24/7!", True),
        ("log in", "log  in", True),
        ("user", "superuser", False),
        ("user", "USER?", True),
        ("???", "well ???", True),
        ("a+b", "aab", False),
    ],
)
def test_a_cue_is_found_as_whole_words(cue: str, text: str, found: bool) -> None:
    assert bool(pattern(cue).search(text)) is found


def test_a_strong_cue_outweighs_weak_ones() -> None:
    base = read_yaml(SMALL, Framework).topics[0]
    topics = (
        base.model_copy(update={"id": "strong", "cues": {"strong": ("blue",), "weak": ("sky", "sea")}}),
        base.model_copy(update={"id": "weak", "cues": {"weak": ("sky", "sea", "sun", "sand")}}),
        base.model_copy(update={"id": "silent", "cues": {}}),
    )
    checked = tuple(Topic.model_validate(topic.model_dump(warnings=False)) for topic in topics)
    assert credit("Blue is the sky and the sea, blue.", checked) == {"strong": 3, "weak": 2}
    assert credit("sky, sea, sun and sand", checked) == {"strong": 2, "weak": 3}
