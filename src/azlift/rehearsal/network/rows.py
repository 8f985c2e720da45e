"""The network types that are data: gateways, firewalls, watchers, plans, profiles, wide-area networks.

Times are our estimates but for gateways: Microsoft's documentation says 45 minutes or more for a virtual network
gateway, the announcements of its later generations say 25. Defaults are those of the API's models and of answers
recorded from Azure. The code and words of the bastion's subnet are Azure's as users reported them; those of the other
two are ours after its pattern.
"""

from azlift.rehearsal.network.children import Children, child_kind
from azlift.rehearsal.network.row import Home, Row, kind_of_row

MINUTE = 60.0
USES_SUBNET = "virtualNetworks/subnets"
GATEWAY_SUBNET = Home(
    "GatewaySubnet",
    "SubnetNameMustBeGatewaySubnet",
    "Subnet name {subnet} is invalid for a virtual network gateway. It can only be created in subnet with name "
    "'GatewaySubnet'.",
)
FIREWALL_SUBNET = Home(
    "AzureFirewallSubnet",
    "SubnetNameMustBeAzureFirewallSubnet",
    "Subnet name {subnet} is invalid for Azure Firewall. Azure Firewall can only be created in subnet with name "
    "'AzureFirewallSubnet'.",
)
BASTION_SUBNET = Home(
    "AzureBastionSubnet",
    "SubnetNameMustBeAzureBastionSubnet",
    "Subnet name {subnet} is invalid for Azure Bastion. Azure Bastion can only be created in subnet with name "
    "'AzureBastionSubnet'.",
)
CIRCUIT, POLICY = "Microsoft.Network/expressRouteCircuits", "Microsoft.Network/serviceEndpointPolicies"
PEERINGS = Children("peerings", f"{CIRCUIT}/peerings", lambda given: {"state": "Enabled", **given})
AUTHORIZATIONS = Children("authorizations", f"{CIRCUIT}/authorizations")
DEFINITIONS = Children("serviceEndpointPolicyDefinitions", f"{POLICY}/serviceEndpointPolicyDefinitions")
RULES = "Microsoft.Network/firewallPolicies/ruleCollectionGroups"
ROWS = (
    Row(
        "natGateways",
        "NatGateway",
        4.0,
        defaults={"idleTimeoutInMinutes": 4},
        defaults_top={"sku": {"name": "Standard"}},
        users=("subnets", USES_SUBNET),
        in_use="InUseNatGatewayCannotBeDeleted",
    ),
    Row(
        "publicIPPrefixes",
        "PublicIPPrefix",
        4.0,
        required=("prefixLength",),
        defaults={"publicIPAddressVersion": "IPv4", "ipTags": []},
        defaults_top={"sku": {"name": "Standard", "tier": "Regional"}},
        users=("publicIPAddresses", "publicIPAddresses"),
        in_use="PublicIPPrefixInUse",
    ),
    Row("networkWatchers", "NetworkWatcher", 2.0),
    Row(
        "networkWatchers/flowLogs",
        "FlowLog",
        5.0,
        required=("targetResourceId", "storageId"),
        defaults={"enabled": True, "format": {"type": "JSON", "version": 1}},
        computed={"targetResourceGuid": "{guid}"},
    ),
    Row(
        "virtualNetworkGateways",
        "VirtualNetworkGateway",
        35 * MINUTE,
        required=("ipConfigurations", "sku"),
        defaults={
            "gatewayType": "Vpn",
            "vpnType": "RouteBased",
            "enableBgp": False,
            "activeActive": False,
            "enablePrivateIpAddress": False,
            "vpnGatewayGeneration": "Generation1",
            "bgpSettings": {"asn": 65515, "peerWeight": 0},
        },
        home=GATEWAY_SUBNET,
        in_use="VirtualNetworkGatewayCannotBeDeleted",
    ),
    Row("localNetworkGateways", "LocalNetworkGateway", 5.0, in_use="LocalNetworkGatewayCannotBeDeleted"),
    Row(
        "connections",
        "VirtualNetworkGatewayConnection",
        MINUTE,
        defaults={
            "routingWeight": 0,
            "enableBgp": False,
            "connectionProtocol": "IKEv2",
            "usePolicyBasedTrafficSelectors": False,
            "ipsecPolicies": [],
            "trafficSelectorPolicies": [],
            "dpdTimeoutSeconds": 0,
            "connectionMode": "Default",
        },
        computed={"connectionStatus": "Unknown", "ingressBytesTransferred": 0, "egressBytesTransferred": 0},
    ),
    Row(
        "applicationGateways",
        "ApplicationGateway",
        6 * MINUTE,
        required=("gatewayIPConfigurations", "frontendIPConfigurations", "frontendPorts"),
        defaults={"enableHttp2": False},
        computed={"operationalState": "Running"},
        addressed=("frontendIPConfigurations",),
    ),
    Row(
        "ApplicationGatewayWebApplicationFirewallPolicies",
        "WebApplicationFirewallPolicy",
        5.0,
        defaults={"customRules": []},
        computed={"resourceState": "Enabled"},
        in_use="WebApplicationFirewallPolicyInUse",
    ),
    Row(
        "azureFirewalls",
        "AzureFirewall",
        8 * MINUTE,
        defaults={
            "sku": {"name": "AZFW_VNet", "tier": "Standard"},
            "threatIntelMode": "Alert",
            "additionalProperties": {},
            "networkRuleCollections": [],
            "applicationRuleCollections": [],
            "natRuleCollections": [],
        },
        home=FIREWALL_SUBNET,
        addressed=("ipConfigurations",),
    ),
    Row(
        "firewallPolicies",
        "FirewallPolicy",
        10.0,
        defaults={"sku": {"tier": "Standard"}, "threatIntelMode": "Alert"},
        computed={"size": "0.1KB", "childPolicies": []},
        listed=("ruleCollectionGroups", RULES),
        users=("firewalls", "azureFirewalls"),
        in_use="FirewallPolicyInUse",
    ),
    Row("firewallPolicies/ruleCollectionGroups", "FirewallPolicyRuleCollectionGroup", 15.0, required=("priority",)),
    Row(
        "bastionHosts",
        "BastionHost",
        6 * MINUTE,
        required=("ipConfigurations",),
        defaults={"scaleUnits": 2},
        defaults_top={"sku": {"name": "Standard"}},
        computed={"dnsName": "bst-{guid}.bastion.azure.com"},
        home=BASTION_SUBNET,
    ),
    Row(
        "expressRouteCircuits",
        "ExpressRouteCircuit",
        MINUTE,
        defaults={"allowClassicOperations": False},
        children=(PEERINGS, AUTHORIZATIONS),
        computed={
            "circuitProvisioningState": "Enabled",
            "serviceProviderProvisioningState": "NotProvisioned",
            "serviceKey": "{guid}",
            "gatewayManagerEtag": "",
        },
    ),
    Row("ddosProtectionPlans", "DdosProtectionPlan", 5.0, users=("virtualNetworks", "virtualNetworks")),
    Row(
        "virtualWans",
        "VirtualWAN",
        10.0,
        defaults={"type": "Standard", "allowBranchToBranchTraffic": True, "disableVpnEncryption": False},
        users=("virtualHubs", "virtualHubs"),
        in_use="VirtualWanInUse",
    ),
    Row(
        "virtualHubs",
        "VirtualHub",
        10 * MINUTE,
        defaults={"sku": "Standard", "allowBranchToBranchTraffic": False, "virtualHubRouteTableV2s": []},
        computed={"routingState": "Provisioned", "virtualRouterAsn": 65515},
        in_use="VirtualHubInUse",
    ),
    Row("virtualHubs/hubVirtualNetworkConnections", "HubVirtualNetworkConnection", MINUTE),
    Row("vpnGateways", "VpnGateway", 30 * MINUTE, defaults={"vpnGatewayScaleUnit": 1, "connections": []}),
    Row("vpnSites", "VpnSite", 10.0, defaults={"isSecuritySite": False}),
    Row("networkProfiles", "NetworkProfile", 4.0, defaults={"containerNetworkInterfaceConfigurations": []}),
    Row(
        "serviceEndpointPolicies",
        "ServiceEndpointPolicy",
        4.0,
        children=(DEFINITIONS,),
        users=("subnets", USES_SUBNET),
        in_use="ServiceEndpointPolicyInUse",
    ),
    Row("ipGroups", "IpGroup", 5.0, defaults={"ipAddresses": []}, in_use="IpGroupInUse"),
    Row(
        "privateLinkServices",
        "PrivateLinkService",
        8.0,
        required=("ipConfigurations",),
        defaults={"enableProxyProtocol": False, "visibility": {"subscriptions": []}},
        computed={"alias": "{name}.{guid}.{location}.azure.privatelinkservice", "privateEndpointConnections": []},
        addressed=("ipConfigurations",),
        in_use="PrivateLinkServiceInUse",
    ),
)


KINDS = (
    *(kind_of_row(row) for row in ROWS),
    child_kind(PEERINGS, "ExpressRouteCircuitPeering", seconds=10.0),
    child_kind(AUTHORIZATIONS, "ExpressRouteCircuitAuthorization", seconds=5.0),
    child_kind(DEFINITIONS, "ServiceEndpointPolicyDefinition", seconds=3.0),
)
