"""Tables of a plan: the board of waves, and what judging it again says."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from azlift.escaping import markdown
from azlift.model import (
    Choice,
    Drift,
    Finding,
    MoveGroup,
    Range,
    Review,
    SlotReason,
    Wave,
    WaveForecast,
    WavePlan,
    Worth,
)
from azlift.report.tables import Section, counted, section_table

GIB_PER_TIB = 1024
WORTH = {"saving": "waiting"}
"""What a part is called where its own name would be taken for a gain: what sources cost while groups wait."""
SIZES = ("groups", "machines", "TiB")
DATED = ("wave", "opens", *SIZES, "cost", "saved", "spare", "risk")
UNDATED = ("wave", *SIZES, "why")


def board(plan: WavePlan) -> Section:
    """One row per wave: with its window and what it brings, or why it is what it is where there are no windows."""
    if not any(wave.opens for wave in plan.waves):
        return Section("Waves", UNDATED, [(wave.id, *_sizes(wave, plan), wave.why) for wave in plan.waves])
    return Section(
        "Waves", DATED, [(wave.id, _opens(wave), *_sizes(wave, plan), *_brings(wave)) for wave in plan.waves]
    )


def _opens(wave: Wave) -> str:
    return f"{wave.opens:%Y-%m-%d %H:%M}" if wave.opens else ""


def _sizes(wave: Wave, plan: WavePlan) -> tuple[str, ...]:
    groups = [plan.by_group[group] for group in wave.groups]
    return (
        f"{len(groups):,}",
        f"{sum(len(group.workloads) for group in groups):,}",
        f"{sum(group.disk_gib for group in groups) / GIB_PER_TIB:,.1f}",
    )


def _brings(wave: Wave) -> tuple[str, ...]:
    spare = f"{wave.forecast.spare_hours:,.1f}" if wave.forecast else ""
    return _money(wave.cost_per_month), _money(wave.saving_per_month), spare, f"{wave.risk:,.0f}"


def _window(wave: Wave) -> str:
    return f"{wave.opens:%Y-%m-%d %H:%M}–{wave.closes:%H:%M} UTC" if wave.opens and wave.closes else ""


def _money(amount: float | None) -> str:
    return "" if amount is None else f"{amount:,.0f}"


def _range(hours: Range) -> str:
    return f"{hours.low:.1f}–{hours.high:.1f} h"


def worth_text(plan: WavePlan) -> str:
    """What it costs, part by part, and how far it is from the best possible; empty where it has no windows."""
    if plan.worth is None:
        return ""
    parts = ", ".join(f"{name} {value:,.0f}" for name, value in _parts(plan.worth) if value)
    twice = ", double running apart," if plan.worth.double_running else ""
    gap = "" if plan.gap is None else f"; at most {plan.gap:.1%} of that{twice} could be saved by another plan"
    return f"It costs {plan.worth.total:,.0f} until its end ({parts}){gap}"


def plan_board(plan: WavePlan) -> str:
    """Board, worth, gap and violations as Markdown."""
    said = [markdown(text) for text in (worth_text(plan), weights_text(plan)) if text]
    told = [_told(finding) for finding in plan.violations]
    broken = Section("", ("severity", "wave", "what", "evidence", "what to do"), told)
    return "\n\n".join([section_table(board(plan)), *said, *([section_table(broken)] if told else [])])


def weights_text(plan: WavePlan) -> str:
    """What it weighs by; empty where it has no windows."""
    if plan.calendar is None:
        return ""
    weights = plan.calendar.weights.model_dump()
    return "Weighed by " + ", ".join(f"{name} {value:g}" for name, value in weights.items())


def _parts(worth: Worth) -> list[tuple[str, float]]:
    return [(WORTH.get(name, name.replace("_", " ")), value) for name, value in worth._asdict().items()]


# -- why ----------------------------------------------------------------------------------------------------------


def wave_sections(wave: Wave, plan: WavePlan) -> Iterator[Section]:
    """What fills it, what its night takes, what is wrong with it, and why its groups are in it."""
    yield Section(f"{wave.id}: {_window(wave) or wave.why}", ("limit", "used", "left", ""), list(_limits(wave)))
    if wave.forecast:
        yield Section("Its night", ("what", "forecast"), list(_forecast(wave.forecast)))
    told = [_told(finding)[2:] for finding in plan.violations if finding.wave == wave.id]
    if told or wave.risks:
        risks = [(risk, "", "") for risk in wave.risks]
        yield Section("What may go wrong", ("what", "evidence", "what to do"), [*told, *risks])
    chosen = {choice.group: choice for choice in plan.choices}
    rows = [_chosen(plan.by_group[group], chosen.get(group)) for group in wave.groups]
    yield Section("Its groups", ("group", "machines", "next best", "would cost", "not earlier for"), rows)


def _limits(wave: Wave) -> Iterator[tuple[str, str, str, str]]:
    for name, left in wave.slack.items():
        tight = "the tightest" if name == wave.binding else ""
        yield name, f"{wave.used.get(name, 0.0):,.1f}", f"{left:,.1f}", tight


def _forecast(forecast: WaveForecast) -> Iterator[tuple[str, str]]:
    yield "the copy begins", _day(forecast.copy_from)
    yield "the copy is complete", _day(forecast.copied_by)
    yield "cutover", _range(forecast.cutover_hours)
    yield "rollback", _range(forecast.rollback_hours)
    yield "decide by, hours into the window", f"{forecast.decide_by_hours:,.1f}"
    yield "spare hours when all takes longest", f"{forecast.spare_hours:,.1f}"


def _chosen(group: MoveGroup, choice: Choice | None) -> tuple[str, ...]:
    costs = "" if choice is None or choice.costs_more is None else f"{choice.costs_more:+,.0f}"
    found = (choice.next_best, costs, choice.not_earlier) if choice else ("", "", "")
    return (group.id, f"{len(group.workloads):,}", *found)


def group_sections(group: MoveGroup, wave: Wave, slots: Sequence[SlotReason]) -> Iterator[Section]:
    """What holds it together, and window by window what it would cost there or what keeps it out."""
    rows = [("wave", wave.id), ("window", _window(wave)), ("held together by", group.because)]
    rows += [("waits for", ", ".join(group.after) or "nobody"), ("cut", group.cut or "it talks to no other group")]
    yield Section(group.id, ("", ""), [row for row in rows if row[1]])
    if slots:
        found = [_folded(list(run), wave) for _, run in groupby(slots, lambda one: one.refused or one.slot)]
        yield Section("Window by window", ("window", "would cost", "what keeps it out"), found)


def _folded(run: Sequence[SlotReason], wave: Wave) -> tuple[str, str, str]:
    """Windows that follow one another and are refused for the same reason, as one row."""
    first, last = run[0], run[-1]
    if len(run) > 1:
        return f"{first.slot} to {last.slot}", f"{len(run)} windows", first.refused
    costs = "here" if first.slot == wave.slot else "" if first.refused else f"{first.costs_more:+,.0f}"
    return first.slot, costs, first.refused


# -- judged again -------------------------------------------------------------------------------------------------


def review_sections(review: Review) -> Iterator[Section]:
    """What breaks, what changed, and the moves that mend it."""
    plan = review.plan
    if plan.violations:
        new = {(finding.code, finding.message) for finding in review.arose}
        rows = [(*_told(f), "new" if (f.code, f.message) in new else "") for f in plan.violations]
        yield Section("Violations", ("severity", "wave", "what", "evidence", "what to do", ""), rows)
    if review.shifts:
        rows = [
            (s.group, s.wave_before or "–", s.slot_before, s.wave_after or "–", s.slot_after) for s in review.shifts
        ]
        yield Section("Groups elsewhere", ("group", "was in", "window", "is in", "window"), rows)
    if review.before and review.after:
        undated = sum(1 for finding in plan.violations if finding.code == "no-window")
        without = f", without {counted(undated, 'group')} of no window" if undated else ""
        yield _worth(without, review.before, review.after, review.ends_before, review.ends_after)
    if review.mends:
        rows = [(m.group, m.slot_before or "–", m.slot, f"{m.costs_more:+,.0f}") for m in review.mends]
        title = "The cheapest repair, move by move" + ("" if review.mended else " (not enough: try azlift plan repair)")
        yield Section(title, ("group", "from", "to", "costs more"), rows)


def _told(finding: Finding) -> tuple[str, ...]:
    return (finding.severity, finding.wave or "", finding.message, finding.evidence, finding.remedy)


def _worth(
    without: str, before: Worth, after: Worth, ends_before: datetime | None, ends_after: datetime | None
) -> Section:
    rows = [
        (name, f"{had:,.0f}", f"{has:,.0f}", f"{has - had:+,.0f}")
        for (name, had), (_, has) in zip(_parts(before), _parts(after), strict=True)
        if had or has
    ]
    total = ("total", f"{before.total:,.0f}", f"{after.total:,.0f}", f"{after.total - before.total:+,.0f}")
    end = ("last window closes", _day(ends_before), _day(ends_after), _days_later(ends_before, ends_after))
    return Section(f"What changes{without}", ("what", "before", "after", "change"), [*rows, total, end])


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}Z" if moment else "–"


def _days_later(before: datetime | None, after: datetime | None) -> str:
    return f"{(after - before).total_seconds() / 86_400:+.0f} days" if before and after else ""


def drift_sections(drift: Drift) -> Iterator[Section]:
    """The waves that have not begun, valid or broken and by what; then what differs from when the plan was made."""
    rows: list[tuple[str, ...]] = []
    for wave in drift.waves:
        first, *more = wave.broken_by or (None,)
        rows.append((wave.wave, _day(wave.opens), "broken" if first else "valid", *_why(first)))
        rows += [("", "", "", *_why(finding)) for finding in more]
    yield Section("Waves that have not begun", ("wave", "opens", "", "because", "evidence", "what to do"), rows)
    if drift.changed:
        yield Section("What differs from when it was planned", ("fact",), [(fact,) for fact in drift.changed])


def _why(finding: Finding | None) -> tuple[str, str, str]:
    return (finding.message, finding.evidence, finding.remedy) if finding else ("", "", "")


def findings_counted(findings: Iterable[Finding]) -> Section:
    """How many findings of each kind."""
    kinds: dict[tuple[str, str], int] = {}
    for finding in findings:
        kinds[finding.severity, finding.code] = kinds.get((finding.severity, finding.code), 0) + 1
    rows = [(severity, code, f"{count:,}") for (severity, code), count in sorted(kinds.items())]
    return Section("Seen when planning", ("severity", "code", "count"), rows)
