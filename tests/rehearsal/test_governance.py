"""The one gate: rights before locks, and both before anything else."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.people import GROUP, NETWORK, OWNER, READER, guest

ONE = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/v"


def test_rights_come_before_locks_and_locks_before_the_body(desk: Desk) -> None:
    lock = f"{GROUP}/providers/Microsoft.Authorization/locks/l"
    desk.ask("PUT", lock, {"properties": {"level": "ReadOnly"}})
    assert guest(desk, READER).ask("PUT", ONE, b"no json").refusal == (403, "AuthorizationFailed")
    owner = guest(desk, OWNER, name="owner")
    assert owner.ask("PUT", ONE, b"no json").refusal == (409, "ScopeLocked")
    desk.ask("DELETE", lock)
    assert owner.ask("PUT", ONE, b"no json").refusal == (400, "InvalidRequestContent")


def test_what_time_does_of_its_own_accord_asks_nobody(desk: Desk) -> None:
    desk.ask("PUT", ONE, NETWORK)
    desk.ask("PUT", f"{GROUP}/providers/Microsoft.Authorization/locks/l", {"properties": {"level": "ReadOnly"}})
    desk.wait()
    assert desk.ask("GET", ONE).json()["properties"]["provisioningState"] == "Succeeded"
    assert desk.world.actor is None
