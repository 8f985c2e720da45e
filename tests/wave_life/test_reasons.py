from wave_nights import a_wave, at, failed

from azlift.model import GroupStanding, Reason, WaveStanding
from azlift.stages import Stage
from azlift.wave_life import GroupRecord, WaveRecord, group_standing, reasons_for, wave_standing


def asked(group: str, record: WaveRecord, circle: bool = False) -> list[tuple[int, str, str]]:
    def after(one: str) -> tuple[str, ...]:
        if circle:
            return {"crm": ("ad",), "ad": ("crm",)}.get(one, ())
        return tuple(g for g in record.plan.by_group[one].after if g in record.groups)

    def look(one: str) -> tuple[GroupStanding, WaveStanding]:
        return group_standing(one, record), wave_standing(record)

    found: tuple[Reason, ...] = reasons_for(group, after, look)
    return [(one.depth, one.subject, one.condition.code) for one in found]


def test_the_chain_goes_down_to_the_failure_that_somebody_can_mend() -> None:
    record = a_wave(Stage.EXECUTING, groups={"ad": failed(None, Stage.LANDED)})
    assert asked("crm", record) == [(0, "crm", "comes-after"), (1, "ad", "QuotaExceeded")]


def test_the_waves_own_hold_is_told_once_whatever_shares_it() -> None:
    record = a_wave(Stage.EXECUTING, hold=at(Stage.PAUSED))
    assert asked("crm", record) == [(0, "crm", "comes-after"), (2, "wave-02", "paused")]
    assert asked("web", record) == [(1, "wave-02", "paused")]


def test_a_group_that_nothing_keeps_has_no_reasons() -> None:
    stands = {"ad": GroupRecord(at(Stage.VERIFIED))}
    assert asked("crm", a_wave(Stage.EXECUTING, groups=stands)) == []


def test_a_circle_in_an_edited_plan_ends() -> None:
    assert len(asked("crm", a_wave(Stage.EXECUTING), circle=True)) <= 3
