"""What the template language refuses, in Azure's codes and words."""

from typing import Any

# Where Azure sends the reader, as its own messages do.
EXPRESSIONS_URL = "https://aka.ms/arm-template-expressions"
FUNCTIONS_URL = "https://aka.ms/arm-functions"
RESOURCES_URL = "https://aka.ms/arm-syntax-resources"
PARAMETERS_URL = "https://aka.ms/arm-syntax-parameters"
PARAMETER_FILE_URL = "https://aka.ms/arm-create-parameter-file"
COPY_URL = "https://aka.ms/arm-copy"


class ExpressionError(Exception):
    """An expression cannot be read or evaluated; the template part it stands in turns it into a TemplateError."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class TemplateError(Exception):
    """A template or its parameters are refused: Azure's code, Azure's wording, and where."""

    def __init__(self, code: str, message: str, additional_info: tuple[dict[str, Any], ...] = ()) -> None:
        self.code = code
        self.message = message
        self.additional_info = additional_info
        super().__init__(f"{code}: {message}")


def template_violation(path: str) -> tuple[dict[str, Any], ...]:
    """The additionalInfo of a violation at `path`; line and position are 0, as the text itself is not at hand."""
    return ({"type": "TemplateViolation", "info": {"lineNumber": 0, "linePosition": 0, "path": path}},)


def invalid_template(reason: str, path: str = "") -> TemplateError:
    """The refusal of a template part: code InvalidTemplate."""
    return TemplateError(
        "InvalidTemplate", f"Deployment template validation failed: '{reason}'.", template_violation(path)
    )


def invalid_content(reason: str) -> TemplateError:
    """The refusal of a request whose members are not the expected ones: code InvalidRequestContent."""
    return TemplateError(
        "InvalidRequestContent", f"The request content was invalid and could not be deserialized: '{reason}'."
    )


def not_rehearsed(what: str, path: str = "") -> TemplateError:
    """The refusal of a part of Azure's language this rehearsal does not know."""
    return invalid_template(f"{what} is part of Azure's template language but not of this rehearsal", path)
