import os
import subprocess
import sys
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from azlift.waves.communities import find_communities, find_domains, stability_of
from azlift.waves.strength import Pair

TWO_TEAMS = {pair: 5.0 for team in ("abcd", "wxyz") for pair in combinations(team, 2)} | {("d", "w"): 0.5}


def names(number: int) -> list[str]:
    return [f"m{n:02d}" for n in range(number)]


@st.composite
def talk(draw: st.DrawFn) -> dict[Pair, float]:
    pairs = st.tuples(st.sampled_from(names(16)), st.sampled_from(names(16))).filter(lambda pair: pair[0] < pair[1])
    return draw(st.dictionaries(pairs, st.floats(0.01, 100), max_size=50))


def test_machines_that_talk_among_themselves_are_found() -> None:
    assert find_communities("abcdwxyz", TWO_TEAMS, 50) == [tuple("abcd"), tuple("wxyz")]
    assert find_domains("abcdwxyz", TWO_TEAMS) == [tuple("abcd"), tuple("wxyz")]


def test_a_machine_that_talks_to_nobody_is_alone() -> None:
    assert find_communities(["a"], {}, 50) == [("a",)]
    assert find_communities([], {}, 50) == []


def test_what_is_larger_than_the_cap_is_cut_where_least_is_said() -> None:
    pairs = dict.fromkeys(combinations("abcdef", 2), 0.1) | dict.fromkeys(
        (*combinations("abc", 2), *combinations("def", 2)), 9.0
    )
    assert find_communities("abcdef", pairs, 3) == [tuple("abc"), tuple("def")]


@given(talk(), st.integers(1, 6))
def test_each_machine_is_in_one_community_within_the_cap_whatever_the_order(
    strengths: dict[Pair, float], most: int
) -> None:
    found = find_communities(names(16), strengths, most)
    assert sorted(machine for community in found for machine in community) == names(16)
    assert all(len(community) <= most for community in found)
    turned = dict(reversed(strengths.items()))
    assert find_communities(reversed(names(16)), turned, most) == found


@given(talk())
def test_without_a_cap_no_community_spans_machines_that_nothing_connects(strengths: dict[Pair, float]) -> None:
    home = {name: name for name in names(16)}
    for one, other in strengths:
        home = {name: home[one] if at == home[other] else at for name, at in home.items()}
    for community in find_communities(names(16), strengths, 16):
        assert len({home[machine] for machine in community}) == 1


def test_what_every_seed_finds_is_fully_stable() -> None:
    communities = find_communities("abcdwxyz", TWO_TEAMS, 50)
    assert stability_of(communities, "abcdwxyz", TWO_TEAMS, 50) == dict.fromkeys(communities, 1.0)


def test_another_process_finds_the_same() -> None:
    script = (
        "from azlift.waves.communities import find_communities as f\n"
        "names = [f'm{n:03d}' for n in range(120)]\n"
        "pairs = {(a, b): 1.0 + i * j % 7 for i, a in enumerate(names) for j, b in enumerate(names)"
        " if i < j and (i * j) % 11 == 1}\n"
        "print(f(names, pairs, 10))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(answers) == 1
