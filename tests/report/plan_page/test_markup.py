import json

import plans
import pytest

from azlift.report.plan_page.markup import Column, bullets, data, source_hash, table, text

COLUMNS = (Column("group"), Column("GiB", "number"), Column("why", "wide"))


@pytest.mark.parametrize("name", plans.HOSTILE)
def test_no_name_can_end_or_begin_markup(name: str) -> None:
    assert not set(text(name)) & set("<>\"'\u2028\u202e")


@pytest.mark.parametrize("name", plans.HOSTILE)
def test_no_name_can_end_the_script_it_is_data_of_and_each_comes_back_as_it_was(name: str) -> None:
    said = data([name, {"a": (name,)}])
    assert said.isascii()
    assert not set(said) & set("<>&")
    shown = name.replace("\u2028", "<U+2028>").replace("\u202e", "<U+202E>")
    assert json.loads(said) == [shown, {"a": [shown]}]


def test_a_figure_that_json_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        data([float("nan")])


def test_a_table_leaves_out_the_columns_that_are_empty_in_all_rows() -> None:
    made = table("groups", COLUMNS, [("a", "1", ""), ("b", "", "")])
    assert '<th scope="col" class="number">GiB' in made
    assert "why" not in made
    assert "<tr><td>a<td>1\n<tr><td>b<td>\n" in made


def test_a_list_has_an_item_for_each() -> None:
    assert bullets(["a", "<b>"]) == "<ul><li>a<li>&lt;b&gt;</ul>"


def test_a_source_is_named_as_a_content_security_policy_does() -> None:
    # The example of CSP Level 3, 2.3.1: alert('Hello, world.');
    expected = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    assert source_hash("alert('Hello, world.');") == expected
