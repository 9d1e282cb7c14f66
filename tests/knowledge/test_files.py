"""Every file is read or told about; none of them stops the others."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

import pytest

from bot.knowledge import split as splitting
from bot.knowledge.files import LARGEST, Unreadable, read, walk
from bot.knowledge.split import LONGEST, Form
from tests.knowledge.shelves import a_library, paths, write


def test_links_that_loop_or_lead_out_are_told(tmp_path: Path) -> None:
    folder = write(tmp_path / "docs", {"a/b.md": "# B\n"})
    write(tmp_path / "secret", {"key.md": "# Key\n"})
    (folder / "a" / "loop").symlink_to(folder)
    (folder / "out").symlink_to(tmp_path / "secret")
    (folder / "key.md").symlink_to(tmp_path / "secret" / "key.md")
    (folder / "broken.md").symlink_to(folder / "gone.md")
    told = {each.path: each.wrong for each in walk(folder)}
    assert told["a/b.md"] == ""
    assert "leads back" in told["a/loop"]
    assert "leads out" in told["out"]
    assert "leads out" in told["key.md"]
    assert "can’t be read" in told["broken.md"]


def test_hidden_and_foreign_folders_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, {".git/x.md": "x", "node_modules/y/z.md": "z", "a.md": "a", "b.png": b"\x89PNG"})
    assert [each.path for each in walk(tmp_path)] == ["a.md"]


def test_encodings_are_understood_or_told(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "bom.md": b"\xef\xbb\xbf# T\r\n",
            "utf16.txt": "Grüße".encode("utf-16"),
            "old.txt": "Grüße".encode("cp1252"),
            "binary.md": b"\x00\x01\x02\xff\xfe",
            "empty.md": b"  \n",
        },
    )
    assert read(tmp_path / "bom.md") == ("# T\n", "")
    assert read(tmp_path / "utf16.txt")[0] == "Grüße"
    text, note = read(tmp_path / "old.txt")
    assert text == "Grüße"
    assert "Windows-1252" in note
    for name in ("binary.md", "empty.md"):
        with pytest.raises(Unreadable):
            read(tmp_path / name)


def test_a_file_that_is_too_large_is_told_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    write(folder, {"good.md": "# Good\n\nRefunds take nine days.\n"})
    with (folder / "huge.md").open("wb") as file:
        file.truncate(LARGEST + 25_000_000)
    with a_library(tmp_path / "home", docs=folder) as library:
        report = library.index()
        assert [(each.path, "larger than 25 MB" in each.reason) for each in report.unread] == [("huge.md", True)]
        assert paths(library, "refunds") == ["good.md"]


def test_office_documents_and_web_pages_become_text(tmp_path: Path) -> None:
    pptx = import_module("pptx")
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Launch plan"
    slide.placeholders[1].text = "The pilot begins in Norwell"
    deck.save(str(tmp_path / "plan.pptx"))
    write(tmp_path, {"page.html": "<html><body><h1>Returns</h1><p>Send it back within 14 days.</p></body></html>"})
    assert "The pilot begins in Norwell" in read(tmp_path / "plan.pptx")[0]
    text = read(tmp_path / "page.html")[0]
    assert "# Returns" in text
    assert "14 days" in text


def test_a_pdf_is_read_and_a_broken_one_is_told(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"good.pdf": _pdf("Backups are kept for 35 days"), "bad.pdf": b"%PDF-1.4 nothing", "bad.docx": b"PK no"},
    )
    assert "Backups are kept for 35 days" in read(tmp_path / "good.pdf")[0]
    for name in ("bad.pdf", "bad.docx"):
        with pytest.raises(Unreadable, match=r"can’t be read as|no text"):
            read(tmp_path / name)


def _pdf(text: str) -> bytes:
    """A PDF of one line, written by hand."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(out),
    )


def test_what_is_no_real_file_is_told_and_not_waited_for(tmp_path: Path) -> None:
    folder = write(tmp_path / "docs", {"a.md": "# A\n"})
    os.mkfifo(folder / "pipe.md")
    (folder / "self.md").symlink_to("self.md")
    told = {each.path: each.wrong for each in walk(folder)}
    assert told["a.md"] == ""
    assert told["pipe.md"] == "it isn’t a file that holds anything"
    assert "can’t be read" in told["self.md"]


def test_a_source_that_goes_while_it_is_looked_at_is_told(tmp_path: Path) -> None:
    (each,) = walk(tmp_path / "gone")
    assert "can’t be opened" in each.wrong


def test_utf_16_without_its_mark_is_read_and_told(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"le.md": "# Grüße\n\nund mehr".encode("utf-16-le"), "be.md": "# Grüße und mehr\n".encode("utf-16-be")},
    )
    text, note = read(tmp_path / "le.md")
    assert text.startswith("# Grüße")
    assert "UTF-16-LE" in note
    assert read(tmp_path / "be.md")[0] == "# Grüße und mehr\n"


def test_a_picture_inside_a_text_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": f"Before ![x](data:image/png;base64,{'QUJD' * 1000}) after"})
    assert read(tmp_path / "a.md")[0] == "Before ![x](data:…) after"


def test_an_odd_file_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = "---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: *b\n---\n# Bomb\n\nTick.\n"
    large = f'id,title\nA-1,"{"x" * 200_000}"\n'
    folder = write(
        tmp_path / "docs",
        {
            "bomb.md": bomb,
            "large.csv": large,
            "long.md": "x" * 100_000,
            "odd.md": "# Odd\n",
            "z.md": "# Z\n\nRefunds.\n",
        },
    )
    split = splitting.split

    def fails(body: str, form: Form) -> object:
        if "Odd" in body:
            raise ZeroDivisionError
        return split(body, form)

    monkeypatch.setattr("bot.knowledge.indexing.split", fails)
    with a_library(tmp_path / "home", docs=folder) as library:
        report = library.index()
        told = [(each.path, each.reason) for each in report.unread]
        assert told == [("odd.md", "it can’t be understood (ZeroDivisionError)")]
        assert paths(library, "refunds") == ["z.md"]
        assert {each.path for each in library.documents()} == {"bomb.md", "large.csv", "long.md", "z.md"}
        assert max(len(unit.text) for unit in library.corpus().units) <= LONGEST


def test_a_folder_that_cannot_be_opened_today_keeps_what_was_read_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "docs", {"a.md": "# A\n\nRefunds.\n", "shut/b.md": "# B\n\nParcels.\n"})
    scan = os.scandir

    def refuses(where: Path) -> object:
        if Path(where).name == "shut":
            raise PermissionError(13, "Permission denied")
        return scan(where)

    with a_library(tmp_path / "home", docs=folder) as library:
        library.index()
        monkeypatch.setattr(os, "scandir", refuses)
        (folder / "a.md").unlink()
        report = library.index()
        assert (report.removed, [each.path for each in report.unread]) == (1, ["shut"])
        assert paths(library, "parcels") == ["shut/b.md"]
