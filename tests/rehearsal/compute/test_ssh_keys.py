"""SSH public keys."""

import pytest
from cryptography.hazmat.primitives import serialization
from tests.rehearsal.compute.conftest import COMPUTE
from tests.rehearsal.compute.sdk_models import SDK
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.compute.ssh_keys import check_key

KEY = f"{COMPUTE}/sshPublicKeys/k1"


@pytest.mark.parametrize(("asked", "begins"), [(None, "ssh-rsa "), ({"encryptionType": "Ed25519"}, "ssh-ed25519 ")])
def test_a_pair_is_made_and_fits_together(desk: Desk, asked: object, begins: str) -> None:
    assert desk.ask("PUT", KEY, {"location": "westeurope", "properties": {}}).status == 201
    found = desk.ask("POST", f"{KEY}/generateKeyPair", asked).json()
    assert list(SDK.problems("SshPublicKeyGenerateKeyPairResult", found)) == []
    assert found["publicKey"].startswith(begins)
    private = found["privateKey"].encode()
    load = serialization.load_ssh_private_key if b"OPENSSH" in private else serialization.load_pem_private_key
    encoding, form = serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    public = load(private, None).public_key().public_bytes(encoding, form).decode()
    assert found["publicKey"].startswith(public)
    shown = desk.ask("GET", KEY)
    assert (shown.json()["properties"], b"PRIVATE" in shown.body) == ({"publicKey": found["publicKey"]}, False)


@pytest.mark.parametrize("key", ["GEN-SSH-PUB-KEY", "ssh-rsa", "", "rsa AAAA"])
def test_what_is_no_key_is_refused(desk: Desk, key: str) -> None:
    with pytest.raises(AzureError, match="The value of parameter keyData is invalid"):
        check_key(key, "keyData")
    given = {"location": "westeurope", "properties": {"publicKey": key}}
    assert desk.ask("PUT", KEY, given).refusal == (400, "InvalidParameter")


def test_keys_of_every_kind_are_taken() -> None:
    for kind in ("ssh-rsa", "ssh-ed25519", "ecdsa-sha2-nistp256"):
        check_key(f"{kind} AAAA comment", "keyData")
