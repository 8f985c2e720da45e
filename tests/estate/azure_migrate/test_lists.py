"""Lists in one cell, as Azure Migrate writes them."""

from hypothesis import given
from hypothesis import strategies as st

from azlift.estate.azure_migrate.lists import items_of, nested_items, words_of

ITEMS = st.lists(
    st.text(st.characters(codec="ascii", exclude_characters=";[], \t\n\r\f\v", min_codepoint=33), min_size=1)
)


def test_a_list_ends_every_item_with_a_semicolon() -> None:
    assert items_of("scsi0:0;scsi0:1;") == ("scsi0:0", "scsi0:1")


def test_an_empty_item_keeps_its_position() -> None:
    assert items_of("Standard_S10;;Premium_P15;") == ("Standard_S10", "", "Premium_P15")


def test_an_empty_cell_has_no_items() -> None:
    assert items_of("  ") == ()


def test_addresses_are_nested_by_nic() -> None:
    assert nested_items("[10.0.0.1,fe80::1];[10.0.0.2];[];") == (("10.0.0.1", "fe80::1"), ("10.0.0.2",), ())


def test_people_separate_as_they_like() -> None:
    assert words_of(" 10.0.0.1, 10.0.0.2;10.0.0.3\n10.0.0.4 ") == ("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4")


@given(ITEMS)
def test_what_azure_migrate_joins_comes_apart_again(items: list[str]) -> None:
    assert items_of("".join(f"{item};" for item in items)) == tuple(items)


@given(st.lists(ITEMS.filter(bool)))
def test_what_it_nests_comes_apart_again(groups: list[list[str]]) -> None:
    written = "".join(f"[{','.join(group)}];" for group in groups)
    assert nested_items(written) == tuple(map(tuple, groups))
