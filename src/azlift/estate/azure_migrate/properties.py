"""What an assessment report says once for all its machines: the currency of its costs, and the region they are for.

The export tool writes its tab Properties as one row below headers, the portal its tab Assessment_Properties as pairs of
property and value. A label is looked for in either shape, in any tab, by its words.
"""

from collections.abc import Iterator, Sequence

from azlift.estate.cells import is_blank, text_of
from azlift.estate.headers import squeeze
from azlift.estate.tables import Source
from azlift.estate.workbook import Row

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
        filled = [position for position, cell in enumerate(row[:LOOKED_AT]) if not is_blank(cell)]
        for position in filled:
            label = LABELS.get(squeeze(text_of(row[position])[:LOOKED_AT]))
            pair = len(filled) == PAIR and position == filled[0]
            value = text_of(row[filled[1]]) if pair else text_of(below[position]) if position < len(below) else ""
            if label and value.strip():
                yield label, value.strip()
