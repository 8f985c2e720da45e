"""Tables -> the mapping a person would most likely write: by the words over the columns, then by what is in them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from azlift.estate.cells import is_blank, text_of, truth_of
from azlift.estate.headers import HEADER_WITHIN_ROWS, squeeze
from azlift.estate.intake.fields import OF_MACHINES, SYNONYMS, TELLING_NAMES, disk_number, has_unit, without_unit
from azlift.estate.intake.mapping import MappedColumn, MappedTab
from azlift.estate.intake.mapping import Mapping as ColumnMapping
from azlift.estate.intake.quantities import LONGEST, quantity_of
from azlift.estate.intake.rows import BETWEEN_ADDRESSES, is_address
from azlift.estate.machines import power_of
from azlift.estate.operating_systems import family_of
from azlift.estate.tables import Table
from azlift.model import OsFamily
from azlift.workbook import Cell, Row

LOOKED_AT = 200
"""Rows below the header whose cells are looked at."""
BY_HEADER, BY_LOOK = "by its header", "by the look of its values"
UNIT_BY_LOOK, NO_UNIT = f"{BY_HEADER}; its unit {BY_LOOK}", f"{BY_HEADER}; its unit is not known"
TELLING = frozenset(squeeze(name) for name in TELLING_NAMES)
HOST_NAME = re.compile(r"(?=.*[a-z])[a-z0-9][a-z0-9._-]{1,62}", re.IGNORECASE)
LIKE_A_NUMBER = re.compile(r"\s*[0-9][0-9.,'’\s]*(bytes|[kmgtp]?i?b)?\s*", re.IGNORECASE)
LEAST_OF = {"B": 2**28, "KB": 2**20, "MB": 256}
MOST_GB = 128
"""Memory without a unit: machines of 256 GB and more only, or of 128 MB and less only, make up no estate met so far;
nor do machines of 1 TiB and more, which 2**20 MB would be, or of 256 TiB and more, which 2**28 KB would be."""
DISTINCT = 0.8
"""Of a column of names, at least: where the same few names stand again and again, they are hosts' or sites'."""
Columns = dict[int, MappedColumn]
"""By position."""


def guess_mapping(tables: Sequence[Table]) -> ColumnMapping:
    """The columns of every table that lists machines; no tabs where none does."""
    found = ((table.tab, guess_columns(table.rows)) for table in tables)
    return ColumnMapping(tuple(MappedTab(tab, tuple(columns.values())) for tab, columns in found if columns))


def guess_columns(rows: Sequence[Row]) -> Columns:
    """The columns under the row of the first thirty that explains most; empty where the rows list no machines."""
    candidates = (_columns_under(rows, position) for position in range(min(len(rows), HEADER_WITHIN_ROWS)))
    return max((columns for columns in candidates if _lists_machines(columns)), key=len, default={})


def _lists_machines(columns: Columns) -> bool:
    """A name beside what only machines have, one of the two by its header; or two more columns under `Hostname`."""
    fields = {column.field: column for column in columns.values()}
    name = fields.get("name")
    if name is None:
        return False
    proofs = [column for field, column in fields.items() if field in OF_MACHINES or has_unit(field)]
    if proofs and any(column.why != BY_LOOK for column in (name, *proofs)):
        return True
    return squeeze(name.header) in TELLING and len(fields) > 2


def _columns_under(rows: Sequence[Row], position: int) -> Columns:
    header = rows[position]
    under = map(rows.__getitem__, range(position + 1, len(rows)))  # no slice: a file's rows are made when looked at
    below = list(islice((row for row in under if not all(map(is_blank, row))), LOOKED_AT))
    cells = {n: [row[n] for row in below if n < len(row) and not is_blank(row[n])] for n in range(len(header))}
    first = {title: n for n, cell in reversed(list(enumerate(header))) if (title := " ".join(text_of(cell).split()))}
    titles = dict(sorted((n, title) for title, n in first.items()))
    found = dict(_by_header(titles, cells))
    return dict(sorted((found | dict(_by_look(titles, cells, found))).items())) if len(found) > 1 else {}


def _by_header(titles: Mapping[int, str], cells: Mapping[int, Sequence[Cell]]) -> Iterator[tuple[int, MappedColumn]]:
    """Each column once, for the first field it fits: `Host` is the machine's name only where no other column is."""
    stems = {n: without_unit(title) for n, title in titles.items()}
    taken: set[int] = set()
    for field, synonyms in SYNONYMS.items():
        wanted = [squeeze(synonym) for synonym in synonyms]
        fitting = sorted(
            (field == "name" and _repeats(cells[n]), wanted.index(stem), n)
            for n, (stem, unit) in stems.items()
            if n not in taken and stem in wanted and (has_unit(field) or not unit) and _looks_like(field, cells[n])
        )
        if fitting:
            *_, n = fitting[0]
            taken.add(n)
            yield n, _column(field, titles[n], stems[n][1], cells[n])
    yield from _disks(titles, {n: stem for n, stem in stems.items() if n not in taken}, cells)


def _disks(
    titles: Mapping[int, str], stems: Mapping[int, tuple[str, str]], cells: Mapping[int, Sequence[Cell]]
) -> Iterator[tuple[int, MappedColumn]]:
    """`Disk 1 (GB)`, `Disk 2 (GB)`, …: each number once."""
    met: set[int] = set()
    for n, (stem, unit) in stems.items():
        number = disk_number(stem)
        if number and number not in met and _looks_like("storage", cells[n]):
            met.add(number)
            yield n, _column(f"disk_{number}", titles[n], unit, cells[n])


def _column(field: str, header: str, unit: str, cells: Sequence[Cell]) -> MappedColumn:
    if not has_unit(field) or unit or any(map(_has_unit, cells)):
        return MappedColumn(field, header, unit, BY_HEADER)
    guessed = _unit_of(cells)
    if field != "memory" and guessed != "B":
        return MappedColumn(field, header, "", NO_UNIT)
    return MappedColumn(field, header, guessed, UNIT_BY_LOOK if guessed else NO_UNIT)


def states_unit(rows: Sequence[Row], position: int) -> bool:
    """Whether a cell of the column names its own unit, as `16 GB` does."""
    return any(_has_unit(row[position]) for row in rows if position < len(row))


def _has_unit(cell: Cell) -> bool:
    quantity = quantity_of(cell)
    return bool(quantity and quantity.unit)


def _unit_of(cells: Sequence[Cell]) -> str:
    """The unit of memory that nobody wrote: all the values are small, or all are large; else nobody can tell.

    Of storage only bytes can be told: disks are of any size.
    """
    amounts = [quantity.amount for cell in cells if (quantity := quantity_of(cell)) and quantity.amount]
    if not amounts:
        return ""
    large = next((unit for unit, least in LEAST_OF.items() if min(amounts) >= least), "")
    return large or ("GB" if max(amounts) <= MOST_GB else "")


# -- the look of values -------------------------------------------------------------------------------------------


def _by_look(
    titles: Mapping[int, str], cells: Mapping[int, Sequence[Cell]], found: Columns
) -> Iterator[tuple[int, MappedColumn]]:
    """Columns of which the header says nothing: a name, addresses, operating systems. The first that looks so."""
    fields = {column.field for column in found.values()}
    for field, looks in LOOKS.items():
        free = (n for n in titles if n not in found and field not in fields and looks(cells[n]))
        if (n := next(free, None)) is not None:
            yield n, MappedColumn(field, titles[n], why=BY_LOOK)


def _looks_like(field: str, cells: Sequence[Cell]) -> bool:
    """Whether the cells may be what the header says: half of them at least."""
    if field == "vcpu" or has_unit(field):
        return _mostly(cells, _is_number)
    if field == "ip_address":
        return _mostly(cells, _is_addresses)
    if field == "template":
        return _mostly(cells, lambda cell: truth_of(cell) is not None)
    if field == "power":
        return _mostly(cells, _is_power)
    return field != "name" or not cells or not _mostly(cells, _is_number)


def _mostly(cells: Sequence[Cell], is_so: Callable[[Cell], bool]) -> bool:
    return 2 * sum(map(is_so, cells)) >= len(cells)


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str) and len(cell) <= LONGEST and LIKE_A_NUMBER.fullmatch(cell):
        return True
    return quantity_of(cell) is not None


def _is_power(cell: Cell) -> bool:
    return power_of(text_of(cell)) is not None


def _repeats(cells: Sequence[Cell]) -> bool:
    return len({text_of(cell).strip().casefold() for cell in cells}) < DISTINCT * len(cells)


def _is_addresses(cell: Cell) -> bool:
    return isinstance(cell, str) and any(map(is_address, BETWEEN_ADDRESSES.split(cell.strip())))


def _all_addresses(cells: Sequence[Cell]) -> bool:
    return bool(cells) and all(map(_is_addresses, cells))


def _all_systems(cells: Sequence[Cell]) -> bool:
    families = {family_of(text_of(cell)) for cell in cells}
    return bool(cells) and families <= {OsFamily.WINDOWS, OsFamily.LINUX}


def _all_host_names(cells: Sequence[Cell]) -> bool:
    """Distinct, in letters, without blanks."""
    names = [text_of(cell).strip() for cell in cells]
    distinct = len({name.casefold() for name in names}) == len(names)
    return bool(names) and distinct and all(HOST_NAME.fullmatch(name) for name in names)


LOOKS: Mapping[str, Callable[[Sequence[Cell]], bool]] = {
    "ip_address": _all_addresses,
    "os_name": _all_systems,
    "name": _all_host_names,
}
