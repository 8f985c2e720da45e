"""One system, under every name inventories have for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.model.systems import bits_in, system_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("win2k12r2", "windows server 2012 r2"),
        ("Win2K3", "windows server 2003"),
        ("W2K", "windows 2000"),
        ("W2K16", "windows server 2016"),
        ("WinSrv2016", "windows server 2016"),
        ("WS2012R2", "windows server 2012 r2"),
        ("Windows 2016 Standard", "windows server 2016 standard"),
        ("Windows_Server_2012_R2", "windows server 2012 r2"),
        ("Windows-2022-Datacenter", "windows server 2022 datacenter"),
        ("Microsoft® Windows Server® 2008 Standard", "microsoft windows server 2008 standard"),
        ("Microsoft(R) Windows(R) Server 2003 R2", "microsoft windows server 2003 r2"),
        ("MS Server 2016", "windows server 2016"),
        ("Microsoft Windows 2000 Server", "microsoft windows 2000 server"),
        ("Microsoft Windows 10 (64-bit)", "microsoft windows 10 (64-bit)"),
        ("Windows Small Business Server 2011", "windows small business server 2011"),
        ("windows2019srvNext_64Guest", "windows server 2022 (64-bit)"),
        ("windows9Server64Guest", "windows server 2016 (64-bit)"),
        ("winLonghornGuest", "windows server 2008"),
        ("rhel7_64Guest", "rhel 7 (64-bit)"),
        ("oracleLinux7_64Guest", "oracle linux 7 (64-bit)"),
        ("CentOS-7", "centos 7"),
        ("rhel-8.6", "rhel 8.6"),
        ("ubuntu20.04", "ubuntu 20.04"),
        ("RedHat 7.9", "red hat enterprise linux 7.9"),
        ("Linux Red Hat 7.9", "linux red hat enterprise linux 7.9"),
        ("Red Hat Linux 7.3", "red hat linux 7.3"),
        ("OL8", "oracle linux 8"),
        ("OEL 6.10", "oracle linux 6.10"),
        ("SUSE 12", "suse linux enterprise 12"),
        ("SUSE openSUSE (64-bit)", "suse opensuse (64-bit)"),
        ("openSUSE 11", "opensuse 11"),
        ("SQL Server 2016 on Ubuntu", "sql server 2016 on ubuntu"),
        ("HP-UX 11.31", "hp-ux 11.31"),
        ("  ", ""),
    ],
)
def test_a_name_is_spelt_out_as_its_maker_spells_it(name: str, words: str) -> None:
    assert system_words(name) == words


@given(st.text())
def test_a_name_spelt_out_is_spelt_out_for_good(name: str) -> None:
    assert system_words(system_words(name)) == system_words(name)


@pytest.mark.parametrize(
    ("name", "bits"),
    [
        ("Windows Server 2012 R2 x64", 64),
        ("Windows Server 2008 x86", 32),
        ("Microsoft Windows Server 2019 Datacenter, 64-bit", 64),
        ("RHEL 5 (32 bit)", 32),
        ("CentOS 5.5 i386", 32),
        ("Linux 3.10.0-1160.el7.x86_64", 64),
        ("Oracle Solaris 10 x86", None),
        ("RHEL 8", None),
    ],
)
def test_bits_are_known_by_any_of_their_names(name: str, bits: int | None) -> None:
    assert bits_in(name) == bits
