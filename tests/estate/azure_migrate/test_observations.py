"""Rows of an export -> links."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from azlift.estate.azure_migrate.identity import keys_of
from azlift.estate.azure_migrate.observations import (
    Observation,
    chance_ports,
    key_of,
    make_links,
    to_itself,
    without_ports,
)
from azlift.estate.azure_migrate.slots import Slot
from azlift.estate.record import End
from azlift.model import Origin

FIRST = Slot(datetime(2024, 12, 15, 12), datetime(2024, 12, 15, 18))
SECOND = Slot(datetime(2024, 12, 18, 18), datetime(2024, 12, 19))
WEB, DATABASE = End("web01", "10.0.0.1"), End("", "10.0.0.2")


def seen(
    source: End = WEB, target: End = DATABASE, port: int | None = 1433, slot: Slot | str = FIRST,
    process: str = "w3wp.exe", count: int | None = None, row: int = 2,
) -> Observation:  # fmt: skip
    return Observation(Origin(file="f.csv", row=row), source, target, port, process, "", slot, count)


def test_rows_of_one_dependency_are_one_link_over_its_slots() -> None:
    (link,) = make_links([seen(row=7), seen(slot=SECOND, row=9), seen(slot=SECOND, row=11)])
    assert (link.observations, link.origin.row) == (2, 7)
    assert (link.first_seen, link.last_seen) == (FIRST.start, SECOND.end)
    assert (link.kind, link.port, link.process) == ("observed", 1433, "w3wp.exe")
    assert (link.source, link.target) == (WEB, DATABASE)


def test_counted_connections_are_added() -> None:
    (link,) = make_links([seen(count=5), seen(slot=SECOND, count=1)])
    assert link.observations == 6


def test_another_port_process_or_address_is_another_link() -> None:
    others = [
        seen(),
        seen(port=443),
        seen(process="x"),
        seen(target=End("", "10.0.0.3")),
        seen(source=End("", "10.0.0.1")),
    ]
    assert len(make_links(others)) == len(others)


def test_a_name_is_one_in_any_case() -> None:
    assert len(make_links([seen(), seen(source=End("WEB01", "10.0.0.1"), slot=SECOND)])) == 1


def test_a_time_that_was_not_read_counts_as_a_slot_and_gives_no_time() -> None:
    (link,) = make_links([seen(slot="sometime"), seen(slot="later")])
    assert (link.observations, link.first_seen, link.last_seen) == (2, None, None)


def test_a_machine_talks_to_itself_by_name_or_by_address() -> None:
    rows = [seen(target=End("WEB01", "")), seen(target=End("", "10.0.0.1")), seen()]
    assert to_itself(rows) == {0, 1}


def test_a_machine_of_two_addresses_talks_to_itself_by_either() -> None:
    other = End("web01", "10.0.9.9")
    assert to_itself([seen(), seen(source=other), seen(target=End("", "10.0.9.9"))]) == {2}


def test_two_names_at_one_address_are_two_machines() -> None:
    assert to_itself([seen(target=End("db01", "10.0.0.1"))]) == set()


def test_ids_tell_machines_of_one_name_apart() -> None:
    one, two = (End("web01", "", keys_of("web01", arm_id)) for arm_id in ("/machines/1", "/machines/2"))
    assert to_itself([seen(one, two), seen(one, one)]) == {1}


def test_a_dynamic_port_met_once_is_chance_and_one_met_again_is_a_service() -> None:
    once, again = seen(port=61_968), [seen(port=50_000), seen(port=50_000, slot=SECOND)]
    assert chance_ports([once, *again, seen(port=1433)]) == {(key_of(DATABASE), 61_968)}
    assert chance_ports([seen(port=50_000), seen(End("app", "10.0.0.7"), port=50_000)]) == set()
    assert chance_ports([seen(port=49_151)]) == set()


def test_a_chance_port_is_not_stated_and_its_dependency_stays() -> None:
    rows = [seen(port=61_968), seen(port=62_079)]
    (link,) = make_links(without_ports(rows, chance_ports(rows)))
    assert (link.port, link.observations) == (None, 1)


ENDS = st.builds(End, st.sampled_from(["", "a", "b"]), st.sampled_from(["", "10.0.0.1", "10.0.0.2"]))
ROWS = st.lists(
    st.builds(
        seen, source=ENDS, target=ENDS, port=st.sampled_from([None, 443, 61_968]),
        slot=st.sampled_from([FIRST, SECOND]), row=st.integers(2, 99),
    )
)  # fmt: skip


@given(ROWS)
def test_links_do_not_depend_on_the_order_of_rows_but_for_their_place(rows: list[Observation]) -> None:
    def told(given_rows: list[Observation]) -> set[tuple[object, ...]]:
        links = make_links(given_rows)
        return {(key_of(x.source), key_of(x.target), x.port, x.observations, x.first_seen, x.last_seen) for x in links}

    assert told(rows) == told(rows[::-1])


@given(ROWS)
def test_every_row_is_in_exactly_one_link(rows: list[Observation]) -> None:
    links = make_links(rows)
    keys = [(key_of(link.source), key_of(link.target), link.port) for link in links]
    assert len(keys) == len(set(keys))
    assert {(key_of(row.source), key_of(row.target), row.port) for row in rows} == set(keys)
