"""A pretend Azure Resource Manager on the engineer's own machine: small, strict, and with a clock that can be hurried.

It knows Microsoft.Resources, Microsoft.Compute and Microsoft.Network as far as a migration needs them and refuses,
with Azure's codes and wording, whatever it does not know. It imports nothing of azlift.
"""
