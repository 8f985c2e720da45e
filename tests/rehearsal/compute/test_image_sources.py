"""What images give, asked by reference."""

import pytest
from tests.rehearsal.compute.conftest import COMPUTE, ident, image
from tests.rehearsal.compute.estate import build_estate
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.compute.image_sources import DiskSource, find_disk_source, find_source, regions_of
from azlift.rehearsal.kinds import Surroundings


def test_a_reference_is_whole(desk: Desk) -> None:
    around = Surroundings(desk.world)
    for member in ("publisher", "offer", "sku", "version"):
        part = {name: value for name, value in image().items() if name != member}
        with pytest.raises(AzureError, match=f"Required parameter '{member}' is missing"):
            find_source(around, part, "westeurope", None)


def test_sources_by_every_kind_of_id(ready: Desk) -> None:
    build_estate(ready)
    around = Surroundings(ready.world)
    captured = find_source(around, {"id": ident(ready, f"{COMPUTE}/images/captured")}, "westeurope", None)
    version = ident(ready, f"{COMPUTE}/galleries/gallery1/images/linux/versions/1.0.0")
    exact = find_source(around, {"id": version}, "westeurope", None)
    newest = find_source(around, {"id": version.rsplit("/versions", 1)[0]}, "westeurope", None)
    assert captured.os_disk == exact.os_disk == DiskSource("Linux", "V2", 30)
    assert exact == newest
    assert (exact.version, captured.version, exact.data_disks) == ("1.0.0", None, ((0, 32),))
    assert find_disk_source(around, version, 0, "westeurope").gib == 32
    standing = ready.world.find(version)
    assert standing is not None
    assert regions_of(standing) == ["westeurope"]


def test_an_id_that_is_no_image_is_refused(ready: Desk) -> None:
    around = Surroundings(ready.world)
    with pytest.raises(AzureError, match=r"of parameter 'imageReference\.id' is invalid"):
        find_source(around, {"id": ident(ready, f"{COMPUTE}/disks/os1")}, "westeurope", None)
    with pytest.raises(AzureError, match="cannot be found"):
        find_source(around, {"id": ident(ready, f"{COMPUTE}/galleries/g/images/i")}, "westeurope", None)
