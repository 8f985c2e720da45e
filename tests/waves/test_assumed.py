"""What is assumed is said, with its source; what is given is not."""

from azlift.model import Calendar, Severity
from azlift.waves.assumed import SOURCES, assumed_of


def keys_of(calendar: Calendar) -> set[str]:
    return {finding.message.split(" is not given")[0] for finding in assumed_of(calendar)}


def test_without_a_file_everything_that_is_taken_is_marked_as_assumed() -> None:
    assert keys_of(Calendar()) == set(SOURCES)
    assert all(finding.severity is Severity.NOTE and finding.evidence for finding in assumed_of(Calendar()))


def test_what_is_given_is_not_marked() -> None:
    given = Calendar.model_validate({"horizon_weeks": 20, "replication": {"change_share_per_day": 0.02}, "links": []})
    assert keys_of(given) == set(SOURCES) - {"horizon_weeks", "replication.change_share_per_day", "links"}


def test_a_note_says_what_is_taken_and_why() -> None:
    notes = {finding.message: finding.evidence for finding in assumed_of(Calendar())}
    assert "concepts-vmware-agentless-migration" in notes["replication.disks_per_appliance is not given: 52 is taken"]
    assert "2 to 5 %" in notes["replication.change_share_per_day is not given: 0.05 is taken"]
    assert "windows is not given: Sat 22:00-Sun 06:00 is taken" in notes
