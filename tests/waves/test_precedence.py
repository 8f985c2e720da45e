from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from azlift.waves.precedence import Precedence

PAIRS = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")).filter(lambda p: p[0] != p[1]), max_size=40
)


def reaches(start: str, end: str, edges: set[tuple[str, str]]) -> bool:
    """Whether a path leads from start to end: the plain way, for comparison."""
    reached, front = {start}, [start]
    while front:
        here = front.pop()
        for first, then in edges:
            if first == here and then not in reached:
                reached.add(then)
                front.append(then)
    return end in reached


def test_the_path_that_forbids_a_precedence_is_named_from_end_to_end() -> None:
    order = Precedence("cba")
    assert order.add(first="a", then="b") == ()
    assert order.add(first="b", then="c") == ()
    assert order.add(first="c", then="a") == ("a", "b", "c")
    assert order.add(first="b", then="a") == ("a", "b")


@given(PAIRS)
def test_exactly_what_would_close_a_cycle_is_refused_and_the_path_is_real(pairs: list[tuple[str, str]]) -> None:
    order, kept = Precedence("hgfedcba"), set[tuple[str, str]]()
    for first, then in pairs:
        path = order.add(first=first, then=then)
        assert bool(path) == reaches(then, first, kept)
        if path:
            assert (path[0], path[-1]) == (then, first)
            assert set(pairwise(path)) <= kept
        else:
            kept.add((first, then))
