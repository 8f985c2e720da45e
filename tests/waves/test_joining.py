from hypothesis import given
from hypothesis import strategies as st
from small_estates import estate, machine, workload_id

from azlift.waves.bonds import Bond
from azlift.waves.joining import join_groups

MADE = estate([machine(n) for n in range(8)])
GROUPS = {f"g{n}": [workload_id(n)] for n in range(8)}


def bond(one: int, other: int, *, certain: bool = False) -> Bond:
    return Bond((workload_id(one), workload_id(other)), certain, f"{one}-{other}", 1.0)


def keys(bonds: list[Bond], most: int = 50) -> list[tuple[str, ...]]:
    return [names for names, _ in join_groups(GROUPS, bonds, most, MADE).sets]


def test_bonds_join_through_each_other_and_are_the_evidence() -> None:
    joined = join_groups(GROUPS, [bond(0, 1), bond(2, 1), bond(0, 2)], 50, MADE)
    (names, bonds), *alone = joined.sets
    assert names == ("g0", "g1", "g2")
    assert {one.evidence for one in bonds} == {"0-1", "2-1", "0-2"}
    assert len(alone) == 5


def test_a_bond_to_a_machine_in_no_group_joins_nothing() -> None:
    assert keys([bond(0, 99), bond(99, 1)]) == [(key,) for key in GROUPS]


def test_a_strong_bond_gives_way_to_the_size_of_a_wave_and_a_certain_one_does_not() -> None:
    joined = join_groups(GROUPS, [bond(0, 1, certain=True), bond(2, 3)], 1, MADE)
    assert joined.sets[0][0] == ("g0", "g1")
    assert [(cut.evidence, why) for cut, why in joined.cut] == [
        ("2-3", "together they would be 2 machines, more than 1")
    ]


def test_a_strong_bond_gives_way_to_waves_planned_apart() -> None:
    pinned = [machine(n).model_copy(update={"wave": wave}) for n, wave in enumerate(("Wave 1", "wave 2", "WAVE 1"))]
    groups = {f"g{n}": [workload_id(n)] for n in range(3)}
    joined = join_groups(groups, [bond(0, 1), bond(0, 2)], 50, estate(pinned))
    assert [names for names, _ in joined.sets] == [("g0", "g2"), ("g1",)]
    assert [why for _, why in joined.cut] == ["they are planned for different waves: wave 1, wave 2"]


@given(st.lists(st.builds(bond, st.integers(0, 7), st.integers(0, 7), certain=st.booleans()), max_size=12))
def test_every_group_is_in_one_set_and_certain_bonds_are_never_cut(bonds: list[Bond]) -> None:
    joined = join_groups(GROUPS, bonds, 2, MADE)
    assert sorted(key for names, _ in joined.sets for key in names) == sorted(GROUPS)
    assert not any(cut.certain for cut, _ in joined.cut)
    home = {key: names for names, _ in joined.sets for key in names}
    together = {one: home[f"g{int(one[2:], 16)}"] for found in GROUPS.values() for one in found}
    assert all(together[one.machines[0]] == together[one.machines[1]] for one in bonds if one.certain)
