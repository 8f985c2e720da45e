from decimal import Decimal

import pytest
from estates import machine
from hypothesis import given
from hypothesis import strategies as st
from priced import placement

from azlift.catalog import read_catalogue
from azlift.model import Commitment, Placement, Roster, Size, shared_zones
from azlift.sizing import choose_placement


def test_a_placement_costs_its_size_and_its_disks() -> None:
    placed = choose_placement(machine("web01"), read_catalogue("westeurope"), "Premium_LRS")
    assert isinstance(placed, Placement)
    assert placed.cost_per_month == placed.compute.amount_per_month + placed.storage.amount_per_month > Decimal(0)


def test_a_roster_finds_a_placement_and_survives_being_written_down() -> None:
    placed = choose_placement(machine("web01"), read_catalogue("westeurope"), "Premium_LRS")
    assert isinstance(placed, Placement)
    roster = Roster(basis="b", placements=(placed,), unplaceable=(), names={placed.workload: "vm-web01"})
    again = Roster.model_validate_json(roster.model_dump_json())
    assert again.by_workload[machine("web01").id] == placed


def _size(**prices: str) -> Size:
    known = {f"{name}_per_hour": Decimal(price) for name, price in prices.items()}
    size = next(size for size in read_catalogue("westeurope").sizes if size.name == "Standard_D8_v4")
    unpriced = {name: None for name in Size.model_fields if name.endswith("_per_hour")}
    return size.model_copy(update=unpriced | known)


def _cost(size: Size, commitment: Commitment, windows: bool = True, brought: bool = False) -> Decimal | None:
    return size.per_hour(commitment, windows=windows, licence_brought=brought)


def test_a_committed_windows_machine_pays_its_licence_beside_the_commitment() -> None:
    size = _size(linux="0.46", windows="0.828", reserved_3y="0.175", savings_1y="0.3")
    assert _cost(size, Commitment.PAY_AS_YOU_GO) == Decimal("0.828")
    assert _cost(size, Commitment.RESERVED_3Y) == Decimal("0.543")  # 0.175 + (0.828 - 0.46)
    assert _cost(size, Commitment.SAVINGS_1Y) == Decimal("0.668")


def test_a_licence_that_is_brought_makes_windows_cost_what_linux_does() -> None:
    size = _size(linux="0.46", windows="0.828", reserved_3y="0.175")
    for commitment in Commitment:
        assert _cost(size, commitment, brought=True) == _cost(size, commitment, windows=False)
    assert _cost(size, Commitment.RESERVED_3Y, brought=True) == Decimal("0.175")


def test_a_cost_of_which_a_part_is_unknown_is_unknown_and_never_zero() -> None:
    windows_alone, linux_alone = _size(windows="0.828", reserved_1y="0.2"), _size(linux="0.46", reserved_1y="0.2")
    assert _cost(windows_alone, Commitment.PAY_AS_YOU_GO) == Decimal("0.828")
    assert _cost(windows_alone, Commitment.RESERVED_1Y) is None
    assert _cost(windows_alone, Commitment.PAY_AS_YOU_GO, windows=False) is None
    assert _cost(linux_alone, Commitment.RESERVED_1Y) is None
    assert _cost(linux_alone, Commitment.RESERVED_1Y, brought=True) == Decimal("0.2")
    assert _cost(linux_alone, Commitment.SAVINGS_3Y, windows=False) is None


@pytest.mark.parametrize("region", ["westeurope", "swedencentral", "eastus"])
def test_of_every_real_size_a_commitment_is_never_dearer_and_a_licence_brought_always_cheaper(region: str) -> None:
    for size in read_catalogue(region).sizes:
        for commitment in Commitment:
            with_licence, without = _cost(size, commitment), _cost(size, commitment, brought=True)
            as_you_go = _cost(size, Commitment.PAY_AS_YOU_GO)
            assert with_licence is None or without is None or without < with_licence
            if commitment is not Commitment.PAY_AS_YOU_GO and with_licence is not None:
                assert as_you_go is not None
                assert with_licence <= as_you_go


@given(st.lists(st.sets(st.sampled_from("123")), min_size=1, max_size=4))
def test_a_shared_zone_is_one_that_sells_every_size(zones: list[set[str]]) -> None:
    placements = [placement(machine("web01"), "1").model_copy(update={"zones": tuple(one)}) for one in zones]
    shared = shared_zones(placements)
    assert [zone for zone in "123" if all(zone in one for one in zones)] == list(shared)


def test_no_placements_share_no_zone() -> None:
    assert shared_zones(()) == ()
