"""Which user groups somebody is in, asked of Slack every ten minutes at most."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection

import structlog

from bot.platforms.slack.api import Api, Refused, Unsure

_GROUP = re.compile(r"S[A-Z0-9]{4,}")
_MINUTES = 10 * 60.0
_log = structlog.get_logger(__name__)


def groups_in(ids: Collection[str]) -> tuple[str, ...]:
    """Those of the listed ids that are a user group's."""
    return tuple(each for each in ids if _GROUP.fullmatch(each))


class Groups:
    """The members of user groups.

    While Slack doesn't tell, what it told last counts; of a group that it never told of, Trouble is raised: a right is
    neither given nor taken by guessing.
    """

    def __init__(self, api: Api, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._api = api
        self._clock = clock
        self._members: dict[str, tuple[frozenset[str], float]] = {}

    async def of(self, user: str, ids: Collection[str]) -> tuple[str, ...]:
        """Those of these groups that somebody is in."""
        return tuple([each for each in groups_in(ids) if user in await self._in(each)])

    def forget(self) -> None:
        """Hold nobody's id in memory."""
        self._members.clear()

    async def _in(self, group: str) -> frozenset[str]:
        members, until = self._members.get(group, (None, 0.0))
        if members is not None and self._clock() < until:
            return members
        try:
            told = await self._api.call("usergroups.users.list", usergroup=group)
        except (Refused, Unsure) as trouble:
            if members is None:
                raise
            _log.warning("slack_group_untold", group=group, trouble=trouble.sentence)
            return members
        members = frozenset(str(each) for each in told["users"])
        self._members[group] = (members, self._clock() + _MINUTES)
        return members
