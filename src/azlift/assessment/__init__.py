"""Workload -> Assessment: whether Azure can run it, and which route it takes; every rule is data with its source."""

from azlift.assessment.facts import Surroundings, surroundings
from azlift.assessment.judging import assess, staying
from azlift.assessment.rules import RuleBook, read_rule_book

__all__ = ["RuleBook", "Surroundings", "assess", "read_rule_book", "staying", "surroundings"]
