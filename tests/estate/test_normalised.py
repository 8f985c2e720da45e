"""The estate as tables, opened by those who open them."""

import csv
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pyarrow
import pytest
from estates import estate, machine
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from azlift.estate.normalised import csv_text, estate_tables, write_estate_tables
from azlift.model import (
    Disk,
    Estate,
    Finding,
    GivenVerdict,
    LeftOut,
    Licence,
    Link,
    Metric,
    Nic,
    Origin,
    Severity,
    Totals,
    Usage,
    Workload,
)

PLACE = Origin(file="a.xlsx", tab="vInfo", row=7)


def rows_of(table: pyarrow.Table) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(csv_text(table), newline="")))


def full_estate() -> Estate:
    web = machine(
        "web-1",
        created_on=date(2020, 2, 29),
        tags={"cost centre": "4711", "a": "ü"},
        aliases=("web", "www"),
        licences=(Licence.WINDOWS_SERVER,),
        given=GivenVerdict(tool="Azure Migrate", readiness="Ready", cost_per_month=Decimal("12.345"), origin=PLACE),
        nics=(Nic(label="1", addresses=("10.0.0.1", "fe80::1"), connected=True),),
        usage=(Usage(metric=Metric.CPU_PERCENT, p95=12.5, start=datetime(2026, 1, 1, tzinfo=UTC)),),
    )
    db = machine("db-1", vcpu=None)
    links = (Link(source=web.id, target=db.id, port=1433),)
    left = LeftOut(origin=PLACE, name="template", reason="template", detail="it is one")
    note = Finding(code="bad-cell", severity=Severity.NOTE, message="odd", origin=PLACE)
    return estate(web, db, links=links).model_copy(
        update={"left_out": (left,), "findings": (note,), "totals": Totals(rows=3)}
    )


def test_every_workload_disk_nic_link_and_left_out_row_is_there_once() -> None:
    tables = estate_tables(full_estate())
    counts = {name: table.num_rows for name, table in tables.items() if table.num_rows}
    assert counts == {"workloads": 2, "disks": 2, "nics": 2, "usage": 1, "links": 1, "left_out": 1, "findings": 1}
    assert {"merges", "disagreements", "external_links", "file_systems", "applications", "sources"} <= tables.keys()


def test_what_is_not_known_is_an_empty_cell_and_not_zero() -> None:
    table = estate_tables(full_estate())["workloads"]
    assert table["vcpu"].to_pylist() == [2, None]
    assert [row["vcpu"] for row in rows_of(table)] == ["2", ""]


def test_columns_have_types() -> None:
    tables = estate_tables(full_estate())
    kinds = {
        name: str(tables["workloads"].schema.field(name).type) for name in ("vcpu", "created_on", "name", "secure_boot")
    }
    assert kinds == {"vcpu": "int64", "created_on": "date32[day]", "name": "string", "secure_boot": "bool"}
    assert str(tables["usage"].schema.field("p95").type) == "double"
    assert str(tables["usage"].schema.field("start").type) == "timestamp[us]"
    assert tables["workloads"]["given_cost_per_month"][0].as_py() == 12.345
    assert str(tables["workloads"].schema.field("os_bits").type) == "int64"


def test_lists_are_joined_tags_are_json_and_a_place_is_four_columns() -> None:
    web = rows_of(estate_tables(full_estate())["workloads"])[0]
    assert (web["aliases"], web["licences"]) == ("web; www", "windows_server")
    assert json.loads(web["tags"]) == {"cost centre": "4711", "a": "ü"}
    left = rows_of(estate_tables(full_estate())["left_out"])[0]
    assert (left["file"], left["tab"], left["row"], left["reason"]) == ("a.xlsx", "vInfo", "7", "template")
    nic = rows_of(estate_tables(full_estate())["nics"])[0]
    assert (nic["workload_name"], nic["addresses"], nic["connected"]) == ("web-1", "10.0.0.1; fe80::1", "True")


def test_an_estate_of_nothing_has_all_its_tables() -> None:
    tables = estate_tables(estate())
    assert all(table.num_rows == 0 for table in tables.values())
    assert rows_of(tables["workloads"]) == []


def test_no_fact_of_a_workload_lacks_a_column() -> None:
    columns = {name for table in estate_tables(estate()).values() for name in table.column_names}
    tabled = {"disks", "nics", "file_systems", "usage", "origin", "given"}
    assert Workload.model_fields.keys() - tabled <= columns
    assert Disk.model_fields.keys() <= columns


@settings(deadline=None)
@given(st.text(max_size=20) | st.sampled_from(["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", '"=1', "=cmd|'/c calc'!A0"]))
def test_no_text_of_an_inventory_is_a_formula_and_none_is_lost(text: str) -> None:
    made = estate(machine("web-1", application=text, owner=text, tags={text: text}))
    table = estate_tables(made)["workloads"]
    assert table["owner"].to_pylist() == [text]
    (row,) = rows_of(table)
    assert row["owner"].removeprefix("'") == text.removeprefix("'")
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())


def test_the_files_say_the_same_and_the_same_estate_makes_the_same_bytes(tmp_path: Path) -> None:
    tables = estate_tables(full_estate())
    write_estate_tables(tmp_path / "one", tables)
    write_estate_tables(tmp_path / "two", estate_tables(full_estate()))
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert len(names) == 2 * len(tables)
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    for name, table in tables.items():
        assert parquet.read_table(tmp_path / "one" / f"{name}.parquet").equals(table)
        with (tmp_path / "one" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.reader(file))) == table.num_rows + 1


@pytest.mark.parametrize("cost", ["1e30", "0.0000001", "-3"])
def test_any_amount_of_money_has_a_place(cost: str) -> None:
    given = GivenVerdict(tool="x", readiness="", cost_per_month=Decimal(cost), origin=PLACE)
    (found,) = estate_tables(estate(machine("a", given=given)))["workloads"]["given_cost_per_month"].to_pylist()
    assert found == float(cost)
