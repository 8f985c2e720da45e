"""What appliances, hosts and datastores can read, as rows, against cases worked by hand."""

from typing import Any

import pytest
from small_loads import load

from azlift.forecast.loads import GIB_PER_HOUR_OF_MB_PER_S
from azlift.forecast.reading import ReadingRow, reading_rows
from azlift.model import Replication

RATE = 10 * GIB_PER_HOUR_OF_MB_PER_S
"""GiB an hour of one disk at 10 MB/s."""


def rows(groups: list[Any], hours: tuple[float, ...], **rules: Any) -> dict[str, ReadingRow]:
    said = {"disk_mb_per_s": 10, "test_lead_days": 1, "reserve_share": 0.5, **rules}
    return {row.place: row for row in reading_rows(groups, hours, Replication(**said))}


def test_without_the_rate_of_a_disk_nothing_is_known_to_bind() -> None:
    assert rows([[load()]], (100,), disk_mb_per_s=None) == {}


def test_appliances_read_so_many_disks_at_once_before_the_test_less_the_reserve() -> None:
    found = rows([[load(1, 300), load(2, 200)], [load(3, 50)]], (12, 24, 34), appliances=2)["appliances"]
    assert found.stock == (500, 50)
    assert found.supply == pytest.approx((0, 0, 104 * RATE * 10 * 0.5))


def test_a_host_and_a_datastore_are_rows_where_they_bind_before_the_appliances_do() -> None:
    """8 disks of a host and 15 of a datastore are read at once, and 52 of an appliance."""
    machines = [load(n, 5_000, disks=1, host="esx1") for n in range(4)]
    found = rows([machines[:2], machines[2:]], (34,))
    assert set(found) == {"appliances", "host esx1"}
    assert found["host esx1"].stock == (10_000, 10_000)
    assert found["host esx1"].supply == pytest.approx((8 * RATE * 10 * 0.5,))


def test_a_datastore_is_a_row_too() -> None:
    from dataclasses import replace

    stored = [replace(load(n, 5_000, disks=1), datastore="ds1") for n in range(2)]
    assert rows([stored], (34,))["datastore ds1"].supply == pytest.approx((15 * RATE * 10 * 0.5,))


def test_a_place_that_the_appliances_bind_first_is_no_row() -> None:
    assert set(rows([[load(1, 1, disks=1, host="esx1")], [load(2, 9_000)]], (34,))) == {"appliances"}


def test_a_machine_of_more_disks_than_a_place_serves_is_read_there_alone() -> None:
    found = rows([[load(1, 50_000, disks=20, host="esx1")]], (34,))
    assert found["host esx1"].supply == pytest.approx((20 * RATE * 10 * 0.5,))
