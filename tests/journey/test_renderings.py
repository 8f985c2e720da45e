from collections.abc import Callable
from pathlib import Path

from estates import estate, machine, planned

from azlift import on_record
from azlift.journey.renderings import rendered
from azlift.rendering import tags, workloads_of

Workspaces = Callable[..., Path]


def test_each_subject_is_rendered_under_its_own_name_and_nothing_is_recorded(workspace: Workspaces) -> None:
    venue = planned(workspace(), estate(machine("web01", "shop"), machine("db01", "shop")))
    events = len(venue.ledger.history())
    subjects = ("zone:wave-01", "shop", "test-zone:shop", "test:shop")
    made = {subject: rendered(subject, venue) for subject in subjects}
    assert [rendering.subject for rendering in made.values()] == list(subjects)
    assert len({rendering.digest for rendering in made.values()}) == 4
    assert len(venue.ledger.history()) == events


def test_a_copy_is_of_the_same_machines_and_shares_no_resource_with_the_group(workspace: Workspaces) -> None:
    venue = planned(workspace(), estate(machine("web01", "shop"), machine("db01", "shop")))
    group, copy = rendered("shop", venue), rendered("test:shop", venue)
    assert workloads_of(copy) == workloads_of(group)
    assert [(e.type, e.name, e.size, e.zone) for e in copy.expected] == [
        (e.type, e.name, e.size, e.zone) for e in group.expected
    ]
    assert not {e.id.lower() for e in copy.expected} & {e.id.lower() for e in group.expected}


def test_the_tags_of_a_copy_say_its_subject(workspace: Workspaces) -> None:
    venue = planned(workspace(), estate(machine("web01", "shop")))
    for subject in (on_record.copy_of("shop"), on_record.copy_zone_of("shop")):
        assert rendered(subject, venue).tags[tags.GROUP] == subject
        assert on_record.group_of_copy(subject) == "shop"
