"""The parts of the demonstration that can be wrong without anybody seeing it."""

import importlib.util
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def demo() -> ModuleType:
    spec = importlib.util.spec_from_file_location("scale_demo", Path(__file__).with_name("demo.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)

    sys.modules["scale_demo"] = module
    spec.loader.exec_module(module)
    return module


def test_a_worker_dies_with_everything_that_came_from_it(demo: ModuleType) -> None:
    worker = subprocess.Popen(["sh", "-c", "(sleep 60 & sleep 60) & wait"], start_new_session=True)
    limit = time.monotonic() + 20
    while len(demo.family(worker.pid)) < 3 and time.monotonic() < limit:
        time.sleep(0.05)
    processes = demo.family(worker.pid)
    assert len(processes) == 3
    for pid in processes:
        demo.kill(pid)
    worker.wait(20)
    while any(demo.parent_of(pid) == worker.pid for pid in processes) and time.monotonic() < limit:
        time.sleep(0.05)
    assert demo.family(worker.pid) == [worker.pid]


def test_what_is_deployed_is_the_repositorys_own_and_reconciles_by_itself(demo: ModuleType) -> None:
    text = (demo.ROOT / "flows" / "prefect.yaml").read_text()
    for name in demo.DEPLOYED:
        flow, _, deployment = name.partition("/")
        assert f"name: {deployment}\n    entrypoint: flows/{flow.replace('-', '_')}.py" in text
    assert 'cron: "*/2 * * * *"' in text
    assert "workspace: .azlift" in text
