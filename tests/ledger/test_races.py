"""Promise 3: several drivers, one wave: one wins, and a stale winner cannot write. On files and on a server."""

from collections.abc import Mapping
from typing import Any

import pytest
from racing import check, raced
from tallying import count, many


def test_two_drivers_with_clocks_ten_seconds_apart_race_for_a_file() -> None:
    counts = raced("", many(8, 200), processes=2, seed=1)
    assert min(counts["taken"], counts["written"], counts["fenced"], counts["refused"]) > 0, counts
    tell("a file, 2 drivers", counts)


def test_four_drivers_with_clocks_ten_seconds_apart_race_for_a_server(server_url: str) -> None:
    counts = raced(server_url, many(4, 100), processes=4, seed=2)
    assert min(counts["taken"], counts["written"], counts["fenced"], counts["refused"]) > 0, counts
    tell("a server, 4 drivers", counts)


def tell(where: str, counts: Mapping[str, int]) -> None:
    for what, number in (("schedules", "schedules"), ("leases", "taken"), ("stale drivers refused", "fenced")):
        count("P3", f"{where}: {what}", counts[number])


def taken(fence: int, events: int, ended: str = "", now: str = "9") -> dict[str, Any]:
    return {"what": "taken", "fence": fence, "events": events, "ended": ended, "now": now}


@pytest.mark.parametrize(
    ("log", "events", "said"),
    [
        ([taken(1, 0), taken(1, 0)], {}, "given twice"),
        ([taken(1, 0), taken(2, 0, ended="9", now="8")], {}, "before the lease ended"),
        ([taken(1, 0), {"what": "written", "key": "1/a"}], {}, "not what is on record"),
        ([taken(1, 0), taken(2, 0), {"what": "written", "key": "1/a"}], {1: "1/a"}, "after 2 had taken over"),
    ],
)
def test_the_judge_of_races_sees_each_fault(log: list[dict[str, Any]], events: dict[int, str], said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        check(log, events)
