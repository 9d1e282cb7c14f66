"""Reads the documents that people can edit, and tries each on a sample before anybody needs it."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import jinja2
import jinja2.meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.chat import Person
from bot.errors import FileTrouble
from bot.interviews.brief import Brief, LeftOut, Logged, Question, Said
from bot.interviews.document import FILTERS, brief_markdown
from bot.interviews.framework import Section
from bot.interviews.placing import Line
from bot.interviews.rules import Coverage
from bot.language.text import listed

DOCUMENTS: Mapping[str, frozenset[str]] = {
    "brief.md.jinja": frozenset({"brief"}),
    "story.md.jinja": frozenset({"role", "want", "benefit"}),
}
"""The documents people can edit, and the values each of them is given."""

GET_IT = "Run `groundwork init DIR` to get the files as shipped."


def load_document(path: Path, name: str = "story.md.jinja") -> jinja2.Template:
    """The template in this file, which stands for the document `name`; FileTrouble when it can't be filled in."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise FileTrouble(path, None, "This document is missing.", GET_IT) from error
    except OSError as error:
        raise FileTrouble(path, None, f"This can't be read ({error.strerror}).", "Check its permissions.") from error
    except UnicodeDecodeError as error:
        raise FileTrouble(path, None, "This file isn't UTF-8 text.", "Save it as UTF-8.") from error
    return _template(path, text, name)


@lru_cache(maxsize=8)  # it takes a twentieth of a second, and the same words make the same template
def _template(path: Path, text: str, name: str) -> jinja2.Template:
    given = DOCUMENTS[name]
    environment = sandbox()
    try:
        tree = environment.parse(text)
        unknown = sorted(jinja2.meta.find_undeclared_variables(tree) - given)
        template = environment.from_string(tree)
    except jinja2.TemplateSyntaxError as error:
        message = (error.message or "This isn't a template").rstrip(".")
        raise FileTrouble(path, error.lineno, f"{message}.", "Mend the template there.") from error
    if unknown:
        line = next((number for number, row in enumerate(text.splitlines(), 1) if unknown[0] in row), None)
        raise FileTrouble(path, line, f"`{unknown[0]}` is not known here.", f"Use {listed(sorted(given))}.")
    _try(path, name, template)
    return template


def _try(path: Path, name: str, template: jinja2.Template) -> None:
    """Fill it in with a sample: what fails only then would fail when somebody has finished an interview."""
    try:
        if name == "brief.md.jinja":
            text = brief_markdown(_sample(), template, ZoneInfo("UTC"))
        else:
            values = {"role": "clerk", "want": "to see a refund", "benefit": "nobody waits"}
            text = template.render(values) + template.render(values | {"benefit": None})
    except Exception as error:
        # Whatever a template does goes wrong in its own way: it divides, includes, or asks for what isn't there.
        frames = traceback.extract_tb(error.__traceback__)
        line = next((frame.lineno for frame in reversed(frames) if frame.filename == "<template>"), None)
        raise FileTrouble(path, line, f"This can't be filled in: {error}.", "Mend the template there.") from error
    if not text.strip():
        raise FileTrouble(path, None, "Nothing comes out of this document.", GET_IT)


@cache
def _sample() -> Brief:
    """A brief with one of everything."""
    person, at = Person(id="priya", name="Priya"), datetime(2026, 3, 2, 12, tzinfo=UTC)
    line = Line(id="FR-1", text="A clerk sees a refund", tag="stated", sources=("S1",))
    groups = {
        "scope": ("in", "out", "later"),
        "assumptions": ("assumption", "risk"),
        "quality": ("Performance efficiency",),
    }
    said = Said(id="S1", text=line.text, author=person, at=at, tag="stated", topic="problem", link=None, trail=("was",))
    return Brief(
        title="Faster refunds",
        framework="requirements",
        depth="standard",
        people=("Priya",),
        day=at.date(),
        coverage=Coverage(settled=1, total=2, topics=()),
        sections={
            section: tuple(line.model_copy(update={"group": group}) for group in groups.get(section, ("",)))
            for section in get_args(Section)
        },
        questions=(
            Question(id="Q1", text="Who pays?", owner="Tom", due=at.date(), topic="Scope"),
            Question(id="Q2", text="Who sees it?", owner="Tom", due=at.date(), topic="Scope", answer="S1"),
        ),
        left_out=(LeftOut(title="Words", reason="not asked"),),
        clashes=("Refunds take 9 days, and refunds take 3 days",),
        decisions=(Logged(text="Refunds first", by="Priya", at=at),),
        not_placed=(line,),
        statements=(said, said.model_copy(update={"id": "S2", "link": "https://chat/1", "withdrawn": True})),
    )


def sandbox() -> jinja2.Environment:
    """Templates are edited by people of the team, yet get no more than they need: no attribute tricks, no imports."""
    environment = ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters.update(FILTERS)
    return environment
