"""Carries subjects and waves without Prefect, as the flows do."""

from azlift import convoy, journey, on_record
from azlift.errors import (
    AzliftError,
)
from azlift.venue import Venue


async def carry(subject: str, venue: Venue) -> bool:
    try:
        journey.render(subject, venue)
        for verb in (journey.preview, journey.land, journey.verify):
            await verb(subject, venue)  # type: ignore[operator]
    except AzliftError:
        return False
    return True


async def carry_wave(wave: str, venue: Venue) -> list[str]:
    await journey.prepare(wave, venue)
    assert await carry(on_record.zone_of(wave), venue), venue.ledger.failures()
    return await convoy.carry_in_order(wave, venue, lambda group: carry(group, venue))


async def take_back(wave: str, venue: Venue) -> None:
    async def one(subject: str) -> bool:
        await journey.roll_back(subject, venue)
        return True

    assert await convoy.take_back_in_order(wave, venue, one) == []
    await one(on_record.zone_of(wave))
