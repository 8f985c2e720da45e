"""Key Vault references among parameters: the vault, its permission, the secret, the value."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import deployment, template

VAULT = "~/resourceGroups/rg1/providers/Microsoft.KeyVault/vaults/vault1"
DEPLOYMENT = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments/d1"
FAILED = "KeyVaultParameterReferenceSecretRetrieveFailed"


def vault(desk: Desk, **properties: Any) -> Desk:
    desk.world.keep_registration("Microsoft.KeyVault", "Registered")
    given = {"sku": {"name": "standard", "family": "A"}, "tenantId": desk.world.account.tenant_id, **properties}
    desk.put(VAULT, {"location": "westeurope", "properties": given})
    desk.put(f"{VAULT}/secrets/s1", {"properties": {"value": "hush"}})
    desk.put(f"{VAULT}/secrets/s2", {"properties": {"value": '{"a": 1}'}})
    off = {"value": "x", "attributes": {"enabled": False}}
    desk.put(f"{VAULT}/secrets/off", {"properties": off})
    return desk


def asking(desk: Desk, *, declared: str = "secureString", **reference: Any) -> Any:
    path = desk.subscription + VAULT[1:]
    entry = {"reference": {"keyVault": {"id": path}, "secretName": "s1", **reference}}
    made = template([], parameters={"p": {"type": declared}})
    read = "length(string(parameters('p')))"
    made["outputs"] = {"long": {"type": "int", "value": f"[{read}]"}}
    return deployment(made, parameters={"p": entry})


def test_the_parameter_has_the_secrets_value_and_nobody_sees_it(desk: Desk) -> None:
    vault(desk, enabledForTemplateDeployment=True)
    done = desk.deploy(asking(desk))["properties"]
    assert done["outputs"]["long"]["value"] == len("hush")
    assert "hush" not in str(done)
    assert "hush" not in str(desk.ask("GET", DEPLOYMENT).json())
    done = desk.deploy(asking(desk, declared="secureObject", secretName="s2"))["properties"]
    assert done["outputs"]["long"]["value"] == len('{"a":1}')


@pytest.mark.parametrize(
    ("reference", "code", "words"),
    [
        ({"keyVault": {"id": "/subscriptions/x"}}, "KeyVaultParameterReferenceNotFound", "could not be found"),
        ({"secretName": "none"}, FAILED, "'NotFound'. Error message: 'A secret with (name/id) none"),
        ({"secretVersion": "0"}, FAILED, "'NotFound'"),
        ({"secretName": "off"}, FAILED, "disabled secret"),
        ({"secretKind": "x"}, "InvalidRequestContent", "Could not find member 'secretKind'"),
    ],
)
def test_what_is_not_there_is_refused(desk: Desk, reference: Any, code: str, words: str) -> None:
    vault(desk, enabledForTemplateDeployment=True)
    refused = desk.ask("PUT", DEPLOYMENT, asking(desk, **reference))
    assert refused.refusal == (400, code)
    assert words in refused.json()["error"]["message"]


def test_a_vault_closed_to_template_deployments_is_refused(desk: Desk) -> None:
    vault(desk)
    refused = desk.ask("PUT", DEPLOYMENT, asking(desk))
    assert refused.refusal == (400, FAILED)
    assert "'Forbidden'. Error message: 'Access denied to first party service." in refused.json()["error"]["message"]


def test_a_secret_for_an_object_is_json(desk: Desk) -> None:
    vault(desk, enabledForTemplateDeployment=True)
    refused = desk.ask("PUT", DEPLOYMENT, asking(desk, declared="secureObject"))
    assert refused.refusal == (400, FAILED)


def test_a_parameter_that_is_not_secure_takes_no_reference(desk: Desk) -> None:
    vault(desk, enabledForTemplateDeployment=True)
    assert desk.ask("PUT", DEPLOYMENT, asking(desk, declared="string")).refusal[1] == "InvalidTemplate"
