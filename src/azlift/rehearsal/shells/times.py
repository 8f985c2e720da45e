"""When something was made and last changed, under the names the providers answer it by.

Source: recordings in the tests of the Python SDK packages (storage, servicebus, eventhub, containerregistry); for the
others the read-only members in Azure's REST documentation.
"""

from collections.abc import Mapping
from dataclasses import replace

from azlift.rehearsal.shells.shell import Shell

CREATED, CHANGED = "created", "changed"
_AT = {"createdAt": CREATED, "updatedAt": CHANGED}
TIMES: Mapping[str, Mapping[str, str]] = {
    "Microsoft.ApiManagement/service": {"createdAtUtc": CREATED},
    "Microsoft.AppConfiguration/configurationStores": {"creationDate": CREATED},
    "Microsoft.Automation/automationAccounts": {"creationTime": CREATED, "lastModifiedTime": CHANGED},
    "Microsoft.CognitiveServices/accounts": {"dateCreated": CREATED},
    "Microsoft.ContainerRegistry/registries": {
        "creationDate": CREATED,
        "policies.retentionPolicy.lastUpdatedTime": CHANGED,
    },
    "Microsoft.DataFactory/factories": {"createTime": CREATED},
    "Microsoft.EventHub/namespaces": _AT,
    "Microsoft.EventHub/namespaces/eventhubs": _AT,
    "Microsoft.EventHub/namespaces/eventhubs/consumergroups": _AT,
    "Microsoft.Insights/components": {"CreationDate": CREATED},
    "Microsoft.Logic/workflows": {"createdTime": CREATED, "changedTime": CHANGED},
    "Microsoft.NotificationHubs/namespaces": _AT,
    "Microsoft.OperationalInsights/workspaces": {"createdDate": CREATED, "modifiedDate": CHANGED},
    "Microsoft.Relay/namespaces": _AT,
    "Microsoft.ServiceBus/namespaces": _AT,
    "Microsoft.ServiceBus/namespaces/queues": _AT,
    "Microsoft.ServiceBus/namespaces/topics": _AT,
    "Microsoft.ServiceBus/namespaces/topics/subscriptions": _AT,
    "Microsoft.Sql/servers/databases": {"creationDate": CREATED},
    "Microsoft.Storage/storageAccounts": {
        "creationTime": CREATED,
        "encryption.services.blob.lastEnabledTime": CREATED,
        "encryption.services.file.lastEnabledTime": CREATED,
    },
    "Microsoft.StreamAnalytics/streamingjobs": {"createdDate": CREATED},
    "Microsoft.Web/sites": {"lastModifiedTimeUtc": CHANGED},
}


def with_times(shell: Shell) -> Shell:
    """A shell that answers its times."""
    return replace(shell, times=TIMES.get(shell.type, {}))
