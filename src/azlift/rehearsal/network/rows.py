"""The network types that are data: gateways, firewalls, watchers, plans, profiles, wide-area networks.

Defaults are those of the API's models and of answers recorded from Azure. The code and words of the bastion's subnet
are Azure's as users reported them; those of the other two are ours after its pattern.
"""

from azlift.rehearsal.network.children import Children, child_kind
from azlift.rehearsal.network.row import Home, Row, kind_of_row

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
PEERINGS = Children("peerings", f"{CIRCUIT}/peerings", lambda given, api_version: {"state": "Enabled", **given})
AUTHORIZATIONS = Children("authorizations", f"{CIRCUIT}/authorizations")
DEFINITIONS = Children("serviceEndpointPolicyDefinitions", f"{POLICY}/serviceEndpointPolicyDefinitions")
RULES = "Microsoft.Network/firewallPolicies/ruleCollectionGroups"
ROWS = (
    Row(
        "natGateways",
        "NatGateway",
        defaults={"idleTimeoutInMinutes": 4},
        defaults_top={"sku": {"name": "Standard"}},
        users=("subnets", USES_SUBNET),
        in_use="InUseNatGatewayCannotBeDeleted",
    ),
    Row(
        "publicIPPrefixes",
        "PublicIPPrefix",
        required=("prefixLength",),
        defaults={"publicIPAddressVersion": "IPv4", "ipTags": []},
        defaults_top={"sku": {"name": "Standard", "tier": "Regional"}},
        users=("publicIPAddresses", "publicIPAddresses"),
        in_use="PublicIPPrefixInUse",
    ),
    Row("networkWatchers", "NetworkWatcher"),
    Row(
        "networkWatchers/flowLogs",
        "FlowLog",
        required=("targetResourceId", "storageId"),
        defaults={"enabled": True, "format": {"type": "JSON", "version": 1}},
        computed={"targetResourceGuid": "{guid}"},
    ),
    Row(
        "virtualNetworkGateways",
        "VirtualNetworkGateway",
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
    Row("localNetworkGateways", "LocalNetworkGateway", in_use="LocalNetworkGatewayCannotBeDeleted"),
    Row(
        "connections",
        "VirtualNetworkGatewayConnection",
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
        required=("gatewayIPConfigurations", "frontendIPConfigurations", "frontendPorts"),
        defaults={"enableHttp2": False},
        computed={"operationalState": "Running"},
        addressed=("frontendIPConfigurations",),
    ),
    Row(
        "ApplicationGatewayWebApplicationFirewallPolicies",
        "WebApplicationFirewallPolicy",
        defaults={"customRules": []},
        computed={"resourceState": "Enabled"},
        in_use="WebApplicationFirewallPolicyInUse",
    ),
    Row(
        "azureFirewalls",
        "AzureFirewall",
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
        defaults={"sku": {"tier": "Standard"}, "threatIntelMode": "Alert"},
        computed={"size": "0.1KB", "childPolicies": []},
        listed=("ruleCollectionGroups", RULES),
        users=("firewalls", "azureFirewalls"),
        in_use="FirewallPolicyInUse",
    ),
    Row("firewallPolicies/ruleCollectionGroups", "FirewallPolicyRuleCollectionGroup", required=("priority",)),
    Row(
        "bastionHosts",
        "BastionHost",
        defaults={"scaleUnits": 2},
        defaults_top={"sku": {"name": "Standard"}},
        computed={"dnsName": "bst-{guid}.bastion.azure.com"},
        home=BASTION_SUBNET,
    ),
    Row(
        "expressRouteCircuits",
        "ExpressRouteCircuit",
        defaults={"allowClassicOperations": False},
        children=(PEERINGS, AUTHORIZATIONS),
        computed={
            "circuitProvisioningState": "Enabled",
            "serviceProviderProvisioningState": "NotProvisioned",
            "serviceKey": "{guid}",
            "gatewayManagerEtag": "",
        },
    ),
    Row("ddosProtectionPlans", "DdosProtectionPlan", users=("virtualNetworks", "virtualNetworks")),
    Row(
        "virtualWans",
        "VirtualWAN",
        defaults={"type": "Standard", "allowBranchToBranchTraffic": True, "disableVpnEncryption": False},
        users=("virtualHubs", "virtualHubs"),
        in_use="VirtualWanInUse",
    ),
    Row(
        "virtualHubs",
        "VirtualHub",
        defaults={"sku": "Standard", "allowBranchToBranchTraffic": False, "virtualHubRouteTableV2s": []},
        computed={"routingState": "Provisioned", "virtualRouterAsn": 65515},
        in_use="VirtualHubInUse",
    ),
    Row("virtualHubs/hubVirtualNetworkConnections", "HubVirtualNetworkConnection"),
    Row("vpnGateways", "VpnGateway", defaults={"vpnGatewayScaleUnit": 1, "connections": []}),
    Row("vpnSites", "VpnSite", defaults={"isSecuritySite": False}),
    Row("networkProfiles", "NetworkProfile", defaults={"containerNetworkInterfaceConfigurations": []}),
    Row(
        "serviceEndpointPolicies",
        "ServiceEndpointPolicy",
        children=(DEFINITIONS,),
        users=("subnets", USES_SUBNET),
        in_use="ServiceEndpointPolicyInUse",
    ),
    Row("ipGroups", "IpGroup", defaults={"ipAddresses": []}, in_use="IpGroupInUse"),
    Row(
        "privateLinkServices",
        "PrivateLinkService",
        required=("ipConfigurations",),
        defaults={"enableProxyProtocol": False, "visibility": {"subscriptions": []}},
        computed={"alias": "{name}.{guid}.{location}.azure.privatelinkservice", "privateEndpointConnections": []},
        addressed=("ipConfigurations",),
        in_use="PrivateLinkServiceInUse",
    ),
)


KINDS = (
    *(kind_of_row(row) for row in ROWS),
    child_kind(PEERINGS, "ExpressRouteCircuitPeering"),
    child_kind(AUTHORIZATIONS, "ExpressRouteCircuitAuthorization"),
    child_kind(DEFINITIONS, "ServiceEndpointPolicyDefinition"),
)
