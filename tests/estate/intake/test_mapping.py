"""The mapping of columns, as a file that people change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.errors import InputError
from azlift.estate.intake.fields import SYNONYMS, has_unit
from azlift.estate.intake.mapping import (
    MappedColumn,
    MappedTab,
    Mapping,
    mapping_file,
    mapping_yaml,
    nearest,
    read_mapping,
)
from azlift.estate.intake.quantities import MIB_IN

GOOD = "tabs:\n- tab: Servers\n  columns:\n    name: {header: Hostname}\n    memory: {header: RAM, unit: gib}\n"

characters = st.characters(exclude_categories=("C", "Zl", "Zp"))
headers = st.text(characters, min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool)
fields = st.sampled_from([field for field in (*SYNONYMS, "disk_1", "disk_20") if field != "name"])


@st.composite
def columns(draw: st.DrawFn) -> tuple[MappedColumn, ...]:
    chosen = ["name", *draw(st.lists(fields, unique=True, max_size=5))]
    units = st.sampled_from(["", *MIB_IN])
    return tuple(MappedColumn(field, draw(headers), draw(units) if has_unit(field) else "") for field in chosen)


@given(
    st.lists(
        st.builds(MappedTab, st.text(characters, max_size=10), columns()),
        min_size=1,
        max_size=3,
        unique_by=lambda tab: tab.tab,
    )
)
def test_what_is_saved_is_read_again(tabs: list[MappedTab]) -> None:
    mapping = Mapping(tuple(tabs))
    assert read_mapping(mapping_yaml(mapping)) == mapping


def test_a_person_may_write_units_as_they_like() -> None:
    assert read_mapping(GOOD).tabs[0].columns[1] == MappedColumn("memory", "RAM", "GB")


def test_a_mapping_lies_beside_its_file() -> None:
    assert mapping_file("folder/servers.xlsx") == "folder/servers.xlsx.columns.yaml"


def test_blanks_in_a_header_do_not_matter() -> None:
    assert read_mapping(GOOD.replace("RAM", '"RAM \\n  size"')).tabs[0].columns[1].header == "RAM size"


def test_the_saved_file_tells_which_fields_and_units_there_are() -> None:
    preface = mapping_yaml(read_mapping(GOOD)).partition("tabs:")[0]
    assert all(field in preface for field in SYNONYMS)
    assert all(line.startswith("#") for line in preface.splitlines())


@pytest.mark.parametrize(
    ("old", "new", "told", "advice"),
    [
        ("memory:", "memroy:", "there is no field 'memroy'", "`memory`"),
        ("unit:", "untis:", "memory has no member 'untis'", "`unit`"),
        ("gib", "giga", "there is no unit 'giga'", "KB"),
        ("tabs:", "tab:", "no member 'tab'", "`tabs`"),
        ("header: RAM", "header: 4", "the header of memory is text, found a value of kind int", "quotation marks"),
        ("header: RAM", "header: ' '", "the header of memory is empty", "words"),
        ("unit: gib", "unit: 4", "the unit of memory is text", "quotation marks"),
        ("{header: RAM, unit: gib}", "{unit: gib}", "memory lacks its member 'header'", "Add it"),
        ("{header: RAM, unit: gib}", "RAM", "memory is no mapping", "anew"),
        ("name: {header: Hostname}", "vcpu: {header: CPUs}", "no column that it is the name", "a name"),
        ("{header: Hostname}", "{header: Hostname, unit: GB}", "name has no unit", "Leave the unit out"),
        ("tab: Servers", "tab: 2024", "a tab's name is text, found a value of kind int", "quotation marks"),
    ],
)
def test_a_slip_of_the_pen_is_told_with_what_was_meant(old: str, new: str, told: str, advice: str) -> None:
    with pytest.raises(InputError) as caught:
        read_mapping(GOOD.replace(old, new), "list.csv.columns.yaml")
    assert told in caught.value.message
    assert advice in caught.value.advice
    assert caught.value.file == "list.csv.columns.yaml"


@pytest.mark.parametrize(
    "text", ["", "4", "- a", "tabs: []", "tabs: {}", "{", "a: !!python/object:os.system x", "\x00"]
)
def test_what_is_no_mapping_is_an_input_error(text: str) -> None:
    with pytest.raises(InputError, match="the mapping of columns cannot be used"):
        read_mapping(text)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    with pytest.raises(InputError):
        read_mapping(text)


def test_a_tab_that_is_listed_twice_would_count_its_machines_twice_and_is_refused() -> None:
    with pytest.raises(InputError, match="a tab is listed twice"):
        read_mapping(GOOD + GOOD.removeprefix("tabs:\n"))


def test_a_text_of_megabytes_is_refused_unread() -> None:
    with pytest.raises(InputError, match="longer than any"):
        read_mapping("#" * 2_000_000)


def test_aliases_that_stand_for_gigabytes_are_refused_in_a_line() -> None:
    layers = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    bomb = "\n".join(["a0: &a0 [lol]", *layers])
    for text in (bomb, bomb + "\n" + GOOD, GOOD.replace("RAM", "&a0 [lol]")):
        with pytest.raises(InputError) as caught:
            read_mapping(text)
        assert len(caught.value.message) < 200


def test_the_nearest_word_or_all_of_them() -> None:
    assert nearest("hostnmae", ("Hostname", "hostname")) == "Did you mean `hostname`?"
    assert nearest("xyz", ("a", "b")) == "There are a, b."
