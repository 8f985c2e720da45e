"""What an operating system's name says: family, bits, and a version only where it states one."""

import re
from functools import lru_cache
from typing import Literal

from azlift.model import OsFamily

KNOWN = 4096
"""Names remembered: an estate has a few dozen systems on thousands of machines."""
LINUX_WORDS = (
    "linux", "ubuntu", "debian", "centos", "red hat", "rhel", "suse", "sles", "fedora", "photon", "coreos", "flatcar",
    "rocky", "almalinux", "gentoo", "asianux",
)  # fmt: skip
BITS: dict[str, Literal[32, 64]] = {"(32-bit)": 32, "(64-bit)": 64}
RANGES = re.compile(r"or later|or earlier|\d\s*/\s*\d|\d\.x\b")
"""`CentOS 4/5/6/7`, `Other 3.x or later Linux`, `Windows Server 2016 or later` name a menu entry, not a version."""
VERSION = re.compile(r"\b\d+(?:\.\d+)*\b(?:\s+r\d\b)?")


@lru_cache(KNOWN)
def family_of(os_name: str) -> OsFamily:
    words = os_name.casefold()
    if not words.strip():
        return OsFamily.UNKNOWN
    if "windows" in words:
        return OsFamily.WINDOWS
    return OsFamily.LINUX if any(word in words for word in LINUX_WORDS) else OsFamily.OTHER


@lru_cache(KNOWN)
def bits_of(os_name: str) -> Literal[32, 64] | None:
    return next((bits for word, bits in BITS.items() if word in os_name.casefold()), None)


def version_of(os_name: str) -> str | None:
    """The first number with its `R2`, or None where the name gives none, or a range."""
    words = re.sub(r"\((32|64)-bit\)", "", os_name.casefold())
    found = None if RANGES.search(words) else VERSION.search(words)
    return re.sub(r"\s+", " ", found.group()) if found else None


@lru_cache(KNOWN)
def disagree(first: str, second: str) -> bool:
    """Two names of one machine's system that cannot both be right: another family, or another version."""
    if not first or not second:
        return False
    versions = {version_of(first), version_of(second)} - {None}
    return family_of(first) != family_of(second) or len(versions) > 1
