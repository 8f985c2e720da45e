"""Large estates from a seed, with the truth about them: each machine's application, and what serves them all.

The recipe is that of the planning benchmark: 2 % infrastructure, 3 % stateful hubs in groups of two to six (70 % of
them for one business domain), the rest applications whose sizes follow a Pareto law (2.1, from 2 up to 180 or 3 %;
its scale, 5, gives about as many applications as the benchmark had), those of four or more in dev, test and production
(20/20/60 %); tiers web, app and database that call two of the next; 1 + Poisson(2.5 √(size / mean)) interfaces per
application, 75 % within its domain; Poisson(1.2) hubs per application; 3 or 4 calls per machine to infrastructure, by
Zipf's law (0.8). Beyond the recipe: ports, by what is called; one application in five has a file server of its own
(445), which is no infrastructure; observations are lognormal. Machines' names say nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from azlift.model import Disk, Estate, Link, Origin, Totals, Workload, WorkloadId

SERVED = ((53, 88, 389), (53,), (123,), (636, 3268), (445, 389), (514,), (10051,))
CALLING = ((10050,), (161,), (10080,))
"""Monitoring and backup call the machines; the others are called."""
SHARES = (("dev", 0.2), ("test", 0.2), ("prod", 0.6))


@dataclass
class Generated:
    """`unit` is (application, environment); `domain` the business domain of each application."""

    estate: Estate
    unit: dict[WorkloadId, tuple[str, str]]
    infrastructure: set[WorkloadId]
    hubs: set[WorkloadId]


@dataclass
class Tiers:
    """The machines of one application in one environment."""

    web: list[int]
    app: list[int]
    database: list[int]

    @property
    def machines(self) -> list[int]:
        return [*self.web, *self.app, *self.database]


@dataclass
class Draft:
    dice: np.random.Generator
    count: int = 0
    links: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def machines(self, number: int) -> list[int]:
        self.count += number
        return list(range(self.count - number, self.count))

    def link(self, source: int, target: int, port: int) -> None:
        if source != target:
            self.links[source, target, port] = 1 + int(self.dice.lognormal(np.log(30), 1))


def generated(machines: int, seed: int, missing: float = 0.0, *, environments: bool = True) -> Generated:
    """An estate in which a share `missing` of the machines of applications states none; nor environments, if not."""
    dice = np.random.default_rng(seed)
    draft = Draft(dice)
    infrastructure = draft.machines(max(2, round(machines * 0.02)))
    hubs = _hubs(draft, round(machines * 0.03))
    sizes = _sizes(dice, machines - draft.count, machines)
    domains = max(2, round(len(sizes) ** 0.5 / 1.6))
    domain = dice.choice(domains, len(sizes), p=_zipf(domains, 0.7))
    placed = [_application(draft, size) for size in sizes]
    _interfaces(draft, placed, sizes, domain)
    _hub_calls(draft, placed, domain, hubs, dice.integers(domains, size=len(hubs)))
    _infrastructure_calls(draft, infrastructure)
    unit = {n: (f"app{a}", env) for a, envs in enumerate(placed) for env, tiers in envs.items() for n in tiers.machines}
    unit |= {n: (f"hub{h}", "prod") for h, members in enumerate(hubs) for n in members}
    unit |= dict.fromkeys(infrastructure, ("infrastructure", "prod"))
    without = {n for n in unit if n not in infrastructure and dice.random() < missing}
    return _made(draft, unit, without, set(infrastructure), {n for group in hubs for n in group}, environments)


def _zipf(number: int, power: float) -> np.ndarray:
    weights = np.arange(1, number + 1) ** -power
    return weights / weights.sum()


def _hubs(draft: Draft, machines: int) -> list[list[int]]:
    groups = []
    while machines > 0:
        size = min(machines, int(draft.dice.integers(2, 7)))
        groups.append(draft.machines(size))
        machines -= size
    return groups


def _sizes(dice: np.random.Generator, left: int, machines: int) -> list[int]:
    most, sizes = min(180, max(12, round(machines * 0.03))), list[int]()
    while left > 0:
        sizes.append(min(left, most, 2 + int(5 * dice.pareto(2.1))))
        left -= sizes[-1]
    return sizes


def _application(draft: Draft, size: int) -> dict[str, Tiers]:
    if size < 4:
        return {"prod": _tiers(draft, size)}
    small = {env: max(1, round(size * share)) for env, share in SHARES[:2]}
    return {env: _tiers(draft, number) for env, number in {**small, "prod": size - sum(small.values())}.items()}


def _tiers(draft: Draft, size: int) -> Tiers:
    web = min(size, -int(-0.4 * size // 1))
    app = min(size - web, -int(-0.3 * size // 1))
    made = draft.machines(size)
    tiers = Tiers(made[:web], made[web : web + app], made[web + app :])
    for callers, called, port in ((tiers.web, tiers.app, 8080), (tiers.app, tiers.database, 1521)):
        for caller in callers:
            for target in draft.dice.permutation(called)[:2]:
                draft.link(caller, int(target), port)
    for first, then in pairwise(tiers.database):
        draft.link(first, then, 1521)
    if tiers.database and draft.dice.random() < 0.2:
        for caller in (*tiers.web, *tiers.app):
            draft.link(caller, tiers.database[-1], 445)
    return tiers


def _interfaces(draft: Draft, placed: Sequence[dict[str, Tiers]], sizes: list[int], domain: np.ndarray) -> None:
    dice, mean = draft.dice, float(np.mean(sizes))
    pull = np.array(sizes) ** 0.8 * dice.lognormal(0, 0.8, len(sizes))
    for number, envs in enumerate(placed):
        for _ in range(1 + dice.poisson(2.5 * (sizes[number] / mean) ** 0.5)):
            near = pull * ((domain == domain[number]) if dice.random() < 0.75 else 1) * (np.arange(len(pull)) != number)
            if near.sum() == 0:
                continue
            other = placed[int(dice.choice(len(pull), p=near / near.sum()))]
            for (env, tiers), chance in zip(envs.items(), (0.3, 0.5, 1.0)[-len(envs) :], strict=True):
                if env in other and dice.random() < chance:
                    for _ in range(1 + dice.poisson(1)):
                        target = other[env].app or other[env].web
                        draft.link(int(dice.choice(tiers.app or tiers.web)), int(dice.choice(target)), 443)


def _hub_calls(
    draft: Draft, placed: Sequence[dict[str, Tiers]], domain: np.ndarray, hubs: list[list[int]], of: np.ndarray
) -> None:
    local, dice = draft.dice.random(len(hubs)) < 0.7, draft.dice
    for number, members in enumerate(hubs):
        for first, then in pairwise(members):
            draft.link(first, then, 1433 if number % 2 else 9092)
    for number, envs in enumerate(placed):
        open_to = [h for h in range(len(hubs)) if not local[h] or of[h] == domain[number]]
        for _ in range(dice.poisson(1.2) if open_to else 0):
            hub = int(dice.choice(open_to))
            tiers = envs["prod"]
            draft.link(int(dice.choice(tiers.app or tiers.web)), int(dice.choice(hubs[hub])), 1433 if hub % 2 else 9092)


def _infrastructure_calls(draft: Draft, infrastructure: list[int]) -> None:
    """One machine in ten of the infrastructure calls, the others are called."""
    dice, weights = draft.dice, _zipf(len(infrastructure), 0.8)
    for machine in range(draft.count):
        for rank in dice.choice(len(infrastructure), size=int(dice.integers(3, 5)), p=weights):
            ports = CALLING[rank // 10 % 3] if rank % 10 == 1 else SERVED[rank % len(SERVED)]
            ends = (infrastructure[rank], machine) if rank % 10 == 1 else (machine, infrastructure[rank])
            draft.link(*ends, int(dice.choice(ports)))


def _made(
    draft: Draft,
    unit: dict[int, tuple[str, str]],
    without: set[int],
    infrastructure: set[int],
    hubs: set[int],
    environments: bool,
) -> Generated:
    workloads = [
        Workload(
            id=_id(n),
            name=f"srv{n:05d}",
            origin=Origin(file="generated.xlsx", tab="vInfo", row=n + 2),
            source_key=f"vm-{n}",
            vcpu=2,
            memory_mib=4096,
            disks=(Disk(key="1", label="Hard disk 1", capacity_mib=102_400),),
            application="" if n in without else unit[n][0],
            environment=unit[n][1] if environments else "",
        )
        for n in range(draft.count)
    ]
    links = [
        Link(source=_id(s), target=_id(t), port=port, kind="observed", observations=seen)
        for (s, t, port), seen in draft.links.items()
    ]
    made = Estate(sources=(), totals=Totals(), workloads=tuple(workloads), left_out=(), links=tuple(links))
    return Generated(
        estate=made,
        unit={_id(n): known for n, known in unit.items()},
        infrastructure={_id(n) for n in infrastructure},
        hubs={_id(n) for n in hubs},
    )


def _id(number: int) -> WorkloadId:
    return f"w-{number:012x}"
