"""Scarce capacity: what stands in where a family's quota or a zone falls short, and what is to be asked for in time.

The waves are first planned as if there were vCPU enough. Where that takes more of a family than its quota gives by
then, the machines that can be spared take what is proven equal or better: another size, another zone, or, with their
group and where the calendar allows it, another region. Which machines, and what, is the cheapest choice there is. What
nothing spares waits for the quota the calendar has later; what waiting does not help is to be asked for.
"""

from azlift.scarcity.landing import conditions_of, landed_under, landing_roster, landing_target
from azlift.scarcity.planning import plan_with_relief
from azlift.scarcity.relief import Relief, relieve
from azlift.scarcity.shop import Shop, open_shop

__all__ = [
    "Relief",
    "Shop",
    "conditions_of",
    "landed_under",
    "landing_roster",
    "landing_target",
    "open_shop",
    "plan_with_relief",
    "relieve",
]
