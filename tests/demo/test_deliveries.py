"""The delivery to a webhook, whoever sets its address."""

from __future__ import annotations

import asyncio

from bot.demo.deliveries import Deliveries


class _Counted(Deliveries):
    """Counts how many deliveries go on at a time; one takes a moment to end."""

    going_on = 0

    async def point(self) -> None:
        await self.stop()
        self.begin()

    async def _run(self) -> None:
        self.going_on += 1
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            self.going_on -= 1


async def test_of_several_that_set_the_address_at_once_one_delivery_is_left() -> None:
    deliveries = _Counted()
    await deliveries.point()
    await asyncio.sleep(0)
    await asyncio.gather(*(deliveries.point() for _ in range(4)))
    await asyncio.sleep(0)
    assert deliveries.going_on == 1
    await deliveries.stop()
    assert deliveries.going_on == 0
