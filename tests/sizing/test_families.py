from decimal import Decimal

import pytest

from azlift.catalog import read_catalogue, regions
from azlift.model import Burst, Size
from azlift.sizing.families import RETIRING_SIZES, is_burstable, is_candidate, series_of

WESTEUROPE = {size.name: size for size in read_catalogue("westeurope").sizes}


@pytest.mark.parametrize(
    ("name", "series"),
    [
        ("Standard_D2s_v5", ("D", 5)),
        ("Standard_DS2_v2", ("D", 2)),
        ("Standard_D2", ("D", 1)),
        ("Standard_E96-24as_v5", ("E", 5)),
        ("Standard_M416s_8_v2", ("M", 2)),
        ("Standard_M128-64bds_3_v3", ("M", 3)),
        ("Standard_FX4mds", ("FX", 1)),
        ("Standard_D2_v2_Promo", None),
        ("Basic_A0", None),
    ],
)
def test_a_name_tells_its_series_and_version(name: str, series: tuple[str, int] | None) -> None:
    assert series_of(name) == series


@pytest.mark.parametrize(
    "name",
    [
        "Standard_D2s_v5",
        "Standard_D4as_v4",
        "Standard_E8-4as_v5",
        "Standard_M128s",
        "Standard_L8s_v3",
        "Standard_D2_v3",
    ],
)
def test_ordinary_sizes_are_candidates(name: str) -> None:
    assert is_candidate(WESTEUROPE[name])


@pytest.mark.parametrize(
    ("name", "because"),
    [
        ("Standard_B2ms", "burstable"),
        ("Standard_A2_v2", "old"),
        ("Standard_DC2s_v3", "confidential"),
        ("Standard_EC2as_v5", "confidential"),
        ("Standard_NV12s_v3", "GPU"),
        ("Standard_HB120rs_v3", "HPC"),
        ("Standard_D2ps_v5", "Arm64"),
        ("Standard_D2as_v6", "NVMe only"),
        ("Standard_L8s_v4", "NVMe only"),
        ("Standard_F2s_v2", "retires"),
        ("Standard_DS2_v2", "retires"),
        ("Standard_DS2_v2_Promo", "promo"),
        ("Standard_M192is_v2", "retires"),
    ],
)
def test_a_size_for_something_else_is_no_candidate(name: str, because: str) -> None:
    assert not is_candidate(WESTEUROPE[name]), because


@pytest.mark.parametrize("region", [region for region in regions() if region != "westindia"])  # ends at 64 vCPU
def test_every_region_keeps_a_wide_choice_for_either_generation(region: str) -> None:
    candidates: list[Size] = [size for size in read_catalogue(region).sizes if is_candidate(size)]
    for generation in ("V1", "V2"):
        sold = [size for size in candidates if generation in size.generations and size.premium_io]
        assert {2, 4, 8, 16, 32, 64, 96} <= {size.vcpu for size in sold}


def test_the_retiring_sizes_named_are_sizes_that_exist() -> None:
    assert set(WESTEUROPE) >= RETIRING_SIZES


def test_of_the_burstable_sizes_those_with_known_credits_on_hardware_that_stays_may_be_taken() -> None:
    burst = Burst(
        baseline_percent=Decimal(80),
        credits_per_hour=Decimal(48),
        credits_at_most=Decimal(1152),
        credits_at_start=Decimal(60),
    )
    for name, expected in (
        ("Standard_B2s_v2", True),
        ("Standard_B2as_v2", True),
        ("Standard_B2ms", False),
        ("Standard_B2ps_v2", False),
        ("Standard_D2s_v5", False),
    ):
        assert is_burstable(WESTEUROPE[name].model_copy(update={"burst": burst})) == expected, name
    useless = burst.model_copy(update={"credits_per_hour": Decimal(0)})
    for without in (None, useless):
        assert not is_burstable(WESTEUROPE["Standard_B2s_v2"].model_copy(update={"burst": without}))
