from pathlib import Path

import pytest
import yaml
from small_estates import estate, link, machine, workload_id

from azlift.errors import PlanError
from azlift.model import Limits, Route, WavePlan
from azlift.waves import plan_waves, plan_yaml, read_plan_edits
from azlift.waves.yaml_edits import read_yaml_edits

ESTATE = estate(
    [machine(0, "CRM", "dev"), machine(1, "CRM", "prod"), machine(2, "AD"), machine(3, route=Route.RETIRE)],
    [link(1, 2, 389)],
)
PLAN = plan_waves(ESTATE, Limits())
TEXT = plan_yaml(PLAN, ESTATE)


def reading(tmp_path: Path, text: str) -> WavePlan:
    path = tmp_path / "plan.yaml"
    path.write_text(text)
    return read_plan_edits(path, PLAN, ESTATE)


def refusal(tmp_path: Path, text: str) -> PlanError:
    with pytest.raises(PlanError) as raised:
        reading(tmp_path, text)
    return raised.value


def test_a_file_without_edits_gives_an_equal_plan(tmp_path: Path) -> None:
    assert reading(tmp_path, TEXT) == PLAN


def test_a_group_moves_under_another_wave(tmp_path: Path) -> None:
    plan = reading(tmp_path, "waves:\n  1: {crm-dev: }\n  2: {crm-prod: }\n  12: {ad: [vm2]}\n")
    assert [(wave.id, wave.groups) for wave in plan.waves] == [
        ("wave-01", ("crm-dev",)),
        ("wave-02", ("crm-prod",)),
        ("wave-12", ("ad",)),
    ]
    assert [finding.code for finding in plan.violations] == ["group-before-its-dependency"]


def test_a_group_under_stay_is_kept_behind(tmp_path: Path) -> None:
    plan = reading(tmp_path, "waves:\n  1: {crm-dev: }\n  2: {crm-prod: }\nstay: {ad: }\n")
    assert plan.staying == (workload_id(2), workload_id(3))
    assert plan.by_group["crm-prod"].after == ()


def test_edited_limits_are_judged_anew(tmp_path: Path) -> None:
    plan = reading(tmp_path, TEXT.replace("machines_per_wave: 50", "machines_per_wave: 1"))
    assert plan.limits.machines_per_wave == 1
    assert [finding.message for finding in plan.violations] == [
        "wave-02 is larger than a wave may be: 2 machines, limit 1"
    ]


@pytest.mark.parametrize(
    ("text", "row", "column", "words"),
    [
        (TEXT.replace("    ad:\n    - vm2\n", ""), None, "waves", "an entry for ad; under stay it is kept behind"),
        (TEXT.replace("    ad:", "    da:"), 15, "waves.2", "found 'da', expected the id of a group in this plan"),
        (TEXT + "waves: {}\n", None, "file", "expected each key once: it is in row 10"),
        (TEXT.replace("stay: {}", "stay: {ad: }"), None, "stay", "found 'ad', expected each group once"),
        (TEXT.replace("  2:\n", "  two:\n"), 14, "waves", "found 'two', expected a wave's number (1 to 9999) or stay"),
        (TEXT.replace("- vm2", "- vm9"), 16, "waves.2.ad", "the 1 names as written; regroup machines in the CSV file"),
        (TEXT.replace("- vm3", "- vm9"), None, "staying", "regroup machines in the CSV file"),
        (TEXT.replace("pilot_machines: 5", "pilot_machines: few"), 8, "limits.pilot_machines", "found 'few'"),
        (TEXT.replace("pilot_machines", "pilots"), 8, "limits", "found 'pilots', expected one of groups_per_wave"),
        (TEXT + "extra: 1\n", None, "file", "found 'extra', expected one of limits, windows, waves, stay, staying"),
        ("- a\n", 1, "file", "found a list or mapping, expected entries of the form key: value"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_place(
    tmp_path: Path, text: str, row: int | None, column: str, words: str
) -> None:
    error = refusal(tmp_path, text)
    assert error.file == "plan.yaml"
    assert words in str(error)
    assert f"column {column}:" in str(error)
    assert row is None or error.row == row


def test_a_file_that_is_not_yaml_is_named_with_the_line(tmp_path: Path) -> None:
    error = refusal(tmp_path, "waves:\n  1: [\n")
    assert (error.file, error.row) == ("plan.yaml", 3)


@pytest.mark.parametrize("text", ["", "# nothing\n"])
def test_an_empty_file_is_named(tmp_path: Path, text: str) -> None:
    assert refusal(tmp_path, text).message == "the file is empty"


def test_nesting_without_end_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "[" * 100_000).message == "not a plan: found more than 20 levels"


def test_a_window_is_read_beside_its_wave() -> None:
    asked = read_yaml_edits(
        Path("plan.yaml"), TEXT.replace("windows: {}", "windows: {2: 2026-12-12T2100Z, 1: }").encode(), PLAN, ESTATE
    )
    assert asked.windows == {2: "2026-12-12T2100Z"}


def test_a_file_from_before_there_were_windows_is_read(tmp_path: Path) -> None:
    assert reading(tmp_path, TEXT.replace("windows: {}\n", "")) == PLAN


@pytest.mark.parametrize(
    ("windows", "column", "words"),
    [
        (
            "{1: 2026-12-12}",
            "windows.1",
            "found '2026-12-12', expected the id of a window, which is its opening in UTC",
        ),
        ("{1: [2026-12-12T2100Z]}", "windows.1", "found a list or mapping, expected the id of a window"),
        ("{one: 2026-12-12T2100Z}", "windows", "found 'one', expected a wave's number"),
        ("{7: 2026-12-12T2100Z}", "windows.7", "expected a wave 7 with groups, or no window for it"),
        ("2026-12-12T2100Z", "windows", "expected entries of the form key: value"),
    ],
)
def test_a_window_that_cannot_be_used_is_named(tmp_path: Path, windows: str, column: str, words: str) -> None:
    error = refusal(tmp_path, TEXT.replace("windows: {}", f"windows: {windows}"))
    assert (error.row, error.column) == (9, column)
    assert words in str(error)


def test_an_alias_is_refused_before_a_tree_is_made_of_it(tmp_path: Path) -> None:
    error = refusal(tmp_path, TEXT.replace("stay: {}", "stay: &all {}") + "more: *all\n")
    assert (error.message, error.row) == ("not a plan: found an alias (*)", len(TEXT.splitlines()) + 1)


def test_no_object_is_made_of_a_tag(tmp_path: Path) -> None:
    hostile = TEXT.replace("- vm2", "- !!python/object/apply:os.system ['touch made']")
    assert "regroup machines in the CSV file" in refusal(tmp_path, hostile).message


def test_names_that_look_like_something_else_come_back_as_names(tmp_path: Path) -> None:
    names = ["yes", "null", "~", "1e3", "2026-11-23", "&a", "*a", "- x", "{{x}}", "a: b", "\u202e", "\x00", "日本"]
    made = estate([machine(n, "one", name=name) for n, name in enumerate(names)])
    plan = plan_waves(made, Limits())
    path = tmp_path / "names.yml"
    path.write_text(plan_yaml(plan, made))
    assert sorted(yaml.safe_load(path.read_text())["waves"][1]["one"]) == sorted(names)
    assert read_plan_edits(path, plan, made) == plan
