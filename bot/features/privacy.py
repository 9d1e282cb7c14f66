"""Puts together what people may ask for about themselves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from bot.chat import Person
from bot.errors import Trouble
from bot.privacy import flow as privacy
from bot.router import Feature

if TYPE_CHECKING:
    from bot.erasing import Erasing


def privacy_features(erasing: Erasing | None) -> Sequence[Feature]:
    """`forget-me`; without `erasing` (no turns run here) it can be asked about and not begun."""
    settings = privacy.PrivacySettings(
        kept=erasing.kept if erasing else _none_known,
        begin=erasing.begin if erasing else _not_here,
        erase=erasing.erase if erasing else _not_here,
    )
    return (
        Feature(
            name=privacy.NAME,
            commands={
                privacy.WORD: partial(privacy.forget_command, settings=settings),
                privacy.ERASE: partial(privacy.erase_command, settings=settings),
            },
            claims=partial(privacy.claim, settings=settings),
            picks=partial(privacy.pick, settings=settings),
            teaches=("`/groundwork forget-me` erases what you said, after telling you what goes and what stays",),
        ),
    )


async def _none_known(person: Person) -> int:
    del person
    return 0


async def _not_here(*_: object) -> None:
    raise Trouble("I can’t do that right now. Please try again in a minute.")
