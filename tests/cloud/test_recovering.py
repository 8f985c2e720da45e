from collections.abc import Callable
from pathlib import Path

from azure_sights import everything, inside
from carrying import carry_wave
from estates import estate, machine, planned

from azlift import cloud
from azlift.model import Rendering
from azlift.venue import Venue

Workspaces = Callable[..., Path]


def carried(workspace: Workspaces) -> tuple[Path, Venue]:
    folder = workspace()
    venue = planned(folder, estate(machine("web01", "shop")))
    inside(folder, lambda venue: carry_wave("wave-01", venue))
    return folder, venue


def test_an_estate_is_everything_that_bears_its_tag_and_nothing_else(workspace: Workspaces) -> None:
    folder, venue = carried(workspace)
    carried(workspace)  # another estate in the same subscription
    found = inside(folder, lambda v: cloud.list_estate(v.cloud, v.settings.estate))
    assert {r.id.lower() for r in found} == set(everything(folder))
    assert {r.tags["azlift-digest"] for r in found} == {
        venue.ledger.latest(subject, Rendering).digest for subject in ("shop", "zone:wave-01")
    }


def test_deployments_are_listed_with_their_states_in_a_group_and_in_the_subscription(workspace: Workspaces) -> None:
    folder, venue = carried(workspace)
    group, zone = (venue.ledger.latest(subject, Rendering) for subject in ("shop", "zone:wave-01"))
    inside_group = inside(folder, lambda v: cloud.list_deployments(v.cloud, group.resource_group))
    assert inside_group[group.parts[0].deployment].state == "Succeeded"
    assert zone.parts[0].deployment in inside(folder, lambda v: cloud.list_deployments(v.cloud, None))
    assert inside(folder, lambda v: cloud.list_deployments(v.cloud, "rg-nowhere")) == {}


def test_who_sent_what_is_read_of_the_estates_own_deployments(workspace: Workspaces) -> None:
    folder, venue = carried(workspace)
    carried(workspace)  # another estate in the same subscription
    senders = inside(folder, lambda v: cloud.list_senders(v.cloud, v.settings.estate))
    assert len(senders) == 2, "the landing zone's and the group's"
    assert all(venue.ledger.wrote(sender) for sender in senders)


def test_a_refusal_names_the_ledger_that_sent_what_stands(workspace: Workspaces) -> None:
    folder, venue = carried(workspace)
    group = venue.ledger.latest("shop", Rendering)
    refusal = inside(folder, lambda v: cloud.refusal_of(v.cloud, group, {group.digest}))
    assert f"which this ledger never sent: ledger {venue.ledger.name} on " in refusal.message
    unknown = inside(folder, lambda v: cloud.refusal_of(v.cloud, group, {"0" * 64}))
    assert "another one did" in unknown.message


def test_the_newest_version_of_a_type_is_no_preview(workspace: Workspaces) -> None:
    types = ("Microsoft.Compute/virtualMachines", "Microsoft.Network/virtualNetworks")
    found = inside(workspace(), lambda v: cloud.newest_versions(v.cloud, types))
    assert sorted(found) == sorted(kind.lower() for kind in types)
    assert all(version >= "2024" and "preview" not in version for version in found.values())


def test_tags_are_added_beside_those_there_are_and_what_is_gone_is_left_out(workspace: Workspaces) -> None:
    folder, venue = carried(workspace)
    disk = next(e.id for e in venue.ledger.latest("shop", Rendering).expected if e.type.endswith("/disks"))
    done = inside(folder, lambda v: cloud.add_tags(v.cloud, [disk, f"{disk}-not"], {"azlift-stage": "x"}))
    assert done == (disk,)
    tags = everything(folder)[disk.lower()]["tags"]
    assert (tags["azlift-stage"], tags["azlift-group"]) == ("x", "shop")
