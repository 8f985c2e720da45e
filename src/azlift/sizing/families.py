"""Which sizes a machine may be rehosted on as it is: rules over a size's name, as data.

Left out, and why:
- B: for long it may use a fraction of its vCPU; only a series shows whether credits would last (`is_burstable`).
- A and G, promo sizes: old hardware, retiring or without premium disks.
- DC and EC (confidential), HB, HX, NC, ND, NV and the like (HPC, GPU): a plain machine does not ask for what they have.
- Arm64 sizes: an x64 guest does not start there.
- series that accept disks over NVMe only, and series whose retirement is announced: below.
"""

import re
from typing import NamedTuple

from azlift.model import Size

SERIES = frozenset({"D", "E", "F", "FX", "M", "L"})
"""General purpose, memory, compute and storage series."""

NVME_FROM = {"D": 6, "E": 6, "F": 6, "FX": 2, "L": 4, "M": 3}
"""From this version on a series needs an image that is marked as NVMe-capable, which disks copied as they are, are not.

Source: MicrosoftDocs/azure-compute-docs articles/virtual-machines/nvme-overview.md (D and E to v5, F to v2 take SCSI;
Da, Ea, Fa from v6 typically NVMe alone), sizes/general-purpose/dasv6-series.md (2026-03-10) and
sizes/storage-optimized/lsv4-series.md. That FX from 2 and M from 3 take SCSI is not established (fxmsv2-series.md says
that they take NVMe), so they are left out as well: no machine may be sent to a size that refuses its disk.
"""

RETIRING = {
    ("D", 1): "2028-05-01",
    ("D", 2): "2028-05-01",
    ("L", 1): "2028-05-01",
    ("F", 1): "2028-11-15",
    ("F", 2): "2028-11-15",
    ("L", 2): "2028-11-15",
    ("B", 1): "2028-11-15",
}
"""Series (with their S and DS forms) Azure has announced to retire, and when.

Source: MicrosoftDocs/azure-compute-docs sizes/retirement/retired-sizes-list.md @ 0bdc5d34; it also says that new
subscriptions are restricted from deploying them.
"""

RETIRING_SIZES = frozenset({"Standard_M192idms_v2", "Standard_M192ids_v2", "Standard_M192ims_v2", "Standard_M192is_v2"})
"""Retired on 2027-03-31. Source: the same page."""

NAME = re.compile(r"Standard_(?P<series>[A-Z]+)\d+(?:-\d+)?[a-z]*(?:_\d+)?(?:_v(?P<version>\d+))?")


class Series(NamedTuple):
    letters: str
    version: int


def series_of(size_name: str) -> Series | None:
    """`Standard_E96-24as_v5` -> E, 5; `Standard_DS2_v2` -> D, 2; no version means 1. None: a name of another shape."""
    found = NAME.fullmatch(size_name)
    if not found:
        return None
    letters = "D" if found["series"] == "DS" else found["series"]
    return Series(letters, int(found["version"] or 1))


def is_candidate(size: Size) -> bool:
    """Whether a machine may be rehosted on this size as it is, whatever it needs."""
    series = series_of(size.name)
    return (
        series is not None
        and series.letters in SERIES
        and series.version < NVME_FROM[series.letters]
        and series not in RETIRING
        and size.name not in RETIRING_SIZES
        and size.architecture == "x64"
    )


def is_burstable(size: Size) -> bool:
    """Whether a machine may be rehosted on this burstable size, if its credits last: they are known, and it stays."""
    series = series_of(size.name)
    return (
        series is not None
        and series.letters == "B"
        and series not in RETIRING
        and size.architecture == "x64"
        and size.burst is not None
        and size.burst.credits_per_hour > 0
    )
