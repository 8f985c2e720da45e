"""What each month costs and what is saved by it, from the business case."""

from decimal import Decimal
from typing import Any

from azlift.model import BusinessCase
from azlift.report.plan_page.markup import Column, chart, paragraph, table
from azlift.report.tables import counted

COLUMNS = (
    Column("month"),
    *(Column(name, "number") for name in ("source", "of it double", "target", "migration", "saved", "saved so far")),
)
HEIGHT_PX = 420


def savings_section(case: BusinessCase | None) -> str:
    if case is None:
        return paragraph("There is no business case of this plan: azlift money makes one.")
    if not case.months:
        return paragraph("The business case has no months.")
    rows = [
        (
            f"{one.month:%Y-%m}",
            *map(_amount, (one.source, one.double, one.target, one.migration, one.saved, one.saved_so_far)),
        )
        for one in case.months
    ]
    label = (
        f"Bars of what each month costs, and a line of what is saved so far, in {case.currency}. "
        "The table has the figures."
    )
    return f"{paragraph(_told(case))}{chart('savings', label, HEIGHT_PX)}{table('months', COLUMNS, rows)}"


def savings_data(case: BusinessCase | None) -> dict[str, Any] | None:
    """Amounts by month, in units of the currency; `pays_back` is the place of its month, where it has one."""
    if case is None or not case.months:
        return None
    months = [f"{one.month:%Y-%m}" for one in case.months]
    back = f"{case.pays_back_on:%Y-%m}" if case.pays_back_on else ""
    return {
        "currency": case.currency,
        "months": months,
        "today": float(case.today),
        "source": [float(one.source) for one in case.months],
        "target": [float(one.target) for one in case.months],
        "migration": [float(one.migration) for one in case.months],
        "saved": [float(one.saved_so_far) for one in case.months],
        "pays_back": months.index(back) if back in months else None,
    }


def _told(case: BusinessCase) -> str:
    back = f"It pays back in {case.pays_back_on:%Y-%m}" if case.pays_back_on else "It does not pay back by then"
    basis = (
        "published figures stand in for today's, which nobody gave"
        if case.basis == "assumed"
        else "today's figures are given"
    )
    unpriced = (
        f"; {counted(case.unpriced, 'machine')} of unknown price, so the target is at least this"
        if case.unpriced
        else ""
    )
    saved = case.saved_over_horizon
    balance = f"{_amount(saved)} is saved" if saved >= 0 else f"{_amount(-saved)} more than today is spent"
    return (
        f"Today costs {_amount(case.today)} {case.currency} a month, the target {_amount(case.target)}, the way there "
        f"{_amount(case.migration)} once. Over {counted(case.horizon_months, 'month')}, "
        f"{balance}. {back}. Of these, {basis}{unpriced}."
    )


def _amount(amount: Decimal) -> str:
    return f"{amount:,.0f}"
