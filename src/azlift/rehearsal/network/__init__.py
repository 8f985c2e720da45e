"""Microsoft.Network as far as a landing needs it: virtual networks with subnets, security groups, network
interfaces."""

from azlift.rehearsal.network.interfaces import INTERFACE
from azlift.rehearsal.network.security_groups import SECURITY_GROUP
from azlift.rehearsal.network.virtual_networks import SUBNET, VIRTUAL_NETWORK

KINDS = (VIRTUAL_NETWORK, SUBNET, SECURITY_GROUP, INTERFACE)
