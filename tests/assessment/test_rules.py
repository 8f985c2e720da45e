"""The rules that come with azlift, and what a workspace changes of them."""

from pathlib import Path

import pytest

from azlift.assessment.rules import filled, read_rule_book, shipped_rules
from azlift.errors import SettingsError


def written(folder: Path, text: str) -> Path:
    (folder / "rules.yaml").write_text(text, encoding="utf-8")
    return folder


def test_without_a_file_the_shipped_rules_are_asked(tmp_path: Path) -> None:
    assert read_rule_book(tmp_path) == shipped_rules()


def test_every_shipped_rule_has_a_code_of_its_own_and_a_source() -> None:
    book = shipped_rules()
    codes = [rule.code for rule in book.readiness] + [rule.code for rule in book.routes]
    assert len(set(codes)) == len(codes)
    assert all(rule.source for rule in book.readiness)


def test_a_workspace_switches_rules_off_and_adds_its_own(tmp_path: Path) -> None:
    text = """
skip: [os-32-bit, idle]
readiness:
  - {code: no-agent, verdict: ready_with_conditions, when: {tools_state: x}, message: m, source: our handbook}
routes:
  - {code: mainframes, route: retain, when: {application: {matches: mainframe}}, reason: the lease}
"""
    book = read_rule_book(written(tmp_path, text))
    shipped = shipped_rules()
    assert len(book.readiness) == len(shipped.readiness)
    assert book.readiness[-1].code == "no-agent"
    assert book.routes[0].code == "mainframes"
    assert {"os-32-bit", "idle"} & {r.code for r in book.readiness} | {"idle"} & {r.code for r in book.routes} == set()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("skip: [os-32-bits]", "Did you mean `os-32-bit`?"),
        ("skipp: [os-32-bit]", "Did you mean `skip`?"),
        ("readiness: [{code: x-y, verdict: ready, when: {}, message: m}]", "Field required"),
        ("readiness: [{code: x-y, verdict: fine, when: {}, message: m, source: s}]", "Input should be 'ready'"),
        ("routes: [{code: x-y, route: retain, when: {power: {equal: off}}, reason: r}]", "Did you mean `equals`?"),
        ("skip: [", "not YAML"),
        ("- a list", "found"),
    ],
)
def test_a_file_that_is_wrong_says_where_and_what(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_rule_book(written(tmp_path, text))
    assert said in str(caught.value)
    assert caught.value.file.endswith("rules.yaml")


def test_texts_name_facts_and_hostile_names_stay_text() -> None:
    assert filled("$label has $gib GiB, $what", {"label": "${gib} {x.__class__}", "gib": 4096}) == (
        "${gib} {x.__class__} has 4,096 GiB, $what"
    )
