"""Files -> readings: each opened, recognised and read, with what could not be as findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from azlift.errors import InputError
from azlift.estate.estate_file import Edits, read_estate_file
from azlift.estate.files import ESTATE_FILE, export_tab, find_files, group_exports, read_content
from azlift.estate.formats import columns_file, recognise
from azlift.estate.intake.mapping import mapping_file
from azlift.estate.parquet import MAGIC, parquet_source
from azlift.estate.record import Reading
from azlift.estate.tables import Source, csv_source, joined_source, workbook_source
from azlift.model import Finding, Origin, Severity
from azlift.workbook import OLE, open_workbook

ARCHIVE = b"PK\x03\x04"
WORKBOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class OpenedFile:
    name: str
    path: Path
    sha256: str


@dataclass(frozen=True)
class Opened:
    """A source, what it was recognised as and by what, and everything it says."""

    files: tuple[OpenedFile, ...]
    title: str
    because: str
    notes: tuple[str, ...]
    reading: Reading
    columns_yaml: str
    """Of a plain list: the mapping of its columns, as the file beside it that a person may change."""


@dataclass(frozen=True)
class Sources:
    """What can be read, in the order of names; what people say of the estate; a finding for what cannot be read."""

    opened: tuple[Opened, ...]
    edits: tuple[Edits, ...]
    findings: tuple[Finding, ...]


def open_sources(sources: Sequence[Path], keep_personal: bool) -> Sources:
    """Raises InputError for a path that is not there, and for an `estate.yaml` with a fault: nothing a person wrote
    is passed over."""
    found = find_files(sources)
    edits = {name: path for name, path in found.items() if path.name.casefold() == ESTATE_FILE}
    files = {name: path for name, path in found.items() if name not in edits}
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
            opened.append(_open(name, contents, files, keep_personal))
        except InputError as fault:
            findings.append(_unreadable(fault, name))
    findings += [_note(one, note) for one in opened for note in one.notes]
    said = tuple(read_estate_file(name, read_content(name, path)) for name, path in edits.items())
    return Sources(tuple(opened), said, tuple(findings))


def _open(name: str, contents: Mapping[str, bytes], files: Mapping[str, Path], keep_personal: bool) -> Opened:
    parts = [_source(member, content, files[member]) for member, content in contents.items()]
    whole = parts[0] if len(parts) == 1 else joined_source(name, parts)
    source = replace(whole, keep_personal=keep_personal, mapping_yaml=_beside(files[next(iter(contents))]))
    found = recognise(source)
    return Opened(
        files=tuple(
            OpenedFile(member, files[member], sha256(content).hexdigest()) for member, content in contents.items()
        ),
        title=found.format.title,
        because=found.because,
        notes=source.notes,
        reading=found.format.read(source),
        columns_yaml=columns_file(source, found),
    )


def _beside(path: Path) -> str:
    """What a person says about a list's columns, where they have said it."""
    file = path.with_name(mapping_file(path.name))
    return read_content(file.name, file).decode("utf-8", errors="replace") if file.exists() else ""


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
