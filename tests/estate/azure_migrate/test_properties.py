"""Currency and region of a report."""

from pathlib import Path

from migrate_files import csv_of, rows_of, workbook_of

from azlift.estate.azure_migrate.properties import read_properties


def test_the_export_tools_properties_are_a_row_below_headers(tmp_path: Path) -> None:
    tabs = {"Properties": [["Tenant ID", "Target Region", "Currency"], ["t", "westeurope", "EUR"]]}
    assert read_properties(workbook_of(tmp_path, tabs)) == {"region": "westeurope", "currency": "EUR"}


def test_the_portals_are_pairs(tmp_path: Path) -> None:
    rows = [["Property", "Selected value"], ["Target location", "East US 2"], ["Currency", "US Dollar ($)"]]
    assert read_properties(workbook_of(tmp_path, {"Assessment_Properties": rows})) == {
        "region": "East US 2",
        "currency": "US Dollar ($)",
    }


def test_the_first_tab_that_states_one_counts(tmp_path: Path) -> None:
    tabs = {"Assessment_Summary": [["Currency", "EUR"]], "Assessment_Properties": [["Currency", "USD"]]}
    assert read_properties(workbook_of(tmp_path, tabs)) == {"currency": "EUR"}


def test_a_label_without_a_value_says_nothing(tmp_path: Path) -> None:
    assert (
        read_properties(workbook_of(tmp_path, {"Properties": [["Tenant ID", "Currency", "x"], ["t", None, "y"]]})) == {}
    )
    assert read_properties(workbook_of(tmp_path, {"Properties": [["Tenant ID", "Currency", "x"]]})) == {}


def test_a_table_of_machines_has_none() -> None:
    assert read_properties(csv_of({"Machine": "a", "Cores": 1, "Storage": 2})) == {}


def test_two_labels_side_by_side_are_headers_and_no_pair() -> None:
    assert read_properties(csv_of({"Currency": "EUR", "Target Region": "westeurope"})) == {
        "currency": "EUR",
        "region": "westeurope",
    }


def test_a_label_that_ends_its_row_has_no_value_beside_it() -> None:
    assert read_properties(rows_of(["Tenant ID", "Currency"], ["t", "EUR"])) == {"currency": "EUR"}
