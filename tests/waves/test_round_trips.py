"""What a plan file says is what is read from it, for any plan, and any edit of it, in all three kinds of file."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from small_estates import estates, limits
from workbooks import write_tabs

from azlift.model import Estate, WavePlan
from azlift.waves import plan_csv, plan_waves, plan_xlsx, plan_yaml
from azlift.waves.groups import moves
from azlift.waves.plan_files import COLUMNS, STAY, plan_rows
from azlift.waves.proposal import Proposal
from azlift.waves.redrafting import proposal_of
from azlift.waves.table_edits import read_csv_edits, read_xlsx_edits
from azlift.waves.yaml_edits import read_yaml_edits

SLOTS = ("", "", "2026-12-12T2100Z", "2026-12-12T2100Z-2", "2028-02-29T0000Z")
GROUPS = ("crm", "a", "wave-1", "group-007", "x" * 40)
Rows = Sequence[Sequence[object]]
Write = Callable[[Rows, Path], bytes]


@st.composite
def plans(draw: st.DrawFn) -> tuple[Estate, WavePlan]:
    """A plan in which some waves have a window."""
    made = draw(estates())
    plan = plan_waves(made, draw(limits()))
    dated = (wave.model_copy(update={"slot": draw(st.sampled_from(SLOTS))}) for wave in plan.waves)
    return made, plan.model_copy(update={"waves": tuple(dated)})


@given(plans())
@settings(max_examples=50)
def test_what_is_written_is_read_as_the_same_proposal(given_plan: tuple[Estate, WavePlan]) -> None:
    made, plan = given_plan
    assert read_csv_edits(Path("plan.csv"), plan_csv(plan, made, {}).encode(), plan, made) == proposal_of(plan)
    assert read_xlsx_edits(Path("plan.xlsx"), plan_xlsx(plan, made, {}), plan, made) == proposal_of(plan)
    assert read_yaml_edits(Path("plan.yaml"), plan_yaml(plan, made).encode(), plan, made) == proposal_of(plan)


# -- edited -------------------------------------------------------------------------------------------------------


def as_csv(separator: str, mark: str = "") -> Write:
    def write(rows: Rows, _: Path) -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=separator).writerows(rows)
        return (mark + text.getvalue()).encode()

    return write


def as_xlsx(rows: Rows, folder: Path) -> bytes:
    """As Excel keeps it: numbers as numbers; blank rows as they are."""
    cells = [[float(cell) if isinstance(cell, int) else cell for cell in row] for row in rows]
    return write_tabs(folder / "edited.xlsx", {"plan": cells}).read_bytes()  # type: ignore[dict-item]


@st.composite
def assignments(draw: st.DrawFn, made: Estate, plan: WavePlan) -> Proposal:
    """Any: each machine that may move in any group or none, each group in any wave, and some waves with a window."""
    home = {w.id: draw(st.sampled_from((*GROUPS, ""))) for w in made.workloads if moves(w)}
    numbers = {group: draw(st.integers(1, 5) | st.just(9999)) for group in sorted({*home.values()} - {""})}
    windows = {number: draw(st.sampled_from(SLOTS)) for number in sorted({*numbers.values()})}
    members: dict[str, list[str]] = {}
    for workload, group in home.items():
        if group:
            members.setdefault(group, []).append(workload)
    return Proposal(members, numbers, plan.limits, {number: slot for number, slot in windows.items() if slot})


def rows_of(proposal: Proposal, made: Estate, plan: WavePlan) -> list[list[object]]:
    home = {workload: group for group, members in proposal.members.items() for workload in members}
    rows = [list[object](row) for row in plan_rows(plan, made, {})]
    for row in rows:
        group = home.get(str(row[3]), "")
        number = proposal.numbers.get(group, STAY)
        row[:3] = [number, proposal.windows.get(number, "") if isinstance(number, int) else "", group]
    return rows


def sorted_members(proposal: Proposal) -> Mapping[str, object]:
    return {**vars(proposal), "members": {group: sorted(members) for group, members in proposal.members.items()}}


@pytest.mark.parametrize(
    ("write", "read"),
    [
        (as_csv(","), read_csv_edits),
        (as_csv(";", "\ufeff"), read_csv_edits),
        (as_csv("\t"), read_csv_edits),
        (as_xlsx, read_xlsx_edits),
    ],
    ids=["comma", "semicolon and mark", "tab", "workbook"],
)
@given(data=st.data(), given_plan=plans())
@settings(max_examples=30)
def test_an_edit_of_rows_is_read_as_exactly_that(
    tmp_path_factory: pytest.TempPathFactory,
    write: Write,
    read: Callable[..., Proposal],
    data: st.DataObject,
    given_plan: tuple[Estate, WavePlan],
) -> None:
    made, plan = given_plan
    wanted = data.draw(assignments(made, plan))
    rows = data.draw(st.permutations(rows_of(wanted, made, plan)))
    order = data.draw(st.permutations(range(len(COLUMNS))))
    table = [[row[place] for place in order] for row in [list[object](COLUMNS), *rows, [""] * len(COLUMNS)]]
    theirs = [[*row, "their column" if any(row) else ""] for row in table]
    content = write(theirs, tmp_path_factory.getbasetemp())
    assert sorted_members(read(Path("plan"), content, plan, made)) == sorted_members(wanted)


@given(st.data(), plans())
@settings(max_examples=50)
def test_an_edit_of_the_list_is_read_as_exactly_that(data: st.DataObject, given_plan: tuple[Estate, WavePlan]) -> None:
    made, plan = given_plan
    numbers = {group.id: data.draw(st.integers(0, 4)) for group in plan.groups}
    windows = {n: data.draw(st.sampled_from(SLOTS)) for n in {*numbers.values()} if n}
    content = yaml.safe_load(plan_yaml(plan, made))
    names = {group: members for groups in content["waves"].values() for group, members in groups.items()}
    content["waves"] = {n: {group: names[group] for group in names if numbers[group] == n} for n in windows}
    content["windows"] = {n: slot or None for n, slot in windows.items()}
    content["stay"] = {group: names[group] for group in names if not numbers[group]}
    wanted = Proposal(
        members={group.id: list(group.workloads) for group in plan.groups if numbers[group.id]},
        numbers={group: number for group, number in numbers.items() if number},
        limits=plan.limits,
        windows={n: slot for n, slot in windows.items() if slot},
    )
    text = yaml.safe_dump(content, default_flow_style=data.draw(st.booleans()))
    assert read_yaml_edits(Path("plan.yaml"), text.encode(), plan, made) == wanted
