"""Types whose outside alone is simulated, as data: storage, identities and vaults, monitoring, databases, web, further
services."""

from azlift.rehearsal.shells import databases, further, monitoring, security, services, storage, web
from azlift.rehearsal.shells.recorded import as_recorded
from azlift.rehearsal.shells.shell import kind_of_shell

_PLAIN = (
    *storage.SHELLS,
    *security.SHELLS,
    *monitoring.SHELLS,
    *databases.SHELLS,
    *web.SHELLS,
    *services.SHELLS,
    *further.SHELLS,
)
SHELLS = tuple(map(as_recorded, _PLAIN))
KINDS = tuple(kind_of_shell(shell) for shell in SHELLS)
