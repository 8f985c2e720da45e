from pathlib import Path

import pytest
from sqlalchemy import Select, text
from sqlalchemy.dialects import sqlite
from tests.ledger.test_record import ready_to_land

from azlift.ledger import Ledger, open_ledger, queries

OF_A_SUBJECT = [queries.HISTORY_OF, queries.OUTLINE_OF, queries.LATEST, queries.LATEST_BEFORE]


@pytest.mark.parametrize("query", OF_A_SUBJECT, ids=["history", "outline", "latest", "latest before"])
def test_what_is_asked_of_one_subject_is_found_by_its_index(query: Select[tuple[int]], tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "one.ledger", None, "here:1:1")
    asked = {"subject": "billing", "noun": "Landing", "made": "Rendering", "after": 0}
    compiled = query.compile(dialect=sqlite.dialect(paramstyle="named"))  # type: ignore[no-untyped-call]
    with ledger.engine.connect() as connection:
        steps = connection.execute(text(f"EXPLAIN QUERY PLAN {compiled}"), compiled.params | asked).all()
    looked_up = [str(step.detail) for step in steps if "event" in str(step.detail)]
    assert looked_up
    assert all("USING" in step and "event_by_subject (subject=?" in step for step in looked_up)


def test_an_outline_holds_every_event_and_no_fact(ledger: Ledger) -> None:
    ready_to_land(ledger)
    with ledger.engine.connect() as connection:
        told = connection.execute(queries.OUTLINE, {"after": 0}).all()
        carried = connection.execute(queries.HISTORY).all()
    assert [event.hash for event in told] == [event.hash for event in carried]
    assert {event.body for event in told} == {""}
    assert "" not in {event.body for event in carried}
