"""Declared dependency maps: who talks to whom, a row each; and azlift's own `source,target[,port]`.

`AD01;AD02` names two machines, `88;389;636` three ports, `Various` none in particular, and a direction may turn a row
round or make it go both ways. Names that are no machines (`AllServers`, `Azure`) stay names, cycles stay cycles: who is
meant is found out when every file has been read.
"""

import re
from collections.abc import Iterator

from azlift.estate.headers import Spellings, squeeze
from azlift.estate.intake.layout import finding_in, header_findings, header_row, link_uses, sheets_of, tabs_not_read
from azlift.estate.intake.rows import LAST_PORT, end_of, is_port, stated
from azlift.estate.record import End, Reading, StatedLink
from azlift.estate.sheet import Sheet, SheetRow, place_of
from azlift.estate.tables import Source
from azlift.model import Finding, Severity

MAP: Spellings = {
    "source": ("source", "source server", "source machine", "source host", "from"),
    "target": ("target", "destination", "target server", "target machine", "target host", "destination host", "to"),
    "port": ("port", "ports", "destination port", "target port"),
    "protocol": ("protocol", "protocol or service", "service"),
    "direction": ("direction",),
}
MANDATORY = ("source", "target")
BETWEEN_NAMES = re.compile(r"[;\n]")
BETWEEN_PORTS = re.compile(r"[;,/\s]+")
ANY_PORT = frozenset({"", "various", "any", "all", "multiple", "*", "n/a", "na", "-", "none", "tbd"})
OUTBOUND, INBOUND, BOTH = ("outbound", "out", ""), ("inbound", "in"), ("bidirectional", "both", "twoway")


def recognise(source: Source) -> str:
    """What shows that this is a map of dependencies; nothing where it is none."""
    sheet = next(sheets_of(source, MAP, MANDATORY), None)
    return f"declared dependencies: the columns {header_row(sheet)}" if sheet else ""


def read(source: Source) -> Reading:
    """Its links; a row of two targets and three ports has six."""
    sheets = tuple(sheets_of(source, MAP, MANDATORY))
    return Reading(
        file=source.name,
        kind="dependency-map",
        tabs=tuple(sheet.tab for sheet in sheets if sheet.tab),
        rows=sum(len(sheet.rows) for sheet in sheets),
        links=tuple(link for sheet in sheets for row in sheet.rows for link in _links(sheet, row)),
        findings=(*tabs_not_read(source, sheets), *(finding for sheet in sheets for finding in _findings(sheet))),
        columns=tuple(use for sheet in sheets for use in link_uses(sheet, source.keep_personal)),
    )


def _links(sheet: Sheet, row: SheetRow) -> Iterator[StatedLink]:
    place, protocol, ports = place_of(sheet, row), stated(row, "protocol"), _ports(row)[0]
    for source in _ends(row, "source"):
        for target in _ends(row, "target"):
            for start, end in _ways(row, source, target):
                for port in ports:
                    yield StatedLink(place, start, end, port, protocol=protocol)


def _ends(row: SheetRow, field: str) -> tuple[End, ...]:
    return tuple(end_of(name.strip()) for name in BETWEEN_NAMES.split(row.text(field)) if name.strip())


def _ways(row: SheetRow, source: End, target: End) -> tuple[tuple[End, End], ...]:
    """Outbound is from source to target; what is said of the direction otherwise is a finding, and read so too."""
    direction = squeeze(row.text("direction"))
    forth, back = (source, target), (target, source)
    return (forth, back) if direction in BOTH else (back,) if direction in INBOUND else (forth,)


def _ports(row: SheetRow) -> tuple[tuple[int | None, ...], tuple[str, ...]]:
    """The ports, and what is written there but is none; no port at all is one link without a port."""
    text = row.text("port").strip()
    if text.casefold() in ANY_PORT:
        return (None,), ()
    words = [word for word in BETWEEN_PORTS.split(text) if word and word.casefold() not in ("tcp", "udp")]
    ports = tuple(int(word) for word in words if is_port(word))
    return ports or (None,), tuple(word for word in words if not is_port(word))


# -- what is told -------------------------------------------------------------------------------------------------


def _findings(sheet: Sheet) -> Iterator[Finding]:
    yield from header_findings(sheet)
    for row in sheet.rows:
        for field in MANDATORY:
            if not _ends(row, field):
                yield _finding(sheet, row, "link-unresolved", "no machine is named", field, repr(""))
        for word in _ports(row)[1]:
            message = f"the cell is not read: expected a port from 1 to {LAST_PORT}"
            yield _finding(sheet, row, "bad-cell", message, "port", repr(word[:60]))
        if squeeze(row.text("direction")) not in (*OUTBOUND, *INBOUND, *BOTH):
            message = "the cell is not read: expected Outbound, Inbound or Bidirectional; Outbound is taken"
            yield _finding(sheet, row, "bad-cell", message, "direction", repr(row.text("direction").strip()[:60]))


def _finding(sheet: Sheet, row: SheetRow, code: str, message: str, field: str, evidence: str) -> Finding:
    return finding_in(sheet, code, message, row.number, sheet.title(field), evidence, Severity.WARNING)
