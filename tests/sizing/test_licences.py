import pytest
from estates import estate, machine
from hypothesis import given
from hypothesis import strategies as st
from priced import placement

from azlift.model import Finding, Licence, LicencesHeld, Severity
from azlift.sizing.licences import cores_needed, judge_licences

WINDOWS = Licence.WINDOWS_SERVER


def judged(*vcpu: int, held: LicencesHeld, licence: Licence = WINDOWS, others: int = 0) -> list[Finding]:
    """Of machines with so many vCPU that bring the licence, and of others that do not."""
    bringing = [machine(f"win{n}", licences=(licence,)) for n in range(len(vcpu))]
    machines = [*bringing, *(machine(f"other{n}") for n in range(others))]
    placed = [placement(m, "1").model_copy(update={"vcpu": n}) for m, n in zip(bringing, vcpu, strict=True)]
    placed += [placement(m, "1") for m in machines[len(bringing) :]]
    made = estate(*machines).model_copy(update={"licences_held": held})
    return list(judge_licences(made, tuple(placed)))


@pytest.mark.parametrize(
    ("licence", "vcpu", "cores"),
    [
        (WINDOWS, 4, 8),  # both of Microsoft's examples: see the module
        (WINDOWS, 12, 12),
        (Licence.SQL_STANDARD, 2, 4),
        (Licence.SQL_ENTERPRISE, 16, 16),
    ],
)
def test_a_machine_takes_a_core_licence_per_vcpu_and_a_least_number(licence: Licence, vcpu: int, cores: int) -> None:
    assert cores_needed(licence, vcpu) == cores


def test_licences_that_are_too_few_are_told_with_the_numbers() -> None:
    (told,) = judged(2, 4, 12, held=LicencesHeld(windows_server_cores=16), others=3)
    assert (told.code, told.severity) == ("licences-exceeded", Severity.WARNING)
    assert told.message == (
        "3 machines with 18 vCPU bring their Windows Server licence, which takes 28 core licences (8 a machine at "
        "least); 16 are held, 12 too few."
    )


def test_licences_of_which_nobody_says_how_many_are_held_are_unknown_and_not_none() -> None:
    (told,) = judged(16, held=LicencesHeld(sql_standard_cores=4))
    assert (told.code, told.severity) == ("licences-held-unknown", Severity.NOTE)
    assert "takes 16 core licences" in told.message
    assert told.remedy == "Say it in estate.yaml: licences_held, windows_server_cores."
    (none_held,) = judged(16, held=LicencesHeld(windows_server_cores=0))
    assert none_held.code == "licences-exceeded"


def test_an_edition_is_licensed_by_its_own_licences() -> None:
    held = LicencesHeld(windows_server_cores=100, sql_enterprise_cores=100, sql_standard_cores=2)
    (told,) = judged(2, licence=Licence.SQL_STANDARD, held=held)
    assert "SQL Server Standard licence, which takes 4 core licences" in told.message


def test_machines_that_bring_none_need_none() -> None:
    assert judged(held=LicencesHeld(windows_server_cores=0), others=5) == []


@given(st.lists(st.integers(1, 64), max_size=8), st.integers(0, 400))
def test_there_is_a_finding_exactly_when_more_is_needed_than_held(vcpu: list[int], held: int) -> None:
    found = judged(*vcpu, held=LicencesHeld(windows_server_cores=held))
    assert bool(found) == (sum(max(8, n) for n in vcpu) > held)
