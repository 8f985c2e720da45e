from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.catalog.skus import read_skus, throughput

SAID = {
    "MaxResourceVolumeMB": "32768",
    "vCPUs": "4",
    "HyperVGenerations": "V1,V2",
    "MemoryGB": "16",
    "MaxDataDiskCount": "8",
    "MaxNetworkInterfaces": "2",
    "PremiumIO": "True",
    "ACUs": "160",
    "UncachedDiskIOPS": "6400",
    "UncachedDiskBytesPerSecond": "100663296",
    "AcceleratedNetworkingEnabled": "True",
    "EncryptionAtHostSupported": "False",
}
"""What the list says of Standard_D4s_v3 (Azure/skewer testdata/eastus.json and the reference's traps)."""


def _sku(name: str = "Standard_D4s_v3", without: tuple[str, ...] = (), **said: str) -> dict[str, Any]:
    capabilities = {key: value for key, value in {**SAID, **said}.items() if key not in without}
    return {
        "resourceType": "virtualMachines",
        "name": name,
        "family": "standardDSv3Family",
        "locations": ["WestEurope"],
        "locationInfo": [{"location": "WestEurope", "zones": ["3", "1", "2"]}],
        "capabilities": [{"name": key, "value": value} for key, value in capabilities.items()],
        "restrictions": [],
    }


def _facts(**said: str) -> Any:
    return read_skus([_sku(**said)], "westeurope").facts["Standard_D4s_v3"]


def test_memory_gb_is_gib_and_the_resource_volume_is_mib() -> None:
    facts = _facts(MemoryGB="3.5", MaxResourceVolumeMB="153600")
    assert (facts["memory_gib"], facts["temp_disk_gib"]) == (Decimal("3.5"), 150)


@pytest.mark.parametrize(("said", "printed"), [(100_663_296, 96), (85_000_000, 85), (23_592_960, Decimal("22.5"))])
def test_throughput_is_the_printed_figure_whether_the_list_counts_in_mb_or_mib(said: int, printed: Decimal) -> None:
    assert throughput(said) == printed
    assert _facts(UncachedDiskBytesPerSecond=str(said))["uncached_mb_per_s"] == printed


@given(figure=st.integers(1, 8191))
def test_either_way_of_counting_gives_the_figure_back(figure: int) -> None:
    assert throughput(figure * 10**6) == throughput(figure * 2**20) == figure


def test_the_guest_sees_the_vcpus_available_and_the_quota_is_charged_the_others() -> None:
    constrained = _facts(vCPUs="96", vCPUsAvailable="24")
    assert (constrained["vcpu"], constrained["vcpu_quota"]) == (24, 96)
    assert (_facts()["vcpu"], _facts()["vcpu_quota"]) == (4, 4)


def test_a_size_restricted_for_the_subscription_that_asks_is_kept_with_its_zones() -> None:
    restricted = _sku() | {
        "restrictions": [
            {"type": "Location", "values": ["WestEurope"], "reasonCode": "NotAvailableForSubscription"},
            {"type": "Zone", "restrictionInfo": {"zones": ["1"]}, "reasonCode": "NotAvailableForSubscription"},
        ]
    }
    listed = read_skus([restricted], "westeurope")
    assert listed.zones == {"Standard_D4s_v3": "123"}


def test_generations_are_as_the_list_has_them() -> None:
    assert _facts(HyperVGenerations="V2")["generations"] == "V2"


def test_a_size_without_a_word_about_something_has_it_unknown_and_not_zero() -> None:
    bare = read_skus(
        [_sku(without=("UncachedDiskIOPS", "UncachedDiskBytesPerSecond", "MaxResourceVolumeMB", "ACUs"))], "westeurope"
    ).facts["Standard_D4s_v3"]
    unknown = ("uncached_iops", "uncached_mb_per_s", "temp_disk_gib", "cpu_score", "network_mbit_per_s")
    assert [bare[column] for column in unknown] == [None] * 5


def test_a_local_nvme_disk_is_a_temp_disk_and_a_size_without_either_has_none() -> None:
    assert _facts(MaxResourceVolumeMB="0", NvmeDiskSizeInMiB="112640")["temp_disk_gib"] == 110
    assert _facts(MaxResourceVolumeMB="0")["temp_disk_gib"] == 0


def test_other_regions_and_other_things_are_passed_over() -> None:
    disk = _sku("Premium_LRS") | {"resourceType": "disks"}
    elsewhere = _sku("Standard_D8s_v3") | {"locations": ["eastus"]}
    assert set(read_skus([disk, elsewhere, _sku()], "westeurope").facts) == {"Standard_D4s_v3"}


@pytest.mark.parametrize(
    "broken",
    [
        _sku("Standard_X", without=("MemoryGB",)),
        _sku("Standard_X", vCPUs="many"),
        _sku("Standard_X", MemoryGB="none"),
        _sku("Standard_X", HyperVGenerations="V1,V9"),
        _sku("Standard_X", CpuArchitectureType="RISC-V"),
        _sku("Standard_X") | {"capabilities": None},
        _sku("Standard_X") | {"locationInfo": [{}]},
    ],
)
def test_a_size_whose_entry_cannot_be_read_is_named_and_stops_no_other(broken: dict[str, Any]) -> None:
    listed = read_skus([broken, _sku()], "westeurope")
    assert set(listed.facts) == {"Standard_D4s_v3"}
    assert listed.left_out == ["Standard_X"]
