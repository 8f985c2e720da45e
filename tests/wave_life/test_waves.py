from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wave_nights import CLOSES, COPY_FROM, LONG_BEFORE, OPENS, SINCE, a_wave, at, failed, the_plan

from azlift.model import Checklist, ChecklistItem, Failure, Milestone, Person
from azlift.stages import Stage
from azlift.wave_life import GroupRecord, WaveRecord, stage_of, wave_standing
from azlift.wave_life.following_on import OF_WAVE

VERIFIED = GroupRecord(at(Stage.VERIFIED))
ALL_VERIFIED = dict.fromkeys(("ad", "crm", "web"), VERIFIED)


def codes(record: WaveRecord) -> list[str]:
    return [one.code for one in wave_standing(record).conditions]


# -- stage ----------------------------------------------------------------------------------------------------------


def test_a_wave_is_a_draft_while_the_plan_breaks_a_rule_in_it_and_feasible_after() -> None:
    broken = wave_standing(a_wave(plan=the_plan("quota-cores")))
    assert (broken.stage, broken.run) == ("draft", "idle")
    assert [(one.code, one.blocking) for one in broken.conditions] == [("quota-cores", True)]
    assert stage_of(a_wave()) == "feasible"


def test_a_recorded_stage_comes_before_what_the_plan_says() -> None:
    assert stage_of(a_wave(Stage.APPROVED, plan=the_plan("quota-cores"))) == "approved"


def test_groups_carried_without_anybodys_word_make_a_wave_that_executes_and_one_taken_back_rolled_back() -> None:
    assert stage_of(a_wave(groups={"web": GroupRecord(at(Stage.LANDED))})) == "executing"
    assert stage_of(a_wave(zone=at(None, "failed", Stage.LANDED))) == "executing"
    back = {"web": GroupRecord(at(Stage.ROLLED_BACK))}
    assert stage_of(a_wave(groups=back, zone=at(Stage.ROLLED_BACK))) == "rolled back"
    assert stage_of(a_wave(groups=back, zone=at(Stage.LANDED))) == "executing"


@pytest.mark.parametrize("stage", [s for s in OF_WAVE if isinstance(s, Stage)])
def test_every_stage_of_a_wave_stands_somewhere(stage: Stage) -> None:
    standing = wave_standing(a_wave(stage))
    assert (standing.stage, standing.since) == (stage, SINCE)


# -- run ------------------------------------------------------------------------------------------------------------


def test_a_wave_runs_while_anything_in_it_does_even_when_paused_meanwhile() -> None:
    running = {"ad": GroupRecord(at(Stage.PREVIEWED, "running", Stage.LANDED))}
    assert wave_standing(a_wave(Stage.EXECUTING, groups=running)).run == "running"
    assert wave_standing(a_wave(Stage.EXECUTING, groups=running, hold=at(Stage.PAUSED))).run == "running"
    assert wave_standing(a_wave(Stage.EXECUTING, zone=at(None, "running", Stage.LANDED))).run == "running"


def test_a_paused_wave_says_who_paused_it_since_when_and_how_it_goes_on() -> None:
    by = Person(object_id="o-1", tenant_id="t", name="Ada")
    held = Milestone(wave="wave-02", by=by, reason="the vendor called")
    standing = wave_standing(a_wave(Stage.EXECUTING, hold=at(Stage.PAUSED), held=held))
    assert standing.run == "paused"
    (one,) = standing.blocked_by
    assert one.evidence == "it was paused by Ada: the vendor called"
    assert (one.since, one.remedy) == (SINCE, "azlift resume wave-02 --reason TEXT")
    assert {group.run for group in standing.groups} == {"paused"}


def test_a_wave_awaits_a_person_where_a_gate_is_shut_that_all_wait_for() -> None:
    asked = {"go": "the sponsor's word is missing", "commit": "nobody has said yes"}
    standing = wave_standing(a_wave(Stage.READY, asked=asked))
    assert standing.run == "awaiting a person"
    (one,) = standing.blocked_by
    assert (one.code, one.who, one.remedy) == (
        "gate-go",
        "business owner and sponsor",
        "azlift approve wave-02 --reason TEXT",
    )
    assert "the sponsor's word is missing" in one.evidence
    assert wave_standing(a_wave(Stage.READY)).run == "idle", "an open gate asks nobody"
    assert wave_standing(a_wave(asked=asked)).run == "idle", "nobody has begun with it"


def test_a_failure_that_needs_a_person_is_one_that_waits() -> None:
    signed_out = failed(None, Stage.RENDERED, "SignInNeeded", exit_code=4)
    assert wave_standing(a_wave(Stage.EXECUTING, groups={"ad": signed_out})).run == "awaiting a person"
    zone = Failure(subject="zone:wave-02", verb="rendered", code="SignInNeeded", message="m", exit_code=4)
    stood = a_wave(Stage.EXECUTING, zone=at(None, "failed", Stage.RENDERED), zone_failure=zone)
    assert wave_standing(stood).run == "awaiting a person"


def test_a_wave_fails_where_a_group_did_and_nothing_else_goes_on() -> None:
    assert wave_standing(a_wave(Stage.EXECUTING, groups={"ad": failed(None, Stage.LANDED)})).run == "failed"


# -- health ---------------------------------------------------------------------------------------------------------


def test_one_group_in_error_puts_a_wave_at_risk_and_all_of_them_in_error() -> None:
    one = failed(Stage.PREVIEWED, Stage.LANDED)
    assert wave_standing(a_wave(Stage.EXECUTING, groups={"web": one})).health == "at risk"
    assert wave_standing(a_wave(Stage.EXECUTING, groups=dict.fromkeys(("ad", "crm", "web"), one))).health == "error"


def test_a_group_that_moved_and_failed_since_is_an_error_of_the_wave() -> None:
    broken = {**ALL_VERIFIED, "web": failed(Stage.CUT_OVER, Stage.VALIDATED, "ChecksFailed")}
    assert wave_standing(a_wave(Stage.VALIDATING, OPENS, groups=broken)).health == "error"


def test_a_landing_zone_that_failed_is_an_error_and_is_told() -> None:
    failure = Failure(subject="zone:wave-02", verb="landed", code="X", message="no room", advice="Make room.")
    record = a_wave(Stage.EXECUTING, zone=at(Stage.PREVIEWED, "failed", Stage.LANDED), zone_failure=failure)
    standing = wave_standing(record)
    assert standing.health == "error"
    assert [(one.code, one.remedy) for one in standing.blocked_by] == [("X", "Make room.")]


def test_what_was_closed_or_given_up_is_well() -> None:
    for stage in (Stage.CLOSED, Stage.ABANDONED, Stage.ROLLED_BACK):
        assert wave_standing(a_wave(stage, CLOSES, groups={"web": failed(None, Stage.LANDED)})).health == "ok"


def test_a_driver_that_died_leaves_a_wave_idle_and_at_risk() -> None:
    left = {"ad": GroupRecord(at(Stage.PREVIEWED, "running", Stage.LANDED))}
    standing = wave_standing(a_wave(Stage.EXECUTING, groups=left, driven=False))
    assert (standing.run, standing.health) == ("idle", "at risk")
    zone = wave_standing(a_wave(Stage.EXECUTING, zone=at(None, "running", Stage.LANDED), driven=False))
    assert (zone.run, zone.health) == ("idle", "at risk")
    assert [one.code for one in zone.conditions] == ["interrupted"]


# -- conditions -----------------------------------------------------------------------------------------------------


def test_what_the_checklist_left_open_blocks_until_the_wave_is_approved() -> None:
    items = (
        ChecklistItem(code="quota", title="quota", state="red", evidence="8 of 40", who="cloud team", remedy="Ask."),
        ChecklistItem(code="locks", title="locks", state="waived", evidence="one lock"),
        ChecklistItem(code="rights", title="rights", state="unknown", evidence="403"),
        ChecklistItem(code="names", title="names", state="green", evidence="all free"),
    )
    looked = Checklist(wave="wave-02", at=LONG_BEFORE, digest="d", items=items)
    found = wave_standing(a_wave(Stage.COMMITTED, checklist=looked)).conditions
    assert [(one.code, one.blocking) for one in found] == [("quota", True), ("locks", False), ("rights", True)]
    assert (found[0].who, found[0].remedy) == ("cloud team", "Ask.")
    assert codes(a_wave(Stage.APPROVED, checklist=looked)) == []


def test_groups_that_do_not_come_along_are_named_with_the_reason() -> None:
    milestone = Milestone(wave="wave-02", left_behind={"web": "its checks fail"})
    record = a_wave(Stage.HYPERCARE, OPENS, groups=ALL_VERIFIED, milestone=milestone)
    (one,) = wave_standing(record).conditions
    assert (one.code, one.blocking) == ("left-behind", False)
    assert one.evidence == "web does not come along: its checks fail"


def test_a_group_that_is_held_is_told_of_its_wave_with_what_to_do() -> None:
    (one,) = wave_standing(a_wave(Stage.EXECUTING, groups={"web": failed(None, Stage.LANDED)})).conditions
    assert (one.code, one.blocking, one.remedy) == ("group-held", False, "Ask for more.")
    assert one.evidence == "web: it could not be landed: too few cores"


# -- all of it ------------------------------------------------------------------------------------------------------

STAGES = st.sampled_from([None, *(s for s in OF_WAVE if isinstance(s, Stage))])
GROUPS = st.builds(
    GroupRecord,
    st.builds(
        at,
        st.sampled_from([None, Stage.RENDERED, Stage.LANDED, Stage.VERIFIED, Stage.CUT_OVER, Stage.ROLLED_BACK]),
        st.sampled_from(["idle", "running", "failed"]),
        st.sampled_from([Stage.LANDED, Stage.VERIFIED]),
    ),
)


@given(STAGES, st.lists(GROUPS, min_size=3, max_size=3), st.integers(-60, 60), st.booleans(), st.booleans())
def test_whatever_is_on_record_every_axis_has_a_value_and_time_alone_never_makes_a_wave_better(
    stage: Stage | None, groups: list[GroupRecord], days: int, driven: bool, paused: bool
) -> None:
    found = dict(zip(("ad", "crm", "web"), groups, strict=True))
    hold = at(Stage.PAUSED if paused else None)
    now = datetime(2027, 1, 9, tzinfo=UTC) + timedelta(days=days)
    early, late = (
        wave_standing(a_wave(stage, moment, found, driven=driven, hold=hold)) for moment in (now, now + timedelta(1))
    )
    worst = ["ok", "lagging", "at risk", "error"]
    assert worst.index(early.health) <= worst.index(late.health)
    assert (early.stage, early.run) == (late.stage, late.run)
    assert early.run != "running" or driven
    assert COPY_FROM < OPENS
