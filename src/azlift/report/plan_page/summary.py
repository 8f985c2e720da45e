"""The head of the page: what the plan is of, what it costs, how good it is, and where it breaks its limits."""

from collections import Counter
from collections.abc import Iterator

from azlift.model import BusinessCase, Estate, Severity, WavePlan
from azlift.report.plan_page.markup import bullets, paragraph, text
from azlift.report.plan_page.words import finding, moment
from azlift.report.plan_sections import WORTH
from azlift.report.tables import counted

GIB_PER_TIB = 1024
MOST_TOLD = 100
"""Broken limits; the others are counted by their kind."""
PARTS = {
    "saving": "what sources cost while groups wait",
    "splitting": "groups that talk, apart",
    "length": "weeks until the end",
    "stability": "leaving the plan before",
    "double_running": "sources that run on beside their successors",
    "risk": "risky groups that move early",
    "unevenness": "waves fuller than their fair share",
}
"""What the parts of `Worth` are."""


def summary(plan: WavePlan, estate: Estate, case: BusinessCase | None, until: str = "") -> str:
    facts = [*_sizes(plan, estate), *_times(plan, case), *_worth(plan, case)]
    facts += [("Point of no return", until)] if until else []
    items = "".join(f"<dt>{text(name)}<dd>{text(said)}" for name, said in facts)
    return f"<dl>{items}</dl>{_violations(plan)}"


def _sizes(plan: WavePlan, estate: Estate) -> Iterator[tuple[str, str]]:
    machines = sum(len(group.workloads) for group in plan.groups)
    tib = sum(group.disk_gib for group in plan.groups) / GIB_PER_TIB
    yield (
        "Moves",
        f"{counted(machines, 'machine')} with {tib:,.1f} TiB, in {counted(len(plan.groups), 'move group')} "
        f"and {counted(len(plan.waves), 'wave')}",
    )
    yield "Stays", f"{len(plan.staying):,} of the {counted(len(estate.workloads), 'machine')} of the inventory"


def _times(plan: WavePlan, case: BusinessCase | None) -> Iterator[tuple[str, str]]:
    if plan.planned_on:
        yield "Planned on", plan.planned_on.isoformat()
    opens = [wave.opens for wave in plan.waves if wave.opens]
    closes = [wave.closes for wave in plan.waves if wave.closes]
    if opens and closes:
        yield "Windows", f"{moment(min(opens))} to {moment(max(closes))}, UTC"
    else:
        yield "Windows", "none: it was planned without a calendar"
    if case:
        yield "Money as of", case.as_of.isoformat()
    if plan.basis:
        yield "Planned from", f"facts with the digest {plan.basis[:12]}"


def _worth(plan: WavePlan, case: BusinessCase | None) -> Iterator[tuple[str, str]]:
    if plan.worth is None:
        yield "Cost", "not weighed: only a plan by a calendar is"
        return
    currency = f" {case.currency}" if case else ""
    yield "Cost until its end", f"{plan.worth.total:,.0f}{currency}"
    for part, amount in plan.worth._asdict().items():
        if amount:
            yield f"of it {WORTH.get(part, part.replace('_', ' '))}", f"{amount:,.0f}{currency}: {PARTS[part]}"
    if plan.bound is not None and plan.gap is not None:
        yield "Bound", f"{plan.bound:,.0f}{currency}: no plan of these groups that keeps all limits costs less"
        twice = ", double running apart," if plan.worth.double_running else ""
        yield "Gap", f"at most {plan.gap:.1%} of its cost{twice} could be saved by another plan"
    else:
        yield "Bound", "none is known of this plan, as for any that a person changed"


def _violations(plan: WavePlan) -> str:
    worst_first = sorted(plan.violations, key=lambda one: -list(Severity).index(one.severity))
    if not worst_first:
        return paragraph("It breaks none of its limits.")
    blocking = sum(one.severity is Severity.BLOCKING for one in worst_first)
    said = f"It breaks its limits in {counted(len(worst_first), 'place')}; {blocking:,} of them blocking:"
    told, rest = worst_first[:MOST_TOLD], worst_first[MOST_TOLD:]
    kinds = ", ".join(f"{count:,} {code}" for code, count in Counter(one.code for one in rest).most_common())
    more = paragraph(f"And {len(rest):,} more: {kinds}. azlift plan check tells them all.") if rest else ""
    return f'<div class="broken" tabindex="0">{paragraph(said)}{bullets(map(finding, told))}{more}</div>'
