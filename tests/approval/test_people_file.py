import json
from pathlib import Path

import pytest

from azlift import approval
from azlift.approval import PEOPLE_FILE, People, people_schema, read_people, write_no_gates
from azlift.errors import InputError

ANN, BEN, CAT, DAN = (f"0000000{n}-0000-4000-8000-000000000000" for n in (1, 2, 3, 4))


def read(folder: Path, text: str) -> People:
    (folder / PEOPLE_FILE).write_text(text, encoding="utf-8")
    found = read_people(folder)
    assert found
    return found


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(InputError) as refused:
        read(folder, text)
    return str(refused.value)


def test_who_holds_what_is_read_by_object_id_whatever_its_case(tmp_path: Path) -> None:
    people = read(
        tmp_path, f"roles:\n  architect:\n  - {{id: {ANN.upper()}, name: Ann}}\n  - {BEN}\ndrivers: [{CAT}]\n"
    )
    assert [holder.called for holder in people.holders("architect")] == ["Ann", BEN]
    assert people.roles_of(ANN.upper()) == ("architect",)
    assert people.driver_ids == {CAT}
    assert not people.open


def test_a_gate_needs_what_is_usual_unless_the_file_says_otherwise(tmp_path: Path) -> None:
    people = read(tmp_path, "gates:\n  go: {quorum: {sponsor: 2}, lasts_hours: 72}\n")
    assert people.rule("commit").quorum == {"architect": 1, "business_owner": 1}
    assert (people.rule("go").quorum, people.rule("go").lasts_hours) == ({"sponsor": 2}, 72)


def test_gates_none_asks_nobody_and_an_empty_key_is_not_that(tmp_path: Path) -> None:
    assert read(tmp_path, "gates: none\n").open
    assert not read(tmp_path, "gates:\n").open
    assert not read(tmp_path, "").open


def test_no_file_is_no_people(tmp_path: Path) -> None:
    assert read_people(tmp_path) is None


def test_asking_nobody_is_written_only_where_nothing_is_said(tmp_path: Path) -> None:
    write_no_gates(tmp_path / "new")
    assert read_people(tmp_path / "new") == People.model_validate({"gates": "none"})
    read(tmp_path, f"roles: {{sponsor: [{ANN}]}}\n")
    write_no_gates(tmp_path)
    kept = read_people(tmp_path)
    assert kept
    assert not kept.open


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("roles: {sponsor: [ann@example.com]}\n", "row 1, key id: expected an Entra object id, such as"),
        ("gates: nobody\n", "key gates: Input should be a valid dictionary"),
        ("gates: {goo: {quorum: {sponsor: 1}}}\n", "Input should be 'commit', 'go'"),
        ("gates: {go: {quorum: {}}}\n", "key quorum: Dictionary should have at least 1 item"),
        ("gates: {go: {quorum: {sponsor: 0}}}\n", "key sponsor: Input should be greater than or equal to 1"),
        ("gates: {go: {quorum: {sponsor: 1}, lasts_hours: 0}}\n", "key lasts_hours: Input should be greater than 0"),
        (f"roles: {{sponser: [{ANN}]}}\n", "key sponser: no gate asks for this role. Did you mean `sponsor`?"),
        (f"roles: {{sponsor: [{ANN}, {ANN}]}}\n", f"{ANN} is given twice"),
        (f"rolls: {{sponsor: [{ANN}]}}\n", "key rolls: unknown key. Did you mean `roles`?"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    assert said in refusal(tmp_path, text)


def test_a_gate_that_nobody_could_ever_open_is_told(tmp_path: Path) -> None:
    few = f"roles: {{sponsor: [{ANN}]}}\ngates: {{go: {{quorum: {{sponsor: 2}}}}}}\n"
    assert "the gate `go` needs 2 of them who do not drive; there are 1" in refusal(tmp_path, few)
    driver = f"roles: {{sponsor: [{ANN}]}}\ndrivers: [{ANN}]\n"
    assert "the gate `go` needs 1 of them who do not drive; there are 0" in refusal(tmp_path, driver)


def test_editors_are_told_what_each_key_means() -> None:
    described = people_schema()["properties"]
    assert set(described) == {"gates", "roles", "drivers"}
    assert all(key["description"] for key in described.values())


def test_the_schema_that_ships_is_that_of_the_model() -> None:
    shipped = Path(approval.__file__).with_name("people.schema.json")
    assert json.loads(shipped.read_text(encoding="utf-8")) == people_schema()
