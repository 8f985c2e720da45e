"""SQL, PostgreSQL, MySQL, Cosmos DB, Redis: servers with their names, children without semantics of their own."""

import re

from azlift.rehearsal.shells.shell import Shell, Taken, list_action

SERVER_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
SERVER_WORDS = "1 to 63 lower-case letters, digits and '-', not at either end"
LOGIN, PASSWORD = "administratorLogin", "administratorLoginPassword"  # a member's name
COSMOS_KEYS = {
    "primaryMasterKey": "pretended-1-{guid}",
    "secondaryMasterKey": "pretended-2-{guid}",
    "primaryReadonlyMasterKey": "pretended-3-{guid}",
    "secondaryReadonlyMasterKey": "pretended-4-{guid}",
}
COSMOS_STRINGS = {
    "connectionStrings": [
        {
            "connectionString": "AccountEndpoint=https://{name}.documents.azure.com:443/;AccountKey=pretended-1-{guid};",
            "description": "Primary SQL Connection String",
        }
    ]
}


def _flexible(engine: str, suffix: str) -> tuple[Shell, ...]:
    """A flexible server and its children."""
    base = f"Microsoft.{engine}/flexibleServers"
    return (
        Shell(
            base,
            seconds=300.0,
            required=("sku.name",),
            secret=(PASSWORD,),
            name_rule=SERVER_NAME,
            name_words=SERVER_WORDS,
            taken=Taken("ServerNameAlreadyExists", "Specified server name is already used."),
            computed={"fullyQualifiedDomainName": f"{{name}}.{suffix}", "state": "Ready"},
        ),
        *(
            Shell(f"{base}/{child}", seconds=10.0, tracked=False, shows_state=False)
            for child in ("databases", "firewallRules", "configurations", "administrators")
        ),
    )


SHELLS = (
    Shell(
        "Microsoft.Sql/servers",
        seconds=60.0,
        secret=(PASSWORD,),
        name_rule=SERVER_NAME,
        name_words=SERVER_WORDS,
        taken=Taken("NameAlreadyExists", "The name '{name}' already exists. Choose a different name."),
        defaults={"version": "12.0", "publicNetworkAccess": "Enabled"},
        computed={"fullyQualifiedDomainName": "{name}.database.windows.net", "state": "Ready"},
    ),
    Shell(
        "Microsoft.Sql/servers/databases",
        seconds=60.0,
        defaults={
            "collation": "SQL_Latin1_General_CP1_CI_AS",
            "catalogCollation": "SQL_Latin1_General_CP1_CI_AS",
            "maxSizeBytes": 34359738368,
            "zoneRedundant": False,
            "readScale": "Disabled",
            "requestedBackupStorageRedundancy": "Geo",
            "isLedgerOn": False,
        },
        defaults_top={"sku": {"name": "GP_Gen5", "tier": "GeneralPurpose", "family": "Gen5", "capacity": 2}},
        computed={"databaseId": "{guid}", "status": "Online", "defaultSecondaryLocation": "{location}"},
        shows_state=False,
    ),
    Shell("Microsoft.Sql/servers/elasticPools", seconds=60.0, computed={"state": "Ready"}, shows_state=False),
    *(
        Shell(f"Microsoft.Sql/servers/{child}", seconds=5.0, tracked=False, shows_state=False)
        for child in (
            "firewallRules", "virtualNetworkRules", "administrators", "auditingSettings", "securityAlertPolicies",
            "vulnerabilityAssessments", "connectionPolicies", "keys", "encryptionProtector", "failoverGroups",
        )
    ),
    Shell(
        "Microsoft.Sql/managedInstances",
        seconds=4 * 3600.0,
        required=("properties.subnetId",),
        secret=(PASSWORD,),
        computed={"fullyQualifiedDomainName": "{name}.{short}.database.windows.net", "state": "Ready"},
    ),
    *_flexible("DBforPostgreSQL", "postgres.database.azure.com"),
    *_flexible("DBforMySQL", "mysql.database.azure.com"),
    *(
        Shell(
            f"Microsoft.{engine}/servers",
            seconds=120.0,
            secret=(PASSWORD,),
            computed={"fullyQualifiedDomainName": f"{{name}}.{suffix}", "userVisibleState": "Ready"},
            shows_state=False,
        )
        for engine, suffix in (
            ("DBforPostgreSQL", "postgres.database.azure.com"),
            ("DBforMySQL", "mysql.database.azure.com"),
            ("DBforMariaDB", "mariadb.database.azure.com"),
        )
    ),
    Shell(
        "Microsoft.DocumentDB/databaseAccounts",
        seconds=120.0,
        required=("properties.locations",),
        name_rule=re.compile(r"[a-z0-9](?:[a-z0-9-]{1,42}[a-z0-9])"),
        name_words="3 to 44 lower-case letters, digits and '-'",
        taken=Taken("BadRequest", "Dns record for {name} under zone Document is already taken."),
        defaults={
            "databaseAccountOfferType": "Standard",
            "publicNetworkAccess": "Enabled",
            "enableAutomaticFailover": False,
            "enableMultipleWriteLocations": False,
            "isVirtualNetworkFilterEnabled": False,
            "virtualNetworkRules": [],
            "ipRules": [],
            "cors": [],
            "capabilities": [],
            "disableKeyBasedMetadataWriteAccess": False,
            "enableFreeTier": False,
            "consistencyPolicy": {
                "defaultConsistencyLevel": "Session",
                "maxIntervalInSeconds": 5,
                "maxStalenessPrefix": 100,
            },
            "createMode": "Default",
        },
        defaults_top={"kind": "GlobalDocumentDB"},
        computed={"documentEndpoint": "https://{name}.documents.azure.com:443/"},
        actions=(list_action("listKeys", COSMOS_KEYS), list_action("listConnectionStrings", COSMOS_STRINGS)),
    ),
    Shell(
        "Microsoft.Cache/redis",
        seconds=900.0,
        required=("properties.sku.name",),
        computed={"hostName": "{name}.redis.cache.windows.net", "port": 6379, "sslPort": 6380},
        actions=(list_action("listKeys", {"primaryKey": "pretended-1-{guid}", "secondaryKey": "pretended-2-{guid}"}),),
    ),
)  # fmt: skip
