import json
from collections import Counter
from dataclasses import replace

from azlift.report import RehearsalSummary, adds_up, summary_data, summary_text

SUMMARY = RehearsalSummary(
    rows=805,
    left_out=Counter({"template": 10}),
    staying=Counter({"powered-off": 40, "no-size\x1b[2J": 2}),
    to_move=753,
    verified=750,
    left_behind={"voicemail": 3},
    groups=700,
    waves=17,
    machines_recorded=750,
    machines_listed=750,
    machines_unfinished=2,
    stuck={"wave-17": "two groups are\x1b[2J in doubt"},
    story=("2026-11-27 22:00  wave-01: window open",),
    wall_seconds=125.4,
    ours_seconds=12.54,
)


def test_the_numbers_add_up_to_the_rows_read() -> None:
    assert adds_up(SUMMARY)
    assert summary_text(SUMMARY).splitlines() == [
        "2026-11-27 22:00  wave-01: window open",
        "wave-17 could not go on: two groups are<U+001B>[2J in doubt",
        "805 rows = 10 left out + 42 stay + 753 to move",
        "753 to move = 750 verified + 3 left behind",
        "left out: 10 template",
        "stay: 40 powered-off, 2 no-size<U+001B>[2J",
        "left behind: 3 voicemail",
        "700 groups in 17 waves; virtual machines: 750 verified in the ledger, 750 of them listed by Azure; "
        "2 more stand unfinished, of groups left behind",
        "2 min 5 s, of which 10% azlift's own work",
    ]


def test_a_machine_that_is_nowhere_is_not_hidden() -> None:
    for lost in ({"verified": 749}, {"to_move": 752, "verified": 749}, {"machines_listed": 751}):
        summary = replace(SUMMARY, **lost)
        assert not adds_up(summary)
        assert "do not add up" in summary_text(summary).splitlines()[-1]


def test_what_is_zero_is_not_told() -> None:
    none = replace(
        SUMMARY,
        rows=752,
        left_out={},
        staying={"retain": 0},
        left_behind={},
        machines_unfinished=0,
        to_move=752,
        verified=752,
        stuck={},
        story=(),
        wall_seconds=9.26,
    )
    assert summary_text(none).splitlines()[2:] == [
        "700 groups in 17 waves; virtual machines: 750 verified in the ledger, 750 of them listed by Azure",
        "9.3 s, of which 135% azlift's own work",
    ]


def test_the_summary_is_data_for_a_program_too() -> None:
    data = json.loads(json.dumps(summary_data(SUMMARY)))
    assert data["left_out"] == {"template": 10}
    assert (data["rows"], data["to_move"], data["share_ours"], data["adds_up"]) == (805, 753, 0.1, True)
