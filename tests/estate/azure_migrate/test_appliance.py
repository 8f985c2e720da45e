"""Which machine is Azure Migrate's appliance, by evidence that a coincidence does not give."""

from azlift.estate.azure_migrate.appliance import find_appliances


def test_two_of_its_services_on_one_machine_are_evidence() -> None:
    found = find_appliances(
        [("APP", "VMWareDiscoveryService.exe", ""), ("app", "sqlservice.exe", ""), ("web01", "w3wp.exe", "")]
    )
    assert found == {
        "app": "these of the appliance's services run on it: SQL discovery and assessment agent, discovery agent"
    }


def test_one_process_is_none_however_many_rows_it_has() -> None:
    assert find_appliances([("db01", "SqlService.exe", "")] * 1000 + [("web01", "w3wp.exe", "")]) == {}


def test_services_on_two_machines_do_not_add_up() -> None:
    assert find_appliances([("db01", "SqlService.exe", ""), ("hyperv1", "DraService.exe", "")]) == {}


def test_its_usual_name_is_none() -> None:
    assert find_appliances([("MicrosoftAzureMigration", "w3wp.exe", "")]) == {}


def test_what_the_export_states_is_evidence() -> None:
    assert find_appliances([("Appliance-01", "w3wp.exe", "appliance-01"), ("web01", "java", "appliance-01")]) == {
        "appliance-01": "its name is that of the appliance that discovered it"
    }


def test_a_source_without_a_name_is_no_appliance() -> None:
    assert find_appliances([("", "x", ""), (" ", "SqlService.exe", ""), (" ", "DraService.exe", "")]) == {}
