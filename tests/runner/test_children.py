import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from azlift.runner.children import DidNotStart, child

WAITING_CHILD = """
import sys, time
from azlift.runner.children import end_with_parent
end_with_parent()
import os
print(os.getpid(), flush=True)
time.sleep(600)
"""


def write_module(folder: Path, name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / f"{name}.py").write_text(text)
    monkeypatch.setenv("PYTHONPATH", str(folder))


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split(")")[1][:3]


def ends_within(pid: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.05)
    return not is_alive(pid)


def test_a_child_is_ready_when_it_says_so_and_ends_with_the_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_module(tmp_path, "waiting_child", WAITING_CHILD, monkeypatch)
    with child(["waiting_child"], tmp_path / "log") as line:
        pid = int(line)
        assert is_alive(pid)
    assert ends_within(pid, 5)


def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_module(tmp_path, "waiting_child", WAITING_CHILD, monkeypatch)
    parent = (
        "import sys, time; from pathlib import Path; from azlift.runner.children import child\n"
        f"with child(['waiting_child'], Path({str(tmp_path / 'log')!r})) as line:\n"
        "    print(line, flush=True); time.sleep(600)"
    )
    process = subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True, env=os.environ.copy())
    assert process.stdout
    pid = int(process.stdout.readline())
    process.kill()
    process.wait()
    assert ends_within(pid, 5)


def test_a_child_that_does_not_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_module(tmp_path, "failing_child", "raise SystemExit('the port is taken')", monkeypatch)
    with pytest.raises(DidNotStart, match="the port is taken") as caught, child(["failing_child"], tmp_path / "log"):
        pass
    assert str(tmp_path / "log") in caught.value.advice
