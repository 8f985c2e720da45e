from hypothesis import given
from hypothesis import strategies as st

from azlift.waves.names import SLUG, name_groups, slug


def test_a_slug_is_lower_case_ascii_without_accents() -> None:
    assert slug("Größe & Café – PROD") == "grosse-cafe-prod"


def test_a_slug_of_digits_only_is_not_a_number_to_a_spreadsheet() -> None:
    assert slug("007") == "group-007"
    assert slug("12-5") == "group-12-5"


def test_a_long_name_is_cut_to_forty_characters() -> None:
    assert slug("x" * 39 + " tail") == "x" * 39


def test_names_that_clash_all_get_a_hash_and_the_others_none() -> None:
    ids = name_groups({"a": "Billing", "b": "billing!", "c": "crm", "d": "数据"})
    assert ids["c"] == "crm"
    assert ids["a"] != ids["b"]
    assert ids["a"].startswith("billing-")
    assert ids["b"].startswith("billing-")
    assert ids["d"].startswith("group-")


def test_a_name_that_looks_like_anothers_hashed_name_gets_its_own_hash() -> None:
    hashed = name_groups({"a": "billing", "b": "billing"})["a"]
    ids = name_groups({"a": "billing", "b": "billing", "c": hashed})
    assert len(set(ids.values())) == 3


@given(
    st.dictionaries(st.text(max_size=8), st.text(max_size=60) | st.sampled_from(["a", "A", "ä", "", "a-"]), max_size=12)
)
def test_every_id_is_a_slug_and_its_own_whatever_the_order(labels: dict[str, str]) -> None:
    ids = name_groups(labels)
    assert all(SLUG.fullmatch(group) for group in ids.values())
    assert len(set(ids.values())) == len(labels)
    assert name_groups(dict(reversed(labels.items()))) == ids
