"""Workload -> Placement | Unplaceable: the cheapest size and disks that carry what it uses, or hold it as it is."""

from azlift.sizing.fallbacks import Floor, Shelf, extra_of, floor_of, is_reservable, size_called
from azlift.sizing.licences import judge_licences
from azlift.sizing.needs import Needs, needs
from azlift.sizing.placement import choose_placement
from azlift.sizing.sharing import Joint, Option, Take, Unit, choose_shares

__all__ = [
    "Floor",
    "Joint",
    "Needs",
    "Option",
    "Shelf",
    "Take",
    "Unit",
    "choose_placement",
    "choose_shares",
    "extra_of",
    "floor_of",
    "is_reservable",
    "judge_licences",
    "needs",
    "size_called",
]
