"""What Azure allows a template (Microsoft, "Azure subscription and service limits", template limits)."""

MAX_PARAMETERS = 256
MAX_VARIABLES = 512
MAX_RESOURCES = 800  # copies counted
MAX_OUTPUTS = 64
MAX_COPIES = 800  # turns of one copy loop (Microsoft, "Resource iteration")
MAX_TEMPLATE_BYTES = 4 * 1024 * 1024  # after loops and expressions are expanded
MAX_RESOURCE_BYTES = 1024 * 1024
