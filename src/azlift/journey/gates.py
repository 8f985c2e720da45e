"""The gates of a wave: who acts, what is to be approved, whether enough people have said yes to it, and saying so.

What a yes covers is the digest of the plan's part and of what was rendered and previewed; when that changes the yes is
void, and both the void word and the wave's way back are on record.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from azlift import cloud
from azlift.approval import PEOPLE_FILE, Ask, GateStanding, admit, judge_gate, last_words, read_people
from azlift.errors import GateShut, InputError, NotFound
from azlift.escaping import plain
from azlift.journey.approvable import gate_digest
from azlift.journey.reading import digest_of, wave_called
from azlift.model import Approval, Gate, GroupId, Milestone, Person, Severity, WaveId
from azlift.on_record import current_plan, said_of, wave_subject
from azlift.stages import Kind, Stage, Standing, may_follow
from azlift.venue import Venue

Ids = frozenset[str]
Word = Literal["yes", "no", "withdrawn"]
NOBODY: Ids = frozenset()
NOBODY_ASKED = f"nobody is asked: `gates: none` in {PEOPLE_FILE}"
REASON_AT_MOST = 1000

PASSED: dict[Gate, Stage] = {"commit": Stage.COMMITTED, "go": Stage.APPROVED}
"""The stage a wave reaches when the gate opens; what the other gates let pass is recorded by who does it."""
RETRACTABLE = frozenset({Stage.APPROVED, Stage.EXECUTING, Stage.WINDOW_OPEN})
"""From here a wave goes back to `committed` when its approval ends; later it can only go on or be rolled back."""
AFTER_GO = RETRACTABLE | {Stage.CUTTING_OVER, Stage.VALIDATING, Stage.GO, Stage.HYPERCARE}
NOT_BEGUN = frozenset({None, Stage.ROLLED_BACK, Stage.ABANDONED})


async def identify(venue: Venue) -> Person:
    """Who the venue's credential is, by its own token. Raises SignInNeeded, Unreachable."""
    return await cloud.identify(venue.cloud)


async def sign_in(venue: Venue, show: Callable[[str, str], None]) -> Person:
    """Who signs in on another device, with the page and the code that `show` is told; nothing secret comes here.

    Raises SignInNeeded, Unreachable.
    """
    return await cloud.sign_in_by_device(venue.access, show)


def gates_open(venue: Venue) -> bool:
    """Whether `people.yaml` says that nobody is asked anything."""
    people = read_people(venue.workspace)
    return people is not None and people.open


def gate_standing(
    gate: Gate, wave: WaveId, venue: Venue, groups: tuple[GroupId, ...] = (), drivers: Ids = NOBODY
) -> GateStanding:
    """Whether a gate is open, what it lacks and whose words do not count any more; nothing is written."""
    return judge_gate(venue.ledger.facts(said_of(wave), Approval), _ask(gate, wave, venue, groups, drivers))


def require(
    gate: Gate, wave: WaveId, venue: Venue, groups: tuple[GroupId, ...] = (), driver: Person | None = None
) -> None:
    """Go on only through an open gate. Raises GateShut: what is missing, who can give it, the command.

    `driver` acts now: their own yes does not count. A yes that a change has voided is put on record as void, and a wave
    that was approved goes back to `committed`.
    """
    if gates_open(venue):
        return
    standing = gate_standing(gate, wave, venue, groups)
    if standing.open:
        reach(gate, wave, venue)
    else:
        _retract(standing, gate, wave, venue)
    if driver:
        standing = gate_standing(gate, wave, venue, groups, frozenset({driver.object_id.lower()}))
    missing = [*standing.missing, *(f"{_named(word)} counts no more: {why}" for word, why in standing.passed_over)]
    if standing.open:
        missing = _not_reached(gate, wave, venue)
    if missing:
        advice = _advice(gate, wave, venue)
        raise GateShut(f"the gate `{gate}` of {wave} is shut", gate=gate, wave=wave, missing=missing, advice=advice)


async def approve(
    gate: Gate,
    wave: WaveId,
    venue: Venue,
    *,
    reason: str,
    role: str = "",
    groups: tuple[GroupId, ...] = (),
    answer: Word = "yes",
    expires_at: datetime | None = None,
    person: Person | None = None,
) -> Approval:
    """Say yes or no at a gate, or take that back, as the signed-in person; the wave's stage follows.

    `role` can be left out by who holds only one of those the gate asks for. Raises GateShut for a word that cannot
    count, SignInNeeded, NotFound, InputError.
    """
    _check_groups(wave, groups, venue)
    speaker = person or await identify(venue)
    ask = replace(_ask(gate, wave, venue, groups), tenant=venue.access.tenant_id)
    if answer == "yes" and not ask.everything_open:
        _check_it_is_time(gate, wave, venue)
    spoken_as = role or _role_of(speaker, answer, ask, venue)
    word = _word(speaker, spoken_as, answer, ask, _checked_reason(reason), _expiry(expires_at, ask))
    key = digest_of(gate, speaker.object_id, ask.now.isoformat())
    kept = venue.ledger.decide(said_of(wave), Stage.SAID, key, Approval, lambda said: admit(word, said, ask))
    if answer == "yes":
        reach(gate, wave, venue)
    return kept or _last_of(speaker, gate, ask.groups, wave, venue)


def reach(gate: Gate, wave: WaveId, venue: Venue) -> None:
    """Record the stage to which an open gate brings the wave; nothing where it is shut, or where that is on record."""
    standing = gate_standing(gate, wave, venue)
    if gate not in PASSED or not standing.open:
        return
    digest, now = gate_digest(gate, wave, venue), _standing(wave, venue)
    words = standing.counted
    said = "; ".join(f"{_named(word)} ({word.role}): {word.reason}" for word in words)
    milestone = Milestone(wave=wave, by=words[-1].person if words else None, reason=said or NOBODY_ASKED, digest=digest)
    if now.stage in NOT_BEGUN or _changed(gate, digest, now):
        venue.ledger.decide(
            wave_subject(wave),
            PASSED[gate],
            digest,
            Milestone,
            lambda before: None if before and before[-1] == milestone else milestone,
        )


def begin_executing(wave: WaveId, venue: Venue, driver: Person | None) -> None:
    """Put on record that the wave's groups are being landed, and as whom; once."""
    asked = not gates_open(venue)
    if not asked and _standing(wave, venue).stage in NOT_BEGUN:
        reach("commit", wave, venue)
    begins = {Stage.APPROVED} if asked else {Stage.APPROVED, Stage.COMMITTED, Stage.READY}
    if _standing(wave, venue).stage not in begins:
        return
    digest = gate_digest("go", wave, venue)
    milestone = Milestone(wave=wave, reason="its groups are being landed", digest=digest, driver=driver)
    venue.ledger.record(wave_subject(wave), Stage.EXECUTING, digest, milestone)


# -- what is asked ------------------------------------------------------------------------------------------------


def _ask(gate: Gate, wave: WaveId, venue: Venue, groups: tuple[GroupId, ...], drivers: Ids = NOBODY) -> Ask:
    """`groups` in whatever order they were named: the same ones are the same question."""
    digests: dict[tuple[GroupId, ...], str] = {}

    def digest(about: tuple[GroupId, ...]) -> str:
        if about not in digests:
            digests[about] = gate_digest(gate, wave, venue, about)
        return digests[about]

    return Ask(
        gate,
        wave,
        tuple(sorted(set(groups))),
        read_people(venue.workspace),
        digest,
        venue.now,
        drivers | _drivers_of(wave, venue),
        since=_began(wave, venue),
    )


def _began(wave: WaveId, venue: Venue) -> datetime | None:
    """When the wave was last given up or rolled back: what comes after that needs new words."""
    ends = {Stage.ABANDONED, Stage.ROLLED_BACK}
    outline = venue.ledger.outline(wave_subject(wave))
    ended = [event.at for event in outline if event.kind is Kind.OUTCOME and event.stage in ends]
    return datetime.fromisoformat(ended[-1]) if ended else None


def _drivers_of(wave: WaveId, venue: Venue) -> Ids:
    """Who has driven the wave, as far as that is on record."""
    drivers = (milestone.driver for milestone in venue.ledger.facts(wave_subject(wave), Milestone))
    return frozenset(driver.object_id.lower() for driver in drivers if driver)


def _check_groups(wave: WaveId, groups: tuple[GroupId, ...], venue: Venue) -> None:
    known = wave_called(wave, venue).groups
    for group in groups:
        if group not in known:
            raise NotFound(f"{wave} has no group {group!r}", advice=f"`azlift status {wave}` lists its groups.")


def _role_of(speaker: Person, answer: str, ask: Ask, venue: Venue) -> str:
    """The one role of the gate's that the speaker holds, or the one in which they spoke before."""
    if ask.everything_open:
        return ""
    said = last_words(venue.ledger.facts(said_of(ask.wave), Approval), ask.gate)
    before = [word.role for word in said if word.person.object_id == speaker.object_id and word.groups == ask.groups]
    if answer == "withdrawn" and before:
        return before[-1]
    held = ask.people.roles_of(speaker.object_id) if ask.people else ()
    able = [role for role in ask.rule.quorum if role in held]
    if len(able) == 1:
        return able[0]
    if able:
        raise InputError(f"you hold {' and '.join(able)}", advice="Say for which of them you speak: --role ROLE.")
    raise GateShut(
        f"{speaker.name or 'you'} (object id {speaker.object_id}) may not open the gate `{ask.gate}`: "
        f"{PEOPLE_FILE} does not name that id as {' or '.join(ask.rule.quorum)}",
        gate=ask.gate,
        wave=ask.wave,
        advice=f"Who keeps {venue.workspace / PEOPLE_FILE} can add it there; or sign in as somebody else.",
    )


def _word(speaker: Person, role: str, answer: Word, ask: Ask, reason: str, expires_at: datetime) -> Approval:
    return Approval(
        wave=ask.wave,
        gate=ask.gate,
        role=role,
        person=speaker,
        answer=answer,
        reason=reason,
        digest=ask.digest(ask.groups),
        at=ask.now,
        expires_at=expires_at,
        groups=ask.groups,
    )


def _checked_reason(reason: str) -> str:
    said = plain(reason.strip())
    if not 1 <= len(said) <= REASON_AT_MOST:
        raise InputError(
            f"expected a reason of 1 to {REASON_AT_MOST} characters, found {len(said)}",
            advice="Say why: --reason TEXT.",
        )
    return said


def _expiry(asked: datetime | None, ask: Ask) -> datetime:
    latest = ask.now + timedelta(hours=ask.rule.lasts_hours)
    if asked is None:
        return latest
    if not ask.now < asked <= latest:
        raise InputError(
            f"expected an end from now to {latest:%Y-%m-%d %H:%M} UTC, found {asked:%Y-%m-%d %H:%M}",
            advice=f"Leave it out, or change `lasts_hours` of the gate in {PEOPLE_FILE}.",
        )
    return asked


def _check_it_is_time(gate: Gate, wave: WaveId, venue: Venue) -> None:
    """A plan that breaks a rule in the wave is a draft, and a wave that is not ready cannot be approved."""
    if gate == "commit":
        broken = [v for v in current_plan(venue).violations if v.wave == wave and v.severity is Severity.BLOCKING]
        if broken:
            raise GateShut(
                f"{wave} is a draft: the plan breaks {len(broken)} rules in it, such as: {broken[0].message}",
                gate=gate,
                wave=wave,
                advice="See `azlift plan check`; plan anew, or edit the plan.",
            )
    if gate == "go" and _standing(wave, venue).stage not in {Stage.READY, *AFTER_GO}:
        raise GateShut(
            f"{wave} is not ready, so there is nothing to approve yet",
            gate=gate,
            wave=wave,
            advice=f"See what it lacks: azlift ready {wave}",
        )


# -- what follows from it -----------------------------------------------------------------------------------------


def _standing(wave: WaveId, venue: Venue) -> Standing:
    return venue.ledger.standings().get(wave_subject(wave), Standing(wave_subject(wave)))


def _changed(gate: Gate, digest: str, now: Standing) -> bool:
    """Whether an open gate brings a wave under way to another stage: what it was committed to has changed, or it was
    ready and waited for this."""
    if gate == "go":
        return now.stage is Stage.READY
    return now.keys.get(Stage.COMMITTED) != digest and may_follow(now.stage, Stage.COMMITTED)


def _retract(standing: GateStanding, gate: Gate, wave: WaveId, venue: Venue) -> None:
    """What was approved has changed, or its approval has ended: the words are void, and the wave is not approved."""
    for word in standing.void:
        said = f"what was approved has changed since {word.at:%Y-%m-%d %H:%M} UTC"
        void = word.model_copy(update={"answer": "void", "reason": said, "at": venue.now})
        venue.ledger.decide(
            said_of(wave), Stage.SAID, digest_of("void", word.fingerprint), Approval, _unless_said(void)
        )
    now = _standing(wave, venue)
    if gate == "go" and now.stage in RETRACTABLE and read_people(venue.workspace):
        digest = now.keys[Stage.COMMITTED]
        back = Milestone(wave=wave, reason=f"no longer approved: {'; '.join(standing.missing)}", digest=digest)
        venue.ledger.decide(wave_subject(wave), Stage.COMMITTED, digest, Milestone, lambda _: back)


def _unless_said(void: Approval) -> Callable[[tuple[Approval, ...]], Approval | None]:
    """The void word, unless its speaker has said something since."""

    def judge(said: tuple[Approval, ...]) -> Approval | None:
        mine = [w for w in last_words(said, void.gate) if w.person.object_id == void.person.object_id]
        last = next(w for w in mine if w.groups == void.groups)
        return void if last.answer == "yes" and last.digest == void.digest else None

    return judge


def _not_reached(gate: Gate, wave: WaveId, venue: Venue) -> list[str]:
    """Enough have said yes, but the wave is not where that lets it go on."""
    stage = _standing(wave, venue).stage
    if gate == "go" and stage not in AFTER_GO:
        return [f"it is {stage or 'not committed'}: what has been approved is ready no longer"]
    return []


def _advice(gate: Gate, wave: WaveId, venue: Venue) -> str:
    if read_people(venue.workspace) is None:
        return f'Say in {venue.workspace / PEOPLE_FILE} who may (README, "People"), or `gates: none` for a trial.'
    stage = _standing(wave, venue).stage
    if gate == "go" and stage not in {Stage.READY, *AFTER_GO}:
        return f"First: azlift ready {wave}"
    word = "commit" if gate == "commit" else "approve"
    at = "" if gate in ("commit", "go") else f" --gate '{gate}'"
    return f"They say so with: azlift {word} {wave}{at} --reason '…'"


def _last_of(speaker: Person, gate: Gate, groups: tuple[GroupId, ...], wave: WaveId, venue: Venue) -> Approval:
    said = last_words(venue.ledger.facts(said_of(wave), Approval), gate)
    return next(w for w in said if w.person.object_id == speaker.object_id and w.groups == groups)


def _named(word: Approval) -> str:
    return word.person.name or word.person.object_id
