"""The provider's refusals."""

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, ident
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.compute.refusals import (
    NOT_ALLOWED,
    change_not_allowed,
    forbidden,
    invalid,
    not_allowed,
    not_found,
    out_of_range,
    referenced,
)
from azlift.rehearsal.kinds import Surroundings

DISK = "Microsoft.Compute/disks"


def test_each_refusal_has_its_status_and_code() -> None:
    found = [
        not_allowed("m"), invalid("m"), invalid("m", code="BadRequest"), out_of_range("p", 5, 1, 2),
        change_not_allowed("p"), not_found("Image", "/i"),
    ]  # fmt: skip
    assert [(each.status, each.code) for each in found] == [
        (409, "OperationNotAllowed"),
        (400, "InvalidParameter"),
        (400, "BadRequest"),
        (400, "InvalidParameter"),
        (409, "PropertyChangeNotAllowed"),
        (404, "NotFound"),
    ]
    for reason in NOT_ALLOWED:
        assert "'start'" in forbidden(reason, "start", "vm1").message


def test_what_is_pointed_at_is_there_of_its_type_and_in_the_region(ready: Desk) -> None:
    around, os1 = Surroundings(ready.world), ident(ready, f"{COMPUTE}/disks/os1")
    assert referenced(around, os1.upper(), "disk", DISK, path="p", location="westeurope").id.name == "os1"
    for given, location, words in (
        (None, None, "Required parameter 'p' is missing"),
        (os1, "eastus", "is in location 'westeurope'"),
        (f"{os1}x", None, "The disk .* cannot be found"),
        (os1.replace("disks", "images"), None, "The value of parameter p is invalid"),
        ("nonsense", None, "Expect fully qualified resource Id"),
    ):
        with pytest.raises(AzureError, match=words):
            referenced(around, given, "disk", DISK, path="p", location=location)
