"""The pretend Entra: one tenant, one application with a secret, signed tokens, and the CA of the https endpoint.

Tokens live in real time, not in the simulated one: clients judge their expiry by the machine's clock.
"""

import hmac
import json
import secrets
import time
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.files import write_private

TOKEN_SECONDS = 3599  # what Entra gives by default, less a second
KEY_ID = "azlift-rehearsal"
WELL_KNOWN_AUDIENCES = ("https://management.azure.com", "https://management.core.windows.net")


@dataclass(frozen=True)
class Facts:
    """Who may sign in, kept in the state directory (mode 0600)."""

    tenant_id: str
    subscription_id: str
    client_id: str
    object_id: str
    client_secret: str
    signing_key: str


@dataclass(frozen=True, slots=True)
class Principal:
    """Who makes a call: `app_id` is the application that acts."""

    object_id: str
    app_id: str
    tenant_id: str
    kind: str
    user_principal_name: str = ""

    @property
    def client(self) -> str:
        """What ARM's AuthorizationFailed calls the client: a user's name, otherwise the application's id."""
        return self.user_principal_name or self.app_id


@dataclass(frozen=True, slots=True)
class Entry:
    """One object of the directory; `members` (object ids) are for groups."""

    object_id: str
    tenant_id: str
    kind: str
    display_name: str
    app_id: str = ""
    members: tuple[str, ...] = ()


class Directory:
    """Who there is; `version` grows with every change."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.version = 0

    def keep(self, entry: Entry) -> Entry:
        self.entries[entry.object_id] = entry
        self.version += 1
        return entry

    def add(self, kind: str, tenant_id: str, display_name: str, **members: Any) -> Entry:
        """Enter somebody new; applications are given a client id."""
        object_id, app_id = (str(uuid.uuid5(uuid.NAMESPACE_URL, f"{what}/{display_name}")) for what in ("oid", "app"))
        return self.keep(Entry(object_id, tenant_id, kind, display_name, app_id, **members))

    def groups_of(self, object_id: str) -> frozenset[str]:
        """The groups an object is in, groups within groups counted."""
        found: set[str] = set()
        fresh = {object_id}
        while fresh:
            fresh = {each.object_id for each in self.entries.values() if fresh & set(each.members)} - found
            found |= fresh
        return frozenset(found)


@dataclass(frozen=True)
class TokenError(Exception):
    """A refusal of the token endpoint, in Entra's shape."""

    status: int
    error: str
    number: int
    message: str

    def body(self) -> dict[str, Any]:
        return {
            "error": self.error,
            "error_description": f"AADSTS{self.number}: {self.message}",
            "error_codes": [self.number],
            "timestamp": time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime()),
            "trace_id": str(uuid.uuid4()),
            "correlation_id": str(uuid.uuid4()),
            "error_uri": f"https://login.microsoftonline.com/error?code={self.number}",
        }


def read_facts(directory: Path | None) -> Facts:
    """The facts of a state directory, made at its first use."""
    path = directory / "identity.json" if directory else None
    if path is not None and path.exists():
        return Facts(**json.loads(path.read_text(encoding="utf-8")))
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    tenant, subscription, client, principal = (str(uuid.uuid4()) for _ in range(4))
    facts = Facts(tenant, subscription, client, principal, secrets.token_urlsafe(30), pem)
    if path is not None:
        write_private(path, json.dumps(asdict(facts)))
    return facts


class Identity:
    """Issues tokens and verifies them; `audiences` are the addresses this world was ever served at."""

    def __init__(self, facts: Facts, audiences: set[str]) -> None:
        self.facts = facts
        self.audiences = audiences | set(WELL_KNOWN_AUDIENCES)
        key = serialization.load_pem_private_key(facts.signing_key.encode(), password=None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError("the signing key of the state directory is not an RSA key")
        self._key = key
        self._verified: dict[str, tuple[float, Principal]] = {}
        self.directory = Directory()
        self.directory.keep(
            Entry(facts.object_id, facts.tenant_id, "ServicePrincipal", "azlift rehearsal", facts.client_id)
        )

    def openid_configuration(self, endpoint: str, tenant: str) -> dict[str, Any]:
        base = f"{endpoint}/{tenant}"
        return {
            "issuer": f"{base}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "jwks_uri": f"{base}/discovery/v2.0/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "response_types_supported": ["token"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def keys(self) -> dict[str, Any]:
        """The public half of the signing key, as a JSON Web Key Set."""
        public = RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]}

    def issue(self, tenant: str, form: Mapping[str, str], endpoint: str) -> dict[str, Any]:
        """A token for the client credentials of a form; TokenError in Entra's words otherwise."""
        self._check_client(tenant, form)
        scope = form.get("scope", "")
        audience = scope.removesuffix(".default").removesuffix("/")
        if not scope.endswith("/.default"):
            message = f"The provided value for scope {scope} is not valid: it must end in '/.default'."
            raise TokenError(400, "invalid_scope", 1002012, message)
        if audience.rstrip("/") not in self.audiences:
            message = f"The resource principal named {audience} was not found in the tenant named {tenant}."
            raise TokenError(400, "invalid_resource", 500011, message)
        now = int(time.time())
        claims = {
            "aud": audience,
            "iss": f"{endpoint}/{self.facts.tenant_id}/v2.0",
            "iat": now,
            "nbf": now,
            "exp": now + TOKEN_SECONDS,
            "appid": self.facts.client_id,
            "oid": self.facts.object_id,
            "sub": self.facts.object_id,
            "tid": self.facts.tenant_id,
            "ver": "1.0",
        }
        return {
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "ext_expires_in": TOKEN_SECONDS,
            "access_token": self.sign(claims),
        }

    def sign(self, claims: Mapping[str, Any]) -> str:
        return jwt.encode(dict(claims), self._key, algorithm="RS256", headers={"kid": KEY_ID})

    def _check_client(self, tenant: str, form: Mapping[str, str]) -> None:
        facts = self.facts
        if tenant.lower() != facts.tenant_id:
            message = f"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID."
            raise TokenError(400, "invalid_request", 90002, message)
        if form.get("grant_type") != "client_credentials":
            message = "The app requested an unsupported grant type; the pretend Azure knows 'client_credentials' only."
            raise TokenError(400, "unsupported_grant_type", 70003, message)
        client = form.get("client_id", "")
        if client.lower() != facts.client_id:
            message = f"Application with identifier '{client}' was not found in the directory '{tenant}'."
            raise TokenError(400, "unauthorized_client", 700016, message)
        if not hmac.compare_digest(form.get("client_secret", "").encode(), facts.client_secret.encode()):
            message = (
                "Invalid client secret provided. Ensure the secret being sent in the request is the "
                "client secret value, "
                f"not the client secret ID, for a secret added to app '{client}'."
            )
            raise TokenError(401, "invalid_client", 7000215, message)

    def verify(self, header: str, endpoint: str) -> Principal:
        """The principal of an Authorization header; Azure's 401 when it is missing, forged, expired or for someone
        else."""
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token:
            message = "Authentication failed. The 'Authorization' header is missing."
            raise self._refuse("AuthenticationFailed", message, endpoint)
        known = self._verified.get(token)
        if known is not None and known[0] > time.time():
            return known[1]
        try:
            claims = jwt.decode(
                token,
                self._key.public_key(),
                ["RS256"],
                options={"verify_aud": False, "require": ["exp", "aud", "oid"]},
            )
        except jwt.ExpiredSignatureError as error:
            message = "The access token expiry UTC time is in the past. Please refresh the token."
            raise self._refuse("ExpiredAuthenticationToken", message, endpoint) from error
        except jwt.InvalidTokenError as error:
            message = f"Authentication failed. The access token is invalid: {error}."
            raise self._refuse("InvalidAuthenticationToken", message, endpoint) from error
        if str(claims["aud"]).rstrip("/") not in self.audiences:
            message = f"The access token has been obtained for wrong audience or resource '{claims['aud']}'."
            raise self._refuse("InvalidAuthenticationTokenAudience", message, endpoint)
        entry = self.directory.entries.get(str(claims["oid"]))
        kind = entry.kind if entry else "ServicePrincipal"
        principal = Principal(str(claims["oid"]), str(claims.get("appid", "")), self.facts.tenant_id, kind)
        self._verified[token] = (float(claims["exp"]), principal)
        return principal

    def _refuse(self, code: str, message: str, endpoint: str) -> AzureError:
        uri = f"{endpoint}/{self.facts.tenant_id}"
        challenge = f'Bearer authorization_uri="{uri}", error="invalid_token", error_description="{message}"'
        return AzureError(401, code, message, headers=[("www-authenticate", challenge.replace("\n", " "))])
