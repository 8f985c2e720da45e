"""What a plan lands: with what stands in, each wave in one region."""

from datetime import date

from estates import estate, machine
from scarce import shop_of

from azlift.model import (
    Ask,
    AskKind,
    Calendar,
    Fallback,
    FallbackKind,
    Limits,
    MoveGroup,
    Placement,
    Roster,
    Target,
    Wave,
    WavePlan,
)
from azlift.scarcity.landing import conditions_of, landing_roster, landing_target
from azlift.waves import Conditions

MADE = estate(machine("m0", "a"), machine("m1", "b"))
PLACED = shop_of(MADE).placements
ROSTER = Roster(basis="b", placements=tuple(PLACED.values()), unplaceable=(), names={})
ONE, OTHER = (workload.id for workload in MADE.workloads)


def elsewhere(workload: str) -> Fallback:
    first = PLACED[workload]
    return Fallback(
        workload=workload,
        kind=FallbackKind.REGION,
        from_size=first.size,
        from_region=first.region,
        from_zone="1",
        placement=first.model_copy(update={"region": "northeurope"}),
        zone="1",
        vcpu=2,
        extra_per_month=first.cost_per_month - first.cost_per_month,
        why="no quota",
    )


def plan_of(*fallbacks: Fallback) -> WavePlan:
    groups = tuple(MoveGroup(id=name, workloads=(id_,), because="") for name, id_ in (("a", ONE), ("b", OTHER)))
    waves = (Wave(id="wave-01", number=1, pilot=False, groups=("a", "b"), why=""),)
    return WavePlan(limits=Limits(), groups=groups, waves=waves, staying=(), fallbacks=fallbacks)


def region_of(plan: WavePlan) -> str:
    target = Target(subscription_id="s", region="westeurope", estate="e", wave="wave-01", address_space="10.0.0.0/24")
    return landing_target(target, plan.waves[0], plan, landing_roster(ROSTER, plan)).region


def placed_in(roster: Roster) -> list[str]:
    return [placement.region for placement in roster.placements]


def test_without_fallbacks_the_roster_is_the_same() -> None:
    assert landing_roster(ROSTER, plan_of()) is ROSTER
    assert landing_roster(ROSTER, None) is ROSTER


def test_what_stands_in_takes_the_place_of_what_was_placed() -> None:
    landed = landing_roster(ROSTER, plan_of(elsewhere(ONE)))
    assert placed_in(landed) == ["northeurope", "westeurope"]
    assert isinstance(landed.by_workload[ONE], Placement)
    assert landed.by_workload[ONE].region == "northeurope"


def test_a_machine_that_is_no_longer_placed_gets_nothing() -> None:
    rest = ROSTER.model_copy(update={"placements": ROSTER.placements[1:]})
    assert placed_in(landing_roster(rest, plan_of(elsewhere(ONE)))) == ["westeurope"]


def test_a_wave_lands_where_all_its_machines_do() -> None:
    assert region_of(plan_of()) == "westeurope"
    assert region_of(plan_of(elsewhere(ONE), elsewhere(OTHER))) == "northeurope"
    assert region_of(plan_of(elsewhere(ONE))) == "westeurope", "a wave of two regions keeps the settings'"


def test_conditions_count_what_stands_in_and_not_what_is_to_be_granted() -> None:
    dear = elsewhere(ONE)
    twice = dear.model_copy(update={"extra_per_month": dear.placement.cost_per_month / 2, "vcpu": 8})
    ask = Ask(
        kind=AskKind.QUOTA,
        what="f",
        region="westeurope",
        zone="",
        amount=2,
        by=date(2027, 1, 2),
        wave="wave-01",
        machines=(OTHER,),
        needed=True,
        cost_per_month=None,
        why="short",
    )
    drawn = {ONE: (("f", "westeurope"), 2), OTHER: (("f", "westeurope"), 2)}
    under = Conditions(Limits(), date(2026, 11, 26), Calendar(), prices={ONE: 7.0, OTHER: 7.0}, vcpu=drawn)
    found = conditions_of(plan_of(twice).model_copy(update={"asks": (ask,)}), under)
    assert found.vcpu == {ONE: ((dear.placement.family, "northeurope"), 8)}
    assert found.prices == {ONE: 14.0, OTHER: 7.0}
    assert found.placements[ONE].region == "northeurope"
    wished = plan_of().model_copy(update={"asks": (ask.model_copy(update={"needed": False}),)})
    assert conditions_of(wished, under).vcpu == drawn, "what only lets it move sooner is not taken as granted"
