from datetime import UTC, datetime, timedelta

from azlift.model import (
    Change,
    Checklist,
    ChecklistItem,
    Limits,
    MoveGroup,
    Preview,
    StepOutcome,
    Wave,
    WavePlan,
)
from azlift.report.wave_pages import RESOURCES_SHOWN, checklist_page, live_page, what_if_page
from azlift.stages import Stage, Standing

NOW = datetime(2027, 1, 4, 12, tzinfo=UTC)
HOSTILE = "<img src=x onerror=alert(1)> | `x`"
ID = "/subscriptions/s/resourceGroups/rg-1/providers/Microsoft.Compute/virtualMachines/vm-"


def preview(*changes: Change, surprises: tuple[Change, ...] = ()) -> Preview:
    return Preview(subject="shop", digest="d", changes=changes, surprises=surprises)


def test_the_what_if_counts_each_kind_and_names_each_resource_that_changes() -> None:
    made = what_if_page(
        {"shop": preview(Change(resource=f"{ID}a", kind="Create"), Change(resource=f"{ID}b", kind="NoChange"))}
    )
    assert "| subject | Create | NoChange | not planned |" in made
    assert "| shop | 1 | 1 | 0 |" in made
    assert "rg-1/providers/Microsoft.Compute/virtualMachines/vm-a" in made
    assert "vm-b" not in made
    assert "subscriptions" not in made


def test_a_long_what_if_says_how_much_more_there_is() -> None:
    many = preview(*(Change(resource=f"{ID}{n}", kind="Create") for n in range(RESOURCES_SHOWN + 5)))
    assert "… and 5 more." in what_if_page({"shop": many})


def test_what_azure_and_people_wrote_is_never_markup() -> None:
    item = ChecklistItem(code="c", title=HOSTILE, state="red", evidence=HOSTILE, who=HOSTILE, remedy=HOSTILE)
    pages = (
        what_if_page({"shop": preview(Change(resource=HOSTILE, kind="Create", detail=HOSTILE))}),
        checklist_page(Checklist(wave="wave-01", at=NOW, digest="d", items=(item,))),
        live_page(WAVE, PLAN, {}, {"shop": (step(said=HOSTILE),)}),
    )
    for page in pages:
        assert "\\<img" in page
        assert "<img" not in page.replace("\\<img", "")


def test_the_checklist_says_what_blocks_and_who_can_act() -> None:
    red = ChecklistItem(
        code="quota",
        title="Quota",
        state="red",
        evidence="10 of 20 vCPU",
        who="the subscription's owner",
        remedy="Ask.",
    )
    green = ChecklistItem(code="zone", title="Landing zone", state="green", evidence="it stands")
    made = checklist_page(Checklist(wave="wave-01", at=NOW, digest="d", items=(green, red)))
    assert made.startswith("1 of 2 block. Seen 2027-01-04 12:00 UTC.")
    assert "| red | Quota | 10 of 20 vCPU |" in made
    assert "- **Quota**: Ask. (the subscription's owner; or azlift waive wave-01 quota)" in made
    whole = checklist_page(Checklist(wave="wave-01", at=NOW, digest="d", items=(green,)))
    assert whole.startswith("Nothing blocks.")
    assert "What to do" not in whole


WAVE = Wave(id="wave-01", number=1, pilot=False, groups=("shop", "mail"), why="")
PLAN = WavePlan(
    limits=Limits(),
    groups=tuple(MoveGroup(id=group, workloads=("w-1",), because="") for group in WAVE.groups),
    waves=(WAVE,),
    staying=(),
)


def step(**said: str) -> StepOutcome:
    return StepOutcome(
        group="shop",
        step="stop",
        kind="power",
        began=NOW,
        ended=NOW + timedelta(minutes=2),
        **said,  # type: ignore[arg-type]
    )


def test_the_live_wave_shows_each_group_and_each_step_taken() -> None:
    standings = {"shop": Standing("shop", Stage.VERIFIED, "running", Stage.CUT_OVER, "2027-01-04T12:00:00.123+00:00")}
    made = live_page(WAVE, PLAN, standings, {"shop": (step(said="2 stopped"),)})
    assert "| shop | 1 | verified | running\\: cut over | 2027-01-04T12\\:00\\:00 |" in made
    assert "| mail | 1 | to go | idle |  |" in made
    assert "| shop | stop | power | 120 | 2 stopped |" in made
