"""The plan as one HTML page that needs nothing else: no network, no font, no file beside it."""

from azlift.report.plan_page.page import plan_page

__all__ = ["plan_page"]
