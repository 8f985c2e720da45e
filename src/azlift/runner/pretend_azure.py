"""The pretend Azure of a workspace: a process of its own that keeps its world in the workspace between runs."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from azlift.catalog import regions, size_facts
from azlift.errors import InputError
from azlift.rehearsal.faults import ScenarioError, read_scenario
from azlift.runner.children import child
from azlift.venue import ACCESS_FILE

STATE = Path("rehearsal") / "azure"


@contextmanager
def pretend_azure(
    workspace: Path, speed: float, faults: Path | None = None, port: int = 0, links: Sequence[str] = ()
) -> Iterator[dict[str, str]]:
    """Run the workspace's pretend Azure; yields how to reach it, which the workspace's access file says too.

    `links` are "PREFIX=FOLDER": where linked templates of such addresses are read. Raises InputError where the scenario
    of faults cannot be used.
    """
    if faults is not None:
        _check(faults)
    folder = (workspace / STATE).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    sizes = folder / "sizes.json"
    sizes.write_text(json.dumps(size_facts(regions(workspace), workspace)), encoding="utf-8")
    arguments = ["azlift.rehearsal", "--state", str(folder), "--port", str(port), "--speed", str(speed)]
    arguments += ["--sizes", str(sizes), *(["--faults", str(faults.resolve())] if faults else []), "--exit-with-parent"]
    arguments += [word for link in links for word in ("--link", link)]
    with child(arguments, folder / "server.log") as line:
        access: dict[str, str] = json.loads(line)
        write_private(workspace / ACCESS_FILE, json.dumps({**access, "speed": speed}))
        try:
            yield access
        finally:
            (workspace / ACCESS_FILE).unlink(missing_ok=True)


def _check(faults: Path) -> None:
    """Say what is wrong with a scenario before a server is started for it."""
    try:
        read_scenario(faults)
    except ScenarioError as error:
        raise InputError(str(error), advice="What a scenario may hold: scenario.schema.json in azlift.") from error


def write_private(file: Path, text: str) -> None:
    """Only its owner reads it: the secret in it opens nothing real, but habits are made here."""
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text)
