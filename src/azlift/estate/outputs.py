"""What a survey leaves in the workspace besides the ledger's fact: tables, the quality report, and the series."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from azlift.estate.assembly import Inventory
from azlift.estate.intake.mapping import mapping_file
from azlift.estate.normalised import estate_tables, write_estate_tables
from azlift.estate.opening import Opened
from azlift.estate.quality import quality_markdown, quality_of
from azlift.estate.usage_store import read_traces, write_traces
from azlift.model import Estate, Trace, WorkloadId

FOLDER = "survey"
TRACES = "traces.parquet"
QUALITY = "quality.md"


def write_survey(workspace: Path, inventory: Inventory) -> None:
    """The estate as tables (`survey/*.csv` and `*.parquet`), its quality report, and the series measured of it."""
    folder = workspace / FOLDER
    write_estate_tables(folder, estate_tables(inventory.estate))
    (folder / QUALITY).write_text(quality_markdown(quality_of(inventory.estate), inventory.estate), encoding="utf-8")
    write_traces(folder / TRACES, inventory.estate.fingerprint, inventory.traces)


def surveyed_traces(workspace: Path, estate: Estate) -> Mapping[WorkloadId, Trace]:
    """The series of this estate's survey. Raises InputError where they are of another."""
    return read_traces(workspace / FOLDER / TRACES, estate.fingerprint)


def save_mappings(opened: Iterable[Opened]) -> list[Path]:
    """How the columns of each plain list are read, in a file beside it; the files, which a person may change."""
    written = []
    for one in opened:
        if one.columns_yaml:
            file = one.files[0].path.with_name(mapping_file(one.files[0].path.name))
            file.write_text(one.columns_yaml, encoding="utf-8")
            written.append(file)
    return written
