"""What the template language refuses, in Azure's codes and words.

A message that names the position of a part in the request holds AT or AFTER there; `placed` fills them in once the text
of the request is at hand, and until then they stand for nothing.
"""

from typing import Any

# Where Azure sends the reader, as its own messages do.
EXPRESSIONS_URL = "https://aka.ms/arm-template-expressions"
FUNCTIONS_URL = "https://aka.ms/arm-functions"
RESOURCES_URL = "https://aka.ms/arm-syntax-resources"
PARAMETERS_URL = "https://aka.ms/arm-syntax-parameters"
PARAMETER_FILE_URL = "https://aka.ms/arm-create-parameter-file"
COPY_URL = "https://aka.ms/arm-copy"

AT = "\ue000"  # " at line 'L' and column 'C'"
AFTER = "\ue001"  # ", line L, position C"


class ExpressionError(Exception):
    """An expression cannot be read or evaluated; the template part it stands in turns it into a TemplateError."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class CopyError(ExpressionError):
    """A copy loop cannot be turned; `wording` is the message with the place for the loop's position."""

    def __init__(self, reason: str) -> None:
        self.wording = f"The template 'copy' definition{AT} {reason} Please see {COPY_URL} for usage details."
        super().__init__(self.wording.replace(AT, ""))


class TemplateError(Exception):
    """A template or its parameters are refused: Azure's code, Azure's wording, and the path of the part it is about.

    `line` and `column` are 0 until `placed`; `violation` is the path as the answer's additionalInfo tells it, none for
    an answer without; `details` are the errors inside this one, as Azure answers them.
    """

    def __init__(
        self,
        code: str,
        wording: str,
        path: str = "",
        *,
        violation: str | None = None,
        details: tuple[dict[str, Any], ...] = (),
        line: int = 0,
        column: int = 0,
    ) -> None:
        self.code = code
        self.path = path
        self.details = details
        self.line = line
        self.column = column
        self._wording = wording
        self._violation = violation
        super().__init__(f"{code}: {self.message}")

    @property
    def message(self) -> str:
        """The message, with the position where Azure words one and it is known."""
        known = self.line > 0
        at = f" at line '{self.line}' and column '{self.column}'" if known else ""
        after = f", line {self.line}, position {self.column}" if known else ""
        return self._wording.replace(AT, at).replace(AFTER, after)

    @property
    def additional_info(self) -> tuple[dict[str, Any], ...]:
        """Azure's TemplateViolation: where in the request the template breaks a rule."""
        if self._violation is None:
            return ()
        info = {"lineNumber": self.line, "linePosition": self.column, "path": self._violation}
        return ({"type": "TemplateViolation", "info": info},)

    def placed(self, line: int, column: int) -> "TemplateError":
        """The same refusal with the position of its part."""
        return TemplateError(
            self.code,
            self._wording,
            self.path,
            violation=self._violation,
            details=self.details,
            line=line,
            column=column,
        )


def invalid_template(reason: str, path: str = "") -> TemplateError:
    """The refusal of a template part: code InvalidTemplate."""
    return TemplateError("InvalidTemplate", f"Deployment template validation failed: '{reason}'.", path, violation=path)


def invalid_content(reason: str, path: str = "") -> TemplateError:
    """The refusal of a request whose members are not the expected ones: code InvalidRequestContent."""
    where = f" Path '{path}'{AFTER}." if path else ""
    return TemplateError(
        "InvalidRequestContent",
        f"The request content was invalid and could not be deserialized: '{reason}{where}'.",
        path,
    )


def not_rehearsed(what: str, path: str = "") -> TemplateError:
    """The refusal of a part of Azure's language this rehearsal does not model: said plainly, under a code of ours."""
    return TemplateError(
        "NotModelledInRehearsal", f"The pretend Azure does not model {what}{AT}.", path, violation=path
    )
