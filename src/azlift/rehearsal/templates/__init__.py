"""ARM templates: expand_template makes of a template and its parameters the resources to put and the outputs."""

from azlift.rehearsal.expressions import Runtime, Scope
from azlift.rehearsal.language_errors import TemplateError
from azlift.rehearsal.templates.expand import expand_template
from azlift.rehearsal.templates.plan import Expansion, PlannedResource

__all__ = ["Expansion", "PlannedResource", "Runtime", "Scope", "TemplateError", "expand_template"]
