"""The estate as tables that a person or a BI tool opens: one CSV and one Parquet file for each kind of fact.

Columns follow the nouns: a place becomes file, tab, row and column; lists are joined by `; `, tags are JSON, money is
a number. Moments are UTC where their source states a zone, and as written where it does not. In the CSV files no text
starts a formula.
"""

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from io import StringIO
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import pyarrow
from pyarrow import parquet

from azlift.escaping import inert
from azlift.model import (
    Application,
    Disagreement,
    Disk,
    Estate,
    ExternalLink,
    FileSystem,
    Finding,
    LeftOut,
    Link,
    Merge,
    Nic,
    Noun,
    Origin,
    SourceFile,
    Usage,
    Workload,
)

TYPES: Mapping[type, pyarrow.DataType] = {
    bool: pyarrow.bool_(),
    int: pyarrow.int64(),
    float: pyarrow.float64(),
    datetime: pyarrow.timestamp("us"),
    date: pyarrow.date32(),
    Decimal: pyarrow.float64(),
}
"""Everything else is text."""
Column = tuple[str, pyarrow.DataType, Callable[[Noun], Any]]


def estate_tables(estate: Estate) -> dict[str, pyarrow.Table]:
    """The tables by name. Disks, NICs, file systems and usage name their workload by id and name."""
    return {
        "sources": _table(SourceFile, estate.sources),
        "workloads": _table(Workload, estate.workloads),
        "disks": _parts(Disk, estate.workloads, lambda workload: workload.disks),
        "nics": _parts(Nic, estate.workloads, lambda workload: workload.nics),
        "file_systems": _parts(FileSystem, estate.workloads, lambda workload: workload.file_systems),
        "usage": _parts(Usage, estate.workloads, lambda workload: workload.usage),
        "applications": _table(Application, estate.applications),
        "links": _table(Link, estate.links),
        "external_links": _table(ExternalLink, estate.external_links),
        "left_out": _table(LeftOut, estate.left_out),
        "merges": _table(Merge, estate.merges),
        "disagreements": _table(Disagreement, estate.disagreements),
        "findings": _table(Finding, estate.findings),
    }


def write_estate_tables(folder: Path, tables: Mapping[str, pyarrow.Table]) -> None:
    """Each table as `name.csv` and `name.parquet`; the same tables make the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        (folder / f"{name}.csv").write_text(csv_text(table), encoding="utf-8-sig", newline="")
        parquet.write_table(table, folder / f"{name}.parquet", compression="zstd")


def csv_text(table: pyarrow.Table) -> str:
    """The table for a spreadsheet: header, then rows; an absent value is an empty cell, and no text is a formula."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.column_names)
    columns = [[_cell(value) for value in column.to_pylist()] for column in table.columns]
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue()


def _cell(value: Any) -> Any:
    return inert(value) if isinstance(value, str) else value


# -- nouns into columns -------------------------------------------------------------------------------------------


def _table(kind: type[Noun], nouns: Sequence[Noun]) -> pyarrow.Table:
    columns = _columns(kind)
    arrays = [pyarrow.array([value(noun) for noun in nouns], form) for _, form, value in columns]
    return pyarrow.Table.from_arrays(arrays, names=[name for name, _, _ in columns])


def _parts(
    kind: type[Noun], workloads: Sequence[Workload], parts: Callable[[Workload], Sequence[Noun]]
) -> pyarrow.Table:
    """The parts of all workloads, each after its workload's id and name."""
    owned = [(workload, part) for workload in workloads for part in parts(workload)]
    table = _table(kind, [part for _, part in owned])
    names = pyarrow.array([workload.name for workload, _ in owned], pyarrow.string())
    ids = pyarrow.array([workload.id for workload, _ in owned], pyarrow.string())
    return table.add_column(0, "workload_name", names).add_column(0, "workload", ids)


def _columns(kind: type[Noun]) -> list[Column]:
    """A noun's fields in their order; a noun within it by its own fields; lists of nouns have tables of their own."""
    found: list[Column] = []
    for name, field in kind.model_fields.items():
        meant = _meant(field.annotation)
        if isinstance(meant, type) and issubclass(meant, Noun):
            found += _nested(name, meant)
        elif not _is_list_of_nouns(meant):
            found.append((name, _type_of(meant), _value_of(name)))
    return found


def _nested(name: str, kind: type[Noun]) -> Iterable[Column]:
    prefix = "" if kind is Origin and name == "origin" else f"{name}_"
    for inner, form, value in _columns(kind):
        yield f"{prefix}{inner}", form, _within(name, value)


def _within(name: str, value: Callable[[Noun], Any]) -> Callable[[Noun], Any]:
    def found(noun: Noun) -> Any:
        inner = getattr(noun, name)
        return None if inner is None else value(inner)

    return found


def _value_of(name: str) -> Callable[[Noun], Any]:
    return lambda noun: _plain(getattr(noun, name))


def _plain(value: Any) -> Any:
    """A field's value as one cell's."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return "; ".join(str(_plain(item)) for item in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
    if isinstance(value, Decimal):
        return float(value)
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value


def _meant(annotation: Any) -> Any:
    """The annotation without its None."""
    if get_origin(annotation) in (UnionType, Union):
        inner = [one for one in get_args(annotation) if one is not type(None)]
        return inner[0]
    return annotation


def _is_list_of_nouns(annotation: Any) -> bool:
    inner = get_args(annotation)[:1]
    return get_origin(annotation) is tuple and isinstance(inner[0], type) and issubclass(inner[0], Noun)


def _type_of(annotation: Any) -> pyarrow.DataType:
    kind = type(get_args(annotation)[0]) if get_origin(annotation) is Literal else annotation
    return TYPES.get(kind, pyarrow.string())
