"""What Azure Migrate decided about a machine, in its own words: readiness, size, disks and cost, kept beside ours.

Sources of the columns: `CoreReportConstants` of Azure/azure-migrate-export; and, for the portal's exports, which nobody
documents, what public scripts that take them in list as their headers (`Compute monthly cost estimate USD`, and in the
newer one `MONTHLY_COMPUTE_COST_USD`).
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from azlift.estate.azure_migrate.lists import items_of
from azlift.estate.azure_migrate.numbers import decimal_or_none
from azlift.estate.cells import text_of
from azlift.estate.headers import HEADER_WITHIN_ROWS, Spellings
from azlift.estate.sheet import Sheet, SheetRow, place_of
from azlift.model import GivenVerdict
from azlift.workbook import Row

TOOL = "Azure Migrate"
OFFERS = {
    "compute_ri": "Pay as you go + RI",
    "compute_ahub": "Pay as you go + AHUB",
    "compute_ahub_ri": "Pay as you go + AHUB + RI",
    "compute_asp": "Pay as you go + ASP",
}
"""Reserved instances, Azure Hybrid Benefit, Azure savings plan."""
COMPUTE = "Monthly Compute Cost Estimate"
COST_WITH_CURRENCY = re.compile(
    r"(?:(?:compute|storage) monthly cost estimate|monthly_(?:compute|storage)_cost)[ _]([A-Z]{3})", re.IGNORECASE
)


def verdict_spellings(currency: str) -> Spellings:
    """The columns of a verdict; the portal writes the currency into its headers of costs."""
    return {
        "readiness": ("Azure VM Readiness", "Migration readiness"),
        "warnings": ("Azure VM Readiness - Warnings", "Azure readiness issues"),
        "size": ("Recommended VM Size", "Recommended size", "Recommended compute SKU"),
        "compute": (
            *(f"{COMPUTE} (Pay as you go)", COMPUTE, f"Compute monthly cost estimate {currency}"),
            f"Monthly compute cost {currency}",
        ),
        **{field: (f"{COMPUTE} ({offer})",) for field, offer in OFFERS.items()},
        "storage_cost": (
            *("Monthly Storage Cost Estimate", f"Storage monthly cost estimate {currency}"),
            f"Monthly storage cost {currency}",
        ),
        "disk_skus": ("Recommended Disk SKUs", "Recommended storage SKU"),
    }


def header_currency(rows: Sequence[Row]) -> str:
    """The currency that stands in a header of the first rows, or nothing."""
    texts = (text_of(cell).strip()[:80] for row in rows[:HEADER_WITHIN_ROWS] for cell in row)
    found = (COST_WITH_CURRENCY.fullmatch(text) for text in texts)
    return next((match.group(1) for match in found if match), "")


def read_verdict(sheet: Sheet, row: SheetRow, skus: Sequence[str], properties: Mapping[str, str]) -> GivenVerdict:
    """The row's verdict. `skus` are its disks' by position; a compute cost of 0 is what no size was found for."""
    compute, storage = decimal_or_none(row, "compute"), decimal_or_none(row, "storage_cost")
    return GivenVerdict(
        tool=TOOL,
        readiness=row.text("readiness").strip(),
        warnings=tuple(filter(None, items_of(row.text("warnings")))),
        size=row.text("size").strip(),
        disks=tuple(skus),
        cost_per_month=compute + (storage or Decimal(0)) if compute else None,
        offers={offer: cost for field, offer in OFFERS.items() if (cost := decimal_or_none(row, field))},
        currency=properties.get("currency", ""),
        region=properties.get("region", ""),
        origin=place_of(sheet, row),
    )
