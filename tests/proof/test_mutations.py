"""Each line that keeps a promise is taken out of a copy of the source, and a test must then fail there.

A line that changed so much that it is not found any more fails here too: the proof would be of nothing.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from simulation import ROOT
from tallying import count, many

KILLS = "tests/proof/test_kills.py"
RECORD, LEASE = "tests/ledger/test_record.py", "tests/ledger/test_lease.py"
TWO_LEDGERS = "tests/proof/test_two_ledgers.py"
REMOVAL, GATE = "tests/cloud/test_removal.py", "tests/approval/test_gate.py"


@dataclass(frozen=True)
class Mutation:
    """`before` becomes `after` in this file of azlift; one of the tests must notice."""

    name: str
    file: str
    before: str
    after: str
    tests: str


MUTATIONS = (
    Mutation(
        "adopt: a deployment under way is waited for, not sent",
        "cloud/arm.py",
        "    if found and state not in ENDED:\n",
        "    if False:\n",
        KILLS,
    ),
    Mutation(
        "adopt: one that ended well before the crash is not sent again",
        "cloud/arm.py",
        "and intent.resumed and await _all_stand",
        "and False and await _all_stand",
        KILLS,
    ),
    Mutation(
        "adopt: what was taken although no answer came is not sent again",
        "cloud/arm.py",
        "            if await _was_taken(cloud, rendering, part, intent, before):\n",
        "            if False:\n",
        "tests/cloud/test_arm.py",
    ),
    Mutation(
        "ledgers: what another ledger sends, or has sent, is not sent again",
        "cloud/arm.py",
        "    if sender is None or has_sent(sender):\n",
        "    if True:\n",
        TWO_LEDGERS,
    ),
    Mutation(
        "ledgers: what was taken when two sent at once, and is another's, is not adopted",
        "cloud/arm.py",
        "    if _state(_properties(deployment)) not in ENDED or await _standing(cloud, rendering, part):\n",
        "    if await _standing(cloud, rendering, part):\n",
        "tests/cloud/test_arm.py",
    ),
    Mutation(
        "ledgers: what another ledger landed is not taken back",
        "cloud/removal.py",
        "    await _refuse_another_ledger(cloud, renderings, sent)\n",
        "",
        TWO_LEDGERS,
    ),
    Mutation(
        "intent first: what is about to be sent is on record before",
        "ledger/record.py",
        'self._append(connection, subject, stage, Kind.INTENT, key, "", json.dumps(about, sort_keys=True))',
        "pass",
        KILLS,
    ),
    Mutation(
        "fence: a driver that was replaced writes nothing more",
        "ledger/lease.py",
        "    if current is None or current.fence != fence:\n",
        "    if False:\n",
        LEASE,
    ),
    Mutation(
        "lease: a wave has one driver",
        "ledger/lease.py",
        'if held["owner"] != owner and ',
        "if False and ",
        LEASE,
    ),
    Mutation(
        "reverse order: what was created last is deleted first",
        "cloud/removal.py",
        "key=lambda e: (-rank[e.type.lower()], e.id.lower())",
        "key=lambda e: (rank[e.type.lower()], e.id.lower())",
        REMOVAL,
    ),
    Mutation(
        "ours: what bears other tags is not deleted",
        "cloud/removal.py",
        "return found is not None and all(found.tags.get(name) == value for name, value in tags.items())",
        "return found is not None",
        REMOVAL,
    ),
    Mutation(
        "ours: a resource group that holds anything is not deleted",
        "cloud/removal.py",
        "    if await list_resources(cloud, expected.name):\n",
        "    if False:\n",
        "tests/proof/test_taking_back.py",
    ),
    Mutation(
        "taken back: what still stands afterwards is noticed",
        "cloud/removal.py",
        "    _check_nothing_was_passed_over(after, stay, renderings)\n",
        "",
        REMOVAL,
    ),
    Mutation(
        "digest check: what was done for another digest is not taken for done",
        "ledger/lives.py",
        "return reached if reached and reached.key == key else None",
        "return reached",
        RECORD,
    ),
    Mutation(
        "digest check: an approval of something else counts no more",
        "approval/gate.py",
        "    if word.digest != ask.digest(word.groups):\n",
        "    if False:\n",
        GATE,
    ),
    Mutation(
        "approval: who drives a wave does not approve it",
        "approval/gate.py",
        "    if person.object_id.lower() in ask.all_drivers:\n",
        "    if False:\n",
        GATE,
    ),
    Mutation(
        "moves: a stage follows only one that the table allows",
        "ledger/record.py",
        "        if not may_follow(now, stage):\n",
        "        if False:\n",
        RECORD,
    ),
)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_the_line_stands_where_it_is_taken_out(mutation: Mutation) -> None:
    text = (ROOT / "src" / "azlift" / mutation.file).read_text(encoding="utf-8")
    assert text.count(mutation.before) == 1


@pytest.mark.slow
@pytest.mark.parametrize("mutation", MUTATIONS[:: many(len(MUTATIONS), 1)], ids=lambda mutation: mutation.name)
def test_without_the_line_a_test_fails(mutation: Mutation, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "src", copy / "src")
    for shared in ("tests", "templates", "inventory", "flows", "pyproject.toml"):
        (copy / shared).symlink_to(ROOT / shared)
    file = copy / "src" / "azlift" / mutation.file
    file.write_text(file.read_text(encoding="utf-8").replace(mutation.before, mutation.after), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AZLIFT_", "PYTEST_"))}
    environment |= {"PYTHONPATH": f"{copy / 'src'}{os.pathsep}{copy}"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", mutation.tests]
    command += ["--basetemp", str(tmp_path / "tests"), "--rootdir", str(copy)]
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, f"{done.returncode}: {done.stdout[-2000:]}{done.stderr[-500:]}"
    assert "failed" in done.stdout, done.stdout[-2000:]
    count("Lines", mutation.name, 1)
