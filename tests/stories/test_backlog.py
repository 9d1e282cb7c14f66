"""Backlogs come in the files that people have, and a bad one is told by line."""

from pathlib import Path

import pytest

from bot.stories.lint.backlog import BacklogError, read_backlog

ONE = "As a nurse, I want to see the chart."
TWO = "As a clerk, I want to scan invoices, so that I save time."


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_text_file_has_a_story_a_line(tmp_path: Path) -> None:
    assert read_backlog(written(tmp_path, "a.txt", f"{ONE}\n\n  {TWO}\r\n")) == [ONE, TWO]


def test_a_table_has_a_column_named_story_in_any_case(tmp_path: Path) -> None:
    assert read_backlog(written(tmp_path, "a.csv", f'id,User Story\n1,"{ONE}"\n2,"{TWO}"\n3,\n')) == [ONE, TWO]
    assert read_backlog(written(tmp_path, "b.csv", f"STORY;points\n{ONE};3\n")) == [ONE]


def test_a_quoted_story_may_span_lines(tmp_path: Path) -> None:
    assert read_backlog(written(tmp_path, "a.csv", 'story\n"As a nurse,\nI want a chart"\n')) == [
        "As a nurse,\nI want a chart"
    ]


def test_records_have_a_story_or_a_text(tmp_path: Path) -> None:
    lines = f'{{"story": "{ONE}"}}\n\n{{"text": "{TWO}"}}\n"{ONE}"\n'
    assert read_backlog(written(tmp_path, "a.jsonl", lines)) == [ONE, TWO, ONE]


def test_markdown_gives_its_stories_and_leaves_the_prose(tmp_path: Path) -> None:
    text = f"""# Backlog
Some words about it.

## {ONE}

- {TWO}
- [ ] As a driver, I want
  a map.
- no story here

| id | Story |
|----|-------|
| 1  | {ONE} |

```
As a robot, I want to be code.
```
"""
    assert read_backlog(written(tmp_path, "a.md", text)) == [ONE, TWO, "As a driver, I want a map.", ONE]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    story = "As a chef, I want to rename “Crème brûlée” so that guests find it."
    assert read_backlog(written(tmp_path, "a.txt", story.encode(encoding))) == [story]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "id,title\n1,x\n", "line 1: no column is named “story” (found: “id”, “title”)"),
        ("a.csv", "", "line 1: no column is named “story” (found: none)"),
        ("a.csv", 'story\n"open', "line 2: this is no CSV"),
        ("a.jsonl", '{"story": "x"}\nnope\n', "line 2: this is no JSON"),
        ("a.jsonl", '{"title": "x"}\n', "line 1: no “story” in this record"),
        ("a.jsonl", '{"story": 7}\n', "line 1: no “story” in this record"),
        ("a.jsonl", "[1]\n", "line 1: no “story” in this record"),
        ("a.docx", "x", "I read backlogs as .txt, .md, .csv, .jsonl"),
        ("a.txt", b"PK\x03\x04\x00\x00", "this is no text file"),
        ("a.txt", b"\xff\xfe\x00", "this is no text file"),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_with_its_name_and_line(tmp_path: Path, name: str, content: str | bytes, said: str) -> None:
    path = written(tmp_path, name, content)
    with pytest.raises(BacklogError) as caught:
        read_backlog(path)
    assert str(path) in str(caught.value)
    assert said in str(caught.value)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(BacklogError, match="there is no such file"):
        read_backlog(tmp_path / "none.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(BacklogError, match="this is a folder"):
        read_backlog(tmp_path / "folder.txt")


@pytest.mark.parametrize(("line", "why"), [("[" * 50_000, "too deep"), ("9" * 5_000, "too many digits"), ("{", "JSON")])
def test_a_record_that_cannot_be_made_is_told_by_its_line(tmp_path: Path, line: str, why: str) -> None:
    with pytest.raises(BacklogError, match=rf"line 2: .*{why}"):
        read_backlog(written(tmp_path, "a.jsonl", f'{{"story": "{ONE}"}}\n{line}\n'))
