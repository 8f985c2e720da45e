"""Sources -> the files to read, each with the name it goes by in every finding."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from stat import S_ISREG

from azlift.errors import InputError

SUFFIXES = (".xlsx", ".csv")
SIDE_FILES = ("~$", "._")
"""What Excel's lock files and macOS' resource forks begin with: they hold no inventory of their own."""
MAX_FILE_BYTES = 512 * 2**20
"""A larger file is refused unread: an RVTools workbook packs to a thirteenth of what it may unpack to (`workbook`)."""


def find_files(sources: Sequence[Path]) -> dict[str, Path]:
    """The files by name, in name order whatever the order of the sources; a file named twice is there once.

    A folder stands for the `*.xlsx` and `*.csv` in it. Raises InputError for what is missing, empty or unknown.
    """
    given = sorted(path.absolute() for source in sources for path in _expand(source))
    paths = {path.resolve(): path for path in reversed(given)}
    if not paths:
        raise InputError(
            "no inventory was given", advice="Name an RVTools workbook (.xlsx) or a folder that holds one."
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
    elif source.suffix.lower() not in SUFFIXES:
        raise InputError(
            f"a file of kind {source.suffix or 'without a suffix'!r} is not an inventory azlift reads",
            file=source.name,
            advice="Give RVTools workbooks (.xlsx) and declared links (.csv with the columns source,target,port).",
        )
    else:
        yield source


def _in_folder(folder: Path) -> list[Path]:
    try:
        inside = sorted(folder.iterdir())
    except OSError as fault:
        raise InputError(
            f"the folder cannot be read: {fault.strerror}", file=str(folder), advice="Check that you may read it."
        ) from fault
    found = [path for path in inside if path.suffix.lower() in SUFFIXES and not path.name.startswith(SIDE_FILES)]
    if not found:
        raise InputError(
            "the folder holds no .xlsx and no .csv file",
            file=str(folder),
            advice="Put the RVTools workbook into it, or name the workbook itself.",
        )
    return found


def _name_apart(paths: list[Path]) -> dict[str, Path]:
    """Each path under its file name, with as many of its folders as it takes to tell all of them apart."""
    depth = 1
    while len(names := {"/".join(path.parts[-depth:]): path for path in paths}) < len(paths):
        depth += 1
    return names
