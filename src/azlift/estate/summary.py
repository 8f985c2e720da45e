"""Estate -> the plain numbers and lists that `azlift survey -o json` prints."""

from typing import Any

from azlift.estate.opening import Opened
from azlift.estate.quality import quality_data, quality_of
from azlift.model import Estate, Finding, LeftOut


def estate_report(estate: Estate) -> dict[str, Any]:
    """The estate as JSON values: totals over every row read, who was left out, what was found, and the files."""
    return {
        "rows": estate.totals.rows,
        "workloads": len(estate.workloads),
        "left_out": [_left_out(item) for item in estate.left_out],
        **estate.totals.model_dump(exclude={"rows"}),
        "merges": [item.model_dump(mode="json") for item in estate.merges],
        "disagreements": [item.model_dump(mode="json") for item in estate.disagreements],
        "external_links": [item.model_dump(mode="json") for item in estate.external_links],
        "findings": [_finding(finding) for finding in estate.findings],
        "quality": _quality(estate),
        "sources": [source.model_dump(mode="json") for source in estate.sources],
    }


def explained(opened: tuple[Opened, ...]) -> list[dict[str, Any]]:
    """How each source was read, as JSON values: what it was recognised as, by what, and what each column became."""
    return [
        {
            "file": one.reading.file,
            "files": [file.name for file in one.files],
            "read_as": one.title,
            "because": one.because,
            "notes": list(one.notes),
            "rows": one.reading.rows,
            "columns": [
                {"tab": use.tab, "header": use.header, "field": use.field, "unit": use.unit, "why": use.why}
                for use in one.reading.columns
            ],
        }
        for one in opened
    ]


def _quality(estate: Estate) -> dict[str, Any]:
    """The quality report without what stands beside it: completeness by workload is in the tables."""
    data = quality_data(quality_of(estate))
    return {name: value for name, value in data.items() if name not in ("completeness", "sources")}


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
        "remedy": finding.remedy,
        "file": place.file if place else "",
        "tab": place.tab if place else "",
        "row": place.row if place else None,
        "workload": finding.workload,
    }
