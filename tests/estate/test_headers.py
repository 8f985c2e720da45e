import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.estate.headers import (
    DISKS,
    HEADER_WITHIN_ROWS,
    MACHINES,
    MANDATORY,
    NICS,
    find_columns,
    find_header,
    repeated_headers,
    squeeze,
    tab_name,
)

OLD = ["VM", "Powerstate", "Template", "CPUs", "Memory", "NICs", "Disks", "Provisioned MB", "In Use MB", "Datacenter"]
NEW = ["VM", "Powerstate", "Template", "CPUs", "Memory", "NICs", "Disks", "Provisioned MiB", "In Use MiB", "Datacenter"]
INTERNAL = [
    "vInfoVMName", "vInfoPowerstate", "vInfoTemplate", "vInfoCPUs", "vInfoMemory", "vInfoNICs",
    "vInfoNumVirtualDisks", "vInfoProvisioned", "vInfoInUse", "vInfoDataCenter",
]  # fmt: skip


@pytest.mark.parametrize("header", [NEW, INTERNAL], ids=["4.x", "internal"])
def test_the_headers_of_all_versions_are_the_same_columns(header: list[str]) -> None:
    assert find_columns(header, "vInfo", MACHINES) == find_columns(OLD, "vInfo", MACHINES)
    assert len(find_columns(header, "vInfo", MACHINES)) == len(OLD)


@given(st.permutations(NEW), st.integers(0, 10), st.text(max_size=5))
def test_columns_are_found_wherever_they_stand_and_whatever_is_inserted(
    header: list[str], place: int, inserted: str
) -> None:
    wider = [*header[:place], f"Tag {inserted}", *header[place:]]
    columns = find_columns(wider, "vInfo", MACHINES)
    assert {field: wider[position] for field, position in columns.items()} == {
        field: header[position] for field, position in find_columns(header, "vInfo", MACHINES).items()
    }


@pytest.mark.parametrize("header", ["Provisioned MB", "provisioned  mib", "  PROVISIONED\nMiB ", "vInfoProvisionedMiB"])
def test_case_blanks_units_and_the_prefix_of_the_tab_do_not_matter(header: str) -> None:
    assert squeeze(header, "vInfo") == "provisionedmib"


def test_internal_names_of_disks_and_nics_are_known() -> None:
    assert find_columns(["vDiskVMName", "vDiskName", "vDiskKey", "vDiskCapacityMiB", "vDiskRaw"], "vDisk", DISKS) == {
        "name": 0, "label": 1, "key": 2, "capacity_mib": 3, "raw": 4,
    }  # fmt: skip
    assert find_columns(["vNetworkVMName", "vNetworkNic", "vNetworkName", "vNetworkIP4Address"], "vNetwork", NICS) == {
        "name": 0, "label": 1, "network": 2, "ipv4": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "field"),
    [("application", "application"), ("App", "application"), ("APPLICATION NAME", "application"), ("owner", "owner"),
     ("Business Owner", "owner"), ("env", "environment"), ("ENVIRONMENT", "environment")],
)  # fmt: skip
def test_custom_attributes_are_known_by_their_usual_names(header: str, field: str) -> None:
    assert find_columns([header], "vInfo", MACHINES) == {field: 0}


def test_the_full_name_of_a_custom_attribute_goes_before_its_short_one() -> None:
    assert find_columns(["App", "Application"], "vInfo", MACHINES) == {"application": 1}


def test_annotations_and_other_attributes_are_no_columns_of_ours() -> None:
    assert find_columns(["Annotation", "License Key", "E-Mail", "Contact", "vApp"], "vInfo", MACHINES) == {}


def test_a_header_is_found_below_a_title_but_not_at_the_end_of_the_world() -> None:
    title = [["Export of May"], [""]]
    assert find_header([*title, OLD], "vInfo", MACHINES, MANDATORY) == 2
    assert find_header([[""]] * HEADER_WITHIN_ROWS + [OLD], "vInfo", MACHINES, MANDATORY) is None


def test_a_column_that_is_there_twice_is_named() -> None:
    header = ["VM", "Host", "CPUs", "host ", "Annotation", "Annotation"]
    columns = find_columns(header, "vInfo", MACHINES)
    assert columns["host"] == 1
    assert repeated_headers(header, "vInfo", columns) == ["Host"]


@pytest.mark.parametrize(
    ("header", "tab", "same"),
    [("vInfoCPUs", "", "CPUs"), ("VInfoVersion", "vInfo", "Version"), ("vInfo_tags_Owner", "vInfo", "tags Owner"),
     ("vCPUCPUs", "RVTools_tabvCPU", "CPUs"), ("Video Ram KB", "", "Video Ram KiB"), ("vHostvCPUs", "vHost", "vCPUs")],
)  # fmt: skip
def test_internal_names_and_older_units_are_the_same_column(header: str, tab: str, same: str) -> None:
    assert squeeze(header, tab) == squeeze(same)


@pytest.mark.parametrize("header", ["vCPUs", "vDisks", "vCPU count", "vInformation"])
def test_a_word_that_only_begins_like_an_internal_name_is_left_as_it_is(header: str) -> None:
    assert squeeze(header) == header.casefold().replace(" ", "")


@pytest.mark.parametrize("tab", ["vInfo", " VINFO", "tabvInfo", "RVTools_tabvInfo", "rvtoolstabvinfo"])
def test_a_tab_is_the_same_under_all_its_names(tab: str) -> None:
    assert tab_name(tab) == "vinfo"


def test_tabs_of_other_formats_keep_their_names() -> None:
    assert [tab_name(name) for name in ("Table", "tab", "RVTools", "")] == ["table", "tab", "rvtools", ""]
