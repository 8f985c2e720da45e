"""Rows of `cmdb_rel_ci` -> links between machines, links between applications, and what stands on what.

The type `X::Y` says how parent and child are related, and which way; a type that is not in `servicenow_words` is never
read as a dependency, but counted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from azlift.estate.columns import LONGEST_TAG
from azlift.estate.headers import Spellings
from azlift.estate.intake.layout import finding_in
from azlift.estate.intake.rows import end_of, keys_of
from azlift.estate.intake.servicenow_words import STANDING, SYS_ID, TALKING, direction_of
from azlift.estate.record import End, Record, StatedLink
from azlift.estate.sheet import Sheet, SheetRow, place_of
from azlift.model import ApplicationLink, Finding, Severity

RELATIONS: Spellings = {
    "parent": ("parent", "parent.sys_id"),
    "child": ("child", "child.sys_id"),
    "type": ("type", "type.name", "Relationship type"),
}
SHOWN = 5


@dataclass(frozen=True)
class Known:
    """The CIs of the same export, each under its sys_id and its name, casefolded; `names` by sys_id."""

    names: Mapping[str, str]
    machines: frozenset[str]
    applications: frozenset[str]


@dataclass(frozen=True)
class Related:
    """`records` are those of the export, with the host and the application that relations tell."""

    records: tuple[Record, ...]
    links: tuple[StatedLink, ...]
    application_links: tuple[ApplicationLink, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Relation:
    """`source` talks to, or stands on, `target`; each is a sys_id or a name."""

    sheet: Sheet
    row: SheetRow
    source: str
    target: str


@dataclass
class _Sorted:
    """The rows by what they tell; `unread` counts types that tell nothing here."""

    talking: list[_Relation] = field(default_factory=list)
    standing: list[_Relation] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)


def read_relations(sheets: Sequence[Sheet], known: Known, records: Iterable[Record]) -> Related:
    """What the relations add to the CIs of their export, of which `records` are the machines."""
    found = _sort(sheets)
    talking = {kind: [r for r in found.talking if _ends(r, known) == kind] for kind in ("machines", "applications")}
    mixed = [relation for relation in found.talking if _ends(relation, known) == "both"]
    strangers = [relation for relation in found.standing if not _is_known(relation, known)]
    return Related(
        records=_placed(found.standing, known, records),
        links=tuple(_link(relation, known) for relation in talking["machines"]),
        application_links=tuple(_application_link(relation, known) for relation in talking["applications"]),
        findings=tuple(_findings(sheets, found.unread, mixed, strangers)),
    )


def _sort(sheets: Iterable[Sheet]) -> _Sorted:
    found = _Sorted()
    for sheet in sheets:
        for row in sheet.rows:
            kind, *ends = (" ".join(row.text(field).split()) for field in ("type", "parent", "child"))
            talks, stands = direction_of(kind, TALKING), direction_of(kind, STANDING)
            source, target = ends if "forwards" in (talks, stands) else ends[::-1]
            if not (talks or stands) or not all(ends):
                found.unread[kind or "no type"] += 1
            else:
                (found.talking if talks else found.standing).append(_Relation(sheet, row, source, target))
    return found


def _named(end: str, known: Known) -> str:
    return known.names.get(end.casefold(), end)


def _ends(relation: _Relation, known: Known) -> Literal["machines", "applications", "both"]:
    """What stands at the two ends; what no table describes is taken for a machine, to be looked up in other files."""
    ends = [end.casefold() in known.applications for end in (relation.source, relation.target)]
    return "applications" if all(ends) else "both" if any(ends) else "machines"


def _is_known(relation: _Relation, known: Known) -> bool:
    return any(relation.source.casefold() in those for those in (known.machines, known.applications))


def _application_link(relation: _Relation, known: Known) -> ApplicationLink:
    source, target = _named(relation.source, known), _named(relation.target, known)
    return ApplicationLink(source=source, target=target, origin=place_of(relation.sheet, relation.row))


def _link(relation: _Relation, known: Known) -> StatedLink:
    place = place_of(relation.sheet, relation.row)
    return StatedLink(place, _end(relation.source, known), _end(relation.target, known))


def _end(text: str, known: Known) -> End:
    name = known.names.get(text.casefold(), "")
    if SYS_ID.fullmatch(text):
        return End(name=name, keys=keys_of(name, "", text))
    return end_of(text)


# -- what stands on what ------------------------------------------------------------------------------------------


def _placed(standing: Sequence[_Relation], known: Known, records: Iterable[Record]) -> tuple[Record, ...]:
    """The records with the host a machine stands on, and the applications that stand on a machine."""
    hosts: dict[str, str] = {}
    carried: dict[str, list[str]] = defaultdict(list)
    for relation in standing:
        upper, lower = relation.source.casefold(), relation.target.casefold()
        if upper in known.machines:
            hosts.setdefault(upper, _named(relation.target, known))
        elif upper in known.applications:
            carried[lower].append(_named(relation.source, known))
    return tuple(_with(record, hosts, carried) for record in records)


def _with(record: Record, hosts: Mapping[str, str], carried: Mapping[str, Sequence[str]]) -> Record:
    called = [text for kind, text in record.keys if kind in ("sys-id", "name")]
    host = next((hosts[text] for text in called if text in hosts), "")
    applications = list(dict.fromkeys(name for text in called for name in carried.get(text, ())))
    if not (host or applications):
        return record
    facts = {"host": host} if host else {}
    tags = {"Applications": "; ".join(applications)[:LONGEST_TAG]} if applications else {}
    of_first = {"application": applications[0]} if applications else {}
    return replace(record, facts={**facts, **of_first, **record.facts}, tags={**tags, **record.tags})


# -- what is told -------------------------------------------------------------------------------------------------


def _findings(
    sheets: Sequence[Sheet], unread: Counter[str], mixed: Sequence[_Relation], strangers: Sequence[_Relation]
) -> Iterator[Finding]:
    """Relations that are not used, and why: one finding for each reason."""
    if unread:
        kinds = ", ".join(f"{kind} ({count})" for kind, count in unread.most_common(SHOWN))
        message = f"{unread.total()} relations are of types that tell neither who talks to whom nor what runs where"
        yield finding_in(sheets[0], "relations-not-read", message, evidence=kinds, severity=Severity.NOTE)
    for relations, why in (
        (mixed, "lead between an application and a machine: which is whose, they do not say"),
        (strangers, "tell what something runs on that no table of this export describes"),
    ):
        if relations:
            rows = ", ".join(str(relation.row.number) for relation in relations[:SHOWN])
            message, evidence = f"{len(relations)} relations {why}", f"rows {rows}"
            yield finding_in(
                relations[0].sheet, "relations-not-read", message, evidence=evidence, severity=Severity.NOTE
            )
