"""What is asked of a token endpoint, and the access tokens it answers with: v1.0 tokens, as Azure Resource Manager's.

Tokens live in real time, not in the simulated one: clients judge their expiry by the machine's clock.
"""

import base64
import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from azlift.rehearsal.identity.aadsts import refusal
from azlift.rehearsal.identity.directory import Directory
from azlift.rehearsal.identity.principals import Entry, Tenant
from azlift.rehearsal.identity.signing import Signer

Json = dict[str, Any]
ARM_APP_ID = "797f4846-ba00-4fd7-ba43-dac1f8f63013"  # "Windows Azure Service Management API"
WELL_KNOWN_AUDIENCES = ("https://management.azure.com", "https://management.core.windows.net", ARM_APP_ID)
TOKEN_EXCHANGE = "api://AzureADTokenExchange"  # noqa: S105 - the audience of workload identity federation
SHARED_NAMES = frozenset({"common", "organizations", "consumers"})
OIDC_SCOPES = frozenset({"openid", "profile", "offline_access", "email"})
SECRET_PROOF, CERTIFICATE_PROOF, NO_PROOF = "1", "2", "0"  # the claim appidacr: how the client proved itself


def v1_issuer(tenant_id: str) -> str:
    """The issuer of v1.0 tokens, which is what ARM's are: it names the tenant and no endpoint."""
    return f"https://sts.windows.net/{tenant_id}/"


def v2_issuer(endpoint: str, tenant_id: str) -> str:
    return f"{endpoint}/{tenant_id}/v2.0"


@dataclass(frozen=True)
class Asked:
    """One request to a token endpoint: the tenant as the path names it, the form, the address, v1 or v2."""

    tenant: str
    form: Mapping[str, str]
    endpoint: str
    v1: bool = False

    def need(self, name: str) -> str:
        value = self.form.get(name)
        if not value:
            raise refusal(900144, name=name)
        return value

    @property
    def capabilities(self) -> list[str]:
        """The client capabilities (xms_cc) of the claims parameter: CP1 says the client answers claims challenges."""
        try:
            claims = json.loads(self.form.get("claims") or "{}")
            values = claims.get("access_token", {}).get("xms_cc", {}).get("values", [])
        except (ValueError, AttributeError, RecursionError) as error:
            raise refusal(9002313) from error
        return [str(each) for each in values] if isinstance(values, list) else []


@dataclass(frozen=True)
class Grant:
    """What a token is about: who, through which client, for which resource; `scopes` of a user's, `amr` how they
    signed in."""

    entry: Entry
    client_id: str
    resource: str
    proof: str
    scopes: tuple[str, ...] = ()
    amr: tuple[str, ...] = ()


class Mint:
    """Coins tokens; `audiences` are the addresses this world was ever served at, and Azure's own."""

    def __init__(self, directory: Directory, signer: Signer, audiences: set[str], now: Callable[[], float]) -> None:
        self.directory = directory
        self.signer = signer
        self.audiences = audiences
        self.now = now

    def realm(self, name: str) -> Tenant | None:
        """The tenant a path names, None for `common` and its like; Entra's refusal for any other name."""
        if name.lower() in SHARED_NAMES:
            return None
        found = self.directory.tenant(name)
        if found is None:
            raise refusal(90002 if is_guid(name) or "." in name else 900023, tenant=name)
        return found

    def check_resource(self, resource: str, tenant: Tenant) -> str:
        """The resource if the tenant knows it: ARM at any of its addresses, or one of its own applications."""
        bare = resource.rstrip("/")
        known = bare in self.audiences or bare == TOKEN_EXCHANGE
        if not known and self.directory.application(bare.removeprefix("api://"), tenant.tenant_id) is None:
            raise refusal(500011, resource=resource, tenant=tenant.display_name)
        return resource

    def access_token(self, grant: Grant, asked: Asked) -> str:
        """A signed token; one issued within the second of a revocation begins where the revocation ends."""
        entry = grant.entry
        begins = max(int(self.now()), entry.valid_from)
        exchange = grant.resource == TOKEN_EXCHANGE
        issuer = v2_issuer(asked.endpoint, entry.tenant_id) if exchange else v1_issuer(entry.tenant_id)
        claims: Json = {
            "aud": grant.resource,
            "iss": issuer,
            "iat": begins,
            "nbf": begins,
            "exp": begins + self.directory.token_seconds,
            "appid": grant.client_id,
            "appidacr": grant.proof,
            "idp": issuer,
            "idtyp": "app",
            "oid": entry.object_id,
            "sub": entry.object_id,
            "tid": entry.tenant_id,
            "uti": str(uuid.uuid4()),
            "ver": "2.0" if exchange else "1.0",
        }
        if asked.capabilities:
            claims["xms_cc"] = asked.capabilities
        if entry.kind == "ManagedIdentity":
            claims["xms_mirid"] = entry.resource_id
        if entry.kind == "User":
            claims |= _user_claims(grant)
        return self.signer.sign(claims)

    def answer(self, grant: Grant, asked: Asked) -> Json:
        """The body of a token answer: numbers for v2, strings and more members for v1."""
        seconds = self.directory.token_seconds
        token = self.access_token(grant, asked)
        if not asked.v1:
            return {
                "token_type": "Bearer",
                "expires_in": seconds,
                "ext_expires_in": seconds,
                "access_token": token,
            }
        begins = int(self.now())
        return {
            "token_type": "Bearer",
            "expires_in": str(seconds),
            "ext_expires_in": str(seconds),
            "expires_on": str(begins + seconds),
            "not_before": str(begins),
            "resource": grant.resource,
            "access_token": token,
        }


def _user_claims(grant: Grant) -> Json:
    entry = grant.entry
    return {
        "idtyp": "user",
        "sub": pairwise(entry.object_id, grant.client_id),
        "name": entry.display_name,
        "upn": entry.user_principal_name,
        "unique_name": entry.user_principal_name,
        "scp": " ".join(grant.scopes),
        "amr": list(grant.amr),
    }


def pairwise(object_id: str, client_id: str) -> str:
    """The subject of a user as one client knows them: another one for every client."""
    digest = hashlib.sha256(f"{object_id}/{client_id}".encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def client_resource(asked: Asked) -> str:
    """The resource of a client-credentials request: `resource` (v1) or `scope` ending in /.default (v2)."""
    if asked.v1:
        return asked.need("resource")
    if "resource" in asked.form:
        raise refusal(901002)
    scope = asked.form.get("scope", "").strip()
    if not scope:
        raise refusal(90014, name="scope")
    if not scope.endswith("/.default") or len(scope.split()) != 1:
        raise refusal(1002012, scope=scope)
    return scope.removesuffix("/.default")


def user_resource(asked: Asked) -> tuple[str, tuple[str, ...]]:
    """The resource of a user's request and the scopes in it; all scopes of one request are one resource's."""
    if asked.v1:
        return asked.need("resource"), ("user_impersonation",)
    scope = asked.form.get("scope", "").strip()
    named = [each.rpartition("/") for each in scope.split() if each not in OIDC_SCOPES]
    resources = {resource for resource, _, _ in named}
    if len(resources) != 1 or not all(word for _, _, word in named):
        raise refusal(70011, scope=scope)
    words = tuple("user_impersonation" if word == ".default" else word for _, _, word in named)
    return resources.pop(), words


def is_guid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
