from collections.abc import Callable
from pathlib import Path

from azure_sights import inside

from azlift.cloud.preflight import PROVIDERS, register_providers
from azlift.venue import Venue


def test_the_providers_the_templates_use_are_registered_afterwards(workspace: Callable[..., Path]) -> None:
    async def register(venue: Venue) -> list[str]:
        await register_providers(venue.cloud)
        await register_providers(venue.cloud)
        found = [await venue.cloud.resources.providers.get(name) for name in PROVIDERS]
        return [str(one.registration_state) for one in found]

    assert inside(workspace(), register) == ["Registered"] * len(PROVIDERS)


def test_no_template_uses_a_provider_that_is_not_on_the_list() -> None:
    import re

    templates = Path(__file__).parents[2] / "templates"
    used = {
        name
        for file in templates.glob("*.j2")
        for name in re.findall(r'"type": "(Microsoft\.[A-Za-z]+)/', file.read_text())
    }
    assert used - {"Microsoft.Resources"} == set(PROVIDERS)
