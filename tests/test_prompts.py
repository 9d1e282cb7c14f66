"""The documents that people edit are checked before anybody needs them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.documents import load_document
from bot.errors import FileTrouble
from bot.prompts import check_prompts, load_prompts

PROMPTS = Path(__file__).parent.parent / "prompts"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(PROMPTS, tmp_path / "prompts")
    return tmp_path / "prompts"


def test_what_is_shipped_is_well() -> None:
    assert check_prompts(PROMPTS) == []
    prompts = load_prompts(PROMPTS)
    assert set(prompts.documents) == {"brief.md.jinja", "story.md.jinja"}
    assert list(prompts.frameworks) == ["requirements", "value-stream"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("# {{ brief.title }\n", 1, "unexpected '}'"),
        ("# x\n{% if brief %}\n", 2, "Unexpected end of template"),
        ("# x\n\n{{ breif.title }}\n", 3, "`breif` is not known here."),
        ("{{ brief.title | shout }}\n", 1, "No filter named 'shout'"),
        ("{% endfor %}\n", 1, "Encountered unknown tag 'endfor'"),
    ],
)
def test_a_broken_document_names_file_line_and_mend(folder: Path, text: str, line: int, message: str) -> None:
    file = folder / "documents" / "brief.md.jinja"
    file.write_text(text)
    (problem,) = check_prompts(folder)
    assert (problem.file, problem.line) == (file, line)
    assert message in problem.message
    assert problem.mend
    with pytest.raises(FileTrouble, match=rf"brief\.md\.jinja, line {line}: "):
        load_prompts(folder)


def test_a_document_that_is_no_text_is_told(folder: Path) -> None:
    file = folder / "documents" / "story.md.jinja"
    file.write_bytes(b"\xff\xfe\x00")
    (problem,) = check_prompts(folder)
    assert problem.message == "This file isn't UTF-8 text."
    with pytest.raises(FileTrouble):
        load_document(file)


def test_a_team_has_its_own_story_wording(tmp_path: Path) -> None:
    file = tmp_path / "ours.jinja"
    with pytest.raises(FileTrouble, match="This document is missing"):
        load_document(file)
    file.write_text("{{ role }} wants {{ want }}{% if benefit %} for {{ benefit }}{% endif %}")
    assert (
        load_document(file).render(role="A clerk", want="a refund", benefit="peace")
        == "A clerk wants a refund for peace"
    )
    file.write_text("{{ wish }}")
    with pytest.raises(FileTrouble, match="`wish` is not known here"):
        load_document(file)


def test_a_template_reaches_nothing_but_its_values(tmp_path: Path) -> None:
    file = tmp_path / "ours.jinja"
    file.write_text("{{ role.__class__.__mro__ }}")
    with pytest.raises(FileTrouble, match="'__class__' of 'str' object is unsafe"):
        load_document(file)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("# {{ brief.title }}\n\n{{ brief.nosuch }}\n", 3, "has no attribute 'nosuch'"),
        ("{{ 1 / 0 }}", 1, "division by zero"),
        ("x\n{% include 'other' %}", 2, "This can't be filled in"),
        ("{% for one in brief.questions %}\n{{ one.ownr }}\n{% endfor %}", 2, "'ownr'"),
        (" \n", None, "Nothing comes out of this document."),
    ],
)
def test_a_document_that_would_fail_when_it_is_needed_is_told_before(
    folder: Path, text: str, line: int | None, message: str
) -> None:
    (folder / "documents" / "brief.md.jinja").write_text(text)
    (problem,) = check_prompts(folder)
    assert problem.line == line
    assert message in problem.message


@pytest.mark.parametrize("name", ["requirements", "vague"])
@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("- a\n- b\n", 1, "This should be keys with values."),
        ("hello\n", 1, "This should be keys with values."),
        ("title: x\ntopics: &a [*a]\n", 2, "This holds itself"),
        ("title: x\n? [a, b]\n: 1\n", 2, "A key should be one word."),
        ("title: \x00\n", None, "There is a control character in it"),
    ],
)
def test_a_question_file_of_another_shape_is_told_in_plain_words(
    folder: Path, name: str, text: str, line: int | None, message: str
) -> None:
    (folder / "interviews" / f"{name}.yaml").write_text(text)
    problem = check_prompts(folder)[0]
    assert problem.line == line
    assert problem.message.startswith(message)
    assert problem.mend
