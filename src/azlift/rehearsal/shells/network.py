"""Gateways, zones, endpoints and more of the network provider, beside its types with semantics of their own.

Defaults: recorded answers of the provider (the public SDK's own test recordings).
"""

from dataclasses import replace

from azlift.rehearsal.operations import NETWORK
from azlift.rehearsal.shells.shell import Shell

OWN_INTERFACE = [
    {
        "id": "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/networkInterfaces/"
        "{name}.nic.{guid}"
    }
]
_PLAIN = (
    Shell(
        "Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies",
        defaults={
            "policySettings": {
                "requestBodyCheck": True,
                "maxRequestBodySizeInKb": 128,
                "fileUploadLimitInMb": 100,
                "state": "Disabled",
                "mode": "Detection",
            }
        },
    ),
    Shell(
        "Microsoft.Network/applicationGateways",
        computed={"resourceGuid": "{guid}", "operationalState": "Running"},
    ),
    Shell(
        "Microsoft.Network/bastionHosts",
        defaults={"scaleUnits": 2},
        computed={"dnsName": "bst-{guid}.bastion.azure.com"},
    ),
    Shell(
        "Microsoft.Network/connections",
        defaults={
            "packetCaptureDiagnosticState": "None",
            "useLocalAzureIpAddress": False,
            "ingressBytesTransferred": 0,
            "egressBytesTransferred": 0,
            "expressRouteGatewayBypass": False,
            "dpdTimeoutSeconds": 0,
            "connectionMode": "Default",
        },
        computed={"resourceGuid": "{guid}", "connectionStatus": "Unknown"},
    ),
    Shell(
        "Microsoft.Network/dnsZones",
        global_location=True,
        defaults={
            "maxNumberOfRecordSets": 10000,
            "numberOfRecordSets": 2,
            "zoneType": "Public",
            "nameServers": [
                "ns1-01.azure-dns.com.",
                "ns2-01.azure-dns.net.",
                "ns3-01.azure-dns.org.",
                "ns4-01.azure-dns.info.",
            ],
        },
    ),
    Shell(
        "Microsoft.Network/expressRouteCircuits",
        defaults={
            "peerings": [],
            "authorizations": [],
            "circuitProvisioningState": "Enabled",
            "allowClassicOperations": False,
            "gatewayManagerEtag": "",
            "serviceProviderProvisioningState": "NotProvisioned",
            "allowGlobalReach": False,
            "globalReachEnabled": False,
        },
        computed={"resourceGuid": "{guid}", "serviceKey": "{guid}"},
    ),
    Shell(
        "Microsoft.Network/expressRouteCircuits/authorizations",
        tracked=False,
        defaults={"authorizationUseStatus": "Available"},
        computed={"authorizationKey": "{guid}"},
    ),
    Shell(
        "Microsoft.Network/firewallPolicies",
        defaults={"sku": {"tier": "Standard"}, "childPolicies": [], "firewalls": []},
    ),
    Shell(
        "Microsoft.Network/frontDoors",
        global_location=True,
        computed={"cname": "{lower}.azurefd.net", "frontdoorId": "{guid}", "resourceState": "Enabled"},
    ),
    Shell("Microsoft.Network/ipGroups", defaults={"firewalls": [], "firewallPolicies": []}),
    Shell("Microsoft.Network/localNetworkGateways", computed={"resourceGuid": "{guid}"}),
    Shell(
        "Microsoft.Network/natGateways",
        defaults={"idleTimeoutInMinutes": 4},
        defaults_top={"sku": {"tier": "Regional"}},
        computed={"resourceGuid": "{guid}"},
    ),
    Shell(
        "Microsoft.Network/privateDnsZones",
        global_location=True,
        defaults={
            "maxNumberOfRecordSets": 25000,
            "maxNumberOfVirtualNetworkLinks": 1000,
            "maxNumberOfVirtualNetworkLinksWithRegistration": 100,
            "numberOfRecordSets": 1,
            "numberOfVirtualNetworkLinks": 0,
            "numberOfVirtualNetworkLinksWithRegistration": 0,
        },
    ),
    Shell(
        "Microsoft.Network/privateEndpoints",
        defaults={"manualPrivateLinkServiceConnections": [], "customDnsConfigs": []},
        computed={
            "resourceGuid": "{guid}",
            "networkInterfaces": OWN_INTERFACE,
        },
    ),
    Shell(
        "Microsoft.Network/privateLinkServices",
        defaults={"enableProxyProtocol": False},
        computed={
            "resourceGuid": "{guid}",
            "alias": "{lower}.{guid}.{location}.azure.privatelinkservice",
            "networkInterfaces": OWN_INTERFACE,
        },
    ),
    Shell(
        "Microsoft.Network/publicIPPrefixes",
        defaults={"publicIPAddressVersion": "IPv4", "ipTags": []},
        defaults_top={"sku": {"tier": "Regional"}},
        computed={"resourceGuid": "{guid}"},
    ),
    Shell("Microsoft.Network/serviceEndpointPolicies", computed={"resourceGuid": "{guid}"}),
    Shell(
        "Microsoft.Network/trafficmanagerprofiles",
        global_location=True,
        defaults={"profileStatus": "Enabled"},
    ),
    Shell(
        "Microsoft.Network/virtualHubs",
        defaults={"virtualHubRouteTableV2s": [], "routeTable": {"routes": []}, "allowBranchToBranchTraffic": False},
    ),
    Shell(
        "Microsoft.Network/virtualNetworkGateways",
        defaults={
            "packetCaptureDiagnosticState": "None",
            "enablePrivateIpAddress": False,
            "natRules": [],
            "enableBgpRouteTranslationForNat": False,
            "activeActive": False,
            "vpnGatewayGeneration": "Generation1",
        },
        computed={"resourceGuid": "{guid}"},
    ),
    Shell(
        "Microsoft.Network/virtualWans",
        defaults={"allowBranchToBranchTraffic": True, "office365LocalBreakoutCategory": "None"},
    ),
    Shell(
        "Microsoft.Network/vpnGateways",
        defaults={
            "vpnGatewayScaleUnit": 1,
            "packetCaptureDiagnosticState": "None",
            "natRules": [],
            "enableBgpRouteTranslationForNat": False,
            "isRoutingPreferenceInternet": False,
        },
    ),
    Shell(
        "Microsoft.Network/vpnSites",
        defaults={
            "deviceProperties": {"linkSpeedInMbps": 0},
            "o365Policy": {"breakOutCategories": {"optimize": False, "allow": False, "default": False}},
        },
    ),
)
SHELLS = tuple(replace(each, family=NETWORK, parts=True) for each in _PLAIN)
