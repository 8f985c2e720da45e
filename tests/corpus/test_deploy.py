"""Deploying a folder: what gets through, and what stops the rest."""

from pathlib import Path

from tests.corpus.deploy import deploy, summary
from tests.corpus.templates import cases_in

SAMPLES = Path(__file__).parent / "samples" / "templates"


def test_what_deploys_and_what_does_not_is_told_apart() -> None:
    outcomes = {case.path.parent.name: deploy(case) for case in cases_in(SAMPLES)}
    assert outcomes["store"].through
    assert outcomes["store"].resources == 1
    assert outcomes["registry"].through
    assert outcomes["broken"].reason == "InvalidTemplate"
    assert "plus" in outcomes["broken"].message


def test_the_summary_counts_and_names_reasons_and_types_without_semantics() -> None:
    lines = summary([deploy(case) for case in cases_in(SAMPLES)]).splitlines()
    assert lines[0] == "2 of 3 templates deploy, 2 resources"
    assert lines[1].strip().startswith("1  InvalidTemplate")
    assert "broken/azuredeploy.json" in lines[1]
