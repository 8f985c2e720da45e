from datetime import UTC, datetime, timedelta

from people import person

from azlift.model import Checklist, Waiver
from azlift.readiness import TITLES, item_of, waived

NOW = datetime(2027, 1, 10, tzinfo=UTC)
ANN = person("Ann")


def checklist() -> Checklist:
    items = (item_of("sizes", (), "3 sizes", "wave-01"), item_of("locks", ("a lock",), "", "wave-01"))
    return Checklist(wave="wave-01", at=NOW, digest="d", items=items)


def waiver(code: str, hours: float) -> Waiver:
    end = NOW + timedelta(hours=hours)
    return Waiver(wave="wave-01", code=code, person=ANN, reason="lifted on Friday", at=NOW, expires_at=end)


def test_a_line_is_green_with_its_evidence_or_red_with_what_to_do() -> None:
    green, red = checklist().items
    assert (green.state, green.evidence, green.remedy) == ("green", "3 sizes", "")
    assert (red.state, red.evidence, red.remedy) == ("red", "a lock", TITLES["locks"].remedy)
    assert item_of("providers", ("x",), "", "wave-07").remedy == "azlift prepare wave-07"
    assert item_of("locks", ("x",), "", "w", unknown=True).state == "unknown"


def test_many_faults_are_told_by_the_first_five_and_their_number() -> None:
    assert item_of("names", map(str, range(9)), "", "w").evidence == "0; 1; 2; 3; 4 (and 4 more)"


def test_one_red_line_keeps_a_wave_from_being_ready_until_it_is_waived() -> None:
    assert not checklist().green
    done = waived(checklist(), [waiver("locks", 1)], NOW)
    assert done.green
    assert done.items[1].state == "waived"
    assert done.items[1].evidence == "a lock; waived by Ann until 2027-01-10 01:00 UTC: lifted on Friday"


def test_a_waiver_that_has_ended_or_is_of_another_line_waives_nothing() -> None:
    assert not waived(checklist(), [waiver("locks", 0)], NOW).green
    assert not waived(checklist(), [waiver("names", 1)], NOW).green


def test_a_green_line_stays_green_under_a_waiver() -> None:
    assert waived(checklist(), [waiver("sizes", 1)], NOW).items[0].state == "green"
