"""App Service: what a plan's size stands for, and what the settings and credentials of a site are when they are listed.

Source: the samples of plans and of "List Application Settings", "List Connection Strings" and "List Publishing
Credentials" in Azure's REST documentation; the tiers are those of azure-cli's own table of sizes. That a site answers
the tier of its plan as `sku` is what azure-cli reads there.
"""

import re
from dataclasses import replace
from typing import Any

from azlift.rehearsal.kinds import Json, Kind, Wanted
from azlift.rehearsal.records import Resource
from azlift.rehearsal.world import World

PLANS, SITES = "Microsoft.Web/serverfarms", "Microsoft.Web/sites"
PASSWORD = "pretended"  # noqa: S105 - of a site that is not there
TIERS = (
    ("F1", "Free"),
    ("D1", "Shared"),
    ("B[1-3]", "Basic"),
    ("S[1-3]", "Standard"),
    ("P[1-3]", "Premium"),
    ("P[1-3]v2", "PremiumV2"),
    ("P0v3", "Premium0V3"),
    ("P[1-3]v3", "PremiumV3"),
    ("P[1-5]mv3", "PremiumMV3"),
    ("EP[1-3]", "ElasticPremium"),
    ("I[1-3]", "Isolated"),
    ("I[1-6]v2", "IsolatedV2"),
    ("Y1", "Dynamic"),
    ("WS[1-3]", "WorkflowStandard"),
    ("FC1", "FlexConsumption"),
)
UNCOUNTED = ("F1", "D1", "Y1", "FC1")  # sizes of which nobody has a number of their own


def with_size(kind: Kind) -> Kind:
    """Plans that answer all of their sku, of which a template gives the name."""

    def landed(world: World, plan: Resource) -> None:
        kind.landed(world, plan)
        given = plan.top.get("sku")
        if isinstance(given, dict) and tier_of(given):
            whole = {**_sku(str(given["name"])), **given}
            plan.inside = {**plan.inside, "shown": {**plan.inside.get("shown", {}), "sku": whole}}
            world.keep(plan)

    return replace(kind, landed=landed)


def tier_of(sku: Json) -> str:
    """The tier a sku names or its size stands for; empty where neither is known."""
    name = str(sku.get("name", ""))
    known = next((tier for pattern, tier in TIERS if re.fullmatch(pattern, name, re.IGNORECASE)), "")
    return str(sku.get("tier") or known) if known else ""


def _sku(name: str) -> Json:
    capacity = 0 if name.upper() in UNCOUNTED else 1
    family = re.sub(r"[0-9](?=v|mv|$)", "", name, count=1)
    return {"name": name, "tier": tier_of({"name": name}), "size": name, "family": family, "capacity": capacity}


def with_plan(kind: Kind) -> Kind:
    """Sites that answer the tier of the plan they run on."""

    def compose(world: World, wanted: Wanted, standing: Resource | None) -> Json:
        made = kind.compose(world, wanted, standing)
        plan = world.find(str(wanted.properties.get("serverFarmId", "")))
        tier = tier_of(plan.top.get("sku", {})) if plan is not None else ""
        return made | ({"sku": tier} if tier else {})

    return replace(kind, compose=compose)


def list_settings(world: World, config: Resource, body: Json) -> Json:
    """What `config/{name}/list` tells: the credentials, or the settings with their values."""
    site = world.find(str(config.id.parent))
    if site is None or config.id.name.rpartition("/")[2].lower() != "publishingcredentials":
        return {**config.body(), "properties": config.properties or _from_site(site, config)}
    name = site.id.segments[-1][1]
    user = f"${name}"
    credentials = {
        "publishingUserName": user,
        "publishingPassword": PASSWORD,
        "scmUri": f"https://{user}:{PASSWORD}@{name.lower()}.scm.azurewebsites.net",
    }
    kind = f"{SITES}/publishingcredentials"
    return {
        "id": f"{site.id}/publishingcredentials/{user}",
        "name": name,
        "type": kind,
        "location": site.location,
        "properties": credentials,
    }


def _from_site(site: Resource | None, config: Resource) -> Json:
    """The settings that came with the site itself, as a list of names and values in its siteConfig."""
    given: Any = site.wanted.get("siteConfig") if site is not None else None
    kind = config.id.name.rpartition("/")[2].lower()
    member = {"appsettings": "appSettings", "connectionstrings": "connectionStrings"}.get(kind, "")
    rows = given.get(member) if isinstance(given, dict) else None
    found: Json = {}
    for row in rows if isinstance(rows, list) else ():
        if member == "appSettings":
            found[row["name"]] = row.get("value")
        else:
            found[row["name"]] = {"value": row.get("connectionString"), "type": row.get("type")}
    return found
