"""What a yes covers: the digest of a wave's part of the plan and of what was rendered, previewed and done for it."""

import json

from azlift.journey.reading import digest_of, wave_called
from azlift.model import Gate, GroupId, Placement, Preview, Roster, Wave, WaveId
from azlift.on_record import ESTATE, current_plan, zone_of
from azlift.runbook import points_of_no_return, read_runbook
from azlift.scarcity import landing_roster
from azlift.stages import Stage, Standing
from azlift.venue import Venue

COVERED: dict[Gate, tuple[Stage, ...]] = {
    "commit": (),
    "go": (Stage.PREVIEWED,),
    "decide": (Stage.PREVIEWED, Stage.CUT_OVER, Stage.VALIDATED),
    "accept": (Stage.PREVIEWED, Stage.CUT_OVER),
    "hand over": (Stage.ACCEPTED,),
    "retire": (Stage.ACCEPTED,),
}
"""What each gate's yes covers of its groups besides the plan: the keys of their last outcomes at these stages. The key
of a preview is the digest of templates, parameters and what-if."""

PARTS_REMEMBERED = 256
_parts: dict[tuple[str, ...], tuple[tuple[GroupId, ...], str]] = {}
"""Groups and digest of a wave's part, by the plan and the roster it is read from: those are known by their digests."""


def gate_digest(gate: Gate, wave: WaveId, venue: Venue, groups: tuple[GroupId, ...] = ()) -> str:
    """The digest of what is said yes to at this gate about these groups, or the whole wave. Raises NotFound."""
    standings = venue.ledger.standings()
    of_wave, part = _part(wave, standings.get(ESTATE, Standing(ESTATE)), venue)
    subjects = (*(() if groups else (zone_of(wave),)), *(groups or of_wave))
    known = {subject: standings[subject].keys if subject in standings else {} for subject in subjects}
    covered = [[subject, *(keys.get(stage, "") for stage in COVERED[gate])] for subject, keys in known.items()]
    return digest_of(gate, part, json.dumps(covered), *_no_return(gate, groups or of_wave, venue))


def _no_return(gate: Gate, groups: tuple[GroupId, ...], venue: Venue) -> tuple[str, ...]:
    """What of the runbook a go covers: the steps that cannot be taken back. A broken command is corrected in the night
    without asking again; a new point of no return is not slipped in."""
    if gate != "go":
        return ()
    points = points_of_no_return(read_runbook(venue.workspace).content, groups)
    return tuple(json.dumps([*point, *named]) for point, named in sorted(points.items()))


def preview_key(preview: Preview) -> str:
    """The digest of a rendering and of what Azure says it would change of what stands there already.

    What is to be created is in the rendering; that it is there a moment later, because it was landed, is no change.
    """
    changed = sorted(f"{c.resource.lower()} {c.detail}" for c in preview.changes if c.kind.lower() == "modify")
    return digest_of(preview.digest, *changed)


def _part(wave: WaveId, estate: Standing, venue: Venue) -> tuple[tuple[GroupId, ...], str]:
    basis = (estate.keys.get(Stage.PLANNED, ""), estate.keys.get(Stage.PLACED, ""), wave)
    if basis not in _parts:
        if len(_parts) >= PARTS_REMEMBERED:
            _parts.pop(next(iter(_parts)))
        planned = wave_called(wave, venue)
        _parts[basis] = (planned.groups, _digest_of_part(planned, venue))
    return _parts[basis]


def _digest_of_part(planned: Wave, venue: Venue) -> str:
    """Who moves with whom, after whom, when, and to what; not the forecasts and prices, which change by themselves."""
    made = current_plan(venue)
    roster = landing_roster(venue.ledger.latest(ESTATE, Roster), made)
    window = [moment.isoformat() if moment else "" for moment in (planned.opens, planned.closes)]
    groups = [made.by_group[group] for group in planned.groups]
    said = {
        "wave": planned.id,
        "window": window,
        "groups": [[group.id, sorted(group.workloads), sorted(group.after)] for group in groups],
        "placements": [
            _said_of(roster.by_workload[machine])
            for group in groups
            for machine in sorted(group.workloads)
            if machine in roster.by_workload
        ],
    }
    return digest_of(json.dumps(said, sort_keys=True))


def _said_of(placement: Placement) -> list[object]:
    disks = [[disk.sku, disk.capacity_gib, disk.iops, disk.mb_per_s] for disk in placement.disks]
    return [placement.workload, placement.size, placement.region, disks]
