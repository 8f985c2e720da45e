"""What a rehearsal's ledger tells of each wave: its stages, and what went otherwise than planned."""

from azlift.happenings import happenings
from azlift.model import Approval, Milestone, Waiver
from azlift.notices import Happening
from azlift.report.story import Told
from azlift.runner.mishaps import taken_over
from azlift.stages import Kind, Stage
from azlift.venue import Venue

ASIDE = frozenset({Stage.NO_GO, Stage.ROLLED_BACK, Stage.ABANDONED, Stage.PARTLY_CLOSED})


def chronicle(venue: Venue) -> tuple[Told, ...]:
    """In the order in which it happened."""
    found, _ = happenings(venue)
    told = [one for one in map(_told, found) if one]
    told += [
        Told(at, wave, f"a worker died; another took {group} up", aside=True) for at, wave, group in taken_over(venue)
    ]
    return tuple(sorted(told, key=lambda one: one.at))


def _told(happened: Happening) -> Told | None:
    fact, wave, at = happened.fact, happened.wave, happened.at
    if happened.about == "wave" and happened.kind is Kind.OUTCOME:
        aside = happened.stage in ASIDE
        return Told(at, wave, f"{happened.stage}{_why(fact) if aside else ''}", aside)
    if isinstance(fact, Approval) and fact.answer == "void":
        return Told(at, wave, f"the word of {fact.person.name} is void: {fact.reason}", aside=True)
    if isinstance(fact, Waiver):
        return Told(at, wave, f"{fact.person.name} waives {fact.code}: {fact.reason}", aside=True)
    if happened.about == "group" and happened.stage is Stage.ROLLED_BACK and happened.kind is Kind.OUTCOME:
        return Told(at, wave, f"{happened.group} was taken back", aside=True)
    return None


def _why(fact: object) -> str:
    if not isinstance(fact, Milestone):
        return ""
    left = "; ".join(f"{group}: {why}" for group, why in fact.left_behind.items())
    return f": {fact.reason}" + (f" (left behind: {left})" if left else "")
