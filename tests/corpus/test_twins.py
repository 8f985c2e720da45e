"""A template in both languages: made, and compared."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.corpus import twins
from tests.corpus.templates import cases_in

SAMPLES = Path(__file__).parent / "samples" / "templates"


def test_every_sample_comes_to_the_same_in_both_languages() -> None:
    assert {case.path.parent.name: twins.differences(case) for case in cases_in(SAMPLES)} == {
        "broken": [],
        "registry": [],
        "store": [],
    }


def test_children_and_the_deployments_inside_get_symbolic_names_too() -> None:
    child: dict[str, Any] = {"type": "b", "name": "c"}
    inner = {"resources": [{"type": "d", "name": "e"}]}
    outer = [{"type": "a", "name": "x", "resources": [child]}, {"type": "m", "properties": {"template": inner}}]
    made = twins.symbolic({"resources": outer})
    assert made["languageVersion"] == "2.0"
    assert made["resources"]["symbol1"]["resources"] == {"symbol2": child}
    assert made["resources"]["symbol3"]["properties"]["template"]["resources"].keys() == {"symbol1"}
    assert isinstance(outer[0]["resources"], list)


def test_a_difference_names_its_place(monkeypatch: Any) -> None:
    case = next(each for each in cases_in(SAMPLES) if each.path.parent.name == "store")
    other = replace(case, template={**case.template, "resources": []})
    monkeypatch.setattr(twins, "symbolic", lambda template: other.template)
    lines = twins.differences(case)
    assert any(line.startswith("/resources/") and line.endswith("| None") for line in lines)
