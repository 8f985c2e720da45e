"""`make proof`: every promise tried in full, and one page of what was tried, written from this run alone.

A promise whose tests did not all pass is called broken on the page, and the run ends with 1.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "RELIABILITY.md"

WHERE = ["tests/proof", "tests/ledger", "tests/journey/test_rebuilding.py", "tests/journey/test_exact_rollback.py"]

ENDED = (0, 1)
"""What pytest answers when all tests ran: each passed, or some failed."""

PROMISES = {
    "P1": "Killed at any instant and run again, a wave ends as if nothing had happened; nothing is sent twice.",
    "P2": "A torn write never corrupts the ledger: what is left is a prefix of what was written.",
    "P3": "Of several drivers of one wave one wins, and one that was replaced writes nothing more.",
    "P4": "A roll-back leaves exactly what was there before, whatever failed on the way; and touches nothing foreign.",
    "P5": "A token that expires or is revoked, or a right that is missing, pauses the wave; it fails nothing for good.",
    "P6": "Whatever Azure answers, or does not, the outcome is the same.",
    "P7": "Clocks that differ, summer time and leap days change no decision.",
    "P8": "A ledger that is lost is rebuilt from Azure's tags and resources.",
    "P9": "A full disk, too little memory, SIGTERM and Ctrl-C end with a clear message, and are taken up again.",
    "P10": "An older ledger opens and its waves go on.",
    "P11": "The same inventory gives the same plan, byte for byte, in whatever order its rows come.",
    "Lines": "Without any one of the lines that keep these promises a test fails.",
}


@dataclass(frozen=True)
class Counted:
    """What a test says it tried."""

    promise: str
    what: str
    number: int


@dataclass(frozen=True)
class Trial:
    """One test: its name, how it ended, and how long it took."""

    name: str
    passed: bool
    seconds: float


def run_tests(folders: Sequence[str], workers: int, folder: Path) -> tuple[list[Counted], list[Trial], bool]:
    """Run these tests in full; what they counted, how each ended, and whether the run came to its end."""
    tally, results = folder / "tally.jsonl", folder / "results.xml"
    environment = os.environ | {
        "AZLIFT_PROOF": "full",
        "AZLIFT_TALLY": str(tally),
        "AZLIFT_ROLLBACK_SEEDS": "12",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-m", "pytest", "-q", "-n", str(workers), "--dist", "worksteal", "--maxschedchunk", "1"]
    command += ["--basetemp", str(folder / "tests"), f"--junitxml={results}", "-m", "not live", *folders]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    lines = tally.read_text(encoding="utf-8").splitlines() if tally.exists() else []
    return [Counted(**json.loads(line)) for line in lines], read_results(results), done.returncode in ENDED


def read_results(file: Path) -> list[Trial]:
    """The tests of a JUnit file; one that was skipped has shown nothing, and did not pass."""
    if not file.exists():
        return []
    return [
        Trial(
            f"{case.get('classname')}::{case.get('name')}",
            not any(case.find(tag) is not None for tag in ("failure", "error", "skipped")),
            float(case.get("time") or 0),
        )
        for case in ElementTree.parse(file).getroot().iter("testcase")  # noqa: S314 (pytest wrote it just now)
    ]


def page(counted: Sequence[Counted], tested: Sequence[Trial], seconds: float, commit: str, whole: bool = True) -> str:
    """The page, from what this run counted."""
    broken = [test.name for test in tested if not test.passed]
    untold = [promise for promise in PROMISES if not any(one.promise == promise for one in counted)]
    lines = [
        "# Reliability",
        "",
        "Written by `make proof`; do not edit. Every number is of that one run, and counts what was tried without",
        "breaking the promise above it.",
        "",
        f"Run on {datetime.now(UTC):%Y-%m-%d %H:%M} UTC at {commit}: {len(tested)} tests in {seconds / 60:.1f} minutes,"
        f" {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}.",
        "",
        f"**{len(broken)} tests failed.**" if broken else "Every test passed." if whole else "",
        "",
    ]
    lines += [] if whole else ["**The run was broken off: what follows is not the whole of it.**", ""]
    for promise, words in PROMISES.items():
        lines += [f"## {promise}: {words}", ""]
        lines += [f"| {'tried':<90} | {'times':>9} |", f"|{'-' * 92}|{'-' * 10}:|"] if promise not in untold else []
        lines += [f"| {what:<90} | {number:>9,} |" for what, number in _summed(counted, promise)]
        lines += ["**Not shown by this run.**"] if promise in untold else []
        lines += [""]
    lines += ["## What failed", "", *(f"- {name}" for name in broken), ""] if broken else []
    return "\n".join(lines)


def _summed(counted: Sequence[Counted], promise: str) -> list[tuple[str, int]]:
    """Tests are shared out: what several counted under one name is one count."""
    sums: dict[str, int] = {}
    for one in counted:
        if one.promise == promise:
            sums[one.what] = sums.get(one.what, 0) + one.number
    return sorted(sums.items())


def costs(tested: Sequence[Trial]) -> str:
    """Where the time went: the seconds of each file's tests, the dearest first."""
    spent: dict[str, float] = {}
    for test in tested:
        file = test.name.partition("::")[0]
        spent[file] = spent.get(file, 0.0) + test.seconds
    return "\n".join(f"{seconds:8.0f} s  {file}" for file, seconds in sorted(spent.items(), key=lambda one: -one[1]))


def commit_of() -> str:
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return said.stdout.strip() or "no commit"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("tests", nargs="*", default=WHERE)
    asked = parser.parse_args()
    began = time.monotonic()
    shared = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 (a folder of our own is made in it)
    with tempfile.TemporaryDirectory(dir=shared, prefix="azlift-proof-") as folder:
        counted, tested, whole = run_tests(asked.tests, asked.workers, Path(folder))
    PAGE.write_text(page(counted, tested, time.monotonic() - began, commit_of(), whole), encoding="utf-8")
    print(costs(tested))
    print(f"{PAGE.name} is written: {sum(test.passed for test in tested)} of {len(tested)} tests passed")
    sys.exit(0 if whole and tested and all(test.passed for test in tested) else 1)


if __name__ == "__main__":
    main()
