"""Who may say what at which gate, until when, and whether enough of them have: pure judging over what is on record.

`people.yaml` names the people, by their Entra object ids; what they say are `Approval`s, each bound to the digest of
exactly what was approved.
"""

from azlift.approval.gate import Ask, GateStanding, admit, judge_gate, last_words
from azlift.approval.people_file import (
    PEOPLE_FILE,
    Holder,
    People,
    Rule,
    people_schema,
    read_people,
    write_no_gates,
)

__all__ = [
    "PEOPLE_FILE",
    "Ask",
    "GateStanding",
    "Holder",
    "People",
    "Rule",
    "admit",
    "judge_gate",
    "last_words",
    "people_schema",
    "read_people",
    "write_no_gates",
]
