"""Puts together who finds what was made in a private conversation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot import sharing
from bot.knowledge.ports import Knowledge
from bot.router import Feature


def sharing_features(library: Knowledge) -> Sequence[Feature]:
    """The button under a brief and under approved stories."""
    settings = sharing.SharingSettings(changed=library.changed)
    return (Feature(name=sharing.KIND, picks=partial(sharing.pick, settings=settings)),)
