"""The waves and the groups of a plan as tables: all that the charts show, readable without a script."""

from collections.abc import Iterator
from datetime import timedelta

from azlift.model import Choice, Wave, WavePlan
from azlift.report.plan_page.markup import Column, table
from azlift.report.plan_page.words import amount, called, gib_of, hours, in_time, machines_of, moment, reason, spare

WAVE_COLUMNS = (
    Column("wave"),
    Column("opens (UTC)"),
    Column("closes (UTC)"),
    Column("groups", "number"),
    Column("machines", "number"),
    Column("GiB", "number"),
    Column("cost a month", "number"),
    Column("saves a month", "number"),
    Column("spare hours", "number"),
    Column("tightest limit"),
    Column("copy from"),
    Column("copied by"),
    Column("cutover, hours"),
    Column("rollback, hours"),
    Column("decide by"),
    Column("of each limit", "wide"),
    Column("risks", "wide"),
    Column("why", "wide"),
)
GROUP_COLUMNS = (
    Column("group"),
    Column("wave"),
    Column("machines", "number"),
    Column("GiB", "number"),
    Column("why not earlier"),
    Column("next best"),
    Column("which costs more by", "number"),
)


def waves_table(plan: WavePlan) -> str:
    return table("waves", WAVE_COLUMNS, [_wave_row(wave, plan) for wave in in_time(plan)])


def groups_table(plan: WavePlan) -> str:
    return table("groups", GROUP_COLUMNS, list(_group_rows(plan)))


def _wave_row(wave: Wave, plan: WavePlan) -> tuple[str, ...]:
    return (
        called(wave),
        moment(wave.opens),
        moment(wave.closes),
        f"{len(wave.groups):,}",
        f"{machines_of(wave, plan):,}",
        f"{gib_of(wave, plan):,}",
        amount(wave.cost_per_month),
        amount(wave.saving_per_month),
        spare(wave.forecast) if wave.forecast else "",
        wave.binding,
        *_forecast(wave),
        "; ".join(
            f"{name}: {wave.used.get(name, 0.0):,.0f} used, {left:,.0f} left" for name, left in wave.slack.items()
        ),
        "; ".join(wave.risks),
        wave.why,
    )


def _forecast(wave: Wave) -> tuple[str, ...]:
    forecast = wave.forecast
    if forecast is None:
        return ("",) * 5
    decide = wave.opens + timedelta(hours=forecast.decide_by_hours) if wave.opens else None
    return (
        moment(forecast.copy_from),
        moment(forecast.copied_by),
        hours(forecast.cutover_hours),
        hours(forecast.rollback_hours),
        moment(decide),
    )


def _group_rows(plan: WavePlan) -> Iterator[tuple[str, ...]]:
    """By group; what was chosen is told of those that were planned by a calendar."""
    wave_of = {group: wave.id for wave in plan.waves for group in wave.groups}
    choice_of = {choice.group: choice for choice in plan.choices}
    for name, group in sorted(plan.by_group.items()):
        choice = choice_of.get(name)
        said = _chosen(choice) if choice else ("", "", "")
        yield (name, wave_of.get(name, ""), f"{len(group.workloads):,}", f"{group.disk_gib:,}", *said)


def _chosen(choice: Choice) -> tuple[str, str, str]:
    return reason(choice.not_earlier), choice.next_best or "none is open", amount(choice.costs_more)
