"""How long things take: of a plausible order, and never nothing."""

from azlift.rehearsal import durations

ALL = {name: value for name, value in vars(durations).items() if name.isupper()}


def test_everything_takes_time() -> None:
    """An operation of no length would end before its first poll: a client's waiting would never be rehearsed."""
    assert len(ALL) >= 15
    assert {name for name, value in ALL.items() if not isinstance(value, float) or value <= 0} == set()


def test_a_machine_takes_longest_and_what_it_stands_on_is_there_before() -> None:
    assert max(ALL, key=ALL.__getitem__) == "VIRTUAL_MACHINE"
    before = durations.VIRTUAL_NETWORK + durations.NETWORK_INTERFACE
    assert max(before, durations.DISK) < durations.POWER_CHANGE < durations.VIRTUAL_MACHINE


def test_a_put_that_changes_nothing_is_quicker_than_any_that_does() -> None:
    writes = (
        durations.DISK,
        durations.NETWORK_INTERFACE,
        durations.NETWORK_SECURITY_GROUP,
        durations.VIRTUAL_NETWORK,
        durations.SUBNET,
        durations.VIRTUAL_MACHINE,
    )
    assert min(writes) > durations.UNCHANGED


def test_a_cancelled_deployment_ends_before_a_client_asks_again() -> None:
    assert durations.CANCEL < durations.SUGGESTED_POLL
    assert durations.DEPLOYMENT_START + durations.DEPLOYMENT_END <= durations.SUGGESTED_POLL
