"""What bars machines from whole windows: pins, exclusions, sizes that are not sold, and a subscription that is full."""

import re
from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from azlift.model import Calendar, PickedWindows, Placement, Refusal, Slot, Unavailable, shared_zones
from azlift.model.written import first_and_last, means

Barred = Refusal | None
"""Of one slot; None: it is open."""


def pinned_to(wave: str) -> int | None:
    """The slot, by its number, that a person asked for: `3`, `wave-03` or `Wave 3`; other words pin nothing."""
    asked = re.fullmatch(r"(?:wave[ _-]?)?0*([1-9][0-9]{0,3})", wave.strip(), re.IGNORECASE)
    return int(asked[1]) if asked else None


def by_wave(pin: int, slots: Sequence[Slot]) -> Iterator[Barred]:
    fact = Refusal(kind="pin", fact=f"wave {pin} is asked for")
    last = max((slot.number for slot in slots), default=0)
    if pin > last:
        fact = Refusal(kind="horizon", fact=f"wave {pin} is asked for, and the horizon has {last} windows")
    yield from (None if slot.number == pin else fact for slot in slots)


def by_choice(entry: PickedWindows, zone: str, slots: Iterable[Slot], *, only: bool) -> Iterator[Barred]:
    """`only`: the other windows are barred; else those that the entry picks."""
    named = ", ".join((*entry.days, *entry.windows))
    if only:
        fact = Refusal(kind="pin", fact=f"{entry.reason}: only in windows of {named} ({zone})")
    else:
        fact = Refusal(kind="exclusion", fact=f"{entry.reason}: not in windows of {named} ({zone})")
    yield from (None if picks(entry, zone, slot) is only else fact for slot in slots)


def picks(entry: PickedWindows, zone: str, slot: Slot) -> bool:
    """Whether the window is named, or begins on one of the days, as the site's clocks have them."""
    if slot.id in entry.windows:
        return True
    day = slot.start.astimezone(ZoneInfo(zone)).date()
    return any(first <= day <= last for first, last in map(first_and_last, entry.days))


def unsold(calendar: Calendar, placements: Sequence[Placement]) -> Iterator[tuple[int, str]]:
    """Entries of `unavailable` that are about machines landed together, each with a size it is about.

    Which of the zones that all sizes share a group lands in is chosen when it is rendered, so any may be it.
    """
    zones = frozenset(shared_zones(placements)) if calendar.unavailable else frozenset()
    for number, entry in enumerate(calendar.unavailable):
        if not entry.zones or zones.intersection(entry.zones):
            for size in sorted({placed.size for placed in placements if _about(entry, placed)}):
                yield number, size


def _about(entry: Unavailable, placed: Placement) -> bool:
    named = means(entry.sizes, placed.size) or means(entry.sizes, placed.family)
    return named and (not entry.regions or means(entry.regions, placed.region))


def by_sale(entry: Unavailable, size: str, slots: Iterable[Slot]) -> Iterator[Barred]:
    """A machine is made in its window at the latest, so the day is that on which the window begins, in UTC."""
    where = f" in zone {', '.join(entry.zones)}" if entry.zones else ""
    since = f" from {entry.since}" if entry.since else ""
    until = f" until {entry.until}" if entry.until else ""
    fact = Refusal(kind="unavailable", fact=f"{size} is not to be had{where}{since}{until}: {entry.reason}")
    yield from (fact if entry.holds_on(slot.start.date()) else None for slot in slots)


def by_resource_groups(most: int, slots: Sequence[Slot]) -> Iterator[Barred]:
    """The first windows only: however many of them are used, the subscription then holds all the waves' groups."""
    fact = Refusal(
        kind="resource-groups",
        fact=f"the subscription takes {most:,} more resource groups, one for each wave, and this is a later window",
    )
    yield from (None if number < most else fact for number in range(len(slots)))
