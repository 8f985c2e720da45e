"""Key Vault references among a deployment's parameters: the vault must stand, be open to template deployments, and have
the secret; its value is then the parameter's."""

import json
from collections.abc import Mapping
from typing import Any

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.kinds import Json
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Shape, Voice, text
from azlift.rehearsal.world import World

VAULT_TYPE = "Microsoft.KeyVault/vaults"
SEE = "Please see https://aka.ms/arm-keyvault for usage details."
# The application ARM calls Key Vault as. Source: the words of Key Vault's own refusal.
DEPLOYER = "797f4846-ba00-4fd7-ba43-dac1f8f63013"
SECURE = ("securestring", "secureobject")
REFERENCE = Shape(
    "KeyVaultParameterReference",
    {
        "keyVault": Shape("KeyVaultReference", {"id": text}, ("id",)),
        "secretName": text,
        "secretVersion": text,
    },
    ("keyVault", "secretName"),
)


def with_secrets(world: World, template: Json, parameters: Json) -> Json:
    """The parameters with every reference of a secure one replaced by the secret it names."""
    known = template.get("parameters")
    declared = {name.lower(): each for name, each in known.items()} if isinstance(known, Mapping) else {}
    return {name: _resolved(world, name, entry, declared.get(name.lower())) for name, entry in parameters.items()}


def _resolved(world: World, name: str, entry: Any, declaration: Any) -> Any:
    """An entry as it is unless it is a reference for a secure parameter; what else is wrong the language says."""
    if not (isinstance(entry, Mapping) and "reference" in entry and isinstance(declaration, Mapping)):
        return entry
    kind = str(declaration.get("type", "")).lower()
    if (kind not in SECURE and "$ref" not in declaration) or "value" in entry:
        return entry
    path = f"properties.parameters.{name}.reference"
    value = _secret(world, name, REFERENCE.read(entry["reference"], path, Voice.ARM))
    return {"value": _as_object(name, value) if kind == "secureobject" else value}


def _secret(world: World, name: str, reference: Json) -> str:
    vault_id = reference["keyVault"]["id"]
    vault = world.find(vault_id)
    if vault is None or vault.id.type != VAULT_TYPE:
        message = f"The specified KeyVault '{vault_id}' could not be found. {SEE}"
        raise AzureError(400, "KeyVaultParameterReferenceNotFound", message)
    if not vault.properties.get("enabledForTemplateDeployment"):
        caller = f"name=ARM;tid={world.account.tenant_id};appid={DEPLOYER}"
        words = (
            f"Access denied to first party service.\r\nCaller: {caller}\r\n"
            f"Vault: {vault.id.name};location={vault.location}"
        )
        raise _retrieve_failed(name, "Forbidden", words)
    secret = world.find(f"{vault.id}/secrets/{reference['secretName']}")
    if secret is None or not _is_version(secret, reference.get("secretVersion")):
        words = f"A secret with (name/id) {reference['secretName']} was not found in this key vault."
        raise _retrieve_failed(name, "NotFound", words)
    if not secret.properties.get("attributes", {}).get("enabled", True):
        raise _retrieve_failed(name, "Forbidden", "Operation get is not allowed on a disabled secret.")
    return str(secret.wanted["value"])


def _is_version(secret: Resource, version: str | None) -> bool:
    return version is None or str(secret.properties["secretUriWithVersion"]).endswith(f"/{version}")


def _retrieve_failed(name: str, status: str, words: str) -> AzureError:
    message = (
        f"The secret of KeyVault parameter '{name}' cannot be retrieved. Http status code: '{status}'. "
        f"Error message: '{words}'. {SEE}"
    )
    return AzureError(400, "KeyVaultParameterReferenceSecretRetrieveFailed", message)


def _as_object(name: str, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError as error:
        message = f"The secret of KeyVault parameter '{name}' is not a JSON object. {SEE}"
        raise AzureError(400, "KeyVaultParameterReferenceSecretRetrieveFailed", message) from error
