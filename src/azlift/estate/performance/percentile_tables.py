"""A table of statistics, one row per machine, or per machine and metric -> usages without a trace."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy

from azlift.estate.performance.arrays import Booleans, Column, Floats, columns_of, texts_of
from azlift.estate.performance.layout import Layout, line_of
from azlift.estate.performance.meters import Meter, meter_of
from azlift.estate.performance.points import bad_cells, clean, finding, read_owners, scaled, unknown_metrics
from azlift.estate.record import StatedUsage
from azlift.model import Finding, Origin, Usage
from azlift.model.usage import Key

MOST_SAMPLES = 10**9
Statistics = dict[Key, dict[str, float]]
"""What is told of a machine: by metric and disk, statistic -> value; reads and writes apart until they are added."""


def read_percentiles(layout: Layout) -> tuple[int, list[StatedUsage], list[Finding]]:
    """The rows counted, what they say of each machine, and what cannot be used."""
    columns = columns_of(layout.table, layout.header)
    owners = read_owners(layout, columns)
    findings: list[Finding] = []
    nameless = owners.of_row < 0
    if nameless.any():
        findings.append(bad_cells(layout, next(iter(layout.who.values())), nameless, "the name of a machine"))
    cells = (
        _long(layout, columns, ~nameless, findings)
        if layout.statistics
        else _wide(layout, columns, ~nameless, findings)
    )
    told: dict[int, Statistics] = defaultdict(dict)
    repeated = 0
    counted = _sample_counts(layout, columns, ~nameless, findings)
    for row, key, statistic, value in cells:
        known = told[int(owners.of_row[row])].setdefault(key, {})
        repeated += statistic in known
        known[statistic] = max(value, known.get(statistic, value))
        if counted is not None and 1 <= counted[row] <= MOST_SAMPLES:
            known["samples"] = int(counted[row])
    if repeated:
        findings.append(finding(layout, "statistics-repeated", f"{repeated:,} are given twice; the higher is taken"))
    file, first_rows = layout.table.file, owners.first_rows.tolist()
    stated = [
        StatedUsage(
            Origin(file=file, tab=layout.table.tab, row=first_rows[owner] + layout.header + 2),
            owners.ends[owner],
            tuple(
                Usage.model_validate({"metric": key[0], "disk": key[1], "source": file, **values})
                for key, values in statistics.items()
            ),
        )
        for owner, statistics in sorted(told.items(), key=lambda entry: first_rows[entry[0]])
    ]
    return len(nameless), stated, findings


def _sample_counts(
    layout: Layout, columns: Sequence[Column], usable: Booleans, findings: list[Finding]
) -> Floats | None:
    """How many samples each row's statistics were made of, where a column says so."""
    position = layout.fields.get("samples")
    return None if position is None else clean(layout, position, columns, usable, findings)


Cell = tuple[int, Key, str, float]
"""A row, of which metric and disk, which statistic, and its value."""


def _wide(layout: Layout, columns: Sequence[Column], usable: Booleans, findings: list[Finding]) -> Iterator[Cell]:
    for position, meter in layout.meters.items():
        line = line_of(layout.titles[position], meter)
        values = scaled(layout, position, columns, usable, findings)
        for row in numpy.flatnonzero(~numpy.isnan(values)).tolist():
            yield row, line.key, meter.statistic, float(values[row])


def _long(layout: Layout, columns: Sequence[Column], usable: Booleans, findings: list[Finding]) -> Iterator[Cell]:
    titles = texts_of(columns[layout.fields["metric"]]).to_pylist()
    units = texts_of(columns[layout.fields["unit"]]).to_pylist() if "unit" in layout.fields else [""] * len(titles)
    meters: dict[tuple[str, str], Meter | None] = {
        (title, unit): meter_of(title or "", unit or "")
        for title, unit in dict.fromkeys(zip(titles, units, strict=True))
    }
    unread: dict[str, int] = defaultdict(int)
    for position, statistic in layout.statistics.items():
        values = clean(layout, position, columns, usable, findings)
        for row in numpy.flatnonzero(~numpy.isnan(values)).tolist():
            meter = meters[titles[row], units[row]]
            if meter is None or meter.of:
                unread[f"{(titles[row] or '')[:60]!r}"] += 1
            else:
                yield row, line_of(titles[row], meter).key, statistic, float(values[row]) * meter.factor
    if unread:
        findings.append(unknown_metrics(layout, unread))
