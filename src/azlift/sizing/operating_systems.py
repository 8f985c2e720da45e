"""What an operating system's name means for a rehost: whether Azure runs it, and until when its maker supports it."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from azlift.model import Finding, OsFamily, Severity, Workload

CANNOT_RUN = re.compile(
    r"\b(solaris|sunos|netware|mac ?os|os x|darwin|esxi?|vmkernel|os/2|unixware|openserver|sco|aix|hp-ux|ms-dos)\b"
)
"""Systems that are left where they are: for other processors, or not known to run on Azure.

Azure Migrate's readiness rules (2020) call them conditionally ready; azlift does not move what nobody vouches for.
FreeBSD is not among them: Microsoft publishes images of it for Azure.
"""

BEFORE_2008 = re.compile(r"windows\b.*\b(2003|2000|nt|xp|vista|me|9[58]|3\.1)\b")
"""Conditionally ready by Azure Migrate's readiness rules, Windows Server 2003 with a custom support agreement.

Source: MicrosoftDocs/azure-docs articles/migrate/concepts-assessment-calculation.md (2020-01-06).
"""

RANGE = re.compile(r"or later|or earlier")
BITS = re.compile(r"\((?:32|64)[- ]bit\)")
LONGEST_NAME = 120
"""What is longer is not a system's name, and is not searched further: patterns take long on long text."""


class EndOfSupport(NamedTuple):
    name: str
    pattern: re.Pattern[str]
    ended: date
    source: str


def _ends(product: str, words: str, page: str, ends: dict[str, str]) -> list[EndOfSupport]:
    """One row per version, in the order given; the first that matches is taken, so what ended last stands first."""
    return [
        EndOfSupport(
            f"{product} {version}",
            re.compile(rf"{words}\D*(?:[\d.]+/)*{re.escape(version.casefold())}(?!\w)"),
            date.fromisoformat(ended),
            f"endoflife.date/{page}",
        )
        for version, ended in ends.items()
    ]


END_OF_SUPPORT: tuple[EndOfSupport, ...] = (
    *_ends("Windows Server", r"windows.*\bserver\b", "windows-server", {
        "2025": "2034-10-10", "2022": "2031-10-14", "2019": "2029-01-09", "2016": "2027-01-12",
        "2012 R2": "2023-10-10", "2012": "2023-10-10", "2008 R2": "2020-01-14", "2008": "2020-01-14",
        "2003": "2015-07-14",
    }),
    *_ends("Windows", r"windows(?!.*\bserver\b)", "windows", {
        "8.1": "2023-01-10", "8": "2016-01-12", "7": "2020-01-14", "Vista": "2017-04-11", "XP": "2014-04-08",
    }),
    *_ends("Windows", r"windows", "windows-server", {"2000": "2010-07-13"}),
    *_ends("CentOS Stream", r"centos stream", "centos-stream", {"9": "2027-05-31", "8": "2024-05-31"}),
    *_ends("CentOS", r"centos(?! stream)", "centos", {
        "7": "2024-06-30", "8": "2021-12-31", "6": "2020-11-30", "5": "2017-03-31",
    }),
    *_ends("CentOS", r"centos(?! stream)", "rhel", {"4": "2012-02-29"}),
    *_ends("Red Hat Enterprise Linux", r"(?:red hat enterprise|rhel)", "rhel", {
        "9": "2032-05-31", "8": "2029-05-31", "7": "2024-06-30", "6": "2020-11-30", "5": "2017-03-31",
        "4": "2012-02-29",
    }),
    *_ends("Oracle Linux", r"oracle.*linux", "oracle-linux", {
        "9": "2032-06-30", "8": "2029-07-01", "7": "2024-12-01", "6": "2021-03-01",
    }),
    *_ends("SUSE Linux Enterprise", r"(?:suse linux enterprise|sles)", "sles", {
        "12": "2024-10-31", "11": "2019-03-31", "10": "2013-07-31",
    }),
    *_ends("Debian", r"debian", "debian", {
        "12": "2028-06-10", "11": "2026-08-31", "10": "2024-06-30", "9": "2022-07-01", "8": "2020-06-30",
        "7": "2018-05-31", "6": "2016-02-29", "5": "2012-02-06", "4": "2010-02-15",
    }),
    *_ends("Ubuntu", r"ubuntu", "ubuntu", {
        "24.04": "2029-05-31", "22.04": "2027-04-01", "20.04": "2025-05-31", "18.04": "2023-05-31",
        "16.04": "2021-04-02", "14.04": "2019-04-02", "12.04": "2017-04-28", "10.04": "2013-05-09",
        "8.04": "2013-05-09",
    }),
)  # fmt: skip
"""When the maker's own support ended, without what is sold on top of it (extended security updates, LTSS, ELS, Pro).

Source: the pages named, of github.com/endoflife-date/endoflife.date: extended support (Windows), maintenance support
(Red Hat), premier support (Oracle), general support of the last service pack (SUSE), long-term support (Debian),
standard support (Ubuntu); CentOS 4 as the Red Hat release it was built from. `CentOS 4/5/6/7` is dated by the one of
them that ended last; a name that says `or later` has no date. SUSE 9 and 15, Oracle Linux 5, Windows 10 and 11 are not
in the table: no date at hand, or one per service pack or edition.
"""


@lru_cache(maxsize=1024)
def end_of_support(os_name: str) -> EndOfSupport | None:
    """The row of the newest version this name may stand for; None where it states none, or one not in the table."""
    words = re.sub(r"(?<=\d)r2\b", " r2", BITS.sub("", _words(os_name)))
    if RANGE.search(words):
        return None
    return next((row for row in END_OF_SUPPORT if row.pattern.search(words)), None)


def _words(os_name: str) -> str:
    return os_name[:LONGEST_NAME].casefold()


def judge_os(workload: Workload, today: str) -> Iterator[Finding]:
    """What speaks against the system, or should be known of it, on the day `today` (ISO)."""
    rules = (_judge_family(workload), _judge_age(workload), _judge_bits(workload), _judge_support(workload, today))
    for code, severity, message in filter(None, rules):
        yield Finding(
            code=code,
            severity=severity,
            message=message,
            evidence=workload.os_name or "(empty)",
            workload=workload.id,
        )


Judgement = tuple[str, Severity, str]


def _judge_family(workload: Workload) -> Judgement | None:
    words = _words(workload.os_name)
    if CANNOT_RUN.search(words):
        return (
            "os-unsupported",
            Severity.BLOCKING,
            "This operating system is not known to run on Azure. Replace it by a supported one, or retain it.",
        )
    if workload.os_family in (OsFamily.WINDOWS, OsFamily.LINUX):
        return None
    if "freebsd" in words:
        return "os-freebsd", Severity.NOTE, "FreeBSD is landed as a Linux machine, at the Linux price."
    return (
        "os-unknown",
        Severity.BLOCKING,
        "The inventory does not say which operating system this is, so neither its price nor whether Azure runs it is "
        "known. Name it in the inventory (Windows …, or a Linux by name) and survey again.",
    )


def _judge_age(workload: Workload) -> Judgement | None:
    if not BEFORE_2008.search(_words(workload.os_name)):
        return None
    return (
        "os-unsupported-by-azure",
        Severity.WARNING,
        "Azure Migrate calls systems this old conditionally ready: it may start, but nobody supports it there. "
        "Upgrade it first, or agree on custom support.",
    )


def _judge_bits(workload: Workload) -> Judgement | None:
    if workload.os_bits != 32:
        return None
    return (
        "os-32-bit",
        Severity.WARNING,
        "Azure Migrate calls 32-bit systems conditionally ready, and carries over only 64-bit ones itself. "
        "It is placed; test it early, or plan its successor.",
    )


def _judge_support(workload: Workload, today: str) -> Judgement | None:
    row = end_of_support(workload.os_name)
    if row is None or row.ended >= date.fromisoformat(today):
        return None
    return (
        "os-end-of-life",
        Severity.WARNING,
        f"{row.name} has been out of its maker's support since {row.ended.isoformat()} ({row.source}). "
        "It is placed as it is; plan its upgrade.",
    )
