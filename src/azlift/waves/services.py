"""Services that many applications share: infrastructure, which holds no group together, and stateful hubs, which stay.

A machine is infrastructure when at least half of those it serves, or manages, it does so on infrastructure's ports, and
these belong to many applications: their effective number, e to the power of the entropy of its partners over their
applications, is at least three. A share of all machines is no measure: it depends on how large the estate is (in the
planning benchmark a fan-in above 2 % found all infrastructure of 2,000 machines and 18 % of it at 10,000).

Ports: the services file of Debian's netbase (domain 53, kerberos 88, ntp 123, snmp-trap 162, ldap 389 and 636,
microsoft-ds 445, kpasswd 464, syslog 514 and 6514, zabbix-trapper 10051; snmp 161, nrpe 5666, zabbix-agent 10050,
amanda 10080; ms-sql-s 1433, mysql 3306, postgresql 5432, amqp 5671 and 5672, redis 6379); 3268 and 3269, the global
catalogue: Cloudera, Ports Used by Third-Party Components; 1521, 9092 and 27017 are the defaults of Oracle's listener,
Kafka and MongoDB, as public deployments of them have it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Literal

from azlift.model import Estate, WorkloadId
from azlift.waves.communities import find_domains
from azlift.waves.environments import same_words
from azlift.waves.strength import Call, Weights, strengths_of

SERVED = {
    53: "DNS", 88: "Kerberos", 123: "NTP", 162: "SNMP traps", 389: "LDAP", 445: "SMB", 464: "Kerberos", 514: "syslog",
    636: "LDAP", 3268: "global catalogue", 3269: "global catalogue", 6514: "syslog", 10051: "monitoring",
}  # fmt: skip
"""Infrastructure that is called."""
MANAGED = {161: "monitoring", 5666: "monitoring", 10050: "monitoring", 10080: "backup"}
"""Infrastructure that calls, on a port of the machines it manages."""
STATEFUL = {
    1433: "database", 1521: "database", 3306: "database", 5432: "database", 5671: "message bus", 5672: "message bus",
    6379: "cache", 9092: "message bus", 27017: "database",
}  # fmt: skip
LEAST_APPLICATIONS = 3.0
LEAST_SHARE = 0.5
PARTNERS_LOOKED_AT = 3


@dataclass(frozen=True)
class Service:
    """`effective` is the effective number of the applications it serves, at most `applications`."""

    workload: WorkloadId
    kind: Literal["infrastructure", "stateful"]
    words: tuple[str, ...]
    ports: tuple[int, ...]
    machines: int
    applications: int
    effective: float

    @property
    def evidence(self) -> str:
        ports = ", ".join(map(str, self.ports))
        return (
            f"{' and '.join(self.words)} (port {ports}) for {self.machines:,} machines of {self.applications:,} "
            f"applications (effective number {self.effective:.1f})"
        )


Partners = Mapping[int, set[WorkloadId]]
"""Who is served, or managed, on each port."""


def find_services(estate: Estate, calls: Mapping[Call, float], weights: Weights) -> dict[WorkloadId, Service]:
    """The services among all machines, moving or not, in the order of their ids."""
    served, managed = _partners(calls, SERVED.keys() | STATEFUL.keys()), _partners(calls, MANAGED.keys(), back=True)
    callers = _callers(calls)
    wide = [machine for machine in sorted(served.keys() | managed.keys()) if _enough(served[machine], managed[machine])]
    application = _applications(wide, estate, calls, weights)
    found = {}
    for machine in wide:
        infrastructure = {port: who for port, who in served[machine].items() if port in SERVED} | managed[machine]
        stateful = {port: who for port, who in served[machine].items() if port in STATEFUL}
        everyone = callers[machine].union(*managed[machine].values())
        service = _service(machine, "infrastructure", infrastructure, everyone, application)
        service = service or _service(machine, "stateful", stateful, everyone, application)
        if service:
            found[machine] = service
    return found


def _partners(
    calls: Iterable[Call], ports: Iterable[int], *, back: bool = False
) -> dict[WorkloadId, dict[int, set[WorkloadId]]]:
    """Per machine and port who calls it; `back`: whom it calls."""
    wanted = frozenset(ports)
    partners: dict[WorkloadId, dict[int, set[WorkloadId]]] = defaultdict(lambda: defaultdict(set))
    for source, target, port in calls:
        if port in wanted:
            own, other = (source, target) if back else (target, source)
            partners[own][port].add(other)
    return partners


def _callers(calls: Iterable[Call]) -> dict[WorkloadId, set[WorkloadId]]:
    callers: dict[WorkloadId, set[WorkloadId]] = defaultdict(set)
    for source, target, _ in calls:
        callers[target].add(source)
    return callers


def _enough(*partners: Partners) -> bool:
    """Fewer partners cannot be of three applications."""
    return len({other for by_port in partners for who in by_port.values() for other in who}) >= PARTNERS_LOOKED_AT


def _applications(
    wide: Sequence[WorkloadId], estate: Estate, calls: Mapping[Call, float], weights: Weights
) -> dict[WorkloadId, str]:
    """Each machine's application; of one that states none, the domain it is found in without infrastructure."""
    known = {workload.id: same_words(workload.application) for workload in estate.workloads}
    if wide and not all(known.values()):
        apart = {call: flow for call, flow in calls.items() if call[2] not in SERVED and call[2] not in MANAGED}
        nameless = [machine for machine, application in known.items() if not application]
        for community in find_domains(nameless, strengths_of(apart, weights)):
            known |= dict.fromkeys(community, f"\x1f{community[0]}")
    return known


def _service(
    machine: WorkloadId,
    kind: Literal["infrastructure", "stateful"],
    partners: Partners,
    everyone: set[WorkloadId],
    application: Mapping[WorkloadId, str],
) -> Service | None:
    """None: too few of its partners on these ports, or of too few applications."""
    machines = set[WorkloadId]().union(*partners.values())
    served = Counter(application[other] for other in machines)
    effective = effective_number(served.values())
    if effective < LEAST_APPLICATIONS or (kind == "infrastructure" and len(machines) < LEAST_SHARE * len(everyone)):
        return None
    words = tuple(sorted(set(_words(partners))))
    return Service(machine, kind, words, tuple(sorted(partners)), len(machines), len(served), effective)


def _words(ports: Iterable[int]) -> Iterator[str]:
    for port in ports:
        yield SERVED.get(port) or MANAGED.get(port) or STATEFUL[port]


def effective_number(counts: Iterable[int]) -> float:
    """e to the power of Shannon's entropy: n for n equal shares, 1 for a single one, 0 for none."""
    each = list(counts)
    total = sum(each)
    return exp(-sum(count / total * log(count / total) for count in each)) if total else 0.0
