"""Which figures are measurements."""

from hypothesis import given
from hypothesis import strategies as st

from azlift.estate.azure_migrate.usage import measured, measured_nothing
from azlift.model import Metric

CPU, MEMORY, IOPS = Metric.CPU_PERCENT, Metric.MEMORY_PERCENT, Metric.DISK_IOPS
FIGURES = st.lists(st.tuples(st.sampled_from(Metric), st.sampled_from(["", "disk-1"]), st.none() | st.floats(0, 100)))


def test_a_figure_is_a_sample_because_no_statistic_is_named() -> None:
    (usage,) = measured([(CPU, "", 40.0)], "import.csv")
    assert (usage.metric, usage.sample, usage.source) == (CPU, 40.0, "import.csv")
    assert usage.mean is usage.p95 is usage.peak is None


def test_an_empty_cell_is_absent() -> None:
    assert measured([(CPU, "", None)], "f") == ()


def test_an_idle_disk_of_a_running_machine_is_a_fact() -> None:
    assert [usage.sample for usage in measured([(CPU, "", 5.0), (IOPS, "disk-1", 0.0)], "f")] == [5.0, 0.0]


def test_no_running_machine_uses_no_memory() -> None:
    assert [usage.metric for usage in measured([(CPU, "", 5.0), (MEMORY, "", 0.0)], "f")] == [CPU]


def test_figures_that_are_zero_one_and_all_measured_nothing() -> None:
    figures = [(CPU, "", 0.0), (MEMORY, "", 0.0), (IOPS, "", 0.0)]
    assert measured(figures, "f") == ()
    assert measured_nothing(figures, ())


def test_of_a_machine_that_is_off_no_zero_was_measured() -> None:
    assert [usage.metric for usage in measured([(CPU, "", 0.0), (MEMORY, "", 12.0)], "f", off=True)] == [MEMORY]


def test_nothing_stated_is_not_the_same_as_nothing_measured() -> None:
    assert not measured_nothing([(CPU, "", None)], ())


@given(FIGURES, st.booleans())
def test_no_measurement_is_made_up(figures: list[tuple[Metric, str, float | None]], off: bool) -> None:
    given_figures = set(figures)
    for usage in measured(figures, "f", off):
        assert (usage.metric, usage.disk, usage.sample) in given_figures


@given(FIGURES)
def test_every_figure_above_zero_is_kept(figures: list[tuple[Metric, str, float | None]]) -> None:
    above = [figure for figure in figures if figure[2]]
    assert [(usage.metric, usage.disk, usage.sample) for usage in measured(figures, "f") if usage.sample] == above
