"""A wave that nothing breaks is valid, and a drift of valid waves is."""

from azlift.model import Drift, Finding, Severity, WaveDrift


def test_one_broken_wave_makes_the_plan_invalid() -> None:
    broken = Finding(code="machine-gone", severity=Severity.WARNING, message="web01 is gone")
    held, lost = (WaveDrift(wave=f"wave-0{n}", opens=None, broken_by=by) for n, by in ((1, ()), (2, (broken,))))
    assert (held.valid, lost.valid) == (True, False)
    assert Drift(changed=(), waves=(held,), unplanned=(), gone=()).valid
    assert not Drift(changed=(), waves=(held, lost), unplanned=(), gone=()).valid
