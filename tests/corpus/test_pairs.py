"""The comparison of templates in both languages, on small pairs of our own."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.corpus.pairs import GROUP, come_to, difference, main, verdicts_in

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
DISK = {"type": "My.Rp/disks", "apiVersion": "2024-01-01"}


def listed(*resources: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"$schema": SCHEMA, "contentVersion": "1.0.0.0", "resources": list(resources), **members}


def symbolic(resources: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {**listed(**members), "languageVersion": "2.0", "resources": resources}


def disks(reference: str, waits: str) -> list[dict[str, Any]]:
    second = {**DISK, "name": "b", "properties": {"size": f"[{reference}.size]"}, "dependsOn": [waits]}
    return [{**DISK, "name": "a"}, second]


def nested(template: dict[str, Any]) -> dict[str, Any]:
    evaluation = {"expressionEvaluationOptions": {"scope": "inner"}}
    unknown = {"size": {"value": "[reference('/x/y', '2020-01-01').size]"}}
    properties = {"mode": "Incremental", **evaluation, "parameters": unknown, "template": template}
    return {
        "type": "Microsoft.Resources/deployments",
        "apiVersion": "2022-09-01",
        "name": "n",
        "properties": properties,
    }


FIRST = disks("reference(resourceId('My.Rp/disks', 'a'), '2024-01-01')", "[resourceId('My.Rp/disks', 'a')]")
SECOND = dict(zip("ab", disks("reference('a')", "a"), strict=True))
SIZE = {"size": {"type": "int"}}


def keep(folder: Path, name: str, one: dict[str, Any], other: dict[str, Any] | None = None) -> None:
    (folder / f"{name}.json").write_text(json.dumps(one))
    if other is not None:
        (folder / f"{name}.symbolicnames.json").write_text(json.dumps(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (listed(*FIRST), symbolic(SECOND)),
        (
            listed(nested(listed(*FIRST, parameters=SIZE))),
            symbolic({"n": nested(symbolic(SECOND, parameters=SIZE))}),
        ),
        (
            listed(parameters={"secret": {"type": "securestring"}}),
            symbolic({}, parameters={"secret": {"type": "string"}}),
        ),
    ],
)
def test_a_pair_that_comes_to_the_same_is_equal(tmp_path: Path, one: dict[str, Any], other: dict[str, Any]) -> None:
    keep(tmp_path, "main", one, other)
    assert [verdict.word for verdict in verdicts_in(tmp_path)] == ["equal"]
    assert main([str(tmp_path)]) == 0


@pytest.mark.parametrize(
    ("other", "where"),
    [
        ({**SECOND, "c": {**DISK, "name": "c"}}, "/disks/c is only in the second"),
        ({"a": SECOND["a"]}, "/disks/b is only in the first"),
        ({**SECOND, "a": {**DISK, "name": "a", "kind": "x"}}, "body.kind is only in the second"),
        ({**SECOND, "b": {**SECOND["b"], "properties": {"size": 1}}}, ".body.properties.size: "),
        (
            {**SECOND, "b": {**SECOND["b"], "dependsOn": []}, "a": {**SECOND["a"], "apiVersion": "2020-01-01"}},
            "apiVersion",
        ),
    ],
)
def test_a_pair_that_comes_to_different_things_is_told_where(
    tmp_path: Path, other: dict[str, Any], where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(tmp_path, "main", listed(*FIRST), symbolic(other))
    (verdict,) = verdicts_in(tmp_path)
    assert (verdict.word, where in verdict.reason) == ("different", True), verdict.reason
    assert main([str(tmp_path)]) == 1
    assert "1 different" in capsys.readouterr().out


def test_single_templates_are_expanded_or_refused_and_other_files_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(tmp_path, "good", listed(*FIRST))
    keep(tmp_path, "bad", listed({**DISK, "name": "[nosuch()]"}))
    keep(tmp_path, "both", listed({**DISK, "name": "[nosuch()]"}), symbolic({"a": {**DISK, "name": "[nosuch()]"}}))
    keep(tmp_path, "values", {"parameters": {}})
    assert main([str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "bad.json: InvalidTemplate: Deployment template validation failed" in out
    assert out.splitlines()[-1] == "1 expanded, 2 refused"


def test_values_in_lists_are_compared_one_by_one() -> None:
    assert difference({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}) == ".a[1].b: 2 and 3"


def test_what_is_refused_says_why() -> None:
    assert come_to(listed({**DISK, "name": ""}), {}, GROUP)["refused"].startswith("InvalidTemplate: ")
