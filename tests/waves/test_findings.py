from small_estates import estate, link, machine, workload_id

from azlift.model import Disk, Estate, Finding
from azlift.waves.bonds import Thresholds
from azlift.waves.findings import grouping_findings
from azlift.waves.groups import group_estate


def findings(made: Estate, most_machines: int = 50) -> list[Finding]:
    return list(grouping_findings(group_estate(made, Thresholds(most_machines=most_machines)), made))


def test_infrastructure_is_listed_with_its_evidence() -> None:
    made = estate([machine(n, f"app {n}") for n in range(6)], [link(n, 0, 389) for n in range(1, 6)])
    (finding,) = findings(made)
    assert (finding.code, finding.workload) == ("infrastructure-service", workload_id(0))
    assert finding.message == "vm0 is infrastructure: its links hold no group together"
    assert finding.evidence == "LDAP (port 389) for 5 machines of 5 applications (effective number 5.0)"


def test_a_shared_database_is_listed_as_such() -> None:
    made = estate([machine(n, f"app {n}") for n in range(6)], [link(n, 0, 5432) for n in range(1, 6)])
    assert [finding.code for finding in findings(made)] == ["shared-service"]


def test_a_bond_that_was_cut_says_why_and_at_what_strength() -> None:
    machines = [machine(0, "a").model_copy(update={"latency_ms": 1.0}), machine(1, "b")]
    (finding,) = findings(estate(machines, [link(0, 1, 1521)]), most_machines=1)
    assert finding.code == "bond-cut"
    assert finding.message.endswith("together they would be 2 machines, more than 1")
    assert finding.evidence.endswith("; strength 1.39")


def test_what_looks_like_a_cluster_is_told_only_when_it_is_in_two_groups() -> None:
    disk = (Disk(key="1", label="Hard disk 1", capacity_mib=9, shared=True),)
    one, other = (machine(n, "a", name=f"sql{n}").model_copy(update={"disks": disk}) for n in range(2))
    assert findings(estate([one, other])) == []
    (finding,) = findings(estate([one, other.model_copy(update={"application": "b"})]))
    assert (finding.code, finding.message) == (
        "cluster-suspected",
        "sql0, sql1 may be one cluster, and are in different groups",
    )


def test_a_group_planned_for_two_waves_is_told() -> None:
    made = estate([machine(n, "crm").model_copy(update={"wave": f"wave {n}"}) for n in range(2)])
    (finding,) = findings(made)
    assert (finding.code, finding.message) == (
        "pins-disagree",
        "crm moves as a whole, and its machines are planned for 2 waves",
    )
