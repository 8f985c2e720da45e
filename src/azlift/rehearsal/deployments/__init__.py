"""Deployments: taken in, checked beforehand, run along their dependencies, shown as Azure shows them."""
