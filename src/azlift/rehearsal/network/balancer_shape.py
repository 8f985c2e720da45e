"""The body of a load balancer, member by member. Source: the models of the network API, 2025-01-01."""

from azlift.rehearsal.strict import Reader, Shape, flag, list_of, one_of, reference_to, text, whole_number

SKU = Shape("LoadBalancerSku", {"name": one_of("Basic", "Standard", "Gateway"), "tier": one_of("Regional", "Global")})
POINTER = reference_to()
TRANSPORT = one_of("Udp", "Tcp", "All")


def _part(name: str, properties: Shape, **further: Reader | Shape) -> Shape:
    return Shape(name, {"name": text, "properties": properties, **further}, ("name",), ("id", "etag", "type"))


FRONTEND = Shape(
    "FrontendIPConfigurationPropertiesFormat",
    {
        "privateIPAddress": text,
        "privateIPAllocationMethod": one_of("Static", "Dynamic"),
        "privateIPAddressVersion": one_of("IPv4", "IPv6"),
        "subnet": reference_to("Subnet"),
        "publicIPAddress": reference_to("PublicIPAddress"),
        "publicIPPrefix": POINTER,
        "gatewayLoadBalancer": POINTER,
    },
    read_only=("provisioningState", "inboundNatRules", "inboundNatPools", "outboundRules", "loadBalancingRules"),
)
ADDRESS = Shape(
    "LoadBalancerBackendAddress",
    {
        "name": text,
        "properties": Shape(
            "LoadBalancerBackendAddressPropertiesFormat",
            {
                "virtualNetwork": POINTER,
                "subnet": POINTER,
                "ipAddress": text,
                "loadBalancerFrontendIPConfiguration": POINTER,
                "adminState": one_of("None", "Up", "Down"),
            },
            read_only=("networkInterfaceIPConfiguration", "inboundNatRulesPortMapping"),
        ),
    },
)
POOL_PROPERTIES = Shape(
    "BackendAddressPoolPropertiesFormat",
    {
        "location": text,
        "loadBalancerBackendAddresses": list_of(ADDRESS),
        "drainPeriodInSeconds": whole_number,
        "virtualNetwork": POINTER,
        "syncMode": one_of("Automatic", "Manual"),
    },
    read_only=(
        "provisioningState", "backendIPConfigurations", "loadBalancingRules", "outboundRule", "outboundRules",
        "inboundNatRules", "tunnelInterfaces",
    ),
)  # fmt: skip
RULE = Shape(
    "LoadBalancingRulePropertiesFormat",
    {
        "frontendIPConfiguration": POINTER,
        "backendAddressPool": POINTER,
        "backendAddressPools": list_of(POINTER),
        "probe": POINTER,
        "protocol": TRANSPORT,
        "loadDistribution": one_of("Default", "SourceIP", "SourceIPProtocol"),
        "frontendPort": whole_number,
        "backendPort": whole_number,
        "idleTimeoutInMinutes": whole_number,
        "enableFloatingIP": flag,
        "enableTcpReset": flag,
        "disableOutboundSnat": flag,
        "enableConnectionTracking": flag,
    },
    required=("protocol", "frontendPort"),
    read_only=("provisioningState",),
)
PROBE = Shape(
    "ProbePropertiesFormat",
    {
        "protocol": one_of("Http", "Tcp", "Https"),
        "port": whole_number,
        "intervalInSeconds": whole_number,
        "noHealthyBackendsBehavior": one_of("AllProbedDown", "AllProbedUp"),
        "numberOfProbes": whole_number,
        "probeThreshold": whole_number,
        "requestPath": text,
    },
    required=("protocol", "port"),
    read_only=("provisioningState", "loadBalancingRules"),
)
INBOUND_RULE_PROPERTIES = Shape(
    "InboundNatRulePropertiesFormat",
    {
        "frontendIPConfiguration": POINTER,
        "backendAddressPool": POINTER,
        "protocol": TRANSPORT,
        "frontendPort": whole_number,
        "frontendPortRangeStart": whole_number,
        "frontendPortRangeEnd": whole_number,
        "backendPort": whole_number,
        "idleTimeoutInMinutes": whole_number,
        "enableFloatingIP": flag,
        "enableTcpReset": flag,
    },
    read_only=("provisioningState", "backendIPConfiguration"),
)
INBOUND_POOL = Shape(
    "InboundNatPoolPropertiesFormat",
    {
        "frontendIPConfiguration": POINTER,
        "protocol": TRANSPORT,
        "frontendPortRangeStart": whole_number,
        "frontendPortRangeEnd": whole_number,
        "backendPort": whole_number,
        "idleTimeoutInMinutes": whole_number,
        "enableFloatingIP": flag,
        "enableTcpReset": flag,
    },
    required=("protocol", "frontendPortRangeStart", "frontendPortRangeEnd", "backendPort"),
    read_only=("provisioningState",),
)
OUTBOUND_RULE = Shape(
    "OutboundRulePropertiesFormat",
    {
        "allocatedOutboundPorts": whole_number,
        "frontendIPConfigurations": list_of(POINTER),
        "backendAddressPool": POINTER,
        "protocol": TRANSPORT,
        "enableTcpReset": flag,
        "idleTimeoutInMinutes": whole_number,
    },
    required=("frontendIPConfigurations", "backendAddressPool", "protocol"),
    read_only=("provisioningState",),
)
BALANCER_PROPERTIES = Shape(
    "LoadBalancerPropertiesFormat",
    {
        "frontendIPConfigurations": list_of(_part("FrontendIPConfiguration", FRONTEND, zones=list_of(text))),
        "backendAddressPools": list_of(_part("BackendAddressPool", POOL_PROPERTIES)),
        "loadBalancingRules": list_of(_part("LoadBalancingRule", RULE)),
        "probes": list_of(_part("Probe", PROBE)),
        "inboundNatRules": list_of(_part("InboundNatRule", INBOUND_RULE_PROPERTIES)),
        "inboundNatPools": list_of(_part("InboundNatPool", INBOUND_POOL)),
        "outboundRules": list_of(_part("OutboundRule", OUTBOUND_RULE)),
    },
    read_only=("provisioningState", "resourceGuid"),
)
