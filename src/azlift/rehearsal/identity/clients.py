"""How an application proves at a token endpoint that it is the one it says: secret, certificate, or federation."""

from azlift.rehearsal.identity.aadsts import refusal
from azlift.rehearsal.identity.assertions import (
    JWT_BEARER,
    check_certificate_assertion,
    check_federated_assertion,
    read_assertion,
)
from azlift.rehearsal.identity.principals import Entry, Tenant
from azlift.rehearsal.identity.tokens import (
    CERTIFICATE_PROOF,
    NO_PROOF,
    SECRET_PROOF,
    Asked,
    Mint,
    is_guid,
    v1_issuer,
    v2_issuer,
)


def known_client(mint: Mint, asked: Asked, tenant: Tenant) -> Entry:
    """The enabled application of the request's client id."""
    client_id = asked.need("client_id")
    entry = mint.directory.application(client_id, tenant.tenant_id)
    if entry is None:
        raise refusal(700016, app=client_id, tenant=tenant.display_name)
    if not entry.enabled:
        raise refusal(7000112, app=entry.app_id, name=entry.display_name)
    return entry


def proven_client(mint: Mint, asked: Asked, tenant: Tenant) -> tuple[Entry, str]:
    """The application of the request, and how it proved itself; a public client may come with nothing."""
    entry = known_client(mint, asked, tenant)
    if asked.form.get("client_secret"):
        _check_secret(entry, asked.form["client_secret"], mint.now())
        return entry, SECRET_PROOF
    if asked.form.get("client_assertion"):
        _check_assertion(mint, asked, entry)
        return entry, CERTIFICATE_PROOF
    if not entry.public_client:
        raise refusal(7000218)
    return entry, NO_PROOF


def _check_secret(entry: Entry, text: str, now: float) -> None:
    fitting = [each for each in entry.secrets if each.matches(text)]
    if not fitting:
        raise refusal(7000215, app=entry.app_id)
    if all(each.ends is not None and each.ends <= now for each in fitting):
        raise refusal(7000222, app=entry.app_id)


def _check_assertion(mint: Mint, asked: Asked, entry: Entry) -> None:
    if asked.need("client_assertion_type") != JWT_BEARER:
        raise refusal(9002313)
    assertion = read_assertion(asked.form["client_assertion"])
    issuer = str(assertion.claim("iss"))
    if is_guid(issuer):
        names = {asked.tenant, entry.tenant_id}
        bases = [f"{asked.endpoint}/{name}" for name in names]
        audiences = {f"{base}/{rest}" for base in bases for rest in ("oauth2/v2.0/token", "oauth2/token", "v2.0", "")}
        audiences |= {v1_issuer(entry.tenant_id)}
        check_certificate_assertion(assertion, entry, audiences, mint.now())
        return
    ours = {v2_issuer(asked.endpoint, tenant) for tenant in mint.directory.tenants}
    keys = mint.signer.jwks if issuer in ours else mint.directory.issuers.get(issuer)
    check_federated_assertion(assertion, entry, keys, mint.now())
