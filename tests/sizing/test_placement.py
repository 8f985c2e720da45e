import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from measured import catalogue, trace

from azlift.catalog import read_catalogue
from azlift.model import (
    Catalogue,
    Commitment,
    Disk,
    Firmware,
    Licence,
    Metric,
    Origin,
    OsFamily,
    Placement,
    Power,
    Severity,
    Size,
    SizingRules,
    Trace,
    Unplaceable,
    Usage,
    Workload,
)
from azlift.sizing import choose_placement
from azlift.sizing.placement import find_placement

ROOT = Path(__file__).parents[2]
INVENTORIES = Path(os.environ.get("AZLIFT_SHARED", ROOT.parent / "shared")) / "data" / "inventories"
WORKBOOK = INVENTORIES / "rvtools" / "SizingWorkshop-RVTools.xlsx"
TRACES = INVENTORIES.parent / "perf" / "gcd_2011_cpu_mem_5min_1000vms.parquet"
WESTEUROPE = read_catalogue("westeurope")


def _placed(workload: Workload, offered: Catalogue = WESTEUROPE, sku: str = "Premium_LRS") -> Placement:
    placement = choose_placement(workload, offered, sku)
    assert isinstance(placement, Placement)
    return placement


def _refused(workload: Workload) -> Unplaceable:
    refusal = choose_placement(workload, WESTEUROPE, "Premium_LRS")
    assert isinstance(refusal, Unplaceable)
    return refusal


def test_a_machine_is_placed_with_its_size_its_disks_its_prices_and_the_reason(
    machine: Callable[..., Workload], make_size: Callable[..., Size], make_catalogue: Callable[..., Catalogue]
) -> None:
    disks = (
        Disk(key="a", label="Hard disk 1", capacity_mib=65 * 1024, os_disk=True),
        Disk(key="b", label="Hard disk 2", capacity_mib=1024),
    )
    offered = make_catalogue(make_size("Standard_D2s_v5", windows_per_hour=Decimal("0.12345")))
    placement = _placed(machine(disks=disks), offered)
    assert (placement.workload, placement.size, placement.region) == ("w-0123456789ab", "Standard_D2s_v5", "testland")
    assert (placement.vcpu, placement.memory_gib, placement.generation) == (2, Decimal(8), "V1")
    assert placement.zones == ("1", "2", "3")
    assert [disk.tier for disk in placement.disks] == ["P10", "P6"]
    assert placement.compute.amount_per_month == Decimal("90.12")
    assert placement.storage.amount_per_month == Decimal("31.89")
    assert placement.cost_per_month == Decimal("122.01")
    for price in (placement.compute, placement.storage):
        assert (price.currency, price.seen_on, price.source) == ("USD", "2026-08-22", "a price list")
    assert placement.why == (
        "Standard_D2s_v5 is the cheapest size in testland that holds 2 vCPU, 8,192 MiB, 1 premium data disk, 1 NIC, "
        "generation V1: 90.12 USD a month (Windows, 730 h); nothing cheaper is offered."
    )
    assert placement.findings == ()


def test_cents_are_rounded_once_over_all_disks(machine: Callable[..., Workload]) -> None:
    disks = tuple(Disk(key=str(n), label=str(n), capacity_mib=32 * 1024, os_disk=n == 0) for n in range(3))
    placement = _placed(machine(disks=disks), sku="Standard_LRS")
    assert placement.disks[0].cost_per_month == Decimal("1.536")
    assert placement.storage.amount_per_month == Decimal("4.61")


def test_linux_is_cheaper_than_windows_on_the_same_machine(machine: Callable[..., Workload]) -> None:
    linux = machine(os_name="Ubuntu 24.04 LTS", os_family=OsFamily.LINUX)
    assert _placed(linux).compute.amount_per_month < _placed(machine()).compute.amount_per_month


def test_freebsd_is_placed_at_the_linux_price(machine: Callable[..., Workload]) -> None:
    placement = _placed(machine(os_name="FreeBSD (64-bit)", os_family=OsFamily.OTHER))
    linux = _placed(machine(os_name="Ubuntu 24.04 LTS", os_family=OsFamily.LINUX))
    assert placement.compute == linux.compute


def test_an_efi_guest_lands_as_the_second_generation(machine: Callable[..., Workload]) -> None:
    assert _placed(machine(firmware=Firmware.EFI)).generation == "V2"


def test_an_unknown_power_state_does_not_hold_a_machine_back(machine: Callable[..., Workload]) -> None:
    assert _placed(machine(power=Power.UNKNOWN)).size


def test_a_machine_no_size_holds_is_told_which_need_is_too_large(machine: Callable[..., Workload]) -> None:
    (finding,) = _refused(machine(memory_mib=10**9)).findings
    assert "1,000,000,000 MiB" in finding.message
    assert "without its memory there would be one" in finding.message


def test_placing_the_same_machine_twice_gives_the_same(machine: Callable[..., Workload]) -> None:
    assert choose_placement(machine(), WESTEUROPE, "Premium_LRS") == choose_placement(
        machine(), WESTEUROPE, "Premium_LRS"
    )


# -- as it was measured ------------------------------------------------------------------------------------------------


def _quiet(**more: Any) -> Trace:
    return trace(cpu_percent=np.full(200, 10.0), memory_percent=np.full(200, 20.0), **more)


def test_a_measured_machine_is_placed_by_what_it_uses_with_its_risk_and_the_documented_way_beside_it(
    machine: Callable[..., Workload],
) -> None:
    workload = machine(vcpu=16, memory_mib=64 * 1024)
    placed = choose_placement(workload, WESTEUROPE, "Premium_LRS", trace=_quiet())
    assert isinstance(placed, Placement)
    assert (placed.basis, placed.risk) == ("performance", 0.0)
    assert placed.vcpu < 16
    assert placed.vcpu >= 16 * 0.1 * 1.3
    assert placed.memory_gib >= Decimal(64) * Decimal("0.2")
    assert placed.documented is not None
    assert (placed.documented.method, placed.documented.basis) == ("azure_migrate", "performance")
    assert "except in 0.00% of 200 intervals (1.00% are allowed)" in placed.why
    assert placed.compute.amount_per_month < _placed(workload).compute.amount_per_month


def test_without_a_measurement_it_is_placed_as_it_is_and_says_so(machine: Callable[..., Workload]) -> None:
    momentary = machine(usage=(Usage(metric=Metric.CPU_PERCENT, sample=1.0),))
    placed = _placed(momentary)
    assert (placed.basis, placed.risk) == ("as_is", None)
    assert (placed.size, placed.disks) == (_placed(machine()).size, _placed(machine()).disks)
    assert placed.documented is not None
    assert placed.documented.disks[0].sku == "StandardSSD_LRS"


def test_rules_of_as_is_place_a_measured_machine_as_it_is(machine: Callable[..., Workload]) -> None:
    placed = choose_placement(machine(), WESTEUROPE, "Premium_LRS", SizingRules(basis="as_is"), _quiet())
    assert isinstance(placed, Placement)
    assert placed.size == _placed(machine()).size


def test_a_percentile_table_gives_an_upper_bound_of_the_risk(machine: Callable[..., Workload]) -> None:
    placed = _placed(machine(vcpu=16, usage=(Usage(metric=Metric.CPU_PERCENT, p99=10.0),)))
    assert (placed.basis, placed.risk) == ("performance", 0.01)
    assert "except in at most 1.00% of the time, by its percentiles" in placed.why


def test_where_only_unknown_limits_are_left_they_are_taken_with_a_warning(
    machine: Callable[..., Workload], make_size: Callable[..., Size]
) -> None:
    known, unknown = (
        make_size("Standard_D2s_v5", uncached_iops=1_000, windows_per_hour=Decimal("0.1")),
        make_size("Standard_D4s_v5", vcpu=4),
    )
    busy = _quiet(disk_iops__d0=np.full(200, 2_000.0))
    placed = choose_placement(machine(), catalogue(known, unknown), "Premium_LRS", trace=busy)
    assert isinstance(placed, Placement)
    assert placed.size == "Standard_D4s_v5"
    assert [(f.code, f.severity) for f in placed.findings] == [("limits-unknown", Severity.WARNING)]
    assert find_placement(machine(), catalogue(known, unknown), "Premium_LRS", SizingRules(), busy) is None
    refused = choose_placement(machine(), catalogue(known), "Premium_LRS", trace=busy)
    assert isinstance(refused, Unplaceable)
    assert refused.findings[0].code == "no-size"
    assert "without its disk IOPS there would be one" in refused.findings[0].message


def test_a_placement_is_found_as_it_is_chosen_without_the_documented_method(machine: Callable[..., Workload]) -> None:
    chosen = choose_placement(machine(), WESTEUROPE, "Premium_LRS")
    assert isinstance(chosen, Placement)
    found = find_placement(machine(), WESTEUROPE, "Premium_LRS", SizingRules())
    assert found == chosen.model_copy(update={"documented": None})
    assert find_placement(machine(vcpu=None), WESTEUROPE, "Premium_LRS", SizingRules()) is None
    assert find_placement(machine(vcpu=5_000), WESTEUROPE, "Premium_LRS", SizingRules()) is None


def test_a_machine_whose_disks_were_measured_is_placed_by_the_shipped_catalogue(
    machine: Callable[..., Workload],
) -> None:
    """Whether or not its sizes' limits are known: then with a warning."""
    placed = choose_placement(machine(), WESTEUROPE, "Premium_LRS", trace=_quiet(disk_iops__d0=np.full(200, 100.0)))
    assert isinstance(placed, Placement)
    assert placed.basis == "performance"


def test_a_load_split_over_disks_by_capacity_is_noted(machine: Callable[..., Workload]) -> None:
    disks = (Disk(key="a", label="a", capacity_mib=1024, os_disk=True), Disk(key="b", label="b", capacity_mib=1024))
    measured = _quiet(disk_iops=np.full(200, 100.0))
    placed = choose_placement(machine(disks=disks), WESTEUROPE, "Premium_LRS", trace=measured)
    assert "disk-load-split" in [finding.code for finding in placed.findings]


def test_every_commitment_is_offered_and_unknown_prices_are_none(machine: Callable[..., Workload]) -> None:
    placed = _placed(machine())
    offered = {(o.commitment, o.licence_brought): o.amount_per_month for o in placed.offered}
    assert len(offered) == 2 * len(Commitment)
    assert offered[Commitment.PAY_AS_YOU_GO, False] == placed.compute.amount_per_month
    assert all(amount is None or amount > 0 for amount in offered.values())


def test_a_windows_licence_that_is_held_is_not_paid_again(machine: Callable[..., Workload]) -> None:
    linux = _placed(machine(os_name="Ubuntu 24.04 LTS", os_family=OsFamily.LINUX))
    assert _placed(machine(licences=(Licence.WINDOWS_SERVER,))).compute == linux.compute


@pytest.mark.skipif(not TRACES.is_file(), reason=f"the traces are not at {TRACES}")
def test_on_real_traces_the_stated_risk_is_what_a_replay_finds_and_is_kept() -> None:
    """100 of the 1,000 days of gcd_2011_cpu_mem_5min_1000vms.parquet, laid on a machine of 16 vCPU and 64 GiB."""
    import pyarrow.parquet as pq

    table = pq.read_table(TRACES)
    cpu, memory = (table[name].to_numpy().astype(float).reshape(-1, 288)[:100] for name in ("cpu_pct", "mem_pct"))
    sizes = {size.name: size for size in WESTEUROPE.sizes}
    rules = SizingRules(cpu_headroom=1, memory_headroom=1)
    for number in range(100):
        workload = _machine_16_vcpu()
        measured = trace(cpu_percent=cpu[number], memory_percent=memory[number])
        placed = choose_placement(workload, WESTEUROPE, "Premium_LRS", rules, measured)
        assert isinstance(placed, Placement)
        size = sizes[placed.size]
        over_memory = memory[number] / 100 * 64 > float(size.memory_gib) + 1e-6
        if size.burst is None:
            over = over_memory | (cpu[number] / 100 * 16 > size.vcpu + 1e-6)
            assert placed.risk == pytest.approx(float(np.mean(over)))
        assert placed.risk is not None
        assert placed.risk <= rules.risk


def _machine_16_vcpu() -> Workload:
    return Workload(
        id="w",
        name="w",
        origin=Origin(file="f"),
        source_key="w",
        power=Power.ON,
        firmware=Firmware.EFI,
        os_name="Ubuntu 24.04 LTS",
        os_family=OsFamily.LINUX,
        os_bits=64,
        vcpu=16,
        memory_mib=64 * 1024,
        disks=(Disk(key="d0", label="d0", capacity_mib=1024, os_disk=True),),
    )
