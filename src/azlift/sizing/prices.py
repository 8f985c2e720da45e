"""What a size costs a month under each commitment, with or without a Windows licence brought along.

None is not known, never zero. Prices are list prices in USD, without discounts, image surcharges and traffic.
"""

from decimal import Decimal

from azlift.model import CENT, HOURS_PER_MONTH, Commitment, Offered, Size


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
