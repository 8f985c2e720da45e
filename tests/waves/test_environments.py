import pytest

from azlift.waves.environments import canonical_environment, is_production, same_words


@pytest.mark.parametrize("text", ["prod", " PRD ", "Production", "live"])
def test_spellings_of_production_are_one_environment(text: str) -> None:
    assert canonical_environment(text) == "prod"
    assert is_production(text) is True


@pytest.mark.parametrize("text", ["dev", "Development", "QA", "uat", "Pre-Prod"])
def test_what_comes_before_production_is_not_production(text: str) -> None:
    assert is_production(text) is False


@pytest.mark.parametrize("text", ["", "  ", "blue", "producer"])
def test_an_unknown_word_is_neither(text: str) -> None:
    assert is_production(text) is None
    assert canonical_environment(text) == text.strip()


def test_blanks_and_width_of_letters_do_not_make_another_name() -> None:
    assert same_words(" Order\u00a0 Mgmt ") == same_words("ｏrder mgmt") == "order mgmt"
