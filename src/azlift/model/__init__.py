"""The nouns: frozen, validated, without I/O. One noun per verb (`azlift.journey`), plus what they are made of.

Units are in the names: MiB are 2**20 bytes (RVTools' "MB" are MiB too), GiB 2**30. Money is USD, retail list price.
"""

from azlift.model.inventory import (
    Disk,
    Estate,
    Finding,
    Firmware,
    LeftOut,
    Link,
    Nic,
    Origin,
    OsFamily,
    Power,
    Route,
    Severity,
    SourceFile,
    Totals,
    Workload,
)
from azlift.model.landing import (
    Change,
    ExpectedResource,
    Failure,
    Landing,
    Observation,
    ObservedResource,
    Part,
    Preview,
    Removal,
    Rendering,
    Verdict,
)
from azlift.model.noun import GroupId, Noun, WaveId, WorkloadId
from azlift.model.placing import Catalogue, DiskTier, PlacedDisk, Placement, Price, Rejected, Roster, Size, Unplaceable
from azlift.model.planning import Limits, MoveGroup, Target, Wave, WavePlan

NOUNS: dict[str, type[Noun]] = {
    noun.__name__: noun
    for noun in (Estate, Roster, WavePlan, Rendering, Preview, Landing, Observation, Verdict, Removal, Failure)
}
"""The nouns a ledger may hold, by the name it stores."""

__all__ = [
    "NOUNS",
    "Catalogue",
    "Change",
    "Disk",
    "DiskTier",
    "Estate",
    "ExpectedResource",
    "Failure",
    "Finding",
    "Firmware",
    "GroupId",
    "Landing",
    "LeftOut",
    "Limits",
    "Link",
    "MoveGroup",
    "Nic",
    "Noun",
    "Observation",
    "ObservedResource",
    "Origin",
    "OsFamily",
    "Part",
    "PlacedDisk",
    "Placement",
    "Power",
    "Preview",
    "Price",
    "Rejected",
    "Removal",
    "Rendering",
    "Roster",
    "Route",
    "Severity",
    "Size",
    "SourceFile",
    "Target",
    "Totals",
    "Unplaceable",
    "Verdict",
    "Wave",
    "WaveId",
    "WavePlan",
    "Workload",
    "WorkloadId",
]
