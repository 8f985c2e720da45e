"""What is seen of a subscription before a wave is approved: rights, locks, quotas, sizes, room for deployments."""

from datetime import datetime

from azlift.model.noun import Noun


class Granted(Noun):
    """What one of the identity's roles lets it do: `actions` less `not_actions`, as Azure writes them."""

    actions: tuple[str, ...]
    not_actions: tuple[str, ...] = ()


class Lock(Noun):
    """A management lock. `level` is `CanNotDelete` or `ReadOnly`; `scope` what it is on, everything below included."""

    name: str
    level: str
    scope: str


class SizeSold(Noun):
    """What Azure says today of a size in a region: whether this subscription may have it, and in which zones.

    `refused` is why not, empty where it may; `vcpu` is what is charged to the quota of its `family`.
    """

    name: str
    family: str
    vcpu: int
    zones: tuple[str, ...] = ()
    refused: str = ""


class SignIn(Noun):
    """How long what azlift signs in with lasts. `renews`: it fetches new tokens without a person.

    `ends`: when the certificate or secret behind it ends, None where it has no end; `known` is False where nobody says.
    """

    kind: str
    renews: bool
    known: bool
    ends: datetime | None = None
    token_until: datetime
