"""What readers hand on."""

from azlift.estate.record import KEY_KINDS, Record
from azlift.model import Origin, Totals


def test_a_record_states_nothing_but_what_it_was_given() -> None:
    record = Record(Origin(file="a.csv", row=2), "web-1", (("name", "web-1"),), {"vcpu": 2})
    assert "memory_mib" not in record.facts
    assert record.totals == Totals()
    assert record.excluded is None


def test_a_name_is_the_least_of_keys() -> None:
    assert KEY_KINDS[0] == "vcenter"
    assert KEY_KINDS[-1] == "name"
