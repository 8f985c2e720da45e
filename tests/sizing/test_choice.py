from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.catalog import read_catalogue, regions
from azlift.model import Catalogue, Size
from azlift.sizing import Needs
from azlift.sizing.choice import choose_size, unmet
from azlift.sizing.families import is_candidate
from azlift.sizing.market import Known

PLAIN = Needs(vcpu=2, memory_mib=8192, data_disks=0, nics=1, generations=("V1",), premium=True, windows=False)

demands = st.builds(
    Needs,
    vcpu=st.one_of(st.integers(0, 16), st.integers(0, 500)),
    memory_mib=st.one_of(st.integers(0, 70_000), st.integers(0, 12_000_000)),
    data_disks=st.integers(0, 70),
    nics=st.integers(1, 16),
    generations=st.sampled_from([("V1",), ("V2",), ("V1", "V2")]),
    premium=st.booleans(),
    windows=st.booleans(),
)


def _fitting(catalogue: Catalogue, asked: Needs) -> Iterator[tuple[Decimal, Size]]:
    """Every candidate that holds it, written apart from the code under test."""
    for size in catalogue.sizes:
        price = size.windows_per_hour if asked.windows else size.linux_per_hour
        if (
            price is not None
            and is_candidate(size)
            and size.vcpu >= asked.vcpu
            and int(size.memory_gib * 1024) >= asked.memory_mib
            and size.max_data_disks >= asked.data_disks
            and size.max_nics >= asked.nics
            and set(asked.generations) <= set(size.generations)
            and (size.premium_io or not asked.premium)
        ):
            yield price, size


@given(asked=demands, region=st.sampled_from(regions()))
def test_the_chosen_size_holds_the_needs_and_no_cheaper_one_does(asked: Needs, region: str) -> None:
    catalogue = read_catalogue(region)
    fitting = list(_fitting(catalogue, asked))
    choice = choose_size(Known(catalogue), asked)
    if choice is None:
        assert fitting == []
        return
    assert (choice.offer.per_hour, choice.offer.size) in fitting
    assert choice.offer.per_hour == min(price for price, _ in fitting)


@given(asked=demands, more=demands)
def test_needing_more_never_costs_less(asked: Needs, more: Needs) -> None:
    known = Known(read_catalogue("westeurope"))
    larger = replace(
        asked,
        vcpu=max(asked.vcpu, more.vcpu),
        memory_mib=max(asked.memory_mib, more.memory_mib),
        data_disks=max(asked.data_disks, more.data_disks),
        nics=max(asked.nics, more.nics),
        premium=asked.premium or more.premium,
    )
    small, large = choose_size(known, asked), choose_size(known, larger)
    if large is not None:
        assert small is not None
        assert small.offer.per_hour <= large.offer.per_hour


@given(asked=demands)
def test_the_runner_up_is_another_size_and_its_reason_holds(asked: Needs) -> None:
    catalogue = read_catalogue("westeurope")
    choice = choose_size(Known(catalogue), asked)
    if choice is None or choice.runner_up is None:
        return
    fitting = {size.name for _, size in _fitting(catalogue, asked)}
    assert choice.runner_up.size != choice.offer.size.name
    assert (choice.runner_up.size in fitting) == choice.runner_up.reason.startswith("holds it too")


def test_memory_is_compared_to_the_mib(
    make_size: Callable[..., Size], make_catalogue: Callable[..., Catalogue]
) -> None:
    small = make_size("Standard_D2s_v5", memory_gib=Decimal("3.5"))
    large = make_size("Standard_D4s_v5", memory_gib=Decimal(4), linux_per_hour=Decimal("0.2"))
    known = Known(make_catalogue(small, large))
    assert _name(known, replace(PLAIN, memory_mib=3584)) == "Standard_D2s_v5"
    assert _name(known, replace(PLAIN, memory_mib=3585)) == "Standard_D4s_v5"


def test_a_constrained_size_counts_the_vcpus_the_guest_sees(
    make_size: Callable[..., Size], make_catalogue: Callable[..., Catalogue]
) -> None:
    constrained = make_size("Standard_E8-2as_v5", vcpu=2, vcpu_quota=8)
    full = make_size("Standard_E8as_v5", vcpu=8, vcpu_quota=8, linux_per_hour=Decimal("0.5"))
    known = Known(make_catalogue(constrained, full))
    assert _name(known, PLAIN) == "Standard_E8-2as_v5"
    assert _name(known, replace(PLAIN, vcpu=4)) == "Standard_E8as_v5"


def test_windows_and_linux_are_each_chosen_by_their_own_price(
    make_size: Callable[..., Size], make_catalogue: Callable[..., Catalogue]
) -> None:
    one = make_size("Standard_D2s_v4", linux_per_hour=Decimal("0.1"), windows_per_hour=Decimal("0.3"))
    other = make_size("Standard_D2s_v5", linux_per_hour=Decimal("0.2"), windows_per_hour=Decimal("0.25"))
    known = Known(make_catalogue(one, other))
    assert _name(known, PLAIN) == "Standard_D2s_v4"
    assert _name(known, replace(PLAIN, windows=True)) == "Standard_D2s_v5"


def test_a_size_of_unknown_price_is_never_chosen(
    make_size: Callable[..., Size], make_catalogue: Callable[..., Catalogue]
) -> None:
    withheld = make_size("Standard_D2s_v4", linux_per_hour=None)
    priced = make_size("Standard_D2s_v5", linux_per_hour=Decimal(9))
    assert _name(Known(make_catalogue(withheld, priced)), PLAIN) == "Standard_D2s_v5"
    assert choose_size(Known(make_catalogue(withheld)), PLAIN) is None
    assert unmet(Known(make_catalogue(withheld)), PLAIN) == "no candidate size has a known price"


def test_a_bios_guest_is_never_put_on_a_size_sold_as_v2_only(
    make_size: Callable[..., Size], make_catalogue: Callable[..., Catalogue]
) -> None:
    v2_only = make_size("Standard_FX4mds", generations=("V2",))
    both = make_size("Standard_D2s_v5", linux_per_hour=Decimal(9))
    known = Known(make_catalogue(v2_only, both))
    assert _name(known, PLAIN) == "Standard_D2s_v5"
    assert _name(known, replace(PLAIN, generations=("V1", "V2"))) == "Standard_D2s_v5"
    assert _name(known, replace(PLAIN, generations=("V2",))) == "Standard_FX4mds"


def test_of_equal_price_the_smaller_then_the_newer_then_the_name_wins(
    make_size: Callable[..., Size], make_catalogue: Callable[..., Catalogue]
) -> None:
    more_vcpu = make_size("Standard_D4s_v5", vcpu=4)
    more_memory = make_size("Standard_E2s_v5", memory_gib=Decimal(16))
    older = make_size("Standard_D2s_v4")
    later_name = make_size("Standard_D2s_v5")
    winner = make_size("Standard_D2as_v5")
    sizes = [more_vcpu, more_memory, older, later_name, winner]
    for remaining in range(len(sizes), 0, -1):
        assert _name(Known(make_catalogue(*sizes[:remaining])), PLAIN) == sizes[remaining - 1].name


@pytest.mark.parametrize(
    ("asked", "decided"),
    [
        (replace(PLAIN, memory_mib=16384), "its memory decided (without it Standard_D2s_v5 at 73.00 USD would do)"),
        (replace(PLAIN, data_disks=8), "its number of data disks decided"),
        (replace(PLAIN, vcpu=4, memory_mib=16384), "several of its needs together decided"),
        (PLAIN, "nothing cheaper is offered"),
    ],
)
def test_the_need_that_decided_is_named(
    make_size: Callable[..., Size], make_catalogue: Callable[..., Catalogue], asked: Needs, decided: str
) -> None:
    small = make_size("Standard_D2s_v5")
    large = make_size(
        "Standard_D4s_v5", vcpu=4, memory_gib=Decimal(16), max_data_disks=8, linux_per_hour=Decimal("0.2")
    )
    choice = choose_size(Known(make_catalogue(small, large)), asked)
    assert choice is not None
    assert choice.decided_by.startswith(decided)


def test_the_runner_up_is_the_nearest_cheaper_size_with_every_fact_against_it(
    make_size: Callable[..., Size], make_catalogue: Callable[..., Catalogue]
) -> None:
    cheap = make_size("Standard_D2s_v4", linux_per_hour=Decimal("0.05"))
    near = make_size("Standard_D2_v5", premium_io=False, max_nics=1, max_data_disks=2, generations=("V2",))
    dear = make_size("Standard_D8s_v5", vcpu=8, memory_gib=Decimal(32), linux_per_hour=Decimal("0.4"))
    choice = choose_size(
        Known(make_catalogue(cheap, near, dear)), replace(PLAIN, vcpu=4, memory_mib=8193, nics=2, data_disks=3)
    )
    assert choice is not None
    assert choice.runner_up is not None
    assert choice.runner_up.size == "Standard_D2_v5"
    assert choice.runner_up.reason == (
        "73.00 USD a month, but 2 vCPU, 4 are needed; 8,192 MiB memory, 8,193 are needed; "
        "at most 2 data disks, 3 are needed; at most 1 NICs, 2 are needed; sold as generation V2 only; "
        "takes no premium disks"
    )


def test_without_a_cheaper_size_the_runner_up_is_the_next_that_holds_it(
    make_size: Callable[..., Size], make_catalogue: Callable[..., Catalogue]
) -> None:
    only = make_size("Standard_D2s_v5")
    too_small = make_size("Standard_D2s_v4", vcpu=1, linux_per_hour=Decimal("0.3"))
    next_one = make_size("Standard_D4s_v5", vcpu=4, linux_per_hour=Decimal("0.4"))
    choice = choose_size(Known(make_catalogue(only, too_small, next_one)), PLAIN)
    assert choice is not None
    assert choice.runner_up is not None
    assert (choice.runner_up.size, choice.runner_up.reason) == (
        "Standard_D4s_v5",
        "holds it too, at 292.00 USD a month",
    )
    alone = choose_size(Known(make_catalogue(only)), PLAIN)
    assert alone is not None
    assert alone.runner_up is None


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (replace(PLAIN, memory_mib=10**8), "without its memory there would be one"),
        (replace(PLAIN, vcpu=10**4), "without its vCPU there would be one"),
        (replace(PLAIN, nics=99), "without its number of NICs there would be one"),
        (replace(PLAIN, nics=99, vcpu=10**4), "several of its needs exceed every size"),
    ],
)
def test_where_nothing_holds_it_the_need_that_is_too_large_is_named(asked: Needs, words: str) -> None:
    known = Known(read_catalogue("westeurope"))
    assert choose_size(known, asked) is None
    assert unmet(known, asked) == words


def test_two_catalogues_do_not_share_what_was_searched(
    make_size: Callable[..., Size], make_catalogue: Callable[..., Catalogue]
) -> None:
    assert _name(Known(make_catalogue(make_size("Standard_D2s_v5"))), PLAIN) == "Standard_D2s_v5"
    assert _name(Known(make_catalogue(make_size("Standard_D2s_v4"))), PLAIN) == "Standard_D2s_v4"


def _name(known: Known, asked: Needs) -> str:
    choice = choose_size(known, asked)
    assert choice is not None
    return choice.offer.size.name


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"disk_iops": 5000}, "3,750 IOPS on its disks, 5,000 are needed"),
        ({"disk_mb_per_s": 100}, "how many MB/s on its disks it carries is not known, 100 are needed"),
        ({"network_mbit_per_s": 20_000}, "12,500 Mbit/s, 20,000 are needed"),
    ],
)
def test_measured_demand_on_disks_and_network_is_held_against_what_a_size_is_known_to_carry(
    make_size: Callable[..., Size], make_catalogue: Callable[..., Catalogue], asked: dict[str, float], reason: str
) -> None:
    small = make_size("Standard_D2s_v5", uncached_iops=3750, network_mbit_per_s=12_500)
    large = make_size(
        "Standard_D8s_v5",
        uncached_iops=12_800,
        uncached_mb_per_s=Decimal(290),
        network_mbit_per_s=25_000,
        linux_per_hour=Decimal("0.4"),
    )
    choice = choose_size(Known(make_catalogue(small, large)), replace(PLAIN, **asked))
    assert choice is not None
    assert choice.offer.size.name == "Standard_D8s_v5"
    assert choice.runner_up is not None
    assert choice.runner_up.reason == f"73.00 USD a month, but {reason}"
