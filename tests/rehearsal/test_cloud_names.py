"""A template comes to the same names as in Azure; what a client is told to call is ours."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import deployment, template


def test_a_template_is_told_azures_names_and_a_client_ours(desk: Desk) -> None:
    outputs = {
        "storage": {"type": "string", "value": "[concat('https://x.blob.', environment().suffixes.storage)]"},
        "vault": {"type": "string", "value": "[environment().suffixes.keyvaultDns]"},
    }
    done = desk.deploy(deployment(template([], outputs=outputs)))["properties"]["outputs"]
    assert done["storage"]["value"] == "https://x.blob.core.windows.net"
    assert done["vault"]["value"] == ".vault.azure.net"
    told = desk.ask("GET", "/metadata/endpoints", api=None).body.decode()
    assert "windows.net" not in told
    assert "azure.com" not in told
