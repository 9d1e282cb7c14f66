"""Puts together what people may ask for about themselves, what is kept for how long, and who may do what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.access import Role
from bot.chat import Address, Message, Person
from bot.config import Config
from bot.durable import Handle, Ports
from bot.errors import Trouble
from bot.guard import Guard
from bot.privacy import flow as privacy
from bot.privacy.nightly import PURGE
from bot.router import Feature
from bot.schedule import Due

if TYPE_CHECKING:
    from bot.erasing import Erasing
    from bot.purging import Purging
    from bot.store.sql import SqlStore

IsGuest = Callable[[Person, Address], Awaitable[bool]]


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


def guard_of(config: Config, store: SqlStore, guests: Mapping[str, IsGuest]) -> Guard:
    """Who may do what, by the settings; `guests` asks a platform, by its name, whether somebody is a guest there."""

    async def is_outside(person: Person, address: Address) -> bool:
        ask = guests.get(address.partition(":")[0])
        return bool(ask and await ask(person, address))

    async def write_down(message: Message, act: str, role: Role) -> None:
        from bot.store.audit import Audit

        by = (message.via or message.author).id
        effect = f"refused:{message.key}:{act}"
        await Audit(store).add("refused", by=by, effect=effect, at=message.at, wanted=act, role=role)

    return Guard(access=config.access.rules, is_outside=is_outside if guests else None, write_down=write_down)


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
