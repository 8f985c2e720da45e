"""An operating system's name, however inventories spell it -> the words its maker uses for it.

People write `win2k12r2`, `WS2019` and `RHEL7`, tools `Windows_Server_2016`, ServiceNow `Linux Red Hat`, and vSphere's
API an id of its own (`windows9Server64Guest`; what it means is its `GuestOsDescriptor`'s full name). Nothing is
guessed: a name that states no release has none afterwards.
"""

import re
from functools import lru_cache
from typing import Literal

KNOWN = 4096
"""Names remembered: an estate has a few dozen systems on thousands of machines."""
LONGEST_NAME = 120
"""What is longer is no system's name, and is not searched further: patterns take long on long text."""
GUEST_ID = re.compile(r"([a-z][a-z0-9. ]*?) ?(64)? ?guest")
GUESTS = {
    "windows2022srvnext": "windows server 2025", "windows2019srvnext": "windows server 2022",
    "windows2019srv": "windows server 2019", "windows9server": "windows server 2016",
    "windows8server": "windows server 2012", "windows7server": "windows server 2008 r2",
    "winlonghorn": "windows server 2008", "winnetstandard": "windows server 2003",
    "winnetenterprise": "windows server 2003", "winnetdatacenter": "windows server 2003",
    "winxppro": "windows xp", "windows9": "windows 10",
}  # fmt: skip
MARKS = re.compile(r"[®™]|\((?:r|tm)\)")
SPACED = re.compile(r"_|(?<=[a-z])-(?=[0-9])|(?<=[0-9])-(?=[a-z]{3})(?!bit)")
YEAR = r"(20[0-2][0-9]|2k[0-9]{0,2})\s*(r2)?(?![0-9])"
WINDOWS_YEAR = re.compile(
    rf"(?:\b(?:windows|winsrv|win|ws|w)(?:\s*(?:server|srv|svr))?|^(?:microsoft |ms )?server)\s*{YEAR}"
)
SPELT_OUT = (
    (re.compile(r"\bred ?hat(?! enterprise| linux)\b"), "red hat enterprise linux"),
    (re.compile(r"\b(?:oel|ol) ?(?=[0-9])|\boracle ?linux"), "oracle linux "),
    (re.compile(r"\bsuse(?: linux)? ?(?=1[0-9])"), "suse linux enterprise "),
    (re.compile(r"(?<=[a-z]{4})(?=[0-9])"), " "),
)
"""`RedHat 7`, not Red Hat Linux, which ended before Enterprise Linux; SUSE from 10 on, of which openSUSE is no part;
and a number that stands directly behind a word: `centos7`."""
BITS: tuple[tuple[Literal[32, 64], re.Pattern[str]], ...] = (
    (64, re.compile(r"\b(?:64[- ]?bits?|x64|x86[- _]64|amd64)\b")),
    (32, re.compile(r"\b(?:32[- ]?bits?|i[3-6]86)\b|windows.*\bx86\b")),
)


@lru_cache(KNOWN)
def system_words(os_name: str) -> str:
    """The name in small letters, with its product and release spelt out as its maker does."""
    words = " ".join(SPACED.sub(" ", MARKS.sub(" ", os_name[:LONGEST_NAME].casefold())).split())
    if found := GUEST_ID.fullmatch(words):
        words = GUESTS.get(found[1].strip(), found[1]) + (" (64-bit)" if found[2] else "")
    words = WINDOWS_YEAR.sub(_windows, words)
    for spelling, spelt_out in SPELT_OUT:
        words = spelling.sub(spelt_out, words)
    return " ".join(words.split())


def bits_in(os_name: str) -> Literal[32, 64] | None:
    """What the name says of its processor's words; a name that says nothing is no 64-bit system for that."""
    words = system_words(os_name)
    return next((bits for bits, pattern in BITS if pattern.search(words)), None)


def _windows(found: re.Match[str]) -> str:
    """`2k` is 2000, `2k3` 2003, `2k12` 2012; 2000 itself was no Windows Server by name."""
    year = found[1] if found[1].startswith("20") else f"20{found[1][2:]:0>2}"
    product = "windows" if year == "2000" else "windows server"
    return f"{product} {year}{' r2' if found[2] else ''} "
