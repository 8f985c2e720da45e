"""What run-time functions of a template learn from the world."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import (
    deployment,
    interface,
    network,
    template,
)


def test_outputs_read_the_running_world(desk: Desk) -> None:
    body = template(
        [network(), interface(dependsOn=["vnet1"])],
        outputs={
            "address": {
                "type": "string",
                "value": "[reference(resourceId('Microsoft.Network/networkInterfaces', 'nic1'), '2024-07-01')"
                ".ipConfigurations[0].properties.privateIPAddress]",
            }
        },
    )
    done = desk.deploy(deployment(body))
    assert done["properties"]["outputs"]["address"]["value"] == "10.0.0.4"
