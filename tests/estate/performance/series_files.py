"""Small files of utilisation, for tests."""

from collections.abc import Sequence
from io import BytesIO

import pyarrow
from pyarrow import parquet

from azlift.estate.parquet import parquet_source
from azlift.estate.performance import read
from azlift.estate.record import Reading, StatedUsage
from azlift.estate.tables import Source, csv_source
from azlift.model import Metric, Usage


def a_csv(*lines: str, name: str = "perf.csv") -> Source:
    return csv_source(name, ("\n".join(lines) + "\n").encode())


def a_parquet(name: str = "perf.parquet", **columns: object) -> Source:
    packed = BytesIO()
    parquet.write_table(pyarrow.table(columns), packed)
    return parquet_source(name, packed.getvalue())


def reading_of(*lines: str) -> Reading:
    return read(a_csv(*lines))


def every(seconds: int, *values: object, vm: str = "web-1", start: int = 1_767_225_600) -> Sequence[str]:
    """Rows vm,time,value from 2026-01-01 in UTC on."""
    return [f"{vm},{start + seconds * place},{value}" for place, value in enumerate(values)]


def usage_of(reading: Reading, metric: Metric = Metric.CPU_PERCENT, vm: str = "web-1", disk: str = "") -> Usage:
    (found,) = (usage for usage in stated_of(reading, vm).usage if (usage.metric, usage.disk) == (metric, disk))
    return found


def stated_of(reading: Reading, vm: str = "web-1") -> StatedUsage:
    (found,) = (stated for stated in reading.usage if stated.end.name == vm)
    return found


def codes_of(reading: Reading) -> set[str]:
    return {finding.code for finding in reading.findings}
