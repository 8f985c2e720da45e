"""One machine whole: what its sources say, what was decided about it and why, and what it costs."""

from dataclasses import dataclass
from typing import Any

from azlift.model import (
    Assessment,
    Disagreement,
    Estate,
    ExternalLink,
    Finding,
    Link,
    Merge,
    MoveGroup,
    Noun,
    Placement,
    Roster,
    Unplaceable,
    Wave,
    WavePlan,
    Workload,
    WorkloadMoney,
)


@dataclass(frozen=True)
class Dossier:
    """Every fact on record about a workload; None, or empty, where its step is still to come.

    `findings` are the survey's, those of the assessment are in it. `names` has whom its links and its group mean, by
    id. `outdated` are the steps to take anew, because what they were made from has changed.
    """

    workload: Workload
    merges: tuple[Merge, ...]
    disagreements: tuple[Disagreement, ...]
    findings: tuple[Finding, ...]
    links: tuple[Link, ...]
    external_links: tuple[ExternalLink, ...]
    names: dict[str, str]
    assessment: Assessment | None = None
    placement: Placement | None = None
    stays: Unplaceable | None = None
    azure_name: str = ""
    group: MoveGroup | None = None
    wave: Wave | None = None
    money: WorkloadMoney | None = None
    currency: str = ""
    outdated: tuple[str, ...] = ()


def make_dossier(
    workload: Workload, estate: Estate, roster: Roster | None, plan: WavePlan | None, **more: Any
) -> Dossier:
    """What estate, roster and plan hold of the workload; `more` are the fields they do not."""
    own = workload.id
    links = tuple(link for link in estate.links if own in (link.source, link.target))
    group = next((group for group in plan.groups if own in group.workloads), None) if plan else None
    met = {own, *(group.workloads if group else ()), *(end for link in links for end in (link.source, link.target))}
    return Dossier(
        workload=workload,
        merges=tuple(merge for merge in estate.merges if merge.workload == own),
        disagreements=tuple(item for item in estate.disagreements if item.workload == own),
        findings=tuple(finding for finding in estate.findings if finding.workload == own),
        links=links,
        external_links=tuple(link for link in estate.external_links if link.workload == own),
        names={other: estate.by_id[other].name for other in met if other in estate.by_id},
        assessment=roster.assessment_of.get(own) if roster else None,
        placement=roster.by_workload.get(own) if roster else None,
        stays=next((item for item in roster.unplaceable if item.workload == own), None) if roster else None,
        azure_name=roster.names.get(own, "") if roster else "",
        group=group,
        wave=next((wave for wave in plan.waves if group and group.id in wave.groups), None) if plan else None,
        **more,
    )


def dossier_data(dossier: Dossier) -> dict[str, Any]:
    """The same as JSON values."""
    return {name: _plain(value) for name, value in vars(dossier).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Noun):
        return value.model_dump(mode="json")
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
