"""One resource of every network type with a model, put into a world: what the tests of answers look at."""

from typing import Any

from tests.rehearsal.conftest import Desk
from tests.rehearsal.network.conftest import NETWORK, ident, with_subnets

MODEL_OF = {
    f"Microsoft.Network/{name}": model
    for name, model in {
        "virtualNetworks": "VirtualNetwork",
        "virtualNetworks/subnets": "Subnet",
        "virtualNetworks/virtualNetworkPeerings": "VirtualNetworkPeering",
        "networkSecurityGroups": "NetworkSecurityGroup",
        "networkSecurityGroups/securityRules": "SecurityRule",
        "applicationSecurityGroups": "ApplicationSecurityGroup",
        "networkInterfaces": "NetworkInterface",
        "publicIPAddresses": "PublicIPAddress",
        "publicIPPrefixes": "PublicIPPrefix",
        "routeTables": "RouteTable",
        "routeTables/routes": "Route",
        "loadBalancers": "LoadBalancer",
        "loadBalancers/backendAddressPools": "BackendAddressPool",
        "loadBalancers/inboundNatRules": "InboundNatRule",
        "natGateways": "NatGateway",
        "privateEndpoints": "PrivateEndpoint",
        "privateEndpoints/privateDnsZoneGroups": "PrivateDnsZoneGroup",
        "privateLinkServices": "PrivateLinkService",
        "networkWatchers": "NetworkWatcher",
        "virtualNetworkGateways": "VirtualNetworkGateway",
        "localNetworkGateways": "LocalNetworkGateway",
        "connections": "VirtualNetworkGatewayConnection",
        "applicationGateways": "ApplicationGateway",
        "ApplicationGatewayWebApplicationFirewallPolicies": "WebApplicationFirewallPolicy",
        "azureFirewalls": "AzureFirewall",
        "firewallPolicies": "FirewallPolicy",
        "firewallPolicies/ruleCollectionGroups": "FirewallPolicyRuleCollectionGroup",
        "bastionHosts": "BastionHost",
        "expressRouteCircuits": "ExpressRouteCircuit",
        "expressRouteCircuits/peerings": "ExpressRouteCircuitPeering",
        "expressRouteCircuits/authorizations": "ExpressRouteCircuitAuthorization",
        "ddosProtectionPlans": "DdosProtectionPlan",
        "virtualWans": "VirtualWAN",
        "virtualHubs": "VirtualHub",
        "virtualHubs/hubVirtualNetworkConnections": "HubVirtualNetworkConnection",
        "vpnSites": "VpnSite",
        "networkProfiles": "NetworkProfile",
        "serviceEndpointPolicies": "ServiceEndpointPolicy",
        "serviceEndpointPolicies/serviceEndpointPolicyDefinitions": "ServiceEndpointPolicyDefinition",
        "ipGroups": "IpGroup",
    }.items()
}
HUB = "virtualNetworks/hub"
RULE = {"protocol": "Tcp", "access": "Allow", "priority": 100, "direction": "Inbound", "sourcePortRange": "*"}
RULE |= {"destinationPortRange": "22", "destinationAddressPrefix": "*"}


def build(desk: Desk) -> None:
    """Every type once, each standing on those before it."""
    for path, body in _bodies(desk):
        where = f"{NETWORK}/{path}"
        located = body if path.count("/") > 1 else {"location": "westeurope", **body}
        reply = desk.ask("PUT", where, located)
        assert reply.status in (201, 202), (path, reply.body)
        desk.wait(4 * 3600)


def _bodies(desk: Desk) -> list[tuple[str, Any]]:
    def at(path: str) -> dict[str, str]:
        return {"id": ident(desk, f"{NETWORK}/{path}")}

    def on(subnet: str, address: str | None = None) -> Any:
        more = {"publicIPAddress": at(f"publicIPAddresses/{address}")} if address else {}
        return [{"name": "ip1", "properties": {"subnet": at(f"{HUB}/subnets/{subnet}"), **more}}]

    def having(**properties: Any) -> Any:
        return {"properties": properties}

    fixed = {"sku": {"name": "Standard"}, **having(publicIPAllocationMethod="Static")}
    names = ("GatewaySubnet", "AzureFirewallSubnet", "AzureBastionSubnet", "apps", "links")
    hub = with_subnets(*((name, f"10.0.{number}.0/24") for number, name in enumerate(names)))
    spoke = having(addressSpace={"addressPrefixes": ["10.1.0.0/16"]})
    group = {**RULE, "sourceApplicationSecurityGroups": [at("applicationSecurityGroups/asg1")]}
    balancer, gateway = "loadBalancers/lb1", "applicationGateways/agw1"
    front = at(f"{balancer}/frontendIPConfigurations/ip1")
    nat = {"protocol": "Tcp", "frontendPort": 50001, "backendPort": 22, "frontendIPConfiguration": front}
    rule = {"protocol": "Tcp", "frontendPort": 80, "backendPort": 80, "frontendIPConfiguration": front}
    link = {"privateLinkServiceId": at("privateLinkServices/pls1")["id"]}
    listener = {
        "frontendIPConfiguration": at(f"{gateway}/frontendIPConfigurations/ip1"),
        "frontendPort": at(f"{gateway}/frontendPorts/p80"),
        "protocol": "Http",
    }
    return [
        ("ddosProtectionPlans/ddos1", {}),
        (HUB, hub),
        ("virtualNetworks/spoke", spoke),
        ("virtualNetworks/spoke/virtualNetworkPeerings/p1", having(remoteVirtualNetwork=at(HUB))),
        (f"{HUB}/virtualNetworkPeerings/p1", having(remoteVirtualNetwork=at("virtualNetworks/spoke"))),
        ("applicationSecurityGroups/asg1", {}),
        ("networkSecurityGroups/nsg1", having(securityRules=[{"name": "ssh", "properties": group}])),
        *((f"publicIPAddresses/{name}", fixed) for name in ("gw", "fw", "bastion", "agw")),
        ("publicIPPrefixes/prefix1", having(prefixLength=28)),
        ("routeTables/rt1", having(routes=[{"name": "r1", "properties": {"nextHopType": "None"}}])),
        (
            balancer,
            {
                "sku": {"name": "Standard"},
                **having(
                    frontendIPConfigurations=on("links"),
                    backendAddressPools=[{"name": "pool"}],
                    inboundNatRules=[{"name": "ssh", "properties": nat}],
                    loadBalancingRules=[{"name": "http", "properties": rule}],
                    probes=[{"name": "alive", "properties": {"protocol": "Tcp", "port": 80}}],
                ),
            },
        ),
        ("networkInterfaces/nic1", having(ipConfigurations=on("apps"))),
        ("natGateways/nat1", {}),
        (
            "privateLinkServices/pls1",
            having(ipConfigurations=on("links"), loadBalancerFrontendIpConfigurations=[front]),
        ),
        (
            "privateEndpoints/pe1",
            having(
                subnet=at(f"{HUB}/subnets/links"),
                privateLinkServiceConnections=[{"name": "c1", "properties": link}],
            ),
        ),
        ("privateEndpoints/pe1/privateDnsZoneGroups/default", having(privateDnsZoneConfigs=[])),
        ("networkWatchers/watch1", {}),
        ("virtualNetworkGateways/gw1", having(sku={"name": "VpnGw1"}, ipConfigurations=on("GatewaySubnet", "gw"))),
        ("localNetworkGateways/lng1", having(gatewayIpAddress="198.18.9.9")),
        (
            "connections/cn1",
            having(
                connectionType="IPsec",
                virtualNetworkGateway1=at("virtualNetworkGateways/gw1"),
                localNetworkGateway2=at("localNetworkGateways/lng1"),
            ),
        ),
        (
            gateway,
            having(
                sku={"name": "Standard_v2", "tier": "Standard_v2"},
                gatewayIPConfigurations=on("apps"),
                frontendIPConfigurations=on("apps"),
                frontendPorts=[{"name": "p80", "properties": {"port": 80}}],
                httpListeners=[{"name": "l1", "properties": listener}],
            ),
        ),
        (
            "ApplicationGatewayWebApplicationFirewallPolicies/waf1",
            having(managedRules={"managedRuleSets": [{"ruleSetType": "OWASP", "ruleSetVersion": "3.2"}]}),
        ),
        ("firewallPolicies/fp1", {}),
        ("firewallPolicies/fp1/ruleCollectionGroups/g1", having(priority=100)),
        (
            "azureFirewalls/fw1",
            having(ipConfigurations=on("AzureFirewallSubnet", "fw"), firewallPolicy=at("firewallPolicies/fp1")),
        ),
        ("bastionHosts/bastion1", having(ipConfigurations=on("AzureBastionSubnet", "bastion"))),
        ("expressRouteCircuits/er1", {"sku": {"name": "Standard_MeteredData"}}),
        ("expressRouteCircuits/er1/peerings/AzurePrivatePeering", having(peeringType="AzurePrivatePeering")),
        ("expressRouteCircuits/er1/authorizations/a1", having()),
        ("virtualWans/wan1", {}),
        ("virtualHubs/vhub1", having(virtualWan=at("virtualWans/wan1"), addressPrefix="10.9.0.0/24")),
        (
            "virtualHubs/vhub1/hubVirtualNetworkConnections/c1",
            having(remoteVirtualNetwork=at("virtualNetworks/spoke")),
        ),
        ("vpnSites/site1", having(virtualWan=at("virtualWans/wan1"))),
        ("networkProfiles/profile1", {}),
        ("serviceEndpointPolicies/sep1", {}),
        (
            "serviceEndpointPolicies/sep1/serviceEndpointPolicyDefinitions/d1",
            having(service="Microsoft.Storage", serviceResources=["/subscriptions/x"]),
        ),
        ("ipGroups/ips1", having(ipAddresses=["10.0.0.0/24"])),
    ]
