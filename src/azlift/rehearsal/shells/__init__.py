"""Types whose outside alone is simulated, as data: storage, identities and vaults, monitoring, databases, web."""

from azlift.rehearsal.shells import databases, monitoring, security, services, storage, web
from azlift.rehearsal.shells.shell import kind_of_shell

SHELLS = (*storage.SHELLS, *security.SHELLS, *monitoring.SHELLS, *databases.SHELLS, *web.SHELLS, *services.SHELLS)
KINDS = tuple(kind_of_shell(shell) for shell in SHELLS)
