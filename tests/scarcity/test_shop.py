"""What may be bought, here and elsewhere."""

from decimal import Decimal

from estates import estate, machine
from scarce import FAMILY, REGION, shop_of, westeurope

from azlift.catalog import read_catalogue
from azlift.model import Estate, Placement, Size
from azlift.scarcity.shop import Families, Shop

MADE = estate(machine("m", vcpu=4, memory_mib=16384))
(ONE,) = MADE.workloads
NONE = Families(frozenset(), frozenset())


def offered(
    shop: Shop, region: str = REGION, families: Families = NONE, dearer: float | None = None
) -> list[Placement]:
    return [placement for placement, _ in shop.stand_ins(ONE, region, "1", families, dearer)]


def test_a_placement_does_not_stand_in_for_itself() -> None:
    families = Families(frozenset({FAMILY.casefold()}), frozenset())
    found = offered(shop_of(MADE), families=families)
    assert found
    assert all(one.size != "Standard_D4as_v5" for one in found)


def test_the_same_size_stands_in_from_another_region() -> None:
    (one,) = offered(shop_of(MADE), "northeurope")
    assert (one.size, one.region) == ("Standard_D4as_v5", "northeurope")


def test_the_extra_cost_is_the_difference_of_both_prices() -> None:
    shop = shop_of(MADE)
    ((placement, extra),) = shop.stand_ins(ONE, "northeurope", "1", NONE, None)
    sizes = {size.name: size for size in read_catalogue("northeurope").sizes}
    hourly = sizes[placement.size].linux_per_hour
    assert hourly is not None
    assert placement.compute.amount_per_month == (hourly * 730).quantize(Decimal("0.01"))
    assert extra == placement.cost_per_month - shop.placements[ONE.id].cost_per_month


def test_what_is_dearer_than_allowed_is_left_out() -> None:
    assert offered(shop_of(MADE), families=Families(frozenset(), frozenset({FAMILY.casefold()})), dearer=0.01) == []


def test_a_region_without_catalogue_or_disk_prices_sells_nothing() -> None:
    shop = shop_of(MADE)
    assert shop.shelf("atlantis") is None
    assert offered(shop, "atlantis") == []
    bare = westeurope().model_copy(update={"region": "bare", "disk_tiers": ()})
    assert Shop(shop.placements, shop.home, lambda _: bare, "Premium_LRS", shop.rules, dict).shelf("bare") is None


def test_a_constrained_size_takes_the_quota_of_the_full_one() -> None:
    def constrained(size: Size) -> Size:
        return size.model_copy(update={"vcpu_quota": 8}) if size.name == "Standard_D4as_v5" else size

    home = westeurope().model_copy(update={"sizes": tuple(map(constrained, westeurope().sizes))})
    assert shop_of(MADE, home=home).taken() == {ONE.id: ((FAMILY, REGION), 8)}


def test_traces_are_not_read_before_they_are_needed() -> None:
    def never() -> dict[str, object]:
        raise AssertionError

    made: Estate = MADE
    shop = shop_of(made)
    Shop(shop.placements, shop.home, read_catalogue, "Premium_LRS", shop.rules, never).taken()  # type: ignore[arg-type]
