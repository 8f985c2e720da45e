import pytest

from azlift.sizing.processors import score_of


@pytest.mark.parametrize(
    ("processor", "score"),
    [
        ("AMD EPYC 7452 32-Core Processor", 260),
        ("AMD EPYC(TM) 7551 32-Core", 175),
        ("Intel(R) Xeon(R) CPU E7-8890 v3 @ 2.50GHz", 180),
        ("Intel® Xeon® E7-8890  V3", 180),
        ("Intel(R) Xeon(R) CPU E7-8890 v4 @ 2.20GHz", None),
        ("AMD EPYC 74521", None),
        ("Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz", None),
        ("", None),
    ],
)
def test_a_processor_is_scored_only_where_a_figure_for_it_is_published(processor: str, score: int | None) -> None:
    assert score_of(processor) == score
