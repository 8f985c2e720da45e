import json
import sqlite3
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "inventory" / "sample"


def test_export_is_a_line_per_event_and_verify_counts_them(azlift_alone) -> None:  # type: ignore[no-untyped-def]
    for verb in (("survey", SAMPLE), ("place",), ("plan",)):
        azlift_alone(*verb)
    lines = azlift_alone("ledger", "export").stdout.splitlines()
    assert [json.loads(line)["stage"] for line in lines] == ["surveyed", "placed", "planned"]
    done = azlift_alone("ledger", "verify")
    assert (done.returncode, done.stderr.strip()[:9]) == (0, "3 events:")


def test_a_forged_ledger_is_code_8(azlift, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    azlift("survey", SAMPLE)
    with sqlite3.connect(tmp_path / "workspace" / "rehearsal.ledger") as forger:
        forger.execute("DROP TRIGGER event_keeps_its_rows_UPDATE")
        forger.execute("UPDATE event SET at = 'yesterday'")
    done = azlift("ledger", "verify")
    assert done.returncode == 8
    assert "event 1" in done.stderr


def test_history_says_what_happened_to_one_subject(azlift, azlift_alone) -> None:  # type: ignore[no-untyped-def]
    azlift("survey", SAMPLE)
    assert "surveyed" in azlift_alone("ledger", "history", "estate:all").stdout
    unknown = azlift("ledger", "history", "nobody")
    assert unknown.returncode == 3
    assert "nothing is on record about 'nobody'" in unknown.stderr
