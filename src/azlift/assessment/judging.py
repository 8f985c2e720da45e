"""One machine, all rules -> its verdict, its findings and its route."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from azlift.assessment.conditions import Facts
from azlift.assessment.facts import Surroundings, disk_facts, machine_facts
from azlift.assessment.rules import Rule, RuleBook, filled, holds
from azlift.model import (
    MOVING_ROUTES,
    Assessment,
    Finding,
    Readiness,
    Route,
    Severity,
    Unplaceable,
    Workload,
    WorkloadId,
)

SEVERITY: Mapping[Readiness, Severity] = {
    Readiness.READY: Severity.NOTE,
    Readiness.CONDITIONAL: Severity.WARNING,
    Readiness.NOT_READY: Severity.BLOCKING,
    Readiness.UNKNOWN: Severity.BLOCKING,
}
WORST_FIRST = (Readiness.NOT_READY, Readiness.UNKNOWN, Readiness.CONDITIONAL, Readiness.READY)
GIVEN = "given"


def assess(workload: Workload, book: RuleBook, around: Surroundings) -> Assessment:
    """The verdict is the worst of the rules that hold; the route is a person's, else the first rule's that decides.

    A machine that is not ready, or of which that is not known, stays where it is until a person removes the cause.
    """
    machine = machine_facts(workload, around)
    disks = list(disk_facts(workload, around))
    told = list(_told(workload.id, book.readiness, machine, disks))
    verdict = min((rule.verdict for rule, _ in told), key=WORST_FIRST.index, default=Readiness.READY)
    findings = sorted((finding for _, finding in told), key=_blocking_first)
    chosen = _choose_route(workload, book, machine)
    if chosen.route in MOVING_ROUTES and verdict in (Readiness.NOT_READY, Readiness.UNKNOWN):
        chosen = Chosen(Route.RETAIN, findings[0].code, f"{findings[0].message} {findings[0].remedy}".strip())
    return Assessment(
        workload=workload.id,
        verdict=verdict,
        findings=(*findings, *_suggestions(workload, book, machine)),
        route=chosen.route,
        route_code=chosen.code,
        route_reason=chosen.reason,
    )


def staying(assessment: Assessment) -> Unplaceable:
    """Why a machine does not move: the rule that decided stands first."""
    findings = assessment.findings
    if assessment.route_code not in {finding.code for finding in findings}:
        decided = Finding(
            code=assessment.route_code,
            severity=Severity.NOTE if assessment.route_code == GIVEN else Severity.WARNING,
            message=assessment.route_reason,
            workload=assessment.workload,
        )
        findings = (decided, *findings)
    return Unplaceable(workload=assessment.workload, route=assessment.route, findings=findings)


def _told(
    workload: WorkloadId, rules: Iterable[Rule], machine: Mapping[str, object], disks: list[dict[str, object]]
) -> Iterator[tuple[Rule, Finding]]:
    for rule in rules:
        for facts in (machine,) if rule.about == "machine" else disks:
            if holds(rule.when, facts):
                yield rule, _finding(rule, facts, workload)


def _finding(rule: Rule, facts: Mapping[str, object], workload: WorkloadId) -> Finding:
    return Finding(
        code=rule.code,
        severity=rule.severity or SEVERITY[rule.verdict],
        message=filled(rule.message, facts),
        evidence=filled(rule.evidence, facts),
        remedy=filled(rule.remedy, facts),
        workload=workload,
    )


def _blocking_first(finding: Finding) -> bool:
    return finding.severity is not Severity.BLOCKING


@dataclass(frozen=True)
class Chosen:
    route: Route
    code: str
    reason: str


def _choose_route(workload: Workload, book: RuleBook, facts: Facts) -> Chosen:
    """A person's route, else that of the first rule that holds and decides, else a rehost."""
    if workload.route is not None:
        return Chosen(workload.route, GIVEN, workload.route_reason or f"Its route is {workload.route}.")
    decided = (rule for rule in book.routes if rule.mode == "decide" and holds(rule.when, facts))
    rule = next(decided, None)
    if rule is None:
        return Chosen(Route.REHOST, "rehost", "No rule asks for another route.")
    return Chosen(rule.route, rule.code, filled(rule.reason, facts))


def _suggestions(workload: Workload, book: RuleBook, facts: Facts) -> Iterator[Finding]:
    """What rules suggest besides, as long as no person has chosen."""
    for rule in book.routes:
        if rule.mode == "suggest" and workload.route is None and holds(rule.when, facts):
            yield Finding(
                code=rule.code,
                severity=Severity.NOTE,
                message=filled(rule.reason, facts),
                remedy=f"To take that route, set `route: {rule.route}` for it in estate.yaml.",
                workload=workload.id,
            )
