from collections.abc import Callable

import numpy as np
import pytest
from measured import disk, series, trace

from azlift.model import Metric, SizingRules, Usage, Workload
from azlift.sizing.demand import LEAST_POINTS, read_demand

RULES = SizingRules(cpu_headroom=1)
CPU, MEMORY = Metric.CPU_PERCENT, Metric.MEMORY_PERCENT


def test_a_series_is_read_in_vcpu_and_mib_with_headroom(machine: Callable[..., Workload]) -> None:
    measured = trace(cpu_percent=np.full(200, 25.0), memory_percent=np.full(200, 50.0))
    found = read_demand(machine(vcpu=10, memory_mib=8192), SizingRules(cpu_headroom=1.2, memory_headroom=1.1), measured)
    assert found is not None
    assert (found.vcpu[0], found.memory_mib[0]) == (3.0, pytest.approx(4505.6))
    assert (found.interval_seconds, found.intervals, found.allowed) == (300, 200, 2)


@pytest.mark.parametrize(
    "usage",
    [
        (),
        (Usage(metric=CPU, sample=3.0),),
        (Usage(metric=CPU, mean=3.0),),
        (Usage(metric=CPU, p50=3.0, p90=4.0),),
        (Usage(metric=CPU, p99=-1.0, peak=float("inf")),),
        (Usage(metric=CPU, p99=3.0, peak=3.0, samples=1),),
        (Usage(metric=Metric.NETWORK_IN_MB_PER_S, peak=3.0),),
        (Usage(metric=Metric.DISK_IOPS, disk="another", peak=3.0),),
    ],
)
def test_one_moment_or_a_figure_without_a_tail_is_no_measurement(
    machine: Callable[..., Workload], usage: tuple[Usage, ...]
) -> None:
    assert read_demand(machine(usage=usage), RULES) is None


def test_a_series_too_short_to_have_a_tail_is_no_measurement(machine: Callable[..., Workload]) -> None:
    short = np.concatenate([np.full(LEAST_POINTS - 1, 5.0), np.full(50, np.nan)])
    assert read_demand(machine(), RULES, trace(cpu_percent=short)) is None
    assert read_demand(machine(), RULES, trace(cpu_percent=np.full(LEAST_POINTS, 5.0))) is not None


def test_rules_of_as_is_read_no_demand(machine: Callable[..., Workload]) -> None:
    assert read_demand(machine(), SizingRules(basis="as_is"), trace(cpu_percent=np.full(200, 5.0))) is None


def test_percentiles_share_the_risk_so_that_together_they_keep_it(machine: Callable[..., Workload]) -> None:
    cpu = Usage(metric=CPU, p95=30.0, p99=40.0, peak=90.0)
    memory = Usage(metric=MEMORY, p95=50.0, p99=60.0, peak=70.0)
    alone = read_demand(machine(vcpu=10, usage=(cpu,)), RULES)
    assert alone is not None
    assert (alone.vcpu.tolist(), alone.tail, alone.interval_seconds) == ([4.0], 0.01, 0)
    both = read_demand(machine(vcpu=10, usage=(cpu, memory)), RULES)
    assert both is not None
    assert (both.vcpu.tolist(), both.tail) == ([9.0], 0.0)
    relaxed = read_demand(machine(vcpu=10, usage=(cpu, memory)), SizingRules(risk=0.1, cpu_headroom=1))
    assert relaxed is not None
    assert (relaxed.vcpu.tolist(), relaxed.tail) == ([3.0], 0.1)


def test_beside_a_series_a_figure_counts_by_its_peak(machine: Callable[..., Workload]) -> None:
    usage = (Usage(metric=MEMORY, p99=10.0, peak=50.0), Usage(metric=CPU, peak=100.0))
    found = read_demand(machine(vcpu=4, memory_mib=1000, usage=usage), RULES, trace(cpu_percent=np.full(200, 25.0)))
    assert found is not None
    assert found.vcpu.max() == 1.0
    assert found.memory_mib.tolist() == [pytest.approx(550.0)] * 200


def test_gaps_are_not_counted_as_intervals(machine: Callable[..., Workload]) -> None:
    values = np.concatenate([np.full(150, 25.0), np.full(100, np.nan)])
    found = read_demand(machine(), RULES, trace(cpu_percent=values))
    assert found is not None
    assert (found.intervals, found.allowed) == (150, 1)


def test_the_machine_as_a_whole_is_the_sum_of_its_disks(machine: Callable[..., Workload]) -> None:
    workload = machine(disks=(disk(key="a"), disk(key="b")))
    found = read_demand(workload, RULES, trace(disk_iops__a=series(1, repeat=200), disk_iops__b=series(2, repeat=200)))
    assert found is not None
    assert found.disk_iops[0] == 3.0
    assert [load.iops[0] for load in found.loads] == [1.0, 2.0]
    assert not found.split


def test_a_load_nobody_split_by_disk_is_split_by_capacity_and_says_so(machine: Callable[..., Workload]) -> None:
    workload = machine(disks=(disk(30, key="a"), disk(90, key="b")))
    found = read_demand(workload, RULES, trace(disk_iops=series(400, repeat=200)))
    assert found is not None
    assert [load.iops[0] for load in found.loads] == [100.0, 300.0]
    assert (found.disk_iops[0], found.split) == (400.0, True)
    one = read_demand(machine(disks=(disk(),)), RULES, trace(disk_iops=series(400, repeat=200)))
    assert one is not None
    assert not one.split


def test_traffic_out_is_counted_in_megabits_and_traffic_in_is_not_limited(machine: Callable[..., Workload]) -> None:
    measured = trace(network_out_mb_per_s=series(10, repeat=200), network_in_mb_per_s=series(99, repeat=200))
    found = read_demand(machine(), RULES, measured)
    assert found is not None
    assert found.network_mbit_per_s.max() == 80.0


def test_what_cannot_have_been_measured_was_not(machine: Callable[..., Workload]) -> None:
    values = np.concatenate([np.full(150, 25.0), [np.inf, -1.0, np.nan]])
    found = read_demand(machine(vcpu=4), RULES, trace(cpu_percent=values))
    assert found is not None
    assert (found.intervals, np.nanmax(found.vcpu), np.nanmin(found.vcpu)) == (150, 1.0, 1.0)
