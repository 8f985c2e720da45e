from collections.abc import Callable

import pytest

from azlift.errors import PlanError
from azlift.model import OsFamily, Placement, Target, Workload
from azlift.rendering.machine import Machine, describe_machine, nics_of
from azlift.rendering.resources import group_scope

MakeWorkload = Callable[..., Workload]
MakePlacement = Callable[..., Placement]
SUBJECT = {"azlift-group": "billing"}


@pytest.fixture(scope="session")
def described(placement: MakePlacement, target: Target) -> Callable[..., Machine]:
    def make(workload: Workload, **disks: int) -> Machine:
        return describe_machine("m01", workload, placement(workload, **disks), "vm-web01", target, SUBJECT)

    return make


def test_the_template_sees_keys_and_nothing_of_the_inventory(
    workload: MakeWorkload, described: Callable[..., Machine]
) -> None:
    machine = described(workload(name="{{7*7}}", networks=("[listKeys('x')]", "dmz")), fast_disks=1)
    assert machine.shape == {
        "path": "machines.m01",
        "nics": [{"path": "machines.m01.nics.n01"}, {"path": "machines.m01.nics.n02"}],
        "os_disk": {"path": "machines.m01.disks.d00", "bought_apart": False},
        "data_disks": [
            {"path": "machines.m01.disks.d01", "bought_apart": False},
            {"path": "machines.m01.disks.d02", "bought_apart": True},
        ],
    }


def test_the_values_are_those_of_inventory_and_placement(
    workload: MakeWorkload, described: Callable[..., Machine], target: Target
) -> None:
    values = described(workload(name="Web 01", os_family=OsFamily.WINDOWS, networks=("DMZ",))).values
    network = f"{group_scope(target)}/providers/Microsoft.Network/virtualNetworks/vnet-contoso-wave-01-westeurope"
    assert values == {
        "name": "vm-web01",
        "size": "Standard_D2s_v5",
        "osType": "Windows",
        "generation": "V2",
        "tags": {
            "cost-centre": "4711",
            "azlift-group": "billing",
            "azlift-workload": "w-000000000001",
            "azlift-source": "Web 01",
            "azlift-digest": "0" * 64,
        },
        "nics": {"n01": {"name": "nic-web01-01", "subnetId": f"{network}/subnets/snet-dmz"}},
        "disks": {
            "d00": {"name": "osdisk-web01", "sku": "Premium_LRS", "sizeGb": 40},
            "d01": {"name": "disk-web01-01", "sku": "Premium_LRS", "sizeGb": 41, "lun": 0},
        },
    }


def test_cards_and_disks_come_before_the_machine_that_holds_them(
    workload: MakeWorkload, described: Callable[..., Machine], target: Target
) -> None:
    *parts, vm = described(workload()).foreseen
    assert [(part.name, part.size) for part in parts] == [
        ("nic-web01-01", None),
        ("osdisk-web01", "Premium_LRS"),
        ("disk-web01-01", "Premium_LRS"),
    ]
    assert vm.id == f"{group_scope(target)}/providers/Microsoft.Compute/virtualMachines/vm-web01"
    assert (vm.name, vm.size) == ("vm-web01", "Standard_D2s_v5")
    assert vm.members == tuple(part.id for part in parts)


def test_what_is_bought_of_a_disk_is_sent_and_expected(
    workload: MakeWorkload, described: Callable[..., Machine]
) -> None:
    machine = described(workload(), data_disks=1, fast_disks=1)
    assert machine.values["disks"]["d02"] == {
        "name": "disk-web01-02",
        "sku": "PremiumV2_LRS",
        "sizeGb": 200,
        "iops": 20_000,
        "mbPerS": 900,
        "lun": 1,
    }
    assert [(part.iops, part.mb_per_s) for part in machine.foreseen] == [(None, None)] * 3 + [
        (20_000, 900),
        (None, None),
    ]


def test_data_disks_take_the_luns_in_order(workload: MakeWorkload, described: Callable[..., Machine]) -> None:
    disks = described(workload(), data_disks=63).values["disks"]
    assert [disk.get("lun") for disk in disks.values()] == [None, *range(63)]
    assert len({disk["name"] for disk in disks.values()}) == 64


def test_a_machine_without_network_card_gets_one_in_the_default_subnet(
    workload: MakeWorkload, described: Callable[..., Machine]
) -> None:
    bare = workload(networks=())
    assert [nic.network for nic in nics_of(bare)] == [""]
    assert described(bare).values["nics"]["n01"]["subnetId"].endswith("/subnets/snet-default")


@pytest.mark.parametrize("family", [OsFamily.LINUX, OsFamily.OTHER, OsFamily.UNKNOWN])
def test_what_is_not_windows_is_linux_to_azure(
    workload: MakeWorkload, described: Callable[..., Machine], family: OsFamily
) -> None:
    assert described(workload(os_family=family)).values["osType"] == "Linux"


@pytest.mark.parametrize("os_disks", [0, 2])
def test_a_machine_without_exactly_one_os_disk_is_refused(
    workload: MakeWorkload, described: Callable[..., Machine], os_disks: int
) -> None:
    with pytest.raises(PlanError, match=f"w-000000000001 is placed with {os_disks} OS disks; expected one"):
        described(workload(), os_disks=os_disks)
