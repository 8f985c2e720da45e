from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath

import pytest
from markdown_it import MarkdownIt

from azlift.model import (
    Change,
    Checklist,
    ChecklistItem,
    Condition,
    GroupStanding,
    Limits,
    MoveGroup,
    Preview,
    Question,
    StepOutcome,
    Wave,
    WavePlan,
    WaveStanding,
)
from azlift.report.wave_pages import (
    RESOURCES_SHOWN,
    board_page,
    checklist_page,
    live_page,
    questions_page,
    report_line,
    what_if_page,
)

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
        live_page(PLAN, STANDING, {"shop": (step(said=HOSTILE),)}),
        board_page(PLAN, [STANDING]),
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


PLAN = WavePlan(
    limits=Limits(),
    groups=tuple(MoveGroup(id=group, workloads=("w-1",), because="") for group in ("shop", "mail")),
    waves=(Wave(id="wave-01", number=1, pilot=False, groups=("shop", "mail"), why=""),),
    staying=(),
)
AT = "2027-01-04T12:00:00+00:00"
BLOCKED = Condition(code="waits", blocking=True, evidence=HOSTILE, since=AT, who="somebody", remedy="azlift why mail")
STANDING = WaveStanding(
    wave="wave-01",
    stage="cutting over",
    run="running",
    health="ok",
    since=AT,
    conditions=(BLOCKED,),
    groups=(
        GroupStanding(group="shop", wave="wave-01", stage="verified", run="running", health="ok", since=AT),
        GroupStanding(group="mail", wave="wave-01", stage=None, run="idle", health="ok", since=""),
    ),
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
    made = live_page(PLAN, STANDING, {"shop": (step(said="2 stopped"),)})
    assert made.startswith("wave-01 is **cutting over**; run: running; health: ok")
    assert "| shop | verified | running | ok |" in made
    assert "| mail |" in made
    assert "| shop | stop | power | 120 | 2 stopped |" in made
    assert "azlift why mail" in made


def test_the_board_has_a_row_per_wave_and_what_keeps_it() -> None:
    made = board_page(PLAN, [STANDING])
    assert "\n    " not in made, "nothing is indented so far that it would be shown as code"
    assert "\n- " in made
    assert "| wave-01 | cutting over | running | ok |" in made
    assert "azlift why mail" in made


def test_what_is_asked_is_shown_with_a_command_and_a_form_each() -> None:
    asked = Question(group="shop", step="freeze", number=1, text=HOSTILE, key="do 1.1", at=NOW)
    made = questions_page("wave-01", [asked], ["http://prefect/form?parameters=%7B%7D"], False, "")
    assert "](http://prefect/form?parameters=%7B%7D), or: azlift answer shop freeze --done --comment TEXT" in made
    assert "<img" not in made.replace("\\<img", "")
    assert "go or no-go" not in made
    decided = questions_page("wave-01", [], [], True, "")
    assert "go or no-go for wave-01" in decided
    assert "- azlift decide wave-01 --go --reason TEXT" in decided


FILE = PurePosixPath("/srv/acme/plan.html")


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://files.example", "https://files.example/plan.html"),
        ("https://files.example:8443/acme/", "https://files.example:8443/acme/plan.html"),
        ("http://[::1]/a%20b", "http://[::1]/a%20b/plan.html"),
        ("https://files.example/a)b](x) <b>", "https://files.example/a%29b%5D%28x%29%20%3Cb%3E/plan.html"),
    ],
)
def test_a_published_report_is_a_link_whatever_its_address_holds(address: str, link: str) -> None:
    html = MarkdownIt("commonmark", {"html": True}).render(report_line(FILE, True, "m", address))
    assert html == f'<p>Report: <a href="{link}">plan.html</a></p>\n'


def test_a_report_that_nobody_publishes_is_named_with_its_machine_and_command() -> None:
    assert report_line(FILE, True, "worker-1", "") == (
        "Report: `/srv/acme/plan.html` on `worker-1`, written by `azlift plan --workspace /srv/acme`\n"
    )
    hostile = report_line(PurePosixPath("/srv/`<img src=x> ``/plan.html"), True, "`<b>", "")
    html = MarkdownIt("commonmark", {"html": True}).render(hostile)
    assert "<img" not in html
    assert "<b>" not in html
    assert "<code>/srv/`&lt;img src=x&gt; ``/plan.html</code>" in html


@pytest.mark.parametrize("address", ["", "https://files.example"])
def test_a_report_that_is_not_written_has_only_its_command(address: str) -> None:
    made = report_line(PurePosixPath("/srv/my estate/plan.html"), False, "m", address)
    assert made == "No report is written yet: `azlift plan --workspace '/srv/my estate'`\n"
