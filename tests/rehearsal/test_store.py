"""What the world remembers: staged, committed in one piece, one server at a time."""

import stat
from pathlib import Path

import pytest

from azlift.rehearsal.records import Group
from azlift.rehearsal.store import StateInUse, Store


def test_what_is_committed_is_there_after_a_restart_and_what_is_staged_is_not(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.stage("group", "a", {"name": "kept"})
    store.commit()
    store.stage("group", "b", {"name": "lost"})
    store._staged.clear()  # what kill -9 does to it
    store.close()
    again = Store(tmp_path)
    assert dict(again.read_all("group")) == {"a": {"name": "kept"}}
    again.close()


def test_one_document_is_read_as_staged_and_all_as_committed(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.stage("world", "clock", {"instant": 1})
    assert (store.read("world", "clock"), dict(store.read_all("world"))) == ({"instant": 1}, {})
    store.commit()
    assert (store.dirty, dict(store.read_all("world"))) == (False, {"clock": {"instant": 1}})
    store.stage("world", "clock", None)
    assert store.read("world", "clock") is None
    store.commit()
    assert dict(store.read_all("world")) == {}
    store.close()


def test_a_record_is_written_as_it_stands_at_the_commit(tmp_path: Path) -> None:
    store = Store(tmp_path)
    group = Group("s", "g", "westeurope", {}, 0.0)
    store.stage("group", group.key, group)
    group.state = "Deleting"
    store.commit()
    assert (store.read("group", group.key) or {})["state"] == "Deleting"
    store.close()


def test_kinds_do_not_meet_and_keys_come_in_order(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for kind, key in (("event", "000002"), ("event", "000001"), ("asked", "000000")):
        store.stage(kind, key, {})
    store.commit()
    assert [key for key, _ in store.read_all("event")] == ["000001", "000002"]
    store.close()


def test_a_document_that_can_not_be_written_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.stage("world", "good", {"a": 1})
    store.stage("world", "bad", {"a": object()})
    with pytest.raises(TypeError):
        store.commit()
    store.stage("world", "bad", None)
    store.commit()
    assert dict(store.read_all("world")) == {"good": {"a": 1}}
    store.close()


def test_without_a_directory_nothing_is_remembered() -> None:
    store = Store(None)
    store.stage("world", "clock", {"instant": 1})
    store.commit()
    assert (store.durable, store.dirty, store.read("world", "clock"), dict(store.read_all("world"))) == (
        False,
        False,
        None,
        {},
    )
    store.close()


def test_one_server_at_a_time_and_only_its_owner_may_look(tmp_path: Path) -> None:
    home = tmp_path / "deep" / "state"
    store = Store(home)
    with pytest.raises(StateInUse, match="already uses the state directory"):
        Store(home)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "world.sqlite").stat().st_mode) == 0o600
    store.close()
    Store(home).close()
