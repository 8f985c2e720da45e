from decimal import Decimal
from typing import Any

from estates import estate, machine
from priced import placement, plan_of, roster, staying

from azlift.model import (
    Assessment,
    Commitment,
    Disagreement,
    Disk,
    ExternalLink,
    Finding,
    GivenVerdict,
    Link,
    Merge,
    Metric,
    Offered,
    Origin,
    PlacedDisk,
    Readiness,
    Recommendation,
    Rejected,
    Roster,
    Route,
    Severity,
    Usage,
    Workload,
    WorkloadMoney,
)
from azlift.report import Section, dossier_sections, make_dossier

WEB = machine(
    "web01",
    vcpu=None,
    disks=(Disk(key="1", label="Hard disk 1", capacity_mib=40_960, os_disk=True, estimated=True),),
    usage=(Usage(metric=Metric.CPU_PERCENT, p95=42.468, samples=1288, source="perf.csv"),),
    taken_from={"os_name": "cmdb.csv"},
)
DB = machine("db01")


def sections(workload: Workload, made: Any = None, placed: Roster | None = None, **more: Any) -> dict[str, Section]:
    dossier = make_dossier(workload, made or estate(WEB, DB), placed, plan_of([WEB]) if placed else None, **more)
    return {section.title: section for section in dossier_sections(dossier)}


def disk(sku: str, tier: str, cost: str) -> PlacedDisk:
    return PlacedDisk(key="1", sku=sku, tier=tier, capacity_gib=40, os_disk=True, cost_per_month=Decimal(cost))


def placed() -> Roster:
    documented = Recommendation(
        method="azure_migrate",
        basis="performance",
        size="Standard_D4s_v5",
        disks=(disk("StandardSSD_LRS", "E6", "4.8"),),
        compute_per_month=Decimal(80),
        storage_per_month=Decimal("4.80"),
        why="the 95th percentile",
        confidence=2,
    )
    offered = [
        Offered(commitment=Commitment.PAY_AS_YOU_GO, licence_brought=False, amount_per_month=Decimal(40)),
        Offered(commitment=Commitment.RESERVED_3Y, licence_brought=True, amount_per_month=None),
    ]
    chosen = placement(WEB, "40").model_copy(
        update={
            "disks": (disk("Premium_LRS", "P6", "11.23"),),
            "storage": placement(WEB, "11.23").compute,
            "runner_up": Rejected(size="Standard_D1s", reason="1 vCPU, 2 are needed"),
            "documented": documented,
            "offered": tuple(offered),
        }
    )
    return roster([chosen], [staying(DB, Route.RETAIN, "it has a raw disk")])


def test_what_nobody_knows_is_told_as_such_and_what_is_known_with_its_file() -> None:
    facts = {row[0]: row[1:] for row in sections(WEB)["web01"].rows}
    assert facts["vcpu"] == ("not known", "")
    assert facts["memory mib"] == ("4,096", "made.xlsx")
    assert facts["os name"] == ("Ubuntu Linux (64-bit)", "cmdb.csv")


def test_each_row_is_told_with_the_key_that_made_it_the_same_machine() -> None:
    merge = Merge(origin=Origin(file="cmdb.csv", row=7), workload=WEB.id, rule="DNS name", key="web01.example")
    rows = sections(WEB, estate(WEB).model_copy(update={"merges": (merge,)}))["Read from"].rows
    assert rows == [
        ("made.xlsx", "vInfo", 2, "names it first"),
        ("cmdb.csv", "", 7, "the same machine by DNS name: web01.example"),
    ]


def test_a_disagreement_is_told_with_both_figures_their_cells_and_the_rule() -> None:
    said = Disagreement(
        workload=WEB.id,
        field="memory_mib",
        taken="4096",
        taken_from=Origin(file="rv.xlsx", tab="vInfo", row=2, column="Memory"),
        other="8192",
        other_from=Origin(file="cmdb.csv", row=7, column="ram"),
        rule="rvtools first",
    )
    (row,) = sections(WEB, estate(WEB).model_copy(update={"disagreements": (said,)}))["Sources disagree"].rows
    assert row == ("memory mib", "4096", "rv.xlsx:vInfo:2 (Memory)", "8192", "cmdb.csv:7 (ram)", "rvtools first")


def test_what_was_measured_is_told_with_its_file_and_absent_is_blank() -> None:
    (row,) = sections(WEB)["Measured"].rows
    assert row == (Metric.CPU_PERCENT, "", "", "", "42.47", "", "", "1,288", "perf.csv")


def test_the_size_is_told_with_its_reason_the_one_it_was_taken_instead_of_and_the_documented_method() -> None:
    told = dict(sections(WEB, placed=placed())["In Azure"].rows)
    assert told["why"] == "it is the only one"
    assert told["instead of"] == "Standard_D1s: 1 vCPU, 2 are needed"
    assert told["costs"] == "51.23 USD a month = 40.00 compute + 11.23 disks"
    assert told["prices from"] == "a price list (2026-08-22)"
    assert told["Azure Migrate's method"].startswith("Standard_D4s_v5, 84.80 USD a month = 80.00 compute + 4.80 disks")
    assert told["Azure Migrate's method"].endswith("confidence 2 of 5")


def test_a_disk_is_told_as_it_is_as_what_it_becomes_and_what_the_documented_method_makes_of_it() -> None:
    (row,) = sections(WEB, placed=placed())["Disks"].rows
    assert row == (
        *("Hard disk 1", "40.0", "os disk, estimated", "Premium_LRS P6 40 GiB", "11.23"),
        "StandardSSD_LRS E6 40 GiB",
    )


def test_a_price_nobody_knows_is_not_known_and_never_zero() -> None:
    rows = sections(WEB, placed=placed())["USD a month under each commitment"].rows
    assert rows[0][2:] == ("40.00", "51.23")
    assert rows[1][2:] == ("not known", "not known")


def test_why_a_machine_is_not_ready_is_told_with_evidence_and_what_to_do() -> None:
    finding = Finding(
        code="disk-raw", severity=Severity.BLOCKING, message="It is raw.", evidence="Hard disk 3", remedy="Convert it."
    )
    judged = Assessment(
        workload=DB.id,
        verdict=Readiness.NOT_READY,
        findings=(finding,),
        route=Route.RETAIN,
        route_code="disk-raw",
        route_reason="It is raw.",
    )
    money = WorkloadMoney(workload=DB.id, name="db01", route=Route.RETAIN, today=Decimal("140.83"), target=None)
    told = sections(DB, placed=placed().model_copy(update={"assessments": (judged,)}), money=money, currency="EUR")
    assert dict(told["Assessment"].rows)["verdict"] == Readiness.NOT_READY
    assert told["Readiness"].rows == [(Severity.BLOCKING, "disk-raw", "It is raw.", "Hard disk 3", "Convert it.")]
    way = dict(told["Wave and money"].rows)
    assert way == {"costs today": "140.83 EUR a month", "costs in Azure": "nothing, it stays: it has a raw disk"}


def test_what_another_tool_said_stands_beside_it() -> None:
    verdict = GivenVerdict(
        tool="Azure Migrate",
        readiness="Ready",
        warnings=("UnsupportedOS",),
        size="Standard_D2s_v3",
        origin=Origin(file="assessment.xlsx"),
    )
    told = sections(machine("web01", given=verdict))["Assessment"].rows
    assert told == [("Azure Migrate says", "Ready; Standard_D2s_v3; UnsupportedOS")]


def test_its_wave_is_told_and_with_whom_it_goes() -> None:
    way = dict(sections(WEB, placed=placed())["Wave and money"].rows)
    assert (way["group"], way["together with"], way["after"]) == ("web01", "no other machine", "nothing")


def test_links_are_told_from_the_machine_s_side() -> None:
    made = estate(WEB, DB, links=(Link(source=WEB.id, target=DB.id, port=1433), Link(source=DB.id, target=WEB.id)))
    made = made.model_copy(update={"external_links": (ExternalLink(workload=WEB.id, other="1.2.3.4", outgoing=True),)})
    assert sections(WEB, made)["Talks"].rows == [
        ("to", "db01", 1433, "declared", 1),
        ("from", "db01", "", "declared", 1),
        ("to", "1.2.3.4 (external)", "", "declared", 1),
    ]


def test_a_step_not_taken_yet_has_no_section() -> None:
    assert set(sections(DB)) == {"db01", "Read from", "Disks"}
