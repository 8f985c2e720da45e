from typing import Any

import pytest
from estates import estate, machine
from hypothesis import given
from hypothesis import strategies as st

from azlift.errors import NotFound
from azlift.model import Estate, LeftOut, Merge, Origin
from azlift.report import find_machine

WEB = machine(
    "web01",
    fqdn="web01.corp.example",
    aliases=("SHOP-WEB",),
    origin=Origin(file="a.xlsx", tab="vInfo", row=2),
)
TWIN = machine("twin", id="w-1", origin=Origin(file="a.xlsx", tab="vInfo", row=3))
OTHER_TWIN = machine("twin", id="w-2", origin=Origin(file="b/list.csv", row=3))
GOLD = LeftOut(origin=Origin(file="a.xlsx", tab="vInfo", row=9), name="gold", reason="template", detail="a template")
MERGE = Merge(origin=Origin(file="cmdb.csv", row=7), workload=WEB.id, rule="DNS name", key="web01.corp.example")
ESTATE = estate(WEB, TWIN, OTHER_TWIN).model_copy(update={"left_out": (GOLD,), "merges": (MERGE,)})


@pytest.mark.parametrize(
    "asked",
    ["web01", " WEB01 ", "web01.corp.example", "shop-web", WEB.id, "a.xlsx:2", "a.xlsx:vinfo:2", "in/cmdb.csv:7"],
)
def test_a_machine_is_found_by_name_alias_dns_name_id_and_by_each_of_its_rows(asked: str) -> None:
    assert find_machine(asked, ESTATE) == WEB


@pytest.mark.parametrize("asked", ["gold", "a.xlsx:9"])
def test_a_row_that_was_left_out_is_found_too(asked: str) -> None:
    assert find_machine(asked, ESTATE) == GOLD


def test_of_two_machines_of_one_name_neither_is_taken_and_both_are_told_with_id_and_row() -> None:
    with pytest.raises(NotFound, match="may be any of 2") as caught:
        find_machine("twin", ESTATE)
    assert "w-1 (twin, a.xlsx:vInfo:3)" in caught.value.message
    assert "w-2 (twin, b/list.csv:3)" in caught.value.message
    assert find_machine("list.csv:3", ESTATE) == OTHER_TWIN


def test_a_mistyped_name_is_answered_with_those_that_come_near() -> None:
    with pytest.raises(NotFound) as caught:
        find_machine("wbe01", ESTATE)
    assert caught.value.advice == "Did you mean web01?"


@pytest.mark.parametrize("asked", ["a.xlsx:vDisk:2", "a.xlsx:99", "none.csv:2", "zzzzzz", ""])
def test_what_is_in_no_source_is_not_found_and_the_answer_says_how_to_ask(asked: str) -> None:
    with pytest.raises(NotFound) as caught:
        find_machine(asked, ESTATE)
    assert "FILE:ROW" in caught.value.advice


@given(st.text(max_size=30))
def test_whatever_is_asked_there_is_a_machine_or_an_answer_that_says_how_to_ask(asked: str) -> None:
    assert answer(asked) in (*ESTATE.workloads, GOLD) or "Did you mean" in answer(asked) or "FILE:ROW" in answer(asked)


def answer(asked: str) -> Any:
    try:
        return find_machine(asked, ESTATE)
    except NotFound as error:
        return error.advice


def test_an_estate_of_no_machines_has_none_of_any_name() -> None:
    empty: Estate = estate()
    with pytest.raises(NotFound):
        find_machine("web01", empty)
