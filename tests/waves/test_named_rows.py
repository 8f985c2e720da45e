import pytest
from small_estates import estate, machine, workload_id

from azlift.waves.named_rows import names_in

FIRST = machine(0, name="web01").model_copy(update={"fqdn": "web01.corp.example", "aliases": ("W1",)})
NAMES = names_in(
    estate([FIRST, machine(1, name="WEB02"), machine(2, name="web02"), machine(3, name="=1+1"), machine(4, name="")])
)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("web01", 0),
        ("WEB01", 0),
        ("Web01.CORP.example", 0),
        ("w1", 0),
        (workload_id(0), 0),
        ("WEB02", 1),
        ("web02", 2),
        ("'=1+1", 3),
        ("=1+1", 3),
        (workload_id(4), 4),
    ],
)
def test_a_machine_is_known_by_its_id_and_names(name: str, found: int) -> None:
    assert NAMES.find(name) == workload_id(found)


@pytest.mark.parametrize("name", ["Web02", "", "web", "w-1", "web01 "])
def test_a_name_of_several_or_of_none_is_nobodys(name: str) -> None:
    assert NAMES.find(name) is None
