"""Prefect's server, as for the flows. Prefect reads its settings when it is imported, so tests import it late."""

from tests.flows.conftest import prefect, prefect_api, run_flow, worker

__all__ = ["prefect", "prefect_api", "run_flow", "worker"]
