"""Workload -> Placement | Unplaceable: the cheapest size and disks that carry what it uses, or hold it as it is."""

from azlift.sizing.licences import judge_licences
from azlift.sizing.needs import Needs, needs
from azlift.sizing.placement import choose_placement

__all__ = ["Needs", "choose_placement", "judge_licences", "needs"]
