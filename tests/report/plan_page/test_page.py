"""The page without a browser; `tests/browser` looks at it in one."""

import json
from functools import cache
from importlib.resources import files

import plans
import pytest
from parsed_page import ParsedPage

from azlift.report import plan_page
from azlift.report.plan_page.markup import source_hash
from azlift.report.plan_page.page import LIBRARY_HASH

MEGABYTE = 1_000_000


@cache
def page(name: str) -> str:
    made: plans.Planned = getattr(plans, name)()
    return plan_page(made.plan, made.estate, made.case, made.ties)


def test_the_library_is_the_one_whose_hash_is_written_down_and_it_comes_with_its_licence() -> None:
    folder = files("azlift.report.plan_page")
    assert source_hash((folder / "echarts.min.js").read_text(encoding="utf-8")) == LIBRARY_HASH
    assert "Apache License" in (folder / "echarts.LICENSE").read_text(encoding="utf-8")
    assert "The Apache Software Foundation" in (folder / "echarts.NOTICE").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["small", "large"])
def test_a_page_is_at_most_two_megabytes(name: str) -> None:
    assert len(page(name).encode()) <= 2 * MEGABYTE


@pytest.mark.parametrize("name", ["small", "hostile"])
def test_nothing_on_the_page_points_outside_it(name: str) -> None:
    elements = ParsedPage(page(name)).elements
    pointing = {"src", "href", "action", "data", "poster", "srcset", "formaction", "background"}
    assert {said[key] for _, said in elements for key in pointing & said.keys()} == {
        "#when",
        "#talks",
        "#money",
        "#all-waves",
        "#all-groups",
    }
    assert {tag for tag, _ in elements} & {"link", "img", "iframe", "object", "embed", "base", "form"} == set()


@pytest.mark.parametrize("name", ["small", "hostile"])
def test_its_policy_allows_its_own_two_scripts_and_its_style_by_hash_and_nothing_else(name: str) -> None:
    parsed = ParsedPage(page(name))
    policy = next(said["content"] for tag, said in parsed.elements if said.get("http-equiv"))
    rules = dict(rule.split(" ", 1) for rule in (policy or "").split("; "))
    data, *scripts = parsed.texts["script"]
    assert rules == {
        "default-src": "'none'",
        "script-src": " ".join(map(source_hash, scripts)),
        "style-src": source_hash(parsed.texts["style"][0]),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert json.loads(data).keys() == {"gantt", "graph", "savings"}


def test_hostile_names_are_told_and_add_no_element_of_their_own() -> None:
    hostile, tame = ParsedPage(page("hostile")), plans.planned([f"g{n}" for n in range(8)], 3)
    told = {row[0] for row in hostile.tables["groups"][1:]}
    assert told == {name.replace("\u2028", "<U+2028>").replace("\u202e", "<U+202E>") for name in plans.HOSTILE}
    html = plan_page(tame.plan, tame.estate, tame.case, tame.ties)
    known = {(tag, frozenset(said)) for tag, said in ParsedPage(html).elements}
    new = {(tag, frozenset(said)) for tag, said in hostile.elements} - known
    assert {tag for tag, _ in new} <= {"ul", "li", "div"}, "its violations, which the tame one has not"


@pytest.mark.parametrize("name", ["small", "large"])
def test_every_wave_and_every_group_is_on_the_page(name: str) -> None:
    made: plans.Planned = getattr(plans, name)()
    tables = ParsedPage(page(name)).tables
    assert [row[0].removesuffix(" (pilot)") for row in tables["waves"][1:]] == list(made.plan.by_wave)
    assert {row[0]: row[1] for row in tables["groups"][1:]} == {
        group: wave.id for wave in made.plan.waves for group in wave.groups
    }


def test_a_chart_has_words_for_those_who_do_not_see_it() -> None:
    parsed = ParsedPage(page("small"))
    charts = [said for tag, said in parsed.elements if said.get("class") == "chart"]
    assert [said["id"] for said in charts] == ["gantt", "graph", "savings"]
    assert all(said["role"] == "img" and len(said["aria-label"] or "") > 40 for said in charts)
    assert ("html", {"lang": "en"}) in parsed.elements
    assert parsed.texts["title"] == ["Migration plan"]
    assert [tag for tag, _ in parsed.elements if tag in ("h1", "h2", "h3")] == [
        "h1",
        "h2",
        "h2",
        "h3",
        "h2",
        "h2",
        "h2",
    ]
    assert "noscript" in parsed.texts


def test_ids_are_unique() -> None:
    ids = [said["id"] for _, said in ParsedPage(page("small")).elements if "id" in said]
    assert len(ids) == len(set(ids))


def test_the_same_plan_makes_the_same_page() -> None:
    made = plans.small()
    assert plan_page(made.plan, made.estate, made.case, made.ties) == page("small")


def test_a_plan_of_nothing_is_a_page_too() -> None:
    made = plans.planned([], 0)
    parsed = ParsedPage(plan_page(made.plan, made.estate, None, {}))
    assert parsed.tables == {"waves": [[]], "groups": [[]]}
