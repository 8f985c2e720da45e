"""How many machines replicate at once, over all lines."""

from hypothesis import given
from hypothesis import strategies as st
from small_loads import load

from azlift.forecast.replicating import Stay, at_most, most_at_once, replicating_rows
from azlift.model import Replication


def test_an_appliance_takes_300_machines_and_a_vcenter_500_however_many_appliances_there_are() -> None:
    assert [at_most(Replication(appliances=count)) for count in (1, 2, 3)] == [300, 500, 500]


def test_machines_of_other_lines_count_and_those_cut_over_do_not() -> None:
    stays = [Stay("a", 0, 10, 100), Stay("b", 5, 20, 50), Stay("b", 6, 20, 7), Stay("c", 10, 30, 20)]
    assert most_at_once(stays) == {"a": 157, "b": 157, "c": 77}
    assert most_at_once([]) == {}


STAYS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20), st.integers(1, 9)), max_size=6)


@given(STAYS)
def test_the_most_is_that_of_every_hour(drawn: list[tuple[int, int, int]]) -> None:
    stays = [Stay(f"w{n}", start, start + lasts, machines) for n, (start, lasts, machines) in enumerate(drawn)]

    def at(hour: int) -> int:
        return sum(one.machines for one in stays if one.start <= hour < one.cutover)

    expected = {one.name: max(at(hour) for hour in range(int(one.start), int(one.cutover))) for one in stays}
    assert most_at_once(stays) == expected


def test_no_wave_has_more_machines_to_copy_than_may_replicate() -> None:
    few = Replication(machines_at_most=2)
    groups = [[load(1), load(2, gib=0)], [load(3), load(4)]]
    (row,) = replicating_rows(groups, 3, few)
    assert (row.size, row.cap) == ((1, 2), (2, 2, 2))
    assert replicating_rows(groups, 3, Replication()) == ()
