"""Identities of shells: principals that templates can give roles to."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import deployment, template

GROUP = "~/resourceGroups/rg1/providers"


def test_a_resource_has_a_principal_of_its_own_and_those_of_its_identities(desk: Desk) -> None:
    for namespace in ("Microsoft.ManagedIdentity", "Microsoft.DataFactory"):
        desk.world.keep_registration(namespace, "Registered")
    own = desk.put(f"{GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/id1", {"location": "westeurope"})
    identity = {"type": "SystemAssigned,UserAssigned", "userAssignedIdentities": {own["id"]: {}, "/gone": {}}}
    path, body = f"{GROUP}/Microsoft.DataFactory/factories/df1", {"location": "westeurope", "identity": identity}
    made = desk.put(path, body)["identity"]
    assert (len(made["principalId"]), made["tenantId"]) == (36, desk.world.account.tenant_id)
    given = {name: own["properties"][name] for name in ("principalId", "clientId")}
    assert made["userAssignedIdentities"] == {own["id"]: given, "/gone": {}}
    assert desk.put(path, body)["identity"] == made


def test_a_template_reads_the_principal(desk: Desk) -> None:
    factory = {
        "type": "Microsoft.DataFactory/factories",
        "apiVersion": "2018-06-01",
        "name": "df1",
        "location": "westeurope",
        "identity": {"type": "SystemAssigned"},
    }
    read = "[reference('df1', '2018-06-01', 'full').identity.principalId]"
    done = desk.deploy(deployment(template([factory], outputs={"p": {"type": "string", "value": read}})))
    assert len(done["properties"]["outputs"]["p"]["value"]) == 36
