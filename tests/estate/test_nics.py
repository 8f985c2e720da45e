from collections.abc import Callable

from workbooks import Cell, info_row

from azlift.model import Estate, Nic

ReadRows = Callable[..., Estate]


def nic_row(**cells: Cell) -> dict[str, Cell]:
    plain: dict[str, Cell] = {"VM": "web01", "NIC label": "Network adapter 1", "Network": "VLAN-10"}
    return {**plain, **{header.replace("_", " "): value for header, value in cells.items()}}


def test_nics_come_from_vnetwork_with_all_their_addresses(read_rows: ReadRows) -> None:
    row = nic_row(
        Connected="True", Mac_Address="00:50:56:00:00:01", IPv4_Address="10.0.0.4, 10.0.0.5;10.0.0.6",
        IPv6_Address="fe80::1",
    )  # fmt: skip
    assert read_rows(info_row(), vNetwork=[row]).workloads[0].nics == (
        Nic(
            label="Network adapter 1", network="VLAN-10", mac="00:50:56:00:00:01", connected=True,
            addresses=("10.0.0.4", "10.0.0.5", "10.0.0.6", "fe80::1"),
        ),
    )  # fmt: skip


def test_whether_a_nic_is_connected_may_be_unknown(read_rows: ReadRows) -> None:
    rows = [nic_row(Connected=False), nic_row(NIC_label="Network adapter 2", Connected=None)]
    nics = read_rows(info_row(NICs=2), vNetwork=rows).workloads[0].nics
    assert [nic.connected for nic in nics] == [False, None]


def test_without_vnetwork_there_are_as_many_nics_as_vinfo_counts(read_rows: ReadRows) -> None:
    estate = read_rows(info_row(NICs=3, **{"Network #1": "VLAN-10", "Network #2": "VLAN-20"}))
    assert [(nic.label, nic.network) for nic in estate.workloads[0].nics] == [
        ("Network adapter 1", "VLAN-10"), ("Network adapter 2", "VLAN-20"), ("Network adapter 3", ""),
    ]  # fmt: skip


def test_without_a_count_there_is_a_nic_for_each_network_that_is_named(read_rows: ReadRows) -> None:
    estate = read_rows(info_row(NICs=None, **{"Network #1": "VLAN-10", "Network #2": "VLAN-20"}))
    assert [nic.network for nic in estate.workloads[0].nics] == ["VLAN-10", "VLAN-20"]


def test_a_machine_without_nics_keeps_none(read_rows: ReadRows) -> None:
    assert read_rows(info_row(NICs=0)).workloads[0].nics == ()


def test_more_nics_than_there_are_columns_for_networks_are_still_nics(read_rows: ReadRows) -> None:
    assert len(read_rows(info_row(NICs=10)).workloads[0].nics) == 10


def test_where_vnetwork_counts_otherwise_it_is_told_once_for_the_file(read_rows: ReadRows) -> None:
    estate = read_rows(info_row(NICs=2), info_row(VM="db01"), vNetwork=[nic_row(), nic_row(VM="db01")])
    (told,) = [finding for finding in estate.findings if finding.code == "nics-differ"]
    assert (told.message.split(":")[0], told.evidence) == ("1 of 2 machines", "web01")
    assert (len(estate.workloads[0].nics), estate.totals.nics) == (1, 3)


def test_without_vnetwork_the_first_nic_has_vinfos_address(read_rows: ReadRows) -> None:
    estate = read_rows(
        info_row(NICs=2, Primary_IP_Address="10.0.0.4"), info_row(VM="b", NICs=0, Primary_IP_Address="10.0.0.5")
    )
    assert [nic.addresses for nic in estate.workloads[0].nics] == [("10.0.0.4",), ()]
    assert estate.workloads[1].nics == ()
