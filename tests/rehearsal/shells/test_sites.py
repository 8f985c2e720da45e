"""Plans and sites of App Service: sizes, settings, credentials."""

from typing import Any

import pytest
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.shells.sites import PLANS, SITES

PLAN = f"~/resourceGroups/rg1/providers/{PLANS}/plan1"
SITE = f"~/resourceGroups/rg1/providers/{SITES}/azliftsite"


@pytest.fixture
def web(desk: Desk) -> Desk:
    desk.world.keep_registration("Microsoft.Web", "Registered")
    return desk


def site(desk: Desk, **config: Any) -> Any:
    plan = desk.put(PLAN, {"location": "westeurope", "sku": {"name": "P1v2"}, "properties": {}})
    return desk.put(
        SITE, {"location": "westeurope", "properties": {"serverFarmId": plan["id"], "siteConfig": {**config}}}
    )


@pytest.mark.parametrize(
    ("name", "tier", "family", "capacity"),
    [
        ("B1", "Basic", "B", 1),
        ("P1v2", "PremiumV2", "Pv2", 1),
        ("Y1", "Dynamic", "Y", 0),
        ("EP1", "ElasticPremium", "EP", 1),
    ],
)
def test_a_plan_answers_all_of_the_sku_its_size_stands_for(
    web: Desk, name: str, tier: str, family: str, capacity: int
) -> None:
    made = web.put(PLAN, {"location": "westeurope", "sku": {"name": name}, "properties": {}})
    assert made["sku"] == {"name": name, "tier": tier, "size": name, "family": family, "capacity": capacity}


def test_what_a_template_says_of_the_sku_stands(web: Desk) -> None:
    made = web.put(PLAN, {"location": "westeurope", "sku": {"name": "S1", "capacity": 3}, "properties": {}})
    assert (made["sku"]["tier"], made["sku"]["capacity"]) == ("Standard", 3)


def test_a_site_answers_the_tier_of_its_plan(web: Desk) -> None:
    assert site(web)["properties"]["sku"] == "PremiumV2"


def test_settings_are_listed_as_the_site_or_they_themselves_were_written(web: Desk) -> None:
    strings = [{"name": "db", "connectionString": "Server=x", "type": "SQLAzure"}]
    site(web, appSettings=[{"name": "A", "value": "1"}], connectionStrings=strings)
    assert web.ask("POST", f"{SITE}/config/appsettings/list", {}).json()["properties"] == {"A": "1"}
    listed = web.ask("POST", f"{SITE}/config/connectionstrings/list", {}).json()["properties"]
    assert listed == {"db": {"value": "Server=x", "type": "SQLAzure"}}
    web.put(f"{SITE}/config/appsettings", {"properties": {"B": "2"}})
    assert web.ask("POST", f"{SITE}/config/appsettings/list", {}).json()["properties"] == {"B": "2"}


def test_the_credentials_of_a_site_are_there_from_the_start(web: Desk) -> None:
    site(web)
    told = web.ask("POST", f"{SITE}/config/publishingcredentials/list", {}).json()
    assert told["type"] == "Microsoft.Web/sites/publishingcredentials"
    assert told["properties"]["publishingUserName"] == "$azliftsite"
    assert told["properties"]["scmUri"].endswith("@azliftsite.scm.azurewebsites.net")


def test_no_setting_of_a_new_site_sticks_to_a_slot(web: Desk) -> None:
    site(web)
    assert web.ask("GET", f"{SITE}/config/slotConfigNames").json()["properties"] == {}
