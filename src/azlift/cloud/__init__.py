"""What azlift asks of Azure, in Azure's words: one set of asynchronous SDK clients per subscription.

Only this package knows the SDK, and only here are its exceptions caught; they leave as `azlift.errors`.
"""

from azlift.cloud.arm import deploy, preview, validate
from azlift.cloud.clients import Cloud, close_cloud, open_cloud
from azlift.cloud.entra import Access
from azlift.cloud.evidence import (
    deployments_kept,
    list_all_core_quotas,
    list_locks,
    list_permissions,
    provider_states,
    read_sign_in,
    sizes_sold,
)
from azlift.cloud.identity import identify
from azlift.cloud.observe import list_resources, list_virtual_machines, observe
from azlift.cloud.power import (
    MachineView,
    deallocate_machines,
    private_addresses,
    run_script,
    start_machines,
    view_machines,
)
from azlift.cloud.preflight import register_providers
from azlift.cloud.quotas import list_core_quotas
from azlift.cloud.reading import read_standing
from azlift.cloud.recovering import add_tags, list_deployments, list_estate, list_senders, newest_versions, refusal_of
from azlift.cloud.removal import Sent, remove
from azlift.cloud.signing_in import sign_in_by_device
from azlift.cloud.sizes import list_size_skus

__all__ = [
    "Access",
    "Cloud",
    "MachineView",
    "Sent",
    "add_tags",
    "close_cloud",
    "deallocate_machines",
    "deploy",
    "deployments_kept",
    "identify",
    "list_all_core_quotas",
    "list_core_quotas",
    "list_deployments",
    "list_estate",
    "list_locks",
    "list_permissions",
    "list_resources",
    "list_senders",
    "list_size_skus",
    "list_virtual_machines",
    "newest_versions",
    "observe",
    "open_cloud",
    "preview",
    "private_addresses",
    "provider_states",
    "read_sign_in",
    "read_standing",
    "refusal_of",
    "register_providers",
    "remove",
    "run_script",
    "sign_in_by_device",
    "sizes_sold",
    "start_machines",
    "validate",
    "view_machines",
]
