"""Workbooks of unknown origin, opened with care: inventories, and plans that a person edited."""

from azlift.workbook.opening import OLE, Cell, Row, TabRows, Workbook, open_workbook

__all__ = ["OLE", "Cell", "Row", "TabRows", "Workbook", "open_workbook"]
