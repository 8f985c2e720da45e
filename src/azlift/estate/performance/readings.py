"""A file of utilisation -> what it says of each machine: statistics, and a trace where its samples have moments."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy

from azlift.errors import InputError
from azlift.estate.performance.grid import Measured, measure
from azlift.estate.performance.layout import Layout, column_uses, find_layouts
from azlift.estate.performance.percentile_tables import read_percentiles
from azlift.estate.performance.points import SHOWN, Series, count, finding, read_series
from azlift.estate.record import Reading, StatedUsage
from azlift.estate.tables import Source
from azlift.model import Finding, Origin, Trace, Usage
from azlift.model.usage import Key

KIND = "performance"
FULL_COVERAGE = 0.81
"""From here on Azure Migrate's confidence rating is five stars of five (81 to 100 % of the data points)."""
UNIX = datetime(1970, 1, 1)


def recognise(source: Source) -> str:
    """By which columns this is utilisation; empty when it is not."""
    return "; ".join(_told(layout) for layout in find_layouts(source))


def read(source: Source) -> Reading:
    """What every table of utilisation in it says. Raises InputError when there is none."""
    layouts = find_layouts(source)
    if not layouts:
        raise InputError(
            "no table of utilisation: expected columns such as vm, timestamp, cpu_pct, or vm, cpu_p95_pct",
            file=source.name,
            advice="Name the columns so; azlift survey --explain shows how each is read.",
        )
    rows, usage, findings = 0, list[StatedUsage](), list[Finding]()
    for layout in layouts:
        found = _read_series(layout) if layout.form.endswith("series") else read_percentiles(layout)
        rows, usage, findings = rows + found[0], usage + found[1], findings + found[2]
    uses = tuple(use for layout in layouts for use in column_uses(layout))
    tabs = tuple(layout.table.tab for layout in layouts if layout.table.tab)
    return Reading(source.name, KIND, tabs, rows, usage=tuple(usage), findings=tuple(findings), columns=uses)


def _told(layout: Layout) -> str:
    place = f" in tab {layout.table.tab}" if layout.table.tab else ""
    names = [*layout.who.values(), *([] if layout.sample is None else [layout.sample]), *layout.fields.values()]
    names += [*layout.meters, *layout.statistics]
    shown = ", ".join(layout.titles[position] for position in sorted(names)[:8])
    return f"utilisation as {layout.form}{place}, by the columns {shown}"


def _read_series(layout: Layout) -> tuple[int, list[StatedUsage], list[Finding]]:
    series = read_series(layout)
    if not len(series.points.value):
        nothing = finding(layout, "no-samples", "the table holds no sample that can be used")
        return series.rows, [], [*series.findings, nothing]
    measured = measure(series.points, series.lines, len(series.owners.ends))
    return series.rows, _stated(layout, series, measured), [*series.findings, *_oddities(layout, series, measured)]


def _stated(layout: Layout, series: Series, measured: Measured) -> list[StatedUsage]:
    """One for each machine that has a sample, in the order of the file."""
    usages: dict[int, list[Usage]] = defaultdict(list)
    grids: dict[int, dict[Key, Any]] = defaultdict(dict)
    owners, offsets = measured.owner.tolist(), measured.grid.offsets.tolist()
    for place, usage in enumerate(_usages(layout, series, measured)):
        usages[owners[place]].append(usage)
        grids[owners[place]][usage.metric, usage.disk] = measured.grid.values[offsets[place] : offsets[place + 1]]
    first_rows = series.owners.first_rows.tolist()
    return [
        StatedUsage(
            Origin(file=layout.table.file, tab=layout.table.tab, row=first_rows[owner] + layout.header + 2),
            series.owners.ends[owner],
            tuple(usages[owner]),
            _trace(owner, grids[owner], series, measured),
        )
        for owner in sorted(usages, key=first_rows.__getitem__)
    ]


def _usages(layout: Layout, series: Series, measured: Measured) -> Iterator[Usage]:
    spans = zip(measured.first.tolist(), measured.last.tolist(), measured.interval.tolist(), strict=True)
    figures = numpy.column_stack([measured.mean, measured.quantiles, measured.peak]).tolist()
    counted = zip(measured.samples.tolist(), measured.coverage.tolist(), measured.key.tolist(), strict=True)
    for (first, last, interval), numbers, (samples, coverage, key) in zip(spans, figures, counted, strict=True):
        metric, disk = measured.keys[key]
        mean, p50, p90, p95, p99, peak = numbers
        yield Usage(
            metric=metric, disk=disk, mean=mean, p50=p50, p90=p90, p95=p95, p99=p99, peak=peak, samples=samples,
            coverage=coverage, interval_seconds=interval or None if series.spaced else None,
            start=_moment(first, series), end=_moment(last, series), source=layout.table.file,
        )  # fmt: skip


def _trace(owner: int, grids: dict[Key, Any], series: Series, measured: Measured) -> Trace | None:
    if not series.spaced or measured.grid.gridless[owner]:
        return None
    start = _moment(int(measured.grid.start[owner]), series)
    return Trace(int(measured.grid.interval[owner]), start, grids)


def _moment(seconds: int, series: Series) -> datetime | None:
    """None for numbered samples, of which nobody says when they were."""
    moment = UNIX + timedelta(seconds=seconds)
    return None if not series.dated else moment.replace(tzinfo=UTC) if series.zoned else moment


# -- what looks odd -----------------------------------------------------------------------------------------------


def _oddities(layout: Layout, series: Series, measured: Measured) -> Iterator[Finding]:
    if measured.repeated:
        yield finding(
            layout,
            "samples-repeated",
            f"{count(measured.repeated, 'sample')} of a moment that has one already; of {measured.conflicting:,} the "
            "values differ, and the highest is taken",
        )
    if measured.partial:
        message = f"at {count(measured.partial, 'moment')} reads or writes are missing; such moments do not count"
        yield finding(layout, "samples-partial", message)
    tallies = (
        ("interval-uneven", "samples are unevenly spaced", measured.uneven),
        ("coverage-low", f"less than {FULL_COVERAGE:.0%} of the samples of the file's window", _low(measured)),
        ("single-sample", "a single sample: no percentile means anything", measured.samples == 1),
        ("trace-sparse", "moments so far apart that no trace is kept", _sparse(measured)),
    )
    for code, message, concerned in tallies:
        names = [series.owners.ends[owner].name for owner in numpy.unique(measured.owner[concerned]).tolist()]
        if names:
            text = f"{len(names):,} of {count(len(series.owners.ends), 'machine')}: {message}"
            yield finding(layout, code, text, evidence=_shown(names))


def _low(measured: Measured) -> Any:
    return (measured.coverage < FULL_COVERAGE) & (measured.samples > 1)


def _sparse(measured: Measured) -> Any:
    return measured.grid.gridless[measured.owner] & (measured.samples > 1)


def _shown(names: Sequence[str]) -> str:
    return ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")
