"""The token endpoint: the order of its checks."""

import pytest
from tests.rehearsal.identity.conftest import Realm


@pytest.mark.parametrize(
    ("tenant", "number"),
    [
        ("11111111-2222-3333-4444-555555555555", 90002),
        ("nobody.example", 90002),
        ("nonsense", 900023),
        ("common", 50059),
        ("organizations", 50059),
        ("Consumers", 50059),
    ],
)
def test_an_application_signs_in_to_a_tenant_it_names(realm: Realm, tenant: str, number: int) -> None:
    assert realm.refused(tenant).number == number


def test_the_tenant_may_be_named_by_its_domain(realm: Realm) -> None:
    assert realm.claims(realm.ask("Rehearsal.example"))["tid"] == realm.facts.tenant_id


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({"grant_type": None}, 900144),
        ({"grant_type": "implicit"}, 70003),
        ({"client_id": None}, 900144),
        ({"client_secret": None}, 7000216),
        ({"grant_type": "password", "username": "u", "password": "p"}, 50034),
        ({"grant_type": "password"}, 900144),
    ],
)
def test_what_is_missing_is_named(realm: Realm, changes: dict[str, str | None], number: int) -> None:
    assert realm.refused(**changes).number == number


def test_a_missing_secret_is_seen_before_a_missing_tenant(realm: Realm) -> None:
    assert realm.refused("common", client_secret=None).number == 7000216
