"""Address prefixes: read, inside, not overlapping."""

import pytest

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.network.prefixes import check_inside, forbid_overlaps, is_inside, read_prefix, spaces_of

SPACE = [read_prefix("10.0.0.0/16"), read_prefix("fd00::/48")]


def test_a_prefix_is_inside_a_space_of_its_own_version() -> None:
    assert is_inside(read_prefix("10.0.255.0/24"), SPACE)
    assert is_inside(read_prefix("fd00:0:0:1::/64"), SPACE)
    assert not is_inside(read_prefix("10.1.0.0/24"), SPACE)
    assert spaces_of({"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}) == SPACE[:1]


@pytest.mark.parametrize(("prefix", "fits"), [("10.0.0.0/29", True), ("10.0.0.0/30", False), ("fd00::/64", True)])
def test_a_subnet_is_not_too_small(prefix: str, fits: bool) -> None:
    if fits:
        check_inside("s", [read_prefix(prefix)], SPACE, "v")
    else:
        with pytest.raises(AzureError, match="smaller than /29"):
            check_inside("s", [read_prefix(prefix)], SPACE, "v")


def test_prefixes_may_touch_and_not_overlap() -> None:
    named = [("a", [read_prefix("10.0.0.0/25")]), ("b", [read_prefix("10.0.0.128/25")])]
    forbid_overlaps(named, "v", "Code")
    with pytest.raises(AzureError, match="overlaps"):
        forbid_overlaps([*named, ("c", [read_prefix("10.0.0.0/24")])], "v", "Code")
