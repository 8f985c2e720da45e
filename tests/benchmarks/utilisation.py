"""Utilisation at size: reading a series, keeping its traces and reading them back; run it by hand.

    python tests/benchmarks/utilisation.py [machines]

Each machine has a day of two metrics, 288 samples each. The yardstick is the plain way: numpy.percentile for one
machine after the other, on numbers that are in memory and in order already.
"""

import resource
import sys
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import numpy
import pyarrow
from pyarrow import parquet

from azlift.estate.parquet import parquet_source
from azlift.estate.performance import read
from azlift.estate.usage_store import read_traces, write_traces

SAMPLES = 288
NEW_YEAR = 1_767_225_600


def timed(what: str, act: Callable[[], Any]) -> Any:
    start = process_time()
    made = act()
    peak_gib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{what:40} {process_time() - start:7.1f} s of processor time, peak memory {peak_gib:.1f} GiB so far")
    return made


def one_by_one(usage: numpy.typing.NDArray[numpy.float64]) -> list[Any]:
    return [numpy.percentile(row, [50, 90, 95, 99, 100]) for row in usage]


def main(machines: int) -> None:
    chance = numpy.random.default_rng(1)
    usage = (chance.random((machines * 2, 1)) * 50 + chance.normal(0, 3, (machines * 2, SAMPLES))).clip(0).round(3)
    timed("numpy.percentile, machine by machine", partial(one_by_one, usage))
    moments = pyarrow.array(numpy.tile(NEW_YEAR + 300 * numpy.arange(SAMPLES), machines))
    names = numpy.repeat(numpy.arange(machines), SAMPLES)
    columns = {
        "vm": pyarrow.DictionaryArray.from_arrays(names, [f"vm-{number}" for number in range(machines)]),
        "timestamp": moments.cast(pyarrow.timestamp("s", "UTC")),
        "cpu_pct": usage[:machines].ravel(),
        "mem_pct": usage[machines:].ravel(),
    }
    packed = BytesIO()
    parquet.write_table(pyarrow.table(columns), packed, compression="zstd")
    content = packed.getvalue()
    print(f"{machines:,} machines, {names.size * 2:,} samples, {len(content) / 10**6:.0f} MB of Parquet")
    del usage, columns, packed
    reading = timed("reading it", lambda: read(parquet_source("series.parquet", content)))
    traces = {f"w-{number:012x}": stated.trace for number, stated in enumerate(reading.usage) if stated.trace}
    with TemporaryDirectory() as folder:
        kept = Path(folder) / "usage.parquet"
        timed("keeping the traces", lambda: write_traces(kept, "digest", traces))
        print(f"{kept.stat().st_size / 10**6:.0f} MB of traces")
        timed("reading them back", lambda: read_traces(kept, "digest"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 50_000)
