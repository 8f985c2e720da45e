"""Faults: a scenario says what goes wrong where, when and how often; what struck is written down."""

from azlift.rehearsal.faults.scenario import Moment, Occurrence, Scenario, ScenarioError, read_scenario, scenario_of

__all__ = ["Moment", "Occurrence", "Scenario", "ScenarioError", "read_scenario", "scenario_of"]
