"""Preview features."""

from tests.rehearsal.conftest import Desk

from azlift.rehearsal.features import KNOWN, list_features

FEATURES = "~/providers/Microsoft.Features/providers/Microsoft.Compute/features"


def state(desk: Desk, name: str) -> str:
    return str(desk.ask("GET", f"{FEATURES}/{name}").json()["properties"]["state"])


def test_a_feature_is_registered_after_a_while(desk: Desk) -> None:
    assert state(desk, "EncryptionAtHost") == "NotRegistered"
    reply = desk.ask("POST", f"{FEATURES}/encryptionathost/register")
    assert reply.json()["name"] == "Microsoft.Compute/EncryptionAtHost"
    assert reply.json()["properties"]["state"] == "Registering"
    desk.wait()
    assert state(desk, "EncryptionAtHost") == "Registered"
    assert desk.ask("POST", f"{FEATURES}/EncryptionAtHost/register").json()["properties"]["state"] == "Registered"


def test_a_feature_unregistered_while_it_was_registering_stays_so(desk: Desk) -> None:
    desk.ask("POST", f"{FEATURES}/EncryptionAtHost/register")
    desk.ask("POST", f"{FEATURES}/EncryptionAtHost/unregister")
    desk.wait()
    assert state(desk, "EncryptionAtHost") == "Unregistered"


def test_a_feature_we_do_not_know_is_not_claimed(desk: Desk) -> None:
    assert desk.ask("POST", f"{FEATURES}/Moonlight/register").refusal == (400, "NotModelledInRehearsal")


def test_all_known_features_are_listed(desk: Desk) -> None:
    subscription = desk.world.account.subscription_id
    assert len(list_features(desk.world, subscription)) == sum(map(len, KNOWN.values()))
