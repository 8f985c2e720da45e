import json
from collections.abc import Callable

from workbooks import info_row

from azlift.estate import estate_report
from azlift.model import Estate

KEYS = {
    "rows", "workloads", "left_out", "powered_on", "powered_off", "vcpu", "memory_mib", "disks", "disk_capacity_mib",
    "provisioned_mib", "in_use_mib", "nics", "findings", "sources", "merges", "disagreements", "external_links",
    "quality",
}  # fmt: skip


def test_the_report_has_exactly_the_promised_keys_and_is_json(read_rows: Callable[..., Estate]) -> None:
    estate = read_rows(info_row(), info_row(VM="golden", Template=True, NICs="two"))
    report = json.loads(json.dumps(estate_report(estate)))
    assert report.keys() == KEYS
    assert (report["rows"], report["workloads"], report["vcpu"], report["disk_capacity_mib"]) == (2, 1, 4, 90112)
    assert report["left_out"] == [
        {
            "file": "estate.xlsx", "tab": "vInfo", "row": 3, "name": "golden", "reason": "template",
            "detail": "a template: vInfo says Template is True",
        }
    ]  # fmt: skip
    assert report["findings"][-1] == {
        "code": "bad-cell", "severity": "warning",
        "message": "the cell is not read: expected a whole number up to 1,000",
        "evidence": "'two'", "file": "estate.xlsx", "tab": "vInfo", "row": 3, "workload": None, "remedy": "",
    }  # fmt: skip
    assert report["sources"][0].keys() == {"name", "sha256", "format", "tabs", "rows", "totals"}
