"""How long the steps of a night take: durations that are not known exactly."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from azlift.model.written import Written

NotNegative = Annotated[float, Field(ge=0, le=1e15)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]


class Range(Written):
    """A duration or a rate that is not known exactly: `low` and `high` hold nine of ten, by the history if there is."""

    low: NotNegative
    expected: NotNegative
    high: NotNegative

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.low <= self.expected <= self.high:
            raise ValueError("expected low <= expected <= high")
        return self


class Pace(Written):
    """Minutes that each step takes for one machine, apart from copying."""

    stop_minutes: Range = Range(low=2, expected=5, high=15)
    start_minutes: Range = Range(low=3, expected=10, high=20)
    verify_minutes: Range = Range(low=5, expected=15, high=60)
    restart_minutes: Range = Range(low=3, expected=10, high=20)
    """To start the source again, when a group is rolled back."""
    machines_at_once: Count = 8
    """Machines that are stopped, started and verified side by side."""
    must_fit: Literal["expected", "high"] = "expected"
    """Which end of the ranges cutover and rollback must fit into a window with; a plan is warned of the other."""
