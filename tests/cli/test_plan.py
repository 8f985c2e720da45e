"""`azlift plan` and the commands that judge a plan and record nothing, as a person types them."""

import json
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[2] / "inventory" / "sample"
CALENDAR = """\
start: 2027-01-01
windows: [{when: "Sat 22:00-Sun 06:00"}]
per_wave: {machines: 12}
"""


@pytest.fixture
def planned(azlift, tmp_path: Path):  # type: ignore[no-untyped-def]
    for verb in (("survey", SAMPLE), ("place",)):
        assert azlift(*verb).returncode == 0
    (tmp_path / "workspace" / "calendar.yaml").write_text(CALENDAR)
    done = azlift("plan")
    assert done.returncode == 0, done.stderr
    return done


def edit(workspace: Path, wave: str, into: str) -> Path:
    """The plan's file with one wave's machines in another's window."""
    lines = (workspace / "plan.csv").read_text().splitlines(keepends=True)
    windows = {line.split(",")[0]: line.split(",")[1] for line in lines[1:]}
    old, new = f"{wave},{windows[wave]},", f"{into},{windows[into]},"
    file = workspace / "edited.csv"
    file.write_text("".join(new + line.removeprefix(old) if line.startswith(old) else line for line in lines))
    return file


def test_a_dated_plan_shows_windows_costs_and_the_gap_and_an_edit_is_checked_repaired_and_taken_up(  # type: ignore[no-untyped-def]
    azlift, planned, tmp_path: Path
) -> None:
    assert "2027-01-" in planned.stdout
    assert "saved" in planned.stdout
    assert "could be saved by another plan" in planned.stderr
    workspace = tmp_path / "workspace"
    assert "Nothing is broken." in azlift("plan", "check").stderr

    file = edit(workspace, "3", "2")
    checked = azlift("plan", "check", file)
    assert checked.returncode == 3
    assert "too many" in " ".join(checked.stdout.split())
    assert f"azlift plan repair {file}" in checked.stderr
    review = json.loads(azlift("plan", "check", file, "-o", "json").stdout)
    assert review["after"]["saving"] < review["before"]["saving"]
    assert {shift["wave_after"] for shift in review["shifts"]} == {"wave-02"}

    mended = azlift("plan", "repair", file)
    assert mended.returncode == 0, mended.stderr
    assert "(no plan that breaks nothing moves fewer)" in mended.stderr
    assert azlift("plan", "check", workspace / "repaired.csv").returncode == 0
    taken = azlift("plan", "--edited", workspace / "repaired.csv", "-o", "json")
    assert taken.returncode == 0, taken.stderr
    assert json.loads(taken.stdout)["bound"] is not None


def test_a_wave_and_a_group_are_explained_and_nobody_is_refused(azlift, planned) -> None:  # type: ignore[no-untyped-def]
    assert "the tightest" in azlift("plan", "--explain", "wave-02").stdout
    said = json.loads(azlift("plan", "--explain", "crm-prod", "-o", "json").stdout)
    assert [w["refused"] == "" and w["costs_more"] == 0 for w in said["windows"]].count(True) == 1
    assert json.loads(azlift("plan", "--explain", "crm-db01", "-o", "json").stdout) == said, "its group"
    assert "Window by window" in azlift("plan", "--explain", "crm-prod").stdout
    nobody = azlift("plan", "--explain", "nobody")
    assert nobody.returncode == 3
    assert "no group and no wave" in nobody.stderr


def test_drift_holds_until_a_freeze_comes_over_a_wave(azlift, planned, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    held = azlift("plan", "drift")
    assert held.returncode == 0, held.stderr
    assert "still holds" in held.stderr
    calendar = tmp_path / "workspace" / "calendar.yaml"
    calendar.write_text(CALENDAR + "freezes: [{days: 2027-01-01/2027-01-10, reason: audit}]\n")
    broken = azlift("plan", "drift")
    assert broken.returncode == 3
    assert "audit" in broken.stdout
    assert "broken: wave-" in broken.stderr
    said = json.loads(azlift("plan", "drift", "-o", "json").stdout)
    assert said["changed"] == ["calendar.yaml, freezes: days 2027-01-01/2027-01-10, reason audit is new"]


def test_drift_reads_an_inventory_anew_without_recording_it(azlift, planned, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    before = json.loads(azlift("status", "-o", "json").stdout)
    (tmp_path / "list.csv").write_text("Hostname,RAM_GB,vCPU,Disk_GB\nnobody,8,2,40\n")
    done = azlift("plan", "drift", tmp_path / "list.csv")
    assert done.returncode == 3
    assert "no longer moves: it is in no inventory any more" in " ".join(done.stdout.split())
    assert json.loads(azlift("status", "-o", "json").stdout) == before


def test_the_plan_is_written_as_other_tools_read_it_and_taken_up_from_there(azlift, planned, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "mapping.csv"
    done = azlift("plan", "export", file, "--for", "azure-migrate")
    assert done.returncode == 0, done.stderr
    assert [f"condition {number} is" in done.stderr for number in range(1, 9)] == [True] * 8
    assert azlift("plan", "check", file).returncode == 0
    assert azlift("plan", "export", tmp_path / "intake.csv", "--for", "cmf").returncode == 0
    assert "wave_name" in (tmp_path / "intake.csv").read_text()


def test_several_faults_stand_on_lines_of_their_own(azlift, planned, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "plan.csv"
    text = (tmp_path / "workspace" / "plan.csv").read_text()
    file.write_text(text.replace("\n1,", "\nfirst,"))
    refused = azlift("plan", "check", file)
    assert refused.returncode == 3
    assert len([line for line in refused.stderr.splitlines() if line.startswith("  row ")]) > 1
    assert "<U+000A>" not in refused.stderr
