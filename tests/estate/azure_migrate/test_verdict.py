"""What Azure Migrate decided, in its own words."""

from decimal import Decimal

import pytest
from migrate_files import Row, csv_of

from azlift.estate.azure_migrate.sheets import find_sheet
from azlift.estate.azure_migrate.verdict import header_currency, read_verdict, verdict_spellings
from azlift.model import GivenVerdict

PAYG = "Monthly Compute Cost Estimate (Pay as you go)"


def verdict(cells: Row, **properties: str) -> GivenVerdict:
    source = csv_of({"Machine": "a", **cells})
    currency = header_currency(source.tables[0].rows)
    sheet = find_sheet(source.tables[0], verdict_spellings(currency), ("readiness",))
    assert sheet is not None
    return read_verdict(sheet, sheet.rows[0], ("Premium_P10",), properties)


def test_a_verdict_keeps_the_reports_words() -> None:
    given = verdict(
        {"Azure VM Readiness": "Ready With Conditions", "Azure VM Readiness - Warnings": "BootTypeUnknown;Guest;",
         "Recommended VM Size": "Standard_D4s_v5"},
        currency="EUR", region="westeurope",
    )  # fmt: skip
    assert (given.tool, given.readiness, given.size) == ("Azure Migrate", "Ready With Conditions", "Standard_D4s_v5")
    assert given.warnings == ("BootTypeUnknown", "Guest")
    assert given.disks == ("Premium_P10",)
    assert (given.currency, given.region) == ("EUR", "westeurope")
    assert (given.origin.file, given.origin.row) == ("export.csv", 2)


def test_the_cost_is_pay_as_you_go_with_disks_and_the_offers_are_kept_apart() -> None:
    given = verdict(
        {"Azure VM Readiness": "Ready", PAYG: 140.5, f"{PAYG[:-1]} + RI)": "90,25", f"{PAYG[:-1]} + AHUB)": 70,
         f"{PAYG[:-1]} + AHUB + RI)": 40, f"{PAYG[:-1]} + ASP)": 0, "Monthly Storage Cost Estimate": 19.5}
    )  # fmt: skip
    assert given.cost_per_month == Decimal("160.0")
    assert given.offers == {
        "Pay as you go + RI": Decimal("90.25"),
        "Pay as you go + AHUB": Decimal(70),
        "Pay as you go + AHUB + RI": Decimal(40),
    }


@pytest.mark.parametrize("compute", [0, None, "free"])
def test_without_a_cost_of_compute_the_cost_is_unknown_and_never_zero(compute: int | str | None) -> None:
    cells = {"Azure VM Readiness": "Not Ready", PAYG: compute, "Monthly Storage Cost Estimate": 5}
    assert verdict(cells).cost_per_month is None


def test_an_as_is_proposal_names_no_offer() -> None:
    assert verdict({"Azure VM Readiness": "Ready", "Monthly Compute Cost Estimate": 10}).cost_per_month == 10


@pytest.mark.parametrize("currency", ["USD", "EUR"])
def test_the_portal_writes_the_currency_into_its_headers(currency: str) -> None:
    cells = {
        "Azure VM readiness": "Ready", f"Compute monthly cost estimate {currency}": 100,
        f"Storage monthly cost estimate {currency}": 20,
    }  # fmt: skip
    assert header_currency(csv_of(cells).tables[0].rows) == currency
    assert verdict(cells).cost_per_month == 120


def test_no_currency_is_made_up() -> None:
    assert header_currency([("Machine", PAYG)]) == ""
    assert verdict({"Azure VM Readiness": "Ready", PAYG: 10}).currency == ""
