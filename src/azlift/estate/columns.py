"""The columns a format does not know: kept as tags, unless they are personal or secret.

Inventories carry what does not belong into a migration's records: mail addresses, telephone numbers, licence keys,
passwords in notes, free-text annotations. Such a column is dropped by its header, and such a cell by its look, unless a
person asked for them (`Source.keep_personal`); a dropped value is never shown, logged or quoted in a finding.
"""

import re
from collections.abc import Collection, Iterator, Mapping

from azlift.estate.cells import is_blank, text_of
from azlift.estate.record import ColumnUse
from azlift.estate.sheet import Sheet, SheetRow
from azlift.workbook import Cell, Row

PERSONAL = re.compile(
    r"e-?mail|phone|telephone|mobile|annotation|\bnotes?\b|comment|licen[cs]e ?key|product ?key|serial|passw|secret|"
    r"\btoken|credential|\bkey$|user ?name|\blogin|created ?by|modified ?by|contact|address book|birth|"
    r"telefon|handy\b|bemerkung|anmerkung|kommentar|\bnotiz|kennwort|schlüssel|seriennummer|benutzer|ansprechpartner|"
    r"kontakt|t[eé]l[eé]phone|courriel|commentaire|remarque|mot de passe|utilisateur|tel[eé]fono|correo|contraseña|"
    r"comentario|\bnotas?\b|observaci|usuario|contacto|commento|utente|senha|observaç|opmerking|wachtwoord|gebruiker",
    re.IGNORECASE,
)
"""In English, German, French, Spanish, Italian, Portuguese and Dutch."""
MAIL = re.compile(r"(?<=[^@\s;,<>])@[^@\s;,<>]+\.[A-Za-z]{2,}")
"""From the @ on: looked for from its beginning, it would take the square of a long cell's length."""
LONGEST_TAG = 256
"""Azure allows tag values of 256 characters; more is prose, not a tag."""
TAGS_AT_MOST = 100
"""Per machine: RVTools has about a hundred columns of its own."""


def is_personal(header: str) -> bool:
    """Whether a column of this header may name a person, or hold a secret."""
    return bool(PERSONAL.search(header.replace("_", " ")))


def without_mail(text: str) -> str:
    """The text, or nothing where it holds a mail address."""
    return "" if MAIL.search(text) else text


def tags_of(row: SheetRow, known: Collection[int], keep_personal: bool = False) -> dict[str, str]:
    """Header -> text of every cell outside the `known` positions that says something and may be kept."""
    kept: dict[str, str] = {}
    for position, cell in enumerate(row.cells):
        if position in known or is_blank(cell) or position >= len(row.header):
            continue
        header = text_of(row.header[position]).strip()
        if header and len(kept) < TAGS_AT_MOST and (keep_personal or _may_be_kept(header, cell)):
            kept.setdefault(header, text_of(cell).strip()[:LONGEST_TAG])
    return kept


def _may_be_kept(header: str, cell: Cell) -> bool:
    return not is_personal(header) and not (isinstance(cell, str) and MAIL.search(cell))


def column_uses(sheet: Sheet, units: Mapping[str, str], keep_personal: bool = False) -> Iterator[ColumnUse]:
    """How each column of the sheet was read; `units` by field. Columns that are no field are tags, or dropped."""
    fields = {position: name for name, position in sheet.columns.items()}
    for position, header in enumerate(_titles(sheet.header)):
        name = fields.get(position, "")
        if name:
            yield ColumnUse(sheet.tab, header, name, units.get(name, ""))
        elif header:
            dropped = is_personal(header) and not keep_personal
            yield ColumnUse(sheet.tab, header, "", why="dropped: personal or secret" if dropped else "kept as a tag")


def _titles(header: Row) -> Iterator[str]:
    return (" ".join(text_of(cell).split()) for cell in header)
