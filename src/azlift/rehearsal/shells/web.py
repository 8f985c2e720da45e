"""App Service, containers, messaging and other names of the whole cloud that templates ask for."""

import re

from azlift.rehearsal.kinds import Action
from azlift.rehearsal.shells.shell import Shell, Taken, list_action
from azlift.rehearsal.shells.sites import PLANS, SITES, list_settings

SITE_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,58}[A-Za-z0-9])?")
NAMESPACE_KEYS = {
    "primaryKey": "pretended-1-{guid}",
    "secondaryKey": "pretended-2-{guid}",
    "primaryConnectionString": "Endpoint=sb://{parent}.servicebus.windows.net/;SharedAccessKeyName={name};"
    "SharedAccessKey=pretended-1-{guid}",
    "secondaryConnectionString": "Endpoint=sb://{parent}.servicebus.windows.net/;SharedAccessKeyName={name};"
    "SharedAccessKey=pretended-2-{guid}",
    "keyName": "{name}",
}
ENTITY_KEYS = {
    name: f"{text};EntityPath={{holder}}" if name.endswith("ConnectionString") else text
    for name, text in NAMESPACE_KEYS.items()
}
HOST_KEYS = {"masterKey": "pretended-0-{guid}", "functionKeys": {"default": "pretended-1-{guid}"}, "systemKeys": {}}
BORN = (
    "host/default",
    "config/web",
    "config/appsettings",
    "config/connectionstrings",
    "config/publishingcredentials",
    "config/slotConfigNames",
)
SITE = {
    "state": "Running",
    "hostNames": ["{name}.azurewebsites.net"],
    "defaultHostName": "{name}.azurewebsites.net",
    "enabledHostNames": ["{name}.azurewebsites.net", "{name}.scm.azurewebsites.net"],
    "outboundIpAddresses": "198.19.0.1,198.19.0.2",
    "possibleOutboundIpAddresses": "198.19.0.1,198.19.0.2,198.19.0.3",
    "customDomainVerificationId": "{guid}",
    "repositorySiteName": "{name}",
    "usageState": "Normal",
    "enabled": True,
}


def _keys(child: str) -> tuple[Action, ...]:
    """The keys of an authorization rule; those of a queue's or topic's rule name it."""
    if not child.lower().endswith("authorizationrules"):
        return ()
    return (list_action("listKeys", ENTITY_KEYS if "/" in child else NAMESPACE_KEYS),)


def _messaging(namespace: str, *children: str) -> tuple[Shell, ...]:
    base = f"Microsoft.{namespace}/namespaces"
    return (
        Shell(
            base,
            seconds=30.0,
            statuses=(200, 200),
            born={"AuthorizationRules/RootManageSharedAccessKey": {"rights": ["Listen", "Manage", "Send"]}},
            defaults_top={"sku": {"name": "Standard", "tier": "Standard"}},
            computed={
                "serviceBusEndpoint": "https://{name}.servicebus.windows.net:443/",
                "status": "Active",
                "metricId": "{subscription}:{lower}",
            },
        ),
        *(
            Shell(
                f"{base}/{child}",
                seconds=0,
                tracked=False,
                shows_state=False,
                statuses=(200, 200),
                actions=_keys(child),
            )
            for child in children
        ),
    )


SHELLS = (
    Shell(
        PLANS,
        seconds=10.0,
        defaults_top={"sku": {"name": "F1", "tier": "Free", "size": "F1", "family": "F", "capacity": 0}, "kind": "app"},
        computed={"status": "Ready", "numberOfSites": 0, "maximumNumberOfWorkers": 1},
    ),
    Shell(
        SITES,
        seconds=15.0,
        name_rule=SITE_NAME,
        name_words="1 to 60 letters, digits and '-', not at either end",
        taken=Taken("Conflict", "Website with given name {name} already exists."),
        defaults_top={"kind": "app"},
        computed=SITE,
        shows_state=False,
        born={child: {} for child in BORN},
    ),
    Shell(
        f"{SITES}/host",
        seconds=0,
        tracked=False,
        shows_state=False,
        actions=(list_action("listKeys", HOST_KEYS),),
    ),
    Shell(
        f"{SITES}/slots",
        seconds=15.0,
        computed={"state": "Running", "defaultHostName": "{parent}-{name}.azurewebsites.net"},
        shows_state=False,
    ),
    Shell(
        f"{SITES}/config",
        seconds=0,
        tracked=False,
        shows_state=False,
        statuses=(200, 200),
        actions=(Action("list", list_settings),),
    ),
    *(
        Shell(f"{SITES}/{child}", seconds=3.0, tracked=False, shows_state=False)
        for child in (
            "hostNameBindings",
            "sourcecontrols",
            "extensions",
            "siteextensions",
            "functions",
            "networkConfig",
            "basicPublishingCredentialsPolicies",
            "virtualNetworkConnections",
        )
    ),
    Shell("Microsoft.Web/certificates", seconds=5.0, computed={"thumbprint": "{short}"}, shows_state=False),
    Shell(
        "Microsoft.ContainerRegistry/registries",
        seconds=10.0,
        required=("sku.name",),
        name_rule=re.compile(r"[A-Za-z0-9]{5,50}"),
        name_words="5 to 50 letters and digits",
        taken=Taken("AlreadyInUse", "The registry DNS name {name}.azurecr.io is already in use."),
        defaults={
            "adminUserEnabled": False,
            "policies": {
                "quarantinePolicy": {"status": "disabled"},
                "trustPolicy": {"type": "Notary", "status": "disabled"},
                "retentionPolicy": {"days": 7, "status": "disabled"},
            },
            "publicNetworkAccess": "Enabled",
        },
        computed_top={"sku": {"tier": "{sku}"}},
        computed={"loginServer": "{lower}.azurecr.io"},
        actions=(
            list_action(
                "listCredentials",
                {
                    "username": "{name}",
                    "passwords": [
                        {"name": "password", "value": "pretended-1-{guid}"},
                        {"name": "password2", "value": "pretended-2-{guid}"},
                    ],
                },
            ),
        ),
    ),
    Shell(
        "Microsoft.ContainerInstance/containerGroups",
        seconds=30.0,
        required=("properties.containers",),
        computed={
            "instanceView": {"state": "Running", "events": []},
            "ipAddress": {"ip": "198.19.1.1", "fqdn": "{name}.{location}.azurecontainer.io"},
        },
    ),
    Shell(
        "Microsoft.ContainerService/managedClusters",
        seconds=240.0,
        defaults={
            "enableRBAC": True,
            "networkProfile": {
                "networkPlugin": "kubenet",
                "loadBalancerSku": "Standard",
                "podCidr": "10.244.0.0/16",
                "serviceCidr": "10.0.0.0/16",
                "dnsServiceIP": "10.0.0.10",
                "outboundType": "loadBalancer",
            },
        },
        defaults_top={"sku": {"name": "Base", "tier": "Free"}},
        computed={
            "fqdn": "{name}-{short}.hcp.{location}.azmk8s.io",
            "powerState": {"code": "Running"},
            "nodeResourceGroup": "MC_{group}_{name}_{location}",
            "identityProfile": {"kubeletidentity": {"objectId": "{guid}", "clientId": "{guid}"}},
        },
        actions=(
            list_action(
                "listClusterAdminCredential", {"kubeconfigs": [{"name": "clusterAdmin", "value": "cHJldGVuZGVk"}]}
            ),
        ),
    ),
    Shell(
        "Microsoft.App/managedEnvironments",
        seconds=120.0,
        computed={"defaultDomain": "{short}.{location}.azurecontainerapps.io", "staticIp": "198.19.2.1"},
    ),
    Shell(
        "Microsoft.App/containerApps",
        seconds=30.0,
        computed={
            "latestRevisionName": "{name}--{short}",
            "configuration": {"ingress": {"fqdn": "{name}.{short}.{location}.azurecontainerapps.io"}},
        },
    ),
    *_messaging(
        "ServiceBus",
        "queues",
        "topics",
        "topics/subscriptions",
        "topics/subscriptions/rules",
        "AuthorizationRules",
        "queues/authorizationRules",
        "topics/authorizationRules",
    ),
    *_messaging(
        "EventHub", "eventhubs", "eventhubs/consumergroups", "eventhubs/authorizationRules", "authorizationRules"
    ),
    Shell(
        "Microsoft.Devices/IotHubs",
        seconds=120.0,
        required=("sku.name",),
        computed={
            "hostName": "{name}.azure-devices.net",
            "state": "Active",
            "eventHubEndpoints": {
                "events": {
                    "endpoint": "sb://{name}.servicebus.windows.net/",
                    "path": "{name}",
                    "partitionIds": ["0", "1"],
                    "partitionCount": 2,
                }
            },
        },
    ),
    Shell(
        "Microsoft.CognitiveServices/accounts",
        seconds=15.0,
        required=("sku.name", "kind"),
        computed={"endpoint": "https://{name}.cognitiveservices.azure.com/"},
        actions=(list_action("listKeys", {"key1": "pretended-1-{guid}", "key2": "pretended-2-{guid}"}),),
    ),
    Shell(
        "Microsoft.Search/searchServices",
        seconds=30.0,
        defaults={
            "replicaCount": 1,
            "partitionCount": 1,
            "hostingMode": "default",
            "publicNetworkAccess": "Enabled",
            "networkRuleSet": {"ipRules": [], "bypass": "None"},
        },
        computed={"status": "running", "statusDetails": "", "privateEndpointConnections": []},
        actions=(
            list_action("listAdminKeys", {"primaryKey": "pretended-1-{guid}", "secondaryKey": "pretended-2-{guid}"}),
        ),
    ),
    Shell(
        "Microsoft.Automation/automationAccounts",
        seconds=10.0,
        computed={"state": "Ok"},
        shows_state=False,
        actions=(
            list_action(
                "listKeys", {"keys": [{"KeyName": "Primary", "Permissions": "Full", "Value": "pretended-{guid}"}]}
            ),
        ),
    ),
    Shell(
        "Microsoft.Batch/batchAccounts",
        seconds=20.0,
        computed={"accountEndpoint": "{name}.{location}.batch.azure.com"},
        actions=(
            list_action(
                "listKeys",
                {"accountName": "{name}", "primary": "pretended-1-{guid}", "secondary": "pretended-2-{guid}"},
            ),
        ),
    ),
    Shell("Microsoft.Cdn/profiles", seconds=10.0, global_location=True, computed={"resourceState": "Active"}),
    Shell(
        "Microsoft.Cdn/profiles/endpoints",
        seconds=10.0,
        global_location=True,
        computed={"hostName": "{name}.azureedge.net", "resourceState": "Running"},
    ),
    Shell(
        "Microsoft.Logic/workflows",
        seconds=5.0,
        defaults={"state": "Enabled"},
        computed={"accessEndpoint": "https://prod-00.{location}.logic.azure.com:443/workflows/{short}"},
        actions=(
            list_action(
                "listCallbackUrl",
                {"value": "https://prod-00.{location}.logic.azure.com:443/workflows/{short}?sig=pretended"},
            ),
        ),
    ),
)
