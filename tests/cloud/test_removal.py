from collections.abc import Callable
from pathlib import Path

import pytest
from azure_sights import everything, inside, steer
from estates import estate, machine, planned

from azlift import cloud, journey
from azlift.errors import AzureError, HeldByAnother, SettingsError
from azlift.model import Removal, Rendering
from azlift.venue import Venue


@pytest.fixture
def folder(workspace: Callable[..., Path]) -> Path:
    made = workspace()
    planned(made, estate(machine("web01"), machine("mail01")))

    async def land(venue: Venue) -> None:
        await journey.prepare("wave-01", venue)
        for subject in ("zone:wave-01", "web01", "mail01"):
            journey.render(subject, venue)
            await journey.preview(subject, venue)
            await journey.land(subject, venue)

    inside(made, land)
    return made


def sent(venue: Venue, subject: str) -> cloud.Sent:
    return cloud.Sent(venue.ledger.has_sent, venue.ledger.sent_digests(subject))


def take_back(folder: Path, subject: str) -> Removal:
    async def remove(venue: Venue) -> Removal:
        return await cloud.remove(venue.cloud, subject, [venue.ledger.latest(subject, Rendering)], sent(venue, subject))

    removed: Removal = inside(folder, remove)
    return removed


def test_a_group_goes_and_its_neighbour_stays(folder: Path) -> None:
    before = everything(folder)
    removal = take_back(folder, "web01")
    assert len(removal.deleted) == 3
    assert removal.kept == ()
    gone = set(before) - set(everything(folder))
    assert gone == {id_.lower() for id_ in removal.deleted}
    assert removal.foreign == (), "its neighbour and the landing zone are the estate's own"


def test_a_resource_whose_tags_were_taken_off_is_no_longer_ours(folder: Path) -> None:
    async def untag(venue: Venue) -> str:
        rendering = venue.ledger.latest("web01", Rendering)
        disk = next(r for r in rendering.expected if r.type.endswith("/disks"))
        group = rendering.resource_group or ""
        update = venue.cloud.compute.disks
        poller = await update.begin_update(group, disk.name, {"tags": {"owner": "somebody else"}})
        await poller.result()
        return disk.id.lower()

    disk = inside(folder, untag)
    removal = take_back(folder, "web01")
    assert disk in {id_.lower() for id_ in removal.foreign}
    assert disk not in {id_.lower() for id_ in removal.deleted}


def test_a_network_somebody_plugged_into_is_kept_and_named(folder: Path) -> None:
    removal = take_back(folder, "zone:wave-01")
    kinds = {id_.lower().split("/")[-2] for id_ in removal.kept}
    assert kinds == {"resourcegroups", "virtualnetworks", "networksecuritygroups"}
    assert removal.foreign == ()


def test_removing_what_is_gone_already_is_done_at_once(folder: Path) -> None:
    take_back(folder, "web01")
    assert take_back(folder, "web01").deleted == ()


def test_what_was_landed_in_another_subscription_is_not_taken_for_gone(folder: Path) -> None:
    async def elsewhere(venue: Venue) -> None:
        rendering = venue.ledger.latest("web01", Rendering)
        moved = rendering.model_validate_json(
            rendering.model_dump_json().replace(venue.access.subscription_id, "00000000-0000-0000-0000-00000000dead")
        )
        with pytest.raises(SettingsError, match="was landed in /subscriptions/00000000"):
            await cloud.remove(venue.cloud, "web01", [moved], sent(venue, "web01"))

    inside(folder, elsewhere)


def test_what_another_ledger_sent_is_not_touched(folder: Path) -> None:
    async def with_another(venue: Venue) -> None:
        rendering = venue.ledger.latest("web01", Rendering)
        for other, named in (
            (cloud.Sent(lambda _: False, {rendering.digest}), "web01 was sent to Azure by another ledger: ledger "),
            (
                cloud.Sent(venue.ledger.has_sent, set()),
                f"as {rendering.digest[:8]}, which this ledger never sent: ledger ",
            ),
        ):
            with pytest.raises(HeldByAnother, match=named + venue.ledger.name):
                await cloud.remove(venue.cloud, "web01", [rendering], other)

    before = everything(folder)
    inside(folder, with_another)
    assert everything(folder) == before


@pytest.mark.parametrize("code", ["ScopeLocked", "AnotherOperationInProgress"])
def test_a_refused_delete_is_a_failure_that_can_be_tried_again(folder: Path, code: str) -> None:
    fault = {
        "match": {"operation": "DELETE", "resource": "*/virtualMachines/vm-web01"},
        "kind": "status",
        "status": 409,
        "code": code,
        "message": "not now",
        "times": 1,
    }
    steer(folder, "POST", "/rehearsal/faults", {"faults": [fault]})
    with pytest.raises(AzureError, match=code):
        inside(folder, lambda venue: journey.roll_back("web01", venue))
    removal = inside(folder, lambda venue: journey.roll_back("web01", venue))
    assert len(removal.deleted) >= 1
    assert not any("web01" in id_ for id_ in everything(folder))


def test_a_delete_that_did_nothing_is_noticed_and_tried_again(folder: Path) -> None:
    """For a moment Azure says of what is there that it is not: a replica lags behind."""
    fault = {"match": {"operation": "DELETE", "resource": "*/disks/osdisk-web01"}, "kind": "status", "status": 404}
    fault |= {"code": "ResourceNotFound", "message": "not found", "times": 1}
    steer(folder, "POST", "/rehearsal/faults", {"faults": [fault]})
    with pytest.raises(AzureError, match="still there after it was to be deleted: osdisk-web01"):
        inside(folder, lambda venue: journey.roll_back("web01", venue))
    inside(folder, lambda venue: journey.roll_back("web01", venue))
    assert not any("web01" in id_ for id_ in everything(folder))
