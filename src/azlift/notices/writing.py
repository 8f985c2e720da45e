"""What people are told, in words. Names and messages from outside are text: each service's own escaping comes later."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from azlift.escaping import plain
from azlift.model import Answer, Approval, Failure, Milestone, Question, Removal, Waiver
from azlift.notices.redaction import redacted
from azlift.notices.topics import Happening, Topic
from azlift.stages import Stage

Mood = Literal["good", "bad", "neutral"]

LINE_AT_MOST = 600
SHOWN_AT_MOST = 20
"""Of more, a number is told and the command that shows them."""
BAD = frozenset({Stage.NO_GO, Stage.ROLLED_BACK, Stage.ABANDONED, Stage.PAUSED, Stage.PARTLY_CLOSED})


@dataclass(frozen=True)
class Notice:
    """One thing to tell. `key` is the same whenever it is told; `coming` is what comes next and who does it."""

    key: str
    topic: Topic
    wave: str
    title: str
    lines: tuple[str, ...] = ()
    mood: Mood = "neutral"


@dataclass(frozen=True)
class Message:
    """What is sent: one notice, or several in one, so that five hundred failures are one message."""

    id: str
    title: str
    lines: tuple[str, ...]
    mood: Mood
    waves: tuple[str, ...]


def notice_of(happened: Happening, topic: Topic, coming: str = "") -> Notice:
    """What people are told of an event; `coming` is what comes next, who does it and how."""
    title, lines, mood = _said(happened)
    told = (*lines, *([f"Next: {coming}"] if coming else []))
    return Notice(
        key=str(happened.seq),
        topic=topic,
        wave=happened.wave,
        title=_safe(title),
        lines=tuple(_safe(line) for line in told if line),
        mood=mood,
    )


def bundled(notices: Sequence[Notice], estate: str) -> Message:
    """One message of these notices, in their order."""
    waves = tuple(dict.fromkeys(one.wave for one in notices if one.wave))
    moods = {one.mood for one in notices}
    mood: Mood = "bad" if "bad" in moods else "good" if moods == {"good"} else "neutral"
    key = f"{estate}/{notices[0].key}" + (f"-{notices[-1].key}" if len(notices) > 1 else "")
    if len(notices) == 1:
        return Message(key, f"[{estate}] {notices[0].title}", notices[0].lines, mood, waves)
    lines = [line for one in notices[:SHOWN_AT_MOST] for line in (one.title, *(f"  {text}" for text in one.lines))]
    more = len(notices) - SHOWN_AT_MOST
    if more > 0:
        lines.append(f"and {more:,} more: azlift status {waves[0] if len(waves) == 1 else ''}".rstrip())
    about = waves[0] if len(waves) == 1 else f"{len(waves):,} waves"
    return Message(key, f"[{estate}] {about}: {len(notices):,} things to know", tuple(lines), mood, waves)


def _said(happened: Happening) -> tuple[str, list[str], Mood]:
    fact, subject = happened.fact, _subject(happened)
    if isinstance(fact, Failure):
        again = f"See: azlift why {happened.group}" if happened.group else f"See: azlift status {happened.wave}"
        code = f"{fact.code}: {fact.message}"
        return f"{subject} could not be {fact.verb}", [code, fact.advice, again], "bad"
    if isinstance(fact, Approval):
        return _approval(fact)
    if isinstance(fact, Question):
        again = f"azlift answer {fact.group} {fact.step} --done --comment TEXT (or --not-done)"
        asked = "Nobody knows how it ended: was it done?" if fact.unknown else fact.text
        return f"{subject} waits for a person", [asked, f"Say it: {again}"], "neutral"
    if isinstance(fact, Answer):
        done = "done" if fact.done else "not done"
        return f"{subject} is {done}, says {_name(fact)}", [fact.comment], "good" if fact.done else "bad"
    if isinstance(fact, Waiver):
        title = f"{fact.wave}: {fact.code} is waived until {fact.expires_at:%Y-%m-%d %H:%M} UTC"
        return title, [f"by {_name(fact)}: {fact.reason}"], "neutral"
    if isinstance(fact, Removal):
        left = len(fact.kept) + len(fact.foreign)
        return f"{subject} is rolled back", [f"{len(fact.deleted):,} resources deleted, {left:,} left standing"], "bad"
    lines = _milestone(fact) if isinstance(fact, Milestone) else []
    return f"{subject} is {happened.stage}", lines, "bad" if happened.stage in BAD else "good"


def _subject(happened: Happening) -> str:
    if happened.about == "zone":
        return f"the landing zone of {happened.wave}"
    if happened.about == "test":
        return f"the test copy of {happened.group} ({happened.wave})"
    if happened.about in ("step", "answer"):
        return f"step {happened.step} of {happened.group} ({happened.wave})"
    return f"{happened.group} ({happened.wave})" if happened.group else happened.wave


def _approval(fact: Approval) -> tuple[str, list[str], Mood]:
    about = f" of {', '.join(fact.groups)}" if fact.groups else ""
    verb = {"yes": "says yes to", "no": "says no to", "withdrawn": "takes back their word on"}.get(
        fact.answer, "counts no more on"
    )
    title = f"{fact.wave}: {_name(fact)} ({fact.role}) {verb} {fact.gate}{about}"
    until = f"until {fact.expires_at:%Y-%m-%d %H:%M} UTC"
    return title, [fact.reason, until if fact.answer == "yes" else ""], "good" if fact.answer == "yes" else "bad"


def _milestone(fact: Milestone) -> list[str]:
    by = f"by {fact.by.name or fact.by.object_id}" if fact.by else ""
    left = [f"left behind: {group}: {why}" for group, why in fact.left_behind.items()]
    return [": ".join(part for part in (by, fact.reason) if part), *left]


def _name(fact: Approval | Waiver | Answer) -> str:
    return fact.person.name or fact.person.object_id


def _safe(text: str) -> str:
    """One line, no controls, no secrets, cut."""
    said = redacted(plain(" ".join(text.split())))
    return said if len(said) <= LINE_AT_MOST else f"{said[: LINE_AT_MOST - 1]}…"
