from small_estates import estate, machine, workload_id

from azlift.waves.applications import application_of, declared_applications, environment_in


def test_an_applications_machines_are_split_by_environment_where_they_state_more_than_one() -> None:
    made = estate([machine(0, "CRM", "prod"), machine(1, "crm", "Production"), machine(2, "CRM", "qa"), machine(3)])
    found = declared_applications(made, frozenset(made.by_id))
    assert {environment_in(key): members for key, members in found.items()} == {
        "prod": [workload_id(0), workload_id(1)],
        "test": [workload_id(2)],
    }


def test_an_application_in_one_environment_is_not_split_and_others_machines_do_not_count() -> None:
    made = estate([machine(0, "CRM", "prod"), machine(1, "CRM"), machine(2, "CRM", "dev")])
    ((key, members),) = declared_applications(made, frozenset({workload_id(0), workload_id(1)})).items()
    assert (environment_in(key), members) == ("", [workload_id(0), workload_id(1)])


def test_the_spelling_that_most_use_is_the_name() -> None:
    made = estate([machine(0, "crm"), machine(1, "CRM "), machine(2, "CRM")])
    assert application_of(made.by_id, made) == "CRM"
