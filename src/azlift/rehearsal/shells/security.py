"""Managed identities, key vaults and their secrets (management plane)."""

import re

from azlift.rehearsal.shells.shell import Shell, Taken

VAULT_NAME = re.compile(r"[A-Za-z](?!.*--)[A-Za-z0-9-]{1,22}[A-Za-z0-9]")
PRINCIPAL = {"tenantId": "{tenant}", "principalId": "{guid}", "clientId": "{client}"}
# Recorded in the tests of the Python SDK (keyvault, test_cli_mgmt_keyvault), spelling and all.
ALREADY_EXISTS = (
    "The vault name '{name}' is already in use. Vault names are globaly unique so it is possible that the name is "
    "already taken. If you are sure that the vault name was not taken then it is possible that a vault with the same "
    "name was recently deleted but not purged after being placed in a recoverable state. If the vault is in a "
    "recoverable state then the vault will need to be purged before reusing the name. For more information about "
    "VaultAlreadyExists, soft delete and purging a vault follow this link https://go.microsoft.com/fwlink/?linkid=2147740."
)

SHELLS = (
    Shell(
        "Microsoft.ManagedIdentity/userAssignedIdentities",
        seconds=0,
        computed=PRINCIPAL,
        shows_state=False,
        name_rule=re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{2,127}"),
        name_words="3 to 128 letters, digits, '-' and '_', beginning with a letter or digit",
    ),
    Shell(
        "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
        seconds=0,
        required=("properties.issuer", "properties.subject", "properties.audiences"),
        tracked=False,
        shows_state=False,
    ),
    Shell(
        "Microsoft.KeyVault/vaults",
        seconds=0,
        required=("properties.sku.name", "properties.tenantId"),
        name_rule=VAULT_NAME,
        name_code="VaultNameNotValid",
        name_words="The vault name '{name}' is invalid. A vault's name must be between 3-24 alphanumeric "
        "characters. The name must begin with a letter, end with a letter or digit, and not contain consecutive "
        "hyphens.",
        taken=Taken("VaultAlreadyExists", ALREADY_EXISTS),
        secret=("createMode",),
        defaults={
            "accessPolicies": [],
            "enabledForDeployment": False,
            "enableSoftDelete": True,
            "publicNetworkAccess": "Enabled",
        },
        computed={"vaultUri": "https://{lower}.vault.azure.net/"},
        statuses=(200, 200),
    ),
    Shell(
        "Microsoft.KeyVault/vaults/secrets",
        seconds=0,
        required=("properties.value",),
        tracked=False,
        shows_state=False,
        secret=("value",),
        defaults={"attributes": {"enabled": True}},
        computed={
            "secretUri": "https://{parent}.vault.azure.net/secrets/{name}",
            "secretUriWithVersion": "https://{parent}.vault.azure.net/secrets/{name}/{short}",
        },
        statuses=(200, 200),
    ),
    Shell(
        "Microsoft.KeyVault/vaults/keys",
        seconds=0,
        tracked=False,
        shows_state=False,
        computed={
            "keyUri": "https://{parent}.vault.azure.net/keys/{name}",
            "keyUriWithVersion": "https://{parent}.vault.azure.net/keys/{name}/{short}",
        },
        statuses=(200, 200),
    ),
    Shell("Microsoft.KeyVault/vaults/accessPolicies", seconds=0, tracked=False, shows_state=False, statuses=(200, 200)),
)
