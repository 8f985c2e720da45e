"""The business case: today's run rate against the target's, month by month, and what the figures hang on."""

from azlift.money.case import make_business_case
from azlift.money.figures import Figures, read_figures
from azlift.money.run_rate import double_running, price_workloads, todays_shares

__all__ = ["Figures", "double_running", "make_business_case", "price_workloads", "read_figures", "todays_shares"]
