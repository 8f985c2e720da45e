"""Where a family's quota, or a zone, does not give what the waves want: what stands in, and what is asked for."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from azlift.model.noun import Noun, WaveId, WorkloadId
from azlift.model.placing import Placement


class CoreQuota(Noun):
    """What Azure says of a family in a region: vCPU in use, by anybody, and their limit."""

    family: str
    region: str
    used: int
    limit: int


class FallbackKind(StrEnum):
    """What differs from what was placed; another region may come with another size."""

    SIZE = "size"
    ZONE = "zone"
    REGION = "region"


class Fallback(Noun):
    """A machine lands by `placement` instead of by the roster's, which is of `from_size` in `from_region`.

    `vcpu` is what it takes of its family's quota; `extra_per_month` is the difference in price, compute and disks
    together; below zero it costs less. `zone` is the one it is meant for, empty where its group is in none.
    """

    workload: WorkloadId
    kind: FallbackKind
    from_size: str
    from_region: str
    from_zone: str
    placement: Placement
    zone: str
    vcpu: int
    extra_per_month: Decimal
    why: str


class AskKind(StrEnum):
    """`quota` is a family's vCPU in a region, `reservation` machines of a size, kept free until they are deployed."""

    QUOTA = "quota"
    RESERVATION = "reservation"


class Ask(Noun):
    """What must be granted by a day, for machines of a wave; where it is `needed` they cannot move without it.

    `what` is a family or a size; `amount` vCPU more than there are, or machines. `cost_per_month` is what it costs
    while nothing uses it: nothing for quota, None where the price is not known.
    """

    kind: AskKind
    what: str
    region: str
    zone: str
    amount: int
    by: date
    wave: WaveId
    machines: tuple[WorkloadId, ...]
    needed: bool
    cost_per_month: Decimal | None
    why: str
