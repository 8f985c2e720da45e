"""A small plan for the report tests."""

import pytest

from azlift.model import Limits, MoveGroup, Wave, WavePlan


@pytest.fixture
def plan() -> WavePlan:
    """Two waves: the pilot with one group of one machine, then two groups of two and three machines."""
    groups = (
        MoveGroup(id="crm-dev", workloads=("w-1",), because="", disk_gib=100),
        MoveGroup(id="ad", workloads=("w-2", "w-3"), because="", disk_gib=1_200),
        MoveGroup(id="crm-prod", workloads=("w-4", "w-5", "w-6"), because="", after=("ad",), disk_gib=300),
    )
    waves = (
        Wave(id="wave-01", number=1, pilot=True, groups=("crm-dev",), why="the pilot"),
        Wave(id="wave-02", number=2, pilot=False, groups=("ad", "crm-prod"), why="next"),
    )
    return WavePlan(limits=Limits(), groups=groups, waves=waves, staying=("w-7",))
