"""Which template a story reads by: the team's own, or the one that ships."""

from __future__ import annotations

import jinja2

from bot.config import Config
from bot.documents import load_document
from bot.prompts import Prompts


def story_template(config: Config, prompts: Prompts) -> jinja2.Template:
    """The team's own where one is set."""
    own = config.template_file
    return prompts.documents["story.md.jinja"] if own is None else load_document(own)
