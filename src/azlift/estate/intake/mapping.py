"""Which column of a plain list means what: shown, kept as YAML beside the list, changed there by a person, read again.

    tabs:
    - tab: Servers
      columns:
        name: {header: Hostname}
        memory: {header: RAM, unit: GB}

A tab is named as the workbook names it, and empty for a CSV file. The file is checked strictly: a member, a field or a
unit that does not exist is an InputError that names the nearest one there is.
"""

from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from typing import Any

import yaml

from azlift.errors import InputError, did_you_mean
from azlift.estate.intake.fields import SYNONYMS, has_unit, is_field
from azlift.estate.intake.quantities import MIB_IN, unit_called

PREFACE = """\
# How azlift reads the columns of this list. Change it, and survey again.
# Fields: {fields}, disk_1, disk_2, …
# Units of memory, storage and disks: {units} (each 1,024 of the one before).
"""
MOST_CHARACTERS = 2**20


@dataclass(frozen=True)
class MappedColumn:
    """The column under `header` is `field`; `unit` is a capacity's, `why` says what it was known by."""

    field: str
    header: str
    unit: str = ""
    why: str = "as the saved mapping says"


@dataclass(frozen=True)
class MappedTab:
    tab: str
    columns: tuple[MappedColumn, ...]


@dataclass(frozen=True)
class Mapping:
    tabs: tuple[MappedTab, ...]


def mapping_file(name: str) -> str:
    """Beside which file a mapping is kept: `servers.xlsx` -> `servers.xlsx.columns.yaml`."""
    return f"{name}.columns.yaml"


def mapping_yaml(mapping: Mapping) -> str:
    """The mapping as a person may change it; what each column was known by is not kept."""
    plain = {
        "tabs": [
            {"tab": tab.tab, "columns": {column.field: _plain(column) for column in tab.columns}}
            for tab in mapping.tabs
        ]
    }
    preface = PREFACE.format(fields=", ".join(SYNONYMS), units=", ".join(MIB_IN))
    return preface + yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=120)


def _plain(column: MappedColumn) -> dict[str, str]:
    return {"header": column.header} | ({"unit": column.unit} if column.unit else {})


def read_mapping(text: str, file: str = "") -> Mapping:
    """The mapping of a YAML text; raises InputError for what is none, naming `file`."""
    if len(text) > MOST_CHARACTERS:
        raise _refusal(file, "it is longer than any mapping of columns", "Let azlift write it anew.")
    try:
        plain = yaml.safe_load(text)
    except yaml.YAMLError as fault:
        raise _refusal(
            file, f"it is no YAML: {' '.join(str(fault).split())[:200]}", "Mend it, or delete it."
        ) from fault
    tabs = _members(plain, ("tabs",), "the mapping", file)["tabs"]
    if not isinstance(tabs, list) or not tabs:
        raise _refusal(file, "tabs is not a list of tabs", "List each tab with its columns.")
    read = tuple(_read_tab(tab, file) for tab in tabs)
    if len({tab.tab for tab in read}) < len(read):
        raise _refusal(file, "a tab is listed twice", "List each tab once.")
    return Mapping(read)


def _read_tab(plain: Any, file: str) -> MappedTab:
    members = _members(plain, ("tab", "columns"), "a tab", file)
    tab, columns = _text(members["tab"], "a tab's name", file), members["columns"]
    if not isinstance(columns, dict) or "name" not in columns:
        raise _refusal(file, f"tab {tab!r:.80} says of no column that it is the name", "Give it columns, and a name.")
    return MappedTab(tab, tuple(_read_column(field, column, file) for field, column in columns.items()))


def _read_column(field: Any, plain: Any, file: str) -> MappedColumn:
    if not isinstance(field, str) or not is_field(field):
        raise _refusal(file, f"there is no field {field!r:.80}", nearest(str(field), (*SYNONYMS, "disk_1")))
    members = _members({"unit": ""} | plain if isinstance(plain, dict) else plain, ("header", "unit"), field, file)
    header = " ".join(_text(members["header"], f"the header of {field}", file).split())
    unit = _text(members["unit"], f"the unit of {field}", file)
    if not header:
        raise _refusal(file, f"the header of {field} is empty", "Write the words that stand over the column.")
    if unit and not has_unit(field):
        raise _refusal(file, f"{field} has no unit, found {unit!r:.80}", "Leave the unit out.")
    if unit and not unit_called(unit):
        raise _refusal(file, f"there is no unit {unit!r:.80}", nearest(unit, MIB_IN))
    return MappedColumn(field, header, unit_called(unit))


def _text(value: Any, what: str, file: str) -> str:
    """The value, which is text; anything else is named by its kind: a few bytes of YAML can stand for gigabytes."""
    if not isinstance(value, str):
        raise _refusal(file, f"{what} is text, found a value of kind {type(value).__name__}", "Use quotation marks.")
    return value


def _members(plain: Any, names: tuple[str, ...], what: str, file: str) -> AnyMapping[str, Any]:
    """The members of a YAML mapping that has these and no others."""
    if not isinstance(plain, dict):
        raise _refusal(file, f"{what} is no mapping with {' and '.join(names)}", "Let azlift write it anew.")
    for key in plain:
        if key not in names:
            raise _refusal(file, f"{what} has no member {key!r:.80}", nearest(str(key), names))
    for name in names:
        if name not in plain:
            raise _refusal(file, f"{what} lacks its member {name!r}", "Add it.")
    return plain


def nearest(word: str, words: Iterable[str]) -> str:
    """A line of advice that names the nearest of the words, or all of them."""
    known = list(words)
    return did_you_mean(word, known) or f"There are {', '.join(known):.300}."


def _refusal(file: str, what: str, advice: str) -> InputError:
    return InputError(f"the mapping of columns cannot be used: {what}", file=file, advice=advice)
