from azlift.model import Drift, Failure, Finding, Origin, Removal, Severity, WaveDrift
from azlift.report import drift_list, failure_list, removal_table
from azlift.report.tables import counted, place_text


def test_one_is_counted_as_one() -> None:
    assert [counted(number, "row") for number in (0, 1, 2_000)] == ["0 rows", "1 row", "2,000 rows"]


def test_a_place_is_written_as_it_is_asked_for() -> None:
    assert place_text(Origin(file="a.xlsx", tab="vInfo", row=2, column="VM")) == "a.xlsx:vInfo:2"
    assert place_text(Origin(file="a.csv")) == "a.csv"


def test_a_failure_is_told_with_its_advice_and_cannot_break_out_of_its_paragraph() -> None:
    failure = Failure(
        subject="a|b", verb="landed", code="Skip\nped", message="<img src=x>", advice="`run` [it](http://x)"
    )
    assert failure_list([failure]).splitlines() == [
        "### a\\|b",
        "",
        "It could not be landed: **Skip\\<U+000A\\>ped**. \\<img src=x\\>",
        "",
        "*What to do:* \\`run\\` \\[it\\](http\\://x)",
    ]


def test_the_removal_table_names_what_was_left_standing() -> None:
    removal = Removal(subject="crm", deleted=("a", "b"), kept=("nic1",), foreign=("disk1", "disk2"))
    assert removal_table([removal]).splitlines()[-1] == "| crm | 2 | nic1 | disk1, disk2 |"


def test_drift_is_told_wave_by_wave_with_the_facts_behind_it() -> None:
    broken = Finding(
        code="machine-gone",
        severity=Severity.WARNING,
        message="a|b no longer moves",
        remedy="Plan again.",
        wave="wave-02",
    )
    waves = (
        WaveDrift(wave="wave-01", opens=None, broken_by=()),
        WaveDrift(wave="wave-02", opens=None, broken_by=(broken,)),
    )
    said = drift_list(Drift(changed=("x, vCPU: 2 → 4",), waves=waves, unplanned=(), gone=()))
    assert said.splitlines() == [
        "| wave | opens (UTC) | holds |",
        "| --- | --- | --- |",
        "| wave-01 |  | yes |",
        "| wave-02 |  | no\\: machine-gone |",
        "",
        "### Why not",
        "",
        "- wave-02: a\\|b no longer moves.  *Plan again.*",
        "",
        "### What differs",
        "",
        "- x, vCPU\\: 2 → 4",
    ]
