from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.model import Answer, Approval, Failure, Milestone, Noun, Person, Question, Removal, Waiver
from azlift.notices import Happening, Notice, Topic, bundled, notice_of
from azlift.notices.topics import About
from azlift.notices.writing import LINE_AT_MOST, SHOWN_AT_MOST
from azlift.stages import Kind, Stage

NOW = datetime(2027, 1, 9, 21, tzinfo=UTC)
ADA = Person(object_id="o-1", tenant_id="t", name="Ada")


def said(
    fact: Noun | None,
    about: About = "wave",
    stage: Stage = Stage.APPROVED,
    topic: Topic = "gates",
    coming: str = "",
    **changed: str,
) -> Notice:
    kind = Kind.FAILURE if isinstance(fact, Failure) else Kind.OUTCOME
    made = Happening(7, NOW, about, "wave-02", stage, kind, changed.get("group", ""), changed.get("step", ""), fact)
    return notice_of(made, topic, coming)


def failure(message: str = "too few cores") -> Failure:
    return Failure(subject="x", verb="landed", code="QuotaExceeded", message=message, advice="Ask for more.")


@pytest.mark.parametrize(
    ("about", "place", "title"),
    [
        ("wave", {}, "wave-02 could not be landed"),
        ("zone", {}, "the landing zone of wave-02 could not be landed"),
        ("group", {"group": "crm"}, "crm (wave-02) could not be landed"),
        ("test", {"group": "crm"}, "the test copy of crm (wave-02) could not be landed"),
        ("step", {"group": "crm", "step": "dns"}, "step dns of crm (wave-02) could not be landed"),
    ],
)
def test_a_failure_says_what_why_and_what_to_do(about: About, place: dict[str, str], title: str) -> None:
    notice = said(failure(), about, topic="failures", **place)
    assert (notice.title, notice.mood, notice.key) == (title, "bad", "7")
    see = "See: azlift why crm" if place else "See: azlift status wave-02"
    assert notice.lines == ("QuotaExceeded: too few cores", "Ask for more.", see)


def test_a_milestone_says_who_why_whom_it_leaves_behind_and_what_comes_next() -> None:
    fact = Milestone(wave="wave-02", by=ADA, reason="all is well", left_behind={"crm": "its checks fail"})
    notice = said(fact, coming="it is to be handed over. the operations manager: azlift hand-over wave-02")
    assert notice.title == "wave-02 is approved"
    assert notice.lines == (
        "by Ada: all is well",
        "left behind: crm: its checks fail",
        "Next: it is to be handed over. the operations manager: azlift hand-over wave-02",
    )
    assert notice.mood == "good"
    assert said(Milestone(wave="wave-02"), stage=Stage.NO_GO).mood == "bad"


@pytest.mark.parametrize(
    ("answer", "words"), [("yes", "says yes to go"), ("no", "says no to go"), ("withdrawn", "takes back their word")]
)
def test_what_a_person_said_at_a_gate_is_told_with_role_reason_and_end(answer: str, words: str) -> None:
    fact = Approval(
        wave="wave-02",
        gate="go",
        role="sponsor",
        person=ADA,
        answer=answer,  # type: ignore[arg-type]
        reason="rehearsed twice",
        digest="d",
        at=NOW,
        expires_at=NOW,
        groups=("crm",),
    )
    notice = said(fact, "said", Stage.SAID)
    assert notice.title.startswith(f"wave-02: Ada (sponsor) {words}")
    assert notice.title.endswith("of crm")
    assert notice.lines[0] == "rehearsed twice"
    assert ("until 2027-01-09 21:00 UTC" in notice.lines) == (answer == "yes")


def test_a_waiver_and_a_removal_are_told() -> None:
    waiver = Waiver(wave="wave-02", code="locks", person=ADA, reason="agreed", at=NOW, expires_at=NOW)
    assert said(waiver, "said", Stage.SAID).title == "wave-02: locks is waived until 2027-01-09 21:00 UTC"
    removal = Removal(subject="crm", deleted=("a", "b"), kept=("c",))
    gone = said(removal, "group", Stage.ROLLED_BACK, "life", group="crm")
    assert gone.title == "crm (wave-02) is rolled back"
    assert gone.lines == ("2 resources deleted, 1 left standing",)


def test_a_step_that_waits_for_a_person_says_for_what_and_how_to_answer() -> None:
    asked = Question(group="crm", step="dns", number=1, text="move the names", key="do 1.1", at=NOW)
    notice = said(asked, "answer", Stage.SAID, "window", group="crm", step="dns")
    assert notice.title == "step dns of crm (wave-02) waits for a person"
    assert notice.lines == (
        "move the names",
        "Say it: azlift answer crm dns --done --comment TEXT (or --not-done)",
    )
    unknown = said(asked.model_copy(update={"unknown": True}), "answer", Stage.SAID, "window", group="crm", step="dns")
    assert unknown.lines[0] == "Nobody knows how it ended: was it done?"
    word = Answer(group="crm", step="dns", done=False, person=ADA, comment="the zone is locked", at=NOW, number=1)
    answered = said(word, "answer", Stage.SAID, "window", group="crm", step="dns")
    assert answered.title == "step dns of crm (wave-02) is not done, says Ada"
    assert (answered.lines, answered.mood) == (("the zone is locked",), "bad")


def test_secrets_controls_and_length_stay_behind() -> None:
    notice = said(failure(f"https://x?sig=abcdefgh12 \x1b[31m\u202e\r\nSubject: x {'y' * 2_000}"), topic="failures")
    line = notice.lines[0]
    assert "abcdefgh12" not in line
    assert line.isprintable()
    assert len(line) <= LINE_AT_MOST


@given(st.text(max_size=200))
def test_whatever_a_message_holds_a_notice_is_lines_that_can_be_printed(text: str) -> None:
    notice = said(failure(text or "x"), "group", topic="failures", group=text or "x")
    assert all(line.isprintable() for line in (notice.title, *notice.lines))


def notices(number: int, wave: str = "wave-02") -> list[Notice]:
    return [Notice(str(seq), "failures", wave, f"g{seq} failed", ("why",), "bad") for seq in range(1, number + 1)]


def test_one_notice_is_a_message_of_its_own() -> None:
    message = bundled(notices(1), "e1")
    assert (message.id, message.title, message.lines) == ("e1/1", "[e1] g1 failed", ("why",))
    assert (message.mood, message.waves) == ("bad", ("wave-02",))


def test_five_hundred_failures_are_one_message_that_says_where_to_see_the_rest() -> None:
    message = bundled(notices(500), "e1")
    assert message.title == "[e1] wave-02: 500 things to know"
    assert len(message.lines) == 2 * SHOWN_AT_MOST + 1
    assert message.lines[-1] == "and 480 more: azlift status wave-02"
    assert message.id == "e1/1-500"


def test_what_several_waves_are_about_is_told_together() -> None:
    message = bundled([*notices(1), *notices(1, "wave-03")], "e1")
    assert message.title == "[e1] 2 waves: 2 things to know"
    assert message.waves == ("wave-02", "wave-03")
