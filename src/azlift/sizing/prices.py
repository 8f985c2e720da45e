"""What a size costs an hour and a month under each commitment, with or without a Windows licence brought along.

None is not known, never zero. Prices are list prices in USD, without discounts, image surcharges and traffic.
"""

from decimal import Decimal

from azlift.model import Commitment, Offered, Size

HOURS_PER_MONTH = 730
"""Source: Azure's pricing calculator counts 730 hours a month. So does Azure Migrate for pay-as-you-go; with a savings
option it counts 744 (MicrosoftDocs/azure-docs articles/migrate/assessment-properties.md, 2024-11-05)."""
CENT = Decimal("0.01")


def per_hour(size: Size, commitment: Commitment, windows: bool) -> Decimal | None:
    """USD an hour. A commitment is for compute alone: Windows adds its licence, which is what its list price adds."""
    if commitment is Commitment.PAY_AS_YOU_GO:
        return size.windows_per_hour if windows else size.linux_per_hour
    compute = _committed(size, commitment)
    if not windows or compute is None:
        return compute
    if size.windows_per_hour is None or size.linux_per_hour is None:
        return None
    return compute + size.windows_per_hour - size.linux_per_hour


def _committed(size: Size, commitment: Commitment) -> Decimal | None:
    return {
        Commitment.RESERVED_1Y: size.reserved_1y_per_hour,
        Commitment.RESERVED_3Y: size.reserved_3y_per_hour,
        Commitment.SAVINGS_1Y: size.savings_1y_per_hour,
        Commitment.SAVINGS_3Y: size.savings_3y_per_hour,
    }[commitment]


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
        for hourly in (per_hour(size, commitment, windows and not brought),)
    )
