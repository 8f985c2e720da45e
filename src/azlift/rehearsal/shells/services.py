"""Integration, analytics, machine learning and the web's front: services whose names and endpoints templates ask for.

The forms of names and endpoints are those of Azure's documentation.
"""

import re

from azlift.rehearsal.kinds import Json
from azlift.rehearsal.shells.shell import Shell, Taken, list_action

TWO_KEYS = {"key1": "pretended-1-{guid}", "key2": "pretended-2-{guid}"}
PAIR = {"primaryKey": "pretended-1-{guid}", "secondaryKey": "pretended-2-{guid}"}
LABEL = re.compile(r"[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
LABEL_WORDS = "1 to 63 letters, digits and '-', beginning with a letter"


def _connected(suffix: str) -> Json:
    """Keys and connection strings of a service at `name.suffix`."""
    strings = {
        f"{which}ConnectionString": f"Endpoint=https://{{name}}.{suffix};AccessKey=pretended-{number}-{{guid}};Version=1.0;"
        for number, which in enumerate(("primary", "secondary"), 1)
    }
    return {**PAIR, **strings}


def _children(base: str, *names: str) -> tuple[Shell, ...]:
    return tuple(Shell(f"{base}/{each}", seconds=3.0, tracked=False, shows_state=False) for each in names)


def _realtime(kind: str, suffix: str) -> Shell:
    return Shell(
        f"Microsoft.SignalRService/{kind}",
        seconds=60.0,
        name_rule=LABEL,
        name_words=LABEL_WORDS,
        taken=Taken("NameAlreadyExists", "The name is already taken. Please try a different name."),
        defaults={"publicNetworkAccess": "Enabled", "disableLocalAuth": False},
        defaults_top={"sku": {"name": "Standard_S1", "tier": "Standard", "size": "S1", "capacity": 1}},
        computed={
            "hostName": f"{{lower}}.{suffix}",
            "externalIP": "198.19.3.1",
            "publicPort": 443,
            "serverPort": 443,
            "version": "1.0",
        },
        actions=(list_action("listKeys", _connected(suffix)),),
    )


SHELLS = (
    Shell(
        "Microsoft.AppConfiguration/configurationStores",
        seconds=30.0,
        required=("sku.name",),
        taken=Taken("NameUnavailable", "The specified name is already in use."),
        defaults={"publicNetworkAccess": "Enabled", "disableLocalAuth": False},
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
                        }
                    ]
                },
            ),
        ),
    ),
    *_children("Microsoft.AppConfiguration/configurationStores", "keyValues"),
    Shell(
        "Microsoft.ApiManagement/service",
        seconds=35 * 60.0,  # Azure's documentation says 30 to 40 minutes
        required=("sku.name", "properties.publisherEmail", "properties.publisherName"),
        name_rule=re.compile(r"[A-Za-z](?:[A-Za-z0-9-]{0,48}[A-Za-z0-9])?"),
        name_words="1 to 50 letters, digits and '-', beginning with a letter",
        taken=Taken("ServiceAlreadyExists", "Api service already exists: {name}"),
        computed={
            "gatewayUrl": "https://{lower}.azure-api.net",
            "gatewayRegionalUrl": "https://{lower}-{location}-01.regional.azure-api.net",
            "developerPortalUrl": "https://{lower}.developer.azure-api.net",
            "managementApiUrl": "https://{lower}.management.azure-api.net",
            "portalUrl": "https://{lower}.portal.azure-api.net",
            "scmUrl": "https://{lower}.scm.azure-api.net",
            "publicIPAddresses": ["198.19.4.1"],
            "targetProvisioningState": "",
        },
    ),
    *_children(
        "Microsoft.ApiManagement/service",
        "apis", "apis/operations", "apis/policies", "products", "products/apis", "policies", "backends", "loggers",
        "namedValues", "subscriptions", "diagnostics", "users", "groups",
    ),
    Shell(
        "Microsoft.DataFactory/factories",
        seconds=15.0,
        taken=Taken("DataFactoryNameInUse", "The specified resource name '{name}' is already in use."),
        computed={"version": "2018-06-01"},
    ),
    *_children(
        "Microsoft.DataFactory/factories",
        "linkedservices", "datasets", "pipelines", "triggers", "dataflows", "integrationRuntimes",
    ),
    _realtime("signalR", "service.signalr.net"),
    _realtime("webPubSub", "webpubsub.azure.com"),
    Shell(
        "Microsoft.Relay/namespaces",
        seconds=20.0,
        defaults_top={"sku": {"name": "Standard", "tier": "Standard"}},
        computed={"serviceBusEndpoint": "https://{lower}.servicebus.windows.net:443/", "status": "Active"},
    ),
    *_children("Microsoft.Relay/namespaces", "hybridConnections", "wcfRelays"),
    Shell(
        "Microsoft.NotificationHubs/namespaces",
        seconds=15.0,
        computed={
            "serviceBusEndpoint": "https://{lower}.servicebus.windows.net:443/",
            "status": "Active",
            "enabled": True,
        },
    ),
    Shell("Microsoft.NotificationHubs/namespaces/notificationHubs", seconds=5.0, shows_state=False),
    Shell(
        "Microsoft.EventGrid/topics",
        seconds=10.0,
        defaults={"inputSchema": "EventGridSchema", "publicNetworkAccess": "Enabled"},
        computed={"endpoint": "https://{lower}.{location}-1.eventgrid.azure.net/api/events"},
        actions=(list_action("listKeys", TWO_KEYS),),
    ),
    Shell(
        "Microsoft.EventGrid/domains",
        seconds=10.0,
        defaults={"inputSchema": "EventGridSchema", "publicNetworkAccess": "Enabled"},
        computed={"endpoint": "https://{lower}.{location}-1.eventgrid.azure.net/api/events"},
        actions=(list_action("listKeys", TWO_KEYS),),
    ),
    Shell(
        "Microsoft.Synapse/workspaces",
        seconds=300.0,
        secret=("sqlAdministratorLoginPassword",),
        computed={
            "connectivityEndpoints": {
                "web": "https://web.azuresynapse.net?workspace=%2f{id}",
                "dev": "https://{lower}.dev.azuresynapse.net",
                "sql": "{lower}.sql.azuresynapse.net",
                "sqlOnDemand": "{lower}-ondemand.sql.azuresynapse.net",
            },
            "workspaceUID": "{guid}",
        },
    ),
    Shell("Microsoft.Synapse/workspaces/bigDataPools", seconds=60.0),
    Shell("Microsoft.Synapse/workspaces/sqlPools", seconds=300.0, computed={"status": "Online"}),
    *_children("Microsoft.Synapse/workspaces", "firewallRules"),
    Shell(
        "Microsoft.MachineLearningServices/workspaces",
        seconds=60.0,
        computed={
            "workspaceId": "{guid}",
            "discoveryUrl": "https://{location}.api.azureml.ms/discovery",
            "mlFlowTrackingUri": "azureml://{location}.api.azureml.ms/mlflow/v1.0{id}",
        },
    ),
    Shell(
        "Microsoft.Purview/accounts",
        seconds=300.0,
        defaults={"publicNetworkAccess": "Enabled"},
        defaults_top={"sku": {"name": "Standard", "capacity": 1}},
        computed={
            "endpoints": {
                "catalog": "https://{lower}.purview.azure.com/catalog",
                "guardian": "https://{lower}.purview.azure.com/guardian",
                "scan": "https://{lower}.purview.azure.com/scan",
            }
        },
    ),
    Shell(
        "Microsoft.HDInsight/clusters",
        seconds=900.0,
        computed={
            "clusterState": "Running",
            "clusterId": "{short}",
            "connectivityEndpoints": [
                {"name": "SSH", "protocol": "TCP", "location": "{lower}-ssh.azurehdinsight.net", "port": 22},
                {"name": "HTTPS", "protocol": "TCP", "location": "{lower}.azurehdinsight.net", "port": 443},
            ],
        },
    ),
    Shell(
        "Microsoft.Kusto/clusters",
        seconds=600.0,
        required=("sku.name",),
        computed={
            "uri": "https://{lower}.{location}.kusto.windows.net",
            "dataIngestionUri": "https://ingest-{lower}.{location}.kusto.windows.net",
            "state": "Running",
        },
    ),
    Shell(
        "Microsoft.Databricks/workspaces",
        seconds=180.0,
        computed={"workspaceId": "{short}", "workspaceUrl": "adb-{short}.0.azuredatabricks.net"},
    ),
    Shell(
        "Microsoft.StreamAnalytics/streamingjobs",
        seconds=10.0,
        computed={"jobId": "{guid}", "jobState": "Created", "jobType": "Cloud"},
    ),
    Shell(
        "Microsoft.Maps/accounts",
        seconds=5.0,
        global_location=True,
        required=("sku.name",),
        computed={"uniqueId": "{guid}"},
        actions=(list_action("listKeys", PAIR),),
    ),
    Shell(
        "Microsoft.Devices/provisioningServices",
        seconds=60.0,
        required=("sku.name",),
        computed={
            "state": "Active",
            "serviceOperationsHostName": "{lower}.azure-devices-provisioning.net",
            "deviceProvisioningHostName": "global.azure-devices-provisioning.net",
            "idScope": "0ne{short}",
        },
    ),
    Shell(
        "Microsoft.Web/staticSites",
        seconds=15.0,
        computed={"defaultHostname": "{short}.azurestaticapps.net"},
        shows_state=False,
    ),
    Shell("Microsoft.ContainerService/managedClusters/agentPools", seconds=120.0, tracked=False),
    Shell(
        "Microsoft.Network/trafficmanagerprofiles",
        seconds=0,
        global_location=True,
        required=("properties.trafficRoutingMethod", "properties.dnsConfig.relativeName"),
        defaults={"profileStatus": "Enabled", "endpoints": [], "trafficViewEnrollmentStatus": "Disabled"},
        computed={"dnsConfig": {"fqdn": "{lower}.trafficmanager.net"}},
        shows_state=False,
    ),
    Shell(
        "Microsoft.Network/frontDoors",
        seconds=180.0,
        global_location=True,
        defaults={"enabledState": "Enabled"},
        computed={"resourceState": "Enabled", "cname": "{lower}.azurefd.net", "frontdoorId": "{guid}"},
    ),
    Shell(
        "Microsoft.Cdn/profiles/afdEndpoints",
        seconds=30.0,
        global_location=True,
        defaults={"enabledState": "Enabled"},
        computed={"hostName": "{lower}-{short}.z01.azurefd.net", "deploymentStatus": "NotStarted"},
    ),
)  # fmt: skip
