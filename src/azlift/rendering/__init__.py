"""From what each workload becomes to what is sent to Azure: names, parameters, templates, digest.

Jinja decides shape, ARM parameters carry values: a template sees keys made here and nothing from an inventory.
"""

from azlift.rendering.group import choose_zone, render_group, workloads_of
from azlift.rendering.isolation import render_isolated_zone
from azlift.rendering.names import resource_group_name, resource_names, subnet_name
from azlift.rendering.zone import render_zone, subnet_blocks

__all__ = [
    "choose_zone",
    "render_group",
    "render_isolated_zone",
    "render_zone",
    "resource_group_name",
    "resource_names",
    "subnet_blocks",
    "subnet_name",
    "workloads_of",
]
