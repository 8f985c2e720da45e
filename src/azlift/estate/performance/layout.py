"""How a table holds utilisation: a series in long or wide form, or percentiles; found by the words of its header.

Long: one row per sample (time, workload, metric, value). Wide: one column per metric (vm, time, cpu_pct, mem_pct).
Percentiles: no time, but statistics (vm, cpu_p95_pct, …) or a metric's name and statistics (vm, metric, p50, p95, …).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from azlift.estate.cells import text_of
from azlift.estate.headers import HEADER_WITHIN_ROWS, Spellings, find_columns
from azlift.estate.performance.grid import Line
from azlift.estate.performance.meters import Meter, Of, Statistic, capacity_of, meter_of, statistic_of
from azlift.estate.record import ColumnUse
from azlift.estate.tables import Source, Table
from azlift.model import Metric
from azlift.workbook import Row

Form = Literal["long series", "wide series", "percentiles", "long percentiles"]
WHO: Spellings = {
    "name": (
        *("VM", "VM Name", "Workload", "Entity", "Server name", "Server", "Machine", "Machine name", "Host name"),
        *("Computer", "Computer name", "Instance name", "Display name", "Node", "Name"),
    ),
    "uuid": ("VM UUID", "UUID", "Instance UUID"),
    "fqdn": ("FQDN", "DNS Name"),
    "arm_id": ("Machine ARM ID", "ARM ID", "Resource ID"),
    "vm_id": ("VM ID", "MoRef"),
    "server": ("VI SDK Server", "vCenter", "vCenter server"),
}
FIELDS: Spellings = {
    "time": (
        *("Timestamp", "Time", "Datetime", "Date time", "Time stamp", "Time UTC", "Timestamp UTC", "Datetime UTC"),
        *("Sample time", "Collected at", "Time generated", "Interval start", "Start time", "Date", "ts"),
    ),
    "metric": ("Metric", "Metric name", "Metric ID", "Counter", "Counter name", "Measure", "Measurement"),
    "value": ("Value", "Metric value", "Counter value", "Reading"),
    "unit": ("Unit", "Units"),
    "instance": ("Instance", "Device", "Disk"),
    "samples": ("Samples", "Sample count", "Number of samples", "Data points"),
}
SAMPLE = re.compile(r"(sample|slot|tick|index|period|step)(no|number|index)?([0-9]{1,5}[a-z]{1,7})?")
SPACING = re.compile(r"(?<![0-9a-z])([0-9]{1,5}) ?(s|sec|secs|seconds?|min|mins|minutes?|h|hours?)(?![a-z])")
SECONDS = {"s": 1, "m": 60, "h": 3600}
DISK = re.compile(r"\b(?:disk|scsi|nvme|sata|ide) ?([0-9]{1,3}(?::[0-9]{1,3})?)\b")


@dataclass(frozen=True)
class Layout:
    """Positions of the columns. `interval_seconds` is what a title, or the file's name, says of numbered samples."""

    table: Table
    header: int
    titles: tuple[str, ...]
    form: Form
    who: Mapping[str, int]
    fields: Mapping[str, int]
    meters: Mapping[int, Meter] = field(default_factory=dict)
    statistics: Mapping[int, Statistic] = field(default_factory=dict)
    capacities: Mapping[Of, int] = field(default_factory=dict)
    sample: int | None = None
    interval_seconds: int | None = None


def find_layouts(source: Source) -> list[Layout]:
    """Of every table that holds utilisation."""
    return [layout for table in source.tables if (layout := find_layout(table))]


def find_layout(table: Table) -> Layout | None:
    """The first of the top rows that is a header of utilisation; None when none is."""
    for position, row in zip(range(HEADER_WITHIN_ROWS), table.rows, strict=False):
        layout = _layout_of(table, position, row)
        if layout:
            return layout
    return None


def line_of(title: str, meter: Meter, instance: str = "") -> Line:
    """The line a column, or a metric's name with its instance, gives samples of."""
    of_disk = meter.metric in (Metric.DISK_IOPS, Metric.DISK_MB_PER_S)
    numbered = DISK.search(title.casefold().replace("_", " ")) if of_disk else None
    return Line(meter.metric, meter.part, instance or (numbered[1] if numbered else ""))


def column_uses(layout: Layout) -> Iterator[ColumnUse]:
    """How each column was read."""
    named = {position: name for name, position in {**layout.who, **layout.fields}.items()}
    named |= {position: f"{of}_capacity" for of, position in layout.capacities.items()}
    if layout.sample is not None:
        named[layout.sample] = "sample"
    for position, title in enumerate(layout.titles):
        meter, name = layout.meters.get(position), named.get(position, "")
        if meter:
            statistic = f" {meter.statistic}" if layout.form == "percentiles" else ""
            yield ColumnUse(layout.table.tab, title, f"{meter.metric}{statistic}", meter.unit)
        elif position in layout.statistics:
            yield ColumnUse(layout.table.tab, title, layout.statistics[position])
        elif title:
            yield ColumnUse(layout.table.tab, title, name, why="" if name else "not read: no known metric")


def _layout_of(table: Table, header: int, row: Row) -> Layout | None:
    titles = tuple(" ".join(text_of(cell).split()) for cell in row)
    who = find_columns(row, table.tab, WHO)
    if not who.keys() - {"server"}:
        return None
    fields = find_columns(row, table.tab, FIELDS)
    fields = {name: position for name, position in fields.items() if position not in who.values()}
    sample = None if "time" in fields else _sample_of(titles)
    taken = {*who.values(), *fields.values(), *([] if sample is None else [sample])}
    free = {position: title for position, title in enumerate(titles) if position not in taken}
    form, meters, statistics = _form_of(free, fields, sample is not None)
    if form is None:
        return None
    capacities: dict[Of, int] = {}
    for position, title in free.items():
        capacities.setdefault(capacity_of(title), position)
    capacities.pop("", None)
    spacing = None if sample is None else _spacing(titles[sample]) or _spacing(table.file)
    return Layout(table, header, titles, form, who, fields, meters, statistics, capacities, sample, spacing)


def _form_of(
    free: Mapping[int, str], fields: Mapping[str, int], numbered: bool
) -> tuple[Form | None, dict[int, Meter], dict[int, Statistic]]:
    """The form, and the columns it reads beside those that have a field."""
    timed = numbered or "time" in fields
    if timed and {"metric", "value"} <= fields.keys():
        return "long series", {}, {}
    meters = {position: meter for position, title in free.items() if (meter := meter_of(title))}
    if timed:
        once = _once(free, meters)
        return ("wide series" if once else None), once, {}
    if "metric" in fields:
        stated = {position: statistic_of(title) for position, title in free.items()}
        statistics: dict[int, Statistic] = {position: statistic for position, statistic in stated.items() if statistic}
        return ("long percentiles" if statistics else None), {}, statistics
    told = {position: meter for position, meter in meters.items() if meter.statistic}
    return ("percentiles" if told else None), told, {}


def _once(titles: Mapping[int, str], meters: Mapping[int, Meter]) -> dict[int, Meter]:
    """Of columns that measure the same, the first: of averages and maxima of a series, that is the averages'."""
    first: dict[Line, int] = {}
    for position, meter in sorted(meters.items(), key=lambda entry: entry[1].statistic == "peak"):
        first.setdefault(line_of(titles[position], meter), position)
    return {position: meters[position] for position in sorted(first.values())}


def _sample_of(titles: Sequence[str]) -> int | None:
    squeezed = (re.sub(r"[\W_]+", "", title.casefold()) for title in titles)
    return next((position for position, text in enumerate(squeezed) if SAMPLE.fullmatch(text)), None)


def _spacing(text: str) -> int | None:
    """Seconds between samples, as in `sample_5min` or `cpu_mem_5min.parquet`."""
    found = SPACING.search(re.sub(r"[_().-]+", " ", text.casefold()))
    return int(found[1]) * SECONDS[found[2][0]] if found else None
