"""What the ledger asks of its tables and adds to them, as statements made once: to make one anew costs more than to
have it answered."""

from sqlalchemy import Select, bindparam, case, func, select

from azlift.ledger.schema import EVENTS, LEASES
from azlift.stages import Kind, Stage

_SUBJECT = EVENTS.c.subject == bindparam("subject")
_OUTCOMES = _SUBJECT & (EVENTS.c.kind == Kind.OUTCOME)

APPEND = EVENTS.insert()
EVENT = select(EVENTS).where(EVENTS.c.seq == bindparam("seq"))
_SIGNATURE = select(EVENTS.c.seq, EVENTS.c.at, EVENTS.c.driver, EVENTS.c.hash)
SIGNED = _SIGNATURE.where(EVENTS.c.seq == bindparam("seq"))
"""Who wrote an event, when, and its hash; not what it carries: an estate's is megabytes."""
LAST = _SIGNATURE.order_by(EVENTS.c.seq.desc()).limit(1)
HISTORY = select(EVENTS).order_by(EVENTS.c.seq)
HISTORY_OF = HISTORY.where(_SUBJECT)
FAILURES = HISTORY.where(EVENTS.c.kind == Kind.FAILURE)

OUTLINE = (
    select(
        *(column for column in EVENTS.c if column.name != "body"),
        case((EVENTS.c.kind == Kind.OUTCOME, ""), else_=EVENTS.c.body).label("body"),
    )
    .where(EVENTS.c.seq > bindparam("after"))
    .order_by(EVENTS.c.seq)
)
"""Events without the facts they carry."""
OUTLINE_OF = OUTLINE.where(_SUBJECT)


def _last_outcome(noun: str) -> Select[tuple[int]]:
    return select(func.max(EVENTS.c.seq)).where(_OUTCOMES & (EVENTS.c.noun == bindparam(noun)))


_LIFE_BEGAN = select(func.max(EVENTS.c.seq)).where(_OUTCOMES & (EVENTS.c.stage == Stage.ROLLED_BACK)).scalar_subquery()

LATEST = _last_outcome("noun").where(EVENTS.c.seq >= func.coalesce(_LIFE_BEGAN, 0))
"""The number of the subject's last outcome that carries such a noun, in its present life."""
LATEST_BEFORE = LATEST.where(EVENTS.c.seq < _last_outcome("made").scalar_subquery())
"""The one that stood when the last of the nouns `made` was made."""

HELD = select(LEASES).where(LEASES.c.wave == bindparam("wave"))
TAKING = HELD.with_for_update()
FENCE = HELD.with_for_update(read=True)
"""Nobody takes the lease before the transaction ends that asked this."""
ALL_HELD = select(LEASES).order_by(LEASES.c.wave)
