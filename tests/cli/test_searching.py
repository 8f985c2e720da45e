"""A search that a person watches and may end."""

import os
import signal
import time

import pytest

from azlift.cli.searching import searching
from azlift.model import Worth


def test_a_limit_is_a_moment_on_the_clock() -> None:
    with searching(5.0) as effort:
        assert effort.ends == pytest.approx(time.monotonic() + 5, abs=1)
    with searching(None) as effort:
        assert effort.ends is None


def interrupt_twice() -> None:
    with searching(None) as effort:
        assert not effort.stop.is_set()
        os.kill(os.getpid(), signal.SIGINT)
        assert effort.stop.is_set()
        os.kill(os.getpid(), signal.SIGINT)


def test_the_first_interrupt_ends_the_search_and_the_second_ends_azlift(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        interrupt_twice()
    assert "the best plan so far is kept" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGINT) is before


def test_progress_says_what_the_best_is_worth_and_what_could_be_saved(capsys: pytest.CaptureFixture[str]) -> None:
    with searching(None) as effort:
        effort.report(Worth(900.0, 50.0, 0.0, 0.0, double_running=50.0), 3_000, 905.0)
        time.sleep(1.5)
    said = capsys.readouterr().err
    assert "the best plan costs 1,000, of which at most 10.0% could be saved; 3,000 moves looked at" in said
