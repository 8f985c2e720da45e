"""One machine, all rules -> its verdict, its findings and its route."""

from collections.abc import Iterable, Iterator, Mapping

from azlift.assessment.facts import Surroundings, disk_facts, machine_facts
from azlift.assessment.rules import Rule, RuleBook, filled, holds
from azlift.model import Assessment, Finding, Readiness, Route, Severity, Workload, WorkloadId

SEVERITY: Mapping[Readiness, Severity] = {
    Readiness.READY: Severity.NOTE,
    Readiness.CONDITIONAL: Severity.WARNING,
    Readiness.NOT_READY: Severity.BLOCKING,
    Readiness.UNKNOWN: Severity.BLOCKING,
}
WORST_FIRST = (Readiness.NOT_READY, Readiness.UNKNOWN, Readiness.CONDITIONAL, Readiness.READY)
MOVING = frozenset({Route.REHOST, Route.REDEPLOY})
"""The routes that end in a virtual machine of the same system."""


def assess(workload: Workload, book: RuleBook, around: Surroundings) -> Assessment:
    """The verdict is the worst of the rules that hold; the route is a person's, else the first rule's that decides.

    A machine that is not ready, or of which that is not known, stays where it is until a person removes the cause.
    """
    machine = machine_facts(workload, around)
    disks = list(disk_facts(workload, around))
    told = list(_told(workload.id, book.readiness, machine, disks))
    verdict = min((rule.verdict for rule, _ in told), key=WORST_FIRST.index, default=Readiness.READY)
    route, reason, suggestions = _choose_route(workload, book, machine)
    findings = [finding for _, finding in told]
    if route in MOVING and verdict in (Readiness.NOT_READY, Readiness.UNKNOWN):
        route, reason = Route.RETAIN, _first_blocking(findings)
    return Assessment(
        workload=workload.id,
        verdict=verdict,
        findings=(*sorted(findings, key=_blocking_first), *suggestions),
        route=route,
        route_reason=reason,
    )


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
        severity=SEVERITY[rule.verdict],
        message=filled(rule.message, facts),
        evidence=filled(rule.evidence, facts),
        remedy=filled(rule.remedy, facts),
        workload=workload,
    )


def _blocking_first(finding: Finding) -> bool:
    return finding.severity is not Severity.BLOCKING


def _first_blocking(findings: Iterable[Finding]) -> str:
    blocking = next(finding for finding in findings if finding.severity is Severity.BLOCKING)
    return f"{blocking.message} {blocking.remedy}".strip()


def _choose_route(
    workload: Workload, book: RuleBook, facts: Mapping[str, object]
) -> tuple[Route, str, tuple[Finding, ...]]:
    """The route, why, and what the rules suggest besides."""
    held = [rule for rule in book.routes if holds(rule.when, facts)]
    suggestions = tuple(
        Finding(
            code=rule.code,
            severity=Severity.NOTE,
            message=filled(rule.reason, facts),
            remedy=f"To take that route, set `route: {rule.route}` for it in estate.yaml.",
            workload=workload.id,
        )
        for rule in held
        if rule.mode == "suggest" and workload.route is None
    )
    if workload.route is not None:
        return workload.route, workload.route_reason or f"Its route is {workload.route}.", suggestions
    decided = next((rule for rule in held if rule.mode == "decide"), None)
    if decided is None:
        return Route.REHOST, "No rule asks for another route.", suggestions
    return decided.route, filled(decided.reason, facts), suggestions
