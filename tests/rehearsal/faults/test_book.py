"""The book of faults: which occurrence a rule strikes, how often, and what is written down."""

from pathlib import Path
from typing import Any

from azlift.rehearsal.faults import Moment, Occurrence, scenario_of
from azlift.rehearsal.faults import book as module
from azlift.rehearsal.faults.book import FaultBook
from azlift.rehearsal.store import Store


def put(name: str) -> Occurrence:
    return Occurrence("PUT", f"/subscriptions/s/resourceGroups/rg/providers/N.S/things/{name}", "N.S/things/write")


def book(*faults: Any, seed: int | None = None, store: Store | None = None) -> FaultBook:
    made = FaultBook("world", store or Store(None))
    made.take(scenario_of({"faults": list(faults), **({} if seed is None else {"seed": seed})}), 100.0)
    return made


def struck(made: FaultBook, *names: str, moment: Moment = Moment.OPERATION, now: float = 100.0) -> list[str | None]:
    """Which rule struck each of these."""
    found = [made.first(moment, put(name), now) for name in names]
    return [rule and rule.name for rule in found]


def test_the_first_rule_that_strikes_is_the_one_that_does_and_then_the_next() -> None:
    made = book({"kind": "stuck"}, {"kind": "fail", "code": "X", "times": 2})
    assert struck(made, "a", "a", "b", "b") == ["stuck 1", "fail 2", "fail 2", None]


def test_a_rule_lets_the_first_pass_and_strikes_as_often_as_it_says() -> None:
    made = book({"kind": "stuck", "skip": 2, "times": 2})
    assert struck(made, *"abcde") == [None, None, "stuck 1", "stuck 1", None]
    (tally,) = made.tallies
    assert (tally.met, tally.fired) == (4, 2)


def test_always_is_always() -> None:
    assert struck(book({"kind": "stuck", "times": "always"}), *["a"] * 50) == ["stuck 1"] * 50


def test_a_rule_strikes_in_its_moment_in_its_time_and_at_its_match_only() -> None:
    made = book({"kind": "stuck", "times": "always", "after": "PT10S", "match": {"resource": "*/things/a"}})
    assert struck(made, "a", now=105.0) == [None]
    assert struck(made, "a", "b", now=110.0) == ["stuck 1", None]
    assert struck(made, "a", moment=Moment.REQUEST, now=110.0) == [None]


def names(count: int) -> list[str]:
    return [f"thing{number}" for number in range(count)]


def test_a_rate_strikes_its_share() -> None:
    found = struck(book({"kind": "stuck", "rate": 0.2}, seed=1), *names(2000))
    assert 340 < len([each for each in found if each]) < 460


def test_the_same_seed_strikes_the_same_and_another_others() -> None:
    rule = {"kind": "stuck", "rate": 0.3}
    once = struck(book(rule, seed=5), *names(200))
    assert struck(book(rule, seed=5), *names(200)) == once
    assert struck(book(rule, seed=6), *names(200)) != once
    assert struck(book(rule), *names(200)) == struck(book(rule), *names(200))  # the seed of the world


def test_what_a_rate_strikes_does_not_depend_on_how_requests_interleave() -> None:
    rule, order = {"kind": "stuck", "rate": 0.3}, names(200)
    there = dict(zip(order, struck(book(rule, seed=5), *order), strict=True))
    back = dict(zip(reversed(order), struck(book(rule, seed=5), *reversed(order)), strict=True))
    assert there == back


def test_a_seed_strikes_the_same_in_every_world() -> None:
    made, order = book({"kind": "stuck", "rate": 0.3}, seed=5), names(200)
    moved = [Occurrence("PUT", put(name).resource.replace("/s/", "/another/"), put(name).action) for name in order]
    found = [made.first(Moment.OPERATION, each, 100.0) for each in moved]
    assert [rule and rule.name for rule in found] == struck(book({"kind": "stuck", "rate": 0.3}, seed=5), *order)


def test_the_same_request_again_is_drawn_again() -> None:
    found = struck(book({"kind": "stuck", "rate": 0.5}, seed=1), *["a"] * 40)
    assert 10 < len([each for each in found if each]) < 30


def test_every_rule_of_a_moment_may_have_its_turn() -> None:
    made = book({"kind": "slow", "seconds": 1}, {"kind": "cut", "taken": True}, {"kind": "retryAfter", "value": 600})
    rules = list(made.every(Moment.ANSWER, put("a"), 100.0, kinds=frozenset({"slow", "cut"})))
    assert [rule.kind for rule in rules] == ["slow", "cut"]
    assert [tally.met for tally in made.tallies] == [1, 1, 0]


def test_a_strike_says_when_what_where_and_what_it_did() -> None:
    made = book({"kind": "stuck", "name": "hangs"}, seed=9)
    occurrence = Occurrence("PUT", "/a", "N.S/things/write", "me", "c1")
    rule = made.first(Moment.OPERATION, occurrence, 100.0)
    assert rule is not None
    made.record(1_790_000_000.0, rule, occurrence, "never ends")
    told = made.shown()
    assert told["seed"] == "9"
    assert told["faults"] == [{"name": "hangs", "kind": "stuck", "met": 1, "fired": 1}]
    assert told["fired"] == [
        {
            "at": "2026-09-21T14:13:20.0000000Z",
            "rule": "hangs",
            "kind": "stuck",
            "method": "PUT",
            "resource": "/a",
            "principal": "me",
            "correlationId": "c1",
            "effect": "never ends",
        }
    ]


def test_only_the_latest_strikes_are_kept_one_by_one(monkeypatch: Any) -> None:
    monkeypatch.setattr(module, "MOST_STRIKES", 3)
    made = book({"kind": "stuck", "times": "always"})
    for number in range(5):
        made.record(float(number), made.scenario.rules[0], None, "x")
    assert [strike.at for strike in made.strikes] == [2.0, 3.0, 4.0]


def test_a_book_is_opened_as_it_was_left(tmp_path: Path) -> None:
    store = Store(tmp_path)
    made = book(
        {"kind": "stuck", "skip": 1, "times": 3}, {"kind": "fail", "code": "X", "rate": 0.5}, seed=5, store=store
    )
    first = struck(made, "a", "b", *names(20))
    made.record(101.0, made.scenario.rules[0], put("b"), "never ends")
    store.commit()
    again = FaultBook("world", store)
    assert (again.scenario, again.start, again.seed) == (made.scenario, 100.0, "5")
    assert [tally.document() for tally in again.tallies] == [tally.document() for tally in made.tallies]
    assert again.strikes == made.strikes
    assert struck(again, *names(20)) == struck(made, *names(20)) != first[2:]
    store.close()


def test_a_new_scenario_begins_with_a_clean_book(tmp_path: Path) -> None:
    store = Store(tmp_path)
    made = book({"kind": "stuck"}, {"kind": "stuck"}, store=store)
    struck(made, "a")
    made.record(100.0, made.scenario.rules[0], put("a"), "never ends")
    store.commit()
    made.take(scenario_of({"faults": [{"kind": "stuck"}]}), 200.0)
    store.commit()
    again = FaultBook("world", store)
    assert ([tally.fired for tally in again.tallies], list(again.strikes), again.start) == ([0], [], 200.0)
    store.close()
