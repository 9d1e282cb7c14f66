"""What comes at once is put together, and one that can't be put is the only one that fails."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot.durable.gathering import Gathering


class Shelf:
    """Where numbers are put; a negative one falls off, and takes those along that it came with."""

    def __init__(self) -> None:
        self.put: list[list[int]] = []

    async def alone(self, number: int) -> None:
        await self.together([number])

    async def together(self, numbers: Sequence[int]) -> None:
        await asyncio.sleep(0.01)
        if any(number < 0 for number in numbers):
            raise ValueError(str(numbers))
        self.put.append(list(numbers))


async def test_a_burst_is_put_in_few_goes_and_in_order() -> None:
    shelf = Shelf()
    gathering = Gathering(alone=shelf.alone, together=shelf.together)
    await asyncio.gather(*(gathering.add(number) for number in range(250)))
    assert [number for group in shelf.put for number in group] == list(range(250))
    assert len(shelf.put) == 3
    await gathering.add(7)
    assert shelf.put[-1] == [7]


async def test_only_what_cannot_be_put_fails() -> None:
    shelf = Shelf()
    gathering = Gathering(alone=shelf.alone, together=shelf.together)
    ended = await asyncio.gather(*(gathering.add(number) for number in (1, -2, 3)), return_exceptions=True)
    assert [type(one) for one in ended] == [type(None), ValueError, type(None)]
    assert shelf.put == [[1], [3]]


async def test_one_who_gives_up_waiting_does_not_disturb_the_others() -> None:
    shelf = Shelf()
    gathering = Gathering(alone=shelf.alone, together=shelf.together)
    impatient = asyncio.create_task(gathering.add(1))
    patient = asyncio.create_task(gathering.add(2))
    await asyncio.sleep(0)
    impatient.cancel()
    await patient
    with pytest.raises(asyncio.CancelledError):
        await impatient
    assert shelf.put == [[1, 2]]
