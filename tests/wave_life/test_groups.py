from wave_nights import LONG_BEFORE, OPENS, SINCE, a_wave, at, failed

from azlift.model import Question
from azlift.stages import Stage
from azlift.wave_life import GroupRecord, group_standing

VERIFIED = GroupRecord(at(Stage.VERIFIED))


def test_a_group_that_nothing_keeps_is_idle_and_well() -> None:
    standing = group_standing("web", a_wave(Stage.EXECUTING))
    assert (standing.stage, standing.run, standing.health, standing.conditions) == (None, "idle", "ok", ())


def test_a_group_waits_for_one_it_comes_after_which_is_named_with_its_stage() -> None:
    (one,) = group_standing("crm", a_wave(Stage.EXECUTING, groups={"ad": GroupRecord(at(Stage.LANDED))})).conditions
    assert (one.code, one.evidence, one.since) == ("comes-after", "it comes after ad, which is landed", SINCE)
    assert one.remedy == "azlift why ad"
    assert group_standing("crm", a_wave(Stage.EXECUTING, groups={"ad": VERIFIED})).conditions == ()


def test_a_group_waits_for_groups_of_other_waves_too() -> None:
    (one,) = group_standing("ad", a_wave(Stage.EXECUTING, elsewhere={})).conditions
    assert one.evidence == "it comes after earlier, which is not begun"
    assert group_standing("ad", a_wave(Stage.EXECUTING)).conditions == ()


def test_a_group_that_stands_waits_for_none_it_comes_after() -> None:
    assert group_standing("crm", a_wave(Stage.EXECUTING, OPENS, groups={"crm": VERIFIED})).conditions == ()


def test_a_failure_is_told_with_its_advice() -> None:
    standing = group_standing("web", a_wave(groups={"web": failed(Stage.PREVIEWED, Stage.LANDED)}))
    assert (standing.run, standing.health, standing.doing) == ("failed", "error", "landed")
    (one,) = standing.blocked_by
    assert (one.code, one.evidence) == ("QuotaExceeded", "it could not be landed: too few cores")
    assert one.remedy == "Ask for more."


def test_what_waits_for_a_failed_group_is_at_risk_and_is_no_error_itself() -> None:
    groups = {"ad": failed(None, Stage.LANDED), "crm": failed(None, Stage.RENDERED, "Waiting", exit_code=5)}
    standing = group_standing("crm", a_wave(Stage.EXECUTING, groups=groups))
    assert (standing.run, standing.health) == ("failed", "at risk")
    assert [one.evidence for one in standing.conditions] == ["it comes after ad, which could not be landed"]
    begun = group_standing("crm", a_wave(Stage.EXECUTING, groups={"ad": failed(None, Stage.LANDED)}))
    assert begun.health == "at risk"


def test_a_manual_step_waits_for_a_person_and_names_the_command() -> None:
    asked = Question(group="web", step="switch-dns", number=1, text="move the names", key="do 1.1", at=OPENS)
    found = GroupRecord(at(Stage.VERIFIED, "running", Stage.CUT_OVER), questions=(asked,))
    standing = group_standing("web", a_wave(Stage.CUTTING_OVER, OPENS, {"web": found}, driven=False))
    assert standing.run == "awaiting a person"
    step = next(one for one in standing.conditions if one.code == "manual-step")
    assert step.evidence == "step switch-dns waits for a person: move the names"
    assert step.remedy.startswith("azlift answer web switch-dns --done")
    unknown = GroupRecord(at(Stage.VERIFIED), questions=(asked.model_copy(update={"unknown": True}),))
    (other,) = group_standing("web", a_wave(Stage.CUTTING_OVER, OPENS, {"web": unknown})).conditions
    assert other.evidence.endswith("somebody must say whether it was done")


def test_a_test_copy_that_stands_blocks_until_it_is_cleaned() -> None:
    def wave(stage: Stage | None, of_group: Stage = Stage.TESTED) -> list[str]:
        found = GroupRecord(at(of_group), copies=(at(stage), at(None)))
        return [one.code for one in group_standing("web", a_wave(Stage.EXECUTING, groups={"web": found})).conditions]

    assert wave(Stage.VERIFIED) == ["test-stands"]
    assert wave(Stage.ROLLED_BACK) == wave(None) == []
    assert wave(Stage.VERIFIED, Stage.ACCEPTED) == []


def test_what_nobody_drives_any_more_is_not_running() -> None:
    left = GroupRecord(at(Stage.PREVIEWED, "running", Stage.LANDED))
    driven = group_standing("web", a_wave(Stage.EXECUTING, groups={"web": left}))
    assert (driven.run, driven.conditions) == ("running", ())
    alone = group_standing("web", a_wave(Stage.EXECUTING, groups={"web": left}, driven=False))
    assert (alone.run, alone.health) == ("idle", "at risk")
    assert [one.code for one in alone.conditions] == ["interrupted"]


def test_a_group_that_does_not_stand_when_its_window_opens_lags() -> None:
    assert group_standing("web", a_wave(Stage.EXECUTING, LONG_BEFORE)).health == "ok"
    assert group_standing("web", a_wave(Stage.EXECUTING, OPENS)).health == "lagging"
    assert group_standing("web", a_wave(Stage.EXECUTING, OPENS, {"web": VERIFIED})).health == "ok"


def test_a_group_that_stands_waits_for_its_window_until_it_opens() -> None:
    (one,) = group_standing("web", a_wave(Stage.EXECUTING, LONG_BEFORE, {"web": VERIFIED})).conditions
    assert (one.code, one.blocking, one.evidence) == ("window-ahead", True, "its window opens at 2027-01-09 21:00 UTC")
    assert group_standing("web", a_wave(Stage.EXECUTING, OPENS, {"web": VERIFIED})).conditions == ()


def test_a_group_awaits_its_owner_after_the_go_and_not_before() -> None:
    validated = GroupRecord(at(Stage.VALIDATED))
    before = group_standing("web", a_wave(Stage.VALIDATING, OPENS, {"web": validated}))
    assert (before.run, before.conditions) == ("idle", ())
    after = group_standing("web", a_wave(Stage.HYPERCARE, OPENS, {"web": validated}))
    assert after.run == "awaiting a person"
    (one,) = after.conditions
    assert (one.code, one.who, one.since) == ("to-accept", "the business owner", SINCE)
    assert one.remedy == "azlift accept web --reason TEXT"
    worse = group_standing("web", a_wave(Stage.HYPERCARE, OPENS, {"web": failed(Stage.VALIDATED, Stage.VALIDATED)}))
    assert (worse.run, worse.health) == ("failed", "error"), "what got worse is not accepted first"
