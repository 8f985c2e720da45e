"""Files -> readings: each opened, recognised and read, with what could not be as findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from azlift.errors import InputError
from azlift.estate.files import export_tab, find_files, group_exports, read_content
from azlift.estate.formats import recognise
from azlift.estate.parquet import MAGIC, parquet_source
from azlift.estate.record import Reading
from azlift.estate.tables import Source, csv_source, joined_source, workbook_source
from azlift.estate.workbook import open_workbook
from azlift.model import Finding, Origin, Severity

ARCHIVE = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"
WORKBOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class OpenedFile:
    name: str
    sha256: str


@dataclass(frozen=True)
class Opened:
    """A source, what it was recognised as and by what, and everything it says."""

    files: tuple[OpenedFile, ...]
    because: str
    notes: tuple[str, ...]
    reading: Reading


def open_sources(sources: Sequence[Path], keep_personal: bool) -> tuple[tuple[Opened, ...], list[Finding]]:
    """What can be read, in the order of names, and a finding for what cannot or was given twice.

    Raises InputError for a path that is not there.
    """
    files = find_files(sources)
    seen: dict[str, str] = {}
    opened: list[Opened] = []
    findings: list[Finding] = []
    for name, members in group_exports(files).items():
        try:
            contents = {member: read_content(member, files[member]) for member in members}
            digests = {member: sha256(content).hexdigest() for member, content in contents.items()}
            twin = seen.setdefault("/".join(digests.values()), name)
            if twin != name:
                findings.append(_twice(name, twin))
                continue
            opened.append(_open(name, contents, files, digests, keep_personal))
        except InputError as fault:
            findings.append(_unreadable(fault, name))
    findings += [_note(one, note) for one in opened for note in one.notes]
    return tuple(opened), findings


def _open(
    name: str, contents: Mapping[str, bytes], files: Mapping[str, Path], digests: Mapping[str, str], keep: bool
) -> Opened:
    parts = [_source(member, content, files[member]) for member, content in contents.items()]
    whole = parts[0] if len(parts) == 1 else joined_source(name, parts)
    source = replace(whole, keep_personal=keep)
    found = recognise(source)
    reading = found.format.read(source)
    opened = tuple(OpenedFile(member, digest) for member, digest in digests.items())
    return Opened(opened, found.because, source.notes, reading)


def _source(name: str, content: bytes, path: Path) -> Source:
    """The tables of one file, by what its first bytes say it is."""
    if content.startswith(MAGIC):
        return parquet_source(name, content)
    if content.startswith((ARCHIVE, OLE)) or path.suffix.lower() in WORKBOOKS:
        return workbook_source(open_workbook(name, content))
    return csv_source(name, content, export_tab(path))


def _twice(name: str, twin: str) -> Finding:
    return Finding(
        code="file-twice",
        severity=Severity.NOTE,
        message=f"the same file as {twin}, byte for byte: it is read once",
        origin=Origin(file=name),
    )


def _unreadable(fault: InputError, name: str) -> Finding:
    place = Origin(file=fault.file or name, tab=fault.tab, row=fault.row, column=fault.column)
    return Finding(
        code="file-not-read", severity=Severity.BLOCKING, message=fault.message, remedy=fault.advice, origin=place
    )


def _note(one: Opened, note: str) -> Finding:
    return Finding(code="read-as", severity=Severity.NOTE, message=note, origin=Origin(file=one.files[0].name))
