from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from estates import estate, machine, planned
from nights import alone, on_paper, write_runbook

from azlift import journey, on_record
from azlift.errors import StepWaits
from azlift.journey.night_plan import machines_of, night_of
from azlift.model import Range, WaveForecast
from azlift.stages import Stage
from azlift.venue import Venue

Workspaces = Callable[..., Path]


def two_groups(workspace: Workspaces) -> Venue:
    return planned(workspace(), estate(machine("web01", "shop"), machine("db01", "shop"), machine("mail01")))


def test_the_runbook_of_a_group_is_read_before_the_night(workspace: Workspaces) -> None:
    venue = two_groups(workspace)
    write_runbook(
        venue.workspace, "{step: wipe, after: switch, manual: Wipe it., irreversible: it is sold}", skip=("freeze",)
    )
    book = journey.runbook_of("shop", venue)
    assert (book.point_of_no_return, book.why) == ("wipe", "it is sold")
    assert book.minutes.expected == 30


def test_the_last_copy_takes_what_the_forecast_of_the_wave_leaves_for_it(workspace: Workspaces) -> None:
    venue = two_groups(workspace)
    assert next(s for s in night_of("shop", venue) if s.name == "final-copy").minutes is None
    plan = on_record.current_plan(venue)
    hours = Range(low=0.5, expected=1, high=2)
    cast = WaveForecast(
        copy_from=None, copied_by=None, cutover_hours=hours, rollback_hours=hours, decide_by_hours=1, spare_hours=1
    )
    made = plan.model_copy(update={"waves": tuple(w.model_copy(update={"forecast": cast}) for w in plan.waves)})
    venue.ledger.record(on_record.ESTATE, Stage.PLANNED, made.fingerprint, made)
    copy = next(s for s in night_of("shop", venue) if s.name == "final-copy").minutes
    assert copy
    assert (copy.low, copy.expected, copy.high) == (20, 30, 30), "30 to 10, 60 to 30 and 120 to 95 minutes"


def test_where_a_night_is_and_by_when_it_is_to_be_decided(workspace: Workspaces) -> None:
    venue = two_groups(workspace)
    on_paper(venue, "shop", "mail01")
    write_runbook(venue.workspace, "{step: freeze, groups: [shop], manual: Close it., undo: {manual: Open it.}}")
    alone(venue, journey.cut_over("mail01", venue))
    with pytest.raises(StepWaits):
        alone(venue, journey.cut_over("shop", venue))
    assert journey.night_of_wave("wave-01", venue) == {"shop": "freeze", "mail01": "cut over"}
    assert journey.next_of_night("wave-01", venue) == "decide: azlift decide wave-01 --go|--no-go --reason TEXT"
    hours = Range(low=1, expected=1, high=1)
    cast = WaveForecast(
        copy_from=None, copied_by=None, cutover_hours=hours, rollback_hours=hours, decide_by_hours=6.5, spare_hours=1
    )
    plan = on_record.current_plan(venue)
    opens = datetime(2031, 3, 8, 22, tzinfo=UTC)
    timed = {"forecast": cast, "opens": opens, "closes": opens + timedelta(hours=8)}
    made = plan.model_copy(update={"waves": tuple(w.model_copy(update=timed) for w in plan.waves)})
    venue.ledger.record(on_record.ESTATE, Stage.PLANNED, made.fingerprint, made)
    assert "decide by 2031-03-09 04:30 UTC, while" in journey.next_of_night("wave-01", venue)


def test_machines_are_named_as_at_the_source_and_as_in_azure(workspace: Workspaces) -> None:
    venue = two_groups(workspace)
    rendering = journey.render("shop", venue)
    machines = {m.name: (m.azure_name, m.id) for m in machines_of("shop", venue)}
    assert {name: azure for name, (azure, _) in machines.items()} == {"web01": "vm-web01", "db01": "vm-db01"}
    assert all(id_.startswith(f"/subscriptions/{venue.access.subscription_id}") for _, id_ in machines.values())
    assert {id_ for _, id_ in machines.values()} <= {e.id for e in rendering.expected}
