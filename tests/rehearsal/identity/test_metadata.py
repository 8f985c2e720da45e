"""The documents Entra describes itself with."""

import pytest
from tests.rehearsal.conftest import ENDPOINT
from tests.rehearsal.identity.conftest import Realm

from azlift.rehearsal.identity import TokenError
from azlift.rehearsal.identity.metadata import instance_discovery, openid_configuration, user_realm


def test_a_tenants_configuration_names_its_endpoints(realm: Realm) -> None:
    tenant = realm.directory.tenants[realm.facts.tenant_id]
    base = f"{ENDPOINT}/{tenant.tenant_id}"
    found = openid_configuration(ENDPOINT, "rehearsal.example", tenant, v1=False)
    assert found["issuer"] == f"{base}/v2.0"
    assert found["token_endpoint"] == f"{base}/oauth2/v2.0/token"
    assert found["jwks_uri"] == f"{base}/discovery/v2.0/keys"
    older = openid_configuration(ENDPOINT, "rehearsal.example", tenant, v1=True)
    assert older["issuer"] == f"https://sts.windows.net/{tenant.tenant_id}/"
    assert older["token_endpoint"] == f"{base}/oauth2/token"


def test_everybodys_configuration_has_a_pattern_for_an_issuer() -> None:
    found = openid_configuration(ENDPOINT, "organizations", None, v1=False)
    assert found["issuer"] == f"{ENDPOINT}/{{tenantid}}/v2.0"
    assert found["authorization_endpoint"] == f"{ENDPOINT}/organizations/oauth2/v2.0/authorize"


def test_an_instance_knows_itself_and_nobody_else() -> None:
    found = instance_discovery(ENDPOINT, f"{ENDPOINT}/common/oauth2/v2.0/authorize")
    assert found["tenant_discovery_endpoint"] == f"{ENDPOINT}/common/v2.0/.well-known/openid-configuration"
    for authority in ("https://login.example/common/oauth2/authorize", ENDPOINT, ""):
        with pytest.raises(TokenError) as caught:
            instance_discovery(ENDPOINT, authority)
        assert (caught.value.number, caught.value.error) == (50049, "invalid_instance")


def test_users_of_our_domains_are_managed_here(realm: Realm) -> None:
    assert user_realm(realm.directory, "ann@Rehearsal.example")["account_type"] == "Managed"
    assert user_realm(realm.directory, "ann@elsewhere.example")["account_type"] == "Unknown"
