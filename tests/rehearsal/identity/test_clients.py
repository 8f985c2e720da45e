"""How applications prove themselves."""

from dataclasses import replace

from tests.rehearsal.conftest import ENDPOINT
from tests.rehearsal.identity.conftest import NOW, Realm

from azlift.rehearsal.identity.assertions import JWT_BEARER
from azlift.rehearsal.identity.principals import Tenant, secret_of
from azlift.rehearsal.identity.tokens import TOKEN_EXCHANGE

STRANGER = "11111111-2222-3333-4444-555555555555"


def test_the_right_secret_is_taken_in_any_spelling_of_the_client(realm: Realm) -> None:
    assert realm.ask(client_id=realm.facts.client_id.upper())["access_token"]


def test_wrong_clients_and_secrets_are_refused(realm: Realm) -> None:
    assert realm.refused(client_secret="wrong").number == 7000215
    unknown = realm.refused(client_id=STRANGER)
    assert unknown.number == 700016
    assert f"Application with identifier '{STRANGER}' was not found in the directory 'azlift rehearsal'" in str(unknown)


def test_a_secret_ends_and_its_successor_is_taken(realm: Realm) -> None:
    old, new = secret_of("k1", "old", NOW), secret_of("k2", "new", NOW + 1)
    realm.directory.keep(replace(realm.app, secrets=(old, new)))
    assert realm.refused(client_secret="old").number == 7000222
    assert realm.ask(client_secret="new")["access_token"]
    realm.now += 1
    assert realm.refused(client_secret="new").number == 7000222


def test_a_disabled_application_is_refused_before_its_secret_is_looked_at(realm: Realm) -> None:
    realm.directory.keep(replace(realm.app, enabled=False))
    refusal = realm.refused(client_secret="wrong")
    assert refusal.number == 7000112
    assert refusal.message == f"Application '{realm.facts.client_id}'(azlift rehearsal) is disabled."


def test_an_application_of_another_tenant_is_not_found(realm: Realm) -> None:
    realm.directory.keep_tenant(Tenant(STRANGER, "other", ("other.example",)))
    assert realm.refused("other.example").number == 700016


def test_an_assertion_comes_with_its_type(realm: Realm) -> None:
    assert realm.refused(client_secret=None, client_assertion="x").number == 900144
    wrong = {"client_assertion": "x", "client_assertion_type": "saml"}
    assert realm.refused(client_secret=None, **wrong).number == 9002313


def test_a_managed_identity_has_no_secret_but_may_trust_an_issuer(realm: Realm) -> None:
    """Its own tenant's tokens for the exchange, for one."""
    identity = realm.directory.add_managed_identity(
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i"
    )
    assert realm.refused(client_id=identity.app_id).number == 7000215
    issuer = f"{ENDPOINT}/{realm.facts.tenant_id}/v2.0"
    realm.directory.trust(identity.object_id, "app", issuer, realm.facts.object_id, (TOKEN_EXCHANGE,))
    token = realm.ask(scope=f"{TOKEN_EXCHANGE}/.default")["access_token"]
    answer = realm.ask(
        client_id=identity.app_id, client_secret=None, client_assertion=token, client_assertion_type=JWT_BEARER
    )
    claims = realm.claims(answer)
    assert (claims["oid"], claims["xms_mirid"]) == (identity.object_id, identity.resource_id)
