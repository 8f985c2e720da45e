"""What `estate.yaml` says, applied to workloads and to an estate: pure, and everything that it changes is told.

Membership of applications first, then facts of applications, then of machines, each in the order written; what comes
later overrules. An excluded machine is left out whatever else is said of it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import translate
from typing import Any

from azlift.estate.estate_file import ApplicationFacts, Edits, EstateFile, Facts
from azlift.model import (
    Application,
    Disagreement,
    Estate,
    ExternalLink,
    Finding,
    LeftOut,
    LicencesHeld,
    Link,
    Origin,
    Severity,
    Workload,
    WorkloadId,
)

OVERRULES = "what people write in estate.yaml overrules the inventory"
COPIED = (
    "owner",
    "environment",
    "criticality",
    "route",
    "freeze_windows",
    "maintenance_windows",
    "latency_ms",
    "licences",
)
"""Facts that a workload has under the same name."""


@dataclass(frozen=True)
class Edited:
    """The workloads that remain, those left out, what the inventory said otherwise, and patterns that match nothing."""

    workloads: tuple[Workload, ...]
    left_out: tuple[LeftOut, ...]
    disagreements: tuple[Disagreement, ...]
    findings: tuple[Finding, ...]


@dataclass
class Draft:
    """What is to be changed of one workload: field -> value and where it is written; tags by name."""

    workload: Workload
    facts: dict[str, tuple[Any, Origin]] = field(default_factory=dict)
    tags: dict[str, tuple[str, Origin]] = field(default_factory=dict)

    @property
    def application(self) -> str:
        return str(self.facts["application"][0] if "application" in self.facts else self.workload.application)


def apply_edits(workloads: Sequence[Workload], edits: Edits) -> Edited:
    """The workloads as the edits want them, in their order."""
    drafts = [Draft(workload) for workload in workloads]
    names = _Names(workloads)
    content, findings = edits.content, list[Finding]()
    matched = {path: names.matching(patterns, edits, path, findings) for path, patterns in _patterns(content)}
    _settle_membership(drafts, edits, matched)
    findings += _state_application_facts(drafts, edits)
    for place, entry in enumerate(content.machines):
        for position in matched["machines", place]:
            _state(drafts[position], entry, edits, ("machines", place))
    reasons: dict[int, tuple[str, Origin]] = {}
    for place, exclusion in enumerate(content.exclude):
        reasons |= dict.fromkeys(matched["exclude", place], (exclusion.reason, edits.place("exclude", place)))
    kept = [draft for position, draft in enumerate(drafts) if position not in reasons]
    return Edited(
        tuple(_applied(draft) for draft in kept),
        tuple(_left_out(workloads[position], *reason) for position, reason in sorted(reasons.items())),
        tuple(told for draft in kept for told in _overruled(draft)),
        tuple(findings),
    )


def edit_estate(estate: Estate, edits: Edits) -> Estate:
    """The estate as the edits want it. A link to a machine that is left out becomes one to something outside."""
    edited = apply_edits(estate.workloads, edits)
    stays = {workload.id for workload in edited.workloads}
    inside = tuple(link for link in estate.links if {link.source, link.target} <= stays)
    return estate.model_copy(
        update={
            "workloads": edited.workloads,
            "left_out": (*estate.left_out, *edited.left_out),
            "applications": _applications(estate.applications, edits),
            "links": inside,
            "external_links": (
                *(link for link in estate.external_links if link.workload in stays),
                *_cut_links(estate.links, stays, estate.by_id),
            ),
            "disagreements": (*(d for d in estate.disagreements if d.workload in stays), *edited.disagreements),
            "findings": (*estate.findings, *edited.findings),
            "licences_held": _held(estate.licences_held, edits),
        }
    )


def _patterns(content: EstateFile) -> Iterator[tuple[tuple[str, int], tuple[str, ...]]]:
    """The patterns of every entry, with the entry's section and position."""
    yield from ((("applications", place), entry.machines) for place, entry in enumerate(content.applications))
    yield from ((("machines", place), entry.machines) for place, entry in enumerate(content.machines))
    yield from ((("exclude", place), entry.machines) for place, entry in enumerate(content.exclude))


# -- whom a pattern means -----------------------------------------------------------------------------------------


class _Names:
    """Every name of every workload, casefolded, with the positions that have it."""

    def __init__(self, workloads: Sequence[Workload]) -> None:
        self._positions: dict[str, set[int]] = {}
        for position, workload in enumerate(workloads):
            for name in (workload.name, workload.fqdn, *workload.aliases):
                if name.strip():
                    self._positions.setdefault(name.strip().casefold(), set()).add(position)

    def matching(
        self, patterns: Iterable[str], edits: Edits, path: tuple[str, int], findings: list[Finding]
    ) -> set[int]:
        """The workloads that any of the patterns means; a finding for each that means none."""
        found: set[int] = set()
        for number, pattern in enumerate(patterns):
            positions = self._of(pattern.casefold())
            if not positions:
                findings.append(_matches_nothing(pattern, edits.place(*path, "machines", number)))
            found |= positions
        return found

    def _of(self, pattern: str) -> set[int]:
        """A name as it is goes first: brackets are allowed in names."""
        if pattern in self._positions or not re.search(r"[*?[]", pattern):
            return self._positions.get(pattern, set())
        matches = re.compile(translate(pattern)).match
        return {position for name, positions in self._positions.items() if matches(name) for position in positions}


def _matches_nothing(pattern: str, place: Origin) -> Finding:
    return Finding(
        code="edit-matches-nothing",
        severity=Severity.WARNING,
        message="no machine of the estate has this name, DNS name or alias",
        evidence=pattern,
        remedy="Correct the pattern, or take it out.",
        origin=place,
    )


# -- what is said -------------------------------------------------------------------------------------------------


def _settle_membership(drafts: Sequence[Draft], edits: Edits, matched: Mapping[tuple[str, int], set[int]]) -> None:
    for place, application in enumerate(edits.content.applications):
        for position in matched["applications", place]:
            drafts[position].facts["application"] = application.name, edits.place("applications", place, "name")
    for place, entry in enumerate(edits.content.machines):
        if entry.application:
            for position in matched["machines", place]:
                stated = entry.application, edits.place("machines", place, "application")
                drafts[position].facts["application"] = stated


def _state_application_facts(drafts: Sequence[Draft], edits: Edits) -> Iterator[Finding]:
    members: dict[str, list[Draft]] = {}
    for draft in drafts:
        members.setdefault(draft.application.casefold(), []).append(draft)
    for place, application in enumerate(edits.content.applications):
        own = members.get(application.name.casefold(), [])
        for draft in own:
            _state(draft, application, edits, ("applications", place))
        if not own:
            yield Finding(
                code="edit-matches-nothing",
                severity=Severity.WARNING,
                message="no machine belongs to this application",
                evidence=application.name,
                remedy="Name its machines, or correct its name.",
                origin=edits.place("applications", place, "name"),
            )


def _state(draft: Draft, said: Facts, edits: Edits, path: tuple[str, int]) -> None:
    for name in COPIED:
        value = getattr(said, name)
        if value is not None:
            draft.facts[name] = value, edits.place(*path, name)
    if said.route is not None:
        draft.facts["route_reason"] = said.reason, edits.place(*path, "reason")
    if said.wave is not None:
        draft.facts["wave"] = str(said.wave), edits.place(*path, "wave")
    for name, text in (said.tags or {}).items():
        draft.tags[name] = text, edits.place(*path, "tags", name)


def _applied(draft: Draft) -> Workload:
    if not draft.facts and not draft.tags:
        return draft.workload
    changed: dict[str, Any] = {name: value for name, (value, _) in draft.facts.items()}
    said_in = {name: place.file for name, (_, place) in draft.facts.items()}
    changed["taken_from"] = {**draft.workload.taken_from, **said_in}
    if draft.tags:
        changed["tags"] = {**draft.workload.tags, **{name: text for name, (text, _) in draft.tags.items()}}
    return draft.workload.model_copy(update=changed)


def _overruled(draft: Draft) -> Iterator[Disagreement]:
    """Where the inventory said something, and something else."""
    workload = draft.workload
    stated = [(name, value, getattr(workload, name), place) for name, (value, place) in draft.facts.items()]
    stated += [(f"tags.{name}", text, workload.tags.get(name), place) for name, (text, place) in draft.tags.items()]
    for name, value, before, place in stated:
        if before and before != value and name != "route_reason":
            yield Disagreement(
                workload=workload.id,
                field=name,
                taken=_shown(value),
                taken_from=place,
                other=_shown(before),
                other_from=workload.origin,
                rule=OVERRULES,
            )


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _left_out(workload: Workload, reason: str, place: Origin) -> LeftOut:
    detail = f"{reason} ({place.file}, row {place.row})"
    return LeftOut(origin=workload.origin, name=workload.name, reason="excluded", detail=detail)


# -- the estate around the workloads ------------------------------------------------------------------------------


def _applications(known: Iterable[Application], edits: Edits) -> tuple[Application, ...]:
    """The portfolio's applications, with what is written of them, and those that are written alone."""
    by_name = {application.name.casefold(): application for application in known}
    for place, said in enumerate(edits.content.applications):
        before = by_name.get(said.name.casefold())
        made = before or Application(name=said.name, origin=edits.place("applications", place))
        by_name[said.name.casefold()] = made.model_copy(update=_application_facts(made, said))
    return tuple(by_name.values())


def _application_facts(before: Application, said: ApplicationFacts) -> dict[str, Any]:
    names = ("owner", "environment", "criticality", "route")
    facts = {name: value for name in names if (value := getattr(said, name)) is not None}
    return {**facts, "tags": {**before.tags, **(said.tags or {})}}


def _held(before: LicencesHeld, edits: Edits) -> LicencesHeld:
    return before.model_copy(update=edits.content.licences_held.model_dump(exclude_none=True))


def _cut_links(
    links: Iterable[Link], stays: set[WorkloadId], by_id: Mapping[WorkloadId, Workload]
) -> Iterator[ExternalLink]:
    """Links of which one end is left out, seen from the other."""
    for link in links:
        if (link.source in stays) != (link.target in stays):
            outgoing = link.source in stays
            own, other = (link.source, link.target) if outgoing else (link.target, link.source)
            yield ExternalLink(
                workload=own,
                other=by_id[other].name,
                outgoing=outgoing,
                port=link.port,
                kind=link.kind,
                observations=link.observations,
            )
