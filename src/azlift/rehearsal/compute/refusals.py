"""What the compute provider says when it refuses. Source of the wordings, where not said otherwise: Azure's page of
virtual machine error messages."""

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.identifiers import read_id
from azlift.rehearsal.kinds import Seen, Surroundings

# Why an operation is not allowed on a machine, by what is in its way.
NOT_ALLOWED = {
    "deallocated": "Operation '{0}' is not allowed on VM '{1}' since the VM is either deallocated or marked to be "
    "deallocated.",
    "not deallocated": "Operation '{0}' is not allowed on VM '{1}' since the VM is not deallocated.",
    "running": "Operation '{0}' is not allowed on VM '{1}' since the VM is running. Please power off explicitly in "
    "case you shut down the VM from inside the guest operating system.",
    "generalized": "Operation '{0}' is not allowed on VM '{1}' since the VM is generalized.",
    "not generalized": "The operation '{0}' requires the Virtual Machine '{1}' to be Generalized.",
    "not eligible": "Operation '{0}' is not allowed on VM '{1}' since the Subscription of this VM is not eligible.",
}


def not_allowed(message: str, target: str | None = None) -> AzureError:
    """The state of things is in the way."""
    return AzureError(409, "OperationNotAllowed", message, target=target)


def forbidden(reason: str, operation: str, machine: str) -> AzureError:
    """An operation a machine's state does not allow."""
    return not_allowed(NOT_ALLOWED[reason].format(operation, machine))


def invalid(message: str, target: str | None = None, *, code: str = "InvalidParameter") -> AzureError:
    """A value that can not be meant."""
    return AzureError(400, code, message, target=target)


def out_of_range(path: str, value: float, least: float, most: float) -> AzureError:
    """A number outside its limits."""
    message = (
        f"The value '{value}' of parameter '{path}' is out of range. "
        f"The value must be between '{least}' and '{most}', inclusive."
    )
    return invalid(message, path)


def change_not_allowed(path: str) -> AzureError:
    """A change of what is fixed at creation."""
    return AzureError(409, "PropertyChangeNotAllowed", f"Changing property '{path}' is not allowed.", target=path)


def not_found(words: str, resource_id: str) -> AzureError:
    """What a request points at and is not there."""
    return AzureError(404, "NotFound", f"The {words} {resource_id} cannot be found.")


def referenced(
    around: Surroundings, resource_id: str | None, words: str, *types: str, path: str, location: str | None = None
) -> Seen:
    """What a request points at: there, of one of the types, and in the region where one is asked for."""
    if not resource_id:
        raise invalid(f"Required parameter '{path.rsplit('.', 1)[-1]}' is missing (null).", path)
    given = read_id(resource_id)
    if given.type.lower() not in {each.lower() for each in types}:
        raise invalid(f"The value of parameter {path} is invalid.", path)
    found = around.find(resource_id)
    if found is None:
        raise not_found(words, resource_id)
    if location is not None and found.location != location:
        message = (
            f"The {words} '{found.id}' is in location '{found.location}', the resource that names it in '{location}'."
        )
        raise invalid(message, path)
    return found
