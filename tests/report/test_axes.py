import json

from wave_nights import SINCE, a_wave, at, failed, the_plan

from azlift.model import Failure, Reason, Why
from azlift.report import condition_lines, group_rows, status_data, status_rows, why_data, why_lines
from azlift.stages import Stage
from azlift.wave_life import GroupRecord, wave_standing

FAILED = wave_standing(
    a_wave(
        Stage.EXECUTING,
        groups={"ad": failed(Stage.PREVIEWED, Stage.LANDED), "web": GroupRecord(at(Stage.VERIFIED))},
    )
)


def test_a_wave_is_a_row_with_its_four_axes() -> None:
    columns, rows = status_rows(the_plan(), [FAILED])
    assert columns == ("wave", "stage", "run", "health", "opens (UTC)", "groups", "stand", "left behind")
    assert rows == [("wave-02", "executing", "failed", "at risk", "2027-01-09 21:00", "3", "1", "ad")]


def test_a_group_is_a_row_that_says_what_it_failed_at() -> None:
    _, rows = group_rows(the_plan(), FAILED.groups)
    assert rows[0] == ("ad", "previewed", "failed: landed", "error", "2027-01-02 10:00", "1", "0", "earlier")
    assert rows[2][:4] == ("web", "verified", "idle", "ok")


def test_what_holds_is_told_with_since_when_who_and_how_and_what_blocks_comes_first() -> None:
    paused = wave_standing(
        a_wave(Stage.EXECUTING, hold=at(Stage.PAUSED), groups={"ad": failed(Stage.PREVIEWED, Stage.LANDED)})
    )
    assert list(condition_lines([paused])) == [
        "wave-02 waits: it was paused",
        "    since 2027-01-02 10:00; the engineer who drives the wave: azlift resume wave-02 --reason TEXT",
        "wave-02 note: ad: it could not be landed: too few cores",
        "    since 2027-01-02 10:00; the engineer who drives the wave: Ask for more.",
    ]


def test_an_overview_says_nothing_of_a_wave_that_lies_ahead_and_is_well() -> None:
    ahead = wave_standing(a_wave(asked={"commit": "nobody has said yes"}))
    assert ahead.conditions
    assert list(condition_lines([ahead])) == []


def test_data_hold_every_axis_and_leave_out_the_failures_of_others() -> None:
    failures = [Failure(subject=name, verb="land", code="C", message="m") for name in ("ad", "earlier", "zone:wave-02")]
    data = json.loads(json.dumps(status_data(the_plan(), [FAILED], failures)))
    (wave,) = data["waves"]
    assert (wave["wave"], wave["stage"], wave["run"], wave["health"]) == ("wave-02", "executing", "failed", "at risk")
    group = wave["groups"][0]
    assert {key: group[key] for key in ("group", "machines", "disk_gib", "after", "stage", "run", "since")} == {
        "group": "ad",
        "machines": 1,
        "disk_gib": 0,
        "after": ["earlier"],
        "stage": "previewed",
        "run": "failed",
        "since": SINCE,
    }
    assert group["conditions"][0]["code"] == "QuotaExceeded"
    assert [failure["subject"] for failure in data["failures"]] == ["ad", "zone:wave-02"]


def test_why_is_a_chain_with_the_nearest_first() -> None:
    crm, ad = FAILED.groups[1], FAILED.groups[0]
    reasons = (
        Reason(subject="crm", depth=0, condition=crm.conditions[0]),
        Reason(subject="ad", depth=1, condition=ad.conditions[0]),
    )
    lines = list(why_lines(Why(standing=crm, reasons=reasons, next="it is to be landed: azlift migrate wave-02")))
    assert lines == [
        "crm is not begun; run: idle; health: at risk",
        "  crm waits: it comes after ad, which could not be landed",
        "      since 2027-01-02 10:00; the engineer who drives the wave: azlift why ad",
        "    ad waits: it could not be landed: too few cores",
        "        since 2027-01-02 10:00; the engineer who drives the wave: Ask for more.",
        "After that: it is to be landed: azlift migrate wave-02",
    ]
    free = Why(standing=FAILED.groups[2], reasons=(), next="it is to be cut over")
    assert list(why_lines(free))[-1] == "Nothing keeps it. Next: it is to be cut over"
    assert json.loads(json.dumps(why_data(free)))["next"] == "it is to be cut over"
