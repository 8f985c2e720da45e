"""How long each thing takes, as data: median and 95th percentile in simulated seconds, and where both come from.

`LOGS` are times that `terraform apply` and `destroy` printed ("Creation complete after 48s"), gathered in 2026 from
logs people published with real resource ids; `n` is how many, and a client that asks every ten seconds is in them.
`RECORDED` is read from the start and end times in recorded answers of the compute provider. `DOCS` is what Azure's
documentation says. `OURS` is an estimate of ours, by the nearest neighbour that was measured.
"""

from typing import NamedTuple

LOGS, RECORDED, DOCS, OURS = "published logs", "recorded answers", "documentation", "our estimate"


class Row(NamedTuple):
    """One line: what is done to a type ('write' creates), how long it takes, by which evidence."""

    type: str
    operation: str
    median: float
    p95: float
    source: str
    n: int = 0


MACHINE = "Microsoft.Compute/virtualMachines"
ROWS = (
    Row(MACHINE, "write", 49, 66, LOGS, 19),  # Linux from an image; four with Windows took 66 to 141
    Row(MACHINE, "update", 15, 40, OURS),
    Row(MACHINE, "delete", 30, 56, LOGS, 4),
    Row(MACHINE, "start", 20, 45, OURS),
    Row(MACHINE, "restart", 20, 45, OURS),
    Row(MACHINE, "powerOff", 5, 20, RECORDED, 1),
    Row(MACHINE, "deallocate", 25, 60, OURS),
    Row(MACHINE, "redeploy", 120, 300, OURS),
    Row(MACHINE, "runCommand", 35, 90, OURS),
    Row(f"{MACHINE}/extensions", "write", 60, 180, OURS),
    Row(f"{MACHINE}/runCommands", "write", 35, 90, OURS),
    Row("Microsoft.Compute/disks", "write", 4, 11, LOGS, 9),
    Row("Microsoft.Compute/disks", "delete", 4, 11, LOGS, 6),
    Row("Microsoft.Compute/disks", "beginGetAccess", 2, 6, OURS),
    Row("Microsoft.Compute/disks", "endGetAccess", 2, 6, OURS),
    Row("Microsoft.Compute/snapshots", "write", 5, 15, OURS),
    Row("Microsoft.Compute/images", "write", 10, 30, RECORDED, 1),
    Row("Microsoft.Compute/restorePointCollections/restorePoints", "write", 60, 240, OURS),
    Row("Microsoft.Network/networkInterfaces", "write", 3, 12, LOGS, 16),
    Row("Microsoft.Network/networkSecurityGroups", "write", 3, 11, LOGS, 20),
    Row("Microsoft.Network/virtualNetworks", "write", 6, 18, LOGS, 19),
    Row("Microsoft.Network/virtualNetworks", "delete", 11, 14, LOGS, 10),
    Row("Microsoft.Network/virtualNetworks/subnets", "write", 4, 10, LOGS, 10),
    Row("Microsoft.Network/virtualNetworks/virtualNetworkPeerings", "write", 10, 30, OURS),
    Row("Microsoft.Network/publicIPAddresses", "write", 4, 11, LOGS, 13),
    Row("Microsoft.Network/publicIPAddresses", "delete", 11, 24, LOGS, 10),
    Row("Microsoft.Network/loadBalancers", "write", 6, 13, LOGS, 10),
    Row("Microsoft.Network/routeTables", "write", 3, 11, OURS),
    Row("Microsoft.Network/natGateways", "write", 13, 30, OURS),
    Row("Microsoft.Network/privateDnsZones", "write", 35, 60, OURS),
    Row("Microsoft.Network/privateEndpoints", "write", 60, 120, OURS),
    Row("Microsoft.Network/applicationGateways", "write", 336, 600, LOGS, 1),
    Row("Microsoft.Network/azureFirewalls", "write", 420, 900, OURS),
    Row("Microsoft.Network/bastionHosts", "write", 420, 900, OURS),
    Row("Microsoft.Network/virtualNetworkGateways", "write", 1_800, 2_700, DOCS),  # "45 minutes or more"; one log: 39
    Row("Microsoft.Network/publicIPPrefixes", "write", 4, 12, OURS),
    Row("Microsoft.Network/networkWatchers", "write", 2, 6, OURS),
    Row("Microsoft.Network/networkWatchers/flowLogs", "write", 5, 15, OURS),
    Row("Microsoft.Network/localNetworkGateways", "write", 5, 15, OURS),
    Row("Microsoft.Network/connections", "write", 60, 120, OURS),
    Row("Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies", "write", 5, 15, OURS),
    Row("Microsoft.Network/firewallPolicies", "write", 10, 30, OURS),
    Row("Microsoft.Network/firewallPolicies/ruleCollectionGroups", "write", 15, 45, OURS),
    Row("Microsoft.Network/expressRouteCircuits", "write", 60, 120, OURS),
    Row("Microsoft.Network/ddosProtectionPlans", "write", 5, 15, OURS),
    Row("Microsoft.Network/virtualWans", "write", 10, 30, OURS),
    Row("Microsoft.Network/virtualHubs", "write", 600, 1200, OURS),
    Row("Microsoft.Network/virtualHubs/hubVirtualNetworkConnections", "write", 60, 120, OURS),
    Row("Microsoft.Network/vpnGateways", "write", 1800, 3600, OURS),
    Row("Microsoft.Network/vpnSites", "write", 10, 30, OURS),
    Row("Microsoft.Network/networkProfiles", "write", 4, 12, OURS),
    Row("Microsoft.Network/serviceEndpointPolicies", "write", 4, 12, OURS),
    Row("Microsoft.Network/ipGroups", "write", 5, 15, OURS),
    Row("Microsoft.Network/privateLinkServices", "write", 8, 24, OURS),
    Row("Microsoft.Network/privateDnsZones/virtualNetworkLinks", "write", 20, 60, OURS),
    Row("Microsoft.Network/privateEndpoints/privateDnsZoneGroups", "write", 10, 30, OURS),
    Row("Microsoft.Network/networkSecurityGroups/securityRules", "write", 4, 12, OURS),
    Row("Microsoft.Network/applicationSecurityGroups", "write", 3, 9, OURS),
    Row("Microsoft.Network/routeTables/routes", "write", 4, 12, OURS),
    Row("Microsoft.Network/loadBalancers/backendAddressPools", "write", 4, 12, OURS),
    Row("Microsoft.Network/loadBalancers/inboundNatRules", "write", 4, 12, OURS),
    Row("Microsoft.Network/expressRouteCircuits/peerings", "write", 10, 30, OURS),
    Row("Microsoft.Network/expressRouteCircuits/authorizations", "write", 5, 15, OURS),
    Row("Microsoft.Network/serviceEndpointPolicies/serviceEndpointPolicyDefinitions", "write", 4, 12, OURS),
    Row("Microsoft.Storage/storageAccounts", "write", 30, 78, LOGS, 20),
    Row("Microsoft.KeyVault/vaults", "write", 20, 150, LOGS, 3),  # three took about 150 with the wait for their name
    Row("Microsoft.KeyVault/locations/deletedVaults", "purge", 21, 30, RECORDED, 1),
    Row("Microsoft.RecoveryServices/vaults", "write", 20, 60, OURS),
    Row("Microsoft.OperationalInsights/workspaces", "write", 40, 66, LOGS, 3),
    Row("Microsoft.Sql/servers", "write", 75, 150, OURS),
    Row("Microsoft.Sql/servers/databases", "write", 60, 150, OURS),
    Row("Microsoft.DBforPostgreSQL/flexibleServers", "write", 434, 563, LOGS, 2),
    Row("Microsoft.DBforMySQL/flexibleServers", "write", 375, 600, LOGS, 1),
    Row("Microsoft.Web/serverfarms", "write", 15, 40, OURS),
    Row("Microsoft.Web/sites", "write", 54, 60, LOGS, 4),
    Row("Microsoft.ContainerRegistry/registries", "write", 23, 28, LOGS, 5),
    Row("Microsoft.ContainerService/managedClusters", "write", 255, 790, LOGS, 12),
    Row("Microsoft.Cache/redis", "write", 900, 1_500, OURS),
    Row("Microsoft.Resources/resourceGroups", "delete", 63, 79, LOGS, 4),  # empty by then
)
OF_TYPE = {(row.type.lower(), row.operation.lower()): row for row in ROWS}
# What has no line of its own: creating is like its neighbours, an update or a removal of a plain record is short.
ANY_WRITE = Row("*", "write", 8, 25, OURS)
ANY_DELETE = Row("*", "delete", 10, 20, OURS)
ANY_UPDATE = Row("*", "update", 5, 15, OURS)
ANY_ACTION = Row("*", "*", 5, 15, OURS)
_ANY = {"write": ANY_WRITE, "delete": ANY_DELETE, "update": ANY_UPDATE}


def row_of(resource_type: str, operation: str) -> Row:
    """The line for what is done to a type, or the one for all types."""
    found = OF_TYPE.get((resource_type.lower(), operation.lower()))
    return found or _ANY.get(operation.lower(), ANY_ACTION)
