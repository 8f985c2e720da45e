"""What was seen, against what was expected. Pure."""

from collections.abc import Sequence

from azlift.model import Check, CheckResult, Seen

LEAST_SECONDS = 0.05
"""Below this a time is the network's noise: a page that took 2 ms may take 50 and is no slower to a person."""


def judge_check(check: Check, machine: str, seen: Seen, before: CheckResult | None = None) -> CheckResult:
    """The result of one check; `before` is what the same check said before the source was stopped."""
    too_slow = _too_slow(check, seen, before)
    return CheckResult(
        name=f"{check.name}: {machine}" if machine else check.name,
        kind=check.kind,
        passed=seen.passed and not too_slow,
        expected=expected_of(check),
        found=f"{seen.found}; {too_slow}" if too_slow else seen.found,
        seconds=round(seen.seconds, 3),
    )


def _too_slow(check: Check, seen: Seen, before: CheckResult | None) -> str:
    if not check.slower_at_most or not seen.passed or before is None or not before.passed:
        return ""
    allowed = max(before.seconds, LEAST_SECONDS) * check.slower_at_most
    if seen.seconds <= allowed:
        return ""
    return f"it took {seen.seconds:.3f} s, and {before.seconds:.3f} s before: more than {check.slower_at_most:g} times"


def expected_of(check: Check) -> str:
    """What is expected, in words."""
    if check.tcp:
        return f"port {check.tcp.port} takes connections"
    if check.http:
        text = f", with {check.http.contains!r}" if check.http.contains else ""
        return f"{check.http.method} {check.http.url} answers {' or '.join(map(str, check.http.status))}{text}"
    if check.dns:
        leads = ", ".join(map(str, check.dns.addresses)) or "a machine of the group in Azure"
        return f"{check.dns.name} leads to {leads}"
    if check.sql:
        return f"{check.sql.query} answers {check.sql.expect or 'anything'}"
    return f"a script prints {check.script.expect!r}" if check.script else ""


def judge_machine(name: str, power: str, agent: str, agent_needed: bool) -> Sequence[CheckResult]:
    """Whether a machine runs and its agent is ready, by Azure's words for both."""
    runs = CheckResult(name=f"running: {name}", kind="vm", passed=power == "running", expected="running", found=power)
    if not agent_needed:
        return (runs,)
    ready = agent.casefold() == "ready"
    return (
        runs,
        CheckResult(
            name=f"agent: {name}", kind="agent", passed=ready, expected="Ready", found=agent or "it says nothing"
        ),
    )
