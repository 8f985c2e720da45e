"""What people know of today's costs and of the migration's: the workspace's `money.yaml`.

    currency: EUR
    usd_rate: 0.92                  # one US dollar, in that currency: Azure's list prices are in US dollars
    start: 2027-01-01
    waves_per_month: 2
    today:
      per_server: 95                # a month each
      per_vcpu: 4
      per_gib: 0.06                 # of disk capacity
      per_host: 310
      licences:
        - {name: hypervisor, per_month: 41000}
      contracts:
        - {name: Datacentre West, per_month: 180000, ends: 2028-03-31, datacenter: west}
      source: finance, FY26
    migration: {per_machine: 900, per_wave: 15000, per_gib: 0.01}
    double_running_days: 30

Where `today` gives no figure at all, the published ones of `ASSUMED` stand in, and every answer says so.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, Field, ValidationError

from azlift.errors import SettingsError, unusable_setting
from azlift.model import Assumption, Noun

FILE_NAME = "money.yaml"
HOW_TO_WRITE = {
    "decimal": "Write an amount in digits, with a point: 1200.50.",
    "date": "Write a date as year, month and day: 2027-12-31.",
    "model": "Write its keys beneath it, indented: `today:`, and below it `per_server: 95`.",
    "missing": 'Add it; README, "What a machine becomes", has an example.',
}
"""By the kind of pydantic's error."""
Amount = Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]
BUSINESS_CASE = "MicrosoftDocs/azure-docs articles/migrate/concepts-business-case-calculation.md @ 050c9345"
ASSUMED = tuple(
    Assumption(name=name, value=Decimal(value), unit="USD per server and year", source=BUSINESS_CASE)
    for name, value in (("security", 250), ("monitoring", 430), ("patching", 430), ("backup", 580))
)
"""Azure Migrate's defaults of its business case (2024-10-29). Hardware, facilities, network, labour and licences are
not in them: those need figures of the estate's own, so a case on assumptions alone understates what is paid today."""


class Licence(Noun):
    """Paid by the month, in all, until its `ends`; without one, until the last machine has left."""

    name: str
    per_month: Amount
    ends: date | None = None


class Contract(Noun):
    """Of a datacentre or another service: paid until it ends, however few machines are left; longer while any is."""

    name: str
    per_month: Amount
    ends: date
    datacenter: str = ""
    """The datacentre it pays for, as the inventory spells it; empty: the whole estate."""


class Today(Noun):
    per_server: Amount = Decimal(0)
    per_vcpu: Amount = Decimal(0)
    per_gib: Amount = Decimal(0)
    per_host: Amount = Decimal(0)
    licences: tuple[Licence, ...] = ()
    contracts: tuple[Contract, ...] = ()
    source: str = ""


class Migration(Noun):
    per_machine: Amount = Decimal(0)
    per_wave: Amount = Decimal(0)
    per_gib: Amount = Decimal(0)


class Figures(Noun):
    """All that is given; amounts in `currency`, a month each unless the name says otherwise."""

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "USD"
    usd_rate: Annotated[Decimal, Field(gt=0, allow_inf_nan=False)] = Decimal(1)
    start: date | None = None
    waves_per_month: Annotated[int, Field(ge=1, le=100)] = 1
    today: Today = Today()
    migration: Migration = Migration()
    double_running_days: Annotated[int, Field(ge=0, le=730)] = 30
    horizon_months: Annotated[int, Field(ge=1, le=120)] = 36

    @property
    def assumed(self) -> bool:
        """Whether nobody gave what the estate costs today."""
        return self.today.model_copy(update={"source": ""}) == Today()


def read_figures(workspace: Path) -> Figures:
    """The workspace's figures; the plain defaults where it has no file. Raises SettingsError."""
    file = workspace / FILE_NAME
    if not file.exists():
        return Figures()
    try:
        return Figures.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")) or {})
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise SettingsError(f"not YAML: {fault}", file=str(file), advice="Write `key: value` lines.") from fault
    except ValidationError as error:
        first = error.errors()[0]
        models: tuple[type[BaseModel], ...] = (Figures, Today, Migration, Licence, Contract)
        known = {name for model in models for name in model.model_fields}
        advice = next((words for kind, words in HOW_TO_WRITE.items() if first["type"].startswith(kind)), "")
        raise unusable_setting(first, str(file), known, advice) from error
