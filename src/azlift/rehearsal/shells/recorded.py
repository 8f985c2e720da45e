"""What recorded answers of the providers add to the shells: defaults, codes of a write, their own casing of a type.

Source: the recordings in the tests of the public Python SDK packages (containerregistry 8, containerservice 14,
cosmosdb 6, eventhub 8, keyvault 8, recoveryservices 1, redis 12, search 8, servicebus 6, sql 2, storage 17, web 2).
"""

from dataclasses import replace
from typing import Any

from azlift.rehearsal.shells.shell import Shell

RECORDED: dict[str, dict[str, Any]] = {
    "Microsoft.App/containerApps": {"defaults": {"runningStatus": "Running"}},
    "Microsoft.Cache/redis": {
        "shown_type": "Microsoft.Cache/Redis",
        "displayed_location": True,
        "defaults": {"redisVersion": "6.0", "linkedServers": [], "redisConfiguration": {}},
    },
    "Microsoft.ContainerRegistry/registries": {
        "shows_tags": True,
        "statuses": (200, 200),
        "seconds": 0,
        "defaults": {
            "networkRuleSet": {"defaultAction": "Allow", "virtualNetworkRules": [], "ipRules": []},
            "policies": {
                "quarantinePolicy": {"status": "disabled"},
                "trustPolicy": {"type": "Notary", "status": "disabled"},
                "retentionPolicy": {"days": 7, "status": "disabled"},
            },
        },
    },
    "Microsoft.ContainerService/managedClusters": {
        "shown_type": "Microsoft.ContainerService/ManagedClusters",
        "defaults": {
            "enableRBAC": True,
            "maxAgentPools": 10,
            "networkProfile": {
                "networkPlugin": "kubenet",
                "loadBalancerSku": "Standard",
                "podCidr": "10.244.0.0/16",
                "serviceCidr": "10.0.0.0/16",
                "dnsServiceIP": "10.0.0.10",
                "outboundType": "loadBalancer",
            },
        },
    },
    "Microsoft.DocumentDB/databaseAccounts": {
        "statuses": (200, 200),
        "displayed_location": True,
        "defaults": {
            "publicNetworkAccess": "Enabled",
            "enableAutomaticFailover": False,
            "enableMultipleWriteLocations": False,
            "enablePartitionKeyMonitor": False,
            "isVirtualNetworkFilterEnabled": False,
            "virtualNetworkRules": [],
            "EnabledApiTypes": "Sql",
            "disableKeyBasedMetadataWriteAccess": False,
            "enableFreeTier": False,
            "enableAnalyticalStorage": False,
            "createMode": "Default",
            "consistencyPolicy": {
                "defaultConsistencyLevel": "Session",
                "maxIntervalInSeconds": 5,
                "maxStalenessPrefix": 100,
            },
            "configurationOverrides": {},
            "cors": [],
            "capabilities": [],
            "ipRules": [],
            "backupPolicy": {
                "type": "Periodic",
                "periodicModeProperties": {"backupIntervalInMinutes": 240, "backupRetentionIntervalInHours": 8},
            },
        },
    },
    "Microsoft.EventHub/namespaces": {
        "shown_type": "Microsoft.EventHub/Namespaces",
        "displayed_location": True,
        "defaults": {"isAutoInflateEnabled": False, "maximumThroughputUnits": 0, "kafkaEnabled": True},
    },
    "Microsoft.EventHub/namespaces/authorizationRules": {
        "shown_type": "Microsoft.EventHub/Namespaces/AuthorizationRules"
    },
    "Microsoft.EventHub/namespaces/eventhubs": {
        "shown_type": "Microsoft.EventHub/Namespaces/EventHubs",
        "defaults": {"partitionIds": ["0"], "status": "Active", "messageRetentionInDays": 7},
    },
    "Microsoft.EventHub/namespaces/eventhubs/consumergroups": {
        "shown_type": "Microsoft.EventHub/Namespaces/EventHubs/ConsumerGroups"
    },
    "Microsoft.KeyVault/vaults": {"shows_tags": True, "authored_since": "2022-07-01"},
    "Microsoft.NotificationHubs/namespaces": {
        "shown_type": "Microsoft.ServiceBus/Namespaces",
        "displayed_location": True,
    },
    "Microsoft.NotificationHubs/namespaces/authorizationRules": {
        "shown_type": "Microsoft.ServiceBus/Namespaces/AuthorizationRules"
    },
    "Microsoft.NotificationHubs/namespaces/notificationHubs/authorizationRules": {
        "shown_type": "Microsoft.ServiceBus/Namespaces/AuthorizationRules"
    },
    "Microsoft.RecoveryServices/vaults": {"seconds": 0},
    "Microsoft.Relay/namespaces": {"shown_type": "Microsoft.ServiceBus/Namespaces", "displayed_location": True},
    "Microsoft.Relay/namespaces/authorizationRules": {
        "shown_type": "Microsoft.ServiceBus/Namespaces/AuthorizationRules"
    },
    "Microsoft.Search/searchServices": {
        "seconds": 0,
        "displayed_location": True,
        "defaults": {
            "statusDetails": "",
            "replicaCount": 1,
            "partitionCount": 1,
            "hostingMode": "default",
            "publicNetworkAccess": "Enabled",
            "networkRuleSet": {"ipRules": [], "bypass": "None"},
            "privateEndpointConnections": [],
            "sharedPrivateLinkResources": [],
        },
    },
    "Microsoft.ServiceBus/namespaces": {
        "shown_type": "Microsoft.ServiceBus/Namespaces",
        "displayed_location": True,
        "defaults": {"zoneRedundant": False},
    },
    "Microsoft.ServiceBus/namespaces/AuthorizationRules": {
        "shown_type": "Microsoft.ServiceBus/Namespaces/AuthorizationRules"
    },
    "Microsoft.ServiceBus/namespaces/queues": {
        "shown_type": "Microsoft.ServiceBus/Namespaces/Queues",
        "defaults": {
            "lockDuration": "PT1M",
            "maxSizeInMegabytes": 1024,
            "requiresDuplicateDetection": False,
            "requiresSession": False,
            "defaultMessageTimeToLive": "P10675199DT2H48M5.4775807S",
            "deadLetteringOnMessageExpiration": False,
            "enableBatchedOperations": True,
            "duplicateDetectionHistoryTimeWindow": "PT10M",
            "maxDeliveryCount": 10,
            "sizeInBytes": 0,
            "messageCount": 0,
            "status": "Active",
            "autoDeleteOnIdle": "P10675199DT2H48M5.4775807S",
            "enablePartitioning": False,
            "enableExpress": False,
            "countDetails": {
                "activeMessageCount": 0,
                "deadLetterMessageCount": 0,
                "scheduledMessageCount": 0,
                "transferMessageCount": 0,
                "transferDeadLetterMessageCount": 0,
            },
        },
    },
    "Microsoft.ServiceBus/namespaces/topics": {
        "shown_type": "Microsoft.ServiceBus/Namespaces/Topics",
        "defaults": {
            "defaultMessageTimeToLive": "P10675199DT2H48M5.4775807S",
            "maxSizeInMegabytes": 1024,
            "requiresDuplicateDetection": False,
            "duplicateDetectionHistoryTimeWindow": "PT10M",
            "enableBatchedOperations": True,
            "sizeInBytes": 0,
            "status": "Active",
            "supportOrdering": True,
            "autoDeleteOnIdle": "P10675199DT2H48M5.4775807S",
            "enablePartitioning": False,
            "enableExpress": False,
            "subscriptionCount": 0,
            "countDetails": {
                "activeMessageCount": 0,
                "deadLetterMessageCount": 0,
                "scheduledMessageCount": 0,
                "transferMessageCount": 0,
                "transferDeadLetterMessageCount": 0,
            },
        },
    },
    "Microsoft.ServiceBus/namespaces/topics/subscriptions": {
        "shown_type": "Microsoft.ServiceBus/Namespaces/Topics/Subscriptions",
        "defaults": {
            "lockDuration": "PT1M",
            "requiresSession": False,
            "defaultMessageTimeToLive": "P10675199DT2H48M5.4775807S",
            "deadLetteringOnMessageExpiration": False,
            "deadLetteringOnFilterEvaluationExceptions": True,
            "messageCount": 0,
            "maxDeliveryCount": 10,
            "status": "Active",
            "enableBatchedOperations": True,
            "autoDeleteOnIdle": "P10675199DT2H48M5.4775807S",
            "countDetails": {
                "activeMessageCount": 0,
                "deadLetterMessageCount": 0,
                "scheduledMessageCount": 0,
                "transferMessageCount": 0,
                "transferDeadLetterMessageCount": 0,
            },
        },
    },
    "Microsoft.ServiceBus/namespaces/topics/subscriptions/rules": {
        "shown_type": "Microsoft.ServiceBus/Namespaces/Topics/Subscriptions/Rules"
    },
    "Microsoft.Sql/servers": {
        "statuses": (202, 202),
        "shows_state": False,
        "defaults": {"privateEndpointConnections": []},
        "defaults_top": {"kind": "v12.0"},
    },
    "Microsoft.Sql/servers/databases": {
        "statuses": (202, 202),
        "defaults": {
            "maxSizeBytes": 34359738368,
            "catalogCollation": "SQL_Latin1_General_CP1_CI_AS",
            "zoneRedundant": False,
            "readScale": "Disabled",
            "isLedgerOn": False,
        },
        "defaults_top": {"kind": "v12.0,user,vcore"},
    },
    "Microsoft.Sql/servers/firewallRules": {"seconds": 0, "defaults_top": {"kind": "v12.0"}},
    "Microsoft.Storage/storageAccounts": {"defaults": {"privateEndpointConnections": []}},
    "Microsoft.Storage/storageAccounts/blobServices": {"statuses": (200, 200), "defaults": {"cors": {"corsRules": []}}},
    "Microsoft.Storage/storageAccounts/blobServices/containers": {
        "defaults": {
            "deleted": False,
            "remainingRetentionDays": 0,
            "defaultEncryptionScope": "$account-encryption-key",
            "denyEncryptionScopeOverride": False,
            "publicAccess": "None",
            "leaseStatus": "Unlocked",
            "leaseState": "Available",
            "hasImmutabilityPolicy": False,
            "hasLegalHold": False,
        }
    },
    "Microsoft.Storage/storageAccounts/fileServices": {"statuses": (200, 200), "defaults": {"cors": {"corsRules": []}}},
    "Microsoft.Storage/storageAccounts/managementPolicies": {"statuses": (200, 200)},
    "Microsoft.Storage/storageAccounts/queueServices": {
        "statuses": (200, 200),
        "defaults": {"cors": {"corsRules": []}},
    },
    "Microsoft.Storage/storageAccounts/tableServices": {
        "statuses": (200, 200),
        "defaults": {"cors": {"corsRules": []}},
    },
    "Microsoft.Web/serverfarms": {
        "statuses": (200, 200),
        "seconds": 0,
        "defaults": {
            "numberOfWorkers": 1,
            "currentNumberOfWorkers": 1,
            "maximumElasticWorkerCount": 1,
            "reserved": False,
            "hyperV": False,
            "perSiteScaling": False,
            "isXenon": False,
            "isSpot": False,
            "targetWorkerCount": 0,
            "targetWorkerSizeId": 0,
            "computeMode": "Dedicated",
        },
    },
    "Microsoft.Web/sites": {
        "statuses": (200, 200),
        "seconds": 0,
        "defaults": {
            "adminEnabled": True,
            "availabilityState": "Normal",
            "contentAvailabilityState": "Normal",
            "runtimeAvailabilityState": "Normal",
        },
    },
    "Microsoft.Web/sites/slots": {
        "statuses": (200, 200),
        "seconds": 0,
        "defaults": {"enabled": True, "usageState": "Normal", "adminEnabled": True, "availabilityState": "Normal"},
        "defaults_top": {"kind": "app"},
    },
}


def as_recorded(shell: Shell) -> Shell:
    """A shell with what recordings add; what it says itself about a member stands."""
    changes = dict(RECORDED.get(shell.type, {}))
    for name in ("defaults", "defaults_top"):
        if name in changes:
            changes[name] = {**changes[name], **getattr(shell, name)}
    return replace(shell, **changes)
