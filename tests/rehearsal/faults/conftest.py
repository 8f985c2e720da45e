"""The machines' world, for faults that strike at them."""

from tests.rehearsal.compute.conftest import ready

__all__ = ["ready"]
