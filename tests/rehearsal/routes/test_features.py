"""Preview features over HTTP."""

from tests.rehearsal.conftest import Desk

FEATURES = "~/providers/Microsoft.Features"


def test_features_are_listed_all_and_by_provider(desk: Desk) -> None:
    everything = desk.ask("GET", f"{FEATURES}/features").json()["value"]
    network = desk.ask("GET", f"{FEATURES}/providers/microsoft.network/features").json()["value"]
    assert {each["type"] for each in everything} == {"Microsoft.Features/providers/features"}
    assert [each for each in everything if each["name"].startswith("Microsoft.Network/")] == network
    assert network[0]["id"].endswith(f"/providers/Microsoft.Features/providers/Microsoft.Network/features/"
                                     f"{network[0]['name'].split('/')[1]}")  # fmt: skip


def test_features_of_no_provider_are_refused(desk: Desk) -> None:
    assert desk.ask("GET", f"{FEATURES}/providers/nowhere/features").refusal == (404, "InvalidResourceNamespace")
