"""Microsoft.Network: virtual networks with subnets and peerings, security groups, interfaces, public addresses, routes,
load balancers."""

from azlift.rehearsal.network import endpoints, rows, zones
from azlift.rehearsal.network.interfaces import INTERFACE
from azlift.rehearsal.network.load_balancers import LOAD_BALANCER, NAT_RULE, POOL
from azlift.rehearsal.network.peerings import PEERING
from azlift.rehearsal.network.public_addresses import PUBLIC_ADDRESS
from azlift.rehearsal.network.route_tables import ROUTE_KIND, ROUTE_TABLE
from azlift.rehearsal.network.security_groups import APPLICATION_GROUP, SECURITY_GROUP, SECURITY_RULE
from azlift.rehearsal.network.subnets import SUBNET
from azlift.rehearsal.network.virtual_networks import VIRTUAL_NETWORK

KINDS = (
    VIRTUAL_NETWORK,
    SUBNET,
    PEERING,
    SECURITY_GROUP,
    SECURITY_RULE,
    APPLICATION_GROUP,
    INTERFACE,
    PUBLIC_ADDRESS,
    ROUTE_TABLE,
    ROUTE_KIND,
    LOAD_BALANCER,
    POOL,
    NAT_RULE,
    *rows.KINDS,
    *endpoints.KINDS,
    *zones.KINDS,
)
