"""The machines' world, for what its limits are."""

from tests.rehearsal.compute.conftest import ready

__all__ = ["ready"]
