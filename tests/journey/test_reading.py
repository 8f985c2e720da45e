from collections.abc import Callable
from pathlib import Path

import pytest
from estates import estate, machine, planned

from azlift import journey, on_record
from azlift.errors import (
    NotFound,
)

Workspaces = Callable[..., Path]


def test_a_wave_that_is_not_planned_is_said_not_to_be(workspace: Workspaces) -> None:
    venue = planned(workspace(), estate(machine("web01")))
    with pytest.raises(NotFound, match="no wave 'wave-09'"):
        journey.render(on_record.zone_of("wave-09"), venue)
