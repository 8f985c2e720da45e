"""Utilisation as Azure Migrate's files give it: one figure per metric, whose statistic they do not name.

An empty cell is absent. A zero needs more thought, because Azure Migrate also writes 0 where it measured nothing (a
machine that was off; it then sizes by configuration): no running machine uses no memory, so zero memory is absent;
figures that are zero one and all measured nothing; of a machine that is off, no zero was measured. Any other zero is
kept: an idle disk is a fact.
"""

from collections.abc import Sequence

from azlift.model import Metric, Usage

Figure = tuple[Metric, str, float | None]
"""The metric, the key of the disk it is of (empty: the whole machine), and the value."""
FULL_PERCENT = 100


def measured(figures: Sequence[Figure], source: str, off: bool = False) -> tuple[Usage, ...]:
    """What was measured; `source` is the file's name, `off` whether the row says the machine was off."""
    stated = [(metric, disk, value) for metric, disk, value in figures if value is not None]
    idle = off or not any(value for _, _, value in stated)
    return tuple(
        Usage(metric=metric, disk=disk, sample=value, source=source)
        for metric, disk, value in stated
        if value or not (idle or metric is Metric.MEMORY_PERCENT)
    )


def measured_nothing(figures: Sequence[Figure], usage: Sequence[Usage]) -> bool:
    """Whether zeros were stated, and none of them is a measurement."""
    return not usage and any(value is not None for _, _, value in figures)
