"""Declared applications: the machines that say they belong together, per environment where there are several."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from azlift.model import Estate, WorkloadId
from azlift.waves.environments import canonical_environment, same_words


def declared_applications(estate: Estate, machines: frozenset[WorkloadId]) -> dict[str, list[WorkloadId]]:
    """Machines by application, and by environment where the application's machines state more than one."""
    members: dict[str, dict[str, list[WorkloadId]]] = defaultdict(lambda: defaultdict(list))
    for workload in estate.workloads:
        if workload.id in machines and (application := same_words(workload.application)):
            members[application][canonical_environment(workload.environment)].append(workload.id)
    groups: dict[str, list[WorkloadId]] = {}
    for application, environments in members.items():
        if len(environments.keys() - {""}) > 1:
            groups |= {_key(application, environment): found for environment, found in environments.items()}
        else:
            groups[_key(application)] = [member for found in environments.values() for member in found]
    return groups


def environment_in(key: str) -> str:
    """The environment by which a declared application was split; empty: it was not."""
    return key.rpartition("\x1f")[2]


def application_of(members: Iterable[WorkloadId], estate: Estate) -> str:
    """The application's name as most of its machines spell it."""
    spellings = Counter(estate.by_id[member].application.strip() for member in members)
    return min(spellings.items(), key=lambda spelling: (-spelling[1], spelling[0]))[0]


def _key(application: str, environment: str = "") -> str:
    """A unit separator cannot be part of a normalised name: it is a blank there."""
    return f"application\x1f{application}\x1f{environment}"
