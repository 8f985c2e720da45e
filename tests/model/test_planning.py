from azlift.model import Limits, MoveGroup, Wave, WavePlan


def test_groups_and_waves_are_found_by_their_ids() -> None:
    group = MoveGroup(id="billing", workloads=("w-1",), because="declared")
    wave = Wave(id="wave-01", number=1, pilot=True, groups=("billing",), why="first")
    plan = WavePlan(limits=Limits(), groups=(group,), waves=(wave,), staying=())
    assert plan.by_group == {"billing": group}
    assert plan.by_wave == {"wave-01": wave}
    assert WavePlan.model_validate_json(plan.model_dump_json()) == plan
