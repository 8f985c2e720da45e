"""Every hard row that is broken, in words, with its wave."""

import numpy as np
from dated_drafts import chain, draft

from azlift.model import Limits, Severity
from azlift.waves import StockRow, problem_of
from azlift.waves.breaches import judge_slots
from azlift.waves.problem import NOWHERE

NUMBERS = {"app0": 1, "app1": 2, "app2": 3}


def test_a_plan_that_breaks_nothing_has_nothing_told() -> None:
    made = draft(chain(3))
    assert list(judge_slots(made, problem_of(made), np.array([0, 1, 2]), NUMBERS)) == []


def test_worst_comes_first_and_each_names_its_wave_and_what_to_do() -> None:
    made = draft(chain(3), Limits(machines_per_wave=2, pilot_machines=0), freezes=[{"days": "2026-12-05/2026-12-06"}])
    found = list(judge_slots(made, problem_of(made), np.array([1, NOWHERE, 0]), NUMBERS))
    assert [(one.code, one.wave) for one in found] == [
        ("no-window", "wave-02"),
        ("window-refused", "wave-01"),
    ]
    assert all(one.remedy for one in found)
    assert {one.severity for one in found} == {Severity.BLOCKING}
    assert "2026-12-05/2026-12-06" in found[1].evidence


def test_too_much_of_a_supply_blocks_and_too_much_in_a_wave_warns() -> None:
    made = draft(chain(3), Limits(machines_per_wave=2, pilot_machines=0))
    row = StockRow("GiB over a line", (1.0,) * 3, tuple(float(slot) for slot in range(8)))
    found = list(judge_slots(made, problem_of(made, [row]), np.array([0, 1, 1]), NUMBERS))
    told = {(one.code, one.severity): (one.wave, one.message) for one in found}
    assert told["supply-exceeded", Severity.BLOCKING][0] in ("wave-01", "wave-02")
    assert told["wave-too-large", Severity.WARNING] == (
        "wave-02",
        f"2 machines too many in wave-02, {made.frame.slots[1].id}",
    )


def test_a_supply_that_ends_after_the_last_wave_names_the_wave_before() -> None:
    made = draft(chain(1))
    row = StockRow("vCPU of a family", (2.0,), (2.0, 2.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0))
    found = list(judge_slots(made, problem_of(made, [row]), np.array([0]), {"app0": 4}))
    assert [(one.wave, one.remedy) for one in found] == [("wave-04", "There is never more of it: have it raised.")]


def test_a_group_larger_than_a_wave_is_told_though_it_fills_one() -> None:
    made = draft(chain(2), Limits(machines_per_wave=1, pilot_machines=0))
    found = list(judge_slots(made, problem_of(made), np.array([0, 1]), NUMBERS))
    assert [one.code for one in found] == ["wave-too-large"] * 2
    assert "2 machines, limit 1" in found[0].message


def test_waves_of_one_window_are_told_with_what_is_counted_together() -> None:
    made = draft(chain(3))
    (shared,) = judge_slots(made, problem_of(made), np.array([0, 1, 1]), NUMBERS)
    assert (shared.code, shared.wave) == ("window-shared", "wave-03")
    assert shared.message == f"wave-02, wave-03 have one window, {made.frame.slots[1].id}"
