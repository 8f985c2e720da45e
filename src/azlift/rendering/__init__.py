"""From what each workload becomes to what is sent to Azure: names, parameters, templates, digest.

Jinja decides shape, ARM parameters carry values: a template sees keys made here and nothing from an inventory.
"""

from azlift.rendering.deployment import deployment_stem
from azlift.rendering.group import choose_zone, render_group, workloads_of
from azlift.rendering.isolation import render_isolated_zone
from azlift.rendering.names import resource_group_name, resource_names, subnet_name
from azlift.rendering.standing import standing_rendering
from azlift.rendering.tags import GROUP as GROUP_TAG
from azlift.rendering.tags import LANDING_ZONE
from azlift.rendering.tags import STAGE as STAGE_TAG
from azlift.rendering.tags import WAVE as WAVE_TAG
from azlift.rendering.tags import WORKLOAD as WORKLOAD_TAG
from azlift.rendering.zone import render_zone, subnet_blocks

__all__ = [
    "GROUP_TAG",
    "LANDING_ZONE",
    "STAGE_TAG",
    "WAVE_TAG",
    "WORKLOAD_TAG",
    "choose_zone",
    "deployment_stem",
    "render_group",
    "render_isolated_zone",
    "render_zone",
    "resource_group_name",
    "resource_names",
    "standing_rendering",
    "subnet_blocks",
    "subnet_name",
    "workloads_of",
]
