"""A series in long or wide form -> samples as arrays, the machines they are of, and what cannot be used of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray

from azlift.estate.performance.arrays import (
    Booleans,
    Column,
    Floats,
    Integers,
    Moments,
    codes_of,
    columns_of,
    combined,
    moments_of,
    numbered,
    numbers_of,
    texts_of,
)
from azlift.estate.performance.grid import Line, Points
from azlift.estate.performance.layout import Layout, line_of
from azlift.estate.performance.meters import Meter, meter_of
from azlift.estate.record import End, Key
from azlift.model import Finding, Metric, Origin, Severity

SHOWN = 5
WANTED = ("metric", "unit", "instance")
PERCENTAGES = (Metric.CPU_PERCENT, Metric.MEMORY_PERCENT)
ONE_PER_MACHINE = (*PERCENTAGES, Metric.NETWORK_IN_MB_PER_S, Metric.NETWORK_OUT_MB_PER_S)
WHOLE = frozenset({"", "_total", "total", "all", "*", "aggregate"})
"""Instances that mean all of them."""


@dataclass(frozen=True)
class Owners:
    """Whom the rows are about: for each row the machine's position in `ends`, -1 where none is named."""

    of_row: NDArray[numpy.int32]
    ends: tuple[End, ...]
    first_rows: Integers


@dataclass(frozen=True)
class Series:
    """`dated`: samples have moments, not numbers; `zoned`: those are UTC. `spaced`: their spacing is known."""

    points: Points
    lines: tuple[Line, ...]
    owners: Owners
    dated: bool
    zoned: bool
    spaced: bool
    rows: int
    findings: tuple[Finding, ...]


def read_series(layout: Layout) -> Series:
    """All usable samples of the table."""
    columns = columns_of(layout.table, layout.header)
    owners = read_owners(layout, columns)
    findings: list[Finding] = []
    at, usable, zoned = _when(layout, columns, findings)
    if (owners.of_row < 0).any():
        findings.append(bad_cells(layout, next(iter(layout.who.values())), owners.of_row < 0, "the name of a machine"))
    usable &= owners.of_row >= 0
    read_parts = _long if layout.form == "long series" else _wide
    parts = read_parts(layout, columns, usable, findings)
    lines = tuple(dict.fromkeys(line for line, _, _ in parts))
    number = {line: place for place, line in enumerate(lines)}
    points = Points(
        owner=_joined([owners.of_row[rows] for _, rows, _ in parts], numpy.int32),
        line=_joined([numpy.full(len(rows), number[line]) for line, rows, _ in parts], numpy.int32),
        at=_joined([at[rows] for _, rows, _ in parts], numpy.int64),
        value=_joined([values for _, _, values in parts], numpy.float64),
    )
    dated = layout.sample is None
    spaced = dated or layout.interval_seconds is not None
    findings += _suspicions(layout, points, lines)
    return Series(points, lines, owners, dated, zoned, spaced, len(at), tuple(findings))


def read_owners(layout: Layout, columns: Sequence[Column]) -> Owners:
    """The machines, told apart by all columns that identify one."""
    rows = len(columns[0])
    named = numpy.zeros(rows, bool)
    texts: dict[str, tuple[list[str], Integers]] = {}
    told: list[Integers] = []
    for name, position in layout.who.items():
        column = texts_of(columns[position])
        spellings = [(text or "").strip() for text in column.dictionary.to_pylist()]
        distinct = dict.fromkeys(["", *(spelling.casefold() for spelling in spellings)])
        number = {text: place for place, text in enumerate(distinct)}
        codes = numpy.array([*(number[spelling.casefold()] for spelling in spellings), 0])[codes_of(column)]
        told.append(codes)
        named |= (codes > 0) & (name != "server")
        texts[name] = [*spellings, ""], codes_of(column)
    of_row, first = numbered(combined(told), named)
    said = [{name: spelled[codes[row]] for name, (spelled, codes) in texts.items()} for row in first.tolist()]
    return Owners(of_row.astype(numpy.int32), tuple(_end(one) for one in said), first)


def bad_cells(layout: Layout, position: int, bad: Booleans, expected: str) -> Finding:
    """One finding for all cells of a column that are not what it is for."""
    rows = numpy.flatnonzero(bad)
    shown = ", ".join(str(row + layout.header + 2) for row in rows[:SHOWN].tolist())
    return finding(
        layout,
        "bad-cell",
        f"{count(len(rows), 'cell')} not read: expected {expected}",
        evidence=f"row {shown}{', …' if len(rows) > SHOWN else ''}",
        row=int(rows[0]) + layout.header + 2,
        column=layout.titles[position],
    )


def finding(
    layout: Layout,
    code: str,
    message: str,
    *,
    severity: Severity = Severity.WARNING,
    evidence: str = "",
    remedy: str = "",
    row: int | None = None,
    column: str = "",
) -> Finding:
    place = Origin(file=layout.table.file, tab=layout.table.tab, row=row, column=column)
    return Finding(code=code, severity=severity, message=message, evidence=evidence, remedy=remedy, origin=place)


def count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _end(said: dict[str, str]) -> End:
    """The safest keys first, as `record.KEY_KINDS` orders them."""
    key = {name: text.casefold() for name, text in said.items() if text}
    keys: list[Key] = []
    if {"server", "vm_id"} <= key.keys():
        keys.append(("server", key["server"], key["vm_id"]))
    keys += [
        (kind, key[name])
        for kind, name in (("arm-id", "arm_id"), ("uuid", "uuid"), ("vm-id", "vm_id"), ("fqdn", "fqdn"))
        if name in key
    ]
    if {"server", "name"} <= key.keys():
        keys.append(("name-in-server", key["server"], key["name"]))
    if "name" in key:
        keys.append(("name", key["name"]))
    return End(name=said.get("name", ""), keys=tuple(keys))


# -- when ---------------------------------------------------------------------------------------------------------


def _when(layout: Layout, columns: Sequence[Column], findings: list[Finding]) -> tuple[Integers, Booleans, bool]:
    """Seconds of each row, which rows have any, and whether they are UTC."""
    if layout.sample is not None:
        at, bad = _numbered(layout, columns[layout.sample], findings)
        position, zoned, expected = layout.sample, False, "the number of a sample"
    else:
        position, expected = layout.fields["time"], "a moment between 1990 and 2100"
        moments = moments_of(columns[position])
        at, bad = moments.seconds, moments.bad
        zoned = moments.zoned or "utc" in layout.titles[position].casefold()
        findings += _time_findings(layout, moments, zoned)
    if bad.any():
        findings.append(bad_cells(layout, position, bad, expected))
    return at, ~bad, zoned


def _numbered(layout: Layout, column: Column, findings: list[Finding]) -> tuple[Integers, Booleans]:
    """Numbered samples: with a spacing they become seconds from 0 on."""
    numbers, _ = numbers_of(column)
    bad = ~(numpy.abs(numbers) <= 10**9)
    spacing, title = layout.interval_seconds, layout.titles[layout.sample or 0]
    if spacing:
        findings.append(
            finding(
                layout,
                "interval-from-name",
                f"samples are numbered; taken to be {spacing} seconds apart, as the title or the file's name says",
                severity=Severity.NOTE,
                column=title,
            )
        )
    else:
        findings.append(
            finding(
                layout,
                "interval-unknown",
                "samples are numbered, and nothing says how far apart they are: statistics are taken, but no trace",
                remedy=f"Say it in the column's title, for example {title}_5min.",
                column=title,
            )
        )
    return (numpy.where(bad, 0, numbers) * (spacing or 1)).astype(numpy.int64), bad


def _time_findings(layout: Layout, moments: Moments, zoned: bool) -> Iterator[Finding]:
    title = layout.titles[layout.fields["time"]]
    if not zoned:
        yield finding(
            layout,
            "time-zone-unknown",
            "the moments have no time zone and are taken as they are written: an hour is doubled, or missing, where "
            "clocks change",
            severity=Severity.NOTE,
            column=title,
        )
    if moments.zones_differ:
        yield finding(
            layout,
            "time-zones-differ",
            "some moments have a time zone and some have none; those are taken for UTC",
            remedy="Export all of them with their zone.",
            column=title,
        )
    if moments.month_first_assumed:
        yield finding(
            layout,
            "date-order-assumed",
            "nothing in the column tells day from month; month/day/year is assumed",
            remedy="Write the dates as 2026-01-31.",
            column=title,
        )


# -- how much -----------------------------------------------------------------------------------------------------

Part = tuple[Line, Integers, Floats]
"""A line, the rows that have a sample of it, and the samples."""


def _wide(layout: Layout, columns: Sequence[Column], usable: Booleans, findings: list[Finding]) -> list[Part]:
    parts: list[Part] = []
    for position, meter in layout.meters.items():
        values = scaled(layout, position, columns, usable, findings)
        rows = numpy.flatnonzero(~numpy.isnan(values))
        if len(rows):
            parts.append((line_of(layout.titles[position], meter), rows, values[rows]))
    return parts


def scaled(
    layout: Layout, position: int, columns: Sequence[Column], usable: Booleans, findings: list[Finding]
) -> Floats:
    """A metric's column in the metric's unit, NaN where it has nothing that can be used."""
    meter = layout.meters[position]
    capacity = layout.capacities.get(meter.of)
    if meter.of and capacity is None:
        findings.append(_capacity_unknown(layout, layout.titles[position], meter))
        return numpy.full(len(usable), numpy.nan)
    values = clean(layout, position, columns, usable, findings) * meter.factor
    if capacity is None:
        return values
    whole, _ = numbers_of(columns[capacity])
    return values * 100 / numpy.where(whole > 0, whole, numpy.nan)


def _long(layout: Layout, columns: Sequence[Column], usable: Booleans, findings: list[Finding]) -> list[Part]:
    """Each distinct name of a metric, with its unit and instance, is a line, or is counted as not read."""
    fields = layout.fields
    asked = {name: texts_of(columns[fields[name]]) for name in WANTED if name in fields}
    named, first = numbered(combined([codes_of(column) for column in asked.values()]), numpy.ones(len(usable), bool))
    values = clean(layout, fields["value"], columns, usable, findings)
    order = numpy.argsort(named, kind="stable")
    bounds = numpy.searchsorted(named[order], numpy.arange(len(first) + 1))
    parts: list[Part] = []
    unread: dict[str, int] = {}
    for place, row in enumerate(first.tolist()):
        rows = order[bounds[place] : bounds[place + 1]]
        title, unit, instance = (asked[name][row].as_py() or "" if name in asked else "" for name in WANTED)
        meter = meter_of(title, unit)
        why = _why_unread(meter, instance)
        if meter is None or why:
            label = f"{title[:60]!r}{why}"
            unread[label] = unread.get(label, 0) + len(rows)
            continue
        rows = rows[~numpy.isnan(values[rows])]
        of_disk = meter.metric not in ONE_PER_MACHINE
        parts.append((line_of(title, meter, instance if of_disk else ""), rows, values[rows] * meter.factor))
    if unread:
        findings.append(unknown_metrics(layout, unread))
    return parts


def _why_unread(meter: Meter | None, instance: str) -> str:
    """Of a single core or network card: the machine as a whole has rows of its own."""
    if meter and meter.of:
        return f" in {meter.unit}, of which no column gives the capacity"
    if meter and meter.metric in ONE_PER_MACHINE and instance.strip().casefold() not in WHOLE:
        return " of single cores or cards"
    return ""


def clean(
    layout: Layout, position: int, columns: Sequence[Column], usable: Booleans, findings: list[Finding]
) -> Floats:
    """The column's numbers, NaN where they cannot be used; less than nothing is used by nobody."""
    numbers, bad = numbers_of(columns[position])
    bad |= numbers < 0
    if bad.any():
        findings.append(bad_cells(layout, position, bad, "a number from 0 on"))
    return numpy.where(usable & ~bad, numbers, numpy.nan)


# -- what looks odd -----------------------------------------------------------------------------------------------


def unknown_metrics(layout: Layout, unread: dict[str, int]) -> Finding:
    most = sorted(unread.items(), key=lambda entry: (-entry[1], entry[0]))
    shown = "; ".join(f"{label}: {count(rows, 'row')}" for label, rows in most[:SHOWN])
    return finding(
        layout,
        "unknown-metric",
        f"{count(len(unread), 'metric')} not read",
        evidence=shown + ("; …" if len(most) > SHOWN else ""),
        remedy="Known are, for example, cpu_pct, mem_pct, disk_iops, disk_mb_per_s, net_in_mb_per_s, net_out_mb_per_s.",
        column=layout.titles[layout.fields["metric"]],
    )


def _capacity_unknown(layout: Layout, title: str, meter: Meter) -> Finding:
    return finding(
        layout,
        "capacity-unknown",
        f"the column is in {meter.unit}, and no column gives the machine's capacity, so its share is not known",
        remedy=f"Add a column such as {'CPU capacity MHz' if meter.of == 'mhz' else 'Memory total MiB'}.",
        column=title,
    )


def _suspicions(layout: Layout, points: Points, lines: Sequence[Line]) -> Iterator[Finding]:
    """Percentages that may be fractions of one, and such as exceed the whole: both are taken as they are."""
    for position, line in enumerate(lines):
        values = points.value[points.line == position]
        if line.metric not in PERCENTAGES or not len(values):
            continue
        above, most = int((values > 100).sum()), float(values.max())
        if above:
            message = f"{line.metric}: {above:,} of {len(values):,} samples exceed 100 %; they are taken as they are"
            yield finding(
                layout, "above-hundred", message, severity=Severity.NOTE, evidence=f"the highest is {most:g} %"
            )
        elif 0 < most <= 1 and len(values) > 1:
            yield finding(
                layout,
                "fractions-suspected",
                f"{line.metric}: no sample exceeds 1; they are read as percentages, and look like fractions",
                evidence=f"the highest is {most:g}",
                remedy=f"If they are fractions, name it {line.metric.removesuffix('percent')}fraction.",
            )


def _joined(arrays: Sequence[NDArray[Any]], kind: type) -> NDArray[Any]:
    return numpy.concatenate(arrays).astype(kind, copy=False) if arrays else numpy.zeros(0, kind)
