import json
import re
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[2] / "inventory" / "sample"


@pytest.fixture
def placed(azlift):  # type: ignore[no-untyped-def]
    for verb in (("survey", SAMPLE), ("place",)):
        assert azlift(*verb).returncode == 0
    return azlift


def test_without_figures_the_case_says_that_it_is_assumed(placed) -> None:  # type: ignore[no-untyped-def]
    done = placed("money")
    assert done.returncode == 0
    assert "ASSUMED: nobody gave today's costs" in done.stderr
    assert "By route, a month" in done.stdout


def test_given_figures_are_what_it_is_made_of(placed, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "workspace" / "money.yaml").write_text(
        "today: {per_server: 1000, source: finance}\nhorizon_months: 12\n"
    )
    case = json.loads(placed("money", "-o", "json").stdout)
    assert (case["basis"], case["assumptions"], len(case["months"])) == ("given", [], 12)
    assert float(case["today"]) == 58_000
    assert sum(route["workloads"] for route in case["by_route"]) == 58
    assert sum(float(route["today"]) for route in case["by_route"]) == 58_000
    assert placed("plan").returncode == 0
    waves = json.loads(placed("money", "-o", "json").stdout)["by_wave"]
    assert sum(wave["workloads"] for wave in waves) == 53


def test_a_wrong_figure_is_code_3_with_file_and_key(placed, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "workspace" / "money.yaml").write_text("today: {per_sever: 3}\n")
    done = placed("money")
    assert done.returncode == 3
    assert "Did you mean `per_server`?" in done.stderr
    assert "Traceback" not in done.stderr


def test_before_placing_there_is_no_case(azlift) -> None:  # type: ignore[no-untyped-def]
    done = azlift("money")
    assert done.returncode == 3
    assert "survey" in done.stderr


def test_months_like_the_one_before_are_counted_and_not_shown(placed) -> None:  # type: ignore[no-untyped-def]
    done = placed("money")
    months = json.loads(placed("money", "-o", "json").stdout)["months"]
    shown = re.findall(r"^(20\d\d-\d\d)\b", done.stdout, re.MULTILINE)
    assert (shown[0], shown[-1]) == (months[0]["month"][:7], months[-1]["month"][:7])
    (hidden,) = re.findall(r"(\d+) months like the one before are not shown", done.stderr)
    assert len(shown) + int(hidden) == len(months) == 36


def test_who_gave_the_figures_is_told_and_a_contract_of_no_known_datacentre_too(placed, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "workspace" / "money.yaml").write_text(
        "today:\n  per_server: 9\n  source: finance, FY26\n"
        "  contracts: [{name: Colo, per_month: 5, ends: 2028-01-31, datacenter: Frankfurt}]\n"
    )
    done = placed("money")
    assert "today's costs are given by finance, FY26" in done.stderr
    assert "No machine's datacentre is 'Frankfurt'" in done.stderr
    assert "The inventory's are Telco-DC1" in done.stderr
