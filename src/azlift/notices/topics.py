"""What of all that is on record is worth telling somebody, and under which topic."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from azlift.model import Failure, Noun
from azlift.stages import Kind, Stage

Topic = Literal["gates", "failures", "window", "holds", "life"]
TOPICS: tuple[Topic, ...] = get_args(Topic)
About = Literal["wave", "hold", "said", "group", "zone", "test", "step", "answer", "other"]

OF_WAVE: Mapping[Stage, Topic] = {
    **dict.fromkeys((Stage.COMMITTED, Stage.READY, Stage.APPROVED), "gates"),
    **dict.fromkeys((Stage.WINDOW_OPEN, Stage.CUTTING_OVER, Stage.VALIDATING, Stage.GO, Stage.NO_GO), "window"),
    **dict.fromkeys((Stage.EXECUTING, Stage.HYPERCARE, Stage.HANDED_OVER, Stage.PARTLY_CLOSED), "life"),
    **dict.fromkeys((Stage.CLOSED, Stage.ROLLED_BACK), "life"),
    Stage.ABANDONED: "holds",
}
OF_GROUP = frozenset({Stage.CUT_OVER, Stage.VALIDATED, Stage.ACCEPTED, Stage.SOURCE_RETIRED, Stage.ROLLED_BACK})
"""What of a group people wait for; that it was rendered or landed they see in the status."""
CONSEQUENCE = "Waiting"
"""The code of a failure that says only that another one failed."""


@dataclass(frozen=True)
class Happening:
    """An event of the ledger as far as people are told of it. `step` is that of a cutover."""

    seq: int
    at: datetime
    about: About
    wave: str
    stage: Stage
    kind: Kind
    group: str = ""
    step: str = ""
    fact: Noun | None = None


def topic_of(about: About, stage: Stage, kind: Kind, fact: Noun | None) -> Topic | None:
    """Under which topic people are told of this; None: they are not."""
    if kind is Kind.FAILURE:
        known = isinstance(fact, Failure) and fact.code != CONSEQUENCE
        return "failures" if known and about != "other" else None
    if kind is not Kind.OUTCOME:
        return None
    if about == "wave":
        return OF_WAVE.get(stage)
    if about == "hold":
        return "holds"
    if about == "said":
        return "gates"
    if about == "answer":
        return "window"  # a step that waits for a person at night waits for them then
    return "life" if about == "group" and stage in OF_GROUP else None
