"""What trackers need to know of the team's choices and of the outside."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import jinja2

from bot.chat import Address
from bot.retros.tracked import Offers
from bot.trackers.port import Tracker


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerSettings:
    """The trackers that are set up, by their ids, and how a story is worded.

    `near` tells whether what belongs to the second conversation may be worked with from the first. `team_of` is the
    whole conversation that something is said in, None for somebody's own with the bot. `link` is where a post can be
    looked at, by its address and the id that it was given. `offers` are the buttons under an action, `actions` whether
    the team wants any in a tracker.
    """

    trackers: Mapping[str, Tracker]
    template: jinja2.Template
    near: Callable[[Address, Address], bool]
    team_of: Callable[[Address], Address | None]
    link: Callable[[Address, str], Awaitable[str | None]]
    offers: Offers
    actions: bool = True
