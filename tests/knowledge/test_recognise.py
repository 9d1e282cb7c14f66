"""Documents are what they say they are, in the ways that teams write them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.knowledge.recognise import front_matter, recognise
from bot.knowledge.searching import successors
from bot.knowledge.values import Document


def adr(text: str, path: str = "adr/0003-poll.md") -> Document:
    return recognise("docs", path, text)[0]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("# 3. Poll\n\n## Status\n\nAccepted\n", "accepted"),
        ("# 3. Poll\n\nDate: 2020-01-02\n\n## Status\n\nSuperseded by [9. Events](0009-events.md)\n", "superseded"),
        ("# Poll\n\n* Status: superseded by [ADR-0009](0009-events.md)\n* Date: 2020-01-02\n", "superseded"),
        ("---\nstatus: deprecated\ndate: 2020-01-02\n---\n# Poll\n", "deprecated"),
        ("# 3. Poll\n\n## Status\n\n~~Proposed~~ Accepted\n", "accepted"),
        ("# 3. Poll\n\n**Status:** Rejected\n", "rejected"),
        ("# 3. Poll\n\n## Status\n\nAccepted\n\nSuperseded by 9\n", "superseded"),
    ],
)
def test_a_decision_tells_its_status(text: str, status: str) -> None:
    found = adr(text)
    assert (found.kind, found.number, found.status) == ("adr", "3", status)


def test_who_took_whose_place_is_known_from_either_side() -> None:
    old = adr("# 3. Poll\n\n- Status: Superseded by [ADR 9](0009-events.md)\n")
    silent = adr("# 4. Push\n\n- Status: Accepted\n", "adr/0004-push.md")
    new = adr("# 9. Events\n\n- Status: Accepted\n- Supersedes: [ADR 4](0004-push.md)\n", "adr/0009-events.md")
    assert successors([old, silent, new]) == {old.id: new.id, silent.id: new.id}


@pytest.mark.parametrize(
    ("status", "by"),
    [
        ("Superseded by ADR 0044", ("44",)),
        ("superseded by [ADR 0011](0011-signed.md).", ("0011-signed.md",)),
        ("Superseded by M14", ()),
        ("Superseded by #1597 (removed)", ()),
        ("Superseded by continuous-stem-primary runtime", ()),
    ],
)
def test_only_what_is_a_decision_is_taken_for_one(status: str, by: tuple[str, ...]) -> None:
    found = adr(f"# ADR-0003: Poll\n\n- Status: {status}\n- Date: 2026-07-19\n")
    assert (found.status, found.superseded_by) == ("superseded", by)


def test_a_proposal_takes_nobodys_place_yet() -> None:
    old = adr("# 4. Push\n\n- Status: Accepted\n", "adr/0004-push.md")
    new = adr("# 9. Events\n\n- Status: Proposed\n- Supersedes: 4\n", "adr/0009-events.md")
    assert successors([old, new]) == {}


def test_other_kinds_are_told_by_front_matter_or_folder() -> None:
    assert recognise("d", "x/y.md", "---\ntype: prd\n---\n# Y\n")[0].kind == "prd"
    assert recognise("d", "sprints/sprint-3.md", "# Sprint 3\n")[0].kind == "sprint"
    assert recognise("d", "retros/2026-10-30.md", "# Retro\n")[0].kind == "retro"
    assert recognise("d", "notes/2026-10-30-0003.md", "# Notes\n")[0].kind == "document"


def test_an_old_policy_without_a_status_is_known_by_its_first_line() -> None:
    assert (
        recognise("d", "p.md", "# Policy 2025\n\nReplaced on 1 January 2026 by the new one.\n")[0].status == "replaced"
    )
    assert recognise("d", "p.md", "# API 1\n\n**Deprecated.** Use version 2.\n")[0].status == "deprecated"
    assert recognise("d", "p.md", "# Tool\n\nDeprecated old flags are listed below.\n")[0].status == ""


def test_owner_date_and_title_are_read() -> None:
    found = recognise("d", "a.md", "---\nowner: Hanna\ndate: 2026-01-05\n---\n# **Planner** [inside](x)\n")[0]
    assert (found.owner, found.day, found.title) == ("Hanna", date(2026, 1, 5), "Planner inside")


def test_front_matter_that_is_not_yaml_is_passed_over_and_told() -> None:
    fields, rest, wrong = front_matter("---\na: [\n---\n# T\n")
    assert (fields, rest) == ({}, "# T\n")
    assert "front matter" in wrong
