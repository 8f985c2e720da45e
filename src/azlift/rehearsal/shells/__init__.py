"""Types whose outside alone is simulated, as data: storage, identities and vaults, monitoring, databases, web, further
services."""

from azlift.rehearsal.kinds import Kind
from azlift.rehearsal.shells import (
    databases,
    further,
    key_vaults,
    monitoring,
    recovery,
    security,
    services,
    sites,
    storage,
    subscriptions,
    web,
)
from azlift.rehearsal.shells.recorded import as_recorded
from azlift.rehearsal.shells.shell import kind_of_shell
from azlift.rehearsal.shells.times import with_times


def _as_it_is(kind: Kind) -> Kind:
    return kind


_PLAIN = (
    *storage.SHELLS,
    *security.SHELLS,
    *recovery.SHELLS,
    *monitoring.SHELLS,
    *databases.SHELLS,
    *web.SHELLS,
    *services.SHELLS,
    *further.SHELLS,
    *subscriptions.SHELLS,
)
SHELLS = tuple(with_times(as_recorded(shell)) for shell in _PLAIN)
# Shells of which more than the outside is simulated.
_MORE = {
    key_vaults.VAULTS: key_vaults.with_recovery,
    key_vaults.POLICIES: key_vaults.with_policies,
    sites.PLANS: sites.with_size,
    sites.SITES: sites.with_plan,
    storage.ACCOUNTS: storage.with_secondary,
    subscriptions.ALIASES: subscriptions.with_subscription,
}
KINDS = (*(_MORE.get(shell.type, _as_it_is)(kind_of_shell(shell)) for shell in SHELLS), key_vaults.DELETED_KIND)
EFFECTS = key_vaults.EFFECTS
