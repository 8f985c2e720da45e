"""Which columns of vInfo are RVTools' own."""

import pytest

from azlift.estate.rvtools_columns import attribute_name, is_own, is_telling


@pytest.mark.parametrize(
    "header",
    ["VM", "Video Ram KB", "Video Ram KiB", "Provisioned MB", "Unshared MiB", "Cluster rule(s)", "FT Sec. Latency",
     "min Required EVC Mode Key", "Network #8", "OS according to the VMware Tools", "VI SDK UUID", "HW version",
     "vInfoVMName", "VInfoVersion", "vInfoDataCenter", "vInfoHARestartPriority"],
)  # fmt: skip
def test_columns_of_every_version_and_the_internal_names_are_its_own(header: str) -> None:
    assert is_own(header)


@pytest.mark.parametrize(
    "header",
    ["Cost centre", "Application", "Owner", "Last backup", "app_role", "data_classification", "CPU Usage %",
     "vInfo_tags_Team", "Annotation", "vInfoNotes", "information", "vInfo"],
)  # fmt: skip
def test_what_people_added_is_not(header: str) -> None:
    assert not is_own(header)


def test_an_attribute_among_internal_names_goes_by_the_name_people_gave_it() -> None:
    assert attribute_name("vInfo_tags_Prod-Dev-Test") == "Prod-Dev-Test"
    assert attribute_name("vInfoNotes") == "Notes"
    assert attribute_name("my_tags_here") == "my_tags_here"


def test_some_columns_are_nobody_elses_and_others_stand_in_many_lists() -> None:
    assert all(map(is_telling, ("SRM Placeholder", "vInfoCPUs", "OS according to the VMware Tools", "VI SDK UUID")))
    assert not any(map(is_telling, ("VM", "OS", "Template", "Powerstate", "vCPUs", "Cluster", "")))
