"""Workload -> Placement | Unplaceable: the cheapest size and disks that hold a machine as it is, and why."""

from azlift.sizing.needs import Needs, needs
from azlift.sizing.placement import choose_placement

__all__ = ["Needs", "choose_placement", "needs"]
