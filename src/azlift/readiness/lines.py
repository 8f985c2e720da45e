"""The lines of the checklist: what each is called, who can act on it and how; and waivers laid over them."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from azlift.model import Checklist, ChecklistItem, Waiver

DRIVER = "the engineer who drives the wave"
PLATFORM = "whoever runs the subscription"


class Line(NamedTuple):
    title: str
    who: str
    remedy: str


TITLES: dict[str, Line] = {
    "landing-zone": Line(
        "the landing zone stands as planned", DRIVER, "the flow `prepare`, or azlift land zone:{wave}"
    ),
    "templates": Line("nothing was changed since it was rendered", DRIVER, "the flow `prepare`: it renders anew"),
    "what-if": Line("Azure was asked what it would do, group by group", DRIVER, "the flow `prepare`"),
    "providers": Line("the resource providers are registered", DRIVER, "azlift prepare {wave}"),
    "rights": Line("the identity has every right it needs", PLATFORM, "give it the role that `azlift role` prints"),
    "quota": Line("the quotas hold what will be created", PLATFORM, "ask for more (portal: Quotas), or move groups"),
    "sizes": Line("every size is sold here", DRIVER, "azlift catalog refresh, then azlift place and azlift plan"),
    "names": Line("every name is free or ours", DRIVER, "remove what is in the way, or set another `estate`"),
    "policy": Line("Azure's checks and policies let every group pass", PLATFORM, "ask the policy's owner"),
    "history": Line("there is room for the deployments", PLATFORM, "az deployment group delete: old ones"),
    "locks": Line("no lock is in the way, of a roll-back neither", PLATFORM, "lift the lock for the window"),
    "sign-in": Line("the sign-in outlives the window", DRIVER, "renew it, or drive by a managed identity"),
    "rollback-rehearsed": Line("every group's rollback was rehearsed", DRIVER, "azlift test GROUP, then --clean"),
    "tested": Line("every group's test was passed", DRIVER, "azlift test GROUP"),
    "test-leftovers": Line("nothing is left of tests", DRIVER, "azlift test GROUP --clean"),
}
"""By code: those of `azlift waive` too."""


def item_of(code: str, faults: Iterable[str], evidence: str, wave: str, unknown: bool = False) -> ChecklistItem:
    """One line: green with its evidence, or red (or unknown) with what was found and what to do."""
    line, found = TITLES[code], tuple(faults)
    if not found:
        return ChecklistItem(code=code, title=line.title, state="green", evidence=evidence)
    more = f" (and {len(found) - 5} more)" if len(found) > 5 else ""
    return ChecklistItem(
        code=code,
        title=line.title,
        state="unknown" if unknown else "red",
        evidence="; ".join(found[:5]) + more,
        who=line.who,
        remedy=line.remedy.format(wave=wave),
    )


def waived(checklist: Checklist, waivers: Iterable[Waiver], now: datetime) -> Checklist:
    """The checklist with what is waived until later than now; a green line needs no waiver."""
    standing = {waiver.code: waiver for waiver in waivers if waiver.expires_at > now}

    def one(item: ChecklistItem) -> ChecklistItem:
        waiver = standing.get(item.code)
        if item.state == "green" or waiver is None:
            return item
        who = waiver.person.name or waiver.person.object_id
        said = f"waived by {who} until {waiver.expires_at:%Y-%m-%d %H:%M} UTC: {waiver.reason}"
        return item.model_copy(update={"state": "waived", "evidence": f"{item.evidence}; {said}"})

    return checklist.model_copy(update={"items": tuple(one(item) for item in checklist.items)})
