"""From what each workload becomes to what is sent to Azure: names, parameters, templates, digest.

Jinja decides shape, ARM parameters carry values: a template sees keys made here and nothing from an inventory.
"""

from azlift.rendering.group import render_group
from azlift.rendering.names import resource_group_name, resource_names, subnet_name
from azlift.rendering.zone import render_zone

__all__ = ["render_group", "render_zone", "resource_group_name", "resource_names", "subnet_name"]
