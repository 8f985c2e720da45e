"""The doors of a move."""

import pytest
from tests.rehearsal.conftest import Desk


@pytest.mark.parametrize("door", ["moveResources", "validateMoveResources"])
def test_a_move_without_resources_or_target_is_refused(desk: Desk, door: str) -> None:
    path = f"~/resourceGroups/rg1/{door}"
    assert desk.ask("POST", path, {"resources": []}).refusal == (400, "InvalidRequestContent")
    assert desk.ask("POST", path, {"resources": ["/x"]}).refusal == (400, "InvalidRequestContent")
    elsewhere = {"resources": ["/x"], "targetResourceGroup": "rg2"}
    assert desk.ask("POST", path, elsewhere).refusal == (400, "LinkedInvalidPropertyId")
