"""Small plans in which something falls short: placements, a shop, a calendar, and the scene they make."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from azlift.catalog import read_catalogue
from azlift.model import Calendar, Catalogue, Estate, Limits, Placement, SizingRules, Trace, WorkloadId
from azlift.scarcity import Relief, Shop, relieve
from azlift.scarcity.scene import Scene, rows_of
from azlift.sizing import choose_placement
from azlift.waves import Conditions, Draft, draft_plan, wanted_slots

DAY = date(2026, 11, 26)
FAMILY, REGION = "standardDASv5Family", "westeurope"
"""Where a machine of 4 vCPU and 16 GiB is placed."""
RIVALS = ("standardDADSv5Family", "standardDSv5Family", "standardDDSv5Family")
NOTHING_DEARER = {"dearer_at_most": 0}


@cache
def westeurope() -> Catalogue:
    return read_catalogue(REGION)


def quota(vcpu: float, family: str = FAMILY, region: str = REGION, **more: Any) -> dict[str, Any]:
    return {"family": family, "region": region, "vcpu": vcpu, **more}


def shop_of(made: Estate, traces: Mapping[WorkloadId, Trace] | None = None, home: Catalogue | None = None) -> Shop:
    found, rules, sold = traces or {}, SizingRules(), home or westeurope()
    placed = [choose_placement(one, sold, "Premium_LRS", rules, found.get(one.id)) for one in made.workloads]
    return Shop(
        placements={one.workload: one for one in placed if isinstance(one, Placement)},
        home=sold,
        catalogue_of=read_catalogue,
        disk_sku="Premium_LRS",
        rules=rules,
        read_traces=lambda: found,
    )


def draft_of(made: Estate, shop: Shop, limits: Limits | None = None, **calendar: Any) -> Draft:
    said = Calendar.model_validate({"horizon_weeks": 20, **calendar})
    conditions = Conditions(limits or Limits(pilot_machines=0), DAY, said, vcpu=shop.taken())
    return draft_plan(made, conditions)


def scene_of(made: Estate, shop: Shop | None = None, **calendar: Any) -> Scene:
    shop = shop or shop_of(made)
    draft = draft_of(made, shop, **calendar)
    wanted = wanted_slots(draft, (), {})
    assert wanted is not None
    return Scene(draft, shop, rows_of(draft), wanted)


def relief_of(made: Estate, shop: Shop | None = None, **calendar: Any) -> Relief:
    shop = shop or shop_of(made)
    return relieve(draft_of(made, shop, **calendar), shop, tuple, {})
