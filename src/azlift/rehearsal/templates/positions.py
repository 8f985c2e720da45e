"""Where in a request the part of a template is that a refusal is about."""

import json
from collections.abc import Mapping
from typing import Any

from azlift.rehearsal.language_errors import TemplateError
from azlift.rehearsal.lenient_json import position_of


def located(error: TemplateError, request: bytes | Mapping[str, Any]) -> TemplateError:
    """The refusal with line and column, as Azure words them.

    `request` is the body as it came; or its content, for what Azure answers later (what-if, deployments inside others):
    it then counts in the JSON it keeps, which has no blanks (a recorded what-if: 'location' at line '1', column '172').
    """
    if not error.path:
        return error
    body = request if isinstance(request, bytes) else _compact(request)
    found = position_of(body, error.path)
    return error if found is None else error.placed(*found)


def _compact(request: Mapping[str, Any]) -> bytes:
    return json.dumps(request, separators=(",", ":"), ensure_ascii=False).encode()
