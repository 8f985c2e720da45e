"""Records of one wave of three groups (`ad`, then `crm` after it, and `web`), changed in what a test is about."""

from datetime import UTC, datetime, timedelta
from typing import Any

from azlift.model import (
    Calendar,
    Failure,
    Finding,
    Limits,
    MoveGroup,
    Range,
    Severity,
    Wave,
    WaveForecast,
    WavePlan,
)
from azlift.stages import Stage, Standing
from azlift.wave_life import GroupRecord, WaveRecord

OPENS = datetime(2027, 1, 9, 21, tzinfo=UTC)
CLOSES = OPENS + timedelta(hours=8)
COPY_FROM = OPENS - timedelta(days=2)
LONG_BEFORE = OPENS - timedelta(days=30)
SINCE = "2027-01-02T10:00:00+00:00"


def the_plan(*broken: str, calendar: bool = True) -> WavePlan:
    """Two waves: `earlier` is in the first, the other three in the second. `broken`: codes of blocking violations."""
    groups = (
        MoveGroup(id="earlier", workloads=("w-0",), because=""),
        MoveGroup(id="ad", workloads=("w-1",), because="", after=("earlier",)),
        MoveGroup(id="crm", workloads=("w-2", "w-3"), because="", after=("ad",)),
        MoveGroup(id="web", workloads=("w-4",), because=""),
    )
    hours = Range(low=2.0, expected=3.0, high=5.0)
    forecast = WaveForecast(
        copy_from=COPY_FROM,
        copied_by=OPENS,
        cutover_hours=hours,
        rollback_hours=hours,
        decide_by_hours=3.0,
        spare_hours=3.0,
    )
    night = {"opens": OPENS, "closes": CLOSES, "forecast": forecast}
    waves = (
        Wave(id="wave-01", number=1, pilot=True, groups=("earlier",), why=""),
        Wave(id="wave-02", number=2, pilot=False, groups=("ad", "crm", "web"), why="", **night),
    )
    return WavePlan(
        limits=Limits(),
        groups=groups,
        waves=waves,
        staying=(),
        calendar=Calendar() if calendar else None,
        violations=tuple(
            Finding(code=code, severity=Severity.BLOCKING, message=f"{code} is broken", wave="wave-02")
            for code in broken
        ),
    )


def at(stage: Stage | None, run: Any = "idle", doing: Stage | None = None, subject: str = "x") -> Standing:
    return Standing(subject, stage, run, doing, SINCE if stage or run != "idle" else "")


def failed(stage: Stage | None, doing: Stage, code: str = "QuotaExceeded", exit_code: int = 7) -> GroupRecord:
    failure = Failure(
        subject="x", verb=doing, code=code, message="too few cores", advice="Ask for more.", exit_code=exit_code
    )
    return GroupRecord(at(stage, "failed", doing), failure)


def a_wave(
    stage: Stage | None = None,
    now: datetime = LONG_BEFORE,
    groups: dict[str, GroupRecord] | None = None,
    plan: WavePlan | None = None,
    **changed: Any,
) -> WaveRecord:
    made = plan or the_plan()
    said: dict[str, Any] = {
        "plan": made,
        "wave": made.by_wave["wave-02"],
        "now": now,
        "standing": at(stage),
        "zone": at(None),
        "groups": {g: GroupRecord(at(None)) for g in ("ad", "crm", "web")} | (groups or {}),
        "hold": at(None),
        "elsewhere": {"earlier": at(Stage.VERIFIED)},
    }
    return WaveRecord(**{**said, **changed})
