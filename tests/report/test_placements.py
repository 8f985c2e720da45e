import csv
import io
from decimal import Decimal

from estates import estate, machine
from priced import placement, roster, staying

from azlift.model import (
    Assessment,
    Commitment,
    Finding,
    Offered,
    PlacedDisk,
    Readiness,
    Rejected,
    Roster,
    Route,
    Severity,
    Workload,
)
from azlift.report import placements_csv
from azlift.report.placements import COLUMNS, disk_text

WEB, DB, NEW = machine("=HYPERLINK(1)"), machine("db01"), machine("new01")
RAW = Finding(code="disk-raw", severity=Severity.BLOCKING, message="It is raw.", remedy="Convert it.")


def judged(workload: Workload, route: Route, *findings: Finding) -> Assessment:
    return Assessment(
        workload=workload.id,
        verdict=Readiness.NOT_READY if findings else Readiness.READY,
        findings=findings,
        route=route,
        route_code="x",
        route_reason="because",
    )


def placed() -> Roster:
    disk = PlacedDisk(
        key="1", sku="Premium_LRS", tier="P6", capacity_gib=40, os_disk=True, cost_per_month=Decimal("11.23")
    )
    chosen = placement(WEB, "40").model_copy(
        update={
            "disks": (disk,),
            "storage": placement(WEB, "11.23").compute,
            "runner_up": Rejected(size="Standard_D1s", reason="1 vCPU, 2 are needed"),
            "offered": (
                Offered(commitment=Commitment.SAVINGS_1Y, licence_brought=True, amount_per_month=Decimal("25.00")),
                Offered(commitment=Commitment.RESERVED_3Y, licence_brought=False, amount_per_month=None),
            ),
        }
    )
    made = roster([chosen], [staying(DB, Route.RETAIN)])
    assessments = (judged(WEB, Route.REHOST), judged(DB, Route.RETAIN, RAW))
    return made.model_copy(update={"assessments": assessments, "names": {WEB.id: "vm-web"}})


def lines() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(placements_csv(estate(WEB, DB, NEW), placed()))))


def test_a_machine_s_line_has_size_price_and_every_reason() -> None:
    line = lines()[0]
    wanted = {
        "azure_name": "vm-web",
        "size": "Standard_D2s_v5",
        "disks": "Premium_LRS P6 40 GiB",
        "compute_usd_per_month": "40",
        "disks_usd_per_month": "11.23",
        "usd_per_month": "51.23",
        "why": "it is the only one",
        "instead_of": "Standard_D1s",
        "because": "1 vCPU, 2 are needed",
        "compute_savings_1y_licence_brought": "25.00",
        "prices_of": "2026-08-22",
        "price_source": "a price list",
    }
    assert {name: line[name] for name in wanted} == wanted


def test_a_price_nobody_knows_is_blank_and_never_zero() -> None:
    assert [line["compute_reserved_3y"] for line in lines()] == ["", ""]


def test_one_that_stays_has_a_line_with_its_reason_and_what_to_do() -> None:
    line = lines()[1]
    assert (line["name"], line["route"], line["size"], line["usd_per_month"]) == ("db01", "retain", "", "")
    assert line["findings"] == "blocking: disk-raw: It is raw. Convert it."


def test_every_line_has_every_column_and_one_that_was_never_judged_has_none() -> None:
    rows = list(csv.reader(io.StringIO(placements_csv(estate(WEB, DB, NEW), placed()))))
    assert [len(row) for row in rows] == [len(COLUMNS)] * 3


def test_no_cell_is_a_formula() -> None:
    assert lines()[0]["name"] == "'=HYPERLINK(1)"


def test_of_a_disk_bought_by_its_units_those_are_told() -> None:
    disk = PlacedDisk(
        key="1",
        sku="PremiumV2_LRS",
        tier="",
        capacity_gib=1_024,
        os_disk=False,
        cost_per_month=Decimal(80),
        iops=4_000,
        mb_per_s=200,
    )
    assert disk_text(disk) == "PremiumV2_LRS 1,024 GiB, 4,000 IOPS, 200 MB/s"
