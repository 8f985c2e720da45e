"""The plan's sheets: azlift's own, Azure Migrate's or the Cloud Migration Factory's, told apart by their headers."""

from pathlib import Path

from azlift.model import Estate, WavePlan
from azlift.waves.azure_migrate_waves import is_azure_migrate, read_azure_migrate
from azlift.waves.cmf_waves import is_cmf, read_cmf
from azlift.waves.proposal import Fault, Proposal, quoted, refuse
from azlift.waves.row_edits import WINDOW, Row, read_rows
from azlift.waves.tables import Table, read_csv_table, read_xlsx_table

COLUMNS = ("wave", "group", "workload")


def read_csv_edits(path: Path, content: bytes, plan: WavePlan, estate: Estate) -> Proposal:
    """What the file asks for. Raises PlanError."""
    return read_table(read_csv_table(path, content), plan, estate)


def read_xlsx_edits(path: Path, content: bytes, plan: WavePlan, estate: Estate) -> Proposal:
    """What the workbook asks for. Raises InputError for what is no harmless workbook, PlanError for its cells."""
    return read_table(read_xlsx_table(path, content), plan, estate)


def read_table(table: Table, plan: WavePlan, estate: Estate) -> Proposal:
    """What the table asks for; a PlanError names every cell that cannot be used and every machine that is missing."""
    own = {*COLUMNS} <= {*table.titles}
    if not own and is_azure_migrate(table):
        return read_azure_migrate(table, plan, estate)
    if not own and is_cmf(table):
        return read_cmf(table, plan, estate)
    return read_rows(table, _own_rows(table), plan, estate)


def _own_rows(table: Table) -> list[Row]:
    """From the columns that count, wherever they stand; a file may do without windows."""
    titles = table.titles
    odd = [column for column in COLUMNS if titles.count(column) != 1]
    if odd or titles.count(WINDOW) > 1:
        found = quoted(",".join(table.header))
        faults = [Fault(1, column, found, f"one column {column}") for column in odd or [WINDOW]]
        raise refuse(table.path, faults, table.tab)
    wave, group, workload = (titles.index(column) for column in COLUMNS)
    window = titles.index(WINDOW) if WINDOW in titles else None
    return [Row(number, *cells) for number, cells in table.pick(wave, window, group, workload)]
