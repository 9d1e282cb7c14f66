"""The files under prompts/model/ are checked before anybody is asked anything."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.errors import FileTrouble
from bot.model_prompts import FILLS, check_model_prompts, load_model_prompts

SHIPPED = Path(__file__).parent.parent.parent / "prompts"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED / "model", tmp_path / "model")
    return tmp_path


def test_what_is_shipped_can_be_used_and_every_file_has_its_prompt() -> None:
    assert check_model_prompts(SHIPPED) == []
    files = {str(path.relative_to(SHIPPED / "model").with_suffix("")) for path in (SHIPPED / "model").rglob("*.yaml")}
    assert files == set(FILLS) == set(load_model_prompts(SHIPPED))


@pytest.mark.parametrize(
    ("was", "now", "sentence"),
    [
        ("system: |", "sistem: |", "The key `sistem` is not known. Did you mean `system`?"),
        ("  seconds: 6", "  seconds: -1", "`limits.seconds` can't be used"),
        ("  seconds: 6\n", "", "`seconds` is missing here."),
        ("{{ topic }}", "{{ topik }}", "`topik` is not known here. Use question, refusals, said and topic."),
        ("Topic: {{ topic }}\n", "\n", "The template never uses `topic`, so the model wouldn't know it."),
        ("{% endfor %}", "{% endfr %}", "unknown tag"),
        (
            "    question: Jo typed",
            "    qestion: Jo typed",
            "`example.answer.question` doesn't fit what is read from it",
        ),
        ("    topic: Problem\n", "", "The example should give question, refusals, said and topic; `topic` is amiss."),
        ("  characters: 8000", "  characters: 600", "`limits.characters` is less than what the example alone takes."),
        ("{{ one.text }}", "{{ one.words }}", "The template can't be filled with the example"),
    ],
)
def test_a_broken_file_names_its_line_and_its_mend(folder: Path, was: str, now: str, sentence: str) -> None:
    path = folder / "model" / "interviews" / "question.yaml"
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now), encoding="utf-8")
    (problem,) = check_model_prompts(folder)
    assert sentence in f"{problem.message} {problem.mend}"
    assert problem.file == path
    assert problem.line is not None or "missing" not in sentence
    with pytest.raises(FileTrouble):
        load_model_prompts(folder)


def test_a_missing_file_is_told(folder: Path) -> None:
    (folder / "model" / "stories" / "story.yaml").unlink()
    (problem,) = check_model_prompts(folder)
    assert problem.message == "This file is missing."


def test_prompts_of_a_team_from_before_a_feature_asked_a_model_use_the_shipped_ones_for_it(folder: Path) -> None:
    shutil.rmtree(folder / "model" / "retros")
    path = folder / "model" / "interviews" / "question.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("seconds: 6", "seconds: 7"), encoding="utf-8")
    assert check_model_prompts(folder) == []
    loaded = load_model_prompts(folder)
    assert loaded["retros/lines"].prompt == load_model_prompts(SHIPPED)["retros/lines"].prompt
    assert loaded["interviews/question"].prompt.limits.seconds == 7


def test_prompts_of_a_team_from_before_there_was_a_model_use_the_shipped_ones(tmp_path: Path) -> None:
    assert check_model_prompts(tmp_path) == []
    assert load_model_prompts(tmp_path).keys() == FILLS.keys()
