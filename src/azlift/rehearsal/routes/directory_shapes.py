"""The bodies that steer the directory, and how it shows what it holds: never a secret. Members are Graph's."""

from datetime import UTC, datetime
from typing import Any

import jwt
from cryptography import x509

from azlift.rehearsal.azure_errors import Json, invalid_content
from azlift.rehearsal.clock import iso_time
from azlift.rehearsal.identity.principals import KINDS, Entry, Tenant
from azlift.rehearsal.strict import Shape, Voice, flag, list_of, one_of, text, whole_number

LONGEST_TOKEN = 86_400  # seconds. Source: configurable token lifetimes, at most one day


def _instant(value: Any, path: str, voice: Voice) -> float:
    """An ISO 8601 date and time; without an offset it is UTC."""
    try:
        moment = datetime.fromisoformat(text(value, path, voice))
    except ValueError as error:
        raise invalid_content(f"'{path}' is not a date and time (ISO 8601)") from error
    return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()


def _seconds(value: Any, path: str, voice: Voice) -> int:
    number = whole_number(value, path, voice)
    if not 1 <= number <= LONGEST_TOKEN:
        raise invalid_content(f"'{path}' is 1 to {LONGEST_TOKEN} seconds")
    return number


def _key(value: Any, path: str, voice: Voice) -> Json:
    try:
        jwt.PyJWK(value)
    except (jwt.PyJWKError, jwt.InvalidKeyError, AttributeError, TypeError) as error:
        raise invalid_content(f"'{path}' is not a JSON Web Key") from error
    return dict(value)


def _pem(value: Any, path: str, voice: Voice) -> str:
    try:
        x509.load_pem_x509_certificate(text(value, path, voice).encode())
    except ValueError as error:
        raise invalid_content(f"'{path}' is not a certificate in PEM form") from error
    return str(value)


TENANT = Shape("Tenant", {"displayName": text, "domain": text}, ("displayName", "domain"))
PRINCIPAL = Shape(
    "Principal",
    {
        "kind": one_of(*KINDS),
        "displayName": text,
        "tenantId": text,
        "userPrincipalName": text,
        "password": text,
        "resourceId": text,
        "publicClient": flag,
    },
    ("kind",),
)
CHANGE = Shape("Principal", {"displayName": text, "enabled": flag, "members": list_of(text)})
SECRET = Shape("Secret", {"secretText": text, "endDateTime": _instant})
CERTIFICATE = Shape("Certificate", {"certificate": _pem}, ("certificate",))
FEDERATED = Shape(
    "FederatedCredential",
    {"name": text, "issuer": text, "subject": text, "audiences": list_of(text, 1)},
    ("name", "issuer", "subject"),
)
ISSUER = Shape(
    "Issuer", {"issuer": text, "jwks": Shape("Jwks", {"keys": list_of(_key, 1)}, ("keys",))}, ("issuer", "jwks")
)
LIFETIME = Shape("Lifetime", {"seconds": _seconds}, ("seconds",))
ATTACHMENT = Shape("Attachment", {"resourceId": text, "identities": list_of(text)}, ("resourceId", "identities"))


def show_tenant(tenant: Tenant) -> Json:
    return {"tenantId": tenant.tenant_id, "displayName": tenant.display_name, "domains": list(tenant.domains)}


def show_entry(entry: Entry) -> Json:
    """An object without its secrets."""
    return {
        "id": entry.object_id,
        "kind": entry.kind,
        "tenantId": entry.tenant_id,
        "displayName": entry.display_name,
        "enabled": entry.enabled,
        "appId": entry.app_id,
        "userPrincipalName": entry.user_principal_name,
        "resourceId": entry.resource_id,
        "hosts": list(entry.hosts),
        "members": list(entry.members),
        "secrets": [
            {"keyId": each.key_id, "endDateTime": None if each.ends is None else iso_time(each.ends)}
            for each in entry.secrets
        ],
        "certificates": [{"keyId": each.key_id, "thumbprint": each.sha1.hex().upper()} for each in entry.certificates],
        "federatedCredentials": [
            {
                "keyId": each.key_id,
                "name": each.name,
                "issuer": each.issuer,
                "subject": each.subject,
                "audiences": list(each.audiences),
            }
            for each in entry.federated
        ],
        "tokensValidFrom": iso_time(entry.valid_from),
    }
