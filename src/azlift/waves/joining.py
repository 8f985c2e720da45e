"""Joining what bonds hold together: from groups and bonds to sets of groups that move as one, and the bonds cut."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from azlift.model import Estate, WorkloadId
from azlift.waves.bonds import Bond
from azlift.waves.environments import same_words


@dataclass
class Set:
    """Groups that move as one; `pins` are the waves their sources plan them for."""

    keys: list[str]
    machines: int
    pins: set[str]
    bonds: list[Bond]


@dataclass(frozen=True)
class Joined:
    """`sets`: each the keys of its groups, in order, and the bonds that hold it. `cut`: bonds, each with why."""

    sets: tuple[tuple[tuple[str, ...], tuple[Bond, ...]], ...]
    cut: tuple[tuple[Bond, str], ...]


def join_groups(
    groups: Mapping[str, Sequence[WorkloadId]], bonds: Iterable[Bond], most_machines: int, estate: Estate
) -> Joined:
    """Join in the order of the bonds; one within a group joins nothing, nor one to a machine that is in none."""
    home = {machine: key for key, machines in groups.items() for machine in machines}
    sets = {key: Set([key], len(machines), pins_of(machines, estate), []) for key, machines in groups.items()}
    cut = []
    for bond in bonds:
        if bond.machines[0] not in home or bond.machines[1] not in home:
            continue
        one, other = (sets[home[machine]] for machine in bond.machines)
        if one is other:
            if home[bond.machines[0]] != home[bond.machines[1]]:
                one.bonds.append(bond)
        elif why := _why_not(bond, one, other, most_machines):
            cut.append((bond, why))
        else:
            _merge(one, other, bond, sets)
    found = {id(one): one for one in sets.values()}.values()
    return Joined(tuple(sorted((tuple(sorted(one.keys)), tuple(one.bonds)) for one in found)), tuple(cut))


def pins_of(machines: Iterable[WorkloadId], estate: Estate) -> set[str]:
    """The waves that sources plan these machines for."""
    return {same_words(estate.by_id[machine].wave) for machine in machines} - {""}


def _why_not(bond: Bond, one: Set, other: Set, most_machines: int) -> str:
    """Why this bond gives way; empty: it holds."""
    if bond.certain:
        return ""
    if one.machines + other.machines > most_machines:
        return f"together they would be {one.machines + other.machines:,} machines, more than {most_machines:,}"
    if len(pins := one.pins | other.pins) > 1:
        return f"they are planned for different waves: {', '.join(sorted(pins))}"
    return ""


def _merge(one: Set, other: Set, bond: Bond, sets: dict[str, Set]) -> None:
    if len(one.keys) < len(other.keys):
        one, other = other, one
    one.keys += other.keys
    one.machines += other.machines
    one.pins |= other.pins
    one.bonds += [*other.bonds, bond]
    sets.update(dict.fromkeys(other.keys, one))
