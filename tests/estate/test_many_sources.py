"""One estate, split over files of every kind that name its machines each in its own way: nothing is lost, whatever."""

import csv
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import write_tabs

from azlift.estate import read_inventory
from azlift.model import Estate

Rows = list[list[Any]]
Machine = dict[str, Any]
DEPENDENCIES = [
    *("Time slot", "Source server name", "Source IP", "Source process"),
    *("Destination server name", "Destination IP", "Destination process", "Destination port"),
]
RVTOOLS = ["VM", "Powerstate", "CPUs", "Memory", "VM UUID", "VM ID", "VI SDK Server", "DNS Name"]


def machines_of(rng: Random) -> list[Machine]:
    """Few names for many machines, so that they meet; each has a UUID of its own."""
    names = [f"{rng.choice(('web', 'db'))}{rng.randrange(4)}" for _ in range(rng.randrange(1, 9))]
    return [
        {
            "name": name, "fqdn": f"{name}.{rng.choice(('a', 'b'))}.example", "uuid": f"42-{n}", "id": f"vm-{n}",
            "server": rng.choice(("vc1", "vc2")), "cpu": rng.choice((1, 2, 4)), "mib": rng.choice((1024, 4096)),
            "ip": f"10.0.0.{n}",
        }
        for n, name in enumerate(names)
    ]  # fmt: skip


def called(machine: Machine, rng: Random) -> str:
    name = str(rng.choice((machine["name"], machine["fqdn"])))
    return str(rng.choice((name, name.upper(), f"{name} ", name.title())))


def some(machine: Machine, fields: tuple[str, ...], rng: Random) -> list[str]:
    """Each of these keys, or nothing: exports have columns that are filled in part."""
    return [machine[field] if rng.random() < 0.6 else "" for field in fields]


def views(machines: list[Machine], rng: Random) -> dict[str, Rows]:
    """What each file says of its part of the estate, below its header."""

    def part() -> list[Machine]:
        return [machine for machine in machines if rng.random() < 0.6]

    return {
        "april.xlsx": [RVTOOLS, *([m["name"], "poweredOn", m["cpu"], m["mib"],
                                   *some(m, ("uuid", "id", "server", "fqdn"), rng)] for m in part())],
        "may.xlsx": [RVTOOLS, *([m["name"].upper(), "poweredOn", m["cpu"], m["mib"],
                                 *some(m, ("uuid", "id", "server", "fqdn"), rng)] for m in part())],
        "list.csv": [["Hostname", "vCPU", "RAM_MB", "OS", "FQDN"],
                     *([called(m, rng), m["cpu"], m["mib"], "RHEL 8", *some(m, ("fqdn",), rng)] for m in part())],
        "cmdb.csv": [["name", "sys_class_name", "sys_id", "cpu_count", "ram", "os"],
                     *([called(m, rng), "cmdb_ci_server", f"{n:032x}" if rng.random() < 0.8 else "", m["cpu"],
                        m["mib"], "Linux"] for n, m in enumerate(part()))],
        "import.csv": [["*Server name", "*Cores", "*Memory (In MB)", "*OS name"],
                       *([called(m, rng), m["cpu"], m["mib"], "Ubuntu"] for m in part())],
        "dependencies.csv": [DEPENDENCIES, *(["12/18/2024 18:00-0:00", called(m, rng), m["ip"], "a", "",
                                              rng.choice(machines)["ip"], "b", 443] for m in part())],
    }  # fmt: skip


def write(folder: Path, files: dict[str, Rows]) -> list[Path]:
    for name, rows in files.items():
        if name.endswith(".xlsx"):
            write_tabs(folder / name, {"vInfo": rows})
        else:
            with (folder / name).open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)
    return [folder / name for name in files]


def uuids_of_workloads(estate: Estate, files: dict[str, Rows]) -> list[set[str]]:
    """By workload, every UUID that the rows made into it state."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = [(workload.id, workload.origin) for workload in estate.workloads]
    for workload, place in rows + [(merge.workload, merge.origin) for merge in estate.merges]:
        if place.file.endswith(".xlsx") and place.row:
            found[workload].add(files[place.file][place.row - 1][RVTOOLS.index("VM UUID")])
    return [uuids - {""} for uuids in found.values()]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_no_row_is_lost_no_order_matters_and_no_two_uuids_are_one_machine(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rng = Random(seed)
    machines = machines_of(rng)
    files = views(machines, rng)
    files["list.csv"].append(["only-here", 1, 1024, "RHEL 8", ""])
    sources = write(tmp_path_factory.mktemp("sources"), files)
    estate = read_inventory(sources).estate
    rng.shuffle(sources)
    assert read_inventory(sources).estate == estate
    stated = {name: len(rows) - 1 for name, rows in files.items() if name != "dependencies.csv"}
    assert estate.totals.rows == sum(stated.values())
    assert estate.totals.rows == len(estate.workloads) + len(estate.left_out) + len(estate.merges)
    assert len(estate.by_id) == len(estate.workloads)
    assert all(len(uuids) <= 1 for uuids in uuids_of_workloads(estate, files))
    for source in estate.sources:
        if source.name in ("april.xlsx", "may.xlsx"):
            rows = files[source.name][1:]
            assert (source.totals.rows, source.totals.vcpu) == (len(rows), sum(row[2] for row in rows))
