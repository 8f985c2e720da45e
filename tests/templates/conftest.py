"""A small wave, rendered with the templates as they are shipped."""

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
    Wave,
    Workload,
)
from azlift.rendering import render_group, render_zone, resource_names

TEMPLATES = Path(__file__).parents[2] / "templates"
PRICE = Price(amount_per_month=Decimal("70.08"), seen_on="2026-11-01", source="retail prices")
TARGET = Target(
    subscription_id="11111111-2222-3333-4444-555555555555",
    region="westeurope",
    estate="contoso",
    wave="wave-01",
    address_space="10.64.0.0/20",
    tags={"cost-centre": "[4711]"},
)
FAST = PlacedDisk(
    key="fast",
    sku="PremiumV2_LRS",
    tier="",
    capacity_gib=100,
    os_disk=False,
    cost_per_month=Decimal("30"),
    iops=12_000,
    mb_per_s=600,
)
MACHINES = (
    ("web01", OsFamily.LINUX, ("VM Network",)),
    ("[listKeys('x')]", OsFamily.WINDOWS, ("VM Network", "[[DMZ]]")),
    ("{{7*7}} %}", OsFamily.UNKNOWN, ()),
)


def _workload(number: int, name: str, os_family: OsFamily, networks: tuple[str, ...]) -> Workload:
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


def _placement(workload: Workload, data_disks: int, zones: tuple[str, ...]) -> Placement:
    disks = [
        PlacedDisk(
            key=f"disk-{n}",
            sku="Premium_LRS",
            tier="P6",
            capacity_gib=40 + n,
            os_disk=n == 0,
            cost_per_month=Decimal("9.29"),
        )
        for n in range(1 + data_disks)
    ]
    if zones:
        disks.append(FAST)
    return Placement(
        workload=workload.id,
        size="Standard_D2s_v5",
        family="standardDSv5Family",
        vcpu=2,
        memory_gib=Decimal(8),
        region=TARGET.region,
        zones=zones,
        generation="V2",
        disks=tuple(disks),
        compute=PRICE,
        storage=PRICE,
        why="smallest that holds it",
        runner_up=None,
    )


@pytest.fixture(scope="session")
def templates() -> Path:
    return TEMPLATES


@pytest.fixture(scope="session")
def machines() -> tuple[Workload, ...]:
    return tuple(_workload(number, *machine) for number, machine in enumerate(MACHINES, start=1))


def _group(machines: tuple[Workload, ...], zones: tuple[str, ...]) -> Rendering:
    group = MoveGroup(id="billing", workloads=tuple(machine.id for machine in machines), because="application")
    placements = {machine.id: _placement(machine, number, zones) for number, machine in enumerate(machines)}
    return render_group(group, machines, placements, resource_names(machines), TARGET, TEMPLATES)


@pytest.fixture(scope="session")
def zonal_group(machines: tuple[Workload, ...]) -> Rendering:
    return _group(machines, ("1", "2", "3"))


@pytest.fixture(scope="session")
def zoneless_group(machines: tuple[Workload, ...]) -> Rendering:
    return _group(machines, ())


@pytest.fixture(scope="session")
def zone_rendering(machines: tuple[Workload, ...]) -> Rendering:
    wave = Wave(id="wave-01", number=1, pilot=True, groups=("billing",), why="pilot")
    return render_zone(wave, machines, TARGET, TEMPLATES)
