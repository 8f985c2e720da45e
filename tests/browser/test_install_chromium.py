"""The script that installs the browser: silent where there is one, and loud where none can be had."""

import os
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).with_name("install_chromium.sh")


def run(folder: Path, **programs: str) -> "subprocess.CompletedProcess[str]":
    """With no other programs than these, which are shell scripts."""
    for name, source in programs.items():
        program = folder / name.replace("_", "-")
        program.write_text(f"#!/bin/sh\n{source}\n")
        program.chmod(0o755)
    environment = {**os.environ, "PATH": str(folder)}
    return subprocess.run(["/bin/sh", SCRIPT], env=environment, capture_output=True, text=True, check=False)


def test_where_there_is_one_nothing_is_done(tmp_path: Path) -> None:
    done = run(tmp_path, chromium="exit 1", apt_get="exit 1")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_without_apt_it_says_what_to_do(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 1
    assert "no chromium, and no apt-get to install it with: install it by hand" in done.stderr


def test_without_rights_it_says_what_to_do(tmp_path: Path) -> None:
    done = run(tmp_path, apt_get="exit 0", id="echo 1000")
    assert done.returncode == 1
    assert "only root may install it: sudo apt-get install chromium" in done.stderr


def test_an_installation_that_fails_is_not_passed_over(tmp_path: Path) -> None:
    done = run(tmp_path, apt_get="echo 'E: no network' >&2; exit 100", id="echo 0")
    assert done.returncode == 100
    assert "E: no network" in done.stderr


def test_an_installation_that_brings_no_browser_is_not_passed_over(tmp_path: Path) -> None:
    done = run(tmp_path, apt_get="exit 0", id="echo 0")
    assert done.returncode == 1
    assert "apt-get installed chromium, and it is not to be found" in done.stderr
