"""azlift carries a legacy estate into Azure in waves. Read `azlift.journey` first."""

__version__ = "0.1.0"
