import json
from decimal import Decimal
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[2] / "inventory" / "sample"


@pytest.fixture
def planned(azlift):  # type: ignore[no-untyped-def]
    for verb in (("survey", SAMPLE), ("place",), ("plan",)):
        assert azlift(*verb).returncode == 0
    return azlift


def test_one_machine_is_shown_whole(planned) -> None:  # type: ignore[no-untyped-def]
    done = planned("show", "CRM-DB01", COLUMNS="200")
    assert done.returncode == 0
    titles = ("Read from", "Assessment", "In Azure", "Disks", "each commitment", "Wave and money", "Talks")
    assert [title for title in titles if title not in done.stdout] == []
    assert "instead of" in done.stdout
    assert "Azure Migrate's method" in done.stdout


def test_its_json_is_what_the_verbs_put_on_record(planned) -> None:  # type: ignore[no-untyped-def]
    said = json.loads(planned("show", "crm-db01", "-o", "json").stdout)
    roster = json.loads(planned("place", "-o", "json").stdout)
    (placement,) = [p for p in roster["placements"] if p["workload"] == said["workload"]["id"]]
    (assessment,) = [a for a in roster["assessments"] if a["workload"] == said["workload"]["id"]]
    assert (said["placement"], said["assessment"]) == (placement, assessment)
    assert said["group"]["id"] in said["wave"]["groups"]
    assert said["workload"]["id"] in said["group"]["workloads"]
    parts = [Decimal(placement[part]["amount_per_month"]) for part in ("compute", "storage")]
    assert Decimal(said["money"]["target"]) == sum(parts)
    assert said["outdated"] == []


def test_a_machine_is_shown_before_it_is_placed_and_the_answer_says_what_is_missing(azlift) -> None:  # type: ignore[no-untyped-def]
    azlift("survey", SAMPLE)
    done = azlift("show", "crm-db01")
    assert done.returncode == 0
    assert "In Azure" not in done.stdout
    assert "azlift place" in done.stderr


def test_what_was_decided_before_the_inventory_changed_is_called_outdated(planned, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "more.csv").write_text("Hostname,RAM_GB,vCPU\nnew01,8,2\n")
    planned("survey", SAMPLE, tmp_path / "more.csv")
    done = planned("show", "crm-db01")
    assert "run azlift place anew" in done.stderr
    assert "run azlift plan anew" in done.stderr
    assert "not placed yet" in planned("show", "new01").stderr


def test_a_row_says_what_became_of_it(planned) -> None:  # type: ignore[no-untyped-def]
    done = planned("show", "telecom-rvtools.xlsx:61")
    assert done.returncode == 0
    assert "tmpl-rhel8 is no workload" in done.stderr
    assert "template" in done.stderr
    said = json.loads(planned("show", "tmpl-rhel8", "-o", "json").stdout)
    assert said["left_out"]["origin"]["row"] == 61


def test_before_anything_is_surveyed_it_says_what_comes_first(azlift) -> None:  # type: ignore[no-untyped-def]
    done = azlift("show", "crm-db01")
    assert done.returncode == 3
    assert "Run azlift survey first." in done.stderr


def test_a_mistyped_name_is_code_3_with_a_suggestion(planned) -> None:  # type: ignore[no-untyped-def]
    done = planned("show", "crm-bd01")
    assert done.returncode == 3
    assert done.stdout == ""
    assert "Did you mean crm-db01" in done.stderr


def test_hostile_text_is_shown_and_never_obeyed(azlift, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "list.csv").write_text("Hostname,RAM_GB,vCPU,Rack\n\x1b[2Jevil,8,2,[red]\u202ex\n", encoding="utf-8")
    azlift("survey", tmp_path / "list.csv")
    done = azlift("show", "list.csv:2")
    assert done.returncode == 0
    assert "evil" in done.stdout
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert "[red]" in done.stdout
