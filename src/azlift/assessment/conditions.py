"""What a rule asks of a fact. A condition is data: it can be written in YAML, and it can do nothing but compare."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Self

from pydantic import AfterValidator, ConfigDict, model_validator

from azlift.model import Noun

LONGEST_TEXT = 120
"""What is longer is no system's name, and is not searched further: patterns take long on long text."""
Facts = Mapping[str, Any]
"""A subject's facts by name; one that is absent is not known."""


@lru_cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _checked(pattern: str) -> str:
    try:
        _compiled(pattern)
    except re.error as fault:
        raise ValueError(f"not a regular expression: {fault}") from fault
    return pattern


class Condition(Noun):
    """All that is given must hold; a fact that is not known fulfils `missing: true` and nothing else.

    `above`, `below`: a number, or the name of another fact (`$most_nics`). `matches`, `lacks`: a regular expression,
    searched without regard to case in the first 120 characters. `one_of`: the fact is among these.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    equals: bool | int | str | None = None
    above: int | float | str | None = None
    below: int | float | str | None = None
    matches: Annotated[str, AfterValidator(_checked)] | None = None
    lacks: Annotated[str, AfterValidator(_checked)] | None = None
    one_of: tuple[str, ...] | None = None
    missing: bool | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("a condition asks for at least one thing")
        return self

    def holds(self, name: str, facts: Facts) -> bool:
        value = facts.get(name)
        if self.missing is not None:
            return (value is None) is self.missing
        if value is None:
            return False
        text = str(value)[:LONGEST_TEXT]
        return (
            (self.equals is None or value == self.equals or (isinstance(value, str) and value == _word(self.equals)))
            and (self.above is None or self._compare(value, self.above, facts) > 0)
            and (self.below is None or self._compare(value, self.below, facts) < 0)
            and (self.matches is None or _compiled(self.matches).search(text) is not None)
            and (self.lacks is None or _compiled(self.lacks).search(text) is None)
            and (self.one_of is None or text in self.one_of)
        )

    def _compare(self, value: Any, bound: int | float | str, facts: Facts) -> int:
        """-1, 0 or 1; 0 also where the bound is a fact that is not known, so that nothing follows from it."""
        other = facts.get(bound.removeprefix("$")) if isinstance(bound, str) else bound
        return 0 if other is None else (value > other) - (value < other)


def _word(written: Any) -> Any:
    """YAML reads the words `on` and `off` as truth values."""
    return {True: "on", False: "off"}[written] if isinstance(written, bool) else written


def read_condition(written: Any) -> Any:
    """`power: off` is short for `power: {equals: off}`, and a list for `one_of`."""
    if isinstance(written, dict | Condition):
        return written
    return {"one_of": [_word(item) for item in written]} if isinstance(written, list) else {"equals": written}
