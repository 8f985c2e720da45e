from datetime import UTC, datetime, timedelta

import pytest

from azlift.model import Checklist, ChecklistItem, CheckReport, CheckResult, Cutover

NIGHT = datetime(2027, 1, 9, 22, 0, tzinfo=UTC)


def item(state: str) -> ChecklistItem:
    return ChecklistItem.model_validate({"code": "quota", "title": "Quota", "state": state, "evidence": "seen"})


@pytest.mark.parametrize(("state", "green"), [("green", True), ("waived", True), ("red", False), ("unknown", False)])
def test_what_is_red_or_could_not_be_looked_at_blocks(state: str, green: bool) -> None:
    made = Checklist(wave="wave-01", at=NIGHT, digest="d", items=(item("green"), item(state)))
    assert made.green is green


def test_a_report_names_what_failed() -> None:
    good = CheckResult(name="web01 port 443", kind="tcp", passed=True, expected="open", found="open")
    bad = good.model_copy(update={"name": "web01 port 22", "passed": False, "found": "refused"})
    report = CheckReport(group="shop", at=NIGHT, results=(good, bad))
    assert (report.passed, report.failed) == (False, (bad,))


def test_downtime_is_known_once_it_is_over() -> None:
    down = Cutover(group="shop", digest="d", down_from=NIGHT, up_at=None, steps=())
    assert down.downtime_minutes is None
    assert down.model_copy(update={"up_at": NIGHT + timedelta(minutes=90)}).downtime_minutes == 90
