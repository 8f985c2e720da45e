"""Change tickets: opened when a wave is approved, told when it is approved anew, and closed with what came of it.

The hook is a program or a service of the team's own, run as the steps of a cutover are: without our secrets, and in a
rehearsal by somebody who stands in. It is told the same correlation id until the change has ended.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from azlift.change_form import change_form
from azlift.errors import AzliftError, NotTold
from azlift.ledger import Intent
from azlift.model import ChangeForm, Milestone, Ticket, TicketEvent, TicketOrder, Wave
from azlift.notices import ChangeTickets
from azlift.notices.redaction import redacted
from azlift.on_record import current_plan, ticket_of, wave_subject
from azlift.resting import rests
from azlift.stages import Stage, Standing
from azlift.venue import Venue

APPROVED = frozenset({Stage.APPROVED, Stage.EXECUTING, Stage.WINDOW_OPEN, Stage.CUTTING_OVER, Stage.VALIDATING})
ENDED = frozenset({Stage.HANDED_OVER, Stage.PARTLY_CLOSED, Stage.CLOSED, Stage.ROLLED_BACK, Stage.ABANDONED})


@dataclass(frozen=True)
class Due:
    """What the system for changes does not know yet of a wave."""

    event: TicketEvent
    digest: str
    correlation_id: str
    number: str = ""


async def ticket_news(tickets: ChangeTickets, venue: Venue) -> dict[str, str]:
    """Tell the hook of every wave what it does not know yet; for each wave, what came of it."""
    standings, results = venue.ledger.standings(), dict[str, str]()
    for wave in current_plan(venue).waves:
        due = due_of(wave, standings, venue)
        if due and not rests(ticket_of(wave.id), venue):
            results[f"ticket of {wave.id}"] = await _tell(wave, due, tickets, venue)
    return results


def due_of(wave: Wave, standings: Mapping[str, Standing], venue: Venue) -> Due | None:
    """Whether the wave's ticket is to be opened, updated or closed now."""
    standing = standings.get(wave_subject(wave.id))
    if standing is None or standing.stage not in APPROVED | ENDED:
        return None
    told = venue.ledger.find_latest(ticket_of(wave.id), Ticket)
    is_open = told is not None and told.event != "closed"
    if standing.stage in ENDED:
        return Due("closed", told.digest, told.correlation_id, told.number) if told and is_open else None
    digest = _approved(wave, venue)
    if told is None or not is_open:
        return Due("opened", digest, f"{venue.settings.estate}/{wave.id}/{_opened_before(wave, venue) + 1}")
    return Due("updated", digest, told.correlation_id, told.number) if told.digest != digest else None


async def _tell(wave: Wave, due: Due, tickets: ChangeTickets, venue: Venue) -> str:
    subject, key = ticket_of(wave.id), f"{due.correlation_id}/{due.event}/{due.digest[:16]}"

    async def send(_: Intent) -> Ticket:
        form = change_form(wave, due.event, due.number, due.correlation_id, venue)
        said = await _heard(form, key, tickets, venue)
        found = re.search(tickets.number, said)
        return Ticket(
            wave=wave.id,
            correlation_id=due.correlation_id,
            number=due.number or (found[0] if found else ""),
            event=due.event,
            digest=due.digest,
            outcome=form.outcome,
            said=redacted(said),
        )

    try:
        made = await venue.ledger.once(subject, Stage.SAID, key, send)
    except NotTold as error:
        return f"not told: {error} {error.advice}".strip()
    return f"{made.event} {made.number}".strip()


async def _heard(form: ChangeForm, key: str, tickets: ChangeTickets, venue: Venue) -> str:
    """What the hook answers. Raises NotTold."""
    order = TicketOrder(
        wave=form.wave, group=form.wave, step="change-ticket", undo=False, key=key, machines=(), form=form
    )
    try:
        return await venue.hands.carry_out(tickets.hook, order)
    except AzliftError as error:
        raise NotTold(
            f"the change ticket of {form.wave} could not be {form.event}: {redacted(error.message)}",
            advice="See to `change_tickets` in notices.yaml and what it calls; it is tried again.",
        ) from error


def _approved(wave: Wave, venue: Venue) -> str:
    """The digest of what was approved last; of a wave that nobody had to approve, of what it executes."""
    milestones = venue.ledger.facts(wave_subject(wave.id), Milestone)
    return next((one.digest for one in reversed(milestones) if one.digest), "")


def _opened_before(wave: Wave, venue: Venue) -> int:
    """How many changes of this wave have ended: each has a correlation id of its own."""
    return sum(one.event == "closed" for one in venue.ledger.facts(ticket_of(wave.id), Ticket))
