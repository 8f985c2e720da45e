"""What is sent to Azure, what Azure answers, and what is made of the answers."""

from datetime import datetime
from typing import Any, Final

from azlift.model.noun import Noun

ESTATE_TAG: Final = "azlift-estate"
"""What is ours bears the estate's name by it, resources and deployments alike."""
DIGEST_TAG: Final = "azlift-digest"
"""The digest of what was sent: with it a lost ledger is made anew from what stands."""


class ExpectedResource(Noun):
    """One resource a rendering creates, in creation order; deleted in the reverse of it."""

    id: str
    type: str
    name: str
    api_version: str
    size: str | None = None
    """The VM size or the disk's SKU, where the type has one."""
    zone: str | None = None
    """Of a virtual machine or a managed disk; None: it is in none."""
    iops: int | None = None
    mb_per_s: int | None = None
    """What is bought of a disk whose IOPS and MB/s are bought apart (Premium SSD v2)."""
    members: tuple[str, ...] = ()
    """The ids of a virtual machine's disks and NICs."""


class Part(Noun):
    """One ARM deployment: at most 800 resources, 256 parameters and 4 MB (see `rendering`)."""

    deployment: str
    template: dict[str, Any]
    parameters: dict[str, Any]
    expected: tuple[str, ...]
    """The ids of what this part makes."""


class Rendering(Noun):
    """`resource_group` is None for a deployment at subscription scope; `digest` covers everything that is sent."""

    subject: str
    resource_group: str | None
    location: str
    parts: tuple[Part, ...]
    expected: tuple[ExpectedResource, ...]
    tags: dict[str, str]
    digest: str


class Change(Noun):
    """One line of Azure's what-if; `tags` are those of the resource that stands there now."""

    resource: str
    kind: str
    detail: str = ""
    tags: dict[str, str] = {}


class Preview(Noun):
    """What Azure says it would do. `surprises` is what was not expected: landing is refused while there are any."""

    subject: str
    digest: str
    changes: tuple[Change, ...]
    surprises: tuple[Change, ...]


class Sender(Noun):
    """Who sent a deployment: which ledger, by its first event; which event in it meant to; what machine drove; when."""

    ledger: str
    event: str
    driver: str = ""
    since: str = ""

    def __str__(self) -> str:
        where = f" on {self.driver}" if self.driver else ""
        when = f" at {self.since[:19].replace('T', ' ')} UTC" if self.since else ""
        return f"ledger {self.ledger or 'without a name'}{where}{when}"


class SentDeployment(Noun):
    """A deployment in Azure's history: its state, the estate it was sent for, and by whom, where it says so."""

    name: str
    state: str
    estate: str = ""
    sender: Sender | None = None


class Landing(Noun):
    """`adopted`: the deployments that already stood when azlift looked, so that nothing was sent again."""

    subject: str
    digest: str
    deployments: tuple[str, ...]
    resources: tuple[str, ...]
    outputs: dict[str, Any] = {}
    adopted: tuple[str, ...] = ()


class ObservedResource(Noun):
    """A resource as Azure answers it. `members` are a VM's disks and NICs."""

    id: str
    type: str
    name: str
    location: str = ""
    state: str = ""
    size: str | None = None
    zone: str | None = None
    """Of a virtual machine or a managed disk; None: it is in none."""
    iops: int | None = None
    mb_per_s: int | None = None
    """A managed disk's, bought or its tier's."""
    tags: dict[str, str] = {}
    members: tuple[str, ...] = ()


class StandingResource(Noun):
    """A resource exactly as Azure answers it, under this API version."""

    id: str
    api_version: str
    body: dict[str, Any]


class PreImages(Noun):
    """What stood already before the first landing of a subject's life was sent, and would be changed by it."""

    subject: str
    digest: str
    """Of the rendering that was about to be sent."""
    at: datetime
    resources: tuple[StandingResource, ...]


class Observation(Noun):
    subject: str
    at: datetime
    resources: tuple[ObservedResource, ...]


class Verdict(Noun):
    """`passed` when nothing is missing and nothing differs; each difference names resource, expected and found."""

    subject: str
    digest: str
    passed: bool
    checked: int
    differences: tuple[str, ...] = ()


class Removal(Noun):
    """What a roll-back deleted, as a listing proves; `kept` is ours but held by something foreign; `foreign` is not
    ours and was not touched; `restored` stood before and is again as it was."""

    subject: str
    deleted: tuple[str, ...]
    kept: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()


class Failure(Noun):
    """Why a subject was left behind, as a value: it never stops its neighbours."""

    subject: str
    verb: str
    code: str
    message: str
    advice: str = ""
    correlation_id: str = ""
    exit_code: int = 1
