"""What is on record of groups' tests: what they showed, and what may still stand of them."""

from azlift.journey.reading import copy_stands, wave_called
from azlift.journey.renderings import rendered
from azlift.model import GroupId, Rendering, TestVerdict, WaveId
from azlift.on_record import copy_of, copy_zone_of
from azlift.venue import Venue

RESOURCE_GROUP = "microsoft.resources/resourcegroups"


def verdict_of(group: GroupId, venue: Venue) -> TestVerdict | None:
    """What the group's last test showed, if it was of what the group is rendered as today; cleaned or not."""
    verdict = venue.ledger.find_latest(copy_of(group), TestVerdict)
    return verdict if verdict and verdict.digest == rendered(group, venue).digest else None


def test_leftovers(wave: WaveId, venue: Venue) -> tuple[str, ...]:
    """What may still stand of the wave's tests: each group, and the resource group its copy stands in."""
    return tuple(
        f"{group} ({', '.join(resource_groups_of(copy_zone_of(group), venue)) or 'its copy'})"
        for group in wave_called(wave, venue).groups
        if test_stands(group, venue)
    )


def test_stands(group: GroupId, venue: Venue) -> bool:
    """Whether the group's copy, or the network for it, may stand in Azure."""
    return any(copy_stands(subject, venue) for subject in (copy_of(group), copy_zone_of(group)))


def resource_groups_of(subject: str, venue: Venue) -> tuple[str, ...]:
    """The resource groups that the subject's last rendering makes."""
    last = venue.ledger.find_latest(subject, Rendering)
    return tuple(e.name for e in last.expected if e.type.lower() == RESOURCE_GROUP) if last else ()
