"""Types whose outside alone is simulated, as data: storage, identities and vaults, monitoring, databases, web."""

from azlift.rehearsal.shells import databases, monitoring, security, storage, web
from azlift.rehearsal.shells.shell import kind_of_shell

SHELLS = (*storage.SHELLS, *security.SHELLS, *monitoring.SHELLS, *databases.SHELLS, *web.SHELLS)
KINDS = tuple(kind_of_shell(shell) for shell in SHELLS)
