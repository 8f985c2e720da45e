"""A wave's readiness: every line of its checklist looked at now, in Azure and on record, and put down with evidence.

What could not be looked at is unknown, which blocks as red does. A wave whose lines are all green, or waived, is ready
for its approval; one that was ready and is not any more goes back to `committed`.
"""

from azlift.errors import AzliftError, NotReady
from azlift.journey import gates
from azlift.journey.approvable import gate_digest
from azlift.journey.looking import LOOKS, Look, Scene
from azlift.journey.reading import stage_of, wave_called
from azlift.journey.waiving import waivers_of
from azlift.model import Checklist, ChecklistItem, Milestone, WaveId
from azlift.on_record import wave_subject
from azlift.readiness import item_of, waived
from azlift.stages import Stage
from azlift.venue import Venue


async def ready(wave: WaveId, venue: Venue) -> Checklist:
    """Look at everything, put it on record and give it back; `green` says whether the wave is ready.

    Raises NotFound, GateShut for a wave that is not committed.
    """
    _check_committed(wave, venue)
    scene = Scene(wave_called(wave, venue), venue)
    items = [await _seen(code, scene, look) for code, look in LOOKS.items()]
    seen = Checklist(wave=wave, at=venue.now, digest=gate_digest("go", wave, venue), items=tuple(items))
    checklist = waived(seen, waivers_of(wave, venue).values(), venue.now)
    _put_on_record(checklist, venue)
    return checklist


async def _seen(code: str, scene: Scene, look: Look) -> ChecklistItem:
    """One line; what could not be looked at says why."""
    try:
        judged = await look(scene)
    except AzliftError as error:
        return item_of(code, (f"it could not be looked at: {error}",), "", scene.wave.id, unknown=True)
    return item_of(code, judged.faults, judged.evidence, scene.wave.id, judged.unknown)


def _check_committed(wave: WaveId, venue: Venue) -> None:
    if gates.gates_open(venue):
        if stage_of(wave_subject(wave), venue) in gates.NOT_BEGUN:
            gates.reach("commit", wave, venue)
        return
    gates.require("commit", wave, venue)


def _put_on_record(checklist: Checklist, venue: Venue) -> None:
    """Green: ready, unless it is further on. Not green: a failure that names the lines, and back to committed."""
    wave, subject = checklist.wave, wave_subject(checklist.wave)
    stage = stage_of(subject, venue)
    if stage not in (Stage.COMMITTED, Stage.READY):
        return
    if checklist.green:
        venue.ledger.decide(subject, Stage.READY, checklist.digest, Checklist, lambda _: checklist)
        return
    red = [item for item in checklist.items if item.state in ("red", "unknown")]
    said = "; ".join(f"{item.title}: {item.state}" for item in red)
    if stage is Stage.READY:
        key = venue.ledger.standings()[subject].keys[Stage.COMMITTED]
        back = Milestone(wave=wave, reason=f"no longer ready: {said}", digest=key)
        venue.ledger.decide(subject, Stage.COMMITTED, key, Milestone, lambda _: back)
    venue.ledger.record_failure(subject, Stage.READY, "", not_ready(checklist))


def not_ready(checklist: Checklist) -> NotReady:
    """What a wave that is not ready ends with."""
    red = [item for item in checklist.items if item.state in ("red", "unknown")]
    return NotReady(
        f"{checklist.wave} is not ready: {'; '.join(item.title for item in red)} (not so)",
        advice=f"{red[0].who}: {red[0].remedy}" if red else "",
    )
