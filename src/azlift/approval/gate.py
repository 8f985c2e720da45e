"""A gate: open when enough holders of each role have said yes to exactly what is there now, and nobody says no.

Pure: what was said, who holds which role, what the digest is now and what time it is all come from outside. Whatever
is not certainly valid does not count.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from azlift.approval.people_file import People, Rule
from azlift.errors import GateShut
from azlift.model import Approval, Gate, GroupId, Person, WaveId

Digest = Callable[[tuple[GroupId, ...]], str]
"""Of what is to be approved about these groups (none: the whole wave), as it is now."""


@dataclass(frozen=True)
class Ask:
    """A gate as it is asked about at one moment. `drivers`: object ids of who prepares or drives the wave."""

    gate: Gate
    wave: WaveId
    groups: tuple[GroupId, ...]
    people: People | None
    digest: Digest
    now: datetime
    drivers: frozenset[str] = frozenset()
    tenant: str = ""
    """The tenant that people must be of."""
    since: datetime | None = None
    """When the wave's present life began: what was said before that was about another."""

    @property
    def rule(self) -> Rule:
        return (self.people or People()).rule(self.gate)

    @property
    def everything_open(self) -> bool:
        """Whether nobody is asked anything."""
        return self.people is not None and self.people.open

    @property
    def all_drivers(self) -> frozenset[str]:
        return self.drivers | (self.people.driver_ids if self.people else frozenset())


@dataclass(frozen=True)
class GateStanding:
    """`counted`: the words that count; `missing`: what it lacks, each with who can give it.

    `passed_over`: words that do not count any more, each with why; `void`: those that only a change of what was
    approved has ended.
    """

    open: bool
    counted: tuple[Approval, ...] = ()
    missing: tuple[str, ...] = ()
    passed_over: tuple[tuple[Approval, str], ...] = ()
    void: tuple[Approval, ...] = ()


def judge_gate(said: Iterable[Approval], ask: Ask) -> GateStanding:
    """Whether the gate is open, on what was said so far (oldest first)."""
    if ask.everything_open:
        return GateStanding(True)
    words = [w for w in last_words(said, ask.gate) if _is_about(w, ask.groups) and _is_of_this_life(w, ask)]
    yes = [word for word in words if word.answer == "yes"]
    faults = {id(word): _fault(word, ask) for word in yes}
    counted = tuple(word for word in yes if not faults[id(word)])
    passed_over = [(word, faults[id(word)]) for word in yes if faults[id(word)]]
    passed_over += [(word, word.reason) for word in words if word.answer == "void"]
    missing = (*_objections(words, ask), *_lacking(counted, ask))
    void = tuple(word for word in yes if _is_voided(word, ask))
    return GateStanding(not missing, counted, missing, tuple(passed_over), void)


def admit(word: Approval, said: Sequence[Approval], ask: Ask) -> Approval | None:
    """The word as it goes on record; None when it says nothing new. Raises GateShut for one that cannot count.

    Who has said yes cannot say no, nor the reverse, without taking the first back.
    """
    if ask.everything_open:
        return word
    mine = [w for w in last_words(said, ask.gate) if _same_speaker(w, word) and w.groups == word.groups]
    before = next((w for w in mine if _is_of_this_life(w, ask)), None)
    standing = before.answer if before else ""
    if word.answer == "withdrawn":
        if standing not in ("yes", "no"):
            raise _refused(ask, f"{_called(word.person)} has said nothing here that could be taken back")
        return word
    fault = _speaker_fault(word.person, word.role, ask) or _word_fault(word, ask)
    if fault:
        raise _refused(ask, f"{_called(word.person)} cannot approve this: {fault}")
    if before and standing in ("yes", "no") and standing != word.answer and not _fault(before, ask):
        raise _refused(
            ask,
            f"{_called(word.person)} said {standing} on {before.at:%Y-%m-%d %H:%M} UTC",
            advice=f"Take that back first: azlift withdraw {ask.wave} --gate '{ask.gate}'",
        )
    if before and _says_the_same(before, word) and not _fault(before, ask):
        return None
    return word


def last_words(said: Iterable[Approval], gate: Gate) -> list[Approval]:
    """What each person said last at a gate, about the same groups; oldest first."""
    last: dict[tuple[str, tuple[GroupId, ...]], Approval] = {}
    for word in said:
        if word.gate == gate:
            speaker = (word.person.object_id.lower(), word.groups)
            last.pop(speaker, None)
            last[speaker] = word
    return list(last.values())


def _is_about(word: Approval, groups: tuple[GroupId, ...]) -> bool:
    """Whether it covers them: a word about the wave covers every group; one about groups covers those."""
    return not word.groups or (bool(groups) and set(groups) <= set(word.groups))


def _is_of_this_life(word: Approval, ask: Ask) -> bool:
    return ask.since is None or word.at > ask.since


def _same_speaker(one: Approval, other: Approval) -> bool:
    return one.person.object_id.lower() == other.person.object_id.lower()


def _says_the_same(before: Approval, word: Approval) -> bool:
    same = ("answer", "role", "digest", "groups")
    return all(getattr(before, name) == getattr(word, name) for name in same) and word.expires_at <= before.expires_at


def _fault(word: Approval, ask: Ask) -> str:
    """Why a word does not count; empty when it does."""
    return _speaker_fault(word.person, word.role, ask) or _word_fault(word, ask)


def _speaker_fault(person: Person, role: str, ask: Ask) -> str:
    held = ask.people.roles_of(person.object_id) if ask.people else ()
    if person.application:
        return "it is an application, not a person"
    if ask.tenant and person.tenant_id.lower() != ask.tenant.lower():
        return f"the tenant is {person.tenant_id}, not {ask.tenant}"
    if person.object_id.lower() in ask.all_drivers:
        return "who prepares or drives the wave does not approve it"
    if role not in ask.rule.quorum:
        return f"this gate does not ask for the role {role!r}, but for {', '.join(ask.rule.quorum)}"
    if role not in held:
        return f"people.yaml does not name {person.object_id} as {role}"
    return ""


def _word_fault(word: Approval, ask: Ask) -> str:
    if word.wave != ask.wave:
        return f"it is about {word.wave}"
    if word.expires_at <= ask.now:
        return f"it ended on {word.expires_at:%Y-%m-%d %H:%M} UTC"
    if word.at > ask.now:
        return f"it was said in the future, on {word.at:%Y-%m-%d %H:%M} UTC"
    if not word.reason.strip():
        return "it gives no reason"
    if word.digest != ask.digest(word.groups):
        return "what was approved has changed since"
    return ""


def _is_voided(word: Approval, ask: Ask) -> bool:
    """Whether only the change of what was approved has ended it."""
    return word.expires_at > ask.now and word.digest != ask.digest(word.groups)


def _objections(words: Iterable[Approval], ask: Ask) -> list[str]:
    """Who says no. It holds until they take it back, or hold no role here any more: it has no end of its own."""
    return [
        f"{_called(w.person)} ({w.role}) said no on {w.at:%Y-%m-%d}: {w.reason}"
        for w in words
        if w.answer == "no" and not _speaker_fault(w.person, w.role, ask)
    ]


def _lacking(counted: Sequence[Approval], ask: Ask) -> list[str]:
    """Each role that not enough people have spoken for; a person counts once, in the role they said it in."""
    if ask.people is None:
        return ["there is no people.yaml, so nobody may open it"]
    lacking: list[str] = []
    for role, needed in ask.rule.quorum.items():
        spoken = {word.person.object_id.lower() for word in counted if word.role == role}
        if len(spoken) < needed:
            able = [h for h in ask.people.holders(role) if h.id not in spoken | ask.all_drivers]
            who = ", ".join(holder.called for holder in able) or "nobody: people.yaml names none who could"
            lacking.append(f"{role}: {len(spoken)} of {needed} said yes; it can be given by {who}")
    return lacking


def _called(person: Person) -> str:
    return person.name or person.object_id


def _refused(ask: Ask, message: str, advice: str = "") -> GateShut:
    return GateShut(
        message,
        gate=ask.gate,
        wave=ask.wave,
        advice=advice or f"See who may: azlift status {ask.wave}, and people.yaml in the workspace.",
    )
