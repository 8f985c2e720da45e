from collections.abc import Callable
from decimal import Decimal

import pytest

from azlift.model import Commitment, Size
from azlift.sizing.prices import offer_prices, per_month


@pytest.fixture
def size(make_size: Callable[..., Size]) -> Size:
    return make_size(
        linux_per_hour=Decimal("0.10"),
        windows_per_hour=Decimal("0.19"),
        reserved_1y_per_hour=Decimal("0.06"),
        savings_3y_per_hour=Decimal("0.05"),
    )


def test_an_offer_whose_price_is_not_known_is_none_and_never_zero(size: Size) -> None:
    unknown = {o.commitment for o in offer_prices(size, windows=False) if o.amount_per_month is None}
    assert unknown == {Commitment.RESERVED_3Y, Commitment.SAVINGS_1Y}


def test_a_windows_guest_is_offered_with_and_without_its_licence_brought(size: Size) -> None:
    offered = {(o.commitment, o.licence_brought): o.amount_per_month for o in offer_prices(size, windows=True)}
    assert len(offered) == 2 * len(Commitment)
    assert offered[Commitment.PAY_AS_YOU_GO, False] == Decimal("138.70")
    assert offered[Commitment.PAY_AS_YOU_GO, True] == Decimal("73.00")
    assert offered[Commitment.SAVINGS_3Y, False] == Decimal("102.20")
    assert offered[Commitment.SAVINGS_3Y, True] == Decimal("36.50")
    assert not any(o.licence_brought for o in offer_prices(size, windows=False))


def test_a_month_has_730_hours_and_is_rounded_to_cents() -> None:
    assert per_month(Decimal("0.12345")) == Decimal("90.12")
