"""Who takes what when quota is short: the best choice there is, whatever the numbers."""

import itertools
import random

import numpy as np
import pytest

from azlift.sizing.sharing import Joint, NoShares, Option, Shares, Take, Unit, choose_shares

Worth = tuple[int, int, int]


def as_option(rng: random.Random, rows: int, times: int) -> Option:
    takes = tuple(
        Take(rng.randrange(rows), rng.randrange(times), rng.choice((2, 4, 8))) for _ in range(rng.randrange(3))
    )
    return Option(takes, cost=rng.randrange(500))


def made(seed: int) -> tuple[list[Unit], list[Joint], np.ndarray]:  # type: ignore[type-arg]
    """A handful of machines; each can be beyond all quotas, most can be late."""
    rng = random.Random(seed)
    rows, times = rng.randint(1, 3), rng.randint(1, 3)
    units = []
    for number in range(rng.randint(1, 4)):
        vcpu = rng.choice((2, 4, 8))
        options = [Option((), beyond=vcpu), *(as_option(rng, rows, times) for _ in range(rng.randint(1, 3)))]
        if rng.random() < 0.7:
            options.append(Option((Take(0, times - 1, vcpu),), late=vcpu))
        units.append(Unit(1 if number < 2 else rng.randint(1, 2), tuple(options)))
    joints = [Joint((0, 1), as_option(rng, rows, times))] if len(units) > 1 and rng.random() < 0.5 else []
    supply = np.sort(np.array([[rng.randrange(20) for _ in range(times)] for _ in range(rows)], float), axis=1)
    return units, joints, supply


def worth(options: list[Option]) -> Worth:
    return sum(o.beyond for o in options), sum(o.late for o in options), sum(o.cost for o in options)


def holds(options: list[Option], supply: np.ndarray) -> bool:  # type: ignore[type-arg]
    taken = np.zeros(supply.shape)
    for option in options:
        for take in option.takes:
            taken[take.row, take.since :] += take.vcpu
    return bool((taken <= supply).all())


def best_by_trying(units: list[Unit], joints: list[Joint], supply: np.ndarray) -> Worth:  # type: ignore[type-arg]
    found: list[Worth] = []
    for chosen in itertools.product((False, True), repeat=len(joints)):
        gone = {unit for joint, taken in zip(joints, chosen, strict=True) if taken for unit in joint.units}
        together = [joint.option for joint, taken in zip(joints, chosen, strict=True) if taken]
        each = [unit.options for place, unit in enumerate(units) for _ in range(unit.machines) if place not in gone]
        whole = ([*together, *alone] for alone in itertools.product(*each))
        found += [worth(options) for options in whole if holds(options, supply)]
    return min(found)


def options_of(units: list[Unit], joints: list[Joint], shares: Shares) -> list[Option]:
    alone = [
        option
        for unit, counts in zip(units, shares.units, strict=True)
        for option, count in zip(unit.options, counts, strict=True)
        for _ in range(count)
    ]
    return alone + [joint.option for joint, taken in zip(joints, shares.joints, strict=True) if taken]


@pytest.mark.parametrize("seed", range(200))
def test_the_choice_is_as_good_as_trying_all(seed: int) -> None:
    units, joints, supply = made(seed)
    chosen = options_of(units, joints, choose_shares(units, joints, supply))
    assert holds(chosen, supply)
    assert worth(chosen) == best_by_trying(units, joints, supply)


def test_every_machine_takes_one_option_alone_or_with_its_group() -> None:
    for seed in range(30):
        units, joints, supply = made(seed)
        shares = choose_shares(units, joints, supply)
        gone = [unit for joint, taken in zip(joints, shares.joints, strict=True) if taken for unit in joint.units]
        for place, (unit, counts) in enumerate(zip(units, shares.units, strict=True)):
            assert sum(counts) == unit.machines - (place in gone)


def test_what_is_beyond_counts_before_what_is_late_and_that_before_the_price() -> None:
    machine = (
        Option((), beyond=1),
        Option((), late=100),
        Option((Take(0, 0, 4),), cost=10**6),
        Option((Take(0, 0, 9),)),
    )
    assert choose_shares([Unit(1, machine)], [], np.array([[8.0]])).units == ((0, 0, 1, 0),)
    assert choose_shares([Unit(1, machine)], [], np.array([[3.0]])).units == ((0, 1, 0, 0),)
    assert choose_shares([Unit(1, machine[:1])], [], np.array([[3.0]])).units == ((1,),)


def test_a_quota_that_grows_is_taken_when_it_is_there() -> None:
    early, late = Option((Take(0, 0, 4),)), Option((Take(0, 1, 4),), late=4)
    shares = choose_shares([Unit(3, (early, late))], [], np.array([[4.0, 12.0]]))
    assert shares.units == ((1, 2),)


def test_nothing_to_choose_is_no_choice() -> None:
    assert choose_shares([], [], np.zeros((0, 1))) == Shares((), ())


def test_where_nothing_holds_it_is_said() -> None:
    with pytest.raises(NoShares):
        choose_shares([Unit(1, (Option((Take(0, 0, 4),)),))], [], np.array([[3.0]]))
