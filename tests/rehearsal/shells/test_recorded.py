"""What recordings add to the shells, and that they add it to shells there are."""

from tests.rehearsal.conftest import Desk

from azlift.rehearsal.shells import SHELLS
from azlift.rehearsal.shells.recorded import RECORDED, as_recorded
from azlift.rehearsal.shells.shell import Shell

GROUP = "~/resourceGroups/rg1/providers"


def test_every_entry_is_of_a_shell() -> None:
    assert RECORDED.keys() <= {shell.type for shell in SHELLS}


def test_what_a_shell_says_itself_stands() -> None:
    shell = as_recorded(Shell("Microsoft.Web/serverfarms", defaults={"reserved": True}))
    assert shell.defaults["reserved"] is True
    assert shell.defaults["numberOfWorkers"] == 1
    assert as_recorded(Shell("Microsoft.Contoso/things")) == Shell("Microsoft.Contoso/things")


def test_a_provider_answers_a_write_in_its_own_way(desk: Desk) -> None:
    """In its own casing, with regions as people write them, and with a state or without."""
    desk.world.keep_registration("Microsoft.ServiceBus", "Registered")
    namespace = f"{GROUP}/Microsoft.ServiceBus/namespaces/sb1"
    made = desk.ask("PUT", namespace, {"location": "westeurope", "properties": {}})
    assert (made.status, made.json()["type"]) == (200, "Microsoft.ServiceBus/Namespaces")
    assert made.json()["location"] == "West Europe"
    desk.wait()
    queue = desk.ask("PUT", f"{namespace}/queues/q1", {"properties": {"maxDeliveryCount": 3}})
    assert (queue.status, queue.json()["type"]) == (200, "Microsoft.ServiceBus/Namespaces/Queues")
    found = queue.json()["properties"]
    assert (found["maxDeliveryCount"], found["lockDuration"], "provisioningState" in found) == (3, "PT1M", False)
