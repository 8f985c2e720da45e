import itertools

import numpy as np

from azlift.report.plan_page.layout import MOST_IN_DISC, layout


def cliques(count: int, size: int) -> dict[tuple[int, int], float]:
    """So many rings of groups that all talk to each other, with one weak tie from each to the next."""
    ties = {
        (one, other): 10.0
        for first in range(0, count * size, size)
        for one, other in itertools.combinations(range(first, first + size), 2)
    }
    return ties | {(first, first + size): 1.0 for first in range(0, (count - 1) * size, size)}


def test_what_talks_much_stands_together_and_discs_do_not_lie_on_each_other() -> None:
    places = layout(80, cliques(8, 10))
    centres = places.reshape(8, 10, 2).mean(axis=1)
    apart = np.linalg.norm(centres[:, None] - centres, axis=2)[np.triu_indices(8, 1)]
    inside = np.linalg.norm(places.reshape(8, 10, 2) - centres[:, None], axis=2)
    assert apart.min() > 1.5 * inside.max()


def test_the_order_of_the_ties_changes_nothing() -> None:
    ties = cliques(6, 8)
    backwards = dict(reversed(ties.items()))
    assert np.array_equal(layout(48, ties), layout(48, backwards))


def test_a_crowd_that_all_talks_to_all_is_drawn_as_discs_of_a_size_that_can_be_drawn() -> None:
    places = layout(160, dict.fromkeys(itertools.combinations(range(160), 2), 1.0))
    discs = [places[first : first + MOST_IN_DISC] for first in range(0, 160, MOST_IN_DISC)]
    assert [len(disc) for disc in discs] == [150, 10]
    centres = np.array([disc.mean(axis=0) for disc in discs])
    reach = sum(np.linalg.norm(disc - centre, axis=1).max() for disc, centre in zip(discs, centres, strict=True))
    assert np.linalg.norm(centres[0] - centres[1]) > reach


def test_no_two_groups_stand_in_one_place() -> None:
    places = layout(90, cliques(5, 16))
    distance = np.linalg.norm(places[:, None] - places, axis=2)
    assert distance[~np.eye(90, dtype=bool)].min() > 0.02


def test_groups_without_a_tie_stand_below_the_others() -> None:
    places = layout(50, cliques(4, 10))
    assert places[40:, 1].max() < places[:40, 1].min()


def test_without_any_tie_they_stand_in_a_square() -> None:
    places = layout(9, {})
    assert len({tuple(place) for place in places.tolist()}) == 9
    assert layout(0, {}).shape == (0, 2)
