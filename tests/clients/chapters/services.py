"""Storage accounts, identities, vaults and other services as far as their management goes."""

import re

from tests.clients.steps import Chapter, Step, refused, silent

STORAGE = Chapter(
    "storage accounts",
    [
        Step("group create -n stores -l westeurope", {"name": "stores"}),
        Step("storage account check-name -n azliftstore1", {"nameAvailable": True}),
        Step(
            "storage account create -g stores -n azliftstore1 --sku Standard_LRS -l westeurope",
            {
                "kind": "StorageV2",
                "provisioningState": "Succeeded",
                "sku.tier": "Standard",
                "accessTier": "Hot",
                "primaryEndpoints.blob": re.compile("^https://azliftstore1.blob."),
            },
        ),
        Step("storage account check-name -n azliftstore1", {"nameAvailable": False, "reason": "AlreadyExists"}),
        refused("storage account create -g stores -n No_Store --sku Standard_LRS", "not a valid storage account name"),
        Step("storage account show -g stores -n azliftstore1", {"statusOfPrimary": "available"}),
        Step("storage account list -g stores", {"[].name": ["azliftstore1"]}),
        Step(
            "storage account keys list -g stores -n azliftstore1",
            {"[].keyName": ["key1", "key2"], "[0].value": re.compile("^[A-Za-z0-9+/]{86}==$")},
        ),
        Step("storage account keys renew -g stores -n azliftstore1 --key primary", {"[0].keyName": "key1"}),
        Step(
            "storage account show-connection-string -g stores -n azliftstore1",
            {"connectionString": re.compile("AccountName=azliftstore1")},
        ),
        Step(
            "storage account update -g stores -n azliftstore1 --min-tls-version TLS1_2 --tags a=b",
            {"tags.a": "b", "minimumTlsVersion": "TLS1_2"},
        ),
        silent("storage account delete -g stores -n azliftstore1 -y"),
        refused("storage account show -g stores -n azliftstore1", "ResourceNotFound", 3),
    ],
)

IDENTITIES = Chapter(
    "managed identities",
    [
        Step("group create -n identities -l westeurope", {"name": "identities"}),
        Step(
            "identity create -g identities -n id1",
            {
                "name": "id1",
                "principalId": re.compile("^[0-9a-f-]{36}$"),
                "clientId": re.compile("^[0-9a-f-]{36}$"),
                "tenantId": "$tenant",
            },
        ),
        Step("identity show -g identities -n id1", {"type": "Microsoft.ManagedIdentity/userAssignedIdentities"}),
        Step("identity list -g identities", {"[].name": ["id1"]}),
        silent("identity delete -g identities -n id1"),
    ],
)

VAULTS = Chapter(
    "vaults and workspaces",
    [
        Step("group create -n vaults -l westeurope", {"name": "vaults"}),
        Step(
            "keyvault create -g vaults -n azlift-kv1 -l westeurope",
            {
                "name": "azlift-kv1",
                "properties.provisioningState": "Succeeded",
                "properties.vaultUri": re.compile("^https://azlift-kv1."),
            },
        ),
        Step(
            "keyvault show -g vaults -n azlift-kv1",
            {"properties.sku.name": "standard", "properties.tenantId": "$tenant"},
        ),
        Step("keyvault list -g vaults", {"[].name": ["azlift-kv1"]}),
        silent("keyvault delete -g vaults -n azlift-kv1"),
        Step("keyvault list-deleted --resource-type vault", {"[].name": ["azlift-kv1"]}),
        silent("keyvault purge -n azlift-kv1"),
        Step("keyvault list-deleted --resource-type vault", {"[].name": []}),
        Step(
            "backup vault create -g vaults -n rsv1 -l westeurope",
            {"name": "rsv1", "properties.provisioningState": "Succeeded"},
        ),
        Step("backup vault show -g vaults -n rsv1", {"location": "westeurope"}),
        Step("backup policy list -g vaults -v rsv1", {"[].name": ["DefaultPolicy"]}),
        Step(
            "monitor log-analytics workspace create -g vaults -n logs1",
            {
                "name": "logs1",
                "provisioningState": "Succeeded",
                "sku.name": re.compile("(?i)pergb2018"),
                "customerId": re.compile("^[0-9a-f-]{36}$"),
            },
        ),
        Step("monitor log-analytics workspace list -g vaults", {"[].name": ["logs1"]}),
    ],
)

DATABASES = Chapter(
    "databases and apps",
    [
        Step("group create -n apps -l westeurope", {"name": "apps"}),
        Step(
            "sql server create -g apps -n azlift-sql1 -u ann -p 'Correct-Horse-9' -l westeurope",
            {"state": "Ready", "administratorLogin": "ann", "administratorLoginPassword": None},
        ),
        Step("sql db create -g apps -s azlift-sql1 -n db1 --service-objective S0", {"name": "db1", "status": "Online"}),
        Step("sql db list -g apps -s azlift-sql1", {"contains([].name, 'db1')": True}),
        Step(
            "sql server firewall-rule create -g apps -s azlift-sql1 -n azure --start-ip-address 0.0.0.0 --end-ip-address 0.0.0.0",
            {"startIpAddress": re.compile("^0")},
        ),
        Step("sql server list -g apps", {"[].name": ["azlift-sql1"]}),
        Step("appservice plan create -g apps -n plan1 --sku S1 --is-linux", {"sku.name": "S1", "reserved": True}),
        Step("appservice plan list -g apps", {"[].name": ["plan1"]}),
        Step(
            "webapp create -g apps -p plan1 -n azlift-web1 --runtime PYTHON:3.12",
            {"defaultHostName": "azlift-web1.azurewebsites.net", "state": "Running"},
        ),
        Step("webapp config appsettings set -g apps -n azlift-web1 --settings A=1", {"[].name": ["A"]}),
        Step("webapp config appsettings list -g apps -n azlift-web1", {"[].value": ["1"]}),
        Step(
            "webapp deployment list-publishing-profiles -g apps -n azlift-web1",
            {"[].publishMethod": ["MSDeploy", "FTP", "ZipDeploy"]},
        ),
        Step(
            "acr create -g apps -n azliftacr1 --sku Basic",
            {"loginServer": "azliftacr1.azurecr.io", "sku.name": "Basic"},
        ),
        Step(
            "cosmosdb create -g apps -n azlift-cosmos1",
            {"documentEndpoint": re.compile("^https://azlift-cosmos1.documents.")},
        ),
        refused(
            "postgres flexible-server create -g apps -n azlift-pg1 -l westeurope --public-access None --yes",
            "locations/capabilities",
        ),
    ],
)

CHAPTERS = [DATABASES, STORAGE, IDENTITIES, VAULTS]
