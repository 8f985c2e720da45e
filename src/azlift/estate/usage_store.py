"""The traces of an estate in one Parquet file of the workspace: surveying writes it, placing reads it back.

One row per series, in the order of workload, metric and disk, so that the same traces make the same bytes. The file
names the digest of the estate it belongs to; another estate's traces are refused. 50,000 machines with two metrics of
288 samples, of three decimals each, take about 60 MB, and some seconds to write and to read.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import numpy
import pyarrow
from pyarrow import parquet

from azlift.errors import InputError
from azlift.model import Metric, Trace, WorkloadId
from azlift.model.usage import Key

FORMAT = b"azlift traces 1"
SCHEMA = pyarrow.schema(
    [
        ("workload", pyarrow.string()),
        ("metric", pyarrow.string()),
        ("disk", pyarrow.string()),
        ("interval_seconds", pyarrow.int64()),
        ("start", pyarrow.string()),
        ("values", pyarrow.list_(pyarrow.float64())),
    ]
)
AGAIN = "Run azlift survey again: it writes the traces afresh."


def write_traces(path: Path, estate: str, traces: Mapping[WorkloadId, Trace]) -> None:
    """Keep the traces of the estate with this digest, whole or not at all; nothing else is changed."""
    rows = [
        (workload, metric.value, disk, trace.interval_seconds, trace.start.isoformat() if trace.start else None, values)
        for workload, trace in sorted(traces.items())
        for (metric, disk), values in sorted(trace.series.items())
    ]
    columns = list(zip(*rows, strict=True)) or [()] * len(SCHEMA)
    lengths = [len(values) for values in columns[-1]]
    numbers = numpy.concatenate(columns[-1]) if rows else numpy.zeros(0)
    lists = pyarrow.ListArray.from_arrays(pyarrow.array(numpy.cumsum([0, *lengths]), pyarrow.int32()), numbers)
    table = pyarrow.Table.from_arrays([*map(pyarrow.array, columns[:-1]), lists], names=SCHEMA.names).cast(SCHEMA)
    draft = path.with_name(f"{path.name}.draft")
    parquet.write_table(
        table.replace_schema_metadata({b"format": FORMAT, b"estate": estate.encode()}), draft, compression="zstd"
    )
    draft.replace(path)


def read_traces(path: Path, estate: str) -> dict[WorkloadId, Trace]:
    """The traces of the estate with this digest; none where no file was written. Raises InputError for another's."""
    if not path.exists():
        return {}
    try:
        table = parquet.read_table(path).combine_chunks()
    except (pyarrow.ArrowException, OSError) as fault:
        raise InputError("the file of traces is damaged", file=str(path), advice=AGAIN) from fault
    told = table.schema.metadata or {}
    if told.get(b"format") != FORMAT or not table.schema.equals(SCHEMA):
        raise InputError("this is no file of traces", file=str(path), advice=AGAIN)
    if told.get(b"estate") != estate.encode():
        raise InputError("the traces belong to another state of the estate", file=str(path), advice=AGAIN)
    return _traces(table) if table.num_rows else {}


def _traces(table: pyarrow.Table) -> dict[WorkloadId, Trace]:
    """The series are windows on one array."""
    lists = table["values"].combine_chunks()
    bounds, numbers = lists.offsets.to_pylist(), lists.values.to_numpy()
    grids: dict[WorkloadId, dict[Key, numpy.typing.NDArray[numpy.float64]]] = defaultdict(dict)
    grid_of: dict[WorkloadId, tuple[int, datetime | None]] = {}
    starts = [text and datetime.fromisoformat(text) for text in table["start"].to_pylist()]
    columns = (table[name].to_pylist() for name in ("workload", "metric", "disk", "interval_seconds"))
    for place, (workload, metric, disk, seconds) in enumerate(zip(*columns, strict=True)):
        grids[workload][Metric(metric), disk] = numbers[bounds[place] : bounds[place + 1]]
        grid_of[workload] = seconds, starts[place]
    return {workload: Trace(*grid_of[workload], series) for workload, series in grids.items()}
