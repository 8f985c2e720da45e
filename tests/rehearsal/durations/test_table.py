"""The table of times: every line has its evidence, and what has none has a neighbour's."""

from azlift.rehearsal.durations.table import ANY_ACTION, ANY_DELETE, ANY_UPDATE, ANY_WRITE, LOGS, OURS, ROWS, row_of


def test_every_line_is_of_a_plausible_order_and_says_where_it_comes_from() -> None:
    for row in ROWS:
        assert 0 < row.median < row.p95 <= row.median * 7.5, row
        assert row.source
        assert (row.n > 0) == (row.source not in (OURS, "documentation")), row


def test_no_line_is_there_twice_and_most_of_what_a_migration_lands_was_measured() -> None:
    names = [(row.type.lower(), row.operation.lower()) for row in ROWS]
    assert len(set(names)) == len(names) >= 45
    landed = ("virtualMachines", "disks", "networkInterfaces", "virtualNetworks", "networkSecurityGroups")
    measured = {row.type.partition("/")[2] for row in ROWS if row.operation == "write" and row.source == LOGS}
    assert measured.issuperset(landed)


def test_a_type_without_a_line_has_the_line_of_all_types() -> None:
    assert row_of("Microsoft.Compute/VIRTUALMACHINES", "Write").median == 49
    assert [row_of("Contoso.Any/things", each) for each in ("write", "delete", "update", "refresh")] == [
        ANY_WRITE,
        ANY_DELETE,
        ANY_UPDATE,
        ANY_ACTION,
    ]
