"""What a size costs a month under each commitment, with or without a Windows licence brought along.

None is not known, never zero. Prices are list prices in USD, without discounts, image surcharges and traffic.
"""

from decimal import Decimal

from azlift.model import Commitment, Offered, Size

HOURS_PER_MONTH = 730
"""Source: Azure's pricing calculator counts 730 hours a month. So does Azure Migrate for pay-as-you-go; with a savings
option it counts 744 (MicrosoftDocs/azure-docs articles/migrate/assessment-properties.md, 2024-11-05)."""
CENT = Decimal("0.01")


def per_month(hourly: Decimal) -> Decimal:
    """USD a month, rounded to cents."""
    return (hourly * HOURS_PER_MONTH).quantize(CENT)


def offer_prices(size: Size, windows: bool) -> tuple[Offered, ...]:
    """Each commitment; a Windows guest's with and without its licence brought (Azure Hybrid Benefit)."""
    return tuple(
        Offered(
            commitment=commitment,
            licence_brought=brought,
            amount_per_month=None if hourly is None else per_month(hourly),
        )
        for commitment in Commitment
        for brought in ((False, True) if windows else (False,))
        for hourly in (size.per_hour(commitment, windows=windows, licence_brought=brought),)
    )
