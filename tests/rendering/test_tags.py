import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.errors import SettingsError
from azlift.model import Target
from azlift.rendering.tags import OURS, fill_in_digest, fit_value, resource_tags, subject_tags


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def test_a_resource_has_the_settings_tags_and_ours(target: Target) -> None:
    assert resource_tags(target, subject_tags(target, "billing"), workload="w-1", source="Web 01") == {
        "cost-centre": "4711",
        "azlift-estate": "contoso",
        "azlift-wave": "wave-01",
        "azlift-group": "billing",
        "azlift-workload": "w-1",
        "azlift-source": "Web 01",
        "azlift-digest": "0" * 64,
    }


@given(st.text(st.characters(), max_size=600))
def test_a_value_is_kept_as_far_as_azure_allows(text: str) -> None:
    kept = fit_value(text)
    assert units(kept) <= 256
    assert kept.encode().decode() == kept
    if units(text) <= 256 and text.isprintable():
        assert kept == text


def test_a_value_is_not_cut_inside_a_character() -> None:
    assert fit_value("x" + "🐳" * 200) == "x" + "🐳" * 127


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ({f"t{n}": "" for n in range(44)}, "44 tags"),
        ({"Owner": "a", "owner": "b"}, "case"),
        ({"": "a"}, "tag name ''"),
        ({"a<b": "a"}, "a<b"),
        ({"n" * 513: "a"}, "512"),
        ({"AzLift-wave": "mine"}, "azlift's own"),
        ({"owner": "v" * 257}, "257 characters"),
    ],
)
def test_tags_azure_would_refuse_are_refused_with_what_was_found(
    target: Target, tags: dict[str, str], said: str
) -> None:
    with pytest.raises(SettingsError, match=said) as caught:
        resource_tags(target.model_copy(update={"tags": tags}), {})
    assert caught.value.column == "tags"


def test_fifty_tags_are_as_many_as_azure_allows(target: Target) -> None:
    """One of the fifty is for what a machine that has moved says of itself."""
    full = target.model_copy(update={"tags": {f"t{n}": "" for n in range(43)}})
    tags = resource_tags(full, subject_tags(full, "g"), workload="w", source="s")
    assert len({*tags, *OURS}) == 50


def test_the_digest_is_filled_in_where_it_belongs_and_nowhere_else() -> None:
    empty = "0" * 64
    held = {"machines": {"value": {"m01": {"name": empty, "tags": {"azlift-digest": empty, "azlift-source": empty}}}}}
    assert fill_in_digest(held, "d1") == {
        "machines": {"value": {"m01": {"name": empty, "tags": {"azlift-digest": "d1", "azlift-source": empty}}}}
    }
