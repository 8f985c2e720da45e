"""Smaller services and children of services of which templates ask addresses, keys and ids.

Forms of names: Azure's documentation of each service.
"""

from azlift.rehearsal.shells.shell import Shell, list_action

SHELLS = (
    Shell(
        "Microsoft.AnalysisServices/servers",
        seconds=10.0,
        computed={"state": "Succeeded", "serverFullName": "asazure://{location}.asazure.windows.net/{lower}"},
    ),
    Shell(
        "Microsoft.Cache/redisEnterprise",
        seconds=10.0,
        computed={"hostName": "{lower}.{location}.redisenterprise.cache.azure.net", "resourceState": "Running"},
    ),
    Shell(
        "Microsoft.Cache/redisEnterprise/databases",
        seconds=0,
        tracked=False,
        shows_state=False,
        actions=(list_action("listKeys", {"primaryKey": "pretended-1-{guid}", "secondaryKey": "pretended-2-{guid}"}),),
    ),
    Shell(
        "Microsoft.Communication/communicationServices",
        seconds=10.0,
        global_location=True,
        computed={"hostName": "{lower}.communication.azure.com", "immutableResourceId": "{guid}"},
        actions=(
            list_action(
                "listKeys",
                {
                    "primaryKey": "pretended-1-{guid}",
                    "secondaryKey": "pretended-2-{guid}",
                    "primaryConnectionString": "endpoint=https://{lower}.communication.azure.com/;accesskey=pretended-1-{guid}",
                    "secondaryConnectionString": "endpoint=https://{lower}.communication.azure.com/;accesskey=pretended-2-{guid}",
                },
            ),
        ),
    ),
    Shell(
        "Microsoft.ContainerRegistry/registries/replications",
        seconds=10.0,
        computed={"status": {"displayStatus": "Ready"}},
    ),
    Shell(
        "Microsoft.ContainerRegistry/registries/webhooks",
        seconds=0,
        statuses=(200, 200),
        computed={"status": "enabled"},
    ),
    Shell(
        "Microsoft.Dashboard/grafana",
        seconds=10.0,
        defaults={"grafanaVersion": "10"},
        computed={"endpoint": "https://{lower}-{short}.weu.grafana.azure.com"},
    ),
    Shell("Microsoft.DesktopVirtualization/applicationGroups", seconds=10.0, computed={"objectId": "{guid}"}),
    Shell(
        "Microsoft.DesktopVirtualization/hostPools",
        seconds=10.0,
        computed={"objectId": "{guid}", "registrationInfo": {"token": "pretended-token-{guid}"}},
    ),
    Shell("Microsoft.KeyVault/managedHSMs", seconds=10.0, computed={"hsmUri": "https://{lower}.managedhsm.azure.net/"}),
    Shell(
        "Microsoft.Logic/workflows/triggers",
        seconds=0,
        tracked=False,
        shows_state=False,
        actions=(
            list_action(
                "listCallbackUrl",
                {
                    "value": "https://prod-00.{location}.logic.azure.com:443/workflows/{short}/triggers/{name}/paths/invoke?api-version=2016-10-01&sp=%2Ftriggers%2F{name}%2Frun&sv=1.0&sig=pretended-sig-{guid}",
                    "method": "POST",
                },
            ),
        ),
    ),
    Shell(
        "Microsoft.Monitor/accounts",
        seconds=10.0,
        computed={
            "accountId": "{guid}",
            "metrics": {
                "prometheusQueryEndpoint": "https://{lower}-{short}.{location}.prometheus.monitor.azure.com",
                "internalId": "mac_{guid}",
            },
        },
    ),
    Shell(
        "Microsoft.NotificationHubs/namespaces/authorizationRules",
        seconds=0,
        tracked=False,
        shows_state=False,
        statuses=(200, 200),
        actions=(
            list_action(
                "listKeys",
                {
                    "primaryConnectionString": "Endpoint=sb://{parent}.servicebus.windows.net/;SharedAccessKeyName={name};SharedAccessKey=pretended-1-{guid}",
                    "secondaryConnectionString": "Endpoint=sb://{parent}.servicebus.windows.net/;SharedAccessKeyName={name};SharedAccessKey=pretended-2-{guid}",
                    "primaryKey": "pretended-1-{guid}",
                    "secondaryKey": "pretended-2-{guid}",
                    "keyName": "{name}",
                },
            ),
        ),
    ),
    Shell(
        "Microsoft.NotificationHubs/namespaces/notificationHubs/authorizationRules",
        seconds=0,
        tracked=False,
        shows_state=False,
        statuses=(200, 200),
        actions=(
            list_action(
                "listKeys",
                {
                    "primaryConnectionString": "Endpoint=sb://{parent}.servicebus.windows.net/;SharedAccessKeyName={name};SharedAccessKey=pretended-1-{guid}",
                    "secondaryConnectionString": "Endpoint=sb://{parent}.servicebus.windows.net/;SharedAccessKeyName={name};SharedAccessKey=pretended-2-{guid}",
                    "primaryKey": "pretended-1-{guid}",
                    "secondaryKey": "pretended-2-{guid}",
                    "keyName": "{name}",
                },
            ),
        ),
    ),
    Shell(
        "Microsoft.Relay/namespaces/authorizationRules",
        seconds=0,
        tracked=False,
        shows_state=False,
        statuses=(200, 200),
        actions=(
            list_action(
                "listKeys",
                {
                    "primaryConnectionString": "Endpoint=sb://{parent}.servicebus.windows.net/;SharedAccessKeyName={name};SharedAccessKey=pretended-1-{guid}",
                    "secondaryConnectionString": "Endpoint=sb://{parent}.servicebus.windows.net/;SharedAccessKeyName={name};SharedAccessKey=pretended-2-{guid}",
                    "primaryKey": "pretended-1-{guid}",
                    "secondaryKey": "pretended-2-{guid}",
                    "keyName": "{name}",
                },
            ),
        ),
    ),
)
