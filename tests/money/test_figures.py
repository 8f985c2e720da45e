"""What people give, and what stands in where they give nothing."""

from decimal import Decimal
from pathlib import Path

import pytest

from azlift.errors import SettingsError
from azlift.money.figures import ASSUMED, Figures, read_figures


def written(folder: Path, text: str) -> Path:
    (folder / "money.yaml").write_text(text, encoding="utf-8")
    return folder


def test_without_a_file_the_figures_are_assumed_and_each_has_its_source(tmp_path: Path) -> None:
    assert read_figures(tmp_path).assumed
    assert all("azure-docs" in item.source for item in ASSUMED)


def test_one_figure_of_today_ends_the_assumptions(tmp_path: Path) -> None:
    figures = read_figures(written(tmp_path, "today: {per_vcpu: 4.5, source: finance}"))
    assert not figures.assumed
    assert figures.today.per_vcpu == Decimal("4.5")
    assert Figures().model_copy(update={"currency": "EUR"}).assumed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("today: {per_sever: 3}", "Did you mean `per_server`?"),
        ("today: {per_server: -3}", "greater than or equal to 0"),
        ("today: {per_server: .nan}", "finite"),
        ("currency: euro", "pattern"),
        ("today: {contracts: [{name: west, per_month: 5}]}", "Field required"),
        ("start: [", "not YAML"),
        ("- 3", "found"),
        ("today: 300", "keys with values"),
    ],
)
def test_a_wrong_figure_says_where_and_what(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_figures(written(tmp_path, text))
    assert said in str(caught.value)
    assert caught.value.file.endswith("money.yaml")


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("usd_rate: 0,92", "with a point"),
        ("start: 31.12.2027", "2027-12-31"),
        ("today: 300", "beneath it"),
        ("today: {contracts: [{name: west}]}", "Add it"),
    ],
)
def test_what_is_written_wrongly_is_answered_with_how_to_write_it(tmp_path: Path, text: str, advice: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_figures(written(tmp_path, text))
    assert advice in caught.value.advice
