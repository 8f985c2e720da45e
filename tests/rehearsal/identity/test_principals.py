"""Principals and their credentials as they are kept."""

import json

from tests.rehearsal.identity.conftest import make_paper

from azlift.rehearsal.identity.principals import (
    Certificate,
    Entry,
    FederatedCredential,
    Principal,
    secret_of,
)


def test_a_secret_is_known_again_and_not_kept() -> None:
    secret = secret_of("k1", "s3cret", 5.0)
    assert secret.matches("s3cret")
    assert not secret.matches("S3cret")
    assert "s3cret" not in repr(secret)
    assert secret_of("k1", "s3cret").digest != secret.digest


def test_an_entry_is_read_as_it_was_written() -> None:
    entry = Entry(
        "o1", "t1", "ServicePrincipal", "app", "a1",
        secrets=(secret_of("k1", "s"),),
        certificates=(Certificate("k2", make_paper().pem),),
        federated=(FederatedCredential("k3", "n", "https://i/", "s", ("a", "b")),),
        hosts=("/h",), members=("m",), valid_from=7,
    )  # fmt: skip
    assert Entry.from_document(json.loads(json.dumps(entry.document()))) == entry


def test_a_user_is_called_by_name_and_an_application_by_its_id() -> None:
    assert Principal("o", "a", "t", "User", "ann@rehearsal.example").client == "ann@rehearsal.example"
    assert Principal("o", "a", "t", "ServicePrincipal").client == "a"


def test_a_system_assigned_identity_has_its_own_resource_as_its_only_host() -> None:
    own = Entry("o", "t", "ManagedIdentity", "vm", resource_id="/S/vm", hosts=("/s/vm",))
    assert own.is_system_assigned
    assert not Entry("o", "t", "ManagedIdentity", "id", resource_id="/S/id", hosts=("/s/vm",)).is_system_assigned
