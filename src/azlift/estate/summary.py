"""Estate -> the plain numbers and lists that `azlift survey -o json` prints."""

from typing import Any

from azlift.model import Estate, Finding, LeftOut


def estate_report(estate: Estate) -> dict[str, Any]:
    """The estate as JSON values: totals over every row read, who was left out, what was found, and the files."""
    return {
        "rows": estate.totals.rows,
        "workloads": len(estate.workloads),
        "left_out": [_left_out(item) for item in estate.left_out],
        **estate.totals.model_dump(exclude={"rows"}),
        "findings": [_finding(finding) for finding in estate.findings],
        "sources": [source.model_dump(mode="json") for source in estate.sources],
    }


def _left_out(item: LeftOut) -> dict[str, Any]:
    place = {"file": item.origin.file, "tab": item.origin.tab, "row": item.origin.row}
    return {**place, "name": item.name, "reason": item.reason, "detail": item.detail}


def _finding(finding: Finding) -> dict[str, Any]:
    place = finding.origin
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "evidence": finding.evidence,
        "file": place.file if place else "",
        "tab": place.tab if place else "",
        "row": place.row if place else None,
        "workload": finding.workload,
    }
