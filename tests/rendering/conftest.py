"""Builders of realistic nouns, for the rendering tests."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from azlift.model import (
    MoveGroup,
    Nic,
    Origin,
    OsFamily,
    PlacedDisk,
    Placement,
    Price,
    Rendering,
    Target,
    Workload,
)
from azlift.rendering import render_group, resource_names

TEMPLATES = Path(__file__).parents[2] / "templates"

HOSTILE = [
    "{{7*7}}",
    "{{ ''.__class__.__mro__ }}",
    "{% raw %}",
    "{%- for x in range(10**9) -%}",
    "[listKeys('x')]",
    "[[x",
    "[parameters('machines')]",
    '"; rm -rf /',
    "'); drop table vms; --",
    "../../x",
    "..\\..\\x",
    "=cmd()|' /C calc'!A0",
    "<script>alert(1)</script>",
    "\u202eexe.tac\u202c",
    "web\u200f01",
    "a\x00b",
    "a\nb\r\tc",
    "x" * 10_000,
    "🐳" * 300,
    "數據庫",
    "!!!",
    "",
    " ",
    "-",
    "007",
    "CON",
    "ＷＥＢ０１",
    "straße",
    "K",
    "\ud800",
]


@pytest.fixture(scope="session")
def templates() -> Path:
    return TEMPLATES


@pytest.fixture(scope="session")
def hostile() -> list[str]:
    return HOSTILE


@pytest.fixture(scope="session")
def workload() -> Callable[..., Workload]:
    def make(
        number: int = 1,
        name: str = "web01",
        os_family: OsFamily = OsFamily.LINUX,
        networks: tuple[str, ...] = ("VM Network",),
    ) -> Workload:
        return Workload(
            id=f"w-{number:012x}",
            name=name,
            origin=Origin(file="estate.xlsx", tab="vInfo", row=number + 1),
            source_key=f"4207{number:028x}",
            os_family=os_family,
            vcpu=2,
            memory_mib=4096,
            nics=tuple(Nic(label=f"Network adapter {n}", network=network) for n, network in enumerate(networks, 1)),
        )

    return make


@pytest.fixture(scope="session")
def placement() -> Callable[..., Placement]:
    def make(
        workload: Workload,
        zones: tuple[str, ...] = ("1", "2", "3"),
        data_disks: int = 1,
        os_disks: int = 1,
        fast_disks: int = 0,
        region: str = "westeurope",
    ) -> Placement:
        price = Price(amount_per_month=Decimal("70.08"), seen_on="2026-11-01", source="retail prices")
        disks = [
            PlacedDisk(
                key=f"disk-{n}",
                sku="Premium_LRS",
                tier="P6",
                capacity_gib=40 + n,
                os_disk=n < os_disks,
                cost_per_month=Decimal("9.29"),
            )
            for n in range(os_disks + data_disks)
        ]
        disks += [
            PlacedDisk(
                key=f"fast-{n}",
                sku="PremiumV2_LRS",
                tier="",
                capacity_gib=200,
                os_disk=False,
                cost_per_month=Decimal("60"),
                iops=20_000 + n,
                mb_per_s=900,
            )
            for n in range(fast_disks)
        ]
        return Placement(
            workload=workload.id,
            size="Standard_D2s_v5",
            family="standardDSv5Family",
            vcpu=2,
            memory_gib=Decimal(8),
            region=region,
            zones=zones,
            generation="V2",
            disks=tuple(disks),
            compute=price,
            storage=price,
            why="smallest that holds it",
            runner_up=None,
        )

    return make


@pytest.fixture(scope="session")
def target() -> Target:
    return Target(
        subscription_id="11111111-2222-3333-4444-555555555555",
        region="westeurope",
        estate="contoso",
        wave="wave-01",
        address_space="10.64.0.0/20",
        tags={"cost-centre": "4711"},
    )


@pytest.fixture(scope="session")
def rendered(placement: Callable[..., Placement], target: Target, templates: Path) -> Callable[..., Rendering]:
    def make(*workloads: Workload, group: str = "billing", target: Target = target, **disks: int) -> Rendering:
        move_group = MoveGroup(id=group, workloads=tuple(workload.id for workload in workloads), because="application")
        placements = {workload.id: placement(workload, **disks) for workload in workloads}
        return render_group(move_group, workloads, placements, resource_names(workloads), target, templates)

    return make
