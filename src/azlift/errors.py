"""The tree of errors: what went wrong, and one line of advice addressed to a person.

The first line of an error's docstring is its default message; each branch has one exit code (README, "Exit codes").
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, ClassVar


class AzliftError(Exception):
    """Something went wrong that azlift did not foresee."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str = "", *, advice: str = "") -> None:
        self.message = message or (type(self).__doc__ or "").splitlines()[0]
        self.advice = advice
        super().__init__(self.message)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), dict(self.__dict__)))


def _rebuild(kind: type[AzliftError], attributes: dict[str, object]) -> AzliftError:
    error = kind.__new__(kind)
    Exception.__init__(error, str(attributes.get("message", "")))
    error.__dict__.update(attributes)
    return error


# -- what people give us ------------------------------------------------------------------------------------------


class InputError(AzliftError):
    """A file given to azlift cannot be used as it is."""

    exit_code = 3

    def __init__(
        self,
        message: str = "",
        *,
        file: str = "",
        tab: str = "",
        row: int | None = None,
        column: str = "",
        advice: str = "",
    ) -> None:
        super().__init__(message, advice=advice)
        self.file, self.tab, self.row, self.column = file, tab, row, column

    def __str__(self) -> str:
        places = [
            self.file,
            f"tab {self.tab}" if self.tab else "",
            f"row {self.row}" if self.row is not None else "",
            f"column {self.column}" if self.column else "",
        ]
        place = ", ".join(p for p in places if p)
        return f"{place}: {self.message}" if place else self.message


class SettingsError(InputError):
    """A setting has a value azlift cannot use."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """What to say where a known word is much like this one; empty where none is."""
    spelt = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), spelt, n=1)
    return f"Did you mean `{spelt[close[0]]}`?" if close else ""


def unusable_setting(fault: Any, file: str, known: Iterable[str], advice: str = "") -> SettingsError:
    """A fault as pydantic describes it, in a person's words; `known` are the keys an unknown one may have meant."""
    key = ".".join(str(part) for part in fault["loc"])
    meant = did_you_mean(str(fault["loc"][-1]), known) if fault["type"] == "extra_forbidden" else ""
    wrong = "what was expected are keys with values" if fault["type"] == "model_type" else fault["msg"]
    said = f"found {str(fault['input'])[:80]!r}; {wrong}. {meant}"
    return SettingsError(said.rstrip(), file=file, column=key, advice=advice)


class TemplateFault(InputError):
    """A template cannot be rendered."""


class PlanError(InputError):
    """The plan, as edited, contradicts the estate or its own limits."""


class NotFound(InputError):
    """What was asked for is not in the ledger."""


# -- people who must act ------------------------------------------------------------------------------------------


class PersonNeeded(AzliftError):
    """azlift is waiting for a person."""

    exit_code = 4


class SignInNeeded(PersonNeeded):
    """Azure did not accept the identity azlift acts under."""


class RightsNeeded(PersonNeeded):
    """The identity azlift acts under lacks a right in Azure."""


class Standstill(PersonNeeded):
    """It goes no further until a person acts; nothing has failed, and running it again goes on from here."""


class StepWaits(Standstill):
    """A step of a cutover waits for a person's answer."""


class OutcomeUnknown(Standstill):
    """A step was begun, and how it ended is not known."""


class DecisionDue(Standstill):
    """The window leaves no time for more: go or no-go must be decided."""


class NotRehearsed(PersonNeeded):
    """Its rollback has not been rehearsed."""


class PastReturn(PersonNeeded):
    """It is past the point of no return: what was done cannot be taken back."""


class AnsweredOtherwise(InputError):
    """This was answered already, and otherwise."""


class WavePaused(Standstill):
    """A person has paused this wave."""


class WaveAbandoned(PersonNeeded):
    """A person has abandoned this wave."""


class NotReady(PersonNeeded):
    """The wave is not ready: its checklist is not green."""


class GateShut(PersonNeeded):
    """People have to say yes before this goes on.

    `missing`: what it lacks, each with who can give it.
    """

    def __init__(
        self, message: str = "", *, gate: str = "", wave: str = "", missing: Iterable[str] = (), advice: str = ""
    ) -> None:
        super().__init__(message, advice=advice)
        self.gate, self.wave, self.missing = gate, wave, tuple(missing)

    def __str__(self) -> str:
        return "; ".join((self.message, *self.missing))


# -- how a wave can end -------------------------------------------------------------------------------------------


class PartlyDone(AzliftError):
    """Some of it is done; what was left behind is named, and running the command again takes it up."""

    exit_code = 5


class Waiting(PartlyDone):
    """It waits for another group."""


class OutsideWindow(Waiting):
    """The wave's window is not open."""


class TooLate(PartlyDone):
    """It cannot be finished within the window, and so is not begun."""


class StepFailed(PartlyDone):
    """A step of the cutover did not do what it should."""


class NotTold(PartlyDone):
    """Somebody could not be told; it is tried again."""


class HeldByAnother(AzliftError):
    """Another driver is running this wave."""

    exit_code = 6


# -- Azure --------------------------------------------------------------------------------------------------------


class AzureError(AzliftError):
    """Azure refused a request, or could not be reached.

    `code` is the innermost ARM error code; `correlation_id` is what Azure's support asks for.
    """

    exit_code = 7

    def __init__(self, message: str = "", *, code: str = "", correlation_id: str = "", advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.code, self.correlation_id = code, correlation_id

    def __str__(self) -> str:
        return f"{self.code}: {self.message}" if self.code else self.message


class DeploymentFailed(AzureError):
    """Azure ended the deployment as failed."""


class Unreachable(AzureError):
    """Azure could not be reached."""


class UnexpectedPreview(AzureError):
    """Azure would change something azlift did not plan to change."""


class NotAsExpected(AzureError):
    """What stands in Azure is not what was planned."""


# -- the ledger ---------------------------------------------------------------------------------------------------


class LedgerError(AzliftError):
    """The ledger cannot be written, or cannot be trusted."""

    exit_code = 8


class LedgerBroken(LedgerError):
    """The ledger's chain of hashes does not hold."""


class LedgerUnwritable(LedgerError):
    """The ledger could not be written to disk."""


class IllegalMove(LedgerError):
    """This stage does not follow from the one before."""


class LedgerNewer(LedgerError):
    """A newer azlift has upgraded the ledger."""


class ClockWentBack(LedgerError):
    """The clock is behind the ledger's last event."""
