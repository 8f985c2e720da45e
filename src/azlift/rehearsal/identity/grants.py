"""The grants of the token endpoint: what is checked for each, in Entra's order, and what is given."""

from collections.abc import Callable
from typing import Any

from azlift.rehearsal.identity.aadsts import refusal
from azlift.rehearsal.identity.clients import proven_client
from azlift.rehearsal.identity.principals import Tenant
from azlift.rehearsal.identity.signin import SignIns
from azlift.rehearsal.identity.tokens import Asked, Grant, Mint, client_resource
from azlift.rehearsal.identity.users import by_assertion, by_code, by_device, by_password, by_refresh_token

Json = dict[str, Any]


def issue(mint: Mint, signins: SignIns, asked: Asked) -> Json:
    """The answer of the token endpoint to a form; TokenError in Entra's words otherwise."""
    tenant = mint.realm(asked.tenant)
    named = asked.need("grant_type")
    grant = GRANTS.get(named)
    if grant is None:
        raise refusal(70003, grant=named)
    return grant(mint, signins, asked, tenant)


def by_client(mint: Mint, signins: SignIns, asked: Asked, tenant: Tenant | None) -> Json:
    """client_credentials: an application for itself, always in a tenant named in the path."""
    asked.need("client_id")
    if not asked.form.get("client_secret") and not asked.form.get("client_assertion"):
        raise refusal(7000216)
    if tenant is None:
        raise refusal(50059)
    entry, proof = proven_client(mint, asked, tenant)
    resource = mint.check_resource(client_resource(asked), tenant)
    return mint.answer(Grant(entry, entry.app_id, resource, proof), asked)


Answering = Callable[[Mint, SignIns, Asked, Tenant | None], Json]
GRANTS: dict[str, Answering] = {
    "client_credentials": by_client,
    "password": by_password,
    "refresh_token": by_refresh_token,
    "authorization_code": by_code,
    "urn:ietf:params:oauth:grant-type:device_code": by_device,
    "device_code": by_device,
    "urn:ietf:params:oauth:grant-type:jwt-bearer": by_assertion,
}
