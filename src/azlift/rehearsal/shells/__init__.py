"""Types whose outside alone is simulated, as data: storage, identities and vaults, monitoring, databases, web, network,
further services."""

from azlift.rehearsal.shells import databases, monitoring, network, security, services, storage, web
from azlift.rehearsal.shells.recorded import as_recorded
from azlift.rehearsal.shells.shell import kind_of_shell

_PLAIN = (
    *storage.SHELLS,
    *security.SHELLS,
    *monitoring.SHELLS,
    *databases.SHELLS,
    *web.SHELLS,
    *network.SHELLS,
    *services.SHELLS,
)
SHELLS = tuple(map(as_recorded, _PLAIN))
KINDS = tuple(kind_of_shell(shell) for shell in SHELLS)
