"""Who stands on whom."""

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, VM, body, ident
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.compute.members import children_of, members_of, remove_nothing_used, size_rows


def test_members_are_those_of_the_types_asked_for(ready: Desk) -> None:
    ready.put(VM, body(ready))
    disk = ready.world.resources[ident(ready, f"{COMPUTE}/disks/os1").lower()]
    assert members_of(ready.world, disk, "Microsoft.Compute/virtualMachines") == [ident(ready, VM)]
    assert members_of(ready.world, disk, "Microsoft.Compute/images") == []
    with pytest.raises(AzureError, match=r"os1 is used by .*/vm1"):
        remove_nothing_used("{0} is used by {1}")(ready.world, disk)
    free = ready.world.resources[ident(ready, f"{COMPUTE}/disks/data1").lower()]
    remove_nothing_used("{0} is used by {1}")(ready.world, free)
    locks = ident(ready, f"{VM}/providers/Microsoft.Authorization/locks/l1")
    ready.ask("PUT", locks, {"properties": {"level": "CanNotDelete"}})
    assert children_of(ready.world, ident(ready, VM), "Microsoft.Compute/virtualMachines/extensions") == []
    assert {row["name"] for row in size_rows(ready.world, free)} >= {"Standard_D2s_v5"}
