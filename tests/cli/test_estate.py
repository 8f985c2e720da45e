import csv
import io
import json
import os
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "inventory" / "sample"
REAL = (
    Path(os.environ.get("AZLIFT_SHARED", ROOT.parent / "shared"))
    / "data/inventories/rvtools/SizingWorkshop-RVTools.xlsx"
)


def test_survey_prints_the_contract_and_nothing_else(azlift_alone) -> None:  # type: ignore[no-untyped-def]
    done = azlift_alone("survey", SAMPLE, "-o", "json")
    said = json.loads(done.stdout)
    assert done.returncode == 0
    assert said["rows"] == said["workloads"] + len(said["left_out"]) == 61
    members = "rows workloads left_out powered_on powered_off vcpu memory_mib disks disk_capacity_mib provisioned_mib"
    assert set(f"{members} in_use_mib nics findings".split()) <= set(said)


def test_the_screen_tells_sources_merges_and_disagreements_and_cuts_what_is_long(azlift, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    names = [f"crm-db{number:02}.telco.example" for number in range(30)]
    (tmp_path / "list.csv").write_text("Hostname,RAM_GB,vCPU\ncrm-db01,9999,4\n")
    many = "Hostname,RAM_GB,vCPU\n" + "".join(f"{name},8,2\n" * 2 for name in names)
    (tmp_path / "many.csv").write_text(many)
    done = azlift("survey", SAMPLE, tmp_path / "list.csv", tmp_path / "many.csv", COLUMNS="200")
    for title in ("Sources", "Merged", "Sources disagree", "Left out"):
        assert title in done.stdout
    assert "list.csv says" in done.stdout
    assert f"… and 13 more: see {tmp_path / 'workspace' / 'survey' / 'left_out.csv'}" in done.stderr
    rows, workloads, left_out, merged = map(
        int, re.findall(r"(\d+) (?:rows|workloads|left out|merged)", done.stderr)[:4]
    )
    assert rows == workloads + left_out + merged


def test_a_real_workbook_adds_up_to_what_is_known_of_it(azlift) -> None:  # type: ignore[no-untyped-def]
    if not REAL.exists():
        pytest.skip(f"the real workbook is not here: {REAL} (set AZLIFT_SHARED)")
    said = json.loads(azlift("survey", REAL, "-o", "json").stdout)
    known = {
        "rows": 805,
        "workloads": 795,
        "powered_on": 763,
        "powered_off": 42,
        "vcpu": 2741,
        "memory_mib": 10_774_868,
        "disks": 1530,
        "provisioned_mib": 234_526_490,
        "in_use_mib": 127_901_813,
        "nics": 844,
    }
    assert {name: said[name] for name in known} == known
    assert [row["reason"] for row in said["left_out"]] == ["template"] * 10


def test_the_real_workbook_is_placed_whole_with_verdicts_and_every_refusal_has_a_reason(azlift) -> None:  # type: ignore[no-untyped-def]
    if not REAL.exists():
        pytest.skip(f"the real workbook is not here: {REAL} (set AZLIFT_SHARED)")
    assert azlift("survey", REAL).returncode == 0
    roster = json.loads(azlift("place", "-o", "json").stdout)
    assert len(roster["placements"]) + len(roster["unplaceable"]) == len(roster["assessments"]) == 795
    stays = Counter(item["findings"][0]["code"] for item in roster["unplaceable"])
    assert stays == {"powered-off": 32, "os-disk-too-large": 1}
    verdicts = Counter(item["verdict"] for item in roster["assessments"])
    assert verdicts["not_ready"] == 1
    assert all(item["findings"] for item in roster["assessments"] if item["verdict"] != "ready")


def test_placing_leaves_a_line_for_every_machine_and_says_where(azlift, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    azlift("survey", SAMPLE)
    done = azlift("place", COLUMNS="200")
    file = tmp_path / "workspace" / "placements.csv"
    assert f"Machine by machine: {file}" in done.stderr
    roster = json.loads(azlift("place", "-o", "json").stdout)
    lines = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert [line["workload"] for line in lines] == [one["workload"] for one in roster["assessments"]]
    costs = {line["workload"]: Decimal(line["usd_per_month"]) for line in lines if line["size"]}
    parts = ("compute", "storage")
    assert costs == {
        one["workload"]: sum(Decimal(one[part]["amount_per_month"]) for part in parts) for one in roster["placements"]
    }


def test_explain_shows_what_a_file_was_read_as_and_each_column_and_records_nothing(azlift, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "list.csv").write_text("Hostname,RAM_GB,vCPU,Owner E-mail,Rack\nweb01,8,2,a@b.example,7\n")
    (one,) = json.loads(azlift("survey", "--explain", tmp_path / "list.csv", "-o", "json").stdout)
    assert one["read_as"] == "plain lists of machines"
    uses = {column["header"]: (column["field"], column["unit"], column["why"]) for column in one["columns"]}
    assert uses["RAM_GB"][:2] == ("memory", "GB")
    assert "dropped" in uses["Owner E-mail"][2]
    assert "tag" in uses["Rack"][2]
    shown = azlift("survey", "--explain", tmp_path / "list.csv")
    assert "a@b.example" not in shown.stdout + shown.stderr
    assert not (tmp_path / "workspace").exists()


def test_columns_saved_beside_a_list_are_read_from_there(azlift, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "list.csv").write_text("Hostname,RAM_GB,vCPU\nweb01,8,2\n")
    done = azlift("survey", "--save-columns", tmp_path / "list.csv")
    assert done.returncode == 0
    saved = tmp_path / "list.csv.columns.yaml"
    assert "header: RAM_GB" in saved.read_text()
    saved.write_text(saved.read_text().replace("unit: GB", "unit: MB"))
    said = json.loads(azlift("survey", tmp_path / "list.csv", "-o", "json").stdout)
    assert said["memory_mib"] == 8


def test_survey_place_plan_and_an_edit_taken_up(azlift, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for verb in (("survey", SAMPLE), ("place",), ("plan",)):
        assert azlift(*verb).returncode == 0
    file = tmp_path / "workspace" / "plan.csv"
    moved = [line.replace("1,,crm-dev", "2,,crm-dev", 1) for line in file.read_text().splitlines()]
    file.write_text("\n".join(moved))
    refused = azlift("plan")
    assert refused.returncode == 3
    assert "was changed since azlift wrote it" in refused.stderr
    taken = json.loads(azlift("plan", "--edited", file, "-o", "json").stdout)
    assert {w["id"] for w in taken["waves"] if "crm-dev" in w["groups"]} == {"wave-02"}
    again = json.loads(azlift("plan", "-o", "json").stdout)
    assert again == taken, "planning again keeps a person's edits"


def test_plan_says_what_it_suggests_and_where_to_read_it(azlift, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for verb in (("survey", SAMPLE), ("place",)):
        assert azlift(*verb).returncode == 0
    shown = " ".join(azlift("plan").stderr.split())
    assert "3 machines state no application and get one suggested, in suggested.yaml: ask their owners" in shown
    assert "- name: legacy" in (tmp_path / "workspace" / "suggested.yaml").read_text()
    plan = json.loads(azlift("plan", "-o", "json").stdout)
    assert (len(plan["groups"]), len(plan["waves"])) == (23, 3)
    assert {one["application"] for one in plan["suggestions"]} == {"legacy"}


def no_workbook(folder: Path) -> Path:
    (folder / "a.xlsx").write_text("VM,CPUs\nweb01,2\n")
    return folder / "a.xlsx"


def empty_file(folder: Path) -> Path:
    (folder / "a.xlsx").write_bytes(b"")
    return folder / "a.xlsx"


def zip_bomb(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 50_000_000)
    return folder / "a.xlsx"


def missing(folder: Path) -> Path:
    return folder / "none.xlsx"


def other_workbook(folder: Path, tab: str = "Sheet1", headers: tuple[str, ...] = ("VM",)) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(folder / "a.xlsx") as book:
        sheet = book.add_worksheet(tab)
        sheet.write_row(0, 0, headers)
        sheet.write_row(1, 0, ["web01", "poweredOn", "many", 4096])
    return folder / "a.xlsx"


def missing_column(folder: Path) -> Path:
    return other_workbook(folder, "vInfo", ("VM", "Powerstate", "Memory"))


@pytest.mark.parametrize("make", [no_workbook, empty_file, zip_bomb, missing, other_workbook, missing_column])
def test_a_bad_source_is_one_clear_error(azlift, tmp_path: Path, make: Callable[[Path], Path]) -> None:  # type: ignore[no-untyped-def]
    file = make(tmp_path)
    done = azlift("survey", file)
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.startswith("azlift: ")
    assert file.name in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) >= 2, "what happened, and what to do"


def test_text_where_a_number_belongs_leaves_that_row_out_and_reads_the_others(azlift, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = other_workbook(tmp_path, "vInfo", ("VM", "Powerstate", "CPUs", "Memory"))
    said = json.loads(azlift("survey", file, "-o", "json").stdout)
    (row,) = said["left_out"]
    assert (row["row"], row["reason"]) == (2, "incomplete")
    assert "CPUs" in row["detail"]
    assert "many" in row["detail"]


def test_a_step_too_early_says_what_comes_before(azlift) -> None:  # type: ignore[no-untyped-def]
    done = azlift("plan")
    assert done.returncode == 3
    assert "survey" in done.stderr


def test_a_command_line_that_is_not_understood_is_code_2(azlift_alone) -> None:  # type: ignore[no-untyped-def]
    assert azlift_alone("surwey").returncode == 2


def test_a_workspace_that_cannot_be_written_is_code_8(azlift, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "file").write_text("")
    done = azlift("survey", SAMPLE, "--workspace", tmp_path / "file")
    assert done.returncode == 8
    assert "Traceback" not in done.stderr


def test_with_a_calendar_waves_have_dates_a_gap_and_their_forecast(azlift, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for verb in (("survey", SAMPLE), ("place",)):
        assert azlift(*verb).returncode == 0
    (tmp_path / "workspace" / "calendar.yaml").write_text("freezes: [{days: 2026-12-15/2027-01-05}]\n")
    done = azlift("plan")
    assert done.returncode == 0
    assert "could be saved by another plan" in done.stderr
    plan = json.loads(azlift("plan", "-o", "json").stdout)
    assert all(wave["opens"] < wave["closes"] and wave["forecast"] for wave in plan["waves"])
    assert not any("2026-12-15" <= wave["opens"][:10] <= "2027-01-05" for wave in plan["waves"])
    assert sum(len(wave["groups"]) for wave in plan["waves"]) == 23


def test_a_calendar_with_a_fault_is_code_3_with_the_line(azlift, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for verb in (("survey", SAMPLE), ("place",)):
        assert azlift(*verb).returncode == 0
    (tmp_path / "workspace" / "calendar.yaml").write_text("windws: []\n")
    done = azlift("plan")
    assert done.returncode == 3
    assert "Did you mean `windows`?" in done.stderr
    assert "calendar.yaml" in done.stderr
