"""Which rows are one machine, whatever the order in which they are read."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from rows import row

from azlift.estate.identity import Machine, is_dns_name, resolve_machines, stable_key, weak_keys
from azlift.estate.record import Record


def together(*records: Record) -> list[list[str]]:
    """The machines as lists of `file:row`."""
    machines, _ = resolve_machines(records)
    return [[f"{r.origin.file}:{r.origin.row}" for r in machine.records] for machine in machines]


def test_a_stable_key_joins_whatever_the_names_are() -> None:
    one = row("a.xlsx", 2, "web01", ("vcenter", "v1", "vm-1"))
    other = row("b.xlsx", 7, "renamed", ("vcenter", "v1", "vm-1"))
    assert together(one, other) == [["a.xlsx:2", "b.xlsx:7"]]


def test_stable_keys_chain_over_files() -> None:
    first = row("a.xlsx", 2, "x", ("vcenter", "v1", "vm-1"), ("uuid", "u1"))
    second = row("b.xlsx", 2, "y", ("uuid", "u1"), ("arm-id", "/s/1"))
    third = row("c.xlsx", 2, "z", ("arm-id", "/s/1"))
    assert together(third, first, second) == [["a.xlsx:2", "b.xlsx:2", "c.xlsx:2"]]


def test_a_dns_name_goes_before_a_name() -> None:
    ours = row("a.xlsx", 2, "web01", ("fqdn", "web01.east.example.com"))
    theirs = row("b.csv", 2, "web01", ("fqdn", "web01.west.example.com"))
    same = row("c.csv", 2, "front", ("fqdn", "web01.east.example.com"))
    machines, ambiguities = resolve_machines([ours, theirs, same])
    assert [len(machine.records) for machine in machines] == [2, 1]
    assert [ambiguity.key for ambiguity in ambiguities] == [("name", "web01"), ("label", "web01")]


def test_a_name_with_a_domain_is_a_dns_name() -> None:
    assert together(row("a.csv", 2, "web01.example.com"), row("b.csv", 2, "Web01", ("fqdn", "web01.example.com"))) == [
        ["a.csv:2", "b.csv:2"]
    ]


def test_a_first_label_joins_what_nothing_better_does() -> None:
    assert together(row("a.csv", 2, "web01.example.com"), row("b.csv", 2, "WEB01")) == [["a.csv:2", "b.csv:2"]]


def test_a_first_label_joins_nothing_that_is_told_to_be_two_machines() -> None:
    small = row("a.csv", 2, "web01.example.com", vcpu=2, memory_mib=2048)
    assert together(small, row("b.csv", 2, "WEB01", vcpu=8, memory_mib=16384)) == [["a.csv:2"], ["b.csv:2"]]
    assert together(small, row("b.csv", 2, "WEB01", vcpu=8, memory_mib=2048)) == [["a.csv:2", "b.csv:2"]]


def test_an_address_is_no_dns_name() -> None:
    assert not is_dns_name("10.0.0.1")
    assert is_dns_name("web01.example.com")
    assert list(weak_keys(row("a.csv", 2, "10.0.0.1"), "label")) == [("label", "10.0.0.1")]


def test_a_name_that_one_file_has_twice_joins_nothing_and_is_said() -> None:
    east, west = (row("a.xlsx", n, "web01", ("vcenter", "v", f"vm-{n}")) for n in (2, 3))
    machines, ambiguities = resolve_machines([east, west, row("b.csv", 2, "web01")])
    assert [len(machine.records) for machine in machines] == [1, 1, 1]
    assert ("name", "web01") in [ambiguity.key for ambiguity in ambiguities]


def test_names_in_two_vcenters_are_two_machines() -> None:
    east = row("a.xlsx", 2, "web01", ("name-in-server", "east", "web01"))
    west = row("b.xlsx", 2, "web01", ("name-in-server", "west", "web01"))
    assert together(east, west) == [["a.xlsx:2"], ["b.xlsx:2"]]


def test_clones_that_share_a_bios_uuid_are_told_apart() -> None:
    rows = [row("a.xlsx", n, f"clone{n}", ("vcenter", "v", f"vm-{n}"), ("smbios", "b1")) for n in (2, 3)]
    assert together(*rows) == [["a.xlsx:2"], ["a.xlsx:3"]]


def test_a_bios_uuid_joins_two_files_that_know_one_machine_of_it() -> None:
    ours = row("a.xlsx", 2, "x", ("vcenter", "v", "vm-1"), ("smbios", "b1"))
    assert together(ours, row("b.csv", 2, "y", ("smbios", "b1"))) == [["a.xlsx:2", "b.csv:2"]]


def test_rows_of_one_file_that_have_only_a_name_are_one_machine() -> None:
    assert together(row("a.xlsx", 2, "Web01"), row("a.xlsx", 3, "WEB01")) == [["a.xlsx:2", "a.xlsx:3"]]


def test_a_template_and_a_machine_of_one_name_are_two() -> None:
    template = row("a.xlsx", 2, "web01", excluded=("template", "a template"))
    machines, _ = resolve_machines([template, row("a.xlsx", 3, "web01")])
    assert [machine.source_key for machine in machines] == ["name:web01", "name:web01"]


def test_machines_that_cannot_be_told_apart_have_keys_of_their_own() -> None:
    names = [row("a.csv", 2, "web01"), row("b.csv", 2, "web01"), row("b.csv", 3, "web01", ("sys-id", "s3"))]
    machines, _ = resolve_machines(names)
    assert len({machine.source_key for machine in machines}) == len(machines)


def test_the_safest_key_is_the_one_a_machine_is_known_by() -> None:
    assert stable_key([("name", "web01"), ("vcenter", "v1", "vm-1"), ("uuid", "u")]) == "v1/vm-1"
    assert stable_key([("name", "web01"), ("uuid", "u")]) == "uuid:u"
    assert stable_key([("name", "web01"), ("name-in-server", "east", "web01")]) == "name:web01@east"
    assert stable_key([("vm-id", "vm-1"), ("smbios", "b1")]) == ""


KEYS = st.lists(
    st.one_of(
        st.tuples(st.just("vcenter"), st.sampled_from("AB"), st.sampled_from(["vm-1", "vm-2", "vm-3"])),
        st.tuples(st.just("uuid"), st.sampled_from(["u1", "u2", "u3"])),
        st.tuples(st.just("smbios"), st.sampled_from(["s1", "s2"])),
        st.tuples(st.just("fqdn"), st.sampled_from(["web.east.example", "web.west.example", "db.example"])),
    ),
    max_size=2,
)
ROWS = st.lists(st.tuples(st.sampled_from(["web", "WEB", "db", "db.example", "app"]), KEYS), max_size=9)


def as_sets(machines: tuple[Machine, ...]) -> set[tuple[str, frozenset[tuple[str, int | None]]]]:
    return {(m.source_key, frozenset((r.origin.file, r.origin.row) for r in m.records)) for m in machines}


@settings(max_examples=300, deadline=None)
@given(rows=ROWS, files=st.lists(st.sampled_from("abc"), min_size=9, max_size=9), seed=st.integers(0, 99))
def test_the_order_of_rows_and_files_never_matters(
    rows: list[tuple[str, list[tuple[str, ...]]]], files: list[str], seed: int
) -> None:
    records = [row(file, n, name, *keys) for n, (file, (name, keys)) in enumerate(zip(files, rows, strict=False), 2)]
    machines, _ = resolve_machines(records)
    shuffled = random.Random(seed).sample(records, len(records))
    assert as_sets(resolve_machines(shuffled)[0]) == as_sets(machines)
    assert sum(len(machine.records) for machine in machines) == len(records)
    assert len({machine.source_key for machine in machines}) == len(machines)
    for machine in machines:
        assert machine.joined_by[0] == ()
        assert all(machine.joined_by[1:])
