"""Which machine of a dependency export is Azure Migrate's own appliance, whose traffic binds no machines together.

Its share of the rows is no evidence, nor is its name, which people choose, nor any one process: `SqlService.exe` may be
anybody's, and the replication agent (DRA) also runs on Hyper-V hosts. Evidence is what the export states itself (a
source that is called as the appliance that discovered it), or that two of the appliance's different services run on
one machine.
"""

from collections import defaultdict
from collections.abc import Iterable

AGENTS = {
    "vmwarediscoveryservice.exe": "discovery agent",
    "vmwarecollectorservice.exe": "assessment agent",
    "sqlservice.exe": "SQL discovery and assessment agent",
    "webappservice.exe": "web apps discovery and assessment agent",
    "draservice.exe": "DRA agent",
    "gatewaywindowsservice.exe": "gateway",
}
"""Process -> the service it is. Services: articles/migrate/migrate-appliance.md of MicrosoftDocs/azure-docs, which says
that they run on the appliance. Processes: a lab's dependency export; the gateway's is named in
common-questions-server-migration.md of the same."""
ENOUGH = 2

Sighting = tuple[str, str, str]
"""A source's name, its process, and the appliance that discovered it; the last is empty in the older export."""


def find_appliances(sightings: Iterable[Sighting]) -> dict[str, str]:
    """The appliances' names, casefolded, and by what each was recognised."""
    services: dict[str, set[str]] = defaultdict(set)
    evidence: dict[str, str] = {}
    for name, process, appliance in sightings:
        key = name.strip().casefold()
        if not key:
            continue
        if key == appliance.strip().casefold():
            evidence[key] = "its name is that of the appliance that discovered it"
        if service := AGENTS.get(process.strip().casefold()):
            services[key].add(service)
    running = {name: found for name, found in services.items() if len(found) >= ENOUGH}
    return {
        name: f"these of the appliance's services run on it: {', '.join(sorted(running[name]))}" for name in running
    } | evidence
