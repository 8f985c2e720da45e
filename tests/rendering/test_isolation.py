from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from azlift.errors import PlanError, SettingsError
from azlift.model import MoveGroup, Rendering, Target, Workload
from azlift.rendering import render_isolated_zone, resource_group_name
from azlift.rendering.names import PLACE, place_name

MakeWorkload = Callable[..., Workload]
GROUP = MoveGroup(id="billing", workloads=("w-1",), because="application")


@pytest.fixture
def aside(target: Target) -> Target:
    """Where the copy of `billing` lands."""
    return target.model_copy(update={"copy_of": "billing"})


def made(workload: MakeWorkload, target: Target, templates: Path) -> Rendering:
    return render_isolated_zone(GROUP, [workload(networks=("DMZ", "App"))], target, templates)


def test_a_copy_has_a_resource_group_routes_guards_and_a_network_of_its_own(
    workload: MakeWorkload, aside: Target, templates: Path
) -> None:
    rendering = made(workload, aside, templates)
    place = "contoso-wave-01-westeurope-test-billing"
    assert [(resource.type.rpartition("/")[2], resource.name) for resource in rendering.expected] == [
        ("resourceGroups", f"rg-{place}"),
        ("routeTables", f"rt-{place}"),
        ("networkSecurityGroups", "nsg-app"),
        ("networkSecurityGroups", "nsg-dmz"),
        ("virtualNetworks", f"vnet-{place}"),
    ]
    assert rendering.subject == "test-zone:billing"
    assert rendering.tags["azlift-group"] == "test-zone:billing"
    assert rendering.parts[0].deployment == f"azlift-test-zone-billing-{rendering.digest[:8]}"


def test_the_copy_keeps_the_addresses_of_the_wave(workload: MakeWorkload, aside: Target, templates: Path) -> None:
    network = made(workload, aside, templates).parts[0].parameters["network"]["value"]
    assert network["addressPrefix"] == aside.address_space


def test_the_target_of_another_group_or_of_the_wave_itself_is_refused(
    workload: MakeWorkload, target: Target, templates: Path
) -> None:
    for copied in ("", "mail"):
        with pytest.raises(PlanError, match=f"found '{copied}' as the group whose copy lands; expected 'billing'"):
            made(workload, target.model_copy(update={"copy_of": copied}), templates)


@pytest.mark.parametrize("length", [1, 15, 16, 17, 40, 200])
def test_a_copys_name_fits_whatever_its_groups_and_no_two_share_one(target: Target, length: int) -> None:
    names = {place_name(target.model_copy(update={"copy_of": "g" * length + end})) for end in ("", "a", "b")}
    assert len(names) == 3
    assert all(len(name) <= PLACE for name in names)


def test_a_copy_is_never_where_a_wave_is(target: Target, aside: Target) -> None:
    assert resource_group_name(aside) != resource_group_name(target)
    assert resource_group_name(aside.model_copy(update={"copy_of": "mail"})) != resource_group_name(aside)


def test_names_that_leave_no_room_for_a_copys_are_told(target: Target) -> None:
    long: dict[str, Any] = {"estate": "e" * 16, "region": "r" * 32, "copy_of": "billing"}
    with pytest.raises(SettingsError, match="for estate, wave and region"):
        place_name(target.model_copy(update=long))
