"""Ids: taken apart, written canonically, compared without regard to case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identifiers import (
    MANAGEMENT_GROUPS,
    TENANT,
    ResourceId,
    check_group_name,
    group_key,
    group_scope,
    key_of,
    read_id,
    subscription_scope,
)

PART = st.text(st.characters(exclude_characters="/", exclude_categories=("Cs",)), min_size=1, max_size=12)
SUBNET = "/subscriptions/S/resourceGroups/Rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s"


SEGMENTS = st.lists(st.tuples(PART, PART), min_size=1, max_size=3)
SCOPE = st.one_of(
    st.just(TENANT),
    PART.map(lambda name: f"/providers/Microsoft.Management/managementGroups/{name}"),
    PART.map(subscription_scope),
    st.builds(group_scope, PART, PART),
)


@given(SCOPE, PART, SEGMENTS, st.none() | SEGMENTS)
def test_what_is_written_is_read_again(
    scope: str, namespace: str, segments: list[tuple[str, str]], inner: list[tuple[str, str]] | None
) -> None:
    made = ResourceId(scope, namespace, tuple(segments))
    if inner:
        made = ResourceId(str(made), "A.B", tuple(inner))
    if not any("providers" in part.lower() for pair in (*segments, *(inner or [])) for part in pair):
        assert read_id(str(made)) == made


@pytest.mark.parametrize(
    ("text", "subscription", "group", "scope"),
    [
        ("/providers/A.B/cs/c", None, None, ""),
        ("/providers/Microsoft.Management/managementGroups/m/providers/A.B/cs/c", None, None, f"{MANAGEMENT_GROUPS}m"),
        ("/subscriptions/S/providers/A.B/cs/c", "S", None, "/subscriptions/S"),
        (f"{SUBNET}/providers/A.B/locks/l", "S", "Rg", SUBNET),
    ],
)
def test_an_id_knows_where_it_lives(text: str, subscription: str | None, group: str | None, scope: str) -> None:
    found = read_id(text)
    assert (found.subscription, found.group, found.scope, str(found)) == (subscription, group, scope, text)


def test_an_id_knows_its_type_name_scope_and_parent() -> None:
    found = read_id(SUBNET)
    assert (found.type, found.name) == ("Microsoft.Network/virtualNetworks/subnets", "v/s")
    assert found.scope == "/subscriptions/S/resourceGroups/Rg"
    assert str(found.parent) == SUBNET.removesuffix("/subnets/s")
    assert found.parent is not None
    assert found.parent.parent is None


def test_fixed_parts_are_read_in_any_case_and_written_in_azures() -> None:
    assert str(read_id(SUBNET.replace("resourceGroups", "RESOURCEGROUPS").replace("providers", "Providers"))) == SUBNET
    assert key_of(SUBNET.upper() + "/") == key_of(SUBNET)
    assert group_key("S", "Rg") == key_of("/subscriptions/s/resourceGroups/RG")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "nic1",
        SUBNET[1:],
        SUBNET.removesuffix("/s"),
        SUBNET.replace("/v/", "//"),
        SUBNET.replace("providers", "provider"),
        "/subscriptions/S/resourceGroups/Rg",
        "/subscriptions/S/providers/Microsoft.Network",
        "[resourceId('a', 'b')]",
    ],
)
def test_what_is_no_id_is_refused_with_the_text_itself(text: str) -> None:
    with pytest.raises(AzureError) as caught:
        read_id(text)
    assert (caught.value.status, caught.value.code) == (400, "LinkedInvalidPropertyId")
    assert caught.value.message.startswith(f"Property id '{text}' at path '' is invalid.")


@pytest.mark.parametrize("name", ["a", "-", "(x)", "rg.of_1-(b)", "x" * 90, "räume"])
def test_group_names_azure_takes(name: str) -> None:
    check_group_name(name)


@pytest.mark.parametrize("name", ["", ".", "rg.", "x" * 91, "a b", "a/b", "rg\n", "a'b", "<rg>"])
def test_group_names_azure_refuses(name: str) -> None:
    with pytest.raises(AzureError) as caught:
        check_group_name(name)
    assert (caught.value.status, caught.value.code) == (400, "InvalidResourceGroup")
