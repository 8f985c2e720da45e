"""The checks of a group's machines: what Azure says of them, and what `checks.yaml` asks to be looked at."""

from collections.abc import Mapping, Sequence
from typing import Literal

from azlift import cloud
from azlift.checks import judge_check, judge_machine, look_until_passed, read_checks
from azlift.cloud import MachineView
from azlift.journey.night_plan import machines_of
from azlift.journey.reading import digest_of
from azlift.model import Check, CheckReport, CheckResult, GroupId, Machine
from azlift.model.written import means
from azlift.on_record import step_of
from azlift.runbook import BASELINE
from azlift.stages import Stage
from azlift.venue import Venue

Moment = Literal["verify", "validate"]


async def check_group(group: GroupId, venue: Venue, moment: Moment, subject: str = "") -> CheckReport:
    """Look at everything that is to be looked at then; what fails is in the report, and no error.

    `subject` is what was rendered, where that is not the group itself but its isolated copy: that is reached by scripts
    alone, and whatever else the file names is looked at where the source still works. Raises InputError for checks that
    cannot be used, AzureError.
    """
    asked = read_checks(venue.workspace).content
    due = [c for c in asked.checks if c.is_due(moment) and (not c.groups or means(c.groups, group))]
    due = [check for check in due if check.script or not subject]
    machines = machines_of(subject or group, venue)
    views = await cloud.view_machines(venue.cloud, [machine.id for machine in machines])
    results = [
        result
        for machine, view in zip(machines, views, strict=True)
        for result in judge_machine(machine.name, view.power, view.agent, not means(asked.without_agent, machine.name))
    ]
    addresses = await _addresses(due, views, venue)
    before = _baseline(group, venue)
    for check in due:
        results += await _look(check, machines, views, addresses, before, venue)
    return CheckReport(group=group, at=venue.now, results=tuple(results))


async def measure_baseline(group: GroupId, venue: Venue) -> str:
    """Measure how fast the group answers before its source is stopped, where checks compare with that."""
    asked = read_checks(venue.workspace).content
    due = [c for c in asked.checks if c.slower_at_most and (not c.groups or means(c.groups, group))]
    if not due:
        return "no check compares with the time before"
    results = [judge_check(check, "", await look_until_passed(venue.eyes, check, "", ())) for check in due]
    report = CheckReport(group=group, at=venue.now, results=tuple(results))
    venue.ledger.record(step_of(group, BASELINE), Stage.DONE, digest_of(report.fingerprint), report)
    return "; ".join(f"{r.name}: {r.seconds:.3f} s" if r.passed else f"{r.name}: {r.found}" for r in results)


def _baseline(group: GroupId, venue: Venue) -> Mapping[str, CheckResult]:
    found = venue.ledger.find_latest(step_of(group, BASELINE), CheckReport)
    return {result.name: result for result in found.results} if found else {}


async def _addresses(due: Sequence[Check], views: Sequence[MachineView], venue: Venue) -> dict[str, str]:
    """The machines' private addresses by id, where a check needs them."""
    wanted = any((check.tcp and not check.tcp.host) or (check.dns and not check.dns.addresses) for check in due)
    return await cloud.private_addresses(venue.cloud, views) if wanted else {}


async def _look(
    check: Check,
    machines: Sequence[Machine],
    views: Sequence[MachineView],
    addresses: Mapping[str, str],
    before: Mapping[str, CheckResult],
    venue: Venue,
) -> list[CheckResult]:
    if not check.is_of_each_machine:
        seen = await look_until_passed(venue.eyes, check, "", list(addresses.values()))
        return [judge_check(check, "", seen, before.get(check.name))]
    results = []
    for machine, view in zip(machines, views, strict=True):
        if check.machines and not means(check.machines, machine.name):
            continue
        if check.script:
            printed = await cloud.run_script(venue.cloud, view, check.script.run)
            seen = venue.eyes.read(check, printed)
        else:
            seen = await look_until_passed(venue.eyes, check, addresses.get(view.id, ""), ())
        results.append(judge_check(check, machine.name, seen))
    return results
