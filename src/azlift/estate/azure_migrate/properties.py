"""What an assessment report says once for all its machines: the currency of its costs, and the region they are for.

The export tool writes its tab Properties as one row below headers, the portal its tab Assessment_Properties as pairs of
property and value. A label is looked for in either shape, in any tab, by its words; two labels side by side are headers
and no pair.
"""

from collections.abc import Iterator, Sequence

from azlift.estate.cells import is_blank, text_of
from azlift.estate.headers import squeeze
from azlift.estate.tables import Source
from azlift.workbook import Row

LABELS = {"currency": "currency", "targetregion": "region", "targetlocation": "region"}
LOOKED_AT = 60
"""Rows of a tab, and cells of a row: both shapes are smaller."""
PAIR = 2


def read_properties(source: Source) -> dict[str, str]:
    """`currency` and `region`, as far as some tab states them; the first that does counts."""
    found: dict[str, str] = {}
    for table in source.tables:
        for label, value in _labelled(table.rows[: LOOKED_AT + 1]):
            found.setdefault(label, value)
    return found


def _labelled(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(rows[:LOOKED_AT]):
        below = rows[number + 1] if number + 1 < len(rows) else ()
        filled = {
            position: text_of(cell).strip() for position, cell in enumerate(row[:LOOKED_AT]) if not is_blank(cell)
        }
        labels = {position: label for position, text in filled.items() if (label := _label(text))}
        pair = len(filled) == PAIR and list(labels) == list(filled)[:1]
        for position, label in labels.items():
            beneath = text_of(below[position]).strip() if position < len(below) else ""
            value = list(filled.values())[-1] if pair else beneath
            if value:
                yield label, value


def _label(text: str) -> str | None:
    return LABELS.get(squeeze(text[:LOOKED_AT]))
