import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.errors import SettingsError
from azlift.model import Target
from azlift.rendering.tags import fit_value, resource_tags, subject_tags


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
        ({f"t{n}": "" for n in range(46)}, "46 tags"),
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
    full = target.model_copy(update={"tags": {f"t{n}": "" for n in range(45)}})
    tags = resource_tags(full, subject_tags(full, "g"), workload="w", source="s")
    assert len(tags) == 50
