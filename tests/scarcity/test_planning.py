"""A calendar with too little in it, through the verbs: planned, priced, rendered."""

import csv
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from estates import estate, machine, surveyed
from scarce import FAMILY, NOTHING_DEARER, REGION, quota

from azlift import journey
from azlift.errors import PlanError
from azlift.model import Estate, Rendering, Roster, Severity, WavePlan
from azlift.on_record import ESTATE, routed_estate, zone_of
from azlift.plan_writing import write_plan
from azlift.planning import lay_out, plan_anew
from azlift.report import scarcity_sections
from azlift.reviewing import check_plan
from azlift.venue import Venue

Workspaces = Callable[..., Path]
MADE = estate(*(machine(f"m{n:02}", f"app{n // 2}", vcpu=4, memory_mib=16384) for n in range(8)))


@pytest.fixture
def planned(workspace: Workspaces) -> Callable[..., tuple[Venue, WavePlan]]:
    def make(made: Estate = MADE, **calendar: Any) -> tuple[Venue, WavePlan]:
        folder = workspace()
        venue = surveyed(folder, made)
        journey.place(venue)
        (folder / "calendar.yaml").write_text(yaml.safe_dump({"horizon_weeks": 30, **calendar}))
        return venue, journey.plan(venue)

    return make


Planned = Callable[..., tuple[Venue, WavePlan]]


def rendered(venue: Venue, plan: WavePlan) -> dict[str, dict[str, Any]]:
    """What is sent for each machine, by its name, with the region and zone of its group."""
    found: dict[str, dict[str, Any]] = {}
    for group in plan.by_group:
        for part in journey.render(group, venue).parts:
            said = {name: one["value"] for name, one in part.parameters.items()}
            for values in said["machines"].values():
                found[values["name"]] = {"location": said["location"], "zone": said.get("zone"), **values}
    return found


def test_a_tight_quota_is_kept_and_the_plan_says_who_pays_what(planned: Planned) -> None:
    tight = [quota(20), quota(400, since="2027-05-01"), quota(400, "standardDSv5Family")]
    free, plan = planned()[1], planned(quotas=tight)[1]
    assert len(plan.fallbacks) == 3
    assert [wave.opens for wave in plan.waves] == [wave.opens for wave in free.waves], "nobody waits"
    assert {one.placement.family for one in plan.fallbacks} == {"standardDSv5Family"}
    assert all(one.extra_per_month == Decimal("16.06") for one in plan.fallbacks)
    assert plan.violations == ()


def test_with_quota_enough_the_plan_is_the_one_that_nothing_was_chosen_for(planned: Planned) -> None:
    free, ample = planned()[1], planned(quotas=[quota(32)])[1]
    assert (ample.fallbacks, ample.asks) == ((), ())
    changed = {"basis": "", "calendar": None, "findings": (), "waves": (), "bound": None}
    assert ample.bound == pytest.approx(free.bound, rel=5e-3), "a row more takes the climb another way"
    assert ample.model_copy(update=changed) == free.model_copy(update=changed)
    assert [(wave.slot, wave.groups) for wave in ample.waves] == [(wave.slot, wave.groups) for wave in free.waves]


def test_what_stands_in_is_what_lands_and_what_is_paid(planned: Planned) -> None:
    venue, plan = planned(quotas=[quota(20)])
    sizes = {name: values["size"] for name, values in rendered(venue, plan).items()}
    names = venue.ledger.latest(ESTATE, Roster).names
    other = {names[one.workload]: one.placement.size for one in plan.fallbacks}
    assert {name: size for name, size in sizes.items() if size != "Standard_D4as_v5"} == other
    write_plan(venue)
    rows = list(csv.DictReader((venue.workspace / "plan.csv").read_text("utf-8-sig").splitlines()))
    assert Counter(row["size"] for row in rows) == {"Standard_D4as_v5": 5, "Standard_D4s_v5": 3}
    placed = venue.ledger.latest(ESTATE, Roster).placements
    extra = sum(one.extra_per_month for one in plan.fallbacks)
    assert sum(Decimal(row["cost_per_month"]) for row in rows) == sum(one.cost_per_month for one in placed) + extra


def test_the_business_case_counts_what_stands_in(planned: Planned) -> None:
    venue, plan = planned(quotas=[quota(20)])
    dear = journey.money(venue).target
    cheap = journey.money(planned()[0]).target
    assert dear - cheap == sum(one.extra_per_month for one in plan.fallbacks)


def test_a_group_lands_in_the_zone_that_is_open(planned: Planned) -> None:
    closed = {"closed_zones": [{"family": FAMILY, "region": REGION, "zones": ["1", "3"]}]}
    free, moved = planned(), planned(scarcity=closed)
    assert {values["zone"] for values in rendered(*free).values()} > {"2"}
    assert {values["zone"] for values in rendered(*moved).values()} == {"2"}


def test_a_group_lands_in_the_region_it_went_to_and_so_does_its_network(planned: Planned) -> None:
    near = {
        **NOTHING_DEARER,
        "regions": [{"region": "northeurope", "round_trip_ms": 10}],
        "latency_needs": [{"round_trip_ms": 10}],
    }
    venue, plan = planned(quotas=[quota(16)], scarcity=near)
    assert len(plan.fallbacks) == 4
    where = {name: values["location"] for name, values in rendered(venue, plan).items()}
    assert Counter(where.values()) == {"westeurope": 4, "northeurope": 4}
    for wave in plan.waves:
        zone = journey.render(zone_of(wave.id), venue)
        (location,) = {part.parameters["location"]["value"] for part in zone.parts}
        group: Rendering = journey.render(wave.groups[0], venue)
        assert {part.parameters["location"]["value"] for part in group.parts} == {location}


def test_groups_of_two_regions_in_one_wave_are_refused_when_rendered(planned: Planned) -> None:
    near = {
        **NOTHING_DEARER,
        "regions": [{"region": "northeurope", "round_trip_ms": 10}],
        "latency_needs": [{"round_trip_ms": 10}],
    }
    venue, plan = planned(quotas=[quota(16)], scarcity=near)
    write_plan(venue)
    file = venue.workspace / "plan.csv"
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    for row in rows:
        row["wave"], row["window"] = "1", rows[0]["window"]
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    edited = journey.plan(venue, file)
    assert edited.fallbacks == plan.fallbacks
    gone = next(group.id for group in edited.groups if group.workloads[0] == plan.fallbacks[0].workload)
    with pytest.raises(PlanError, match="is not placed in westeurope"):
        journey.render(gone, venue)


def test_a_plan_without_room_anywhere_says_what_to_ask_for(planned: Planned) -> None:
    venue, plan = planned(quotas=[quota(0)], scarcity=NOTHING_DEARER)
    assert len(plan.waves) > 0
    assert {finding.code for finding in plan.violations} == {"to-be-granted"}
    titles = [section.title for section in scarcity_sections(plan, MADE)]
    assert titles == ["To be asked for"]
    assert journey.plan(venue) == plan, "planned again it is the same"


@pytest.mark.parametrize(
    ("quotas", "codes"),
    [
        ([quota(0, "=cmd()")], {"family-unknown"}),
        ([quota(5, region="atlantis")], {"region-unknown"}),
        ([quota(0, "[listKeys('x')]", "{{7*7}}")], {"region-unknown"}),
    ],
)
def test_odd_quotas_are_told_and_stop_nothing(planned: Planned, quotas: list[dict[str, Any]], codes: set[str]) -> None:
    _, plan = planned(quotas=quotas)
    assert {finding.code for finding in plan.findings} >= codes
    assert sum(len(wave.groups) for wave in plan.waves) == 4
    assert plan.fallbacks == ()


@pytest.mark.parametrize("scarcity", [{}, NOTHING_DEARER])
def test_a_plan_is_judged_with_what_stands_in_and_what_is_asked_for(planned: Planned, scarcity: dict[str, Any]) -> None:
    venue, plan = planned(quotas=[quota(20)], scarcity=scarcity)
    assert bool(plan.fallbacks) != bool(scarcity)
    review = check_plan(venue)
    assert [finding for finding in review.plan.violations if finding.severity is not Severity.NOTE] == []
    assert (review.plan.fallbacks, review.plan.asks, review.shifts) == (plan.fallbacks, plan.asks, ())


def test_what_is_under_way_keeps_what_stands_in_and_only_the_rest_is_chosen_anew(planned: Planned) -> None:
    venue, plan = planned(quotas=[quota(20)])
    desk = lay_out(routed_estate(venue), venue.ledger.latest(ESTATE, Roster), plan, frozenset({"wave-01"}), venue)
    begun = {w for group in plan.by_wave["wave-01"].groups for w in plan.by_group[group].workloads}
    again = plan_anew(desk)
    kept = [one for one in plan.fallbacks if one.workload in begun]
    assert [one for one in again.fallbacks if one.workload in begun] == kept
    assert sum(one.vcpu for one in again.fallbacks) == 12
    assert again.by_wave["wave-01"].groups == plan.by_wave["wave-01"].groups
