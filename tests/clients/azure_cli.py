"""azure-cli from PyPI in an environment of its own, and a session with it."""

import contextlib
import json
import os
import shlex
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.clients.installing import ROOT
from tests.clients.steps import Chapter, Outcome, Step, filled, judge

HOME = ROOT / ".venv-az"


@dataclass(frozen=True)
class Az:
    """A driver that runs `az` commands one after the other in one configuration folder."""

    driver: subprocess.Popen[str]
    environment: Mapping[str, str]
    words: dict[str, str]

    def run(self, step: Step) -> Outcome:
        """The command in a fork of the driver."""
        assert self.driver.stdin
        assert self.driver.stdout
        asked = {"argv": self._argv(step), "queries": [*step.fields, *step.keeps.values()]}
        self.driver.stdin.write(json.dumps(asked) + "\n")
        self.driver.stdin.flush()
        return Outcome(**json.loads(self.driver.stdout.readline()))

    def run_alone(self, step: Step) -> Outcome:
        """The command as everybody runs it, `az` in a process of its own, with its own `--query`."""
        query = ["--query", f"[{', '.join(step.fields)}]", "--output", "json"] if step.fields else []
        command = [str(HOME / "bin" / "az"), *self._argv(step), *query]
        started = time.monotonic()
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        seconds = time.monotonic() - started
        found = json.loads(done.stdout) if query and done.stdout else [None] * len(step.fields)
        return Outcome(done.returncode, done.stdout, done.stderr, found, seconds)

    def _argv(self, step: Step) -> list[str]:
        return [filled(each, self.words) for each in shlex.split(step.command)]


@contextlib.contextmanager
def open_az(config: Path, ca_file: str, words: Mapping[str, str]) -> Iterator[Az]:
    """A session whose configuration is new and that trusts the pretend Azure's certificate, and nothing else."""
    changes = {
        "AZURE_CONFIG_DIR": str(config),
        "AZURE_CORE_COLLECT_TELEMETRY": "no",
        "AZURE_CORE_NO_COLOR": "yes",
        "REQUESTS_CA_BUNDLE": ca_file,
        "NO_PROXY": "localhost",
    }
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AZURE_")} | changes
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # az's modules compiled anew at each start: 20 s, not 1
    command = [str(HOME / "bin" / "python"), str(Path(__file__).with_name("az_driver.py"))]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as driver:
        yield Az(driver, environment, dict(words))
        assert driver.stdin
        driver.stdin.close()


def walk(az: Az, chapter: Chapter, *, alone: bool = False) -> None:
    """Every step, also after one that failed; then all that was wrong."""
    for name, content in chapter.files.items():
        text = content if isinstance(content, str) else json.dumps(filled(content, az.words))
        Path(az.words["files"], name).write_text(text, encoding="utf-8")
    report = []
    for step in chapter.steps:
        outcome = (az.run_alone if alone else az.run)(step)
        print(f"{outcome.seconds:5.1f} s  az {step.command}")
        az.words.update(zip(step.keeps, outcome.found[len(step.fields) :], strict=False))
        report += [f"az {step.command}\n  " + "\n  ".join(wrong) for wrong in [judge(step, outcome, az.words)] if wrong]
    assert not report, f"{len(report)} of {len(chapter.steps)} steps\n" + "\n".join(report)
