from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.errors import PlanError
from azlift.rendering.subnets import carve, subnet_size


@pytest.mark.parametrize(("nics", "size"), [(0, 32), (1, 32), (27, 32), (28, 64), (59, 64), (60, 128), (1000, 1024)])
def test_a_subnet_is_the_smallest_power_of_two_that_holds_cards_and_reserved_addresses(nics: int, size: int) -> None:
    assert subnet_size(nics) == size


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=4), st.integers(1, 300), max_size=20))
def test_subnets_lie_in_the_space_and_do_not_overlap(nics: dict[str, int]) -> None:
    blocks = {name: IPv4Network(block) for name, block in carve("10.64.0.0/16", nics).items()}
    assert set(blocks) == set(nics)
    for name, block in blocks.items():
        assert block.subnet_of(IPv4Network("10.64.0.0/16"))
        assert block.num_addresses >= nics[name] + 5
        assert not any(block.overlaps(other) for rival, other in blocks.items() if rival != name)
    assert carve("10.64.0.0/16", dict(reversed(nics.items()))) == carve("10.64.0.0/16", nics)


def test_a_space_can_be_used_to_its_last_address() -> None:
    assert carve("10.0.0.0/25", {"a": 1, "b": 60 - 5, "c": 1}) == {
        "a": "10.0.0.64/27",
        "b": "10.0.0.0/26",
        "c": "10.0.0.96/27",
    }


def test_a_space_that_is_too_small_is_refused_with_the_numbers() -> None:
    with pytest.raises(PlanError, match=r"2 subnets for 1,001 network cards need 1,056 .* 10.0.0.0/22 has 1,024"):
        carve("10.0.0.0/22", {"a": 1000, "b": 1})


@pytest.mark.parametrize("space", ["10.0.0.1/24", "ten", "fd00::/64", "10.0.0.0/33"])
def test_a_space_that_is_no_block_is_refused(space: str) -> None:
    with pytest.raises(PlanError, match="expected an IPv4 block") as caught:
        carve(space, {"a": 1})
    assert caught.value.column == "address_space"


def test_a_subnet_that_stands_stays_where_it_is_whatever_is_added() -> None:
    before = carve("10.64.0.0/24", {"snet-app": 3})
    after = carve("10.64.0.0/24", {"snet-app": 3, "snet-big": 60, "snet-a": 2}, before)
    assert after["snet-app"] == before["snet-app"]
    networks = [IPv4Network(block) for block in after.values()]
    assert not any(one.overlaps(other) for one, other in combinations(networks, 2))


def test_a_subnet_in_use_that_would_have_to_grow_is_refused_with_the_numbers() -> None:
    with pytest.raises(
        PlanError, match=r"snet-app stands with 10\.64\.0\.0/27 and now needs 64 addresses for 40 cards"
    ):
        carve("10.64.0.0/20", {"snet-app": 40}, {"snet-app": "10.64.0.0/27"})
