"""What an operating system's name says: family, bits, and a version only where it states one."""

import re
from functools import lru_cache
from typing import Literal

from azlift.model import OsFamily
from azlift.model.systems import KNOWN, bits_in, system_words

LINUX_WORDS = (
    "linux", "ubuntu", "debian", "centos", "red hat", "rhel", "suse", "sles", "fedora", "photon", "coreos", "flatcar",
    "rocky", "almalinux", "gentoo", "asianux", "euleros", "openeuler", "archlinux", "raspbian", "vyos",
)  # fmt: skip
RANGES = re.compile(r"or later|or earlier|\d\s*/\s*\d|\d\.x\b")
"""`CentOS 4/5/6/7`, `Other 3.x or later Linux`, `Windows Server 2016 or later` name a menu entry, not a version."""
VERSION = re.compile(r"\b\d+(?:\.\d+)*\b(?:\s+r\d\b)?")


@lru_cache(KNOWN)
def family_of(os_name: str) -> OsFamily:
    words = system_words(os_name)
    if not words:
        return OsFamily.UNKNOWN
    if "windows" in words:
        return OsFamily.WINDOWS
    return OsFamily.LINUX if any(word in words for word in LINUX_WORDS) else OsFamily.OTHER


@lru_cache(KNOWN)
def bits_of(os_name: str) -> Literal[32, 64] | None:
    return bits_in(os_name)


def version_of(os_name: str) -> str | None:
    """The first number with its `R2`, or None where the name gives none, or a range."""
    words = re.sub(r"\((32|64)-bit\)", "", system_words(os_name))
    found = None if RANGES.search(words) else VERSION.search(words)
    return re.sub(r"\s+", " ", found.group()) if found else None


@lru_cache(KNOWN)
def disagree(first: str, second: str) -> bool:
    """Two names of one machine's system that cannot both be right: another family, or another version.

    `7` and `7.9` can: one says more than the other.
    """
    if not first or not second:
        return False
    versions = [version.split(".") for name in (first, second) if (version := version_of(name))]
    parts_differ = any(len(set(parts)) > 1 for parts in zip(*versions, strict=False))
    return family_of(first) != family_of(second) or parts_differ
