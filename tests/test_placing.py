"""What `place` decides; what only all workloads together show."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from busy_databases import busy_database, busy_trace
from estates import estate, machine, surveyed

from azlift.catalog import read_catalogue
from azlift.model import Placement, Size, Workload, shared_zones
from azlift.on_record import routed
from azlift.placing import Decided, decide_placements

Workspaces = Callable[..., Path]
Zones = Callable[[Size], tuple[str, ...]]


@pytest.fixture
def decided(workspace: Workspaces, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Decided]:
    """The decision of an estate in which every `db…` has the busy trace; `zones` says where each size is sold."""

    def make(*machines: Workload, zones: Zones | None = None, **settings: Any) -> Decided:
        catalogue = read_catalogue("westeurope")
        if zones:
            sizes = tuple(size.model_copy(update={"zones": zones(size)}) for size in catalogue.sizes)
            catalogue = catalogue.model_copy(update={"sizes": sizes})
        monkeypatch.setattr("azlift.venue.read_catalogue", lambda *_: catalogue)
        made = estate(*machines)
        traces = {m.id: busy_trace() for m in machines if m.name.startswith("db")}
        return decide_placements(made, traces, surveyed(workspace(**settings), made, traces))

    return make


def one_core_apart(size: Size) -> tuple[str, ...]:
    """Sizes of up to two vCPU in one zone, larger ones in another: a small and a larger machine share none."""
    return ("1",) if size.vcpu <= 2 else ("2",)


def skus(placement: Placement) -> list[str]:
    return [disk.sku for disk in placement.disks]


def codes(placement: Placement) -> set[str]:
    return {finding.code for finding in placement.findings}


def test_a_busy_disk_is_placed_as_premium_v2_in_a_group_that_shares_a_zone(decided: Callable[..., Decided]) -> None:
    small, busy = decided(machine("web01", "shop"), busy_database("db01", "shop")).placements
    assert busy.needs_zone
    assert shared_zones((small, busy))
    assert skus(busy)[1] == "PremiumV2_LRS"
    assert "no-shared-zone" not in codes(busy)


def test_a_group_that_shares_no_zone_gets_no_premium_v2_and_is_told_why(decided: Callable[..., Decided]) -> None:
    small, busy = decided(machine("web01", "shop"), busy_database("db01", "shop"), zones=one_core_apart).placements
    assert not shared_zones((small, busy))
    assert not busy.needs_zone
    assert busy.disks[1].sku == "Premium_LRS"
    (told,) = (finding for finding in busy.findings if finding.code == "no-shared-zone")
    assert "move group shop share no availability zone" in told.message
    assert told.evidence == f"{busy.size}: zones 2; {small.size}: zones 1"
    assert codes(small).isdisjoint({"no-shared-zone"})


def test_another_groups_zones_do_not_matter(decided: Callable[..., Decided]) -> None:
    _, busy = decided(machine("web01", "shop"), busy_database("db01", "erp"), zones=one_core_apart).placements
    assert busy.needs_zone
    assert busy.zones == ("2",)


def test_a_region_without_zones_has_no_premium_v2(decided: Callable[..., Decided]) -> None:
    (busy,) = decided(busy_database("db01"), zones=lambda _: ()).placements
    assert not busy.needs_zone
    assert "no-shared-zone" not in codes(busy)


def test_every_workload_is_decided_once_in_the_order_of_the_estate(decided: Callable[..., Decided]) -> None:
    machines = (busy_database("db01", "shop"), machine("off01", vcpu=None), machine("web01", "shop"))
    found = decided(*machines, zones=one_core_apart)
    assert [a.workload for a in found.assessments] == [m.id for m in machines]
    assert [p.workload for p in found.placements] == [machines[0].id, machines[2].id]
    assert [u.workload for u in found.unplaceable] == [machines[1].id]


def test_what_has_no_place_is_routed_to_stay_with_its_reason(decided: Callable[..., Decided]) -> None:
    machines = (machine("off01", vcpu=None), machine("web01"))
    stays = decided(*machines).unplaceable
    first, second = routed(estate(*machines), stays).workloads
    assert (first.route, first.route_reason) == (stays[0].route, stays[0].findings[0].message)
    assert second == machines[1]
