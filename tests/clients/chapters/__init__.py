"""What azure-cli is asked, chapter by chapter; each makes what it needs in resource groups of its own."""

from tests.clients.chapters import (
    access,
    accounts,
    deployments,
    disks,
    machines,
    networks,
    resources,
    scopes,
    services,
)

SIGN_IN = accounts.SIGN_IN
ALONE = accounts.ALONE
MANAGEMENT = [
    *accounts.CHAPTERS,
    *resources.CHAPTERS,
    *deployments.CHAPTERS,
    *scopes.CHAPTERS,
    *access.CHAPTERS,
]
PROVISION = [*disks.CHAPTERS, *machines.CHAPTERS, *networks.CHAPTERS, *services.CHAPTERS]
