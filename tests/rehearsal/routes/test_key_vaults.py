"""The lists of what is deleted and not yet purged."""

from tests.rehearsal.conftest import Desk


def test_nothing_is_deleted_in_a_new_subscription(desk: Desk) -> None:
    for name in ("deletedVaults", "deletedManagedHSMs"):
        assert desk.ask("GET", f"~/providers/Microsoft.KeyVault/{name}").json()["value"] == []
