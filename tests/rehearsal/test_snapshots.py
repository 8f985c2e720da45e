"""Snapshots of a world: taken, compared, laid back."""

from pathlib import Path

import pytest
from tests.rehearsal.conftest import Desk, HandClock, open_desk
from tests.rehearsal.landing_template import disk, network, plain

from azlift.rehearsal.identity import Facts
from azlift.rehearsal.snapshots import (
    SnapshotError,
    compare,
    reset_state,
    restore_snapshot,
    snapshot_names,
    take_snapshot,
)
from azlift.rehearsal.store import StateInUse, Store

DISK = "~/resourceGroups/rg1/providers/Microsoft.Compute/disks/d"
VNET = "~/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/v"


def opened(folder: Path, facts: Facts) -> Desk:
    desk = open_desk(Store(folder), facts, HandClock())
    for namespace in ("Microsoft.Compute", "Microsoft.Network"):
        desk.world.keep_registration(namespace, "Registered")
    desk.ask("PUT", "~/resourceGroups/rg1", {"location": "westeurope"})
    desk.put(DISK, plain(disk()))
    return desk


def test_a_snapshot_is_taken_while_the_world_is_served_and_compared_with_what_came_after(
    tmp_path: Path, facts: Facts
) -> None:
    desk = opened(tmp_path, facts)
    kept = take_snapshot(tmp_path, "before")
    assert (snapshot_names(tmp_path), kept.stat().st_mode & 0o777) == (["before"], 0o600)
    assert compare(tmp_path, "before", None) == []
    desk.put(DISK, plain(disk(size=128)))
    desk.put(VNET, plain(network()))
    found = {each.id.rsplit("/", 1)[-1]: each.body() for each in compare(tmp_path, "before", None)}
    assert {name: each["change"] for name, each in found.items()} == {"d": "changed", "s1": "added", "v": "added"}
    sizes = {each["path"]: (each["before"], each["after"]) for each in found["d"]["members"]}
    assert sizes["properties.diskSizeGB"] == (64, 128)
    desk.ask("DELETE", DISK)
    desk.wait()
    desk.ask("GET", "~/resourceGroups")
    take_snapshot(tmp_path, "after")
    assert "removed" in {each.kind for each in compare(tmp_path, "before", "after")}
    desk.world.store.close()


def test_a_world_is_laid_back_and_begun_anew_when_nobody_serves_it(tmp_path: Path, facts: Facts) -> None:
    desk = opened(tmp_path, facts)
    take_snapshot(tmp_path, "one")
    desk.put(VNET, plain(network()))
    for change in (lambda: restore_snapshot(tmp_path, "one"), lambda: reset_state(tmp_path)):
        with pytest.raises(StateInUse):
            change()
    desk.world.store.close()
    restore_snapshot(tmp_path, "one")
    assert compare(tmp_path, "one", None) == []
    again = open_desk(Store(tmp_path), facts, HandClock())
    assert (again.ask("GET", DISK).status, again.ask("GET", VNET).status) == (200, 404)
    again.world.store.close()
    reset_state(tmp_path)
    empty = open_desk(Store(tmp_path), facts, HandClock())
    assert (empty.world.groups, empty.world.resources) == ({}, {})
    empty.world.store.close()


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "x" * 65, "a b"])
def test_a_name_is_never_a_path(tmp_path: Path, facts: Facts, name: str) -> None:
    desk = opened(tmp_path, facts)
    with pytest.raises(SnapshotError, match="is no name for a snapshot"):
        take_snapshot(tmp_path, name)
    desk.world.store.close()


def test_what_is_not_there_is_said(tmp_path: Path, facts: Facts) -> None:
    with pytest.raises(SnapshotError, match="nothing was ever rehearsed there"):
        take_snapshot(tmp_path, "a")
    desk = opened(tmp_path, facts)
    take_snapshot(tmp_path, "a")
    with pytest.raises(SnapshotError, match="already"):
        take_snapshot(tmp_path, "a")
    with pytest.raises(SnapshotError, match="there are: a"):
        restore_snapshot(tmp_path, "b")
    with pytest.raises(SnapshotError, match="there is no 'b'"):
        compare(tmp_path, "a", "b")
    desk.world.store.close()
