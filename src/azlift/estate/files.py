"""Sources -> the files to read, each with the name it goes by in every finding."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from os.path import realpath
from pathlib import Path
from stat import S_ISREG

from azlift.errors import InputError

TABLES = (".xlsx", ".xlsm", ".csv", ".tsv", ".txt", ".parquet")
ESTATE_FILE = "estate.yaml"
EXPORT_TAB = re.compile(r"(?:rvtools_?)?(?:tab)?((?:d?v[a-z_]+))", re.IGNORECASE)
"""`RVTools_tabvInfo.csv`, `tabvDisk.csv`, `vNetwork.csv`: one tab each of one export."""
LEDGER = ".ledger"
"""A workspace is known by it."""
SIDE_FILES = ("~$", "._")
"""What Excel's lock files and macOS' resource forks begin with: they hold no inventory of their own."""
MAX_FILE_BYTES = 512 * 2**20
"""A larger file is refused unread: an RVTools workbook packs to a thirteenth of what it may unpack to (`workbook`)."""


def find_files(sources: Sequence[Path]) -> dict[str, Path]:
    """The files by name, in name order whatever the order of the sources; a file named twice is there once.

    A folder stands for the tables and the `estate.yaml` in and below it. Raises InputError for what is not there, or
    is none of these.
    """
    given = sorted(path.absolute() for source in sources for path in _expand(source))
    paths = {realpath(path): path for path in reversed(given)}
    if not paths:
        raise InputError(
            "no inventory was given",
            advice="Name an inventory (an RVTools export, for one) or a folder that holds one.",
        )
    return dict(sorted(_name_apart(list(paths.values())).items()))


def read_content(name: str, path: Path) -> bytes:
    """The file's bytes, all at once: what is checked is then exactly what is parsed."""
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            raise InputError("this is neither a file nor a folder", file=name, advice="Name a file or a folder.")
        if status.st_size > MAX_FILE_BYTES:
            raise InputError(
                f"the file is larger than {MAX_FILE_BYTES // 2**20} MiB",
                file=name,
                advice="Export the inventory in several smaller workbooks, for example one per vCenter.",
            )
        return path.read_bytes()
    except OSError as fault:
        raise InputError(
            f"the file cannot be read: {fault.strerror}", file=name, advice="Check that you may read it."
        ) from fault


def _expand(source: Path) -> Iterator[Path]:
    if source.is_dir():
        yield from _in_folder(source)
    elif not source.exists():
        raise InputError("there is no such file or folder", file=str(source), advice="Check the path.")
    elif not is_read(source):
        raise InputError(
            f"a file of kind {source.suffix or 'without a suffix'!r} is not an inventory azlift reads",
            file=source.name,
            advice="Save it as a workbook (.xlsx) or as text (.csv); azlift also reads .parquet and estate.yaml.",
        )
    else:
        yield source


def _in_folder(folder: Path) -> list[Path]:
    found = list(_below(folder))
    if not found:
        raise InputError(
            "the folder holds no workbook (.xlsx), no .csv and no .parquet file",
            file=str(folder),
            advice="Put the inventory into it, or name the file itself.",
        )
    return found


def _below(folder: Path) -> Iterator[Path]:
    """What is read in the folder and below it, but for hidden folders and workspaces, which hold our own files."""
    try:
        inside = sorted(folder.iterdir())
    except OSError as fault:
        raise InputError(
            f"the folder cannot be read: {fault.strerror}", file=str(folder), advice="Check that you may read it."
        ) from fault
    if any(path.suffix == LEDGER for path in inside):
        return
    for path in inside:
        if path.is_dir() and not path.is_symlink() and not path.name.startswith("."):
            yield from _below(path)
        elif is_read(path) and not path.is_dir() and not path.name.startswith(SIDE_FILES):
            yield path


def is_read(path: Path) -> bool:
    return path.suffix.lower() in TABLES or path.name.casefold() == ESTATE_FILE


def group_exports(files: Mapping[str, Path]) -> dict[str, list[str]]:
    """The names of files that are read together: the CSV files of one export go by their folder, others by themselves.

    Two files that stand for one tab are two exports, and so are files of two folders.
    """
    tabs: dict[Path, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, path in files.items():
        tab = export_tab(path)
        if tab:
            tabs[path.parent][tab.casefold()].append(name)
    together: dict[str, list[str]] = {}
    for folder, found in tabs.items():
        if "vinfo" in found and len(found) > 1 and all(len(names) == 1 for names in found.values()):
            together[f"{folder.name}/"] = sorted(name for names in found.values() for name in names)
    taken = {name for names in together.values() for name in names}
    return {**together, **{name: [name] for name in files if name not in taken}}


def export_tab(path: Path) -> str:
    """The tab of an RVTools export a CSV file stands for; nothing for any other file."""
    found = EXPORT_TAB.fullmatch(path.stem) if path.suffix.lower() == ".csv" else None
    return found.group(1) if found else ""


def _name_apart(paths: list[Path]) -> dict[str, Path]:
    """Each path under its file name, with as many of its folders as it takes to tell all of them apart."""
    depth = 1
    while len(names := {"/".join(path.parts[-depth:]): path for path in paths}) < len(paths):
        depth += 1
    return names
