"""Where in a request's text the part of a template is that a refusal is about."""

from azlift.rehearsal.language_errors import TemplateError
from azlift.rehearsal.lenient_json import position_of


def located(error: TemplateError, body: bytes) -> TemplateError:
    """The refusal with line and column, as Azure words them, once the body of the request is at hand."""
    found = position_of(body, error.path) if error.path else None
    return error if found is None else error.placed(*found)
