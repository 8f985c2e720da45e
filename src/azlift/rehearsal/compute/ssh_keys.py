"""SSH public keys as resources, and the pairs the provider makes."""

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from azlift.rehearsal.compute.models import compute_kind, shape
from azlift.rehearsal.compute.refusals import invalid
from azlift.rehearsal.kinds import Action, Json, Surroundings, Wanted, by_action
from azlift.rehearsal.records import Resource
from azlift.rehearsal.strict import Voice
from azlift.rehearsal.world import World

KEY_TYPES = ("ssh-rsa", "ssh-ed25519", "ecdsa-sha2-")
RSA_BITS = 3072  # what Azure's portal and CLI make


def check_key(given: str, path: str) -> None:
    """Refuse what is no OpenSSH public key by its first word; the key itself is the guest's business."""
    if not given.strip().startswith(KEY_TYPES) or len(given.split()) < 2:
        raise invalid(f"The value of parameter {path} is invalid.", path)


def _judge_key(wanted: Wanted, around: Surroundings) -> None:
    if "publicKey" in wanted.properties:
        check_key(wanted.properties["publicKey"], "publicKey")


def generate_pair(world: World, resource: Resource, body: Json) -> Json:
    """A new pair, the private half answered once; drawn from the operating system, the one thing no seed decides."""
    asked = shape("SshGenerateKeyPairInputParameters").read(body, "", Voice.COMPUTE)
    ed = asked.get("encryptionType") == "Ed25519"
    key = ed25519.Ed25519PrivateKey.generate() if ed else rsa.generate_private_key(65537, RSA_BITS)
    encoding, no_secret = serialization.Encoding, serialization.NoEncryption()
    form = serialization.PrivateFormat.OpenSSH if ed else serialization.PrivateFormat.TraditionalOpenSSL
    private = key.private_bytes(encoding.PEM, form, no_secret).decode()
    public = key.public_key().public_bytes(encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()
    resource.properties = {**resource.properties, "publicKey": f"{public} generated-by-azure"}
    resource.wanted = {**resource.wanted, "publicKey": resource.properties["publicKey"]}
    world.keep(resource)
    return {"privateKey": private, "publicKey": resource.properties["publicKey"], "id": str(resource.id)}


SSH_KEY = compute_kind(
    "sshPublicKeys",
    "SshPublicKeyResource",
    seconds=0,
    shows_state=False,
    check=_judge_key,
    actions=by_action(Action("generateKeyPair", generate_pair)),
)
