"""The draft of a plan, relieved of what falls short, planned and forecast; then what it asks for, by its dates."""

from collections.abc import Mapping
from datetime import datetime

from azlift.model import GroupId, WavePlan
from azlift.outlook import line_stocks, make_outlook, plan_and_forecast
from azlift.scarcity.asks import with_relief
from azlift.scarcity.relief import relieve
from azlift.scarcity.shop import Shop
from azlift.waves import Draft, Effort


def plan_with_relief(
    draft: Draft, shop: Shop, origin: datetime, anchors: Mapping[GroupId, str], effort: Effort | None = None
) -> WavePlan:
    """The plan and its forecast, with what stands in and what must be asked for. Raises PlanError."""
    relief = relieve(draft, shop, lambda: line_stocks(draft, make_outlook(draft, origin)), anchors)
    return with_relief(plan_and_forecast(relief.draft, origin, anchors, effort), relief)
