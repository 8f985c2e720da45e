"""What the estate costs today, what it will cost, and what the way there costs; amounts in one currency, a month."""

from datetime import date
from decimal import Decimal
from typing import Literal

from azlift.model.inventory import Finding, Route
from azlift.model.noun import Noun, WaveId, WorkloadId


class Assumption(Noun):
    """A figure nobody gave: it comes from a publication, and is marked wherever it is used."""

    name: str
    value: Decimal
    unit: str
    source: str


class WorkloadMoney(Noun):
    """One workload's money a month: its share of today's run rate, and what it costs where it goes.

    `target` is None where it goes nowhere, or where a price is not known; `why` says which.
    """

    workload: WorkloadId
    name: str
    route: Route
    today: Decimal
    target: Decimal | None
    why: str = ""


class RouteMoney(Noun):
    route: Route
    workloads: int
    today: Decimal
    target: Decimal
    unpriced: int
    """Workloads that move at a price that is not known: the target is at least what is stated."""


class Month(Noun):
    """One month: what is still paid for at the source, what is paid in Azure, and what the move itself costs.

    `double` is the part of `source` that is paid for workloads that already run in Azure.
    """

    month: date
    source: Decimal
    target: Decimal
    double: Decimal
    migration: Decimal
    saved: Decimal
    """What was not spent, against today's run rate: negative while the way costs more than it saves."""
    saved_so_far: Decimal


class WaveMoney(Noun):
    """`saving_per_month` once its sources are switched off; contracts that only the whole estate ends are not in it."""

    wave: WaveId
    month: date
    workloads: int
    today: Decimal
    target: Decimal
    migration: Decimal
    saving_per_month: Decimal


class Sensitivity(Noun):
    """How the saving over the horizon changes when one figure is a fifth lower or higher."""

    name: str
    value: Decimal
    saved_if_lower: Decimal
    saved_if_higher: Decimal

    @property
    def swing(self) -> Decimal:
        return abs(self.saved_if_higher - self.saved_if_lower)


class BusinessCase(Noun):
    """Today against tomorrow. `by_route` adds up to `today`: nothing is counted twice, and nothing is lost."""

    currency: str
    as_of: date
    price_source: str
    basis: Literal["given", "assumed"]
    """`assumed`: nobody gave today's figures, so published ones stand in for them."""
    assumptions: tuple[Assumption, ...]
    today: Decimal
    target: Decimal
    unpriced: int
    migration: Decimal
    horizon_months: int
    saved_over_horizon: Decimal
    pays_back_on: date | None
    by_route: tuple[RouteMoney, ...]
    by_wave: tuple[WaveMoney, ...]
    months: tuple[Month, ...]
    blocked: tuple[WorkloadMoney, ...]
    """What stays although no person chose so, dearest first."""
    sensitivities: tuple[Sensitivity, ...]
    given_by: str = ""
    """Who gave today's figures, as `money.yaml` says it."""
    findings: tuple[Finding, ...] = ()
    """Figures that do not fit the estate."""


class WaveSavings(Noun):
    """What a wave was to save up to a day, and what it has saved: negative while two machines are paid for one.

    `…_per_month` is what is not spent a month as things stand on that day, or would by the plan. `unpriced` workloads
    are in none of the amounts.
    """

    wave: WaveId
    workloads: int
    landed: int
    retired: int
    unpriced: int
    promised: Decimal
    realised: Decimal
    promised_per_month: Decimal
    realised_per_month: Decimal
