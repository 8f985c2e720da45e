"""Estates made for the tests of waves: by hand, by hypothesis, and large ones from a seed."""

import random
from collections.abc import Iterable

from hypothesis import strategies as st

from azlift.model import Disk, Estate, Limits, Link, Origin, Route, Totals, Workload, WorkloadId

ENVIRONMENTS = ("", "dev", "Test", "UAT", "prod", "Production", "elsewhere")
APPLICATIONS = ("", "", "Billing", "billing ", "CRM", "数据", "!!!", "=cmd()|' /C calc'!A0")
ROUTES = (Route.REHOST, Route.REHOST, Route.REHOST, Route.REDEPLOY, Route.RETAIN, Route.RETIRE)


def workload_id(number: int) -> WorkloadId:
    return f"w-{number:012x}"


def machine(
    number: int,
    application: str = "",
    environment: str = "",
    *,
    name: str | None = None,
    gib: int = 100,
    route: Route = Route.REHOST,
) -> Workload:
    return Workload(
        id=workload_id(number),
        name=f"vm{number}" if name is None else name,
        origin=Origin(file="estate.xlsx", tab="vInfo", row=number + 2),
        source_key=f"vc/vm-{number}",
        vcpu=2,
        memory_mib=4096,
        disks=(Disk(key="2000", label="Hard disk 1", capacity_mib=gib * 1024),),
        application=application,
        environment=environment,
        owner="Team A",
        route=route,
    )


def link(source: int, target: int, port: int | None = None) -> Link:
    return Link(source=workload_id(source), target=workload_id(target), port=port)


def estate(workloads: Iterable[Workload], links: Iterable[Link] = ()) -> Estate:
    return Estate(sources=(), totals=Totals(), workloads=tuple(workloads), left_out=(), links=tuple(links))


@st.composite
def estates(draw: st.DrawFn) -> Estate:
    """Up to 24 machines with applications, environments, routes, hostile or shared names, and links at random."""
    names = st.sampled_from(
        ["web", "WEB", "db-01", "007", "=1+1", "\u202ecod.exe", "a;b,c\n", "", "{{7*7}}"]
    ) | st.text(max_size=6)
    workloads = [
        machine(
            number,
            draw(st.sampled_from(APPLICATIONS)),
            draw(st.sampled_from(ENVIRONMENTS)),
            name=draw(names),
            gib=draw(st.integers(0, 500)),
            route=draw(st.sampled_from(ROUTES)),
        )
        for number in range(draw(st.integers(0, 24)))
    ]
    ends = st.integers(0, max(len(workloads) - 1, 0))
    links = st.builds(link, ends, ends, st.sampled_from([None, 443, 1521]))
    return estate(workloads, draw(st.lists(links, max_size=40)) if workloads else ())


def limits() -> st.SearchStrategy[Limits]:
    return st.builds(
        Limits,
        groups_per_wave=st.integers(1, 6),
        machines_per_wave=st.integers(1, 12),
        gib_per_wave=st.integers(1, 3_000),
        pilot_machines=st.integers(0, 5),
    )


def shuffled(made: Estate, seed: int) -> Estate:
    dice = random.Random(seed)
    workloads, links = list(made.workloads), list(made.links)
    dice.shuffle(workloads)
    dice.shuffle(links)
    return made.model_copy(update={"workloads": tuple(workloads), "links": tuple(links)})


def telecom(machines: int, seed: int) -> Estate:
    """Applications of web, application and database tiers that call each other within their environment.

    A few machines of an application to thirty, three environments, one in ten machines without an application, and
    eight shared services that everything calls.
    """
    dice = random.Random(seed)
    workloads, links = [machine(n, "shared services", "prod") for n in range(8)], list[Link]()
    placed: list[tuple[str, list[int]]] = []
    while len(workloads) < machines:
        application, environment = f"app {len(placed) // 3}", ("dev", "test", "prod")[len(placed) % 3]
        size = min(2 + int(dice.paretovariate(1.5)), 30, machines - len(workloads))
        members = list(range(len(workloads), len(workloads) + size))
        workloads += [machine(n, application if dice.random() < 0.9 else "", environment) for n in members]
        links += [link(n, members[-1], 1521) for n in members[:-1]] + [link(n, dice.randrange(8), 53) for n in members]
        for other, others in dice.sample(placed, min(3, len(placed))):
            if other == environment:
                links.append(link(dice.choice(members), dice.choice(others), 443))
        placed.append((environment, members))
    return estate(workloads, links)
