import pytest
from generated import generated
from hypothesis import given
from hypothesis import strategies as st
from small_estates import estate, link, machine, workload_id

from azlift.model import Estate, WorkloadId
from azlift.waves.services import Service, effective_number, find_services
from azlift.waves.strength import WEIGHTS, calls_of


def services(made: Estate) -> dict[WorkloadId, Service]:
    return find_services(made, calls_of(made, WEIGHTS), WEIGHTS)


def callers_of_six_applications(port: int) -> Estate:
    return estate([machine(0), *(machine(n, f"app {n}") for n in range(1, 7))], [link(n, 0, port) for n in range(1, 7)])


@pytest.mark.parametrize("port", [53, 88, 123, 389, 445, 514, 636, 3268])
def test_what_serves_many_applications_on_a_port_of_infrastructure_is_infrastructure(port: int) -> None:
    (service,) = services(callers_of_six_applications(port)).values()
    assert (service.workload, service.kind, service.ports) == (workload_id(0), "infrastructure", (port,))
    assert service.evidence.endswith("for 6 machines of 6 applications (effective number 6.0)")


def test_a_database_that_many_share_is_no_infrastructure() -> None:
    (service,) = services(callers_of_six_applications(1521)).values()
    assert (service.kind, service.words) == ("stateful", ("database",))


def test_an_application_that_many_call_is_no_service() -> None:
    assert services(callers_of_six_applications(443)) == {}


def test_the_file_server_of_one_application_is_no_infrastructure_however_many_machines_it_serves() -> None:
    made = estate([machine(n, "files") for n in range(100)], [link(n, 0, 445) for n in range(1, 100)])
    assert services(made) == {}


def test_many_machines_of_one_application_and_a_few_others_are_few_applications() -> None:
    machines = [machine(0), *(machine(n, "big") for n in range(1, 98)), machine(98, "b"), machine(99, "c")]
    assert services(estate(machines, [link(n, 0, 53) for n in range(1, 100)])) == {}


def test_what_calls_many_machines_to_watch_them_is_infrastructure() -> None:
    made = estate([machine(n, f"app {n}") for n in range(6)], [link(0, n, 10050) for n in range(1, 6)])
    (service,) = services(made).values()
    assert (service.workload, service.words) == (workload_id(0), ("monitoring",))


def test_a_machine_that_mostly_serves_something_else_is_no_infrastructure() -> None:
    made = callers_of_six_applications(53)
    more = [machine(n, f"app {n}") for n in range(7, 20)]
    links = [*made.links, *(link(n, 0, 8443) for n in range(7, 20))]
    assert services(estate([*made.workloads, *more], links)) == {}


@pytest.mark.parametrize("missing", [0.0, 0.3, 1.0])
@pytest.mark.parametrize(("machines", "precision"), [(200, 1.0), (2_000, 0.95)])
def test_infrastructure_is_found_whatever_the_size_of_the_estate(
    machines: int, precision: float, missing: float
) -> None:
    made = generated(machines, seed=1, missing=missing)
    found = {one for one, service in services(made.estate).items() if service.kind == "infrastructure"}
    assert found >= made.infrastructure
    assert len(made.infrastructure) / len(found) >= precision


def test_what_is_called_a_shared_database_or_bus_is_one() -> None:
    made = generated(2_000, seed=2)
    assert {one for one, service in services(made.estate).items() if service.kind == "stateful"} <= made.hubs


@given(st.integers(1, 50), st.integers(1, 1_000))
def test_equal_shares_count_one_each(applications: int, machines: int) -> None:
    assert effective_number([machines] * applications) == pytest.approx(applications)


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=30))
def test_the_effective_number_is_between_one_and_the_number(counts: list[int]) -> None:
    assert 1 - 1e-9 <= effective_number(counts) <= len(counts) + 1e-9


def test_nobody_served_is_no_application() -> None:
    assert effective_number([]) == 0
