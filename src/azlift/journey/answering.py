"""What steps ask of people, and what people answer. A question and its answer are facts; nobody waits in a process."""

from azlift.errors import AnsweredOtherwise, InputError, StepWaits
from azlift.journey.reading import digest_of, wave_called
from azlift.model import Answer, GroupId, Person, Question, WaveId
from azlift.on_record import answer_of, current_plan, step_of
from azlift.stages import Kind, Stage
from azlift.venue import Venue

COMMENT_AT_MOST = 2_000


def doing_of(group: GroupId, step: str, venue: Venue, undo: bool = False) -> str:
    """The key of the step's present doing, or undoing: how often it was undone, and how often people said that it is
    not done. A step that changes in the runbook meanwhile is still the same doing."""
    undone = sum(
        event.kind is Kind.OUTCOME and event.stage is Stage.UNDONE
        for event in venue.ledger.outline(step_of(group, step))
    )
    prefix = f"{'undo' if undo else 'do'} {undone + 1}."
    subject = answer_of(group, step)
    numbers = {q.number for q in venue.ledger.facts(subject, Question) if q.key.startswith(prefix)}
    refused = sum(a.number in numbers and not a.done for a in venue.ledger.facts(subject, Answer))
    return f"{prefix}{refused + 1}"


def answer_to(
    group: GroupId, step: str, key: str, text: str, venue: Venue, undo: bool = False, unknown: bool = False
) -> Answer:
    """The answer to what this doing of the step asks; asked now if it was not yet.

    Raises StepWaits until somebody answers.
    """
    subject = answer_of(group, step)
    questions = venue.ledger.facts(subject, Question)
    asked = next((q for q in reversed(questions) if q.key == key and q.unknown == unknown), None)
    if asked is None:
        asked = _ask(group, step, key, text, len(questions) + 1, venue, undo, unknown)
    found = next((a for a in venue.ledger.facts(subject, Answer) if a.number == asked.number), None)
    if found is None or not found.done:
        raise waits(asked)  # what is not done is asked for again by the next doing
    return found


def waits(question: Question) -> StepWaits:
    """The step's standstill, with the command that ends it."""
    done = "whether it was done" if question.unknown else "when it is done"
    return StepWaits(
        f"step {question.step} of {question.group} waits for a person: {question.text}",
        advice=f"Say {done}: azlift answer {question.group} {question.step} --done --comment TEXT (or --not-done)",
    )


def answer(group: GroupId, step: str, person: Person, done: bool, comment: str, venue: Venue) -> Answer:
    """Answer what a step asks. The same person saying the same again says nothing new.

    Raises InputError where nothing is asked or the comment is missing, AnsweredOtherwise where it was answered already.
    """
    said, subject = _comment(comment), answer_of(group, step)
    asked = _question(group, step, venue)
    word = Answer(group=group, step=step, done=done, person=person, comment=said, at=venue.now, number=asked.number)

    def judge(answers: tuple[Answer, ...]) -> Answer | None:
        before = next((a for a in answers if a.number == asked.number), None)
        if before is None:
            return word
        if (before.person.object_id, before.done) != (person.object_id, done):
            raise _answered(before)
        return None

    key = digest_of(str(asked.number), person.object_id, str(done))
    kept = venue.ledger.decide(subject, Stage.SAID, key, Answer, judge)
    return kept or next(a for a in venue.ledger.facts(subject, Answer) if a.number == asked.number)


def waiting_steps(wave: WaveId, venue: Venue) -> tuple[Question, ...]:
    """What the wave's groups wait for a person to say, oldest first."""
    groups = wave_called(wave, venue).groups
    subjects = [s for s in venue.ledger.standings() if s.startswith("answer:")]
    found = []
    for subject in subjects:
        group = subject.removeprefix("answer:").partition("/")[0]
        if group in groups:
            found += [q for q in venue.ledger.facts(subject, Question)[-1:] if _is_open(q, venue)]
    return tuple(sorted(found, key=lambda question: question.at))


def _is_open(question: Question, venue: Venue) -> bool:
    """Whether it is unanswered, and the step still in the doing that asked."""
    group, step = question.group, question.step
    answers = venue.ledger.facts(answer_of(group, step), Answer)
    if any(a.number == question.number for a in answers):
        return False
    if question.key != doing_of(group, step, venue, question.undo):
        return False
    standing = venue.ledger.standings().get(step_of(group, step))
    wanted = Stage.UNDONE if question.undo else Stage.DONE
    return standing is not None and standing.run == "running" and standing.doing is wanted


def _ask(
    group: GroupId, step: str, key: str, text: str, number: int, venue: Venue, undo: bool, unknown: bool
) -> Question:
    question = Question(
        group=group, step=step, number=number, text=text, undo=undo, unknown=unknown, key=key, at=venue.now
    )
    return venue.ledger.record(answer_of(group, step), Stage.SAID, digest_of("asked", str(number)), question)


def _question(group: GroupId, step: str, venue: Venue) -> Question:
    if group not in current_plan(venue).by_group:
        raise InputError(f"the plan has no group {group!r}", advice="`azlift status WAVE` lists the groups of a wave.")
    questions = venue.ledger.facts(answer_of(group, step), Question)
    if not questions:
        asking = sorted(s.partition("/")[2] for s in venue.ledger.standings() if s.startswith(answer_of(group, "")))
        known = f"It has asked at {', '.join(asking)}." if asking else "It has not asked anything yet."
        raise InputError(f"step {step!r} of {group} asks nothing", advice=known)
    last = questions[-1]
    answered = any(a.number == last.number for a in venue.ledger.facts(answer_of(group, step), Answer))
    if not answered and not _is_open(last, venue):
        raise InputError(
            f"step {step} of {group} waits for no answer any more",
            advice=f"See where it stands: azlift why {group}",
        )
    return last


def _answered(before: Answer) -> AnsweredOtherwise:
    name = before.person.name or before.person.object_id
    said = "done" if before.done else "not done"
    return AnsweredOtherwise(
        f"{name} answered at {before.at:%Y-%m-%d %H:%M} UTC that step {before.step} of {before.group} is {said}: "
        f"{before.comment}",
        advice="The first answer stands. Speak with them; what was done can be taken back: azlift roll-back.",
    )


def _comment(text: str) -> str:
    said = text.strip()
    if not said or len(said) > COMMENT_AT_MOST:
        raise InputError(
            f"found a comment of {len(said)} characters; expected 1 to {COMMENT_AT_MOST}",
            column="comment",
            advice="Say in a sentence what was done or why not: --comment TEXT. It stays on record.",
        )
    return said
