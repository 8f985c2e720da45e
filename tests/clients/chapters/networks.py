"""Networks: what machines are plugged into."""

import re

from tests.clients.steps import Chapter, Step, refused, silent

NETWORKS = Chapter(
    "virtual networks",
    [
        Step("group create -n networks -l westeurope", {"name": "networks"}),
        Step(
            "network vnet create -g networks -n v1 --address-prefix 10.1.0.0/16 --subnet-name s1 --subnet-prefix 10.1.0.0/24",
            {
                "newVNet.addressSpace.addressPrefixes": ["10.1.0.0/16"],
                "newVNet.subnets[0].provisioningState": "Succeeded",
                "newVNet.provisioningState": "Succeeded",
            },
        ),
        Step("network vnet show -g networks -n v1", {"name": "v1", "subnets[].name": ["s1"]}),
        Step("network vnet list -g networks", {"[].name": ["v1"]}),
        refused("network vnet create -g networks -n v9 --address-prefix 10.1.0.0/33", "InvalidCIDRNotation"),
        Step(
            "network vnet subnet create -g networks --vnet-name v1 -n s2 --address-prefixes 10.1.1.0/24",
            {"name": "s2", "addressPrefix": "10.1.1.0/24"},
        ),
        refused(
            "network vnet subnet create -g networks --vnet-name v1 -n s3 --address-prefixes 10.1.1.128/25",
            "NetcfgSubnetRangesOverlap",
        ),
        refused(
            "network vnet subnet create -g networks --vnet-name v1 -n s3 --address-prefixes 10.2.0.0/24",
            "NetcfgInvalidSubnet",
        ),
        Step("network vnet subnet list -g networks --vnet-name v1", {"[].name": ["s1", "s2"]}),
        Step("network vnet update -g networks -n v1 --set tags.a=b", {"tags.a": "b"}),
        Step("network vnet check-ip-address -g networks -n v1 --ip-address 10.1.0.4", {"available": True}),
        Step("network vnet create -g networks -n v2 --address-prefix 10.2.0.0/16", {"newVNet.name": "v2"}),
        Step(
            "network vnet peering create -g networks -n there --vnet-name v1 --remote-vnet v2 --allow-vnet-access",
            {"peeringState": "Initiated", "allowVirtualNetworkAccess": True},
        ),
        Step(
            "network vnet peering create -g networks -n back --vnet-name v2 --remote-vnet v1 --allow-vnet-access",
            {"peeringState": "Connected"},
        ),
        Step("network vnet peering show -g networks -n there --vnet-name v1", {"peeringState": "Connected"}),
        Step("network route-table create -g networks -n rt1", {"provisioningState": "Succeeded"}),
        Step(
            "network route-table route create -g networks --route-table-name rt1 -n r1 --address-prefix 0.0.0.0/0 --next-hop-type Internet",
            {"nextHopType": "Internet"},
        ),
        Step(
            "network vnet subnet update -g networks --vnet-name v1 -n s2 --route-table rt1",
            {"routeTable.id": re.compile("routeTables/rt1$")},
        ),
        refused("network route-table delete -g networks -n rt1", "InUse"),
        silent("network vnet subnet delete -g networks --vnet-name v1 -n s2"),
        silent("network route-table delete -g networks -n rt1"),
        silent("network vnet peering delete -g networks -n there --vnet-name v1"),
        silent("network vnet delete -g networks -n v2"),
        refused("network vnet show -g networks -n v2", "ResourceNotFound", 3),
    ],
)

INTERFACES = Chapter(
    "security groups, addresses and interfaces",
    [
        Step("group create -n plugs -l westeurope", {"name": "plugs"}),
        Step(
            "network vnet create -g plugs -n v1 --address-prefix 10.0.0.0/16 --subnet-name s1 --subnet-prefix 10.0.0.0/24",
            {"newVNet.name": "v1"},
        ),
        Step("network nsg create -g plugs -n nsg1", {"NewNSG.defaultSecurityRules[0].name": "AllowVnetInBound"}),
        Step(
            "network nsg rule create -g plugs --nsg-name nsg1 -n ssh --priority 100 --destination-port-ranges 22 --access Allow --protocol Tcp",
            {"priority": 100, "direction": "Inbound", "destinationPortRange": "22"},
        ),
        refused("network nsg rule create -g plugs --nsg-name nsg1 -n ssh2 --priority 100", "SecurityRuleConflict"),
        Step("network nsg rule list -g plugs --nsg-name nsg1", {"[].name": ["ssh"]}),
        Step("network nsg show -g plugs -n nsg1", {"securityRules[].name": ["ssh"]}),
        Step("network nsg list -g plugs", {"[].name": ["nsg1"]}),
        Step(
            "network public-ip create -g plugs -n ip1 --sku Standard",
            {"publicIp.publicIPAllocationMethod": "Static", "publicIp.ipAddress": re.compile(r"^\d+\.")},
        ),
        Step("network public-ip show -g plugs -n ip1", {"sku.name": "Standard", "publicIPAddressVersion": "IPv4"}),
        Step("network public-ip list -g plugs", {"[].name": ["ip1"]}),
        Step(
            "network nic create -g plugs -n nic1 --vnet-name v1 --subnet s1 --network-security-group nsg1 --public-ip-address ip1",
            {"NewNIC.ipConfigurations[0].privateIPAddress": "10.0.0.4", "NewNIC.provisioningState": "Succeeded"},
        ),
        Step("network nic show -g plugs -n nic1", {"networkSecurityGroup.id": re.compile("nsg1$")}),
        Step("network nic ip-config list -g plugs --nic-name nic1", {"[0].publicIPAddress.id": re.compile("ip1$")}),
        Step("network nic list -g plugs", {"[].name": ["nic1"]}),
        Step(
            "network nic create -g plugs -n nic2 --vnet-name v1 --subnet s1 --private-ip-address 10.0.0.77",
            {"NewNIC.ipConfigurations[0].privateIPAllocationMethod": "Static"},
        ),
        refused(
            "network nic create -g plugs -n nic3 --vnet-name v1 --subnet s1 --private-ip-address 10.0.0.77",
            "PrivateIPAddress",
        ),
        refused("network nsg delete -g plugs -n nsg1", "InUseNetworkSecurityGroupCannotBeDeleted"),
        refused("network public-ip delete -g plugs -n ip1", "PublicIPAddressCannotBeDeleted"),
        refused("network vnet delete -g plugs -n v1", "InUseSubnetCannotBeDeleted"),
        silent("network nic delete -g plugs -n nic1"),
        silent("network nsg delete -g plugs -n nsg1"),
        silent("network public-ip delete -g plugs -n ip1"),
    ],
)

BALANCERS = Chapter(
    "load balancers, gateways and names",
    [
        Step("group create -n balance -l westeurope", {"name": "balance"}),
        Step(
            "network lb create -g balance -n lb1 --sku Standard --public-ip-address lb-ip --frontend-ip-name front --backend-pool-name back",
            {
                "loadBalancer.frontendIPConfigurations[0].name": "front",
                "loadBalancer.backendAddressPools[0].name": "back",
            },
        ),
        Step("network lb show -g balance -n lb1", {"sku.name": "Standard", "provisioningState": "Succeeded"}),
        Step("network lb probe create -g balance --lb-name lb1 -n p1 --protocol tcp --port 80", {"port": 80}),
        Step(
            "network lb rule create -g balance --lb-name lb1 -n web --protocol Tcp --frontend-port 80 --backend-port 8080"
            " --frontend-ip-name front --backend-pool-name back --probe-name p1",
            {"backendPort": 8080, "probe.id": re.compile("probes/p1$")},
        ),
        Step("network lb rule list -g balance --lb-name lb1", {"[].name": ["web"]}),
        Step("network lb list -g balance", {"[].name": ["lb1"]}),
        silent("network lb delete -g balance -n lb1"),
        Step(
            "network private-dns zone create -g balance -n example.org", {"name": "example.org", "location": "global"}
        ),
        Step(
            "network vnet create -g balance -n v1 --subnet-name GatewaySubnet",
            {"newVNet.subnets[0].name": "GatewaySubnet"},
        ),
        Step(
            "network private-dns link vnet create -g balance -z example.org -n l1 -v v1 -e false",
            {"virtualNetworkLinkState": "Completed"},
        ),
        Step("network private-dns zone list -g balance", {"[].name": ["example.org"]}),
        Step(
            "network nat gateway create -g balance -n nat1",
            {"provisioningState": "Succeeded", "idleTimeoutInMinutes": 4},
        ),
        Step("network asg create -g balance -n web", {"provisioningState": "Succeeded"}),
        Step("network dns zone create -g balance -n example.com", {"length(nameServers)": 4}),
        Step(
            "network dns record-set a add-record -g balance -z example.com -n www -a 10.0.0.1",
            {"fqdn": "www.example.com."},
        ),
        Step("network list-usages -l westeurope", {"[?name.value=='VirtualNetworks'] | length(@)": 1}),
    ],
)

CHAPTERS = [NETWORKS, INTERFACES, BALANCERS]
