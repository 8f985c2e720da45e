"""The formats azlift reads, and which of them a source is: by its content, never by its name."""

from collections.abc import Callable
from dataclasses import dataclass

from azlift.errors import InputError
from azlift.estate import measured_lists, performance, rvtools
from azlift.estate.azure_migrate import assessment, dependencies, discovery, import_csv
from azlift.estate.intake import cmf, dependency_map, execution_guide, konveyor, servicenow, spreadsheet
from azlift.estate.intake.guessing import guess_mapping
from azlift.estate.intake.mapping import mapping_file, mapping_yaml, read_mapping
from azlift.estate.record import Reading
from azlift.estate.tables import Source

SHOWN = 8
SHOWN_CHARACTERS = 200


@dataclass(frozen=True)
class Format:
    """`recognise` says by what a source is of this format, or nothing; `title` is for people."""

    title: str
    recognise: Callable[[Source], str]
    read: Callable[[Source], Reading]


def _read_list(source: Source) -> Reading:
    said = source.mapping_yaml
    return measured_lists.read(source, read_mapping(said, mapping_file(source.name)) if said else None)


PLAIN_LIST = Format("plain lists of machines", spreadsheet.recognise, _read_list)
MEASURED_LIST = Format(PLAIN_LIST.title, measured_lists.recognise, _read_list)
FORMATS: tuple[Format, ...] = (
    Format("RVTools", rvtools.recognise, rvtools.read),
    Format("Azure Migrate assessments", assessment.recognise, assessment.read),
    Format("Azure Migrate discovery reports", discovery.recognise, discovery.read),
    Format("Azure Migrate import files", import_csv.recognise, import_csv.read),
    Format("Azure Migrate dependency exports", dependencies.recognise, dependencies.read),
    Format("AWS Cloud Migration Factory intake forms", cmf.recognise, cmf.read),
    Format("Konveyor applications", konveyor.recognise, konveyor.read),
    Format("ServiceNow CMDB exports", servicenow.recognise, servicenow.read),
    Format("Migration Execution Guide wave tabs", execution_guide.recognise, execution_guide.read),
    MEASURED_LIST,
    Format("performance series and percentile tables", performance.recognise, performance.read),
    Format("dependency maps", dependency_map.recognise, dependency_map.read),
    PLAIN_LIST,
)
"""The most telling first: a plain list of servers is what nothing else is."""


@dataclass(frozen=True)
class Recognised:
    format: Format
    because: str


def recognise(source: Source) -> Recognised:
    """The first format the source is of. Raises InputError, with what was looked at, where it is none.

    What a person has said the columns of is a plain list.
    """
    if source.mapping_yaml:
        return Recognised(PLAIN_LIST, f"a list of machines: its columns are in {mapping_file(source.name)}")
    for known in FORMATS:
        because = known.recognise(source)
        if because:
            return Recognised(known, because)
    titles = dict.fromkeys(known.title for known in FORMATS)
    raise InputError(
        f"nothing in it is an inventory azlift knows; {_looked_at(source)}",
        file=source.name,
        advice=f"azlift reads {', '.join(titles)}. A plain list needs a column of names.",
    )


def _looked_at(source: Source) -> str:
    """The first rows of the first tables, as far as they help to see what is wrong."""
    tables = source.tables[:SHOWN]
    if not tables:
        return "it has no tables"
    first = next((row for row in tables[0].rows if any(str(cell).strip() for cell in row)), ())
    cells = ", ".join(str(cell) for cell in first if str(cell).strip())[:SHOWN_CHARACTERS] or "nothing"
    tabs = ", ".join(table.tab for table in tables if table.tab)
    one_cell = len(first) == 1 and all(len(row) < 2 for row in tables[0].rows[:SHOWN])
    hint = ", and each row is one cell: columns are separated by comma, semicolon, tab or |" if one_cell else ""
    return (f"its tabs are {tabs}; " if tabs else "") + f"its first row is {cells}{hint}"


def columns_file(source: Source, found: Recognised) -> str:
    """How the columns of a plain list were read, as the file beside it that a person may change; else nothing."""
    if found.format not in (PLAIN_LIST, MEASURED_LIST):
        return ""
    return source.mapping_yaml or mapping_yaml(guess_mapping(source.tables))
