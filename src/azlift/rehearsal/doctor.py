"""What is and what is not simulated, told by the code itself: nothing here is written down twice."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from azlift.rehearsal.authorization.policy.definitions import NOT_EVALUATED
from azlift.rehearsal.deployments.asking import DEPLOYMENT_PROPERTIES
from azlift.rehearsal.expressions.evaluate import FUNCTIONS, NOT_REHEARSED
from azlift.rehearsal.kinds import Kind
from azlift.rehearsal.known_types import known_namespaces
from azlift.rehearsal.opening import KINDS
from azlift.rehearsal.strict import gaps_in
from azlift.rehearsal.templates.shapes import UNREHEARSED

# What no line of code can tell of itself.
BEYOND = (
    "no guest operating system: a machine's power and agent are states, nothing runs in it",
    "no data plane: no blob, queue, secret or database can be read or written, SAS addresses answer nothing",
    "no Microsoft Graph (the directory is steered under /rehearsal/directory), no consent, no Conditional Access, no "
    "second factor at sign-in, no federated domains; tokens in x-ms-authorization-auxiliary are not read",
    "templateHash is not Azure's (but for templates that carry Bicep's own)",
    f"policies with these effects are kept and not evaluated: {', '.join(NOT_EVALUATED)}",
    "data actions of roles grant nothing, as there is no data plane; deny assignments do not exist",
    "what the providers fill in on their own is Azure's documented defaults as far as they are known",
)


@dataclass(frozen=True)
class Report:
    """The declared coverage. Types by name with their actions; gaps as "where: what"."""

    types_with_semantics: dict[str, list[str]]
    types_from_outside_only: dict[str, list[str]]
    types_stored_without_semantics: int
    functions: list[str]
    functions_not_modelled: list[str]
    members_not_modelled: list[str]
    language_not_modelled: list[str]
    beyond: tuple[str, ...] = BEYOND


def examine() -> Report:
    """The report of this very code."""
    stored = sum(f"{name}/{rest}" not in KINDS for name, known in known_namespaces().items() for rest in known.types)
    kinds = sorted(KINDS.values(), key=lambda kind: kind.type.lower())
    return Report(
        types_with_semantics=_with_actions(kind for kind in kinds if not kind.outside_only),
        types_from_outside_only=_with_actions(kind for kind in kinds if kind.outside_only),
        types_stored_without_semantics=stored,
        functions=sorted((function.name for function in FUNCTIONS.values()), key=str.lower),
        functions_not_modelled=sorted(NOT_REHEARSED),
        members_not_modelled=[gap for kind in kinds for gap in _gaps(kind)],
        language_not_modelled=_language_gaps(),
    )


def _with_actions(kinds: Iterable[Kind]) -> dict[str, list[str]]:
    """Types by name, with what they can be asked."""
    return {kind.type: sorted(action.name for action in kind.actions.values()) for kind in kinds}


def _gaps(kind: Kind) -> list[str]:
    found = [
        *gaps_in(kind.properties, "properties"),
        *(gap for name, part in kind.top.items() for gap in gaps_in(part, name)),
    ]
    return [f"{kind.type} {path}: {what}" for path, what in found]


def _language_gaps() -> list[str]:
    members = [f"{part}.{name}" for part, names in UNREHEARSED.items() for name in sorted(names)]
    return members + [f"deployment {path}: {what}" for path, what in gaps_in(DEPLOYMENT_PROPERTIES, "properties")]


def report_text(report: Report) -> str:
    """The report for a person."""
    lines = []
    for words, types in (
        ("types with semantics", report.types_with_semantics),
        ("types simulated from the outside only, each answer says so", report.types_from_outside_only),
    ):
        lines.append(f"{words}: {len(types)}")
        lines += [f"  {name}" + (f"  ({', '.join(asked)})" if asked else "") for name, asked in types.items()]
    lines.append(f"types stored without semantics, each answer says so: {report.types_stored_without_semantics}")
    lines.append(f"template functions: {len(report.functions)}, and every list… action of a type with semantics")
    for field in fields(report)[4:]:
        gaps = getattr(report, field.name)
        lines.append(f"{field.name.replace('_', ' ')}: {len(gaps)}")
        lines += [f"  {gap}" for gap in gaps]
    return "\n".join(lines)
