from typing import Any

import pytest
from small_estates import estate, link, machine, workload_id

from azlift.model import Disk, Estate, Link, Workload
from azlift.waves.bonds import THRESHOLDS, Bond, find_bonds, suspected_clusters
from azlift.waves.strength import WEIGHTS, calls_of

PAIR = (workload_id(0), workload_id(1))


def bonds(made: Estate, apart: tuple[str, ...] = ()) -> list[Bond]:
    return find_bonds(made, calls_of(made, WEIGHTS), apart, THRESHOLDS, WEIGHTS)


def sharing(number: int, backing: str, **changed: Any) -> Workload:
    disk = Disk(key="2001", label="Hard disk 2", capacity_mib=2_048, shared=True, backing=backing)
    return machine(number).model_copy(update={"disks": (disk,), **changed})


def seen(source: int, target: int, port: int, observations: int) -> Link:
    return link(source, target, port).model_copy(update={"kind": "observed", "observations": observations})


def test_machines_on_one_shared_disk_are_bound_for_certain() -> None:
    (bond,) = bonds(estate([sharing(0, "[ds1] a/q.vmdk"), sharing(1, "[ds1] a/q.vmdk")]))
    assert (bond.machines, bond.certain) == (PAIR, True)
    assert bond.evidence == "vm0 and vm1 share the disk [ds1] a/q.vmdk"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (sharing(0, "naa.1"), sharing(1, "naa.2")),
        (sharing(0, ""), sharing(1, "")),
        (sharing(0, "[ds1] q", datacenter="Ulm"), sharing(1, "[ds1] q", datacenter="Bonn")),
    ],
)
def test_disks_not_known_to_be_the_same_bind_nothing(one: Workload, other: Workload) -> None:
    assert bonds(estate([one, other])) == []


def test_the_cluster_service_binds_its_nodes() -> None:
    (bond,) = bonds(estate([machine(0), machine(1)], [link(1, 0, 3343)]))
    assert (bond.machines, bond.certain) == (PAIR, True)
    assert "failover cluster (port 3343)" in bond.evidence


def test_a_cluster_that_talks_both_ways_is_one_bond() -> None:
    assert len(bonds(estate([machine(0), machine(1)], [link(1, 0, 3343), link(0, 1, 3343)]))) == 1


def test_replicas_call_each_other_and_one_way_alone_is_no_availability_group() -> None:
    machines = [machine(0), machine(1)]
    assert bonds(estate(machines, [link(0, 1, 5022)])) == []
    (bond,) = bonds(estate(machines, [link(0, 1, 5022), link(1, 0, 5022)]))
    assert "availability group (port 5022, both ways)" in bond.evidence


@pytest.mark.parametrize(
    ("links", "bound"),
    [
        ([seen(0, 1, 7800, 100), seen(1, 0, 7800, 120)], True),
        ([seen(0, 1, 7800, 100), seen(1, 0, 7800, 99)], False),
        ([seen(0, 1, 7800, 500)], False),
        ([seen(0, 1, 7800, 500), seen(1, 0, 7801, 500)], False),
        ([link(0, 1, 7800), link(1, 0, 7800)], False),
    ],
    ids=["constantly", "seldom one way", "one way", "other ports", "declared only"],
)
def test_what_constantly_talks_both_ways_on_one_port_is_strongly_bound(links: list[Link], bound: bool) -> None:
    found = bonds(estate([machine(0), machine(1)], links))
    assert [bond.certain for bond in found] == [False] * bound
    assert all(bond.evidence.endswith("on port 7800, seen 100 and 120 times") for bond in found)


@pytest.mark.parametrize(("bears", "bound"), [(1.0, True), (2.0, False), (None, False)])
def test_what_bears_less_than_a_dedicated_link_takes_is_bound_to_what_it_talks_to(
    bears: float | None, bound: bool
) -> None:
    made = estate([machine(0).model_copy(update={"latency_ms": bears}), machine(1)], [link(0, 1, 1521)])
    assert [bond.evidence for bond in bonds(made)] == [
        "vm0 and vm1 talk and bear 1 ms, where a dedicated link takes 2 ms or more"
    ] * bound


def test_infrastructure_is_strongly_bound_to_nobody() -> None:
    made = estate([machine(0), machine(1)], [seen(0, 1, 389, 500), seen(1, 0, 389, 500)])
    assert len(bonds(made)) == 1
    assert bonds(made, apart=(workload_id(1),)) == []


def test_names_that_differ_in_a_number_and_shared_disks_alike_are_suspected_and_no_proof() -> None:
    made = estate([sharing(0, "", name="SQL01"), sharing(1, "", name="sql02"), sharing(2, "", name="ora01")])
    assert bonds(made) == []
    assert suspected_clusters(made, []) == [PAIR]


def test_what_a_bond_holds_already_is_not_suspected() -> None:
    made = estate([sharing(0, "", name="sql01"), sharing(1, "", name="sql02")], [link(0, 1, 3343)])
    assert suspected_clusters(made, bonds(made)) == []
