"""Synthetic estates as planning problems: `make_instance(machines, seed)`, from 200 to 50,000 machines.

What is drawn, and how: section 1.3 of the planning study (prototypes measured before this planner was written):
applications of Pareto size in business domains, three tiers, environments, interfaces that prefer the own domain and
large targets, infrastructure that leaves the graph, a calendar with a ramp, freezes, blocked weeks, a site to be
emptied. Where the study gives no figure, the one chosen here stands in a constant below. Weights are dollars a week.
"""

from dataclasses import dataclass

import numpy as np

from azlift.waves.problem import NOWHERE, Before, Floats, Ints, Problem, unburdened

ENVIRONMENTS = ("dev", "test", "prod")
MACHINES_PER_WEEK = {200: 15, 2_000: 75, 10_000: 250, 50_000: 800}
RAMP = (0.05, 0.10, 0.20, 0.35, 0.50, 0.75)
SLACK = 1.18
FREEZES = (13, 26, 38)
"""Weeks of a year in which nothing moves: three a year; the study does not say which."""
GB_PER_WEEK = {200: 453_600.0, 2_000: 453_600.0, 10_000: 453_600.0, 50_000: 907_200.0}
"""10 (20) Gbit/s at 60 %, for a week."""
LEAD_WEEKS = 1.0
EARLIEST = np.array([0, 1, 3, 5])
COMPLEXITY = np.array([1.0, 1.5, 2.0, 3.0])
HOURS_SLACK = 1.10
"""Team hours a week over what the week's machines need on average: chosen here."""
FLOW_MEDIAN, FLOW_SIGMA = 40.0, 1.2
"""Of a server edge's traffic, in the study's unit: chosen here, so that splitting costs what the study reports."""
SYNCHRONOUS = 0.5
"""Share of edges that wait for an answer: chosen here."""


@dataclass(frozen=True)
class Labels:
    """What a person would know of each group, for the plans people make: arrays over groups."""

    application: Ints
    environment: Ints
    domain: Ints
    site: Ints
    criticality: Ints
    complexity: Floats
    machines: Floats
    ready: Ints
    name: Ints
    """The rank of the group's name among all names: names say nothing of domains."""


@dataclass(frozen=True)
class Apps:
    """Arrays over applications."""

    size: Ints
    domain: Ints
    site: Ints


@dataclass(frozen=True)
class Servers:
    """Arrays over the machines that are planned; `tier` is 0 web, 1 app, 2 db."""

    group: Ints
    tier: Ints


def make_instance(machines: int, seed: int, heavier: float = 1.0) -> tuple[Problem, Labels]:
    """An estate of so many machines; `heavier` multiplies what splitting costs."""
    rng = np.random.default_rng(seed)
    infrastructure, hubs = round(0.02 * machines), round(0.03 * machines)
    apps = draw_apps(rng, machines - infrastructure - hubs, machines)
    labels, before = draw_groups(rng, apps, hubs)
    servers = Servers(*draw_servers(rng, labels))
    one, other, weight = draw_edges(rng, apps, labels, servers)
    return assemble(rng, machines, labels, before, servers, (one, other, heavier * weight)), labels


# -- applications and their groups --------------------------------------------------------------------------------


def draw_apps(rng: np.random.Generator, left: int, machines: int) -> Apps:
    """Sizes k >= 2 with chance k^-2.1: of the readings of "Pareto 2.1" the one that gives the study's counts."""
    most = min(180, max(12, round(0.03 * machines)))
    sizes: list[int] = []
    while left > 0:
        drawn = int(rng.zipf(2.1))
        if drawn >= 2:
            sizes.append(min(left, most, drawn))
            left -= sizes[-1]
    count = len(sizes)
    domains = max(2, round(np.sqrt(count) / 1.6))
    sites = 4 if machines >= 1_000 else 2
    domain = rng.choice(domains, count, p=zipf(domains, 0.7))
    home = rng.integers(sites, size=domains)
    site = np.where(rng.random(count) < 0.8, home[domain], rng.integers(sites, size=count))
    return Apps(np.array(sizes), domain, site)


def zipf(count: int, exponent: float) -> Floats:
    shares = 1.0 / np.arange(1, count + 1) ** exponent
    return shares / shares.sum()


def draw_groups(rng: np.random.Generator, apps: Apps, hubs: int) -> tuple[Labels, tuple[Before, ...]]:
    """A group per application and environment, and the shared databases and buses, which serve many."""
    rows: list[tuple[int, int, int, int, int]] = []
    before: list[Before] = []
    for app, size in enumerate(apps.size):
        first = len(rows)
        for environment, members in environments_of(int(size)):
            rows.append((app, environment, apps.domain[app], apps.site[app], members))
        before += [Before(at, at + 1, 1) for at in range(first, len(rows) - 1)]
    while hubs > 0:
        members = min(hubs, int(rng.integers(2, 7)))
        rows.append((NOWHERE, 2, rng.integers(apps.domain.max() + 1), rng.integers(apps.site.max() + 1), members))
        hubs -= members
    application, environment, domain, site, members = (np.array(column) for column in zip(*rows, strict=True))
    count = len(rows)
    labels = Labels(
        application=application,
        environment=environment,
        domain=domain,
        site=site,
        criticality=rng.choice(4, count, p=(0.25, 0.40, 0.25, 0.10)),
        complexity=rng.choice(COMPLEXITY, count),
        machines=members.astype(float),
        ready=np.where(rng.random(count) < 0.10, rng.integers(8, 51, count), 0),
        name=named(rng, application, environment),
    )
    return labels, tuple(before)


def environments_of(size: int) -> list[tuple[int, int]]:
    if size < 4:
        return [(2, size)]
    small = max(1, round(0.2 * size))
    return [(0, small), (1, small), (2, size - 2 * small)]


def named(rng: np.random.Generator, application: Ints, environment: Ints) -> Ints:
    """An application's groups have names that follow one another; applications are named by chance."""
    base = np.where(application == NOWHERE, rng.integers(1, 10**9, len(application)), 0)
    drawn = rng.integers(1, 10**9, application.max() + 2)
    order = np.lexsort((environment, np.where(base > 0, base, drawn[application])))
    return np.argsort(order)


def draw_servers(rng: np.random.Generator, labels: Labels) -> tuple[Ints, Ints]:
    groups, tiers = [], []
    for group, members in enumerate(labels.machines.astype(int)):
        web, app = int(np.ceil(0.4 * members)), int(np.ceil(0.3 * members))
        tier = [2] * members if labels.application[group] == NOWHERE else ([0] * web + [1] * app + [2] * members)
        groups += [group] * members
        tiers += tier[:members]
    return np.array(groups), np.array(tiers)


# -- who talks to whom --------------------------------------------------------------------------------------------


def draw_edges(rng: np.random.Generator, apps: Apps, labels: Labels, servers: Servers) -> tuple[Ints, Ints, Floats]:
    """Edges between groups; those inside one need no price, for a group moves as a whole."""
    pairs = np.array(list(interfaces(rng, apps, labels)) + list(hub_links(rng, apps, labels)))
    flow = rng.lognormal(np.log(FLOW_MEDIAN), FLOW_SIGMA, len(pairs))
    waits = np.where(rng.random(len(pairs)) < SYNCHRONOUS, 2.0, 0.6)
    production = np.where((labels.environment[pairs] == 2).all(axis=1), 1.0, 0.35)
    weight = 9.0 * np.log1p(flow / 20.0) * waits * production
    count = len(labels.machines)
    low, high = pairs.min(axis=1), pairs.max(axis=1)
    keys, inverse = np.unique(low * count + high, return_inverse=True)
    return keys // count, keys % count, np.bincount(inverse, weight)


def interfaces(rng: np.random.Generator, apps: Apps, labels: Labels) -> list[tuple[int, int]]:
    """Server edges between applications, environment by environment."""
    found: list[tuple[int, int]] = []
    count, mean = len(apps.size), apps.size.mean()
    draw = apps.size**0.8 * rng.lognormal(0.0, 0.8, count)
    group = {(int(a), int(e)): g for g, (a, e) in enumerate(zip(labels.application, labels.environment, strict=True))}
    by_domain = {int(d): np.flatnonzero(apps.domain == d) for d in np.unique(apps.domain)}
    chances = {d: draw[members] / draw[members].sum() for d, members in by_domain.items()}
    everywhere = draw / draw.sum()
    for app in range(count):
        own = int(apps.domain[app])
        for _ in range(1 + rng.poisson(2.5 * np.sqrt(apps.size[app] / mean))):
            inside = rng.random() < 0.75
            target = int(rng.choice(by_domain[own], p=chances[own]) if inside else rng.choice(count, p=everywhere))
            for environment, chance in enumerate((0.3, 0.5, 1.0)):
                ends = group.get((app, environment)), group.get((target, environment))
                if target != app and None not in ends and rng.random() < chance:
                    found += [ends] * (1 + rng.poisson(1.0))
    return found


def hub_links(rng: np.random.Generator, apps: Apps, labels: Labels) -> list[tuple[int, int]]:
    """Each application talks to some hubs, by preference (70 %) to one of its own domain."""
    hubs = np.flatnonzero(labels.application == NOWHERE)
    found: list[tuple[int, int]] = []
    for group in np.flatnonzero((labels.application != NOWHERE) & (labels.environment == 2)):
        local = hubs[labels.domain[hubs] == labels.domain[group]]
        for _ in range(rng.poisson(1.2)):
            near = local if len(local) and rng.random() < 0.7 else hubs
            found.append((int(group), int(rng.choice(near))))
    return found


# -- the calendar -------------------------------------------------------------------------------------------------


def slot_weeks(planned: int, per_week: int) -> tuple[Floats, Floats]:
    """The weeks that are slots, and how many machines each may move."""
    weeks, most = [], []
    week = 0
    while sum(most) < SLACK * planned:
        week += 1
        if week % 52 not in FREEZES:
            ramp = RAMP[len(most)] if len(most) < len(RAMP) else 1.0
            weeks.append(float(week))
            most.append(np.ceil(ramp * per_week))
    return np.array(weeks), np.array(most)


def draw_allowed(rng: np.random.Generator, labels: Labels, weeks: Floats) -> np.ndarray:
    """The site that is emptied early is the smallest: with half of all machines in it the calendar could not hold."""
    count, slots = len(labels.machines), len(weeks)
    release = np.maximum(EARLIEST[labels.criticality], (labels.ready / 100 * slots).astype(int))
    allowed = np.arange(slots) >= release[:, None]
    of_quarter = (weeks - 1) % 13 + 1
    half = rng.random(labels.domain.max() + 1) < 0.5
    closing = half[labels.domain][:, None] & ((of_quarter == 11) | (of_quarter == 12))
    scattered = ~half[labels.domain][:, None] & (rng.random((count, slots)) < 0.06)
    smallest = np.argmin(np.bincount(labels.site, labels.machines))
    emptied = (labels.site == smallest)[:, None] & (np.arange(slots) >= 0.72 * slots)
    return allowed & ~closing & ~scattered & ~emptied


def assemble(
    rng: np.random.Generator,
    machines: int,
    labels: Labels,
    before: tuple[Before, ...],
    servers: Servers,
    edges: tuple[Ints, Ints, Floats],
) -> Problem:
    count, per_week = len(labels.machines), MACHINES_PER_WEEK[machines]
    total = len(servers.group)
    weeks, most = slot_weeks(total, per_week)
    cores = rng.choice((2, 4, 8, 16), total, p=(0.3, 0.4, 0.2, 0.1))
    disk = np.clip(rng.lognormal(np.log(180), 1.1, total) * np.where(servers.tier == 2, 4.0, 1.0), 40, 30_000)
    site_factor = rng.uniform(0.8, 1.2, labels.site.max() + 1)[labels.site[servers.group]]
    rate = rng.lognormal(np.log(22), 0.5, total) * np.sqrt(cores / 6) * site_factor
    hours = 4.0 * labels.complexity * labels.machines
    return Problem(
        weeks=weeks,
        allowed=draw_allowed(rng, labels, weeks),
        dimensions=("machines", "team hours"),
        size=np.array([labels.machines, hours]),
        cap=np.array([most, most * hours.sum() / total * HOURS_SLACK]),
        stocks=("GB seeded",),
        stock=np.bincount(servers.group, disk, count)[None, :],
        supply=(GB_PER_WEEK[machines] * np.maximum(0.0, weeks - LEAD_WEEKS + 1.0))[None, :],
        before=before,
        saving=np.bincount(servers.group, rate, count),
        edge_one=edges[0],
        edge_other=edges[1],
        edge_weight=edges[2],
        finish=0.0,
        anchor=np.full(count, NOWHERE),
        stay_weight=0.0,
        burden=unburdened(count, len(weeks)),
    )
