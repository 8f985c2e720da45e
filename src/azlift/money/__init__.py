"""The business case: today's run rate against the target's, month by month, and what the figures hang on."""

from azlift.money.case import make_business_case
from azlift.money.figures import Figures, read_figures
from azlift.money.realised import Happened, savings_of
from azlift.money.run_rate import double_running, price_workloads, todays_shares

__all__ = [
    "Figures",
    "Happened",
    "double_running",
    "make_business_case",
    "price_workloads",
    "read_figures",
    "savings_of",
    "todays_shares",
]
