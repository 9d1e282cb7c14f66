"""A team's ceremonies in the terminal: set up by a filled form, moved by a choice, as scripts and people do it."""

from __future__ import annotations

import json
from typing import Any

from tests.test_cli import groundwork
from tests.typed import Run

__all__ = ["groundwork"]


def told(groundwork: Run, *words: str) -> list[dict[str, Any]]:
    done = groundwork("say", *words, "--in", "parcels", "--json")
    assert done.returncode == 0, done.stderr
    posts: list[dict[str, Any]] = json.loads(done.stdout)
    return posts


def test_a_team_is_set_up_looked_at_and_moved(groundwork: Run) -> None:
    (asked,) = told(groundwork, "/ceremony")
    assert asked["form"]["id"] == "ceremony:setup"
    filled = ("name=Parcels", "zone=Europe/Berlin", "ceremonies=Retrospective, Friday 14:00, 1 hour, last week")
    (wrong,) = told(groundwork, "--form", "ceremony:setup", *filled, "days=sometimes")
    assert "Write the days as Mon-Fri" in wrong["text"]
    (done,) = told(groundwork, "--form", "ceremony:setup", *filled)
    assert done["text"].startswith("Set: **Parcels**, a sprint of 2 weeks")
    (move,) = told(groundwork, "/ceremony move retro to Thursday 15:00 for good")
    assert [choice["label"] for choice in move["choices"]] == ["Yes, for good", "No, leave it"]
    (moved,) = told(groundwork, "--choose", move["choices"][0]["id"])
    assert moved["text"].startswith("Moved for good: **Retrospective**, Thursday 15:00, 1 hour, last week")
    listed = groundwork("say", "/ceremony", "--in", "parcels").stdout
    assert [word for word in ("Ceremony", "Retrospective", "Thursday", "Set by") if word not in listed] == []
    assert "/ceremony next shows what is coming" in " ".join(listed.split())
    assert groundwork("calendar", "Parcels").stdout.count("BEGIN:VEVENT") == 1
