"""Utilisation: what a machine used of what it has, as one statistic, a percentile table, or a series.

Absent is never zero: None, or no entry at all, is what nobody measured.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from azlift.model.noun import Noun

if TYPE_CHECKING:
    import numpy
    import numpy.typing


class Metric(StrEnum):
    """Percentages are of what the machine has (all its vCPU, all its memory); MB are 10**6 bytes; reads and writes
    are added up."""

    CPU_PERCENT = "cpu_percent"
    MEMORY_PERCENT = "memory_percent"
    DISK_IOPS = "disk_iops"
    DISK_MB_PER_S = "disk_mb_per_s"
    NETWORK_IN_MB_PER_S = "network_in_mb_per_s"
    NETWORK_OUT_MB_PER_S = "network_out_mb_per_s"


class Usage(Noun):
    """One metric of one machine, or of one of its disks (`disk` is the disk's key; empty: the machine as a whole).

    `sample` is a value of one moment, as RVTools has it, or a figure whose statistic the source does not name.
    `samples` are the points the statistics were made of, `coverage` their share of those expected, from 0 to 1.
    """

    metric: Metric
    disk: str = ""
    sample: float | None = None
    mean: float | None = None
    p50: float | None = None
    p90: float | None = None
    p95: float | None = None
    p99: float | None = None
    peak: float | None = None
    samples: int | None = None
    coverage: float | None = None
    interval_seconds: int | None = None
    start: datetime | None = None
    end: datetime | None = None
    source: str = ""
    """The name of the file it was read from."""


Key = tuple[Metric, str]
"""A metric and the key of the disk it is of; the empty key is the machine as a whole."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One machine's series over one grid of time: `interval_seconds` apart, NaN where nothing was measured."""

    interval_seconds: int
    start: datetime | None
    series: Mapping[Key, "numpy.typing.NDArray[numpy.float64]"]
