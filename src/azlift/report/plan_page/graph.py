"""Who talks to whom: move groups and what ties them, coloured by when they move."""

from collections.abc import Mapping
from typing import Any

from azlift.model import GroupId, WavePlan
from azlift.report.plan_page.layout import layout
from azlift.report.plan_page.markup import Column, chart, paragraph, table
from azlift.report.plan_page.words import in_time
from azlift.report.tables import counted

Ties = Mapping[tuple[GroupId, GroupId], float]

MOST_DRAWN = 3_000
"""Ties in the graph: more make it black, and the page heavy."""
MOST_LISTED = 50
HEIGHT_PX = 640
COLUMNS = (
    Column("group"),
    Column("wave"),
    Column("talks to"),
    Column("its wave"),
    Column("a week apart costs", "number"),
)


def graph_section(plan: WavePlan, ties: Ties) -> str:
    known = _known(plan, ties)
    if not known:
        return paragraph("No group of this plan talks to another, as far as the inventory tells.")
    label = (
        f"A graph of {counted(len(plan.groups), 'move group')} and {counted(min(len(known), MOST_DRAWN), 'tie')} "
        "between them, coloured from the first wave to the last. The tables have the same facts."
    )
    return (
        f"{paragraph(_told(plan, known))}"
        '<p class="find"><label for="find">Find a group </label><input id="find" type="search" autocomplete="off"> '
        '<span id="found" role="status"></span><br>On a wide screen: drag to move, Ctrl with the wheel to zoom; the '
        "handles of the scale pick waves.</p>"
        f"{chart('graph', label, HEIGHT_PX)}{_dearest(plan, known)}"
    )


def graph_data(plan: WavePlan, ties: Ties) -> dict[str, Any] | None:
    """Groups in the plan's order: id, x, y, place of its wave in time (-1: none), machines, GiB. Ties: place, place,
    weight; the strongest first."""
    known = _known(plan, ties)
    if not known:
        return None
    waves = in_time(plan)
    order = {group: place for place, wave in enumerate(waves) for group in wave.groups}
    names = sorted(plan.by_group)
    number = {group: place for place, group in enumerate(names)}
    numbered = {(number[one], number[other]): weight for (one, other), weight in known.items()}
    places = layout(len(names), numbered)
    strongest = sorted(numbered.items(), key=lambda tie: (-tie[1], tie[0]))[:MOST_DRAWN]
    return {
        "waves": [wave.id for wave in waves],
        "groups": [
            [
                one,
                *(round(float(at), 2) for at in places[number[one]]),
                order.get(one, -1),
                len(group.workloads),
                group.disk_gib,
            ]
            for one, group in sorted(plan.by_group.items())
        ],
        "ties": [[one, other, round(weight, 2)] for (one, other), weight in strongest],
    }


def _known(plan: WavePlan, ties: Ties) -> dict[tuple[GroupId, GroupId], float]:
    """Between two groups of the plan, each pair once: the smaller id first, both directions added up."""
    known: dict[tuple[GroupId, GroupId], float] = {}
    for (one, other), weight in sorted(ties.items()):
        if one != other and weight > 0 and one in plan.by_group and other in plan.by_group:
            pair = (one, other) if one < other else (other, one)
            known[pair] = known.get(pair, 0.0) + weight
    return known


def _told(plan: WavePlan, known: Ties) -> str:
    wave_of = {group: wave.id for wave in plan.waves for group in wave.groups}
    cut = sum(wave_of.get(one) != wave_of.get(other) for one, other in known)
    left_out = len(known) - MOST_DRAWN
    less = f" Only the {MOST_DRAWN:,} strongest are drawn: {left_out:,} are left out." if left_out > 0 else ""
    return (
        f"{counted(len(known), 'pair')} of groups talk to each other; {cut:,} of them move in different waves "
        f"(orange), the others together (grey). A wider tie costs more while its ends are apart.{less}"
    )


def _dearest(plan: WavePlan, known: Ties) -> str:
    """The strongest ties between groups of different waves."""
    wave_of = {group: wave.id for wave in plan.waves for group in wave.groups}
    cut = [(pair, weight) for pair, weight in known.items() if wave_of.get(pair[0]) != wave_of.get(pair[1])]
    if not cut:
        return ""
    strongest = sorted(cut, key=lambda tie: (-tie[1], tie[0]))[:MOST_LISTED]
    rows = [
        (one, wave_of.get(one, ""), other, wave_of.get(other, ""), f"{weight:,.2f}")
        for (one, other), weight in strongest
    ]
    of = f"The {MOST_LISTED} strongest" if len(cut) > MOST_LISTED else "All"
    return f"<h3>{of} ties between waves</h3>{table('ties', COLUMNS, rows)}"
