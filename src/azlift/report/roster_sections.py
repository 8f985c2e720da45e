"""What was placed -> the tables a person reads: verdicts, routes, sizes, terms, what has no place, findings."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal

from azlift.model import Commitment, Estate, Finding, Placement, Readiness, Roster, Severity, Unplaceable
from azlift.report.placements import FILE_NAME
from azlift.report.tables import Section, counted

EXAMPLES = 3
"""How many machines a row names before it counts the rest."""
NOTHING = Decimal(0)


def roster_sections(roster: Roster, estate: Estate) -> Iterator[Section]:
    """The sections that have something to say."""
    sections = (_verdicts(roster), _routes(roster), _sizes(roster), _terms(roster), _staying(roster, estate))
    yield from (section for section in (*sections, _findings(roster)) if section.rows)


def roster_lines(roster: Roster) -> Iterator[str]:
    """What it costs, by which prices, beside Azure Migrate's published method; and what concerns all of it."""
    placed = roster.placements
    yield f"placed: {counted(len(placed), 'machine')}, {_split(placed)}"
    measured = [one for one in placed if one.basis == "performance"]
    compared = [(one.cost_per_month, one.documented) for one in measured if one.documented]
    if compared:
        ours = sum((cost for cost, _ in compared), NOTHING)
        theirs = sum((other.compute_per_month + other.storage_per_month for _, other in compared), NOTHING)
        yield (
            f"sized by what they use: {counted(len(measured), 'machine')}, {ours:,.2f} USD a month, where Azure "
            f"Migrate's published method takes {theirs:,.2f} for the {len(compared):,} it has a size for"
        )
    for source, seen_on in sorted({(one.compute.source, one.compute.seen_on) for one in placed}):
        yield f"prices of {seen_on}: {source}"
    for finding in roster.findings:
        yield f"{finding.severity}: {finding.message} {finding.remedy}"


def _split(placed: tuple[Placement, ...]) -> str:
    compute = sum((one.compute.amount_per_month for one in placed), NOTHING)
    storage = sum((one.storage.amount_per_month for one in placed), NOTHING)
    return f"{compute + storage:,.2f} USD a month = {compute:,.2f} compute + {storage:,.2f} disks"


def _verdicts(roster: Roster) -> Section:
    verdicts = Counter(assessment.verdict for assessment in roster.assessments)
    return Section("Verdicts", ("verdict", "machines"), [(verdict, f"{verdicts[verdict]:,}") for verdict in Readiness])


def _routes(roster: Roster) -> Section:
    """Counts and money per route."""
    routes = Counter(assessment.route for assessment in roster.assessments)
    cost: dict[str, Decimal] = defaultdict(Decimal)
    for placement in roster.placements:
        cost[roster.assessment_of[placement.workload].route] += placement.cost_per_month
    rows = [(route, f"{count:,}", f"{cost[route]:,.2f}") for route, count in routes.most_common()]
    return Section("Routes", ("route", "machines", "USD a month"), rows)


def _sizes(roster: Roster) -> Section:
    sizes = Counter(placement.size for placement in roster.placements)
    rows = [(size, f"{count:,}") for size, count in sizes.most_common()]
    return Section("Sizes", ("size", "machines"), rows, FILE_NAME)


def _terms(roster: Roster) -> Section:
    """What compute costs under each commitment, of the machines whose price is known; beside it as they go."""
    rows = []
    for commitment in Commitment:
        known = [(one, amount) for one in roster.placements if (amount := _compute(one, commitment)) is not None]
        as_they_go = sum((_compute(one, Commitment.PAY_AS_YOU_GO) or NOTHING for one, _ in known), NOTHING)
        total = sum((amount for _, amount in known), NOTHING)
        if known:
            rows.append((commitment, f"{len(known):,}", f"{total:,.2f}", f"{as_they_go:,.2f}"))
    columns = ("commitment", "machines of known price", "USD a month", "the same as they go")
    return Section("Compute under each commitment", columns, rows)


def _compute(placed: Placement, commitment: Commitment) -> Decimal | None:
    """With no licence brought."""
    amounts = (o.amount_per_month for o in placed.offered if o.commitment is commitment and not o.licence_brought)
    return next(amounts, None)


def _staying(roster: Roster, estate: Estate) -> Section:
    """What has no place, by the reason, with some of the machines."""
    reasons: dict[tuple[str, str], list[Unplaceable]] = defaultdict(list)
    for item in roster.unplaceable:
        reasons[item.route, item.findings[0].code].append(item)
    rows = [
        (route, code, f"{len(items):,}", _some(items, estate), _advice(items[0].findings[0]))
        for (route, code), items in sorted(reasons.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    ]
    return Section("Not placed", ("route", "code", "machines", "which", "why"), rows, FILE_NAME)


def _findings(roster: Roster) -> Section:
    """Each kind once, the worst first, with how many machines it concerns and its words for the first of them."""
    first: dict[tuple[Severity, str], Finding] = {}
    machines: Counter[tuple[Severity, str]] = Counter()
    for assessment in roster.assessments:
        told = {(finding.severity, finding.code): finding for finding in reversed(assessment.findings)}
        machines.update(told.keys())
        first = told | first
    order = list(Severity)
    kinds = sorted(machines, key=lambda kind: (-order.index(kind[0]), -machines[kind], kind[1]))
    rows = [
        (severity, code, f"{machines[severity, code]:,}", _advice(first[severity, code])) for severity, code in kinds
    ]
    return Section("Findings", ("severity", "code", "machines", "finding, of the first of them"), rows, FILE_NAME)


def _advice(finding: Finding) -> str:
    return " ".join(filter(None, (finding.message, finding.remedy)))


def _some(items: list[Unplaceable], estate: Estate) -> str:
    more = f" and {len(items) - EXAMPLES:,} more" if len(items) > EXAMPLES else ""
    return ", ".join(estate.by_id[item.workload].name for item in items[:EXAMPLES]) + more
