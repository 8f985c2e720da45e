"""Limits on requests: token buckets of Azure Resource Manager and of the resource providers behind it."""

from azlift.rehearsal.limits.buckets import Rate
from azlift.rehearsal.limits.charging import Charge, Limits, Request

__all__ = ["Charge", "Limits", "Rate", "Request"]
