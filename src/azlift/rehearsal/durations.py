"""How long things take in the pretend Azure, in simulated seconds: deterministic, of a plausible order, steered by
the clock's speed.

The figures are ours: Azure promises none. They are short enough that a rehearsal is quick and long enough that every
asynchronous path of a client is really taken.
"""

DISK = 5.0  # an empty or copied managed disk is metadata; Azure answers within seconds
NETWORK_INTERFACE = 3.0
NETWORK_SECURITY_GROUP = 3.0
VIRTUAL_NETWORK = 5.0
SUBNET = 3.0
PUBLIC_ADDRESS = 4.0
ROUTE_TABLE = 3.0
LOAD_BALANCER = 4.0
VIRTUAL_MACHINE = 45.0  # allocation and boot: the longest step of a landing
UNCHANGED = 1.0  # a PUT that changes nothing still goes through the provider once
POWER_CHANGE = 20.0  # start, stop, deallocate, restart
STORED = 5.0  # a type without semantics
RESOURCE_GROUP = 1.0  # a record in ARM's own store
WHAT_IF = 2.0
MOVE = 30.0  # minutes in Azure
DEPLOYMENT_START = 1.0  # with DEPLOYMENT_END the overhead of 2 s ARM itself adds to every deployment
DEPLOYMENT_END = 1.0
DELETE = 10.0
PROVIDER_REGISTRATION = 15.0  # minutes in Azure; one poll of the SDK's registration policy here
CANCEL = 2.0  # a cancelled deployment starts nothing more and ends shortly after

SUGGESTED_POLL = 10.0  # Azure's usual Retry-After on long operations
