"""The documents Entra describes itself with: OpenID configuration (v1 and v2), instance discovery, user realm."""

from typing import Any
from urllib.parse import urlsplit

from azlift.rehearsal.identity.aadsts import refusal
from azlift.rehearsal.identity.directory import Directory
from azlift.rehearsal.identity.principals import Tenant
from azlift.rehearsal.identity.tokens import v1_issuer, v2_issuer

Json = dict[str, Any]


def openid_configuration(endpoint: str, named: str, tenant: Tenant | None, v1: bool) -> Json:
    """The configuration of a tenant, or of /common and its like, whose issuer is a pattern."""
    base = f"{endpoint}/{tenant.tenant_id if tenant else named}"
    issuing = tenant.tenant_id if tenant else "{tenantid}"
    version = "" if v1 else "/v2.0"
    return {
        "issuer": v1_issuer(issuing) if v1 else v2_issuer(endpoint, issuing),
        "authorization_endpoint": f"{base}/oauth2{version}/authorize",
        "token_endpoint": f"{base}/oauth2{version}/token",
        "device_authorization_endpoint": f"{base}/oauth2{version}/devicecode",
        "jwks_uri": f"{base}/discovery{version}/keys",
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "response_modes_supported": ["query"],
        "response_types_supported": ["code"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "request_uri_parameter_supported": False,
    }


def instance_discovery(endpoint: str, authority: str) -> Json:
    """Where an authority is described; Entra knows the hosts of its clouds, the pretend one knows itself."""
    asked = urlsplit(authority)
    here = urlsplit(endpoint)
    tenant = asked.path.strip("/").partition("/")[0]
    if asked.netloc != here.netloc or not tenant:
        raise refusal(50049)
    return {
        "tenant_discovery_endpoint": f"{endpoint}/{tenant}/v2.0/.well-known/openid-configuration",
        "api-version": "1.1",
        "metadata": [
            {"preferred_network": here.netloc, "preferred_cache": here.netloc, "aliases": [here.netloc]},
        ],
    }


def user_realm(directory: Directory, name: str) -> Json:
    """Whether a user signs in here (Managed) or is nobody's (Unknown); no federated domains are modelled."""
    tenant = directory.tenant(name.rpartition("@")[2])
    if tenant is None:
        return {"ver": "1.0", "account_type": "Unknown", "cloud_instance_name": "rehearsal"}
    return {
        "ver": "1.0",
        "account_type": "Managed",
        "domain_name": name.rpartition("@")[2],
        "cloud_instance_name": "rehearsal",
        "cloud_audience_urn": "urn:federation:MicrosoftOnline",
    }
