"""Further services of which templates ask addresses, keys and ids.

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
        "Microsoft.ApiManagement/service",
        seconds=10.0,
        computed={
            "gatewayUrl": "https://{lower}.azure-api.net",
            "gatewayRegionalUrl": "https://{lower}-{location}-01.regional.azure-api.net",
            "developerPortalUrl": "https://{lower}.developer.azure-api.net",
            "managementApiUrl": "https://{lower}.management.azure-api.net",
            "scmUrl": "https://{lower}.scm.azure-api.net",
            "publicIPAddresses": ["198.19.3.1"],
        },
    ),
    Shell(
        "Microsoft.ApiManagement/service/subscriptions",
        seconds=0,
        tracked=False,
        shows_state=False,
        actions=(list_action("listSecrets", {"primaryKey": "{short}", "secondaryKey": "{short}"}),),
    ),
    Shell(
        "Microsoft.AppConfiguration/configurationStores",
        seconds=10.0,
        computed={"endpoint": "https://{lower}.azconfig.io"},
        actions=(
            list_action(
                "listKeys",
                {
                    "value": [
                        {
                            "id": "{short}",
                            "name": "Primary",
                            "value": "pretended-1-{guid}",
                            "connectionString": "Endpoint=https://{lower}.azconfig.io;Id={short};Secret=pretended-1-{guid}",
                            "readOnly": False,
                        },
                        {
                            "id": "{short}",
                            "name": "Secondary",
                            "value": "pretended-2-{guid}",
                            "connectionString": "Endpoint=https://{lower}.azconfig.io;Id={short};Secret=pretended-2-{guid}",
                            "readOnly": False,
                        },
                    ]
                },
            ),
        ),
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
        "Microsoft.Cdn/profiles/afdEndpoints",
        seconds=10.0,
        global_location=True,
        defaults={"enabledState": "Enabled"},
        computed={"hostName": "{lower}-{short}.z01.azurefd.net"},
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
        "Microsoft.ContainerService/managedClusters/agentPools",
        seconds=0,
        tracked=False,
        shows_state=False,
        statuses=(200, 200),
        defaults={
            "osDiskSizeGB": 128,
            "osDiskType": "Managed",
            "maxPods": 110,
            "powerState": {"code": "Running"},
            "nodeLabels": {},
        },
    ),
    Shell(
        "Microsoft.Dashboard/grafana",
        seconds=10.0,
        defaults={"grafanaVersion": "10"},
        computed={"endpoint": "https://{lower}-{short}.weu.grafana.azure.com"},
    ),
    Shell("Microsoft.DataFactory/factories", seconds=10.0, defaults={"version": "2018-06-01"}),
    Shell(
        "Microsoft.DataFactory/factories/integrationRuntimes",
        seconds=0,
        tracked=False,
        shows_state=False,
        actions=(
            list_action(
                "listAuthKeys",
                {
                    "authKey1": "IR@{guid}@{parent}@pretended-1-{guid}",
                    "authKey2": "IR@{guid}@{parent}@pretended-2-{guid}",
                },
            ),
        ),
    ),
    Shell(
        "Microsoft.Databricks/workspaces",
        seconds=10.0,
        computed={"workspaceUrl": "adb-{short}.0.azuredatabricks.net", "workspaceId": "{short}"},
    ),
    Shell("Microsoft.DesktopVirtualization/applicationGroups", seconds=10.0, computed={"objectId": "{guid}"}),
    Shell(
        "Microsoft.DesktopVirtualization/hostPools",
        seconds=10.0,
        computed={"objectId": "{guid}", "registrationInfo": {"token": "pretended-token-{guid}"}},
    ),
    Shell(
        "Microsoft.Devices/provisioningServices",
        seconds=10.0,
        defaults={"deviceProvisioningHostName": "global.azure-devices-provisioning.net", "idScope": "0ne{short}"},
        computed={"state": "Active", "serviceOperationsHostName": "{name}.azure-devices-provisioning.net"},
    ),
    Shell(
        "Microsoft.EventGrid/domains",
        seconds=10.0,
        computed={"endpoint": "https://{lower}.{location}-1.eventgrid.azure.net/api/events"},
        actions=(list_action("listKeys", {"key1": "pretended-1-{guid}", "key2": "pretended-2-{guid}"}),),
    ),
    Shell(
        "Microsoft.EventGrid/topics",
        seconds=10.0,
        computed={"endpoint": "https://{lower}.{location}-1.eventgrid.azure.net/api/events"},
        actions=(list_action("listKeys", {"key1": "pretended-1-{guid}", "key2": "pretended-2-{guid}"}),),
    ),
    Shell("Microsoft.KeyVault/managedHSMs", seconds=10.0, computed={"hsmUri": "https://{lower}.managedhsm.azure.net/"}),
    Shell(
        "Microsoft.Kusto/clusters",
        seconds=10.0,
        computed={
            "state": "Running",
            "uri": "https://{lower}.{location}.kusto.windows.net",
            "dataIngestionUri": "https://ingest-{lower}.{location}.kusto.windows.net",
        },
    ),
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
        "Microsoft.MachineLearningServices/workspaces",
        seconds=10.0,
        computed={
            "workspaceId": "{guid}",
            "discoveryUrl": "https://{location}.api.azureml.ms/discovery",
            "mlFlowTrackingUri": "azureml://{location}.api.azureml.ms/mlflow/v1.0{id}",
        },
    ),
    Shell(
        "Microsoft.Maps/accounts",
        seconds=10.0,
        global_location=True,
        computed={"uniqueId": "{guid}"},
        actions=(list_action("listKeys", {"primaryKey": "pretended-1-{guid}", "secondaryKey": "pretended-2-{guid}"}),),
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
        "Microsoft.NotificationHubs/namespaces",
        seconds=10.0,
        statuses=(200, 200),
        defaults={"zoneRedundant": False},
        defaults_top={"sku": {"tier": "Standard"}},
        computed={
            "serviceBusEndpoint": "https://{lower}.servicebus.windows.net:443/",
            "metricId": "{subscription}:{lower}",
            "status": "Active",
        },
        born={"AuthorizationRules/RootManageSharedAccessKey": {"rights": ["Listen", "Manage", "Send"]}},
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
        "Microsoft.NotificationHubs/namespaces/notificationHubs",
        seconds=10.0,
        born={
            "AuthorizationRules/DefaultFullSharedAccessSignature": {"rights": ["Listen", "Manage", "Send"]},
            "AuthorizationRules/DefaultListenSharedAccessSignature": {"rights": ["Listen"]},
        },
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
        "Microsoft.Relay/namespaces",
        seconds=10.0,
        statuses=(200, 200),
        defaults={"zoneRedundant": False},
        defaults_top={"sku": {"tier": "Standard"}},
        computed={
            "serviceBusEndpoint": "https://{lower}.servicebus.windows.net:443/",
            "metricId": "{subscription}:{lower}",
            "status": "Active",
        },
        born={"AuthorizationRules/RootManageSharedAccessKey": {"rights": ["Listen", "Manage", "Send"]}},
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
    Shell(
        "Microsoft.SignalRService/signalR",
        seconds=10.0,
        defaults={"publicPort": 443, "serverPort": 443},
        computed={"hostName": "{lower}.service.signalr.net", "externalIP": "198.19.3.1"},
        actions=(
            list_action(
                "listKeys",
                {
                    "primaryKey": "pretended-1-{guid}",
                    "secondaryKey": "pretended-2-{guid}",
                    "primaryConnectionString": "Endpoint=https://{lower}.service.signalr.net;AccessKey=pretended-1-{guid};Version=1.0;",
                    "secondaryConnectionString": "Endpoint=https://{lower}.service.signalr.net;AccessKey=pretended-2-{guid};Version=1.0;",
                },
            ),
        ),
    ),
    Shell(
        "Microsoft.SignalRService/webPubSub",
        seconds=10.0,
        defaults={"publicPort": 443, "serverPort": 443},
        computed={"hostName": "{lower}.webpubsub.azure.com", "externalIP": "198.19.3.1"},
        actions=(
            list_action(
                "listKeys",
                {
                    "primaryKey": "pretended-1-{guid}",
                    "secondaryKey": "pretended-2-{guid}",
                    "primaryConnectionString": "Endpoint=https://{lower}.webpubsub.azure.com;AccessKey=pretended-1-{guid};Version=1.0;",
                    "secondaryConnectionString": "Endpoint=https://{lower}.webpubsub.azure.com;AccessKey=pretended-2-{guid};Version=1.0;",
                },
            ),
        ),
    ),
    Shell("Microsoft.StreamAnalytics/streamingjobs", seconds=10.0, computed={"jobId": "{guid}", "jobState": "Created"}),
    Shell(
        "Microsoft.Synapse/workspaces",
        seconds=10.0,
        computed={
            "workspaceUID": "{guid}",
            "connectivityEndpoints": {
                "web": "https://web.azuresynapse.net?workspace=%2fsubscriptions%2f{subscription}%2fresourceGroups%2f{group}%2fproviders%2fMicrosoft.Synapse%2fworkspaces%2f{name}",
                "dev": "https://{lower}.dev.azuresynapse.net",
                "sql": "{lower}.sql.azuresynapse.net",
                "sqlOnDemand": "{lower}-ondemand.sql.azuresynapse.net",
            },
        },
    ),
    Shell(
        "Microsoft.Web/staticSites",
        seconds=10.0,
        shows_state=False,
        statuses=(200, 200),
        computed={"defaultHostname": "{short}.azurestaticapps.net"},
        actions=(list_action("listSecrets", {"properties": {"apiKey": "{short}"}}),),
    ),
)
