"""The keys by which a row names its machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.estate.azure_migrate.identity import fqdn_of, is_address, keys_of
from azlift.estate.record import KEY_KINDS

ID = "/subscriptions/s/resourceGroups/g/providers/Microsoft.OffAzure/VMwareSites/x/machines/m"


def test_the_arm_id_goes_first_and_no_key_knows_upper_case() -> None:
    assert keys_of("WEB01.contoso.local", ID) == (
        ("arm-id", ID.casefold()),
        ("fqdn", "web01.contoso.local"),
        ("name", "web01.contoso.local"),
    )


def test_a_short_name_is_no_dns_name() -> None:
    assert keys_of("web01") == (("name", "web01"),)


@pytest.mark.parametrize(
    "name",
    ["10.0.0.1", "app.v2", "srv.01", "web 01.local", "web01.", ".local", "a..b", "[x].local", "-a.b", "x" * 300 + ".b"],
)
def test_what_is_no_dns_name_is_none(name: str) -> None:
    assert fqdn_of(name) == ""


def test_a_row_without_a_name_has_no_keys() -> None:
    assert keys_of("  ") == ()


def test_addresses_are_of_either_family() -> None:
    assert is_address("10.0.0.1")
    assert is_address("fe80::1")
    assert not is_address("10.0.0")


@given(st.text(max_size=40), st.text(max_size=40))
def test_keys_are_of_known_kinds_in_the_order_of_their_safety(name: str, arm_id: str) -> None:
    kinds = [KEY_KINDS.index(key[0]) for key in keys_of(name, arm_id)]
    assert kinds == sorted(kinds)
