"""The assertions of a template or a resource, an experiment of Azure's: evaluated; one that does not hold is refused.

The refusal's words are ours: Azure documents the member, not the message.
"""

from collections.abc import Mapping
from typing import Any

from azlift.rehearsal.expressions import Frame
from azlift.rehearsal.language_errors import AT, EXPRESSIONS_URL, ExpressionError, invalid_template
from azlift.rehearsal.templates.content import header_of
from azlift.rehearsal.templates.shapes import object_at


def check_asserts(holder: Mapping[str, Any], frame: Frame, path: str) -> None:
    """Refuse the first assertion of a template or a resource that does not hold."""
    for name, condition in object_at(holder, "asserts", path).items():
        here = f"{path}.asserts.{name}"
        try:
            holds = header_of(condition, frame)
        except ExpressionError as error:
            raise invalid_template(
                f"The template assertion '{name}'{AT} is not valid: {error.message}. "
                f"Please see {EXPRESSIONS_URL} for usage details.",
                here,
            ) from error
        if holds is not True:
            raise invalid_template(f"The template assertion '{name}'{AT} does not hold", here)
