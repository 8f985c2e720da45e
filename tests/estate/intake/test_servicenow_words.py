"""ServiceNow's words."""

import pytest

from azlift.estate.intake.servicenow_words import (
    APPLICATIONS,
    GONE,
    INSTALLED,
    INSTANCES,
    MACHINES,
    OPERATIONAL,
    STANDING,
    TALKING,
    Direction,
    class_of,
    direction_of,
    status_of,
)


@pytest.mark.parametrize(
    ("name", "label"),
    [("cmdb_ci_linux_server", "Linux Server"), ("cmdb_ci_server", "Server"), ("cmdb_ci_appl", "appl"),
     ("cmdb_ci_vm_instance", "VM instance")],
)  # fmt: skip
def test_a_class_is_one_whether_by_name_or_by_label(name: str, label: str) -> None:
    assert class_of(name) == class_of(label)


def test_machines_and_applications_are_apart_and_an_application_server_is_neither_machine() -> None:
    assert not MACHINES & APPLICATIONS
    assert INSTANCES < MACHINES
    assert {class_of("cmdb_ci_win_server"), class_of("Windows Server"), class_of("AIX Server")} <= MACHINES
    assert class_of("cmdb_ci_app_server") not in MACHINES
    assert class_of("cmdb_ci_esx_server") not in MACHINES


@pytest.mark.parametrize(
    ("words", "numbers", "status"),
    [("6", OPERATIONAL, "retired"), ("Retired", OPERATIONAL, "retired"), ("7", INSTALLED, "retired"),
     ("6", INSTALLED, "instock"), ("100", INSTALLED, "absent"), ("Non-Operational", OPERATIONAL, "nonoperational")],
)  # fmt: skip
def test_a_status_is_one_whether_by_number_or_by_label(words: str, numbers: dict[str, str], status: str) -> None:
    assert status_of(words, numbers) == status
    assert (status in GONE) == (status in ("retired", "absent"))


@pytest.mark.parametrize(
    ("relation", "verbs", "direction"),
    [
        ("Depends on::Used by", TALKING, "forwards"), ("Used by::Depends on", TALKING, "backwards"),
        ("Receives data from::Sends data to", TALKING, "backwards"), ("Runs on::Runs", STANDING, "forwards"),
        ("Virtualized by::Virtualizes", STANDING, "forwards"), ("Hosts::Hosted on", STANDING, "backwards"),
        ("Contains::Contained by", TALKING, None), ("Contains::Contained by", STANDING, None), ("", TALKING, None),
        ("Runs on::Runs", TALKING, None),
    ],
)  # fmt: skip
def test_the_type_says_which_way_and_an_unknown_one_says_nothing(
    relation: str, verbs: frozenset[str], direction: Direction | None
) -> None:
    assert direction_of(relation, verbs) == direction
