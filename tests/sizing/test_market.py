from collections.abc import Callable
from decimal import Decimal

from azlift.model import Burst, Catalogue, Commitment, Size, SizingRules
from azlift.sizing.market import Known, offers, offers_with_burstable

BURST = Burst(
    baseline_percent=Decimal(80),
    credits_per_hour=Decimal(48),
    credits_at_most=Decimal(1152),
    credits_at_start=Decimal(60),
)


def _names(catalogue: Catalogue, **rules: object) -> list[str]:
    return [offer.size.name for offer in offers(Known(catalogue, SizingRules(**rules)), False)]


def test_only_approved_families_are_offered_and_none_named_means_all(
    make_size: Callable[..., Size], make_catalogue: Callable[..., Catalogue]
) -> None:
    catalogue = make_catalogue(make_size("Standard_D2s_v5", family="one"), make_size("Standard_E2s_v5", family="other"))
    assert _names(catalogue, families=("other",)) == ["Standard_E2s_v5"]
    assert len(_names(catalogue)) == 2


def test_zonal_means_sold_in_a_zone(make_size: Callable[..., Size], make_catalogue: Callable[..., Catalogue]) -> None:
    catalogue = make_catalogue(make_size("Standard_D2s_v5", zones=()), make_size("Standard_E2s_v5"))
    assert _names(catalogue, zonal=True) == ["Standard_E2s_v5"]


def test_under_a_commitment_sizes_are_ordered_by_its_price_and_those_without_one_are_not_offered(
    make_size: Callable[..., Size], make_catalogue: Callable[..., Catalogue]
) -> None:
    catalogue = make_catalogue(
        make_size("Standard_D2s_v3", linux_per_hour=Decimal("0.05")),
        make_size("Standard_D2s_v4", reserved_3y_per_hour=Decimal("0.04")),
        make_size("Standard_D2s_v5", linux_per_hour=Decimal("0.2"), reserved_3y_per_hour=Decimal("0.03")),
    )
    assert _names(catalogue, commitment=Commitment.RESERVED_3Y) == ["Standard_D2s_v5", "Standard_D2s_v4"]


def test_licences_weigh_by_core_and_are_not_part_of_the_price(
    make_size: Callable[..., Size], make_catalogue: Callable[..., Catalogue]
) -> None:
    known = Known(make_catalogue(make_size(vcpu=4)), SizingRules(licence_per_core_month=Decimal(100)))
    (offer,) = offers(known, False)
    assert (offer.cost_per_month, offer.per_month) == (Decimal("473.0"), Decimal("73.00"))


def test_burstable_sizes_are_offered_apart_and_only_with_known_credits(
    make_size: Callable[..., Size], make_catalogue: Callable[..., Catalogue]
) -> None:
    catalogue = make_catalogue(
        make_size("Standard_D2s_v5"),
        make_size("Standard_B2s_v2", burst=BURST),
        make_size("Standard_B2as_v2"),
        make_size("Standard_B2ms", burst=BURST),
        make_size("Standard_B2ps_v2", burst=BURST, architecture="Arm64"),
    )
    assert [offer.size.name for offer in offers(Known(catalogue), False)] == ["Standard_D2s_v5"]
    with_burstable = offers_with_burstable(Known(catalogue), False)
    assert [offer.size.name for offer in with_burstable] == ["Standard_D2s_v5", "Standard_B2s_v2"]


def test_an_unknown_figure_carries_nothing_unless_it_is_said_to_be_enough(
    make_size: Callable[..., Size], make_catalogue: Callable[..., Catalogue]
) -> None:
    catalogue = make_catalogue(make_size(uncached_mb_per_s=Decimal(85), burst_mb_per_s=Decimal(1200)))
    (strict,) = offers(Known(catalogue), False)
    (lenient,) = offers(Known(catalogue, unknown_is_enough=True), False)
    assert (strict.disk_iops, strict.disk_mb_per_s, strict.network_mbit_per_s) == (0.0, 1200.0, 0.0)
    assert (lenient.disk_iops, lenient.disk_mb_per_s) == (float("inf"), 1200.0)


def test_catalogues_are_told_apart_by_identity_and_by_the_rules_that_matter_to_prices(
    make_size: Callable[..., Size], make_catalogue: Callable[..., Catalogue]
) -> None:
    catalogue = make_catalogue(make_size())
    assert Known(catalogue) == Known(catalogue, SizingRules(risk=0.2))
    assert Known(catalogue) != Known(catalogue, SizingRules(zonal=True))
    assert Known(catalogue) != Known(make_catalogue(make_size()))
