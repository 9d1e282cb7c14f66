"""Puts together what people may ask for about themselves, what is kept for how long, and who may do what."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from bot.access import Role, Standing
from bot.chat import Address, Message, Person
from bot.config import Config
from bot.durable import Handle, Ports
from bot.errors import Trouble
from bot.guard import Guard
from bot.platforms.rooms import called
from bot.privacy import flow as privacy
from bot.privacy.nightly import PURGE
from bot.router import Feature
from bot.schedule import Due

if TYPE_CHECKING:
    from bot.forgetting.erasing import Erasing
    from bot.forgetting.purging import Purging
    from bot.store.sql import SqlStore


def privacy_features(erasing: Erasing | None, purging: Purging | None) -> Sequence[Feature]:
    """`forget-me`, and what goes by the clock. Where no turns run it can be asked about, and not begun."""
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
            due={PURGE: partial(_purge, purging=purging)} if purging else {},
            teaches=("`/groundwork forget-me` erases what you said, after telling you what goes and what stays",),
        ),
    )


class Asked(Protocol):
    """A platform that knows its people."""

    async def standing(self, person: Person, address: Address, groups: Collection[str]) -> Standing:
        """What it says of somebody where they speak."""
        ...

    async def names(self, address: Address, ids: Sequence[str]) -> Sequence[str]:
        """The names of those whom it knows."""
        ...


def guard_of(config: Config, store: SqlStore, platforms: Mapping[str, Asked]) -> Guard:
    """Who may do what, by the settings; `platforms` are asked about people, by the beginning of an address."""

    async def stands(person: Person, address: Address, groups: Collection[str]) -> Standing:
        platform = platforms.get(address.partition(":")[0])
        return await platform.standing(person, address, groups) if platform else Standing()

    async def names_of(address: Address, ids: Sequence[str]) -> Sequence[str]:
        platform = platforms.get(address.partition(":")[0])
        return list(await platform.names(address, ids)) if platform else list(ids)

    async def write_down(message: Message, act: str, role: Role) -> None:
        from bot.store.audit import Audit

        by = (message.via or message.author).id
        effect = f"refused:{message.key}:{act}"
        await Audit(store).add("refused", by=by, effect=effect, at=message.at, wanted=act, role=role)

    return Guard(
        access=config.access.rules,
        stands=stands if platforms else None,
        names_of=names_of,
        called=called,
        write_down=write_down,
    )


def telling_of(config: Config, store: SqlStore, handle: Handle) -> Handle:
    """Where a language model reads along, whoever wrote a secret is told that it isn't shown it."""
    if not config.model:
        return handle
    from bot.llm.redact import Redactor
    from bot.privacy.withheld import telling
    from bot.store.audit import Audit

    async def write_down(message: Message, found: Mapping[str, int]) -> None:
        effect = f"withheld:{message.key}"
        await Audit(store).add("withheld", by="groundwork", effect=effect, at=message.at, **found)

    return telling(handle, Redactor.of(config.redact), write_down)


async def _purge(due: Due, ports: Ports, purging: Purging) -> None:
    async def purge() -> Any:
        return await purging.purge(due.at, f"retention:{due.at.isoformat()}")

    await ports.look("retention", purge)


async def _none_known(person: Person) -> int:
    del person
    return 0


async def _not_here(*_: object) -> Any:
    raise Trouble("I can’t do that right now. Please try again in a minute.")
