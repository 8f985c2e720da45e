"""What a subscription uses of the network in a region, against Azure's default limits."""

from azlift.rehearsal.kinds import Json
from azlift.rehearsal.world import World

# Name, what is shown, type counted, limit. Source: Azure subscription limits, networking (defaults per region), and an
# answer recorded from Azure for the names.
COUNTED = (
    ("VirtualNetworks", "Virtual Networks", "virtualNetworks", 1000),
    ("StaticPublicIPAddresses", "Static Public IP Addresses", "publicIPAddresses", 1000),
    ("NetworkSecurityGroups", "Network Security Groups", "networkSecurityGroups", 5000),
    ("PublicIPAddresses", "Public IP Addresses", "publicIPAddresses", 1000),
    ("PublicIpPrefixes", "Public Ip Prefixes", "publicIPPrefixes", 2147483647),
    ("NatGateways", "Nat Gateways", "natGateways", 2147483647),
    ("NetworkInterfaces", "Network Interfaces", "networkInterfaces", 65536),
    ("PrivateEndpoints", "Private Endpoints", "privateEndpoints", 65536),
    ("LoadBalancers", "Load Balancers", "loadBalancers", 1000),
    ("ApplicationGateways", "Application Gateways", "applicationGateways", 1000),
    ("RouteTables", "Route Tables", "routeTables", 200),
    ("ApplicationSecurityGroups", "Application Security Groups", "applicationSecurityGroups", 3000),
    ("DdosProtectionPlans", "DDoS Protection Plans", "ddosProtectionPlans", 1),
    ("ServiceEndpointPolicies", "Service Endpoint Policies", "serviceEndpointPolicies", 500),
    ("NetworkWatchers", "Network Watchers", "networkWatchers", 1),
)


def usages(world: World, subscription: str, location: str) -> list[Json]:
    """One line for each limit; the limits are not enforced."""
    place = f"/subscriptions/{subscription.lower()}/providers/Microsoft.Network/locations/{location}/usages"
    return [
        {
            "currentValue": _used(world, subscription, location, kind, name.startswith("Static")),
            "id": f"{place}/{name}",
            "limit": limit,
            "name": {"localizedValue": shown, "value": name},
            "unit": "Count",
        }
        for name, shown, kind, limit in COUNTED
    ]


def _used(world: World, subscription: str, location: str, kind: str, static: bool) -> int:
    found = [world.resources[key] for key in world.index.of_type(f"Microsoft.Network/{kind}")]
    here = [each for each in found if each.location == location and each.id.subscription == subscription.lower()]
    return sum(not static or each.properties["publicIPAllocationMethod"] == "Static" for each in here)
