"""What the calendar names and nobody sells is told, and binds nothing."""

from estates import estate, machine
from scarce import draft_of, quota, shop_of

from azlift.scarcity.names import judge_names


def told(**calendar: object) -> list[tuple[str, str]]:
    made = estate(machine("m"))
    shop = shop_of(made)
    said = draft_of(made, shop, **calendar).frame.calendar
    return [(finding.code, f"{finding.message} {finding.remedy}") for finding in judge_names(said, shop)]


def test_families_and_regions_that_are_sold_are_no_finding() -> None:
    assert told(quotas=[quota(1), quota(1, "STANDARDDSV5FAMILY"), quota(1, region="NorthEurope")]) == []


def test_a_slip_in_a_family_is_told_once_with_what_was_meant() -> None:
    odd = [quota(1, "standardDXSv5Family"), quota(2, "standardDXSv5Family", since="2027-03-01")]
    ((code, said),) = told(quotas=odd)
    assert code == "family-unknown"
    assert "Did you mean `standardDSv5Family`?" in said


def test_an_unknown_region_is_told_once_wherever_it_is_named() -> None:
    scarcity = {
        "closed_zones": [{"family": "f", "region": "atlantis", "zones": ["1"]}],
        "regions": [{"region": "atlantis", "round_trip_ms": 1}],
    }
    ((code, said),) = told(quotas=[quota(1, region="atlantis")], scarcity=scarcity)
    assert code == "region-unknown"
    assert "'atlantis'" in said


def test_what_cannot_be_seen_in_a_name_is_made_visible() -> None:
    ((_, said),) = told(quotas=[quota(1, "\u202egnp=cmd()")])
    assert "\\u202e" in said
