"""The brief as a Markdown document, from the template that people can edit in prompts/documents/."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

import jinja2

from bot.interviews.brief import Brief, Said
from bot.language.dates import say_day
from bot.language.markdown import escape
from bot.language.text import one_line


def brief_markdown(brief: Brief, template: jinja2.Template, zone: ZoneInfo) -> str:
    """The whole document. Times are shown in the team's zone; people's words are escaped, so they stay as typed."""
    text = template.render(brief=brief, **{_ZONE: zone})
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


_ZONE = "team_zone"


def link_to(said: Said) -> str:
    """A statement's id as a link to its message, or to the document's own list of what was said."""
    return f"[{said.id}]({said.link or '#' + said.id.lower()})"


def _cell(text: str) -> str:
    return escape(one_line(text)).replace("|", "\\|")


@jinja2.pass_context
def _moment(context: jinja2.runtime.Context, at: datetime) -> str:
    return f"{at.astimezone(context[_ZONE]):%Y-%m-%d %H:%M}"


def _day(day: date) -> str:
    return say_day(day)


FILTERS: Mapping[str, object] = {
    "md": lambda text: escape(one_line(text)),
    "cell": _cell,
    "link": link_to,
    "moment": _moment,
    "day": _day,
}
"""What a document template may use beside Jinja's own filters."""
