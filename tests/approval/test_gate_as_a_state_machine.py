"""The gate `go`, explored: every state that words, changes and time can bring it to, against a model in a few lines.

The model knows nothing of approvals on record: for each person it holds what they said last, and when it is void.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from people import person

from azlift.approval import Ask, People, admit, judge_gate
from azlift.errors import GateShut
from azlift.model import Approval

BEGAN = datetime(2027, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
LASTS_HOURS = 2
ROLE = {"owner": "business_owner", "sponsor": "sponsor", "driver": "business_owner", "stranger": "sponsor"}
WHO = {name: person(name) for name in ROLE}
PEOPLE = People.model_validate(
    {
        "roles": {
            "business_owner": [WHO["owner"].object_id, WHO["driver"].object_id],
            "sponsor": [WHO["sponsor"].object_id],
        },
        "drivers": [WHO["driver"].object_id],
    }
)
MAY = ("owner", "sponsor")

Move = tuple[str, str]
SAYING: tuple[Move, ...] = tuple((name, answer) for name in ROLE for answer in ("yes", "no", "withdrawn"))
OTHERS: tuple[Move, ...] = (
    ("", "change"),
    ("", "change back"),
    ("", "an hour passes"),
    ("", "require"),
    ("owner", "old"),
)
MOVES = (*SAYING, *OTHERS)
"""`require` is asked by whoever goes on: it puts void words on record. `old`: a yes to what is not there any more."""


@dataclass(frozen=True)
class Model:
    """What should be so. `said`: by person, answer, version that was approved, hours until it ends."""

    version: int = 0
    said: tuple[tuple[str, str, int, int], ...] = ()

    def word_of(self, name: str) -> tuple[str, int, int]:
        return next(((answer, version, left) for who, answer, version, left in self.said if who == name), ("", 0, 0))

    def holds(self, name: str) -> bool:
        answer, version, left = self.word_of(name)
        return answer == "yes" and version == self.version and left > 0

    @property
    def open(self) -> bool:
        return all(self.holds(name) for name in MAY) and not any(self.word_of(name)[0] == "no" for name in MAY)

    def after(self, name: str, what: str) -> "Model | None":
        """The model after a move; None where the move is refused."""
        if what == "change":
            return replace(self, version=1)
        if what == "change back":
            return replace(self, version=0)
        if what == "an hour passes":
            return replace(self, said=tuple((w, a, v, max(0, left - 1)) for w, a, v, left in self.said))
        if what == "require":
            kept = ((w, "void" if self._is_void(a, v, left) else a, v, left) for w, a, v, left in self.said)
            return replace(self, said=tuple(kept))
        return self._after_word(name, what)

    def _is_void(self, answer: str, version: int, left: int) -> bool:
        return answer == "yes" and version != self.version and left > 0

    def _after_word(self, name: str, what: str) -> "Model | None":
        answer, version, left = self.word_of(name)
        if what == "withdrawn":
            return self._with(name, "withdrawn", 0) if answer in ("yes", "no") else None
        if name not in MAY or what == "old":
            return None
        in_force = left > 0 and version == self.version
        if answer in ("yes", "no") and answer != what and in_force:
            return None
        return self._with(name, what, LASTS_HOURS)

    def _with(self, name: str, answer: str, left: int) -> "Model":
        others = tuple(one for one in self.said if one[0] != name)
        return replace(self, said=tuple(sorted((*others, (name, answer, self.version, left)))))


@dataclass(frozen=True)
class Real:
    """What is so: the words on record, the hour it is, and which version stands."""

    words: tuple[Approval, ...] = ()
    hour: int = 0
    version: int = 0

    @property
    def ask(self) -> Ask:
        return Ask("go", "wave-01", (), PEOPLE, lambda _: f"v{self.version}", BEGAN + self.hour * HOUR)

    def after(self, name: str, what: str) -> "Real":
        """Raises GateShut where the move is refused."""
        if what in ("change", "change back"):
            return replace(self, version=int(what == "change"))
        if what == "an hour passes":
            return replace(self, hour=self.hour + 1)
        if what == "require":
            now = self.ask.now
            void = (w.model_copy(update={"answer": "void", "at": now}) for w in judge_gate(self.words, self.ask).void)
            return replace(self, words=(*self.words, *void))
        version = 1 - self.version if what == "old" else self.version
        word = Approval.model_validate(
            {
                "wave": "wave-01",
                "gate": "go",
                "role": ROLE[name],
                "person": WHO[name],
                "reason": "as agreed",
                "answer": "yes" if what == "old" else what,
                "digest": f"v{version}",
                "at": self.ask.now,
                "expires_at": self.ask.now + LASTS_HOURS * HOUR,
            }
        )
        kept = admit(word, self.words, self.ask)
        return replace(self, words=(*self.words, kept)) if kept else self


def stepped(model: Model, real: Real, move: Move) -> tuple[Model, Real] | None:
    """Both after a move; None where both refuse it. Fails where only one does, or where they differ afterwards."""
    expected = model.after(*move)
    try:
        found = real.after(*move)
    except GateShut:
        assert expected is None, f"refused: {move} in {model}"
        return None
    assert expected is not None, f"let through: {move} in {model}"
    standing = judge_gate(found.words, found.ask)
    assert standing.open is expected.open, f"{move} in {model}: {standing}"
    counted = {word.person.name for word in standing.counted}
    assert counted == {name for name in MAY if expected.holds(name)}
    assert standing.open or standing.missing, "a shut gate says what it lacks"
    return expected, found


def explored() -> Iterator[tuple[Model, Move]]:
    """Every state the model can come to, by every move from every state: breadth first, each state once."""
    seen, ahead = {Model()}, deque([(Model(), Real())])
    while ahead:
        model, real = ahead.popleft()
        for move in MOVES:
            yield model, move
            came = stepped(model, real, move)
            if came and came[0] not in seen:
                seen.add(came[0])
                ahead.append(came)


def test_every_move_from_every_state_does_what_the_model_says() -> None:
    tried = list(explored())
    states = {model for model, _ in tried}
    assert len(states) > 500
    assert len(tried) == len(states) * len(MOVES)
    assert any(model.open for model in states)
    opening = {move for model, move in tried if not model.open and (came := model.after(*move)) and came.open}
    assert opening == {("owner", "yes"), ("sponsor", "yes"), ("", "change"), ("", "change back")}
    """Only a yes opens it; or that what was approved is there again before anybody went on without it."""


def test_nobody_but_who_may_ever_gets_a_yes_or_a_no_on_record() -> None:
    for model, _ in explored():
        assert {who for who, answer, _, _ in model.said if answer in ("yes", "no")} <= set(MAY)


@given(st.lists(st.sampled_from(MOVES), max_size=40))
@settings(max_examples=300)
def test_no_history_however_long_leads_elsewhere(moves: list[Move]) -> None:
    model, real = Model(), Real()
    for move in moves:
        model, real = stepped(model, real, move) or (model, real)
