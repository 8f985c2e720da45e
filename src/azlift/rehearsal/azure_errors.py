"""Azure's error envelope as an exception, and the refusals more than one module gives."""

from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]


class AzureError(Exception):
    """A refusal as Azure words it: HTTP status, code, message, and optionally target, details, additional info."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        target: str | None = None,
        details: Sequence[Json] = (),
        additional_info: Sequence[Mapping[str, Any]] = (),
        headers: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.target = target
        self.details = tuple(details)
        self.additional_info = tuple(additional_info)
        self.headers = tuple(headers)

    def error(self) -> Json:
        """The inner object: code and message, then only the members that say something."""
        body: Json = {"code": self.code, "message": self.message}
        if self.target is not None:
            body["target"] = self.target
        if self.details:
            body["details"] = list(self.details)
        if self.additional_info:
            body["additionalInfo"] = [dict(info) for info in self.additional_info]
        return body

    def envelope(self) -> Json:
        """The whole answer body."""
        return {"error": self.error()}


def group_not_found(name: str) -> AzureError:
    """Wording of Azure's 404 for a missing resource group."""
    return AzureError(404, "ResourceGroupNotFound", f"Resource group '{name}' could not be found.")


def resource_not_found(resource_type: str, name: str, group: str | None) -> AzureError:
    """Wording of Azure's 404 for a missing resource; `name` joins child names with a slash."""
    place = f" under resource group '{group}'" if group else ""
    return AzureError(
        404,
        "ResourceNotFound",
        f"The Resource '{resource_type}/{name}'{place} was not found. "
        "For more details please go to https://aka.ms/ARMResourceNotFoundFix",
    )


def invalid_content(reason: str) -> AzureError:
    """ARM's own refusal of a body it cannot read."""
    return AzureError(
        400,
        "InvalidRequestContent",
        f"The request content was invalid and could not be deserialized: '{reason}'.",
    )


def not_modelled(what: str) -> AzureError:
    """Our refusal of something real Azure has and this pretend one does not: said plainly, never accepted silently."""
    return AzureError(400, "NotModelledInRehearsal", f"The pretend Azure does not model {what}.")
