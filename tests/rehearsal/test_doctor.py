"""The declared gaps are those of the code."""

from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import machine, plain

from azlift.rehearsal.doctor import BEYOND, examine, report_text
from azlift.rehearsal.opening import KINDS


def test_every_type_with_semantics_is_named_with_what_it_can_be_asked() -> None:
    report = examine()
    named = report.types_with_semantics.keys() | report.types_from_outside_only.keys()
    assert named == {kind.type for kind in KINDS.values()}
    assert "Microsoft.Web/sites" in report.types_from_outside_only
    assert "deallocate" in report.types_with_semantics["Microsoft.Compute/virtualMachines"]
    assert report.types_stored_without_semantics > 2500
    assert len(report.functions) > 90


def test_what_is_declared_as_a_gap_is_refused_by_that_name(desk: Desk) -> None:
    gaps = [
        each for each in examine().members_not_modelled if each.startswith("Microsoft.Compute/virtualMachines prop")
    ]
    path, _, what = gaps[0].removeprefix("Microsoft.Compute/virtualMachines properties.").partition(": ")
    body = plain(machine())
    inner = body["properties"]
    *holders, last = path.split(".")
    for holder in holders:
        inner = inner.setdefault(holder.removesuffix("[]"), [{}] if holder.endswith("[]") else {})
        inner = inner[0] if isinstance(inner, list) else inner
    inner[last.removesuffix("[]")] = [{}] if last.endswith("[]") else {}
    reply = desk.ask("PUT", "~/resourceGroups/rg1/providers/Microsoft.Compute/virtualMachines/v", body)
    assert reply.refusal == (400, "NotModelledInRehearsal")
    assert what in reply.json()["error"]["message"]


def test_the_report_reads_as_text() -> None:
    text = report_text(examine())
    assert "types with semantics: " in text
    assert all(line in text for line in BEYOND)
