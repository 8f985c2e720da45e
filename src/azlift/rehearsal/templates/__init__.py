"""ARM templates: expand_template makes of a template and its parameters the resources to put and the outputs.

`located` gives a refusal its position in the request; `links` loads what a deployment links to.
"""

from azlift.rehearsal.expressions import Directory, Runtime, Scope
from azlift.rehearsal.language_errors import TemplateError
from azlift.rehearsal.templates.expand import expand_template
from azlift.rehearsal.templates.plan import Expansion, PlannedResource
from azlift.rehearsal.templates.positions import located

__all__ = [
    "Directory",
    "Expansion",
    "PlannedResource",
    "Runtime",
    "Scope",
    "TemplateError",
    "expand_template",
    "located",
]
