"""What was measured, and what was not."""

from azlift.model import Metric, Usage


def test_what_nobody_measured_is_none_and_not_zero() -> None:
    usage = Usage(metric=Metric.CPU_PERCENT, p95=0.0)
    assert usage.p95 == 0.0
    assert usage.mean is None
    assert usage.samples is None


def test_a_usage_survives_json() -> None:
    usage = Usage(metric=Metric.DISK_IOPS, disk="scsi0:1", peak=812.5, samples=288, interval_seconds=300)
    assert Usage.model_validate_json(usage.model_dump_json()) == usage
