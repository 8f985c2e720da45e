from decimal import Decimal

from estates import estate, machine
from priced import placement, plan_of, roster, staying

from azlift.model import Disagreement, Finding, Link, Merge, Origin, Route, Severity, WorkloadMoney
from azlift.report import dossier_data, make_dossier

WEB, DB = machine("web01"), machine("db01")
HERE = Origin(file="made.xlsx", tab="vInfo", row=2)
LINKS = (Link(source=WEB.id, target=DB.id, port=1433), Link(source=DB.id, target=DB.id))


def test_of_the_whole_estate_only_what_concerns_the_machine_is_in_it() -> None:
    about = [
        {
            "merges": (Merge(origin=HERE, workload=one.id, rule="name", key=one.name),),
            "disagreements": (
                Disagreement(
                    workload=one.id, field="vcpu", taken="2", taken_from=HERE, other="4", other_from=HERE, rule="r"
                ),
            ),
            "findings": (Finding(code="x", severity=Severity.NOTE, message="m", workload=one.id),),
        }
        for one in (WEB, DB)
    ]
    everything = {name: about[0][name] + about[1][name] for name in about[0]}  # type: ignore[operator]
    made = estate(WEB, DB, links=LINKS).model_copy(update=everything)
    dossier = make_dossier(WEB, made, None, None)
    assert {name: getattr(dossier, name) for name in about[0]} == about[0]
    assert dossier.links == LINKS[:1]
    assert dossier.names == {WEB.id: "web01", DB.id: "db01"}
    assert (dossier.assessment, dossier.placement, dossier.group, dossier.money) == (None, None, None, None)


def test_what_was_decided_and_planned_stands_beside_what_was_read() -> None:
    placed = roster([placement(WEB, "40")], [staying(DB, Route.RETAIN)])
    plan = plan_of([WEB])
    dossier = make_dossier(WEB, estate(WEB, DB), placed, plan)
    assert dossier.placement == placed.placements[0]
    assert (dossier.group, dossier.wave) == (plan.groups[0], plan.waves[0])
    stays = make_dossier(DB, estate(WEB, DB), placed, plan)
    assert (stays.stays, stays.placement, stays.wave) == (placed.unplaceable[0], None, None)


def test_the_data_has_every_part_as_json_values() -> None:
    money = WorkloadMoney(workload=WEB.id, name="web01", route=Route.REHOST, today=Decimal("9.50"), target=None)
    data = dossier_data(make_dossier(WEB, estate(WEB, DB, links=LINKS), None, None, money=money))
    assert data["workload"]["name"] == "web01"
    assert data["links"] == [LINKS[0].model_dump(mode="json")]
    assert data["money"]["today"] == "9.50"
    assert data["placement"] is None
