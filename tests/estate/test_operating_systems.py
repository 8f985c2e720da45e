import pytest

from azlift.estate.operating_systems import bits_of, disagree, family_of, version_of
from azlift.model import OsFamily


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Microsoft Windows Server 2008 R2 (64-bit)", OsFamily.WINDOWS),
        ("Red Hat Enterprise Linux 6 (64-bit)", OsFamily.LINUX),
        ("CentOS 4/5/6/7 (64-bit)", OsFamily.LINUX),
        ("Other 3.x or later Linux (64-bit)", OsFamily.LINUX),
        ("VMware Photon OS (64-bit)", OsFamily.LINUX),
        ("Oracle Solaris 10 (64-bit)", OsFamily.OTHER),
        ("Apple macOS 10.13 (64-bit)", OsFamily.OTHER),
        ("Darwin", OsFamily.OTHER),
        ("", OsFamily.UNKNOWN),
        ("  ", OsFamily.UNKNOWN),
    ],
)
def test_the_family_is_read_from_the_name(name: str, family: OsFamily) -> None:
    assert family_of(name) is family


@pytest.mark.parametrize(
    ("name", "bits"),
    [("Ubuntu Linux (64-bit)", 64), ("Microsoft Windows XP Professional (32-bit)", 32), ("Windows Server 2022", None)],
)
def test_bits_are_known_only_where_they_are_said(name: str, bits: int | None) -> None:
    assert bits_of(name) == bits


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("Microsoft Windows Server 2008 R2 (64-bit)", "2008 r2"),
        ("Microsoft Windows Server 2008 (64-bit)", "2008"),
        ("Red Hat Enterprise Linux 7 (64-bit)", "7"),
        ("Ubuntu 20.04 LTS", "20.04"),
        ("CentOS 4/5/6/7 (64-bit)", None),
        ("Other 2.6.x Linux (64-bit)", None),
        ("Microsoft Windows Server 2016 or later (64-bit)", None),
        ("Ubuntu Linux (64-bit)", None),
    ],
)
def test_a_range_is_not_a_version(name: str, version: str | None) -> None:
    assert version_of(name) == version


def test_names_disagree_in_family_or_in_a_version_both_state() -> None:
    assert disagree("Microsoft Windows Server 2016 (64-bit)", "Microsoft Windows Server 2012 (64-bit)")
    assert disagree("Oracle Solaris 10 (64-bit)", "Red Hat Enterprise Linux 6 (64-bit)")
    assert not disagree("CentOS 7 (64-bit)", "CentOS 4/5/6/7 (64-bit)")
    assert not disagree("Microsoft Windows Server 2008 (32-bit)", "Microsoft Windows Server 2008 (64-bit)")
    assert not disagree("Red Hat Enterprise Linux 7 (64-bit)", "RHEL 7.9")
    assert not disagree("Microsoft Windows Server 2016 (64-bit)", "Win2016")
    assert disagree("RHEL 7.9", "RHEL 7.6")
    assert not disagree("", "Ubuntu Linux (64-bit)")
