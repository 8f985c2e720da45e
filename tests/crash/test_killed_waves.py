"""Promise 4: killed at any instant and run again, a wave ends as if nothing had happened, and nothing is sent twice."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from azure_sights import deployments_sent, everything
from estates import estate, machine, planned

from azlift.on_record import ESTATE
from azlift.stages import Kind, Stage, illegal_moves
from azlift.venue import open_venue

UNDER_FIRE = Path(__file__).with_name("under_fire.py")
WAVE = "wave-01"
INSTANTS = 20
"""Against a server of its own, over https; `make proof` tries every one against a desk in memory."""
ATTACKERS = 2

GROUPS = ("portal", "shop", "mail", "files")


def estate_under_fire() -> Any:
    return estate(*(machine(f"{group}{number}", group) for group in GROUPS for number in (1, 2)))


def attack(jobs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Run the jobs, several at once; how each of its two runs ended."""
    running = []
    for share in (jobs[start::ATTACKERS] for start in range(ATTACKERS)):
        process = subprocess.Popen([sys.executable, str(UNDER_FIRE)], stdin=-1, stdout=-1, stderr=-1, text=True)
        running.append((process, "".join(json.dumps(job) + "\n" for job in share)))
    answers: list[dict[str, Any]] = []
    for process, jobs_text in running:
        out, err = process.communicate(jobs_text, timeout=900)
        assert process.returncode == 0, err
        answers += [json.loads(line) | {"said": err[-2000:]} for line in out.splitlines()]
    return answers


def canonical(workspace: Path) -> str:
    """What stands in Azure, without the estate's own name, which is in every digest too."""
    name = open_venue(workspace).settings.estate
    text = json.dumps(everything(workspace), sort_keys=True)
    text = re.sub(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", "DIGEST", text)
    return re.sub(rf"(?<![a-z0-9]){name}(?![a-z0-9])", "ESTATE", text)


@pytest.mark.slow
def test_kills_spread_over_a_wave_change_nothing(workspace: Callable[..., Path]) -> None:
    settings = {"limits": {"pilot_machines": 20}, "groups_at_once": 3}
    calm = workspace(**settings)
    planned(calm, estate_under_fire())
    (undisturbed,) = attack([{"workspace": str(calm), "wave": WAVE, "kill_at": 0}])
    assert undisturbed["first"] == 0, undisturbed["said"]
    points = json.loads((calm / "points.json").read_text())
    expected = canonical(calm)
    kinds = {point.partition(" ")[0] for point in points}
    assert kinds == {"before", "during", "after"}

    jobs = []
    for number in range(INSTANTS):
        folder = workspace(**settings)
        planned(folder, estate_under_fire())
        jobs.append(
            {"workspace": str(folder), "wave": WAVE, "kill_at": 1 + number * (len(points) * 9 // 10) // INSTANTS}
        )
    answers = attack(jobs)

    assert len(answers) == INSTANTS
    exceptions = []
    for answer in answers:
        folder = Path(answer["workspace"])
        ledger = open_venue(folder).ledger
        history = ledger.history()
        moves: dict[str, list[Stage]] = {event.subject: [] for event in history}
        for event in history:
            if event.kind is Kind.OUTCOME:
                moves[event.subject].append(event.stage)
        facts = {
            "killed": answer["first"] == -9,
            "finished": answer["second"] == 0,
            "as if undisturbed": canonical(folder) == expected,
            "one deployment per subject": sorted(deployments_sent(folder).values()) == [1] * (len(GROUPS) + 1),
            "a chain that holds": ledger.verify() == len(history),
            "legal moves": not any(illegal_moves(outcomes) for outcomes in moves.values()),
            "each stage once": all(
                outcomes.count(stage) <= 1
                for subject, outcomes in moves.items()
                if subject != ESTATE
                for stage in Stage
            ),
        }
        exceptions += [(answer["kill_at"], fact, answer["said"]) for fact, holds in facts.items() if not holds]
    assert exceptions == []
