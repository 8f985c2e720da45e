"""Log Analytics workspaces, Application Insights, data collection, alerts."""

from azlift.rehearsal.kinds import ANYWHERE
from azlift.rehearsal.shells.shell import Shell, list_action

WORKSPACES, INSIGHTS = "Microsoft.OperationalInsights/workspaces", "Microsoft.Insights"

SHELLS = (
    Shell(
        WORKSPACES,
        seconds=20.0,
        defaults={
            "sku": {"name": "PerGB2018"},
            "retentionInDays": 30,
            "publicNetworkAccessForIngestion": "Enabled",
            "publicNetworkAccessForQuery": "Enabled",
        },
        computed={"customerId": "{guid}"},
        actions=(
            list_action(
                "listKeys", {"primarySharedKey": "pretended-1-{guid}", "secondarySharedKey": "pretended-2-{guid}"}
            ),
            list_action(
                "sharedKeys", {"primarySharedKey": "pretended-1-{guid}", "secondarySharedKey": "pretended-2-{guid}"}
            ),
        ),
    ),
    *(
        Shell(f"{WORKSPACES}/{path}", seconds=0, tracked=False, shows_state=False)
        for path in ("dataSources", "savedSearches", "linkedServices", "dataExports")
    ),
    Shell("Microsoft.OperationsManagement/solutions", seconds=5.0, required=("properties.workspaceResourceId",)),
    Shell(
        f"{INSIGHTS}/components",
        seconds=5.0,
        defaults_top={"kind": "web"},
        defaults={"Application_Type": "web", "RetentionInDays": 90},
        computed={
            "AppId": "{guid}",
            "ApplicationId": "{name}",
            "InstrumentationKey": "{guid}",
            "ConnectionString": "InstrumentationKey={guid};"
            "IngestionEndpoint=https://{location}-0.in.applicationinsights.azure.com/",
            "TenantId": "{subscription}",
        },
    ),
    Shell(f"{INSIGHTS}/dataCollectionRules", seconds=5.0, computed={"immutableId": "dcr-{short}"}),
    Shell(
        f"{INSIGHTS}/dataCollectionEndpoints",
        seconds=5.0,
        computed={
            "immutableId": "dce-{short}",
            "configurationAccess": {"endpoint": "https://{name}.{location}-1.handler.control.monitor.azure.com"},
            "logsIngestion": {"endpoint": "https://{name}.{location}-1.ingest.monitor.azure.com"},
        },
    ),
    Shell(f"{INSIGHTS}/dataCollectionRuleAssociations", seconds=0, homes=ANYWHERE, tracked=False, shows_state=False),
    Shell(
        f"{INSIGHTS}/diagnosticSettings",
        seconds=0,
        homes=ANYWHERE,
        tracked=False,
        shows_state=False,
        statuses=(200, 200),
    ),
    Shell(
        f"{INSIGHTS}/actionGroups",
        seconds=0,
        global_location=True,
        shows_state=False,
        required=("properties.groupShortName",),
    ),
    Shell(f"{INSIGHTS}/metricAlerts", seconds=0, global_location=True, shows_state=False),
    Shell(f"{INSIGHTS}/scheduledQueryRules", seconds=0, shows_state=False),
    Shell(f"{INSIGHTS}/autoscalesettings", seconds=0, shows_state=False),
)
