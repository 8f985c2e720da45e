import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from azlift.errors import HeldByAnother
from azlift.ledger import Ledger, open_ledger, this_driver
from azlift.ledger.engine import Place
from azlift.model import Landing
from azlift.stages import Stage

FACT = Landing(subject="g", digest="d", deployments=(), resources=())


def test_a_wave_has_one_driver(open_as: Callable[[str], Ledger]) -> None:
    first, second = open_as("one:1:1"), open_as("two:2:2")
    with first.driving("wave-01"):
        with pytest.raises(HeldByAnother, match="driven by one:1:1") as caught, second.driving("wave-01"):
            pass
        with second.driving("wave-02"):
            pass
    assert caught.value.exit_code == 6
    with second.driving("wave-01"):
        pass


def test_a_lease_runs_out_by_itself(open_as: Callable[[str], Ledger], minute_over: Callable[[], None]) -> None:
    first, second = open_as("one:1:1"), open_as("two:2:2")
    with first.driving("wave-01"):
        minute_over()
        with second.driving("wave-01"):
            pass


def test_a_lease_lasts_as_long_as_it_says(open_as: Callable[[str], Ledger], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("azlift.ledger.lease.LEASE", timedelta(seconds=0.6))
    first, second = open_as("one:1:1"), open_as("two:2:2")
    with first.driving("wave-01"):
        with pytest.raises(HeldByAnother), second.driving("wave-01"):
            pass
        time.sleep(0.7)
        with second.driving("wave-01"):
            pass


@pytest.mark.parametrize("hours", [-24, 24])
def test_a_clients_clock_gives_nobody_a_lease_and_takes_none_away(place: Place, clock, hours: float) -> None:  # type: ignore[no-untyped-def]
    right, wrong = (
        open_ledger(place, clock, "one:1:1"),
        open_ledger(place, lambda: clock() + timedelta(hours=hours), "two:2:2"),
    )
    with right.driving("wave-01") as renew:
        with pytest.raises(HeldByAnother), wrong.driving("wave-01"):
            pass
        renew()
    with wrong.driving("wave-01"), pytest.raises(HeldByAnother), right.driving("wave-01"):
        pass


def test_a_driver_whose_wave_was_taken_over_writes_no_more(
    open_as: Callable[[str], Ledger], minute_over: Callable[[], None]
) -> None:
    slow, quick = open_as("one:1:1"), open_as("two:2:2")
    with slow.driving("wave-01") as renew:
        minute_over()
        with quick.driving("wave-01"):
            quick.record("g", Stage.RENDERED, "d", FACT)
            with pytest.raises(HeldByAnother, match="taken over by two:2:2"):
                slow.record("g", Stage.RENDERED, "e", FACT)
            with pytest.raises(HeldByAnother):
                renew()
    assert len(quick.history()) == 1


def test_a_renewed_lease_holds_longer(open_as: Callable[[str], Ledger], minute_over: Callable[[], None]) -> None:
    first, second = open_as("one:1:1"), open_as("two:2:2")
    with first.driving("wave-01") as renew:
        for _ in range(5):
            minute_over()
            renew()
        with pytest.raises(HeldByAnother), second.driving("wave-01"):
            pass


def test_a_driver_that_died_on_this_machine_is_replaced_at_once(open_as: Callable[[str], Ledger]) -> None:
    script = "from azlift.ledger import this_driver; print(this_driver())"
    dead = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()
    left_held = open_as(dead).driving("wave-01")
    left_held.__enter__()
    with open_as(this_driver()).driving("wave-01"):
        pass


def test_a_process_that_lives_is_not_taken_for_dead(open_as: Callable[[str], Ledger]) -> None:
    with open_as(this_driver()).driving("wave-01"), pytest.raises(HeldByAnother):
        open_as("elsewhere:9:9").driving("wave-01").__enter__()


def test_a_driver_is_named_by_host_process_and_start() -> None:
    host, pid, started = this_driver().split(":")
    assert host
    assert int(pid) == os.getpid()
    assert started


def test_another_machine_of_the_same_name_is_not_taken_for_this_one(open_as: Callable[[str], Ledger]) -> None:
    """Its processes are not to be found here, which says nothing about whether they live."""
    namesake = f"{socket.gethostname()}-00000000:1:1"
    with open_as(namesake).driving("wave-01"), pytest.raises(HeldByAnother):
        open_as(this_driver()).driving("wave-01").__enter__()
