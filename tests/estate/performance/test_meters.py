"""Headers and names of metrics as tools and people write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azlift.estate.performance.meters import VMWARE_KBPS, capacity_of, meter_of, statistic_of
from azlift.model import Metric

CPU, MEMORY, IOPS, DISK = Metric.CPU_PERCENT, Metric.MEMORY_PERCENT, Metric.DISK_IOPS, Metric.DISK_MB_PER_S
IN, OUT = Metric.NETWORK_IN_MB_PER_S, Metric.NETWORK_OUT_MB_PER_S


@pytest.mark.parametrize(
    ("title", "metric", "part", "factor"),
    [
        ("cpu_pct", CPU, "", 1),
        ("CPU %", CPU, "", 1),
        ("cpu_usage_average", CPU, "", 1),
        ("cpu.usage.average", CPU, "", 1),
        ("Percentage CPU", CPU, "", 1),
        ("CPUUtilization", CPU, "", 1),
        (r"\\WEB-1\Processor(_Total)\% Processor Time", CPU, "", 1),
        ("cpu_fraction", CPU, "", 100),
        ("mem_pct", MEMORY, "", 1),
        ("Memory utilization percentage", MEMORY, "", 1),
        ("mem.usage.average", MEMORY, "", 1),
        ("disk_iops", IOPS, "", 1),
        ("Disk Reads/sec", IOPS, "read", 1),
        ("Disk 1 write ops (operations per second)", IOPS, "write", 1),
        ("virtualDisk.numberReadAveraged.average", IOPS, "read", 1),
        ("disk_mb_per_s", DISK, "", 1),
        ("Disk 1 read throughput (MB per second)", DISK, "read", 1),
        ("Disk Read Bytes/sec", DISK, "read", 1e-6),
        ("Disk KB/s", DISK, "", 1e-3),
        ("disk_mbps", DISK, "", 1),
        ("disk.read.average", DISK, "read", VMWARE_KBPS),
        ("Network In throughput (MB per second)", IN, "", 1),
        ("net.received.average", IN, "", VMWARE_KBPS),
        ("Bytes Received/sec", IN, "", 1e-6),
        ("Network Out (Mbps)", OUT, "", 0.125),
        ("net_out_mbps", OUT, "", 0.125),
        ("net_out_mb_per_s", OUT, "", 1),
        ("Network out KiB/s", OUT, "", 1024e-6),
        ("Network out kilobits/s", OUT, "", 0.000125),
    ],
)
def test_a_title_is_read_by_its_words_and_its_unit(title: str, metric: Metric, part: str, factor: float) -> None:
    meter = meter_of(title)
    assert meter is not None
    assert (meter.metric, meter.part) == (metric, part)
    assert meter.factor == pytest.approx(factor)


@pytest.mark.parametrize(
    "title",
    [
        *(
            "VM",
            "CPUs",
            "CPU ready",
            "Memory free %",
            "% Committed Bytes In Use",
            "Disk latency ms",
            "Network",
            "Size",
            "",
        ),
        *("network bytes/s", "CPU min %", "Total disk capacity MiB", "disk queue length"),
    ],
)
def test_what_is_no_utilisation_is_nothing(title: str) -> None:
    assert meter_of(title) is None


def test_a_value_in_megahertz_is_a_share_of_a_capacity() -> None:
    meter = meter_of("cpu.usagemhz.average")
    assert meter is not None
    assert (meter.metric, meter.of) == (CPU, "mhz")
    assert capacity_of("CPU capacity MHz") == "mhz"
    assert capacity_of("Memory total (MB)") == "mib"
    assert capacity_of("CPU MHz") == capacity_of("Total disk capacity MiB") == ""


def test_a_unit_of_its_own_decides() -> None:
    megabytes, kilobytes = meter_of("Network In", "MBps"), meter_of("net in", "KB/s")
    assert megabytes is not None
    assert kilobytes is not None
    assert megabytes.factor / kilobytes.factor == pytest.approx(1000)


@pytest.mark.parametrize(
    ("title", "statistic"),
    [
        *(("cpu_p95_pct", "p95"), ("CPU 95th percentile", "p95"), ("95 percentile CPU", "p95"), ("P50", "p50")),
        *(
            ("cpu max %", "peak"),
            ("Peak CPU", "peak"),
            ("CPU average", "mean"),
            ("mem_p99_pct", "p99"),
            ("median", "p50"),
        ),
        *(("cpu_pct", ""), ("p950", ""), ("ip90x", "p90")),
    ],
)
def test_a_statistic_is_known_by_its_names(title: str, statistic: str) -> None:
    assert statistic_of(title) == statistic


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_is_a_meter_or_nothing(title: str, unit: str) -> None:
    meter = meter_of(title, unit)
    assert meter is None or meter.factor > 0
