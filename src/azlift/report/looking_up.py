"""Which machine a person means: by name, DNS name or id, or by the row of a file."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import PurePath

from azlift.errors import NotFound
from azlift.model import Estate, LeftOut, Origin, Workload
from azlift.report.tables import place_text

ROW = re.compile(r"(?P<file>.+?)(?::(?P<tab>[^:]+))?:(?P<row>[0-9]+)")
"""`cmdb.csv:9`, or `rvtools.xlsx:vInfo:9`."""
SHOWN = 5
"""How many candidates an answer names."""


def find_machine(asked: str, estate: Estate) -> Workload | LeftOut:
    """The one workload, or row that was left out, that is meant. Raises NotFound, with those that come near."""
    for candidates in (_by_id, _by_name, _by_row, _left_out_by_name):
        found = list(candidates(asked, estate))
        if len(found) > 1:
            shown = "; ".join(_described(one) for one in found[:SHOWN]) + ("; …" if len(found) > SHOWN else "")
            raise NotFound(f"{asked!r} may be any of {len(found):,}: {shown}", advice="Give the id, or FILE:ROW.")
        if found:
            return found[0]
    raise NotFound(f"no machine of the estate is {asked!r}", advice=_advice(asked, estate))


def _by_id(asked: str, estate: Estate) -> Iterator[Workload]:
    if asked in estate.by_id:
        yield estate.by_id[asked]


def _by_name(asked: str, estate: Estate) -> Iterator[Workload]:
    wanted = asked.strip().casefold()
    for workload in estate.workloads:
        if wanted in {name.strip().casefold() for name in _names(workload)}:
            yield workload


def _names(workload: Workload) -> tuple[str, ...]:
    return tuple(filter(None, (workload.name, workload.fqdn, *workload.aliases)))


def _by_row(asked: str, estate: Estate) -> Iterator[Workload | LeftOut]:
    place = ROW.fullmatch(asked)
    if place is None:
        return
    met = {workload.id: workload for workload in estate.workloads if _is_at(workload.origin, place)}
    met |= {merge.workload: estate.by_id[merge.workload] for merge in estate.merges if _is_at(merge.origin, place)}
    yield from met.values()
    yield from (item for item in estate.left_out if _is_at(item.origin, place))


def _is_at(origin: Origin, place: re.Match[str]) -> bool:
    tab = place["tab"]
    same_file = PurePath(origin.file).name == PurePath(place["file"]).name
    return same_file and origin.row == int(place["row"]) and (tab is None or tab.casefold() == origin.tab.casefold())


def _left_out_by_name(asked: str, estate: Estate) -> Iterator[LeftOut]:
    return (item for item in estate.left_out if item.name.strip().casefold() == asked.strip().casefold())


def _described(found: Workload | LeftOut) -> str:
    place = place_text(found.origin)
    return f"{found.id} ({found.name}, {place})" if isinstance(found, Workload) else f"{found.name} (left out, {place})"


def _advice(asked: str, estate: Estate) -> str:
    """The names that come near; how to ask where none does."""
    known = {name.casefold(): name for workload in estate.workloads for name in _names(workload)}
    close = [known[name] for name in get_close_matches(asked.strip().casefold(), known)]
    if close:
        return f"Did you mean {' or '.join(close)}?"
    return (
        "Give a name, DNS name or id, or a row as FILE:ROW. All machines are in survey/workloads.csv of the workspace."
    )
